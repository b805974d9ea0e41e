import base64
from collections import defaultdict
from math import nan

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.float_utils import float_compare, float_round

from ...tools.dialogs import tell

#: the largest number of problems in one message
MAX_PROBLEMS = 20


class BasSalesPlanImport(models.TransientModel):
    """Dialog that imports a file of ``bas.sales.plan._get_xlsx``: all of it, or nothing with a list of problems.

    A *problem* is (number of the row in the file, text).
    """

    _name = 'bas.sales.plan.import'
    _description = 'Import a Sales Plan'

    plan_id = fields.Many2one('bas.sales.plan', required=True, ondelete='cascade')
    file = fields.Binary(attachment=False, help="An xlsx file exported from a plan.")
    file_name = fields.Char()
    mode = fields.Selection([
        ('update', "Keep the rows that are not in the file"),
        ('replace', "Make the plan exactly as the file is"),
    ], required=True, default='update')

    def action_import(self):
        self.ensure_one()
        plan = self.plan_id
        plan.check_access('write')
        plan._check_editable()
        plan._serialize_editors()
        table = self._read_table()
        keys, cells, units = self._read_plan(table)
        if self.mode == 'replace':
            plan._remove_rows({line.row_key for line in plan.line_ids} - set(keys))
        plan._write_cells(cells, rows=keys, units=units)
        return tell(self.env._("Rows taken from the file: %(count)s.", count=len(keys)))

    def _read_plan(self, table):
        """:return: list of keys; dict: (key, column) → figures; dict: key → id of a unit
        :raise UserError: names all problems"""
        rows, problems = table['rows'], list(table['problems'])
        keys = self._find_keys(table, problems)
        standing = {(line.row_key, line.date): line for line in self.plan_id.line_ids}
        cells = {
            (key, column): figures for key, row in zip(keys, rows, strict=True)
            for column, figures in self._read_cells(key, row, standing, problems).items()}
        units = self._find_units(keys, table, problems)
        if problems:
            self._raise_problems(problems, table['title'])
        return keys, cells, units

    def _get_content(self):
        """:return: bytes of the file"""
        try:
            return base64.b64decode(self.file or b'')
        except ValueError:
            return b''

    def _raise_problems(self, problems, title):
        """:raise UserError: names the problems in the order of the rows"""
        texts = [text for __, text in sorted(problems, key=lambda problem: problem[0])]
        more = [self.env._("… and %(count)s more", count=len(texts) - MAX_PROBLEMS)] if len(texts) > MAX_PROBLEMS else []
        raise UserError("\n".join([
            self.env._("Nothing was imported. Correct the sheet “%(sheet)s” of the file:", sheet=title),
            *texts[:MAX_PROBLEMS], *more]))

    # ------------------------------------------------------------
    # Objects of rows
    # ------------------------------------------------------------

    def _find_keys(self, table, problems):
        """:return: list of keys, one for each row; None for a row of an unknown or ambiguous object"""
        found = self._search_keys(table)
        keys, seen = [], {}
        for row in table['rows']:
            key, problem = found[row['number']]
            if problem:
                problems.append((row['number'], self._describe_problem(row, *problem)))
            elif key in seen:
                problems.append((row['number'], self.env._(
                    "row %(number)s: the same as row %(other)s", number=row['number'], other=seen[key])))
            seen[key] = row['number']
            keys.append(key)
        return keys

    def _describe_problem(self, row, kind, name):
        text = {
            'several': self.env._("row %(number)s: there are several “%(name)s”"),
            'unknown': self.env._("row %(number)s: unknown “%(name)s”"),
            'variant': self.env._("row %(number)s: no variant “%(name)s”"),
        }[kind]
        return text % {'number': row['number'], 'name': name}

    # ------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------

    def _read_cells(self, key, row, standing, problems):
        """
        :param dict standing: (key, column) → line of the plan
        :return: dict: column → dict of figures of the file
        """
        given, known = defaultdict(dict), len(problems)
        for (column, measure), (letter, value) in row['cells'].items():
            given[column][measure] = self._read_number(row['number'], letter, value, problems)
        if len(problems) > known:
            return {}
        settled = {column: self._settle(figures, standing.get((key, column))) for column, figures in given.items()}
        for column, figures in settled.items():
            if not all(self.plan_id._is_figure(figure) for figure in figures.values()):
                problems.append((row['number'], self.env._(
                    "row %(number)s: quantity by price is too large, %(column)s", number=row['number'],
                    column=self.plan_id._get_column_label(column))))
        return settled

    def _read_number(self, number, letter, value, problems):
        """:return: float; None for an empty cell and for a wrong one, which is added to ``problems``"""
        if value is None or value == '':
            return None
        where = {'number': number, 'column': letter, 'text': value}
        figure = self._to_number(value)
        if not self.plan_id._is_figure(figure):
            problems.append((number, self.env._("row %(number)s, column %(column)s: “%(text)s” is not a number", **where)))
            return None
        if figure < 0:
            problems.append((number, self.env._(
                "row %(number)s, column %(column)s: %(text)s is negative; figures of a sales plan cannot be negative", **where)))
            return None
        return figure

    def _to_number(self, value):
        """:return: float; NaN if ``value`` is not a number, e.g. a boolean or a date"""
        try:
            if isinstance(value, bool):
                return nan
            if isinstance(value, int | float):
                return float(value)
            return float(''.join(str(value).split()).replace('\N{MINUS SIGN}', '-').replace(',', '.'))
        except (OverflowError, ValueError):
            return nan

    def _settle(self, figures, line):
        """Make quantity, price and amount consistent: a changed amount wins, otherwise it follows the quantity.

        Some programs do not store results of formulas, so an empty amount becomes quantity × price.
        """
        digits = self.env['decimal.precision'].precision_get('Product Unit')
        quantity, price = float_round(figures.get('quantity') or 0.0, digits), figures.get('price_unit') or 0.0
        amount = figures.get('amount')
        if not quantity:
            return {'quantity': 0.0, 'price_unit': price, 'amount': self.plan_id.currency_id.round(amount or 0.0)}
        kept = line and not float_compare(line.amount, amount or 0.0, precision_digits=6)
        moved = line and (float_compare(line.quantity, quantity, precision_digits=6)
                          or float_compare(line.price_unit, price, precision_digits=6))
        if amount is None or (kept and moved):
            amount = quantity * price
        amount = self.plan_id.currency_id.round(amount)
        if self.plan_id.currency_id.compare_amounts(quantity * price, amount):
            price = amount / quantity
        return {'quantity': quantity, 'price_unit': price, 'amount': amount}
