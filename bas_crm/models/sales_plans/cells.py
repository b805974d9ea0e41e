import datetime as dt
import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ...tools.queueing import queue_for
from .matrix import OBJECT_MODELS

#: mark in the context: the plans of these lines are queued for
QUEUED = object()
#: how a key is written; see ``bas.sales.plan.line``
KEY = re.compile(r'(0|[1-9][0-9]{0,9})(/(0|[1-9][0-9]{0,9})){2}')
#: the largest id there can be
MAX_ID = 2 ** 31 - 1
#: from here on a number is not exact to the hundredth
MAX_FIGURE = 10 ** 13


class BasSalesPlan(models.Model):
    _inherit = 'bas.sales.plan'

    def set_cells(self, changes):
        """Change the table, all of it or nothing.

        :param dict changes: of JSON values, each key optional

            * ``cells``: list of ``{key, date, quantity, price_unit, amount}``; ``was``: ``[quantity, price, amount]`` is
              what the editor saw there: where somebody has written something else meanwhile, nothing is saved;
            * ``rows``: list of keys of rows that are to stand in the plan, be they empty;
            * ``removed``: list of ``{key, was: {date: [quantity, price, amount]}}``.
        :raise UserError: names the cell that somebody else has changed, or that cannot be; so of what is not of this form
        """
        self.ensure_one()
        self.check_access('write')
        self._check_editable()
        self._check_changes(changes)
        self._serialize_editors()
        lines = {(line.row_key, line.date): line for line in self.line_ids}
        self._check_unchanged(changes, lines)
        self._remove_rows({row['key'] for row in changes.get('removed') or ()})
        cells = {}
        for cell in changes.get('cells') or ():
            cells[cell['key'], self._get_column(cell['date'])] = self._prepare_cell(cell)
        self._write_cells(cells, changes.get('rows') or ())

    def _serialize_editors(self):
        """Whoever saves or approves the same plan at the same moment comes after us and sees what we wrote.

        :return: the plans, whose lines do not queue again one by one
        """
        if self.env.context.get('queued') is QUEUED:
            return self
        queue_for(self)
        return self.with_context(queued=QUEUED)

    def _get_column(self, date):
        date = self._read_date(date)
        if date not in self._get_columns():
            raise UserError(self.env._(
                "The plan has no column for %(date)s any more: its dates were changed. Reload the page.", date=date))
        return date

    def _prepare_cell(self, cell):
        """:return: dict of values; the sum decides where it does not fit quantity × price"""
        figures = {name: cell.get(name) or 0.0 for name in ('quantity', 'price_unit', 'amount')}
        if any(figure < 0 for figure in figures.values()):
            raise UserError(self.env._(
                "A plan says what is to be sold: its figures cannot be below zero. See “%(row)s”, %(column)s.",
                row=self._get_row_name(cell['key']), column=self._get_column_label(fields.Date.to_date(cell['date']))))
        figures['amount'] = self.currency_id.round(figures['amount'])
        if not self.by_quantity:
            figures.update(quantity=0.0, price_unit=0.0)
        return figures

    def _get_row_name(self, key):
        row = self._prepare_rows([key])[0]
        return " · ".join(part for part in (row['name'], row['detail']) if part)

    def _check_unchanged(self, changes, lines):
        """Nobody has written over what the editor saw."""
        for cell in changes.get('cells') or ():
            if cell.get('was') is not None:
                self._check_cell_unchanged(cell['key'], cell['date'], cell['was'], lines)
        for row in changes.get('removed') or ():
            seen = row.get('was')
            if seen is not None:
                present = {fields.Date.to_string(date): date for key, date in lines if key == row['key']}
                for date in {*present, *seen}:
                    self._check_cell_unchanged(row['key'], date, seen.get(date) or [0, 0, 0], lines)

    def _check_cell_unchanged(self, key, date, seen, lines):
        line = lines.get((key, fields.Date.to_date(date)))
        quantity, amount = (line.quantity, line.amount) if line else (0.0, 0.0)
        if float_compare(quantity, seen[0] or 0.0, precision_digits=6) or float_compare(
                amount, seen[2] or 0.0, precision_digits=6):
            raise UserError(self.env._(
                "%(user)s has changed “%(row)s”, %(column)s meanwhile: now it is %(quantity)s for %(amount)s. Nothing of yours "
                "was saved. Copy what you typed, reload the page and type it again.",
                user=(line or self).write_uid.name, row=self._get_row_name(key),
                column=self._get_column_label(fields.Date.to_date(date)), quantity=quantity,
                amount=self.currency_id.format(amount)))

    def _remove_rows(self, keys):
        self.line_ids.filtered(lambda line: line.row_key in keys).unlink()

    def _write_cells(self, cells, rows=(), units=None):
        """Make lines say what ``cells`` say; what they do not name stays.

        :param dict cells: (key, date) → dict of ``quantity``, ``price_unit``, ``amount`` in the row's unit
        :param rows: keys that stand in the plan even without figures
        :param dict units: key → id of the unit of a new row that is not counted in the product's own
        """
        own_lines = self._serialize_editors().line_ids
        lines = {(line.row_key, line.date): line for line in own_lines}
        standing = {key for key, _date in lines}
        new = []
        for (key, date), figures in cells.items():
            line = lines.get((key, date))
            if line:
                line.write(figures)
            elif figures['quantity'] or figures['amount']:
                new.append((key, date, figures))
                standing.add(key)
        columns = self._get_columns()
        new += [(key, columns[0], {'quantity': 0.0, 'price_unit': 0.0, 'amount': 0.0})
                for key in dict.fromkeys(rows) if key not in standing]
        units = units or self._get_units()
        own_lines.create([{
            'plan_id': self.id,
            'date': date,
            **self._parse_key(key),
            **figures,
            **({'product_uom_id': units[key]} if key in units else {}),
        } for key, date, figures in new])

    def _get_units(self):
        """:return: dict: key → id of the unit in which its row is counted"""
        return {line.row_key: line.product_uom_id.id for line in self.line_ids if line.product_uom_id}

    # What ``set_cells`` is given may come from any program: all of it is looked through before anything is touched

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
            return fields.Date.to_date(value) if isinstance(value, str | dt.date) else None
        except ValueError:
            return None

    def _is_figure(self, value):
        """:return: bool: a number, or nothing at all; neither NaN nor infinity is less than another number"""
        is_number = isinstance(value, int | float) and value is not True
        return value is None or (is_number and abs(value) < MAX_FIGURE)

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
