from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common_agenda import AgendaCase


@tagged('post_install', '-at_install')
class TestAgendaAccess(AgendaCase):
    """Who sees which steps, and what is refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = new_test_user(cls.env, 'worker', groups='base.group_user,bas_crm.group_performer', tz='Europe/Kyiv')
        cls.employee = cls.make_employee(user=cls.worker)
        cls.second = cls.env['res.company'].create({'name': 'Друга фірма'})

    def make_for(self, user):
        """A document of each kind of a user."""
        lead = self.make_lead(user_id=user.id)
        return {
            'event': self.make_event(user_id=user.id, partner_id=self.partner.id),
            'task': self.make_task(self.employee, user_id=user.id).line_ids,
            'activity': self.make_activity(self.make_lead(user_id=user.id), '2026-03-05', user),
            'unanswered': self.age(lead, '2026-03-02 08:00:00'),
            'lead': self.make_lead(user_id=user.id),
            'offer': self.make_sent_offer(self.make_order(user_id=user.id)),
            'order': self.make_order(user_id=user.id),
        }

    def read_kinds(self, user):
        return sorted(self.find(user).mapped('kind'))

    def test_each_role_sees_the_steps_of_its_documents(self):
        kinds = sorted(self.make_for(self.own))
        self.make_for(self.other)
        self.assertEqual(self.read_kinds(self.own), kinds)
        self.assertEqual(set(self.find(self.own).mapped('author_id')), {self.own})
        self.assertEqual(self.read_kinds(self.other), kinds)
        for user in (self.all, self.head):
            self.assertEqual(self.read_kinds(user), sorted(kinds * 2), user.login)
        self.assertEqual(self.read_kinds(self.worker), ['task', 'task'], 'a performer has the own work and nothing else')
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.find(user)

    def test_the_columns_of_a_performer(self):
        """Who has no documents has no column for documents without a next step."""
        for user, columns in ((self.worker, 5), (self.own, 6), (self.head, 6)):
            board = self.agenda.with_user(user).with_context(read_group_expand=True)
            groups = board.web_read_group([], ['bucket'], ['__count'])['groups']
            self.assertEqual(len(groups), columns, user.login)
            self.assertEqual('none' in [group['bucket'] for group in groups], columns == 6)

    def test_a_performer_finds_the_own_work(self):
        """By the text of the work, its customer and the number of its order, none of whose documents a performer may read."""
        order = self.make_order(user_id=self.own.id)
        work = self.make_task(self.employee, {
            'partner_id': self.partner.id, 'order_id': order.id, 'description': 'Замір вікон'}, user_id=self.own.id).line_ids
        self.make_task(self.employee, user_id=self.own.id)
        for text in ('замір', order.name, self.partner.name):
            with self.subTest(text=text):
                found = self.find(self.worker, ['|', ('who', 'ilike', text), ('subject', 'ilike', text)])
                self.assertEqual(found.mapped('res_id'), work.ids)

    def test_steps_by_attempts(self):
        """Steps of all kinds without an unanswered call are in one group."""
        steps = self.make_for(self.own)
        steps['event'].action_not_reached()
        self.env.flush_all()
        groups = self.agenda.with_user(self.own).formatted_read_group([], ['attempt_count'], ['__count'])
        self.assertEqual([(group['attempt_count'], group['__count']) for group in groups], [(0, 6), (1, 1)])

    def test_a_performer_who_sells_sees_both(self):
        self.worker.group_ids += self.env.ref('sales_team.group_sale_salesman')
        self.make_for(self.own)
        mine = self.make_event(user_id=self.worker.id)
        self.assertEqual(self.read_kinds(self.worker), ['event', 'task'])
        self.assertEqual(self.find_row(mine, self.worker).user_id, self.worker)

    def test_documents_without_a_manager_are_for_everybody(self):
        lead = self.make_lead(user_id=False)
        event = self.make_event(user_id=False)
        for user in (self.own, self.other, self.head):
            self.assertEqual(len(self.find(user)), 2)
            self.assertFalse(self.find_row(lead, user).is_mine)
            self.assertFalse(self.find_row(event, user).is_mine)

    def test_a_step_of_a_colleagues_document(self):
        """An activity and an event that are mine, of an order that is not: I see the step, and not the money."""
        order = self.make_order(user_id=self.other.id)
        event = self.make_event(order_id=order.id)
        activity = self.make_activity(order, '2026-03-05', self.all)
        activity.sudo().user_id = self.own
        for step in (event, activity):
            self.assertEqual(self.find_row(step).amount, 0.0)
            self.assertEqual(self.find_row(step, self.all).amount, 2068.8)
        self.assertEqual(self.find_row(event, self.own).document, order.name)

    def test_no_step_of_another_company(self):
        self.make_for(self.own)
        seen = len(self.find())
        event = self.make_event(company_id=self.second.id)
        self.assertFalse(self.find_row(event))
        self.assertFalse(self.find_row(event, self.head))
        self.head.company_ids += self.second
        head = self.agenda.with_user(self.head)
        self.assertEqual(len(head.with_context(allowed_company_ids=[self.second.id]).search([])), 1)
        self.assertEqual(len(head.with_context(allowed_company_ids=[self.company.id, self.second.id]).search([])), seen + 1)

    def test_mine(self):
        documents = self.make_for(self.own)
        self.make_for(self.other)
        mine = self.find(self.own, [('is_mine', '=', True)])
        self.assertEqual(sorted(mine.mapped('kind')), ['activity', 'event', 'lead', 'offer', 'order', 'unanswered'])
        self.assertEqual(self.find(self.own, [('is_mine', '=', False)]).kind, 'task', 'a work is of its performer')
        self.assertEqual(set(self.find(self.worker, [('is_mine', '=', True)]).mapped('kind')), {'task'})
        self.assertTrue(self.find_row(documents['event']).is_mine)
        self.assertFalse(self.find_row(documents['event'], self.all).is_mine)
        self.assertFalse(self.find_row(documents['event']).is_represented)

    def test_the_work_of_someone_without_a_login_is_of_its_author(self):
        work = self.make_task(self.make_employee(name='Петро')).line_ids
        self.assertTrue(self.find_row(work).is_mine)

    def test_heads_are_told_of_leads_without_an_answer(self):
        team = self.env['crm.team'].create({'name': 'Зал', 'user_id': self.all.id})
        led = self.age(self.make_lead(team_id=team.id), '2026-03-02 08:00:00')
        nobodys = self.age(self.make_lead(team_id=False, user_id=False), '2026-03-02 08:00:00')
        free = self.age(self.make_lead(team_id=False), '2026-03-02 08:00:00')
        told = {user: self.find(user, [('is_mine', '=', True)]).lead_id for user in (self.own, self.other, self.all, self.head)}
        self.assertEqual(told[self.own], led | nobodys | free)
        self.assertEqual(told[self.other], nobodys)
        self.assertEqual(told[self.all], led | nobodys, 'who leads the team')
        self.assertEqual(told[self.head], nobodys | free, 'a lead of no team')

    # ------------------------------------------------------------
    # A deputy
    # ------------------------------------------------------------

    def stand_in(self, user, deputy, until):
        return self.env['bas.handover'].create({
            'kind': 'temporary', 'user_id': user.id, 'deputy_id': deputy.id, 'date_from': '2026-03-04', 'date_to': until})

    def test_a_deputy_has_the_day_of_the_absent_one(self):
        documents = self.make_for(self.own)
        mine = self.make_event(user_id=self.other.id)
        self.stand_in(self.own, self.other, '2026-03-05')
        rows = self.find(self.other, [('is_mine', '=', True)])
        self.assertEqual(sorted(rows.mapped('kind')), sorted(['event', *(kind for kind in documents if kind != 'task')]))
        self.assertEqual(rows.filtered('is_represented').user_id, self.own)
        self.assertEqual(self.find(self.other, [('is_represented', '=', True)]), rows.filtered('is_represented'))
        self.assertFalse(self.find_row(mine, self.other).is_represented)
        self.assertEqual(self.find_row(documents['order'], self.other).amount, 2068.8)
        self.finish(documents['event'], self.other)
        self.do(documents['lead'], 'action_plan_call', self.other)
        event = documents['event']
        self.assertEqual((event.category, event.user_id, event.write_uid), ('done', self.own, self.other))
        following = self.get_next(previous_id=event.id)
        self.assertEqual(
            (following.user_id, following.create_uid), (self.own, self.other), 'the day stays that of the absent one')
        self.assertEqual(self.get_next(lead_id=documents['lead'].id).user_id, self.own)
        with freeze_time('2026-03-06 08:00:00'):
            self.env.invalidate_all()
            self.assertEqual(self.find(self.other).author_id, self.other, 'everything has returned')

    def test_a_deputy_of_a_performer(self):
        second = new_test_user(self.env, 'second', groups='base.group_user,bas_crm.group_performer', tz='Europe/Kyiv')
        work = self.make_task(self.employee).line_ids
        self.assertFalse(self.find(second))
        self.stand_in(self.worker, second, '2026-03-05')
        self.assertTrue(self.find_row(work, second).is_represented)
        self.finish(work, second)
        self.assertEqual(work.task_id.category, 'done')

    # ------------------------------------------------------------
    # Refused
    # ------------------------------------------------------------

    def test_a_colleagues_step_is_not_touched(self):
        event, order = self.make_event(user_id=self.other.id), self.make_order(user_id=self.other.id)
        activity = self.make_activity(self.make_lead(user_id=self.other.id), '2026-03-05', self.other)
        rows = self.find_row(event, self.other) | self.find_row(order, self.other) | self.find_row(activity, self.other)
        for row in rows.with_user(self.own):
            for number, work in enumerate((
                lambda row: row.action_tomorrow(), lambda row: row.action_next_monday(), lambda row: row.action_not_reached(),
                lambda row: row.action_plan_call(), lambda row: row.action_done(), lambda row: row.write({'bucket': 'later'}),
                lambda row: row.write({'date': '2026-04-01 08:00:00'}),
                lambda row: self.env['bas.agenda.outcome'].with_user(self.own).create(
                    {'res_model': row.sudo().res_model, 'res_id': row.sudo().res_id, 'outcome': '-'}),
            )):
                with self.subTest(row=row._get_step(), number=number), self.assertRaises(UserError), self.env.cr.savepoint():
                    work(row)
        self.assertEqual((event.start.isoformat(), event.category), ('2026-03-02T08:00:00', 'planned'))
        self.assertFalse(self.get_next(order_id=order.id))

    def test_a_performer_does_only_the_own_work(self):
        work = self.make_task(self.employee).line_ids
        row = self.find_row(work, self.worker)
        row.action_tomorrow()
        self.assertEqual(work.start.isoformat(), '2026-03-05T09:00:00')
        event = self.find_row(self.make_event()).with_user(self.worker)
        for method in ('action_done', 'action_tomorrow', 'action_plan_call', 'action_not_reached'):
            with self.assertRaises(UserError):
                getattr(event, method)()

    def test_nothing_else_is_written(self):
        row = self.find_row(self.make_event())
        for vals in ({'user_id': self.other.id}, {'amount': 1.0}, {'kind': 'order'}, {'bucket': 'today', 'res_id': 1}, {},
                     {'bucket': 'overdue'}, {'bucket': 'none'}, {'bucket': 'sometime'}, {'bucket': False}, {'date': False},
                     {'date': '2026-03-03 12:00:00'}, {'date': '1999-01-01'}, {'date': 'tomorrow'}):
            with self.assertRaises(UserError, msg=vals), self.env.cr.savepoint():
                row.write(vals)
        for call in (lambda: row.unlink(), lambda: row.copy(),
                     lambda: self.agenda.with_user(self.own).create({'bucket': 'today'}),
                     lambda: self.agenda.with_user(self.head).create({'kind': 'event'})):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                call()

    def test_the_dialog_finishes_only_steps(self):
        wizards = self.env['bas.agenda.outcome'].with_user(self.own)
        for model, res_id in (('res.users', self.own.id), ('account.move', 1), ('bas.event', 0), ('bas.event', 10 ** 8),
                              ('no.such.model', 1), ('res.partner', self.partner.id)):
            with self.assertRaises(UserError, msg=model), self.env.cr.savepoint():
                wizards.create({'res_model': model, 'res_id': res_id, 'outcome': '-'}).action_save()

    def test_the_reason_is_written_by_the_dialog_alone(self):
        for document in (self.make_lead(), self.make_order(), self.make_sent_offer()):
            with self.assertRaises(UserError):
                document.with_user(self.own).write({'bas_no_step_reason': 'так'})
            self.assertFalse(document.bas_no_step_reason)
        lead = self.env['crm.lead'].with_user(self.own).with_context(default_bas_no_step_reason='так').create({'name': 'Стіл'})
        self.assertFalse(lead.bas_no_step_reason)
