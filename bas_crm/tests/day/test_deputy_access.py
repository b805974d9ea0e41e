import re

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import CrmCase
from ..common_world import WorldCase

DEPUTY = 'user._get_represented_users().ids'
#: rules that speak of the user and are not for a deputy → why
OWN_ONLY = {
    'bas_crm.bas_employee_calendar_rule_own': 'whether a calendar is shared is for its owner to decide',
    'bas_crm.bas_employee_calendar_filter_rule_own': 'which calendars a user has ticked is no work',
    'bas_crm.bas_handover_rule_own': 'an absence is entered by the person or by the administrator',
    'bas_crm.bas_handover_rule_deputy': 'a deputy already',
    'bas_crm.bas_handover_line_rule_own': 'as the absence itself',
    'calendar.calendar_event_rule_private': 'private records stay private',
    'calendar.calendar_event_rule_my': 'for portal users',
}


class DeputyCase(CrmCase):
    """``own`` is absent from 9 until 13 March 2026, and ``other`` is the deputy."""

    @classmethod
    def make_absence(cls, user=None, deputy=None, first='2026-03-09', last='2026-03-13', **values):
        with freeze_time('2026-03-02 10:00:00'):
            return cls.env['bas.handover'].create({
                'kind': 'temporary', 'user_id': (user or cls.own).id, 'deputy_id': (deputy or cls.other).id,
                'date_from': first, 'date_to': last, **values})

    def seen(self, user, records):
        self.env.invalidate_all()
        return self.env[records._name].with_user(user).search([('id', 'in', records.ids)])


@tagged('post_install', '-at_install')
class TestDeputyRules(DeputyCase):
    """Every rule of own documents has its companion for the deputy."""

    def get_rules(self):
        groups = self.env.ref('sales_team.group_sale_salesman') | self.env.ref('bas_crm.group_performer')
        rules = self.env['ir.rule'].search([('domain_force', 'like', 'user.')])
        names = rules.get_external_id()
        for rule in rules:
            is_ours = names[rule.id].startswith('bas_crm.') or rule.groups & groups
            if is_ours or rule.model_id.model in ('calendar.event', 'mail.activity'):
                yield names[rule.id], rule

    def test_every_rule_that_speaks_of_the_user(self):
        strange, found = [], 0
        for name, rule in self.get_rules():
            paths = re.findall(r"\('([\w.]+)', '(?:=|in)', user\.ids?(?: \+ |\))", rule.domain_force)
            if not paths or name in OWN_ONLY:
                continue
            others = ' '.join(self.env['ir.rule'].search([('model_id', '=', rule.model_id.id)]).mapped('domain_force'))
            found += 1
            strange += [(name, path) for path in paths if not re.search(
                rf"\('{re.escape(path)}', 'in', (?:user\.ids \+ )?{re.escape(DEPUTY)}\)", others)]
        # Whom a calendar is shared with, and who attends a meeting, does not change with an absence.
        kept = {'shared_user_ids', 'employee_calendar_id.shared_user_ids', 'event_id.employee_calendar_id.shared_user_ids',
                'create_uid', 'partner_ids'}
        self.assertFalse([one for one in strange if one[1] not in kept])
        self.assertGreater(found, 30)

    def test_reasons_are_of_rules_that_exist(self):
        names = {name for name, _rule in self.get_rules()}
        for name in OWN_ONLY:
            self.assertIn(name, names)

    def test_without_a_representation_the_rules_leave_no_trace(self):
        Rule = self.env['ir.rule']
        deputies = Rule.search([('domain_force', 'like', DEPUTY), ('groups', '!=', False)])
        self.assertGreater(len(deputies), 30)
        pairs = [(model, mode) for model in set(deputies.mapped('model_id.model')) for mode in ('read', 'write')]
        for user in (self.own, self.all, self.head):
            domains = {pair: list(Rule.with_user(user)._compute_domain(*pair)) for pair in pairs}
            deputies.active = False
            self.assertEqual({pair: list(Rule.with_user(user)._compute_domain(*pair)) for pair in pairs}, domains)
            deputies.active = True

    def test_nobody_reads_the_absences_again(self):
        user = self.own.with_user(self.own)
        self.make_absence(self.all, self.head)
        user._get_represented_users()
        self.assertEqual(self.count_queries(user._get_represented_users), 0)


