from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import InvoicingCase


@tagged('post_install', '-at_install')
class TestPartnerHistory(InvoicingCase):
    """All that has happened with a counterparty, in one list, newest first."""

    def make_order(self, partner, user, **values):
        table = self.env['product.product'].create({'name': 'Стіл', 'taxes_id': False})
        return self.env['sale.order'].create({
            'partner_id': partner.id, 'user_id': user.id, **values,
            'order_line': [(0, 0, {'product_id': table.id, 'product_uom_qty': 2, 'price_unit': 450.0})]})

    def test_every_kind_of_document_newest_first(self):
        partner = self.make_partner()
        person = self.env['res.partner'].create({'name': 'Марія', 'parent_id': partner.id})
        lead = self.make_lead(partner_id=person.id)
        event = self.make_event(partner_id=person.id)
        cancelled = self.make_event(partner_id=partner.id, subject='Скасована')
        cancelled.action_cancel()
        task = self.make_task(self.make_employee(), {'partner_id': partner.id, 'price_hour': 100.0},
                              {'partner_id': person.id, 'price_hour': 50.0})
        contract = self.env['bas.contract'].create({'partner_id': partner.id, 'date': '2026-03-01', 'user_id': self.own.id})
        order = self.make_order(person, self.own, date_order='2026-03-04 10:00:00')
        offer = self.env['bas.commercial.offer'].browse(order.action_create_offer()['res_id'])
        invoice = self.make_invoice(partner, 700.0, invoice_user_id=self.own.id)
        self.make_invoice(self.make_partner(name='Інший'), 100.0)
        action = partner.action_view_history()
        rows = self.env['bas.partner.history'].search(action['domain'])
        self.assertEqual(rows.mapped('date'), sorted(rows.mapped('date'), reverse=True))
        by_kind = {row.kind: row for row in rows if row.name != 'Скасована'}
        self.assertEqual(set(by_kind), {'lead', 'event', 'task', 'contract', 'order', 'offer', 'invoice'})
        self.assertEqual(len(rows), 8)
        self.assertEqual(len(set(rows.ids)), 8)
        self.assertEqual(by_kind['task'].amount, 300.0, 'two hours at 100 and two at 50')
        self.assertEqual(by_kind['invoice'].amount, 700.0)
        self.assertEqual((by_kind['offer'].amount, by_kind['offer'].category), (900.0, 'planned'))
        for kind, document in (('lead', lead), ('event', event), ('task', task), ('contract', contract), ('order', order),
                               ('offer', offer), ('invoice', invoice)):
            opened = by_kind[kind].action_open()
            self.assertEqual((opened['res_model'], opened['res_id']), (document._name, document.id))

    def test_own_users_see_their_own_rows(self):
        partner = self.make_partner()
        self.make_event(partner_id=partner.id)
        self.make_event(partner_id=partner.id, user_id=self.other.id)
        for user in (self.own, self.other):
            self.make_order(partner, user).action_create_offer()
        domain = partner.action_view_history()['domain']
        History = self.env['bas.partner.history']
        self.assertEqual(History.with_user(self.own).search(domain).user_id, self.own)
        self.assertEqual(History.with_user(self.all).search_count(domain), 6, 'an event, an order and an offer of each')
        own = History.with_user(self.own).search(domain)
        self.assertEqual(sorted(own.mapped('kind')), ['event', 'offer', 'order'])
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                History.with_user(user).search(domain)

    def test_another_company_is_another_history(self):
        partner = self.make_partner()
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.env['bas.event'].create({'subject': 'Там', 'start': '2026-03-02 08:00:00', 'company_id': second.id,
                                      'partner_id': partner.id, 'user_id': False})
        self.assertFalse(self.env['bas.partner.history'].with_user(self.head).search(partner.action_view_history()['domain']))
