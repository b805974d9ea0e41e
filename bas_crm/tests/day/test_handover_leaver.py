from freezegun import freeze_time

from odoo.tests import Form, new_test_user, tagged

from ...models.shared.open_work import OPEN_WORK
from ..common import CrmCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestHandoverOfLeaver(CrmCase):
    """A handover is offered when a person leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = new_test_user(cls.env, 'keeper', groups='base.group_erp_manager,sales_team.group_sale_manager')
        cls.lead = cls.make_lead()

    def test_archiving_offers_it(self):
        action = self.own.with_user(self.keeper).action_archive()
        self.assertFalse(self.own.active)
        dialog = self.env[action['res_model']].with_user(self.keeper).browse(action['res_id'])
        self.assertEqual((dialog.user_id, dialog.leads_count, dialog.may_hand_over), (self.own, 1, True))
        opened = dialog.action_hand_over()
        self.assertEqual((opened['res_model'], opened['context']['default_user_id']), ('bas.handover', self.own.id))
        handover = self.env['bas.handover'].with_user(self.keeper).with_context(**opened['context']).create({
            'deputy_id': self.other.id})
        self.assertEqual(dialog.action_hand_over()['res_id'], handover.id, 'what was begun is opened again')
        handover.action_pass()
        self.assertEqual(self.lead.user_id, self.other)

    def test_the_dialog_itself_opens_no_other_one(self):
        dialog = self.env['bas.setup.leaver'].with_user(self.keeper).create({'user_id': self.own.id})
        action = dialog.action_archive()
        self.assertEqual((action['res_id'], self.own.active), (dialog.id, False))
        self.assertEqual(self.env['bas.setup.leaver'].sudo().search([('user_id', '=', self.own.id)]), dialog)

    def test_every_kind_of_work_is_work(self):
        """Whoever has nothing but rows of a plan to come, or any other kind alone, is asked who takes it over."""
        dialog = self.env['bas.setup.leaver'].with_user(self.keeper).create({'user_id': self.other.id})
        self.assertFalse(dialog.has_work)
        plan = self.env['bas.sales.plan'].create({
            'period': 'quarter', 'date_from': '2026-04-01', 'dimension': 'manager', 'granularity': 'month'})
        row = self.env['bas.sales.plan.line'].create({
            'plan_id': plan.id, 'date': '2026-04-01', 'user_id': self.other.id, 'amount': 100})
        dialog.invalidate_recordset()
        self.assertEqual((dialog.has_work, dialog.plan_rows_count), (True, 1))
        action = dialog.with_context(bas_kind='plan_rows').action_open_work()
        self.assertEqual(self.env[action['res_model']].search(action['domain']), row)
        self.assertLessEqual({f'{kind}_count' for kind in OPEN_WORK}, dialog._fields.keys())
        self.assertEqual(dialog._count_work().keys(), OPEN_WORK.keys())

    def test_the_screen_opened_from_the_user(self):
        """The person whose card it was opened from is not the one who takes over."""
        opened = self.own.with_user(self.keeper).action_hand_over()
        form = Form(self.env['bas.handover'].with_user(self.keeper).with_context(**opened['context']), view=opened['views'][0][0])
        form.deputy_id = self.other
        handover = form.save()
        self.assertFalse(handover.line_ids.user_id)
        handover.action_pass()
        self.assertEqual(self.lead.user_id, self.other)

    def test_it_is_not_offered_in_vain(self):
        for users in (self.other, self.portal, self.own | self.all):
            self.assertNotIsInstance(users.with_user(self.keeper).action_archive(), dict, users.mapped('login'))

    def test_who_keeps_users_only(self):
        clerk = new_test_user(self.env, 'users_only', groups='base.group_erp_manager')
        action = self.own.with_user(clerk).action_archive()
        dialog = self.env[action['res_model']].with_user(clerk).browse(action['res_id'])
        self.assertFalse(dialog.may_hand_over)

    def test_a_deputy_leaves(self):
        self.env['bas.handover'].create({
            'kind': 'temporary', 'user_id': self.all.id, 'deputy_id': self.own.id, 'date_from': '2026-03-09',
            'date_to': '2026-03-13'})
        dialog = self.env['bas.setup.leaver'].with_user(self.keeper).create({'user_id': self.own.id})
        self.assertIn(self.all.name, dialog.deputy_text)
        self.assertFalse(self.env['bas.setup.leaver'].with_user(self.keeper).create({'user_id': self.other.id}).deputy_text)
