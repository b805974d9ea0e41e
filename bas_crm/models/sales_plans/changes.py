import re
from datetime import date

from odoo import fields, models
from odoo.exceptions import UserError

from .matrix import OBJECT_MODELS

#: how a key is written; see ``bas.sales.plan.line``
KEY = re.compile(r'(0|[1-9][0-9]{0,9})(/(0|[1-9][0-9]{0,9})){2}')
#: the largest id there can be
MAX_ID = 2 ** 31 - 1
#: from here on a number is not exact to the hundredth
MAX_FIGURE = 10 ** 13


class BasSalesPlan(models.Model):
    """What ``set_cells`` is given may come from any program: all of it is looked through before anything is touched."""

    _inherit = 'bas.sales.plan'

    def _check_changes(self, changes):
        """:raise UserError: where ``changes`` are not what ``set_cells`` reads; names the row and the column, where it can"""
        self._check_shape(changes, dict)
        cells, rows, removed = (changes.get(name) or () for name in ('cells', 'rows', 'removed'))
        for part in (cells, rows, removed):
            self._check_shape(part, list | tuple)
        for part in (*cells, *removed):
            self._check_shape(part, dict)
        self._check_row_keys([*rows, *(part.get('key') for part in (*cells, *removed))])
        for cell in cells:
            figures = [cell.get(name) for name in ('quantity', 'price_unit', 'amount')]
            self._check_cell(cell['key'], cell.get('date'), figures, cell.get('was'))
        for row in removed:
            seen = row.get('was') or {}
            self._check_shape(seen, dict)
            for day, was in seen.items():
                self._check_cell(row['key'], day, (), was)

    def _check_shape(self, value, kind, length=None):
        if not isinstance(value, kind) or length not in (None, len(value)):
            raise UserError(self.env._(
                "The changes of the table are not in the form that a plan reads. Nothing was saved. Reload the page and type "
                "them again."))

    def _check_cell(self, key, day, figures, was):
        """:param day: must be a date, if not one of a column
        :param figures: what is to stand in the cell
        :param was: None, or the three figures that the editor saw there"""
        column = self._read_date(day)
        if not column:
            raise UserError(self.env._(
                "“%(text)s” is no date of a column. Nothing was saved. Reload the page and type it again.", text=day))
        if was is not None:
            self._check_shape(was, list | tuple, 3)
        for figure in (*figures, *(was or ())):
            if not self._is_figure(figure):
                raise UserError(self.env._(
                    "“%(text)s” is no number that a plan can keep. Nothing was saved. See “%(row)s”, %(column)s.",
                    text=figure, row=self._get_row_name(key), column=self._get_column_label(column)))

    def _read_date(self, value):
        """:return: date; None where it is none"""
        try:
            return fields.Date.to_date(value) if isinstance(value, str | date) else None
        except ValueError:
            return None

    def _is_figure(self, value):
        """:return: bool: a number, or nothing at all; neither NaN nor infinity is less than another number"""
        is_number = isinstance(value, int | float) and value is not True
        return value is None or (is_number and abs(value) < MAX_FIGURE)

    # ------------------------------------------------------------
    # Keys
    # ------------------------------------------------------------

    def _is_key(self, key):
        """:return: bool: whether it is written as a key; what it names need not be there"""
        return isinstance(key, str) and bool(KEY.fullmatch(key)) and all(int(part) <= MAX_ID for part in key.split('/'))

    def _check_row_keys(self, keys):
        for key in keys:
            if not self._is_key(key):
                raise UserError(self.env._(
                    "“%(key)s” is no row of a sales plan. Nothing was saved. Reload the page and type it again.", key=key))
        lost = set(keys) - self._get_present_keys(keys)
        if lost:
            raise UserError(self.env._(
                "What the row %(key)s stands for is not there any more. Nothing was saved. Reload the page and type it again.",
                key=min(lost)))

    def _get_present_keys(self, keys):
        """:param keys: written as :meth:`_is_key` asks
        :return: set of those of them whose objects are all there, be they archived"""
        parsed = {key: self._parse_key(key) for key in keys}
        there = {field: set(self.env[model].browse(
            {values[field] for values in parsed.values() if values.get(field)}).exists().ids)
            for field, model in OBJECT_MODELS.items()}
        return {key for key, values in parsed.items()
                if all(not value or value in there[field] for field, value in values.items())}
