"""Reconciliation: what the files say against what is here, for each list, total, order and debt."""
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, float_is_zero, format_date

from ...tools.days import get_today
from ...tools.source_files import ValueProblem
from ...tools.source_files.values import parse_number

#: results of a row that is imported, as they are counted
IMPORTED = ('create', 'update', 'unchanged', 'link')
#: key of a section → the method that computes it, in the order of the page
SECTIONS = {
    'lists': '_get_list_section', 'totals': '_get_total_section', 'orders': '_get_order_section', 'debts': '_get_debt_section',
    'quality': '_get_quality_section'}


def read_number(text):
    """:return: float: the number that a text means; 0 for a text that is no number"""
    try:
        return float(parse_number(text or '') or 0)
    except ValueProblem:
        return 0.0


def is_equal(first, second):
    return float_is_zero(first - second, precision_digits=2)


def make_line(key, name, cells, mood='ok', note=''):
    """:param mood: 'ok', 'explained' (a difference with its reason), 'wrong', or 'info' (no comparison)
    :return: dict: a line of a section of the reconciliation"""
    return {'key': str(key), 'name': name, 'cells': cells, 'mood': mood, 'note': note}


class BasImport(models.Model):
    """The reconciliation is the same on the screen, on paper and in the workbook: sections of lines with figures."""

    _inherit = 'bas.import'

    @api.readonly
    def action_open_reconciliation(self):
        """:return: dict: action of the page of the reconciliation"""
        self.ensure_one()
        self._check_can_reconcile()
        action = self.env['ir.actions.actions']._for_xml_id('bas_crm.bas_import_reconciliation_action')
        return {**action, 'context': {'active_id': self.id}}

    def _check_can_reconcile(self):
        self.check_access('read')
        if self.state not in ('running', 'done'):
            raise UserError(self.env._("Nothing has been imported yet, so there is nothing to reconcile."))

    @api.readonly
    def get_reconciliation(self):
        """:return: dict: ``sections`` with their lines; ``is_green``: every difference is zero or explained"""
        self.ensure_one()
        self._check_can_reconcile()
        # Heads of sales who may read the import see its figures; the debts of customers they see in reports, too.
        session = self._as_engine()
        sections = [section for section in session._get_sections() if section['lines']]
        wrong = sum(line['mood'] == 'wrong' for section in sections for line in section['lines'])
        return {
            'id': self.id, 'name': self.name, 'company': self.company_id.name, 'sections': sections, 'wrong': wrong,
            'is_green': not wrong, 'today': format_date(self.env, get_today(self.env)),
            'verdict': self.env._("Everything agrees.") if not wrong else self.env._("Lines that do not agree: %s.", wrong),
        }

    def _get_sections(self):
        return [self._get_section(key) for key in SECTIONS]

    def _get_section(self, key):
        """:return: dict: the section with the key, computed without the others"""
        return getattr(self, SECTIONS[key])()

    # ------------------------------------------------------------
    # Rows of lists
    # ------------------------------------------------------------

    def _get_list_section(self):
        labels = [
            ['read', self.env._("Read")], ['create', self.env._("Created")], ['update', self.env._("Updated")],
            ['unchanged', self.env._("Unchanged")], ['link', self.env._("Linked")], ['skip', self.env._("Skipped")],
            ['error', self.env._("With Errors")], ['waiting', self.env._("Waiting")]]
        return {
            'key': 'lists', 'title': self.env._("Rows of the lists"),
            'columns': [*({'name': name, 'label': label, 'type': 'count', 'opens': True} for name, label in labels),
                        {'name': 'difference', 'label': self.env._("Difference"), 'type': 'count', 'opens': False}],
            'lines': [self._get_list_line(table) for table in self.table_ids]}

    def _get_list_line(self, table):
        cells = dict.fromkeys(['create', 'update', 'unchanged', 'link', 'skip', 'error', 'waiting'], 0)
        groups = self.env['bas.import.row']._read_group([('table_id', '=', table.id)], ['action', 'step'], ['__count'])
        for action, step, count in groups:
            is_done = action in ('skip', 'error') or (action in IMPORTED and step == 'imported')
            cells['skip' if not table.kind else action if is_done else 'waiting'] += count
        difference = table.read_count - sum(cells.values())
        mood, note = 'ok', ''
        if difference:
            mood, note = 'wrong', self.env._("Rows of the file are missing here.")
        elif cells['error'] or cells['waiting']:
            mood, note = 'wrong', self.env._("Correct the rest, answer the questions, or tell not to import these rows.")
        elif cells['skip']:
            mood, note = 'explained', (
                self.env._("A person has told not to import these rows, or they hold nothing.") if table.kind
                else self.env._("This list is not imported."))
        cells = {'read': table.read_count, **cells, 'difference': difference}
        return make_line(table.id, self._get_list_name(table), cells, mood, note)

    def _get_list_name(self, table):
        kind = self.env['bas.import.kind']._get_kind(table.kind) if table.kind else None
        return f'{kind._get_title()} · {table.name}' if kind is not None else table.name

    def _get_list_domain(self, key, column):
        domain = [('table_id', '=', int(key))]
        done = ['&', ('action', 'in', IMPORTED), ('step', '=', 'imported')]
        if column in IMPORTED:
            return [*domain, ('action', '=', column), ('step', '=', 'imported')]
        if column == 'waiting':
            return [*domain, '!', '|', ('action', 'in', ('skip', 'error')), *done]
        if column == 'error' or (column == 'skip' and self.table_ids.browse(int(key)).kind):
            return [*domain, ('action', '=', column)]
        return domain

    # ------------------------------------------------------------
    # The file's own totals
    # ------------------------------------------------------------

    def _get_total_section(self):
        return {
            'key': 'totals', 'title': self.env._("Totals of the files"),
            'columns': [
                {'name': 'file', 'label': self.env._("In the File"), 'type': 'amount', 'opens': False},
                {'name': 'rows', 'label': self.env._("Sum of Its Rows"), 'type': 'amount', 'opens': True},
                {'name': 'difference', 'label': self.env._("Difference"), 'type': 'amount', 'opens': False}],
            'lines': [line for table in self.table_ids.filtered(
                lambda table: table.kind and table.totals) for line in self._get_total_lines(table)]}

    def _get_total_lines(self, table):
        """A footer of percentages is no sum."""
        columns = {str(column.position): column for column in table.column_ids}
        wanted = [(columns[index], read_number(total)) for index, total in table.totals.items()
                  if index in columns and '%' not in (columns[index].heading or '')]
        sums = dict.fromkeys([column.key for column, _total in wanted], 0.0)
        for values in self._read_texts(table, sums):
            for key, text in zip(sums, values, strict=True):
                sums[key] += read_number(text)
        lines = []
        for column, total in wanted:
            found = round(sums[column.key], 2)
            mood = 'ok' if is_equal(total, found) else 'wrong'
            note = '' if mood == 'ok' else self.env._(
                "The rows do not add up to the file's own total: rows are missing in the file, or texts are corrected here.")
            lines.append(make_line(
                f'{table.id}/{column.position}', f"{self._get_list_name(table)}: {column.heading or ''}",
                {'file': total, 'rows': found, 'difference': round(found - total, 2)}, mood, note))
        return lines

    def _read_texts(self, table, keys):
        """:param keys: keys of columns
        :return: list of tuples of the texts of the rows"""
        if not keys:
            return []
        self.env['bas.import.row'].flush_model()
        return self.env.execute_query(SQL(
            "SELECT %s FROM bas_import_row WHERE table_id = %s ORDER BY id",
            SQL(", ").join(SQL("values ->> %s", key) for key in keys), table.id))

    # ------------------------------------------------------------
    # Opening a figure
    # ------------------------------------------------------------

    @api.readonly
    def action_open_figure(self, section, key, column):
        """:return: dict: action of the rows, or of the records, that a figure of the reconciliation counts
        :raises UserError: there is no such figure"""
        self.ensure_one()
        self._check_can_reconcile()
        session = self._as_engine()
        lines = session._get_section(section)['lines'] if isinstance(section, str) and section in SECTIONS else ()
        found = next((line for line in lines if line['key'] == key and column in line['cells']), None)
        if not found:
            raise UserError(self.env._("This figure has changed. Open the reconciliation again."))
        model, domain = session._get_figure(section, column, key)
        return {
            'type': 'ir.actions.act_window', 'name': found['name'], 'res_model': model,
            'views': [(False, 'list'), *([(False, 'form')] if model != 'bas.import.row' else [])], 'domain': domain,
            'context': {'active_test': False, 'create': False}}

    def _get_figure(self, section, column, key):
        """:return: tuple: model and domain of what a figure counts"""
        if section == 'lists':
            return 'bas.import.row', self._get_list_domain(key, column)
        if section == 'totals':
            return 'bas.import.row', [('table_id', '=', int(key.partition('/')[0]))]
        model = 'bas.import.row' if column == 'file' else 'sale.order' if section == 'orders' else 'res.partner'
        return model, self._name_figure(section, column, key)

    def _get_counted_domain(self, model, section, column, key):
        """:return: domain of the records of the model that a figure counts"""
        find = {
            'orders': self._get_order_domain, 'debts': self._get_debt_domain, 'quality': self._get_quality_domain}.get(section)
        return find(key, column) if find and self._get_figure(section, column, key)[0] == model else Domain.FALSE
