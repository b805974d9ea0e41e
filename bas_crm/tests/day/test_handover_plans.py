from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..common import TwoConnectionsCase
from .test_handover import NOW, HandoverCase


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestHandoverOfPlans(HandoverCase):

    def test_past_rows_stay(self):
        plan = self.make_plan('manager', [(self.own, '2026-02-01', 0, 100), (self.own, '2026-03-01', 0, 200),
                                          (self.own, '2026-04-01', 0, 300)],
                              period='custom', date_from='2026-02-01', date_to='2026-04-30')
        self.make_handover().action_pass()
        self.assertEqual({str(line.date): line.user_id for line in plan.line_ids}, {
            '2026-02-01': self.own, '2026-03-01': self.own, '2026-04-01': self.other})

    def test_figures_are_added_and_taken_back(self):
        plan = self.make_plan('manager', [(self.own, '2026-04-01', 0, 100), (self.other, '2026-04-01', 0, 50),
                                          (self.own, '2026-05-01', 0, 70)])
        handover = self.make_handover()
        handover.action_pass()
        self.assertEqual(self.get_cells(plan), {
            (self.other.name, '2026-04-01'): (0, 150), (self.other.name, '2026-05-01'): (0, 70)})
        handover.action_undo()
        self.assertEqual(self.get_cells(plan), {
            (self.own.name, '2026-04-01'): (0, 100), (self.other.name, '2026-04-01'): (0, 50),
            (self.own.name, '2026-05-01'): (0, 70)})

    def test_an_approved_plan_is_revised(self):
        plan = self.make_plan('manager', [(self.own, '2026-04-01', 0, 100)])
        plan.action_approve()
        rate = plan.currency_rate
        handover = self.make_handover()
        handover.action_pass()
        self.assertEqual((plan.state, plan.revision, plan.currency_rate), ('approved', 1, rate))
        self.assertEqual(plan.line_ids.user_id, self.other)
        self.assertEqual(plan.revision_ids.amount_total, 100, 'the figures before are kept')
        handover.action_undo()
        self.assertEqual((plan.state, plan.revision, plan.line_ids.user_id), ('approved', 2, self.own))

    def test_a_plan_that_has_begun(self):
        plan = self.make_plan(figures=[(self.desk, '2026-03-01', 1, 100)], user_id=self.own.id, period='month',
                              date_from='2026-03-01', date_to='2026-03-31')
        self.make_handover().action_pass()
        self.assertEqual(plan.user_id, self.own)


@tagged('post_install', '-at_install', 'bas_concurrency')
class TestTwoHandovers(TwoConnectionsCase):
    """Two administrators press the button at the same moment."""

    def prepare(self, env):
        users = [new_test_user(env, f'handover_{name}', groups='sales_team.group_sale_manager') for name in 'ab']
        self.user_ids = [user.id for user in users]
        self.lead_id = env['crm.lead'].create({'name': 'Лід', 'user_id': users[0].id}).id
        self.handover_id = env['bas.handover'].create({'user_id': users[0].id, 'deputy_id': users[1].id}).id

    def clean(self, env):
        env.cr.execute("DELETE FROM bas_handover WHERE id = %s", [self.handover_id])
        env['crm.lead'].browse(self.lead_id).unlink()
        env['bas.employee.calendar'].with_context(active_test=False).search([('user_id', 'in', self.user_ids)]).unlink()
        env['res.users'].browse(self.user_ids).unlink()

    def test_only_one_passes(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            one = self.get_env(first)['bas.handover'].browse(self.handover_id)
            one.action_pass()
            with self.assertRaisesRegex(UserError, 'at this moment'):
                self.get_env(second)['bas.handover'].browse(self.handover_id).action_pass()
            second.rollback()
            first.commit()
            with self.assertRaisesRegex(UserError, 'already'):
                self.get_env(second)['bas.handover'].browse(self.handover_id).action_pass()
            second.rollback()
