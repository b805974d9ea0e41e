import json
from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .reconciliation import is_equal, make_line, read_number

#: stands for a stage or currency that the file does not tell
NOTHING = '—'


class BasImport(models.Model):
    """Reconciliation of orders: their sums by stage and currency, as the file calls them and as they are here."""

    _inherit = 'bas.import'

    def _get_order_section(self):
        columns = [
            ['file_count', self.env._("Orders in the File"), 'count', False],
            ['file', self.env._("Sum in the File"), 'amount', True],
            ['count', self.env._("Orders Here"), 'count', False], ['ours', self.env._("Sum Here"), 'amount', True],
            ['difference', self.env._("Difference"), 'amount', False]]
        return {
            'key': 'orders', 'title': self.env._("Orders by stage and currency"),
            'columns': [{'name': name, 'label': label, 'type': type_, 'opens': opens} for name, label, type_, opens in columns],
            'lines': [self._get_order_line(*found) for found in self._group_orders().items()]}

    def _get_order_rows(self):
        """:return: SQL of the rows of the lists of orders: ``id``; ``state`` and ``currency`` in the file; ``amount``, a text;
            ``order_id``, ``stage`` and ``own_currency`` of an imported order that exists; ``result``: 'again' for an order that
            is in the files again, the action for a row without an order"""
        tables = self.table_ids.filtered(lambda table: table.kind in ('order', 'work_order'))
        stages = self.env['bas.order.stage'].with_context(active_test=False).search(
            [('order_type_id.company_id', 'in', (False, self.company_id.id))])
        for model in ('bas.import.row', 'sale.order'):
            self.env[model].flush_model()
        return SQL(
            """SELECT line.id, COALESCE(NULLIF(line.values ->> 'state', ''), %(nothing)s) AS state,
                      line.values ->> 'amount' AS amount,
                      COALESCE(NULLIF(line.values ->> 'currency', ''), %(nothing)s) AS currency, sale.id AS order_id,
                      COALESCE(%(stages)s::jsonb ->> sale.stage_id::text, %(nothing)s) AS stage, money.name AS own_currency,
                      CASE WHEN sale.id IS NULL THEN COALESCE(line.action, '')
                           WHEN row_number() OVER (
                               PARTITION BY line.res_id ORDER BY array_position(%(tables)s, line.table_id), line.id) > 1
                           THEN 'again' ELSE '' END AS result
                 FROM bas_import_row line
                 LEFT JOIN sale_order sale ON sale.id = line.res_id AND line.step = 'imported'
                 LEFT JOIN res_currency money ON money.id = sale.currency_id
                WHERE line.table_id = ANY(%(tables)s)""",
            nothing=NOTHING, tables=tables.ids, stages=json.dumps({stage.id: stage.display_name for stage in stages}))

    def _group_orders(self):
        """:return: dict: (stage and currency in the file, stage and currency here, result as of :meth:`_get_order_rows`) → (texts
            of the sums of its rows, ids of orders)"""
        groups = defaultdict(lambda: ([], set()))
        for state, currency, stage, own, result, amount, order_id in self.env.execute_query(SQL(
                "SELECT state, currency, stage, own_currency, result, amount, order_id FROM (%s) found ORDER BY id",
                self._get_order_rows())):
            here = (stage, own) if order_id else ()
            amounts, ids = groups[(state, currency), here, result]
            amounts.append(amount)
            ids.update([order_id] if order_id else [])
        return dict(sorted(groups.items(), key=lambda group: str(group[0])))

    def _get_order_line(self, group, found):
        (in_file, here, action), (amounts, ids) = group, found
        orders = self.env['sale.order'].browse(ids)
        total = round(sum(map(read_number, amounts)), 2)
        # An order that is in the files again is counted where it is met first.
        count, ours = (len(ids), round(sum(orders.mapped('amount_total')), 2)) if action != 'again' else (0, 0.0)
        has_sums = any(amounts)
        is_same = len(amounts) == len(ids) and (not has_sums or is_equal(total, ours))
        mood, note = ('ok', '') if is_same else ('wrong', self.env._("The sums or the numbers of orders differ."))
        if action == 'skip':
            mood, note = 'explained', self.env._("A person has told not to import these rows.")
        elif action == 'again':
            mood, note = 'explained', self.env._("These orders are in the files more than once; each is counted once.")
        elif not here:
            mood, note = 'wrong', self.env._("These orders are not imported.")
        name = f"{' · '.join(in_file)} → {' · '.join(here)}" if here else ' · '.join(in_file)
        return make_line('|'.join([*in_file, '→', *here, action]), name, {
            'file_count': len(amounts), 'file': total if has_sums else False, 'count': count, 'ours': ours,
            'difference': round(ours - total, 2) if has_sums else False}, mood, note)

    def _get_order_domain(self, key, column):
        """:return: domain of the rows, or of the orders, of a line; found by the database, without its texts"""
        return Domain('id', 'in', SQL(
            """(SELECT found.%s FROM (%s) found WHERE concat_ws(
                   '|', found.state, found.currency, '→', CASE WHEN found.order_id IS NOT NULL THEN found.stage END,
                   CASE WHEN found.order_id IS NOT NULL THEN found.own_currency END, found.result) = %s)""",
            SQL.identifier('id' if column == 'file' else 'order_id'), self._get_order_rows(), key.replace('\0', '')))
