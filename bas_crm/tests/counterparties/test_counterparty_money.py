from unittest.mock import patch

from odoo.tests import tagged

from ..common import InvoicingCase


@tagged('post_install', '-at_install')
class TestCounterpartyMoney(InvoicingCase):

    def test_customer_and_supplier_by_the_first_invoice(self):
        customer, supplier = self.make_partner(), self.make_partner(name='Постачальник')
        self.make_invoice(customer, 100)
        self.make_invoice(supplier, 100, 'in_invoice')
        self.assertEqual((customer.is_customer, customer.is_supplier), (True, False))
        self.assertEqual((supplier.is_customer, supplier.is_supplier), (False, True))

    def test_debt_opens_its_documents(self):
        """1 000.10 and 500.25 invoiced, 200.05 credited, an invoice of a contact person, and a draft, which is no debt."""
        partner = self.make_partner()
        person = self.env['res.partner'].create({'name': 'Ігор', 'parent_id': partner.id})
        self.make_invoice(partner, 1000.10)
        self.make_invoice(person, 500.25)
        self.make_invoice(partner, 200.05, 'out_refund')
        self.env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': partner.id,
            'invoice_line_ids': [(0, 0, {'name': 'Стіл', 'price_unit': 7})]})
        self.make_invoice(self.make_partner(name='Інший'), 77)
        self.assertAlmostEqual(partner.debt, 1300.30)
        for user in (self.own, self.all):
            self.assertAlmostEqual(partner.with_user(user).debt, 1300.30, msg='every manager sees it')
        action = partner.action_view_debt()
        lines = self.env[action['res_model']].search(action['domain'])
        self.assertAlmostEqual(sum(lines.mapped('amount_residual')), partner.debt)

    def test_debt_is_that_of_one_company(self):
        partner = self.make_partner()
        self.make_invoice(partner, 1000)
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.assertEqual(partner.with_company(second).debt, 0)
        self.assertFalse(self.env['account.move.line'].search(partner.with_company(second).action_view_debt()['domain']))

    def test_debts_of_a_list_in_one_query(self):
        partners = self.env['res.partner'].concat(*(self.make_partner(name=str(number)) for number in range(20)))
        for partner in partners[:3]:
            self.make_invoice(partner, 10)
        self.env.invalidate_all()
        partners.mapped('name')
        with self.assertQueryCount(4):
            self.assertEqual(sum(partners.mapped('debt')), 30)

    def test_documents_have_the_name_of_a_renamed_counterparty(self):
        """Many documents get it by one query; where they are few, core writes it."""
        written = "SELECT DISTINCT invoice_partner_display_name FROM account_move WHERE partner_id = %s"
        for number, batch in enumerate((1, 100)):
            partner = self.make_partner(name=f'Фірма {number}')
            invoices = self.make_invoice(partner, 10) | self.make_invoice(partner, 20) | self.make_invoice(partner, 30)
            with self.subTest(batch), patch('odoo.addons.bas_crm.models.counterparties.rename.BATCH', batch):
                partner.name = 'ТОВ «Ранок»'
                self.assertEqual(set(invoices.mapped('invoice_partner_display_name')), {'ТОВ «Ранок»'})
                self.env.flush_all()
                self.env.invalidate_all()
                self.env.cr.execute(written, (partner.id,))
                self.assertEqual(self.env.cr.fetchall(), [('ТОВ «Ранок»',)])
                partner.name = 'ТОВ «Вечір»'
                self.env.flush_all()
                self.env.cr.execute(written, (partner.id,))
                self.assertEqual(self.env.cr.fetchall(), [('ТОВ «Вечір»',)])
