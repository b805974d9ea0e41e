from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import TwoConnectionsCase


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestWorkOrderConcurrency(TwoConnectionsCase):
    """Two real connections: two planners press «Plan Tasks» of one work order."""

    def prepare(self, env):
        employees = env['hr.employee'].create([{'name': 'Перший на двох'}, {'name': 'Другий на двох'}])
        order = env['sale.order'].create({
            'partner_id': env['res.partner'].create({'name': 'ТОВ «Двоє планують»'}).id,
            'order_type_id': env.ref('bas_crm.bas_order_type_work').id,
            'work_start': '2026-03-04 07:00:00', 'work_stop': '2026-03-04 12:00:00',
            'performer_ids': [(0, 0, {'employee_id': employee.id}) for employee in employees]})
        self.order_id, self.employee_ids = order.id, employees.ids

    def clean(self, env):
        order = env['sale.order'].browse(self.order_id)
        partner, employees = order.partner_id, env['hr.employee'].browse(self.employee_ids)
        order.work_task_ids.unlink()
        order._action_cancel()
        order.unlink()
        contacts = employees.work_contact_id
        employees.unlink()
        (partner | contacts).unlink()

    def plan(self, env):
        return env['sale.order'].browse(self.order_id).action_plan_tasks()['params']['message']

    def check_one_set(self):
        with self.registry.cursor() as cr:
            order = self.get_env(cr)['sale.order'].browse(self.order_id)
            self.assertEqual(sorted(order.work_task_ids.performer_id.ids), sorted(self.employee_ids))
            self.assertEqual(len(order.work_task_ids), 2)
            self.assertEqual(order.performer_ids.task_id, order.work_task_ids)

    def test_concurrent_planning_is_refused(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.plan(self.get_env(first))
            with self.assertRaisesRegex(UserError, 'Another user is planning'):
                self.plan(self.get_env(second))
            second.rollback()
            first.commit()
        self.check_one_set()

    @mute_logger('odoo.sql_db')
    def test_planning_with_an_old_snapshot_is_retried(self):
        """A call with an old snapshot of the database is retried, as the server does."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            late = self.get_env(second)
            self.assertFalse(late['sale.order'].browse(self.order_id).work_task_ids, 'both see an order without tasks')
            self.plan(self.get_env(first))
            first.commit()
            self.assertIn('Nothing to plan', retrying(lambda: self.plan(late), late))
            second.commit()
        self.check_one_set()

    @mute_logger('odoo.sql_db')
    def test_cancelling_an_order_planned_meanwhile_cancels_its_works(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            late = self.get_env(second)
            self.assertFalse(late['sale.order'].browse(self.order_id).work_task_ids, 'both see an order without tasks')
            self.plan(self.get_env(first))
            first.commit()
            retrying(lambda: late['sale.order'].browse(self.order_id).action_cancel(), late)
            second.commit()
        with self.registry.cursor() as cr:
            order = self.get_env(cr)['sale.order'].browse(self.order_id)
            self.assertEqual(order.state, 'cancel')
            self.assertEqual(order.work_task_ids.mapped('category'), ['cancelled', 'cancelled'])
