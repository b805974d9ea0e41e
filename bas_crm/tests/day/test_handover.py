from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import SQL

from ...models.day.handover_line import PASSES
from ...models.shared.open_work import OPEN_WORK
from ..common_plan import PlanCase

NOW = '2026-03-02 10:00:00'


class HandoverCase(PlanCase):
    """Work of ``own``, some of it open and some over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, 'tracking_disable': False})
        cls.employee, cls.successor = cls.make_employee(user=cls.own), cls.make_employee('Наступник', user=cls.other)

    @classmethod
    def make_work(cls):
        """One open record of each kind, and beside it what is over."""
        env, own = cls.env, cls.own
        cls.lead = cls.make_lead()
        cls.decided = cls.make_lead(decision='junk')
        cls.customer = cls.make_partner(name='ТОВ «Обрій»', user_id=own.id)
        cls.contract = env['bas.contract'].create({'partner_id': cls.customer.id, 'user_id': own.id})
        cls.order, cls.closed = env['sale.order'].create([
            {'partner_id': cls.customer.id, 'user_id': own.id, 'order_line': [
                (0, 0, {'product_id': cls.desk.product_variant_id.id})]} for _index in range(2)])
        cls.closed.action_cancel()
        cls.order.action_create_offer()
        cls.offer = cls.order.offer_ids
        cls.posted = cls.sell(cls.desk, 1, 900, '2026-02-05')
        cls.draft = cls.posted.copy({'invoice_user_id': own.id})
        cls.event = cls.make_event(lead_id=cls.lead.id, start='2026-03-03 08:00:00', stop='2026-03-03 08:15:00')
        cls.done = cls.make_event(lead_id=cls.lead.id, start='2026-03-01 08:00:00', stop='2026-03-01 08:15:00')
        cls.done.action_done()
        cls.activity = cls.lead.activity_schedule('mail.mail_activity_data_todo', date_deadline='2026-03-05', user_id=own.id)
        cls.task = cls.make_task(cls.employee, user_id=cls.all.id)
        cls.given = cls.make_task(cls.make_employee('Монтажник'))
        cls.own_task = cls.make_task(cls.employee, user_id=own.id)
        values = {'user_id': own.id, 'partner_ids': [(6, 0, own.partner_id.ids)]}
        cls.meeting, cls.past = env['calendar.event'].create([
            {'name': 'Нарада', 'start': '2026-03-04 08:00:00', 'stop': '2026-03-04 09:00:00', **values},
            {'name': 'Минула', 'start': '2026-02-04 08:00:00', 'stop': '2026-02-04 09:00:00', **values}])
        cls.plan = cls.make_plan(figures=[(cls.desk, '2026-04-01', 2.0, 2000.0)], user_id=own.id)
        cls.team_plan = cls.make_plan('manager', [(own, '2026-04-01', 0, 100), (own, '2026-05-01', 0, 200)])
        env.flush_all()

    def make_handover(self, user=None, **values):
        return self.env['bas.handover'].with_user(user or self.head).create({
            'user_id': self.own.id, 'deputy_id': self.other.id, **values})

    def get_line(self, handover, kind):
        return handover.line_ids.filtered(lambda line: line.kind == kind)

    def count_mails(self):
        return (self.env['mail.mail'].search_count([]), self.env['mail.notification'].search_count([]))


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestHandover(HandoverCase):

    def test_numbers_before(self):
        self.make_work()
        handover = self.make_handover()
        self.assertEqual({line.kind: line.count for line in handover.line_ids}, {
            'leads': 1, 'customers': 1, 'contracts': 1, 'orders': 1, 'invoices': 1, 'events': 1, 'activities': 1, 'tasks': 2,
            'given_tasks': 2, 'meetings': 1, 'plans': 1, 'plan_rows': 2})

    def test_everything_to_one_person(self):
        self.make_work()
        before = self.count_mails()
        handover = self.make_handover()
        result = handover.action_pass()
        self.assertEqual(result['params']['type'], 'success', result['params']['message'])
        self.env.invalidate_all()
        for record in (self.lead, self.customer, self.contract, self.order, self.offer, self.event, self.activity, self.given,
                       self.meeting, self.plan):
            self.assertEqual(record.user_id, self.other, record._name)
        self.assertEqual(self.draft.invoice_user_id, self.other)
        self.assertEqual(self.task.performer_id, self.successor)
        self.assertEqual(self.team_plan.line_ids.user_id, self.other)
        self.assertEqual(self.event.calendar_event_id.user_id, self.other, 'so is the record in the calendar')
        self.assertEqual(self.meeting.partner_ids, self.other.partner_id)
        self.assertEqual(self.count_mails(), before, 'nobody gets a letter')
        self.assertEqual((handover.state, handover.done_by_id, handover.item_count), ('done', self.head, 15))
        item = handover.item_ids.filtered(lambda one: one.res_model == 'crm.lead')
        self.assertEqual((item.res_id, item.res_name, item.old_user_id, item.new_user_id), (
            self.lead.id, 'Needs tables', self.own, self.other))
        self.assertEqual(item.action_open()['res_id'], self.lead.id)
        self.assertEqual(handover.line_ids.mapped('count'), handover.line_ids.mapped('passed_count'))

    def test_what_is_over_stays(self):
        self.make_work()
        self.make_handover().action_pass()
        for record in (self.decided, self.closed, self.done, self.past):
            self.assertEqual(record.user_id, self.own, record._name)
        self.assertEqual(self.posted.invoice_user_id, self.own)
        figures = self.env['bas.manager.report']._read_group(
            [('user_id', '=', self.own.id), ('date', '=', '2026-02-05')], [], ['revenue:sum'])
        self.assertEqual(figures, [(900.0,)], 'the revenue is of the one who sold')

    def test_the_history_of_documents(self):
        self.make_work()
        self.make_handover().action_pass()
        for record in (self.lead, self.customer, self.order, self.event, self.task):
            self.assertIn('Handed over', record.message_ids[0].body)
            self.assertEqual(record.message_ids[0].author_id, self.head.partner_id)
        self.assertIn(self.other.partner_id, self.lead.message_partner_ids)

    def test_by_kind(self):
        self.make_work()
        handover = self.make_handover()
        self.get_line(handover, 'orders').user_id = self.all
        self.get_line(handover, 'customers').is_included = False
        handover.action_pass()
        self.assertEqual((self.order.user_id, self.lead.user_id, self.customer.user_id), (self.all, self.other, self.own))

    def test_only_some_kinds_have_somebody(self):
        self.make_work()
        handover = self.make_handover(deputy_id=False)
        with self.assertRaisesRegex(UserError, 'to whom'):
            handover.action_pass()
        self.get_line(handover, 'leads').user_id = self.other
        handover.action_pass()
        self.assertEqual((self.lead.user_id, self.order.user_id, handover.item_count), (self.other, self.own, 1))

    def test_on_the_form(self):
        self.make_work()
        form = Form(self.env['bas.handover'].with_user(self.head), 'bas_crm.bas_handover_view_form')
        form.user_id = self.own
        form.deputy_id = self.other
        self.assertEqual(len(form.line_ids), 12)
        with form.line_ids.edit(0) as line:
            self.assertEqual((line.kind, line.count), ('leads', 1))
            line.user_id = self.all
        handover = form.save()
        handover.action_pass()
        self.assertEqual((self.lead.user_id, self.order.user_id), (self.all, self.other))

    def test_orders_with_teams(self):
        team = self.env['crm.team'].create({'name': 'Опт', 'member_ids': [(6, 0, self.other.ids)]})
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.own.id})
        before = order.team_id
        handover = self.make_handover()
        handover.action_pass()
        self.assertEqual((order.user_id, order.team_id), (self.other, team))
        handover.action_undo()
        self.assertEqual((order.user_id, order.team_id), (self.own, before))

    # ------------------------------------------------------------
    # Wrong people
    # ------------------------------------------------------------

    def test_who_may(self):
        for user in (self.own, self.all, self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.make_handover(user)
        handover = self.make_handover()
        for user in (self.own, self.all, self.clerk, self.portal):
            for method in ('action_pass', 'action_undo'):
                with self.assertRaises(AccessError):
                    getattr(handover.with_user(user), method)()
            with self.assertRaises(AccessError):
                self.env['bas.handover.item'].with_user(user).search([])

    def test_to_whom_not(self):
        self.make_work()
        archived = new_test_user(self.env, 'archived', groups='sales_team.group_sale_salesman')
        archived.active = False
        for user in (self.own, archived, self.portal):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.make_handover(deputy_id=user.id)
            handover = self.make_handover()
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.get_line(handover, 'leads').user_id = user
        with self.assertRaises(ValidationError):
            self.make_handover(user_id=self.portal.id, deputy_id=self.other.id)
        with self.assertRaises(ValidationError):
            self.make_handover(user_id=False)

    def test_one_who_is_archived_after_the_choice(self):
        self.make_work()
        handover = self.make_handover()
        self.other.active = False
        with self.assertRaisesRegex(ValidationError, 'archived'):
            handover.action_pass()

    def test_a_performer_takes_tasks_and_no_leads(self):
        self.make_work()
        performer = new_test_user(self.env, 'performer', groups='bas_crm.group_performer')
        handover = self.make_handover(deputy_id=performer.id)
        with self.assertRaisesRegex(ValidationError, 'no access to sales'):
            handover.action_pass()
        self.assertEqual(self.lead.user_id, self.own)
        handover.line_ids.filtered(lambda line: line.kind not in ('tasks', 'meetings')).is_included = False
        with self.assertRaisesRegex(ValidationError, 'not an employee'), self.env.cr.savepoint():
            handover.action_pass()
        worker = self.make_employee('Петро', performer)
        handover.action_pass()
        self.assertEqual((self.task.performer_id, self.meeting.user_id, self.lead.user_id), (worker, performer, self.own))

    def test_another_company(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        (self.own | self.head).company_ids |= second
        abroad = self.make_lead(company_id=second.id)
        home = self.make_lead(company_id=self.company.id)
        handover = self.make_handover(company_ids=[(6, 0, self.company.ids)])
        self.assertEqual(self.get_line(handover, 'leads').count, 1, 'only the chosen companies')
        handover.company_ids |= second
        self.assertEqual(self.get_line(handover, 'leads').count, 2)
        result = handover.action_pass()
        self.assertEqual((abroad.user_id, home.user_id), (self.own, self.other))
        self.assertEqual(result['params']['type'], 'warning')
        self.assertIn('Leads in work: 1', self.get_line(handover, 'leads').left_text)

    def test_a_company_of_others(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        with self.assertRaises(UserError):
            self.make_handover(company_ids=[(6, 0, second.ids)])

    def test_activities_on_documents_that_the_recipient_does_not_see(self):
        theirs = self.make_lead(user_id=self.all.id)
        theirs.activity_schedule('mail.mail_activity_data_todo', date_deadline='2026-03-05', user_id=self.own.id)
        handover = self.make_handover()
        handover.action_pass()
        self.assertEqual(theirs.activity_ids.user_id, self.own)
        self.assertIn('1 stay', self.get_line(handover, 'activities').left_text)

    def test_an_administrator_of_several_companies(self):
        """The recipient works in fewer companies than the administrator has selected."""
        self.make_work()
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.head.company_ids += second
        both = (self.company | second).ids
        handover = self.make_handover().with_context(allowed_company_ids=both)
        handover.action_pass()
        self.assertEqual(self.activity.user_id, self.other)

    def test_twice(self):
        self.make_work()
        handover = self.make_handover()
        handover.action_pass()
        with self.assertRaisesRegex(UserError, 'already'):
            handover.action_pass()
        for values in ({'deputy_id': self.all.id}, {'user_id': self.other.id}, {'line_ids': [(5,)]}):
            with self.assertRaises(UserError):
                handover.write(values)
        with self.assertRaises(UserError):
            handover.unlink()

    def test_only_the_buttons_write_the_history(self):
        handover = self.make_handover()
        for values in ({'state': 'done'}, {'done_at': NOW}, {'kind': 'list'}):
            with self.assertRaises(UserError):
                handover.write(values)
        with self.assertRaises(AccessError):
            self.env['bas.handover.item'].with_user(self.head).create({
                'handover_id': handover.id, 'kind': 'leads', 'res_model': 'crm.lead', 'res_id': 1})
        with self.assertRaises(UserError):
            self.get_line(handover, 'leads').passed_count = 5
        self.assertEqual(handover.with_context(default_state='done').copy().state, 'draft')

    def test_an_empty_handover(self):
        handover = self.make_handover(user_id=self.clerk.id)
        result = handover.action_pass()['params']
        self.assertEqual((handover.state, handover.item_count, result['type']), ('draft', 0, 'warning'))
        self.assertIn('Nothing was passed', result['message'])


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestHandoverUndo(HandoverCase):

    def setUp(self):
        super().setUp()
        self.make_work()
        self.handover = self.make_handover()
        self.handover.action_pass()
        self.env.flush_all()

    def test_everything_returns(self):
        before = self.count_mails()
        self.handover.action_undo()
        self.env.invalidate_all()
        for record in (self.lead, self.customer, self.contract, self.order, self.offer, self.event, self.activity, self.given,
                       self.meeting, self.plan):
            self.assertEqual(record.user_id, self.own, record._name)
        self.assertEqual((self.draft.invoice_user_id, self.task.performer_id), (self.own, self.employee))
        # a task of his own is passed as its performer's and as its author's
        self.assertEqual((self.own_task.performer_id, self.own_task.user_id), (self.employee, self.own))
        self.assertEqual(self.team_plan.line_ids.user_id, self.own)
        self.assertEqual(self.event.calendar_event_id.user_id, self.own)
        self.assertEqual(self.handover.state, 'undone')
        self.assertEqual(set(self.handover.item_ids.mapped('outcome')), {'returned'})
        self.assertEqual(self.count_mails(), before)
        with self.assertRaises(UserError):
            self.handover.action_undo()
        with self.assertRaises(UserError):
            self.handover.action_pass()

    def test_what_was_edited_since_stays(self):
        self.lead.name = 'Змінений'
        self.order.user_id = self.all
        self.activity.unlink()
        self.env.flush_all()
        result = self.handover.action_undo()
        self.assertEqual((self.lead.user_id, self.order.user_id, self.customer.user_id), (self.other, self.all, self.own))
        outcomes = {item.kind: item.outcome for item in self.handover.item_ids}
        self.assertEqual((outcomes['leads'], outcomes['orders'], outcomes['activities'], outcomes['customers']), (
            'edited', 'passed_on', 'deleted', 'returned'))
        message = result['params']['message']
        self.assertEqual(result['params']['type'], 'warning')
        for part in ('Edited since', 'yet another manager', 'Deleted since: 1'):
            self.assertIn(part, message)

    def test_what_goes_on_around_a_document_is_no_edit(self):
        self.make_event(lead_id=self.lead.id, user_id=self.other.id)
        note, letter = 'Передзвонити', 'Рахунок'
        self.lead.message_post(body=note)
        self.order.message_post(body=letter, partner_ids=self.customer.ids)
        self.handover.action_undo()
        self.assertEqual((self.lead.user_id, self.order.user_id, self.customer.user_id), (self.own,) * 3)

    def test_lines_of_an_order_are_its_edit(self):
        self.order.order_line.product_uom_qty = 5
        self.handover.action_undo()
        self.assertEqual(self.order.user_id, self.other)

    def test_what_the_program_computes_or_an_upgrade_adds_is_no_edit(self):
        """The status of invoicing changes by an invoice, and a new version adds columns to tables."""
        for record in (self.lead, self.order, self.customer, self.event, self.plan):
            self.env.cr.execute(SQL(
                "ALTER TABLE %s ADD COLUMN bas_of_an_upgrade int4 NOT NULL DEFAULT 1", SQL.identifier(record._table)))
        self.env.cr.execute(SQL("UPDATE sale_order SET invoice_status = 'upselling' WHERE id = %s", self.order.id))
        self.env.invalidate_all()
        self.handover.action_undo()
        self.assertEqual(set(self.handover.item_ids.mapped('outcome')), {'returned'})

    def test_which_changes_are_edits(self):
        """What a person writes is an edit, in every kind of document; what is only computed is none."""
        for kind, rule in PASSES.items():
            model = self.env[OPEN_WORK[kind].model]
            names = self.handover._get_edited_fields(model)
            self.assertIn(rule.field, names, kind)
            computed = {name for name in names if model._fields[name].compute and model._fields[name].readonly}
            self.assertLessEqual(computed, {'amount_total'}, kind)
            self.assertEqual(self.handover.edited_fields[model._name], names, kind)
        self.assertLessEqual({'name', 'stage_id', 'decision', 'expected_revenue'}, set(
            self.handover.edited_fields['crm.lead']))
        self.assertLessEqual({'state', 'stage_id', 'note', 'amount_total'}, set(self.handover.edited_fields['sale.order']))

    def test_of_what_nothing_returns_stays_passed(self):
        handover = self.make_handover(user_id=self.other.id, deputy_id=self.all.id)
        only = self.get_line(handover, 'leads')
        (handover.line_ids - only).is_included = False
        handover.action_pass()
        self.lead.name = 'Змінений'
        result = handover.action_undo()
        self.assertIn('Nothing was returned', result['params']['message'])
        self.assertEqual((handover.state, handover.undone_at, handover.item_ids.outcome), ('done', False, 'edited'))
        self.lead.name = handover.item_ids.res_name
        handover.action_undo()
        self.assertEqual((handover.state, self.lead.user_id), ('undone', self.other), 'what is as it was returns later')

    def test_to_an_archived_person(self):
        self.own.active = False
        with self.assertRaisesRegex(UserError, 'archived'):
            self.handover.action_undo()
        self.assertEqual(self.lead.user_id, self.other)
