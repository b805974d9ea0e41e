import re
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL, format_date

from ...tools.source_files import ValueProblem
from ...tools.source_files.headings import simplify
from ...tools.source_files.periods import is_month
from ...tools.source_files.values import parse_date
from .document_values import check_company
from .figures import convert, get_figure_key
from .kind import ImportField
from .rows import Question

#: what a row is of, beside its sums
SUBJECTS = ('date', 'item', 'article', 'characteristic', 'category', 'counterparty', 'responsible', 'document', 'order',
            'department', 'unit', 'company', 'currency')
#: headings of a column of months
MONTHLY = re.compile(r'місяц|месяц|month')
#: a text with the day of the month
DAILY = re.compile(r'\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2} \D+ \d{4}')


def _is_day(text):
    try:
        return bool(parse_date(text))
    except ValueProblem:
        return False


class BasImportKindSale(models.AbstractModel):
    """Sales before the move: the report «Sales» by item, counterparty, manager, and month or day."""

    _name = 'bas.import.kind.sale'
    _inherit = 'bas.import.kind'
    _description = 'Sales before the Move to Import'
    _kind = 'sale'
    _target = 'bas.sales.history'
    _import_order = 90
    _decisive = ('guid', 'code', 'figure')
    _policy = 'overwrite'

    @api.model
    def _get_title(self):
        return self.env._("Sales before the Move")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'date': ImportField(self.env._("Month or Day")),
            'item': ImportField(self.env._("Item"), 'reference', 'product_id', refers_to='item'),
            'article': ImportField(self.env._("Article"), 'code'),
            'characteristic': ImportField(self.env._("Variant")),
            'category': ImportField(self.env._("Category")),
            'counterparty': ImportField(self.env._("Counterparty"), 'reference', refers_to='counterparty', target='partner_id'),
            'responsible': ImportField(self.env._("Manager"), 'reference', refers_to='res.users', target='user_id'),
            'document': ImportField(self.env._("Document"), target='document'),
            'order': ImportField(self.env._("Order")),
            'company': ImportField(self.env._("Company")),
            'department': ImportField(self.env._("Department")),
            'unit': ImportField(self.env._("Unit")),
            'currency': ImportField(self.env._("Currency"), 'reference', refers_to='res.currency'),
            'quantity': ImportField(self.env._("Quantity"), 'number', target='quantity'),
            'amount': ImportField(self.env._("Sum"), 'number', required=True),
            'vat_amount': ImportField(self.env._("VAT in the Sum"), 'number'),
            'cost': ImportField(self.env._("Cost of Sales"), 'number'),
            'profit': ImportField(self.env._("Gross Profit"), 'number'),
        }

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, fields):
        article = row.raw.get('article')
        if article and batch.find('item', [article])[article]:
            row.raw['item'] = article
        if not (row.raw.get('date') or any(map(_is_day, row.groups))):
            self._take_period(batch, row)
        super()._read_row(batch, row, fields)
        check_company(batch, row)
        row.values['figure'] = get_figure_key(batch, row, self._get_subjects())
        self._read_day(batch, row)
        if row.get('day'):
            self._check_before_move(batch, row)

    def _take_period(self, batch, row):
        """A report of one month tells it in its title alone: «Продажі за листопад 2025 р.»."""
        begins, ends = batch.table.period_begins, batch.table.period_ends
        if not begins or self._has_days(batch):
            return
        if is_month(begins, ends):
            row.raw['date'] = begins.isoformat() if begins == ends else f'{begins:%Y-%m}'
        else:
            row.error(self.env._(
                "The report is of %(begins)s – %(ends)s and has no months of its own, so it is not known when these sales were. "
                "Form it in BAS by months, or one month at a time.",
                begins=format_date(self.env, begins), ends=format_date(self.env, ends)))

    def _has_days(self, batch):
        """:return: bool: whether the list has a column of days or months"""
        known = batch.cache['has days']
        if 'has' not in known:
            known['has'] = 'date' in batch.table.column_ids.mapped('field_name')
        return known['has']

    def _read_day(self, batch, row):
        """The day is in a column of its own, or in the name of a group; a month is its first day."""
        texts = [row.raw.get('date')] if row.raw.get('date') else reversed(row.groups)
        for text in texts:
            try:
                day = parse_date(text)
            except ValueProblem:
                continue
            if day:
                is_month = not DAILY.match(text) or (row.raw.get('date') and self._is_monthly(batch) and day.day == 1)
                row.values.update(day=day.replace(day=1) if is_month else day, period='month' if is_month else 'day')
                return
        if not row.problems:
            row.error(self.env._("There is neither a day nor a month of the sale."))

    def _is_monthly(self, batch):
        known = batch.cache['monthly']
        if 'is' not in known:
            headings = batch.table.column_ids.filtered(lambda column: column.field_name == 'date').mapped('heading')
            known['is'] = any(MONTHLY.search(simplify(heading or '')) for heading in headings)
        return known['is']

    def _check_before_move(self, batch, row):
        """Sales on and after the day of the move are invoices posted here."""
        moved_on = batch.company.bas_moved_on or self._ask_moved_on(batch, row)
        if moved_on and row.get('day') >= moved_on:
            row.error(self.env._(
                "The sale of %(day)s is not before the day of the move, %(moved_on)s. Later sales are the invoices posted here, "
                "and it would count twice.", day=format_date(self.env, row.get('day')), moved_on=format_date(self.env, moved_on)))

    def _ask_moved_on(self, batch, row):
        """:return: the day of the move that a person has told; None if nobody has yet"""
        answer = batch.ask(row, Question(
            'value', f'moved_on|{batch.company.id}', self.env._(
                "On which day does the firm begin to work in this program? Write the day, e.g. 01.01.2027: sales before it are "
                "taken from the files, later ones are the invoices posted here. It can be changed in the settings."),
            ['use', 'skip']))
        if not answer or answer.answer == 'skip':
            row.is_skipped = bool(answer)
            return None
        try:
            moved_on = parse_date(answer.answer_value)
        except ValueProblem:
            moved_on = None
        if not moved_on:
            row.error(self.env._("«%(text)s» is no day. Answer the question about the day of the move again.",
                                 text=answer.answer_value))
        batch.cache['moved on']['day'] = moved_on
        return moved_on

    # ------------------------------------------------------------
    # Matching
    # ------------------------------------------------------------

    @api.model
    def _get_keys(self, row):
        return [*super()._get_keys(row), ('figure', row.get('figure'))]

    def _get_subjects(self):
        """:return: tuple of the fields that say what a row is of"""
        return SUBJECTS

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _prepare_values(self, batch, row):
        vals = super()._prepare_values(batch, row)
        vals.update(date=row.get('day'), period=row.get('period'), amount=row.get('net_amount'))
        if row.get('net_cost') is not None:
            vals['cost'] = row.get('net_cost')
        if row.get('item'):
            vals['product_id'] = self._get_product(batch, row.get('item'))
        return vals

    def _get_product(self, batch, item_id):
        known = batch.cache['products']
        if item_id not in known:
            items = self.env['product.template'].with_context(active_test=False).browse(
                {row.get('item') for row in batch.rows if row.get('item')})
            known.update({item.id: item.product_variant_ids[:1].id for item in items})
        return known[item_id]

    @api.model
    def _prepare_new_values(self, batch, row):
        return {**super()._prepare_new_values(batch, row), 'company_id': batch.company.id}

    @api.model
    def _get_source_of(self, target):
        return {'amount': 'amount', 'cost': 'cost', 'product_id': 'item'}.get(target) or super()._get_source_of(target)

    def _count_sums(self, batch, row):
        """The history is without VAT, in the company's currency; where the cost is missing, the profit tells it."""
        gross, cost = row.get('amount'), row.get('cost')
        if cost is None and row.get('profit') is not None:
            cost = gross - row.get('profit')
        row.values['net_amount'] = convert(batch, row, gross - (row.get('vat_amount') or 0), row.get('day'))
        if cost is not None:
            row.values['net_cost'] = convert(batch, row, cost, row.get('day'))

    @api.model
    def _before_write(self, batch):
        for row in batch.get_open_rows():
            self._count_sums(batch, row)
        self._ask_known_months(batch)
        moved_on = batch.cache['moved on'].get('day')
        rows = [row for row in batch.get_open_rows() if row.is_new]
        if rows and moved_on and not batch.company.bas_moved_on:
            batch.write_values(rows[0], batch.company, {'bas_moved_on': moved_on})
            # Saved before the sales, so that an undo takes it away after them.
            batch.changes.flush()
            batch.changes.save()

    def _ask_known_months(self, batch):
        """Rows that are new in a month with sales of another import, or of another list, would count twice."""
        months = defaultdict(list)
        for row in batch.get_open_rows():
            if row.is_new:
                months[row.get('day').replace(day=1)].append(row)
        for month in self._find_known_months(batch, list(months)):
            for row in months[month]:
                answer = batch.ask(row, Question(
                    'duplicate', f'sales|{self._kind}|{month}', self.env._(
                        "%(list)s: %(month)s already has sales from elsewhere, and the file has others, e.g. row %(row)s. Are "
                        "these further sales?", list=self._get_title(), row=months[month][0].number,
                        month=format_date(self.env, month, date_format='LLLL yyyy')), ['create', 'skip']))
                if answer and answer.answer == 'skip':
                    row.is_skipped = True

    def _find_known_months(self, batch, months):
        """:return: list of the months with sales that are not of this list of this import"""
        known = batch.env.execute_query(SQL(
            """SELECT DISTINCT date_trunc('month', line.date)::date -- a day: the column is a date
                 FROM bas_sales_history line
                WHERE line.company_id = %s AND date_trunc('month', line.date)::date = ANY(%s) -- a day: the column is a date
                  AND NOT EXISTS (
                      SELECT FROM bas_import_row row JOIN bas_import_table list ON list.id = row.table_id AND list.kind = %s
                       WHERE row.import_id = %s AND row.res_model = 'bas.sales.history' AND row.res_id = line.id)
            UNION
               SELECT DISTINCT date_trunc('month', (row.plan -> 'date' ->> 1)::date)::date -- a day: the text of a date
                 FROM bas_import_row row JOIN bas_import_table list ON list.id = row.table_id
                  AND list.kind IN ('sale', 'shipment') AND list.kind != %s
                WHERE row.import_id = %s AND row.action = 'create' AND row.step = 'checked' AND row.plan ? 'date'
                  AND %s""",
            batch.company.id, months, self._kind, batch.session.id, self._kind, batch.session.id,
            SQL("list.sequence < %s", batch.table.sequence))) if months else []
        return [month for month, in known if month in months]
