from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools.date_utils import end_of, start_of

from ...tools.source_files.values import clean_text
from .document_values import check_company, check_dates
from .kind import ImportField
from .references import find
from .results import write_created

#: words for the columns of a plan → unit of time
PERIODS = {
    **dict.fromkeys(('день', 'дні', 'дни', 'day'), 'day'),
    **dict.fromkeys(('тиждень', 'неделя', 'декада', 'week'), 'week'),
    **dict.fromkeys(('місяць', 'месяц', 'month', 'щомісяця'), 'month'),
    **dict.fromkeys(('квартал', 'quarter'), 'quarter'),
    **dict.fromkeys(('півріччя', 'полугодие', 'half a year'), 'half'),
    **dict.fromkeys(('рік', 'год', 'year'), 'year'),
}
LENGTHS = {'day': {'days': 1}, 'week': {'days': 7}, 'month': {'months': 1}, 'quarter': {'months': 3}, 'half': {'months': 6},
           'year': {'years': 1}}
#: words for what a plan counts
DIMENSIONS = {
    **dict.fromkeys(('номенклатура', 'товари', 'товары', 'по номенклатурі', 'по номенклатуре', 'product', 'item'), 'product'),
    **dict.fromkeys(('категорія', 'категорії', 'категория', 'категории', 'категорія номенклатури', 'категории номенклатуры',
                     'категорії номенклатури', 'категория номенклатуры', 'category'), 'category'),
    **dict.fromkeys(('менеджер', 'менеджери', 'менеджеры', 'відповідальний', 'ответственный', 'manager'), 'manager'),
}
#: dimension → field of a row with its value
OBJECTS = {'product': 'item', 'category': 'category', 'manager': 'responsible'}
#: most columns of a plan by days or weeks
MAX_DAYS, MAX_WEEKS = 92, 366


