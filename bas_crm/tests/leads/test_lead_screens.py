from freezegun import freeze_time

from odoo.tests import tagged

from ..common_speed import ScreenSpeedCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-10 10:00:00')
class TestLeadScreens(ScreenSpeedCase):
    """The board and the list of leads: at most six queries more than core's, for any number of leads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steps = cls.env['crm.stage'].search([('is_won', '=', False), ('team_ids', '=', False)])
        cls.make_leads(1)

    @classmethod
    def make_leads(cls, count):
        source, tag = cls.env['utm.source'].create({'name': 'Виставка'}), cls.env['crm.tag'].create({'name': f'Меблі {count}'})
        for user in (cls.own, cls.other):
            for stage in cls.steps:
                for _each in range(count):
                    lead = cls.make_lead(
                        user_id=user.id, stage_id=stage.id, source_id=source.id, tag_ids=tag.ids, expected_revenue=500)
                    cls.make_event(lead_id=lead.id, user_id=user.id, start='2026-03-11 08:00:00', stop='2026-03-11 09:00:00')
                    lead.activity_schedule('mail.mail_activity_data_todo', date_deadline='2026-03-12', user_id=user.id)

    def test_the_list_and_the_board(self):
        for user in (self.own, self.head):
            for kind, groupby in (('list', ()), ('kanban', ['stage_id'])):
                ours = self.count_screen(self.open_window(user, 'crm_lead_action'), kind)
                core = self.count_screen(self.open_window(user, 'crm.crm_lead_all_leads'), kind, groupby)
                self.check(f'{kind}, {user.login}', ours, core)

    def test_a_card_is_dragged(self):
        lead = self.make_lead(stage_id=self.steps[0].id)
        for user in (self.own, self.head):
            ours, core = (
                self.count_drag(self.open_window(user, action), lead, {'stage_id': self.steps[1].id})
                for action in ('crm_lead_action', 'crm.crm_lead_all_leads'))
            self.check(f'drag, {user.login}', ours, core)

    def test_queries_do_not_grow_with_leads(self):
        windows = [(self.open_window(user, 'crm_lead_action'), kind) for user in (self.own, self.head)
                   for kind in ('list', 'kanban')]
        few = [self.count_screen(window, kind) for window, kind in windows]
        self.make_leads(4)
        self.assertEqual([self.count_screen(window, kind) for window, kind in windows], few)
