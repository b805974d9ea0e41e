import datetime as dt
import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ...tools.marks import mark, read_mark
from ...tools.queueing import queue_for
from .matrix import OBJECT_MODELS

#: how a key is written; see ``bas.sales.plan.line``
KEY = re.compile(r'(0|[1-9][0-9]{0,9})(/(0|[1-9][0-9]{0,9})){2}')
#: the largest id that PostgreSQL allows
MAX_ID = 2 ** 31 - 1
#: a float of this size or more is no longer exact to two decimals
MAX_FIGURE = 10 ** 13


class BasSalesPlan(models.Model):
    """Writing cells of a plan: checks the client's changes and saves them."""

    _inherit = 'bas.sales.plan'

    def set_cells(self, changes):
        """Save changes of the table: either all of them or none.

        :param dict changes: of JSON values, each key optional

            * ``cells``: list of ``{key, date, quantity, price_unit, amount}``; ``was``: ``[quantity, price, amount]`` is
              what the editor saw there: if another user has changed the cell since then, nothing is saved;
            * ``rows``: list of keys of rows that the plan must contain, even if they are empty;
            * ``removed``: list of ``{key, was: {date: [quantity, price, amount]}}``.
        :raise UserError: the changes have another form, a cell is not valid, or another user has changed it; names the cell
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
        """Lock the plans, so that transactions that save or approve the same plan run one after another.

        :return: the plans with a context in which their lines do not lock them again
        """
        if read_mark(self, 'editors_locked'):
            return self
        queue_for(self)
        return mark(self, editors_locked=True)

    def _get_column(self, date):
        date = self._read_date(date)
        if date not in self._get_columns():
            raise UserError(self.env._(
                "The plan has no column for %(date)s any more: its dates were changed. Reload the page.", date=date))
        return date

    def _prepare_cell(self, cell):
        """:return: dict of values of a line; the amount wins if it differs from quantity × price"""
        figures = {name: cell.get(name) or 0.0 for name in ('quantity', 'price_unit', 'amount')}
        if any(figure < 0 for figure in figures.values()):
            raise UserError(self.env._(
                "Figures of a sales plan cannot be negative. See “%(row)s”, %(column)s.",
                row=self._get_row_name(cell['key']), column=self._get_column_label(fields.Date.to_date(cell['date']))))
        figures['amount'] = self.currency_id.round(figures['amount'])
        if not self.by_quantity:
            figures.update(quantity=0.0, price_unit=0.0)
        return figures

    def _get_row_name(self, key):
        row = self._prepare_rows([key])[0]
        return " · ".join(part for part in (row['name'], row['detail']) if part)

    def _check_unchanged(self, changes, lines):
        """:raise UserError: another user has changed a cell since the editor read it"""
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
        """Create, update and delete lines according to ``cells``; other lines are not changed.

        :param dict cells: (key, date) → dict of ``quantity``, ``price_unit``, ``amount`` in the row's unit
        :param rows: keys of rows that the plan contains even without figures
        :param dict units: key → id of the unit of a new row, where it is not the product's own unit
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
        """:return: dict: key → id of the unit of its row"""
        return {line.row_key: line.product_uom_id.id for line in self.line_ids if line.product_uom_id}

    # Any RPC client can call ``set_cells``: all its input is validated before anything is written.

    def _check_changes(self, changes):
        """:raise UserError: ``changes`` do not have the form that ``set_cells`` reads; names the row and column if known"""
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
                "The changes of the table have a wrong format. Nothing was saved. Reload the page and type them again."))

    def _check_cell(self, key, day, figures, was):
        """:param day: text of a date; whether the plan has a column for it is checked later
        :param figures: new values of the cell
        :param was: None, or the three figures that the editor saw there"""
        column = self._read_date(day)
        if not column:
            raise UserError(self.env._(
                "“%(text)s” is not the date of a column. Nothing was saved. Reload the page and type it again.", text=day))
        if was is not None:
            self._check_shape(was, list | tuple, 3)
        for figure in (*figures, *(was or ())):
            if not self._is_figure(figure):
                raise UserError(self.env._(
                    "“%(text)s” is not a number that a plan can store. Nothing was saved. See “%(row)s”, %(column)s.",
                    text=figure, row=self._get_row_name(key), column=self._get_column_label(column)))

    def _read_date(self, value):
        """:return: date, or None if ``value`` is not one"""
        try:
            return fields.Date.to_date(value) if isinstance(value, str | dt.date) else None
        except ValueError:
            return None

    def _is_figure(self, value):
        """:return: bool: whether ``value`` is empty or a number within the limit; NaN and infinity are not"""
        is_number = isinstance(value, int | float) and value is not True
        return value is None or (is_number and abs(value) < MAX_FIGURE)

    def _is_key(self, key):
        """:return: bool: whether ``key`` has the format of a key; its records need not exist"""
        return isinstance(key, str) and bool(KEY.fullmatch(key)) and all(int(part) <= MAX_ID for part in key.split('/'))

    def _check_row_keys(self, keys):
        for key in keys:
            if not self._is_key(key):
                raise UserError(self.env._(
                    "“%(key)s” is not a row of a sales plan. Nothing was saved. Reload the page and type it again.", key=key))
        lost = set(keys) - self._get_present_keys(keys)
        if lost:
            raise UserError(self.env._(
                "The object of the row %(key)s does not exist any more. Nothing was saved. Reload the page and type it again.",
                key=min(lost)))

    def _get_present_keys(self, keys):
        """:param keys: valid keys, see :meth:`_is_key`
        :return: set of the keys whose records all exist, archived ones included"""
        parsed = {key: self._parse_key(key) for key in keys}
        there = {field: set(self.env[model].browse(
            {values[field] for values in parsed.values() if values.get(field)}).exists().ids)
            for field, model in OBJECT_MODELS.items()}
        return {key for key, values in parsed.items()
                if all(not value or value in there[field] for field, value in values.items())}