@tagged('post_install', '-at_install')
class TestDeputyDocuments(WorldCase, DeputyCase):
    """A deputy sees all that the absent person sees, and nothing more."""

    def test_every_list(self):
        rules = self.env['ir.rule'].search([('domain_force', 'like', DEPUTY)])
        models = [model for model in sorted(set(rules.filtered(lambda rule: rule.perm_read).mapped('model_id.model')))
                  if self.env[model].with_user(self.own).has_access('read')]
        self.assertGreater(len(models), 25)
        self.contract.user_id = self.own
        with freeze_time('2026-03-10 10:00:00'):
            hidden = self.find_hidden(models)
            self.make_absence()
            self.assertEqual(self.find_hidden(models), {})
        # Wizards have no records here.
        self.assertLessEqual({
            'account.move', 'account.move.line', 'bas.commercial.offer', 'bas.contract', 'bas.event',
            'bas.manager.report', 'bas.order.stage.log', 'bas.partner.history', 'bas.plan.fact.report', 'bas.sales.plan',
            'bas.work.task', 'bas.work.task.line', 'calendar.event', 'crm.lead', 'sale.order', 'sale.order.line', 'sale.report',
        }, set(hidden))

    def find_hidden(self, models):
        """:return: dict: model → number of records that ``own`` sees and ``other`` does not"""
        self.env.flush_all()
        self.env.invalidate_all()
        hidden = {}
        for model in models:
            theirs, mine = (self.env[model].with_user(user).search([]) for user in (self.own, self.other))
            if theirs - mine.with_user(self.own):
                hidden[model] = len(theirs - mine.with_user(self.own))
        return hidden


