import base64
import io
from collections import defaultdict
from datetime import date, datetime
from math import nan
from zipfile import BadZipFile

import openpyxl

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..models.bas_sales_plan_xlsx import HEADER_ROW

#: of wrong rows named at once
MAX_PROBLEMS = 20


class BasSalesPlanImport(models.TransientModel):
    """Brings a file of ``bas.sales.plan._get_xlsx`` back: all of it, or a list of what is wrong and nothing."""

    _name = 'bas.sales.plan.import'
    _description = 'Import a Sales Plan'

    plan_id = fields.Many2one('bas.sales.plan', required=True, ondelete='cascade')
    file = fields.Binary(required=True, attachment=False)
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
        plan._queue_editors()
        rows = self._read_rows()
        keys = self._find_keys(rows)
        standing = {(line.row_key, line.date): line for line in plan.line_ids}
        cells = {
            (key, column): figures for key, row in zip(keys, rows, strict=True)
            for column, figures in self._read_cells(key, row, standing).items()}
        units = self._find_units(keys, rows)
        if self.mode == 'replace':
            plan._remove_rows({line.row_key for line in plan.line_ids} - set(keys))
        plan._write_cells(cells, rows=keys, units=units)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("Rows taken from the file: %(count)s.", count=len(rows)),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    # ------------------------------------------------------------
    # The file
    # ------------------------------------------------------------

    def _open(self):
        try:
            # The sums of formulas are read as the spreadsheet program has kept them.
            book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(self.file)), data_only=True, read_only=True)
        except (BadZipFile, KeyError, OSError, ValueError, openpyxl.utils.exceptions.InvalidFileException) as error:
            raise UserError(self.env._("This is no xlsx file. Export the plan, change that file and import it.")) from error
        return list(book.worksheets[0].iter_rows(values_only=True))

    def _read_rows(self):
        """:return: list of dicts: ``number`` in the file, ``key``, ``names`` and ``cells`` by (date, measure)

        :raise UserError: where the file is not that of such a plan
        """
        table = self._open()
        plan = self.plan_id
        heads = [name for name, _label in plan._get_xlsx_heads(plan._get_matrix_frame())]
        measures = plan._get_xlsx_measures()
        dates, labels = (table[row] if len(table) > row else () for row in (HEADER_ROW, HEADER_ROW + 1))
        positions = self._get_positions(dates, labels, measures)
        if not positions or dates[0] != 'key':
            raise UserError(self.env._(
                "The file has no table of such a plan. Export this plan, change that file and import it."))
        rows = []
        for number, values in enumerate(table[HEADER_ROW + 2:], HEADER_ROW + 3):
            names = {head: self._to_text(values[position]) for position, head in enumerate(heads, 1) if position < len(values)}
            # programs that write no dimension leave rows without cells empty
            if not values or (not values[0] and (not any(names.values()) or names.get('name') == self.env._("Total"))):
                continue
            rows.append({
                'number': number, 'key': self._to_text(values[0]), 'names': names,
                'cells': {place: values[position] for place, position in positions.items() if position < len(values)}})
        return rows

    def _get_positions(self, dates, labels, measures):
        """:return: dict: (date, measure) → position in a row"""
        columns, positions = set(self.plan_id._get_columns()), {}
        names = {label: name for name, label in measures}
        for position, (value, label) in enumerate(zip(dates, labels, strict=False)):
            day = value.date() if isinstance(value, datetime) else value  # a day: of a cell, which knows no zone
            if not isinstance(day, date) or label not in names:
                continue
            if day not in columns:
                raise UserError(self.env._("The plan has no column for %(date)s, but the file has.", date=day))
            positions[day, names[label]] = position
        return positions

    def _to_text(self, value):
        return '' if value is None else str(value).strip()

    # ------------------------------------------------------------
    # What a row stands for
    # ------------------------------------------------------------

    def _find_keys(self, rows):
        """:return: list of keys, one for each row
        :raise UserError: lists the rows of unknown or ambiguous objects, with their numbers in the file"""
        known = self._get_known_keys([row['key'] for row in rows if row['key']])
        # A key of this database whose names are still those of the file needs no search.
        searched = self._search_keys([row for row in rows if not self._is_same(known.get(row['key']), row['names'])])
        found, problems, seen = [], [], {}
        for row in rows:
            key, problem = searched.get(row['number'], (row['key'], None))
            if problem:
                problems.append(problem)
            if key and key in seen:
                problems.append(self.env._("row %(number)s: the same as row %(other)s", number=row['number'], other=seen[key]))
            seen[key] = row['number']
            found.append(key)
        if problems:
            self._complain(problems)
        return found

    def _complain(self, problems):
        more = [self.env._("… and %(count)s more", count=len(problems) - MAX_PROBLEMS)] if len(problems) > MAX_PROBLEMS else []
        raise UserError("\n".join([
            self.env._("Nothing was imported. Correct these rows of the file:"), *problems[:MAX_PROBLEMS], *more]))

    def _get_known_keys(self, keys):
        """:return: dict: key → names as the file has them, of objects that are there and may stand in the plan"""
        plan = self.plan_id
        return plan._get_xlsx_names(list(plan._get_present_keys([key for key in keys if plan._is_key(key)])))

    def _is_same(self, known, names):
        return known is not None and all(known[head] == text for head, text in names.items() if head != 'uom')

    # ------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------

    def _read_cells(self, key, row, standing):
        """
        :param dict standing: (key, column) → line of the plan
        :return: dict: column → dict of figures, of what the file has there
        """
        given = defaultdict(dict)
        for (column, measure), value in row['cells'].items():
            given[column][measure] = self._to_number(value, row)
        return {column: self._settle(figures, standing.get((key, column))) for column, figures in given.items()}

    def _to_number(self, value, row):
        if value is None or value == '':
            return None
        try:
            number = float(value) if isinstance(value, int | float) else float(
                ''.join(str(value).split()).replace(',', '.'))
        except ValueError:
            number = nan
        if not self.plan_id._is_figure(number):
            self._complain([self.env._("row %(number)s: “%(text)s” is no number", number=row['number'], text=value)])
        if number < 0:
            self._complain([self.env._(
                "row %(number)s: %(text)s is below zero; a plan says what is to be sold", number=row['number'], text=value)])
        return number

    def _settle(self, figures, line):
        """Quantity, price and sum that fit together: a sum that was changed decides, else it follows the quantity.

        A program that keeps no results of formulas leaves the sum empty; then it is quantity × price.
        """
        quantity, price = figures.get('quantity') or 0.0, figures.get('price_unit') or 0.0
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
