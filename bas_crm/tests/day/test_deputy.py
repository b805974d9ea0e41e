from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .test_deputy_access import DeputyCase

NOW = '2026-03-02 10:00:00'


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestDeputy(DeputyCase):
    """Entering, changing and ending absences."""

    def enter(self, user=None, **values):
        user = user or self.own
        return self.env['bas.handover'].with_user(user).create({
            'kind': 'temporary', 'user_id': user.id, 'deputy_id': self.other.id,
            'date_from': '2026-03-09', 'date_to': '2026-03-13', **values})

    def test_a_person_enters_the_own_absence(self):
        form = Form(self.env['bas.handover'].with_user(self.own).with_context(default_kind='temporary'),
                    'bas_crm.bas_handover_view_form_absence')
        form.deputy_id = self.other
        form.date_from, form.date_to = '2026-03-09', '2026-03-13'
        absence = form.save()
        self.assertEqual((absence.user_id, absence.status, str(absence.date_back)), (self.own, 'planned', '2026-03-14'))
        self.assertFalse(absence.line_ids)
        with freeze_time('2026-03-09 10:00:00'):
            self.env.invalidate_all()
            self.assertEqual(absence.status, 'current')
        with freeze_time('2026-03-14 10:00:00'):
            self.env.invalidate_all()
            self.assertEqual(absence.status, 'over')

    def test_the_administrator_enters_those_of_others(self):
        absence = self.enter(self.head, user_id=self.own.id)
        self.assertEqual(absence.user_id, self.own)

    def test_nobody_else_does(self):
        for user in (self.other, self.all, self.clerk):
            with self.assertRaises(AccessError):
                self.enter(user, user_id=self.own.id)
        absence = self.enter()
        for user in (self.other, self.all, self.clerk, self.portal):
            with self.assertRaises(AccessError):
                absence.with_user(user).write({'date_to': '2026-03-20'})
            with self.assertRaises(AccessError):
                absence.with_user(user).action_end()
            with self.assertRaises(AccessError):
                absence.with_user(user).unlink()
        with self.assertRaises(AccessError):
            absence.with_user(self.own).user_id = self.all
        with self.assertRaises(AccessError):
            self.enter(self.portal)

    def test_nobody_makes_himself_a_deputy(self):
        for values in ({'user_id': self.head.id, 'deputy_id': self.own.id}, {'user_id': self.all.id, 'deputy_id': self.own.id}):
            with self.assertRaises(AccessError):
                self.enter(self.own, **values)
        Handover = self.env['bas.handover'].with_user(self.own).with_context(
            default_kind='temporary', default_user_id=self.head.id)
        with self.assertRaises(AccessError):
            Handover.create({'deputy_id': self.own.id, 'date_from': '2026-03-09', 'date_to': '2026-03-13'})
        absence = self.enter()
        with self.assertRaises(AccessError):
            absence.with_user(self.own).copy({'user_id': self.head.id, 'deputy_id': self.own.id})
        result = Handover.load(['kind', 'user_id/.id', 'deputy_id/.id', 'date_from', 'date_to'], [
            ['For Some Days', str(self.head.id), str(self.own.id), '2026-03-09', '2026-03-13']])
        self.assertFalse(result['ids'])
        self.assertFalse(self.own._get_represented_users())

    def test_a_person_makes_no_handover(self):
        for kind in ('permanent', 'list'):
            with self.assertRaises(AccessError):
                self.env['bas.handover'].with_user(self.own).create({
                    'kind': kind, 'user_id': self.other.id, 'deputy_id': self.own.id})
        with self.assertRaises(UserError):
            self.enter().write({'kind': 'permanent'})

    def test_who_sees_the_list(self):
        absence = self.enter()
        third = new_test_user(self.env, 'third', groups='sales_team.group_sale_salesman')
        for user, sees in ((self.own, True), (self.other, True), (self.all, True), (self.head, True), (third, False)):
            self.assertEqual(bool(self.seen(user, absence)), sees, user.login)

    def test_bad_days(self):
        for values in ({'date_from': '2026-03-14'}, {'date_from': '2026-02-01', 'date_to': '2026-02-10'}, {'date_from': False},
                       {'date_to': False}, {'date_to': '2027-03-13'}):
            with self.assertRaises(ValidationError, msg=str(values)), self.env.cr.savepoint():
                self.enter(**values)
        self.enter(date_from='2026-02-20', date_to='2026-03-02')

    def test_bad_deputies(self):
        archived = new_test_user(self.env, 'archived', groups='sales_team.group_sale_salesman')
        archived.active = False
        performer = new_test_user(self.env, 'performer', groups='bas_crm.group_performer')
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        abroad = new_test_user(self.env, 'abroad', groups='sales_team.group_sale_salesman', company_id=second.id,
                               company_ids=[(6, 0, second.ids)])
        for deputy in (archived, performer, abroad, self.portal, self.clerk):
            with self.assertRaises(ValidationError, msg=deputy.login), self.env.cr.savepoint():
                self.enter(deputy_id=deputy.id)
        self.enter(performer, deputy_id=self.own.id)

    def test_not_oneself(self):
        with self.assertRaisesRegex(ValidationError, 'another person'), self.env.cr.savepoint():
            self.enter(deputy_id=self.own.id)

    def test_overlapping_absences(self):
        self.enter()
        for first, last in (('2026-03-13', '2026-03-20'), ('2026-03-01', '2026-03-09'), ('2026-03-10', '2026-03-11')):
            with self.assertRaisesRegex(ValidationError, 'already'), self.env.cr.savepoint():
                self.enter(date_from=first, date_to=last, deputy_id=self.all.id)
        self.enter(date_from='2026-03-14', date_to='2026-03-20', deputy_id=self.all.id)

    def test_warnings(self):
        self.enter(self.other, deputy_id=self.all.id, date_from='2026-03-12', date_to='2026-03-20')
        absence = self.enter()
        self.assertIn('stands in for both', absence.warning)
        circle = self.enter(self.all, deputy_id=self.other.id)
        self.assertIn('nobody', circle.warning)
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.own.company_ids |= second
        absence.invalidate_recordset()
        self.assertIn('Друга фірма', absence.warning)
        self.other.active = False
        absence.invalidate_recordset()
        self.assertIn('archived', absence.warning)

    def test_who_only_reads_it_gets_no_buttons(self):
        """The deputy, and who sees all documents, see what they cannot press nowhere."""
        absence = self.env['bas.handover'].create({
            'kind': 'temporary', 'user_id': self.own.id, 'deputy_id': self.other.id, 'date_from': '2026-03-09',
            'date_to': '2026-03-13'})
        for user, may in ((self.own, True), (self.other, False), (self.all, False), (self.head, True)):
            self.assertEqual(absence.with_user(user).may_change, may, user.login)
            arch = etree.fromstring(absence.with_user(user).get_view(
                self.env.ref('bas_crm.bas_handover_view_form_absence').id, 'form')['arch'])
            for node in arch.xpath("//button[@name='action_end'] | //field[@name='deputy_id' or starts-with(@name, 'date_f')]"):
                self.assertIn('may_change', node.get('invisible' if node.tag == 'button' else 'readonly'), node.get('name'))

    def test_an_absence_that_has_begun(self):
        absence = self.enter()
        absence.write({'deputy_id': self.all.id, 'date_from': '2026-03-10'})
        with freeze_time('2026-03-11 10:00:00'):
            self.env.invalidate_all()
            absence.date_to = '2026-03-12'
            for values in ({'deputy_id': self.other.id}, {'date_from': '2026-03-01'}):
                with self.assertRaises(UserError):
                    absence.write(values)
            with self.assertRaises(UserError):
                absence.unlink()
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                absence.date_to = '2026-03-10'
            absence.action_end()
            self.assertEqual((absence.status, str(absence.ended_on)), ('over', '2026-03-11'))
            with self.assertRaises(UserError):
                absence.action_end()
            with self.assertRaises(UserError):
                absence.date_to = '2026-03-20'

    def test_who_stands_in_is_told_by_the_day_of_the_user(self):
        """At 23:30 UTC of the 8th it is the 9th in Kyiv, whatever zone the request names; in New York it is the 8th."""
        self.other.tz, self.own.tz = 'Europe/Kyiv', 'America/New_York'
        self.enter()

        def tell(user, **context):
            self.env.invalidate_all()
            found = self.env['bas.handover'].with_user(user).with_context(**context).get_my_deputies()
            return [one['id'] for one in found['absent']], [one['id'] for one in found['deputies']]
        with freeze_time('2026-03-08 23:30:00'):
            for context in ({}, {'tz': 'America/New_York'}, {'tz': 'Europe/Kyiv'}):
                self.assertEqual(tell(self.other, **context), (self.own.ids, []), context)
                self.assertEqual(tell(self.own, **context), ([], []), context)
            self.assertEqual(self.other._get_represented_users(), self.own, 'access is by the same day')
        with freeze_time('2026-03-09 10:00:00'):
            self.assertEqual(tell(self.own), ([], self.other.ids))

    def test_only_the_program_ends_it(self):
        with self.assertRaises(UserError):
            self.enter().write({'ended_on': '2026-03-03'})
        with self.assertRaises(UserError):
            self.enter(date_from='2026-04-01', date_to='2026-04-02', state='done')

    def test_search_by_status(self):
        planned = self.enter()
        current = self.enter(self.other, deputy_id=self.own.id, date_from='2026-03-01', date_to='2026-03-05')
        over = self.enter(self.all, date_from='2026-03-01', date_to='2026-03-05')
        over.action_end()
        everything = planned | current | over
        for status, found in (('planned', planned), ('current', current), ('over', over)):
            self.assertEqual(self.env['bas.handover'].search([('status', '=', status), ('id', 'in', everything.ids)]), found)
        found = self.env['bas.handover'].search([('status', '!=', 'over'), ('id', 'in', everything.ids)])
        self.assertEqual(found, planned | current)
