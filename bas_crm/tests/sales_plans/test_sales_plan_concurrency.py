from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import TwoConnectionsCase


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestSalesPlanConcurrency(TwoConnectionsCase):
    """Two real connections: two heads of sales in one plan."""

    def prepare(self, env):
        self.category_id = env['product.category'].create({'name': 'План на двох'}).id
        self.plan_id = env['bas.sales.plan'].create({
            'period': 'quarter', 'date_from': '2026-04-01', 'date_to': '2026-06-30'}).id

    def clean(self, env):
        env['bas.sales.plan'].browse(self.plan_id).unlink()
        env['product.category'].browse(self.category_id).unlink()

    def get_changes(self, amount):
        return {'cells': [{'key': f'{self.category_id}/0/0', 'date': '2026-04-01', 'amount': amount, 'was': [0, 0, 0]}]}

    def test_the_second_one_is_told(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            plan = self.get_env(first)['bas.sales.plan'].browse(self.plan_id)
            rival = self.get_env(second)['bas.sales.plan'].browse(self.plan_id)
            self.assertFalse(rival.line_ids, 'both see an empty cell')
            plan.set_cells(self.get_changes(100))
            first.commit()
            with self.assertRaises(SerializationFailure), mute_logger('odoo.sql_db'):
                # What the framework answers by doing it again.
                rival.set_cells(self.get_changes(200))
            second.rollback()
            rival = self.get_env(second)['bas.sales.plan'].browse(self.plan_id)
            with self.assertRaisesRegex(UserError, 'План на двох.*meanwhile'):
                rival.set_cells(self.get_changes(200))
            second.rollback()
        with self.registry.cursor() as cr:
            self.assertEqual(self.get_env(cr)['bas.sales.plan'].browse(self.plan_id).amount_total, 100)

    def test_a_line_and_the_approval(self):
        """In any order of transactions an approved plan keeps the figures that it had at approval."""
        with self.registry.cursor() as cr:
            self.get_env(cr)['bas.sales.plan'].browse(self.plan_id).set_cells(self.get_changes(100))
        changes = (
            lambda plan: plan.line_ids.write({'amount': 500}),
            lambda plan: plan.line_ids.unlink(),
            lambda plan: plan.line_ids.create({
                'plan_id': plan.id, 'categ_id': self.category_id, 'date': '2026-05-01', 'amount': 7}),
        )
        for change in changes:
            for pair in ((change, self.approve), (self.approve, change)):
                with self.registry.cursor() as first, self.registry.cursor() as second:
                    plans = [self.get_env(cr)['bas.sales.plan'].browse(self.plan_id) for cr in (first, second)]
                    self.assertEqual([plan.state for plan in plans], ['draft', 'draft'])
                    self.assertEqual(plans[0].line_ids, plans[1].line_ids.with_env(plans[0].env))
                    pair[0](plans[0])
                    first.commit()
                    with self.assertRaises(SerializationFailure), mute_logger('odoo.sql_db'):
                        pair[1](plans[1])
                        second.commit()
                    second.rollback()
                with self.registry.cursor() as cr:
                    plan = self.get_env(cr)['bas.sales.plan'].browse(self.plan_id)
                    if plan.state == 'approved':
                        plan._set_state('draft')
                    plan.line_ids.unlink()
                    plan.set_cells(self.get_changes(100))

    def approve(self, plan):
        plan.action_approve()
        plan.env.flush_all()
