from freezegun import freeze_time

from odoo.fields import Domain
from odoo.tests import tagged

from .test_manager_report import ManagerCase


@tagged('post_install', '-at_install')
class TestCancellationReport(ManagerCase):
    """Reasons of cancellation of some days only, as the morning reads them."""

    def test_orders_cancelled_between_moments(self):
        """The report that looks only at orders of some days has the same rows: of orders with a history and without one."""
        orders = self.env['sale.order']
        for day in ('2026-02-27', '2026-02-28', '2026-03-02', '2026-03-05', '2026-03-09'):
            with freeze_time(f'{day} 10:00:00'):
                orders |= self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.own.id})
                orders[-1]._action_cancel()
        self.env['bas.order.stage.log'].search([('order_id', 'in', (orders[1] | orders[3]).ids)]).sudo().unlink()
        orders[1].date_order, orders[3].date_order = '2026-03-01 10:00:00', '2025-03-05 10:00:00'
        self.env.flush_all()
        report = self.env['bas.cancellation.report'].with_user(self.head)
        moments = [('2026-03-01 00:00:00', '2026-03-05 10:00:00'), ('2025-03-01 00:00:00', '2025-03-31 00:00:00')]
        domain = Domain.OR([('date', '>=', begin), ('date', '<', end)] for begin, end in moments)
        rows = report.search(domain & Domain('order_id', 'in', orders.ids))
        self.assertEqual(rows.order_id, orders[1] | orders[2] | orders[3])
        self.assertEqual(report._cancelled_in(*moments).search([('order_id', 'in', orders.ids)]), rows)
