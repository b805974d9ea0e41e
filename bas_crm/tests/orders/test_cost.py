from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from ...hooks import fill_costs
from ..common import InvoicingCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestCost(InvoicingCase):
    """The cost of sold goods is frozen by the invoice and hidden from users without the right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.make_partner()
        cls.fabric = cls.env['product.product'].create({
            'name': 'Тканина', 'standard_price': 60, 'list_price': 100, 'taxes_id': False, 'invoice_policy': 'order'})
        cls.unit, cls.dozen = cls.env.ref('uom.product_uom_unit'), cls.env.ref('uom.product_uom_dozen')

    def make_order(self, quantity=10, user=None, **values):
        return self.env['sale.order'].with_user(user or self.own).create({
            'partner_id': self.partner.id,
            'order_line': [(0, 0, {'product_id': self.fabric.id, 'product_uom_qty': quantity, **values})]})

    def bill(self, order):
        order.action_confirm()
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        return invoice

    def get_costs(self, invoice):
        return invoice.sudo().invoice_line_ids.mapped('bas_cost')

    def test_posting_freezes_the_cost_of_the_order(self):
        order = self.make_order()
        order.sudo().order_line.purchase_price = 55.55
        invoice = self.bill(order)
        self.assertEqual(self.get_costs(invoice), [555.5])
        self.assertEqual(invoice.sudo().bas_cost_total, 555.5)
        order.sudo().order_line.purchase_price = 70
        self.fabric.standard_price = 80
        self.env.flush_all()
        self.assertEqual(self.get_costs(invoice), [555.5], "what was earned in March does not change in April")

    def test_a_draft_has_no_cost_and_a_credit_note_reverses_it(self):
        invoice = self.bill(self.make_order(quantity=3))
        refund = invoice._reverse_moves([{'invoice_date': '2026-03-02'}])
        self.assertEqual(self.get_costs(refund), [0.0])
        refund.action_post()
        self.assertEqual(self.get_costs(refund), [-180.0])
        self.assertEqual(refund.sudo().bas_cost_total, -180.0)
        invoice.button_draft()
        self.assertEqual(invoice.sudo().bas_cost_total, 0.0)
        self.fabric.standard_price = 90
        invoice.action_post()
        self.assertEqual(invoice.sudo().bas_cost_total, 180.0, "the order's line still says what it cost")

    def test_an_invoice_without_an_order_has_the_cost_of_the_product(self):
        invoice = self.env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': self.partner.id, 'invoice_date': '2026-03-02', 'invoice_line_ids': [
                (0, 0, {'product_id': self.fabric.id, 'quantity': 2, 'price_unit': 1200, 'product_uom_id': self.dozen.id}),
                (0, 0, {'name': 'Доставка', 'quantity': 1, 'price_unit': 50}),
                (0, 0, {'display_type': 'line_note', 'name': 'Дякуємо'})]})
        invoice.action_post()
        self.assertEqual(self.get_costs(invoice), [1440.0, 0.0, 0.0])

    def test_cost_is_converted_from_units_and_currency_of_the_order(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        self.env['res.currency.rate'].create({'currency_id': euro.id, 'name': '2026-03-01', 'rate': 0.5})
        pricelist = self.env['product.pricelist'].create({'name': 'EUR', 'currency_id': euro.id})
        order = self.env['sale.order'].create({
            'partner_id': self.partner.id, 'pricelist_id': pricelist.id,
            'order_line': [(0, 0, {'product_id': self.fabric.id, 'product_uom_qty': 2, 'product_uom_id': self.dozen.id})]})
        self.assertEqual(order.order_line.purchase_price, 360.0, "twelve of 60, two for one euro")
        self.assertEqual(self.get_costs(self.bill(order)), [1440.0])

    def test_a_down_payment_has_no_cost(self):
        order = self.make_order()
        order.action_confirm()
        wizard = self.env['sale.advance.payment.inv'].with_context(active_ids=order.ids, active_model='sale.order').create({
            'advance_payment_method': 'percentage', 'amount': 30})
        wizard.create_invoices()
        first = order.sudo().invoice_ids
        first.action_post()
        self.assertEqual(first.bas_cost_total, 0.0)
        rest = order.sudo()._create_invoices(final=True)
        rest.action_post()
        self.assertEqual(rest.bas_cost_total, 600.0)

    def test_each_company_has_its_own_cost(self):
        company = self.env['res.company'].create({'name': 'ТОВ «Оселя»'})
        self.env.user.company_ids |= company
        self.env['account.chart.template'].try_loading('generic_coa', company, install_demo=False)
        self.fabric.with_company(company).standard_price = 45
        invoice = self.env['account.move'].with_company(company).create({
            'move_type': 'out_invoice', 'partner_id': self.partner.id, 'invoice_date': '2026-03-02', 'company_id': company.id,
            'invoice_line_ids': [(0, 0, {'product_id': self.fabric.id, 'quantity': 2, 'price_unit': 100, 'tax_ids': False})]})
        invoice.with_context(allowed_company_ids=[self.company.id, company.id]).action_post()
        self.assertEqual(self.get_costs(invoice), [90.0])

    def test_existing_invoices_get_the_same_cost_in_sql(self):
        order = self.make_order()
        order.sudo().order_line.purchase_price = 55.55
        invoices = self.bill(order) | self.bill(self.make_order(quantity=7, product_uom_id=self.dozen.id))
        refund = invoices[0]._reverse_moves([{'invoice_date': '2026-03-02'}])
        refund.action_post()
        frozen = self.bill(self.make_order(quantity=1))
        self.env.flush_all()
        self.fabric.standard_price = 1000
        before = {move: move.sudo().bas_cost_total for move in invoices | refund}
        self.env.cr.execute("UPDATE account_move_line SET bas_cost = NULL WHERE move_id IN %s", [(invoices | refund)._ids])
        self.env.cr.execute("UPDATE account_move SET bas_cost_total = NULL WHERE id IN %s", [(invoices | refund)._ids])
        self.env.invalidate_all()
        for _turn in range(2):
            fill_costs(self.env)
            self.assertEqual({move: move.sudo().bas_cost_total for move in before}, before)
            self.assertEqual(list(before.values()), [555.5, 5040.0, -555.5])
            self.assertEqual(frozen.sudo().bas_cost_total, 60.0)

    def test_costs_of_many_lines_take_few_queries(self):
        def count(quantity):
            orders = self.env['sale.order'].concat(*(self.make_order() for _number in range(quantity)))
            orders.action_confirm()
            invoices = orders.sudo()._create_invoices(grouped=True)
            invoices.action_post()
            lines = invoices.invoice_line_ids
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.add_to_compute(lines._fields['bas_cost'], lines)
            started = self.env.cr.sql_log_count
            self.assertEqual(lines.sudo().mapped('bas_cost'), [600.0] * quantity)
            return self.env.cr.sql_log_count - started

        count(1)
        self.assertEqual(count(12), count(3))

    def test_a_salesman_sells_without_seeing_costs(self):
        order = self.make_order()
        copy = order.copy()
        for sale in (order, copy):
            for record, name in ((sale, 'margin'), (sale, 'margin_percent'), (sale.order_line, 'purchase_price'),
                                 (sale.order_line, 'margin'), (sale.order_line, 'margin_percent')):
                with self.assertRaises(AccessError):
                    record.read([name])
            self.assertEqual(sale.with_user(self.head).margin, 400.0)
        order.order_line.product_uom_qty = 20
        order.action_confirm()
        self.assertEqual(order.with_user(self.head).margin, 800.0)
        for model, name in (('sale.report', 'margin'), ('account.invoice.report', 'price_margin'),
                            ('account.invoice.report', 'inventory_value'), ('account.move.line', 'bas_cost')):
            self.assertNotIn(name, self.env[model].with_user(self.own).fields_get())
            self.assertIn(name, self.env[model].with_user(self.head).fields_get())

    def test_a_salesman_enters_an_order_on_a_form_without_costs(self):
        with Form(self.env['sale.order'].with_user(self.own)) as form:
            form.partner_id = self.partner
            with form.order_line.new() as line:
                line.product_id = self.fabric
                line.product_uom_qty = 4
        self.assertEqual(form.record.with_user(self.head).margin, 160.0)

    def test_screens_show_costs_to_those_who_may_see_them(self):
        shown = {user: {
            (model, view_type): {field.get('name') for field in etree.fromstring(
                self.env[model].with_user(user).get_view(view_type=view_type)['arch']).iter('field')}
            for model, view_type in (('sale.order', 'form'), ('product.template', 'form'), ('product.template', 'list'),
                                     ('product.product', 'list'))} for user in (self.own, self.head)}
        costs = {'purchase_price', 'margin', 'margin_percent', 'standard_price'}
        for screen, fields in shown[self.own].items():
            self.assertFalse(fields & costs, screen)
        for screen, fields in shown[self.head].items():
            self.assertTrue(fields & costs, screen)

    def test_seeing_costs_can_be_given_to_one_person(self):
        buyer = new_test_user(
            self.env, 'buyer', groups='sales_team.group_sale_salesman_all_leads,bas_crm.group_see_cost')
        order = self.make_order()
        order.with_user(buyer).order_line.purchase_price = 50
        self.assertEqual(order.with_user(buyer).margin, 500.0)
