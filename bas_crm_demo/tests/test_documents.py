from odoo import fields
from odoo.addons.bas_crm_demo.firm.moments import day_ago
from odoo.tests import tagged

from .common import DemoFirmCase


@tagged('post_install', '-at_install')
class TestDocuments(DemoFirmCase):
    """A year of business, and none of it invented for tomorrow."""

    def test_leads(self):
        leads = self.find('crm.lead')
        self.assertGreaterEqual(len(leads), 55)
        self.assert_in_every_month(leads.mapped('create_date'))
        undecided = leads.filtered(lambda lead: not lead.decision)
        self.assertGreaterEqual(len(undecided.stage_id), 3, "new ones, and those in work")
        self.assertFalse(undecided.stage_id.filtered('is_won'))
        self.assertGreaterEqual(len(undecided.activity_ids), 8)
        for decision, least in (('customer', 3), ('order', 15), ('junk', 10)):
            self.assertGreaterEqual(len(leads.filtered(lambda lead, decision=decision: lead.decision == decision)), least)
        self.assertEqual(set(leads.user_id.ids), {self.users[key].id for key in ('head', 'manager', 'manager2')})
        self.assertGreaterEqual(len(leads.source_id), 6)
        self.assertTrue(leads.lead_contact_ids and leads.tag_ids and sum(leads.mapped('expected_revenue')))

    def test_decisions(self):
        for lead in self.find('crm.lead', [('decision', '!=', False)]):
            self.assertLessEqual(lead.create_date, lead.decision_date)
            self.assertEqual(lead.decision_user_id, lead.user_id)
            self.assertEqual(lead.date_closed, lead.decision_date)
            if lead.decision == 'junk':
                self.assertEqual((lead.active, lead.won_status, bool(lead.lost_reason_id)), (False, 'lost', True))
            else:
                self.assertEqual((lead.won_status, lead.counterparty_id.is_customer), ('won', True))
                self.assertEqual(lead.counterparty_id.company_id, self.company)
            self.assertEqual(bool(lead.order_ids), lead.decision == 'order', lead.name)
        reasons = self.find('crm.lead', [('decision', '=', 'junk')]).lost_reason_id
        self.assertGreaterEqual(len(reasons), 4)

    def test_customers_are_as_old_as_the_decision(self):
        for lead in self.find('crm.lead', [('decision', 'in', ('customer', 'order'))]):
            self.assertLessEqual(lead.counterparty_id.create_date, lead.decision_date)

    def test_contracts(self):
        contracts = self.find('bas.contract')
        self.assertEqual(set(contracts.mapped('state')), {'draft', 'active', 'expired', 'cancelled'})
        self.assertEqual(set(contracts.mapped('contract_type')), {'customer', 'supplier', 'consignor', 'agent', 'other'})
        self.assertEqual(len(contracts.template_id), 4)
        self.assertTrue(contracts.parent_id, "a frame contract")
        foreign = contracts.filtered(lambda contract: contract.currency_id != self.company.currency_id)
        self.assertTrue(foreign)
        self.assertEqual(foreign.currency_id, foreign.pricelist_id.currency_id)
        self.assertTrue(any(contracts.mapped('is_expiring')))
        for contract in contracts.filtered('template_id'):
            self.assertIn('Товариство з обмеженою відповідальністю «Затишок Плюс»', contract.body)
            self.assertNotIn('____', contract.body, contract.display_name)
        main = contracts.partner_id.main_contract_id
        self.assertGreaterEqual(len(main), 15)
        self.assertEqual(set(main.mapped('state')), {'active'})

    def test_contract_numbers_follow_dates(self):
        contracts = self.find('bas.contract').sorted(lambda contract: (contract.date.year, contract.name))
        self.assertEqual(contracts.mapped('date'), sorted(contracts.mapped('date')))
        today = fields.Date.context_today(self.company)
        for contract in contracts:
            self.assertTrue(contract.name.endswith(f'/{contract.date.year}'))
            if contract.state in ('active', 'expired'):
                self.assertEqual(contract.state == 'expired', bool(contract.date_end and contract.date_end < today))

    def test_sales_before_the_move(self):
        sales = self.find('bas.sales.history')
        self.assert_in_every_month(sales.mapped('date'))
        self.assertLess(max(sales.mapped('date')), self.company.bas_moved_on)
        invoices = self.find('account.move', [('move_type', '=', 'out_invoice'), ('invoice_date', '!=', False)])
        self.assertLessEqual(self.company.bas_moved_on, min(invoices.mapped('invoice_date')))
        self.assertTrue(all(sale.amount > sale.cost > 0 for sale in sales))
        self.assertEqual(len(sales.user_id), 3)

    def test_orders(self):
        orders = self.find('sale.order')
        self.assertGreaterEqual(len(orders), 60)
        self.assertEqual(set(orders.mapped('state')), {'draft', 'sent', 'sale', 'cancel'})
        self.assert_in_every_month(orders.filtered(lambda order: order.state == 'sale').mapped('date_order'))
        self.assertTrue(all(order.amount_total > 0 for order in orders))
        for operation in ('customer_order', 'work_order'):
            numbered = orders.filtered(lambda order, operation=operation: order.operation == operation).sorted('date_order')
            self.assertEqual(numbered.mapped('name'), numbered.sorted(
                lambda order: (order.name.split('/')[1:], order.name)).mapped('name'))
        self.assertTrue(orders.filtered('opportunity_id') and orders.filtered(lambda order: not order.opportunity_id))
        for order in orders.filtered('contract_id'):
            self.assertEqual(order.contract_id.partner_id, order.partner_id.commercial_partner_id)
            self.assertLessEqual(order.contract_id.date, order.date_order.date())
            self.assertEqual(order.pricelist_id, order.contract_id.pricelist_id or order.pricelist_id)
        self.assertTrue(orders.currency_id - self.company.currency_id)

    def test_offers(self):
        """Every end that an offer can have; what a customer has signed is an order now, with his signature."""
        offers = self.find('bas.commercial.offer')
        self.assertEqual(set(offers.mapped('outcome')), {'draft', 'sent', 'signed', 'chosen', 'not_chosen', 'declined'})
        signed = offers.filtered(lambda offer: offer.outcome == 'signed')
        self.assertTrue(signed.signature and signed.signed_by)
        self.assertEqual((signed.state, signed.order_id.state, signed.order_id.main_offer_id), ('accepted', 'sale', signed))
        self.assertTrue(signed.order_id.is_fixed_by_signature)
        self.assertLessEqual(signed.signed_on, fields.Datetime.now())
        self.assertGreater(len(signed.order_id.offer_ids), 1, 'the customer had a choice')

    def test_work_orders(self):
        orders = self.find('sale.order', [('operation', '=', 'work_order')])
        self.assertTrue(6 <= len(orders) <= 8, len(orders))
        self.assertGreaterEqual(len(orders.stage_id), 4)
        for order in orders:
            self.assertTrue(order.performer_ids and order.works_amount, order.name)
            self.assertAlmostEqual(sum(order.performer_ids.mapped('amount')), order.works_amount)
        self.assertTrue(orders.filtered('materials_amount') and orders.filtered('goods_amount'))
        planned = orders.filtered('work_task_ids')
        self.assertGreaterEqual(len(planned), 2)
        self.assertEqual(planned.performer_ids.task_id, planned.work_task_ids)
        self.assertTrue(orders.filtered(lambda order: not order.work_start), 'one waits for its time')

    def test_invoices(self):
        invoices = self.find('account.move', [('move_type', '=', 'out_invoice')])
        self.assertEqual(set(invoices.mapped('state')), {'posted'})
        self.assertGreaterEqual(len(invoices), 45)
        self.assertGreater(sum(invoices.mapped('amount_untaxed_signed')), 1_000_000)
        self.assertEqual(set(invoices.mapped('payment_state')), {'paid', 'partial', 'not_paid'})
        today = fields.Date.context_today(self.company)
        overdue = invoices.filtered(lambda invoice: invoice.amount_residual and invoice.invoice_date_due < today)
        self.assertGreaterEqual(len(overdue), 4)
        self.assertEqual(invoices.contract_id, invoices.line_ids.sale_line_ids.order_id.contract_id)
        self.assertAlmostEqual(
            sum(invoices.commercial_partner_id.mapped('debt')), sum(invoices.mapped('amount_residual_signed')), places=2)
        # At the beginning of a month nothing may have been shipped yet.
        self.assert_in_every_month(invoices.mapped('invoice_date'), least=11)

    def test_debts(self):
        """Debtors of two ages and of several managers; some were reminded in the last days, nobody today."""
        rows = self.find('bas.debtor.report', [('age', '!=', 'not_due')])
        self.assertGreaterEqual(len(set(rows.mapped('age'))), 2)
        self.assertGreaterEqual(len(rows.user_id), 2)
        self.assertTrue(all(rows.mapped('phone')))
        reminders = self.find('bas.debt.reminder', [])
        self.assertEqual(set(reminders.mapped('way')), {'letter', 'call'})
        self.assertLessEqual(reminders.partner_id, rows.partner_id)
        self.assertLess(max(reminders.mapped('day')), fields.Date.context_today(self.company))
        self.assertFalse(reminders.message_id, 'nothing was sent')

    def test_taxes(self):
        """A fifth on everything, nothing on what leaves the country."""
        for invoice in self.find('account.move', [('move_type', '=', 'out_invoice')]):
            rate = 0 if invoice.partner_id.country_id.code == 'PL' else 0.2
            self.assertAlmostEqual(invoice.amount_tax, invoice.amount_untaxed * rate, places=1, msg=invoice.name)

    def test_nothing_happens_tomorrow(self):
        now, today = fields.Datetime.now(), fields.Date.context_today(self.company)
        for model, names in {
            'crm.lead': ('create_date', 'decision_date', 'date_open', 'date_closed', 'date_last_stage_update'),
            'res.partner': ('create_date',),
            'bas.contract': ('create_date', 'date', 'date_start'),
            'sale.order': ('create_date', 'date_order'),
            'account.move': ('create_date', 'date', 'invoice_date'),
            'account.payment': ('date',),
        }.items():
            for name in names:
                limit = now if self.env[model]._fields[name].type == 'datetime' else today
                for record in self.find(model, [(name, '!=', False)]):
                    self.assertLessEqual(record[name], limit, f'{model} {record.display_name} {name}')

    def test_sales_plans(self):
        plans = self.find('bas.sales.plan')
        self.assertEqual(set(plans.mapped('state')), {'draft', 'approved', 'closed'})
        self.assertEqual(set(plans.mapped('dimension')), {'category', 'product', 'manager'})
        today = day_ago(0)
        self.assertGreaterEqual(len(plans.filtered(lambda plan: plan.date_from <= today <= plan.date_to)), 4)
        self.assertTrue(plans.filtered(lambda plan: plan.date_from > today and plan.state == 'draft'), "the next quarter's")
        self.assertTrue(plans.revision_ids.reason)
        self.assertIn(self.users['manager'], plans.user_id)
        for plan in plans:
            self.assertGreater(plan.amount_total, 0)
            self.assertFalse(plan.overlap_ids)
