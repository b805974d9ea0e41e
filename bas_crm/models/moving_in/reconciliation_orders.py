from collections import defaultdict

from odoo import models

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

    def _group_orders(self):
        """:return: dict: (stage and currency in the file, stage and currency here, action) → (ids of rows, texts of their sums,
            ids of orders); an order that is in the files again is in a group with the action 'again'"""
        groups, seen = defaultdict(lambda: ([], [], set())), set()
        for table in self.table_ids.filtered(lambda table: table.kind in ('order', 'work_order')):
            names = ('state', 'currency', 'amount')
            rows = self._read_texts(table, names, ['id', 'action', 'step', 'res_id'])
            orders = self.env['sale.order'].browse({row[-1] for row in rows if row[-1]}).exists()
            standing = {order.id: (order.stage_id.display_name or NOTHING, order.currency_id.name) for order in orders}
            for state, currency, amount, id_, action, step, order_id in rows:
                is_here = step == 'imported' and order_id in standing
                here = standing[order_id] if is_here else ()
                action = action if not here else 'again' if order_id in seen else ''
                found = groups[(state or NOTHING, currency or NOTHING), here, action]
                found[0].append(id_)
                found[1].append(amount)
                found[2].update([order_id] if is_here else [])
                seen.add(order_id)
        return dict(sorted(groups.items(), key=lambda group: str(group[0])))

    def _get_order_line(self, group, found):
        (in_file, here, action), (rows, amounts, ids) = group, found
        orders = self.env['sale.order'].browse(ids)
        total = round(sum(map(read_number, amounts)), 2)
        # An order that is in the files again is counted where it is met first.
        count, ours = (len(ids), round(sum(orders.mapped('amount_total')), 2)) if action != 'again' else (0, 0.0)
        has_sums = any(amounts)
        is_same = len(rows) == len(ids) and (not has_sums or is_equal(total, ours))
        mood, note = ('ok', '') if is_same else ('wrong', self.env._("The sums or the numbers of orders differ."))
        if action == 'skip':
            mood, note = 'explained', self.env._("A person has told not to import these rows.")
        elif action == 'again':
            mood, note = 'explained', self.env._("These orders are in the files more than once; each is counted once.")
        elif not here:
            mood, note = 'wrong', self.env._("These orders are not imported.")
        name = f"{' · '.join(in_file)} → {' · '.join(here)}" if here else ' · '.join(in_file)
        return make_line('|'.join([*in_file, '→', *here, action or '']), name, {
            'file_count': len(rows), 'file': total if has_sums else False, 'count': count, 'ours': ours,
            'difference': round(ours - total, 2) if has_sums else False}, mood, note)

    def _find_orders_of_line(self, key):
        for group, (rows, amounts, ids) in self._group_orders().items():
            if self._get_order_line(group, (rows, amounts, ids))['key'] == key:
                return rows, 'sale.order', list(ids)
        return [], 'sale.order', []