@tagged('post_install', '-at_install')
class TestDeputyWork(DeputyCase):
    """What a deputy does in the days of the absence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.own | cls.other).tz = 'Europe/Kyiv'
        cls.partner = cls.make_partner()
        cls.lead = cls.make_lead(partner_id=cls.partner.id)
        cls.event = cls.make_event(lead_id=cls.lead.id, start='2026-03-10 08:00:00', stop='2026-03-10 08:15:00')
        cls.order = cls.env['sale.order'].create({'partner_id': cls.partner.id, 'user_id': cls.own.id})
        cls.make_absence()

    def as_deputy(self, record):
        return record.with_user(self.other)

    @freeze_time('2026-03-10 09:00:00')
    def test_the_day_is_worked_and_stays_the_absent_persons(self):
        self.as_deputy(self.event).action_done()
        self.as_deputy(self.order).write({'client_order_ref': 'За телефоном'})
        note = 'Перетелефонував'
        self.as_deputy(self.lead).message_post(body=note)
        following = self.env['bas.event'].with_user(self.other).create({
            'subject': 'Далі', 'lead_id': self.lead.id, 'user_id': self.own.id, 'start': '2026-03-11 08:00:00'})
        self.assertEqual((self.event.category, self.event.user_id, self.order.user_id), ('done', self.own, self.own))
        self.assertEqual(self.lead.message_ids[0].author_id, self.other.partner_id)
        self.assertEqual(following.create_uid, self.other)
        with freeze_time('2026-03-14 09:00:00'):
            self.assertFalse(self.seen(self.other, self.event | following))
            self.assertEqual(self.seen(self.own, self.event | following), self.event | following)
            self.assertEqual(self.event.category, 'done', 'what the deputy has done stays')

    @freeze_time('2026-03-10 09:00:00')
    def test_what_comes_in_these_days(self):
        lead = self.make_lead(name='Новий')
        self.assertEqual(self.seen(self.other, lead), lead)
        self.assertFalse(self.seen(self.other, self.make_lead(user_id=self.all.id)))

    def test_from_midnight_to_midnight_of_the_deputy(self):
        for moment, sees in (
                ('2026-03-08 21:59:59', False), ('2026-03-08 22:00:00', True),  # 9 March begins in Kyiv
                ('2026-03-13 21:59:59', True), ('2026-03-13 22:00:00', False)):
            with freeze_time(moment):
                self.assertEqual(bool(self.seen(self.other, self.lead)), sees, moment)

    def test_the_day_of_summer_time(self):
        self.make_absence(self.all, self.other, '2026-03-28', '2026-03-29')
        event = self.make_event(user_id=self.all.id)
        for moment, sees in (('2026-03-27 21:59:59', False), ('2026-03-27 22:00:00', True),
                             ('2026-03-29 20:59:59', True), ('2026-03-29 21:00:00', False)):
            with freeze_time(moment):
                self.assertEqual(bool(self.seen(self.other, event)), sees, moment)

    @freeze_time('2026-03-13 22:30:00')
    def test_a_time_zone_in_the_request_opens_nothing(self):
        leads = self.env['crm.lead'].with_user(self.other).with_context(tz='Pacific/Pago_Pago')
        self.assertFalse(leads.search([('id', '=', self.lead.id)]))

    @freeze_time('2026-03-10 09:00:00')
    def test_private_records_of_the_calendar_stay_private(self):
        values = {'start': '2026-03-10 12:00:00', 'stop': '2026-03-10 13:00:00', 'user_id': self.own.id,
                  'partner_ids': [(6, 0, self.own.partner_id.ids)]}
        meeting, private = self.env['calendar.event'].create([
            {'name': 'Нарада', **values}, {'name': 'Лікар', 'privacy': 'private', **values}])
        seen = self.seen(self.other, meeting | private)
        self.assertIn(meeting, seen)
        self.assertNotEqual(private.with_user(self.other).display_name, 'Лікар')
        meeting.with_user(self.other).write({'start': '2026-03-10 14:00:00', 'stop': '2026-03-10 15:00:00'})
        calendars = self.env['bas.employee.calendar'].with_user(self.other).get_board_calendars()
        self.assertIn(self.env['bas.employee.calendar']._of_user(self.own).id, [one['id'] for one in calendars])

    @freeze_time('2026-03-10 09:00:00')
    def test_sharing_the_calendar_is_not_the_deputys(self):
        calendar = self.env['bas.employee.calendar']._of_user(self.own).with_user(self.other)
        self.assertFalse(calendar.can_manage)
        with self.assertRaises(AccessError):
            calendar.is_shared = True

    @freeze_time('2026-03-10 09:00:00')
    def test_activities(self):
        self.env.user.tz = 'Europe/Kyiv'
        activity = self.lead.activity_schedule('mail.mail_activity_data_todo', date_deadline='2026-03-10', user_id=self.own.id)
        self.as_deputy(activity).action_feedback('Зроблено')
        self.assertFalse(activity.exists().active)

    @freeze_time('2026-03-10 09:00:00')
    def test_a_filter_finds_the_documents(self):
        mine = self.make_lead(user_id=self.other.id)
        found = self.env['crm.lead'].with_user(self.other).search(
            [('user_id.is_represented_by_me', '=', True), ('id', 'in', (self.lead | mine).ids)])
        self.assertEqual(found, self.lead)
        self.assertTrue(self.own.with_user(self.other).is_represented_by_me)
        self.assertFalse(self.other.with_user(self.own).is_represented_by_me)

    @freeze_time('2026-03-10 09:00:00')
    def test_performers(self):
        absent, deputy = (new_test_user(self.env, login, groups='bas_crm.group_performer') for login in ('p1', 'p2'))
        task = self.make_task(self.make_employee(user=absent), {'partner_id': self.partner.id})
        self.partner.phone = '+380671234567'
        self.assertFalse(self.seen(deputy, task))
        self.make_absence(absent, deputy)
        self.assertEqual(self.seen(deputy, task), task)
        self.assertTrue(task.line_ids.with_user(deputy).customer_phone)
        task.with_user(deputy).action_done()
        self.assertEqual(task.category, 'done')

    @freeze_time('2026-03-10 09:00:00')
    def test_two_companies(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.own.company_ids |= second
        abroad = self.env['bas.event'].create({
            'subject': 'Там', 'user_id': self.own.id, 'start': '2026-03-10 08:00:00', 'company_id': second.id})
        self.assertFalse(self.seen(self.other, abroad), 'a deputy does not get into a company where he does not work')


@tagged('post_install', '-at_install')
class TestWhoStandsInForWhom(DeputyCase):

    def represented(self, user, moment='2026-03-10 09:00:00'):
        with freeze_time(moment):
            return user._get_represented_users()

    def test_the_deputy_of_a_deputy(self):
        self.make_absence()
        self.make_absence(self.other, self.all, '2026-03-10', '2026-03-11')
        self.assertEqual(self.represented(self.all), self.own | self.other, 'nobody else is there for the first one')
        self.assertEqual(self.represented(self.all, '2026-03-12 09:00:00'), self.env['res.users'])
        self.assertEqual(self.represented(self.other, '2026-03-12 09:00:00'), self.own)

    def test_a_circle(self):
        self.make_absence()
        self.make_absence(self.other, self.own)
        self.assertEqual((self.represented(self.own), self.represented(self.other)), (self.other, self.own))

    def test_a_long_circle(self):
        self.make_absence(self.own, self.other)
        self.make_absence(self.other, self.all)
        self.make_absence(self.all, self.own)
        self.assertEqual(self.represented(self.all), self.own | self.other)

    def test_several_absent_people(self):
        self.make_absence()
        self.make_absence(self.all, self.other)
        self.assertEqual(self.represented(self.other), self.own | self.all)

    def test_the_end_and_the_cache(self):
        absence = self.make_absence()
        self.assertEqual(self.represented(self.other), self.own)
        with freeze_time('2026-03-10 09:00:00'):
            absence.with_user(self.own).date_to = '2026-03-20'
            self.assertEqual(self.represented(self.other, '2026-03-18 09:00:00'), self.own)
            absence.with_user(self.own).action_end()
        self.assertFalse(self.represented(self.other))
        with freeze_time('2026-03-02 09:00:00'):
            later = self.make_absence(first='2026-03-23', last='2026-03-24')
            self.assertEqual(self.represented(self.other, '2026-03-23 09:00:00'), self.own)
            later.unlink()
        self.assertFalse(self.represented(self.other, '2026-03-23 09:00:00'))

    def test_whom_my_day_shows(self):
        self.make_absence()
        with freeze_time('2026-03-10 09:00:00'):
            Handover = self.env['bas.handover']
            self.assertEqual(Handover.with_user(self.other).get_my_deputies(), {
                'absent': [{'id': self.own.id, 'name': self.own.name, 'until': '2026-03-13'}], 'deputies': []})
            self.assertEqual(Handover.with_user(self.own).get_my_deputies(), {
                'absent': [], 'deputies': [{'id': self.other.id, 'name': self.other.name, 'until': '2026-03-13'}]})
            self.assertEqual(Handover.with_user(self.all).get_my_deputies(), {'absent': [], 'deputies': []})
