from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ...tools.queueing import queue_for

#: mark in the context: the plans of these lines are queued for
QUEUED = object()


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
        self._queue_editors()
        lines = {(line.row_key, line.date): line for line in self.line_ids}
        self._check_unchanged(changes, lines)
        self._remove_rows({row['key'] for row in changes.get('removed') or ()})
        cells = {}
        for cell in changes.get('cells') or ():
            cells[cell['key'], self._get_column(cell['date'])] = self._prepare_cell(cell)
        self._write_cells(cells, changes.get('rows') or ())

    def _queue_editors(self):
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

    # ------------------------------------------------------------
    # Two editors at once
    # ------------------------------------------------------------

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

    # ------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------

    def _remove_rows(self, keys):
        self.line_ids.filtered(lambda line: line.row_key in keys).unlink()

    def _write_cells(self, cells, rows=(), units=None):
        """Make lines say what ``cells`` say; what they do not name stays.

        :param dict cells: (key, date) → dict of ``quantity``, ``price_unit``, ``amount`` in the row's unit
        :param rows: keys that stand in the plan even without figures
        :param dict units: key → id of the unit of a new row that is not counted in the product's own
        """
        own_lines = self._queue_editors().line_ids
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