class BasImportKindPlan(models.AbstractModel):
    """Sales plans: each row is a line of a draft. Rows of one scenario and one period are one plan.

    A list of BAS without items has only the total of each plan: it becomes the line of its manager.
    """

    _name = 'bas.import.kind.plan'
    _inherit = 'bas.import.kind'
    _description = 'Sales Plans to Import'
    _kind = 'plan'
    _target = 'bas.sales.plan.line'
    _import_order = 85
    _decisive = ('cell',)
    _noted = ('scenario', 'measure', 'counterparty', 'department')

    @api.model
    def _get_title(self):
        return self.env._("Sales Plans")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'number': ImportField(self.env._("Number"), 'code'),
            'scenario': ImportField(self.env._("Scenario")),
            'start': ImportField(self.env._("Beginning"), 'date', required=True),
            'finish': ImportField(self.env._("End"), 'date'),
            'day': ImportField(self.env._("Planned for Day"), 'date'),
            'period': ImportField(self.env._("Columns"), 'choice', choices=PERIODS),
            'measure': ImportField(self.env._("Rows")),
            'item': ImportField(self.env._("Item"), 'reference', 'product_tmpl_id', refers_to='item'),
            'category': ImportField(self.env._("Category"), 'reference', 'categ_id', refers_to='item_group'),
            'quantity': ImportField(self.env._("Quantity"), 'number', target='quantity'),
            'amount': ImportField(self.env._("Amount"), 'number', target='amount'),
            'currency': ImportField(self.env._("Currency"), 'reference', refers_to='res.currency'),
            'responsible': ImportField(self.env._("Responsible"), 'reference', refers_to='res.users'),
            'counterparty': ImportField(self.env._("Counterparty")),
            'department': ImportField(self.env._("Department")),
            'company': ImportField(self.env._("Company")),
            'note': ImportField(self.env._("Comment"), 'text'),
            'created': ImportField(self.env._("Created on"), 'datetime'),
            'author': ImportField(self.env._("Author")),
        }

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, fields):
        dimension = self._read_dimension(batch, row)
        super()._read_row(batch, row, fields)
        check_dates(self.env, row, fields)
        check_company(batch, row)
        row.values['dimension'] = dimension
        if not (row.get('amount') or row.get('quantity')):
            row.error(self.env._("The plan has neither an amount nor a quantity."))
        for name in ('amount', 'quantity'):
            if (row.get(name) or 0) < 0:
                row.error(self.env._("«%(field)s» is negative.", field=fields[name].label))
        if row.get('start') and not row.problems:
            self._read_period(row)

    def _read_dimension(self, batch, row):
        """:return: what the row plans; the text in «Номенклатура» may be a category"""
        text = clean_text(row.raw.get('item', ''))
        if not text:
            is_category = row.raw.get('category') or row.raw.get('category_guid')
            return 'category' if is_category else 'product' if row.raw.get('item_guid') else 'manager'
        dimension = DIMENSIONS.get(clean_text(row.raw.get('measure', '')).casefold())
        if dimension in (None, 'manager') and row.raw.get('item_guid'):
            dimension = 'product'
        elif dimension in (None, 'manager'):
            for kind in ('item', 'item_group') if not batch.cache['references', 'item'] else ():
                find(batch, kind, {clean_text(one.raw.get('item', '')) for one in batch.rows})  # all at once
            is_category = find(batch, 'item', [text])[text] is None and find(batch, 'item_group', [text])[text] is not None
            dimension = 'category' if is_category else 'product'
        if dimension == 'category':
            row.raw['category'] = row.raw.pop('item')
            row.raw['category_guid'] = row.raw.pop('item_guid', '')
        return dimension

    def _read_period(self, row):
        start, stop, unit = row.get('start'), row.get('finish'), row.get('period') or 'month'
        if stop and stop < start:
            row.error(self.env._("The plan ends before it begins."))
            return
        stop = stop or start + relativedelta(**LENGTHS[unit]) - relativedelta(days=1)
        columns = {'half': 'quarter', 'year': 'quarter'}.get(unit, unit)
        days = (stop - start).days
        if (columns == 'day' and days > MAX_DAYS) or (columns == 'week' and days > MAX_WEEKS):
            columns = 'month'
        day = row.get('day') or start
        if not start <= day <= stop:
            row.error(self.env._("The row is planned for a day outside of the plan."))
        row.values['column'] = max(start, start_of(day, columns))
        whole = (unit for unit in ('month', 'quarter', 'year') if (start, stop) == (start_of(start, unit), end_of(start, unit)))
        row.values.update(finish=stop, columns=columns, whole=next(whole, 'custom'))

    # ------------------------------------------------------------
    # Matching
    # ------------------------------------------------------------

    def _get_plan_title(self, row):
        """:return: the number of the plan in the file; else its scenario and its first day"""
        title = clean_text(row.get('number') or '')
        return title or f"{row.get('scenario') or self._get_title()} {row.get('start'):%d.%m.%Y}"

    @api.model
    def _get_keys(self, row):
        """The reference and the code are those of the plan, which has several rows."""
        if not row.get('columns'):
            return []
        name = OBJECTS[row.get('dimension')]
        value = row.raw[name] if name in row.pending else row.get(name) or 0
        parts = (self._get_plan_title(row), *map(row.get, ('start', 'finish', 'dimension')), value, row.get('column'))
        return [('cell', '|'.join(map(str, parts)))]

    @api.model
    def _find_by_keys(self, batch, keys):
        names, found = {key.split('|')[0] for key in keys.get('cell', ())}, {}
        lines = self.env['bas.sales.plan.line'].search([
            ('plan_id.name', 'in', list(names)), ('company_id', '=', batch.company.id), ('product_id', '=', False),
            ('order_id', '=', False)]) if names else ()
        for line in lines:
            plan = line.plan_id
            value = line[plan._get_dimension_field()].id or 0
            key = f'{plan.name}|{plan.date_from}|{plan.date_to}|{plan.dimension}|{value}|{line.date}'
            found.setdefault(('cell', key), []).append(line.id)
        return found

    @api.model
    def _get_key_title(self, type_):
        return self.env._("plan and row") if type_ == 'cell' else super()._get_key_title(type_)

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _before_write(self, batch):
        """Find the plans of the new lines, or create them as drafts."""
        groups = {}
        for row in batch.get_open_rows():
            if row.is_new:
                groups.setdefault(self._get_plan_key(row), []).append(row)
        authors = batch.find('res.users', {clean_text(rows[0].get('author') or '') for rows in groups.values()})
        known, taken = self._find_plans(batch, groups)
        new = {key: rows for key, rows in groups.items() if key not in known}
        pairs = []
        for key, rows in new.items():
            names = (key[0], f'{key[0]}/{key[1].year}', f'{key[0]}-{rows[0].id}')
            name = next(one for one in names if one not in taken)
            taken.add(name)
            pairs.append((None, self._prepare_plan(batch, rows, name, authors)))
        plans = batch.create_records('bas.sales.plan', pairs)
        for key, plan in zip(new, plans, strict=True):
            known[key] = plan
        if not batch.is_check:
            write_created(self.env['bas.sales.plan'], [
                (plan.id, rows[0].get('created'), authors.get(clean_text(rows[0].get('author') or '')))
                for plan, rows in zip(plans, new.values(), strict=True) if plan])
        for key, rows in groups.items():
            for row in rows:
                row.values['plan_id'] = known[key].id

    def _get_plan_key(self, row):
        return (self._get_plan_title(row), row.get('start'), row.get('finish'), row.get('dimension'), row.get('currency'))

    def _find_plans(self, batch, groups):
        """:return: dict: key of a plan → the draft that has it already; and the set of the numbers that are taken"""
        titles = {key[0] for key in groups} | {f'{key[0]}/{key[1].year}' for key in groups}
        plans = self.env['bas.sales.plan'].with_context(active_test=False).search(
            [('company_id', '=', batch.company.id), ('name', 'in', list(titles))])
        known = {}
        for key in groups:
            currency = key[4] or batch.company.currency_id.id
            same = plans.filtered(lambda plan, key=key, currency=currency: (
                plan.name in (key[0], f'{key[0]}/{key[1].year}') and plan.state == 'draft' and plan.active
                and (plan.date_from, plan.date_to, plan.dimension, plan.currency_id.id) == (key[1], key[2], key[3], currency)
                and not (plan.by_variant or plan.by_order)))
            if same:
                known[key] = same[0]
        return known, set(plans.mapped('name'))

    def _prepare_plan(self, batch, rows, name, authors):
        row = rows[0]
        vals = {
            'name': name, 'company_id': batch.company.id, 'period': row.get('whole'), 'date_from': row.get('start'),
            'date_to': row.get('finish'), 'granularity': row.get('columns'), 'dimension': row.get('dimension'),
            'by_quantity': any(row.get('quantity') for row in rows), 'user_id': False, 'team_id': False,
            'note': self._get_note(batch, row) or False}
        return {**vals, 'currency_id': row.get('currency')} if row.get('currency') else vals

    @api.model
    def _prepare_values(self, batch, row):
        vals = super()._prepare_values(batch, row)
        if row.get('dimension') == 'manager':
            vals['user_id'] = row.get('responsible') or False
        return vals

    @api.model
    def _prepare_new_values(self, batch, row):
        vals = {**super()._prepare_new_values(batch, row), 'plan_id': row.get('plan_id'), 'date': row.get('column')}
        if row.get('quantity') and row.get('amount'):
            vals['price_unit'] = row.get('amount') / row.get('quantity')
        return vals

    @api.model
    def _get_created(self, row):
        return (row.get('created'), None)

    @api.model
    def _get_source_of(self, target):
        return {'user_id': 'responsible'}.get(target) or super()._get_source_of(target)

    @api.model
    def _get_parts(self):
        return super()._get_parts() | {'bas.sales.plan.line.plan_id'}
