from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestManagerChange(CrmCase):
    """Another manager for documents chosen in a list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, 'tracking_disable': False})
        cls.leads = cls.make_lead() | cls.make_lead(name='Другий')
        cls.planned = cls.make_event(lead_id=cls.leads[0].id)
        cls.theirs = cls.make_event(lead_id=cls.leads[0].id, user_id=cls.all.id)
        cls.done = cls.make_event(lead_id=cls.leads[1].id)
        cls.done.action_done()
        cls.activity = cls.leads[1].activity_schedule(
            'mail.mail_activity_data_todo', date_deadline='2026-03-05', user_id=cls.own.id)
        cls.env.flush_all()

    def open_dialog(self, records, user=None, **values):
        return self.env['bas.manager.change'].with_user(user or self.head).with_context(
            active_model=records._name, active_ids=records.ids).create({'user_id': self.other.id, **values})

    def test_steps_go_along(self):
        mails = self.env['mail.mail'].search_count([]), self.env['mail.notification'].search_count([])
        dialog = self.open_dialog(self.leads)
        self.assertEqual((dialog.record_count, dialog.event_count, dialog.activity_count), (2, 1, 1))
        result = dialog.action_change()
        self.assertEqual(result['params']['message'], 'Documents with the new manager: 2.')
        for record in (*self.leads, self.planned, self.activity):
            self.assertEqual(record.user_id, self.other)
        self.assertEqual((self.theirs.user_id, self.done.user_id), (self.all, self.own), 'steps of others and done ones stay')
        self.assertEqual((self.env['mail.mail'].search_count([]), self.env['mail.notification'].search_count([])), mails)

    def test_steps_stay(self):
        self.open_dialog(self.leads, with_steps=False).action_change()
        self.assertEqual((self.leads.user_id, self.planned.user_id, self.activity.user_id), (self.other, self.own, self.own))

    def test_the_administrator_returns_it(self):
        self.open_dialog(self.leads, self.own).action_change()
        handover = self.env['bas.handover'].with_user(self.head).search([('kind', '=', 'list')], limit=1)
        self.assertEqual((handover.item_count, handover.done_by_id), (4, self.own))
        handover.action_undo()
        self.assertEqual((self.leads.user_id, self.planned.user_id, self.activity.user_id), (self.own,) * 3)

    def test_a_manager_passes_own_documents(self):
        self.open_dialog(self.leads, self.own).action_change()
        self.assertEqual(self.leads.user_id, self.other)
        theirs = self.make_lead(user_id=self.all.id)
        dialog = self.open_dialog(theirs, self.own)
        self.assertEqual(dialog.record_count, 0, 'documents of others are not seen')
        with self.assertRaises(UserError):
            dialog.action_change()
        self.assertEqual(theirs.user_id, self.all)
        with self.assertRaises(AccessError):
            self.open_dialog(self.leads, self.clerk)
        with self.assertRaises(AccessError):
            self.env['bas.handover'].with_user(self.own).search([]).item_ids.check_access('read')
            self.env['bas.handover.item'].with_user(self.own).search([])

    def test_steps_of_a_colleague_are_not_taken(self):
        """Every salesperson may change the manager of a customer, but sees and takes only the steps that are his own."""
        customer = self.make_partner(user_id=self.all.id)
        event = self.make_event(partner_id=customer.id, user_id=self.all.id)
        activity = customer.activity_schedule(
            'mail.mail_activity_data_todo', date_deadline='2026-03-05', user_id=self.all.id)
        dialog = self.open_dialog(customer, self.own, user_id=self.own.id)
        self.assertEqual(dialog.event_count, 0)
        dialog.action_change()
        self.assertEqual((customer.user_id, event.user_id), (self.own, self.all))
        self.assertFalse(event.with_user(self.own).has_access('read'))
        self.assertTrue(activity.exists())

    def test_customers_and_orders(self):
        customer = self.make_partner(user_id=self.own.id)
        event = self.make_event(partner_id=customer.id)
        order = self.env['sale.order'].create({'partner_id': customer.id, 'user_id': self.own.id})
        of_order = self.make_event(partner_id=customer.id, order_id=order.id)
        self.open_dialog(order).action_change()
        self.assertEqual((order.user_id, of_order.user_id, event.user_id), (self.other, self.other, self.own))
        self.open_dialog(customer).action_change()
        self.assertEqual((customer.user_id, event.user_id), (self.other, self.other))

    def test_wrong_managers(self):
        archived = new_test_user(self.env, 'archived', groups='sales_team.group_sale_salesman')
        archived.active = False
        performer = new_test_user(self.env, 'performer', groups='bas_crm.group_performer')
        for user in (archived, performer, self.portal, self.clerk):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.open_dialog(self.leads, user_id=user.id).action_change()
        with self.assertRaisesRegex(UserError, 'already'):
            self.open_dialog(self.leads, user_id=self.own.id).action_change()

    def test_another_company(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        (self.head | self.own).company_ids |= second
        lead = self.make_lead(company_id=second.id)
        dialogs = self.env['bas.manager.change'].with_user(self.head).with_context(
            allowed_company_ids=[self.company.id, second.id], active_model='crm.lead', active_ids=(self.leads | lead).ids)
        result = dialogs.create({'user_id': self.other.id}).action_change()
        self.assertIn('1 stay', result['params']['message'])
        self.assertEqual((lead.user_id, self.leads.user_id), (self.own, self.other))

    def test_wrong_records(self):
        for model, ids in (('res.users', [1]), (False, []), ('crm.lead', 'x'), ('crm.lead', [None]), ('crm.lead', {'a': 1})):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.env['bas.manager.change'].with_user(self.head).create({
                    'user_id': self.other.id, 'res_model': model, 'res_ids': ids}).action_change()
        gone = self.make_lead()
        dialog = self.open_dialog(gone | self.leads)
        gone.unlink()
        dialog.action_change()
        self.assertEqual(self.leads.user_id, self.other)
