from freezegun import freeze_time

from odoo.tests import tagged

from .test_deputy_access import DeputyCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestDeputyMenu(DeputyCase):
    """Core's menu of activities tells a deputy what is overdue or for today of an absent colleague; no letter does."""

    def get_groups(self, user):
        self.env.invalidate_all()
        return {group['model']: group for group in self.env['res.users'].with_user(user)._get_activity_groups()}

    def test_the_counter_of_a_deputy(self):
        """One call of the absent person is overdue, one activity and one work are for today, and one call is for tomorrow."""
        partner = self.env['res.partner'].create({'name': 'ТОВ «Світанок»', 'is_company': True, 'user_id': self.own.id})
        self.make_event(partner_id=partner.id)
        self.make_event(partner_id=partner.id, start='2026-03-10 12:00:00', stop='2026-03-10 12:30:00')
        self.make_event(user_id=self.all.id)
        partner.with_user(self.own).activity_schedule(
            activity_type_id=self.env.ref('mail.mail_activity_data_todo').id, date_deadline='2026-03-09', user_id=self.own.id)
        self.assertNotIn('bas.agenda', self.get_groups(self.other))
        self.make_absence()
        with freeze_time('2026-03-09 10:00:00'):
            group = self.get_groups(self.other)['bas.agenda']
            self.assertEqual((group['overdue_count'], group['today_count'], group['total_count']), (1, 1, 2))
            rows = self.env['bas.agenda'].with_user(self.other).search(group['domain'])
            self.assertEqual(len(rows.filtered(lambda row: row.bucket in ('overdue', 'today'))), 2)
            self.assertEqual(rows.user_id, self.own)
            for user in (self.own, self.all, self.head, self.clerk):
                self.assertNotIn('bas.agenda', self.get_groups(user), user.login)
            self.assertEqual(
                self.get_groups(self.other).keys() - {'bas.agenda'}, set(), 'what is of the deputy alone stays as it is')
        with freeze_time('2026-03-14 10:00:00'):
            self.assertNotIn('bas.agenda', self.get_groups(self.other))

    def test_no_letters_of_an_absent_person(self):
        """Nobody is written to because of an absence, and the deputy follows nothing."""
        partner = self.env['res.partner'].create({'name': 'ТОВ «Світанок»', 'is_company': True, 'user_id': self.own.id})
        before = self.env['mail.mail'].search_count([]), self.env['mail.notification'].search_count([])
        absence = self.make_absence()
        said = 'Дзвонили'
        with freeze_time('2026-03-09 10:00:00'):
            partner.with_user(self.other).message_post(body=said)
            absence.with_user(self.own).action_end()
        self.assertEqual((self.env['mail.mail'].search_count([]), self.env['mail.notification'].search_count([])), before)
        self.assertNotIn(self.other.partner_id, partner.message_partner_ids - partner.message_ids.author_id)

    def test_the_names_of_the_filters_are_those_of_the_menu(self):
        """Core's menu opens a list with these filters: late ones, and those of today."""
        arch = self.env['bas.agenda'].with_user(self.other).get_view(view_type='search')['arch']
        for name in ('activities_overdue', 'activities_today'):
            self.assertIn(f'name="{name}"', arch)
