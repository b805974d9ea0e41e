import re

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from ...models.shared.res_groups import GROUPS_WITH_COST
from ..common import InvoicingCase

#: parts of names of fields with a cost or a margin
NAMES = re.compile(r'cost|margin|profit|standard_price|purchase_price|inventory_value', re.IGNORECASE)
#: fields with such names that contain no cost of goods
HARMLESS = {
    ('account.journal', 'profit_account_id'), ('account.cash.rounding', 'profit_account_id'),
    ('product.product', 'cost_currency_id'), ('product.template', 'cost_currency_id'),
    ('product.product', 'expense_policy'), ('product.template', 'expense_policy'), ('account.tax', 'analytic'),
    # limits of a price: a margin over the base of a price list, set by the authors of price lists
    ('product.pricelist.item', 'price_min_margin'), ('product.pricelist.item', 'price_max_margin'),
}
FIGURES = ('float', 'monetary', 'integer', 'char', 'text', 'html', 'json')


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestCostClosed(InvoicingCase):
    """Users without the right cannot read costs in any way, and can still do their work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.make_partner()
        cls.fabric = cls.env['product.product'].create({
            'name': 'Тканина', 'standard_price': 60, 'list_price': 100, 'taxes_id': False, 'invoice_policy': 'order',
            'seller_ids': [(0, 0, {'partner_id': cls.partner.id, 'price': 58})]})
        cls.performer = new_test_user(cls.env, 'performer', groups='bas_crm.group_performer')
        cls.env['product.product'].create({'name': 'Нитки', 'standard_price': 5})
        cls.blind = (cls.own, cls.all, cls.performer, cls.clerk)
        for user in cls.blind:
            user.group_ids += cls.env.ref('base.group_allow_export')

    def is_cost(self, model, name, field):
        if model._name.startswith('report.paperformat') or model._transient or field.type not in FIGURES:
            return False
        titled = NAMES.search(name) or NAMES.search(str(field.string or ''))
        is_vendor = model._name == 'product.supplierinfo' and name in ('price', 'price_discounted', 'discount')
        return (titled or is_vendor) and (model._name, name) not in HARMLESS

    def test_all_fields_with_costs(self):
        found = 0
        for name in sorted(self.env.registry.models):
            model = self.env[name]
            if model._abstract:
                continue
            for field_name, field in model._fields.items():
                if not self.is_cost(model, field_name, field):
                    continue
                found += 1
                for user in self.blind:
                    Model = model.with_user(user)
                    if Model.has_access('read'):
                        self.assertFalse(Model._has_field_access(field, 'read'), f"{user.login}: {name}.{field_name}")
                        self.assertNotIn(field_name, Model.fields_get())
        self.assertGreater(found, 20)

    def test_products_are_closed_for_all_ways_of_reading(self):
        order = self.env['sale.order'].create({
            'partner_id': self.partner.id, 'user_id': self.own.id,
            'order_line': [(0, 0, {'product_id': self.fabric.id, 'product_uom_qty': 10})]})
        for user in self.blind:
            for model in ('product.product', 'product.template'):
                Model = self.env[model].with_user(user)
                record = Model.search([('name', '=', 'Тканина')])
                self.assertTrue(record)
                self.assertNotIn('standard_price', record.read()[0])
                for read in (
                    lambda r=record: r.read(['standard_price']), lambda r=record: r.web_read({'standard_price': {}}),
                    lambda r=record: r.export_data(['standard_price']), lambda r=record: r.mapped('standard_price'),
                    lambda r=record: r.filtered_domain([('standard_price', '>', 1)]),
                    lambda m=Model: m.search([], limit=3).sorted('standard_price'),
                    lambda r=record: r.write({'standard_price': 1}),
                    lambda m=Model: m.search([('standard_price', '=', 60)]),
                    lambda m=Model: m.search([], order='standard_price'),
                    lambda m=Model: m.web_search_read([], {'standard_price': {}}),
                    lambda m=Model: m.search_read([], ['standard_price']),
                    lambda m=Model: m.search([('seller_ids.price', '=', 58)]),
                ):
                    with self.assertRaises(AccessError):
                        read()
            for groupby, sums in (([], ['standard_price:sum']), (['standard_price'], [])):
                with self.assertRaises(AccessError):
                    self.env['product.product'].with_user(user).formatted_read_group([], groupby, sums)
        mine = order.with_user(self.own)
        for read in (
            lambda: mine.web_read({'order_line': {'fields': {'product_id': {'fields': {'standard_price': {}}}}}}),
            lambda: mine.search([('order_line.product_id.standard_price', '=', 60)]),
            lambda: mine.search([('order_line', 'any', [('product_id.standard_price', '=', 60)])]),
            lambda: mine.export_data(['order_line/product_id/standard_price']),
            lambda: mine.order_line.mapped('product_id.standard_price'),
            lambda: mine.filtered_domain([('order_line.product_id.standard_price', '=', 60)]),
            lambda: mine.order_line.search([], order='purchase_price'),
            lambda: mine.env['sale.report'].formatted_read_group([], ['product_id'], ['margin:sum']),
            lambda: mine.env['account.invoice.report'].formatted_read_group([], [], ['price_margin:sum']),
        ):
            with self.assertRaises(AccessError):
                read()

    def test_users_who_see_costs(self):
        users = [self.head, *(new_test_user(self.env, group.split('.')[1], groups=group) for group in (
            'account.group_account_invoice', 'account.group_account_readonly', 'account.group_account_user',
            'bas_crm.group_see_cost'))]
        for user in users:
            self.assertEqual(self.fabric.with_user(user).standard_price, 60.0, user.login)
            self.assertEqual(self.fabric.with_user(user).seller_ids.price, 58.0, user.login)
        accountant = self.env['account.invoice.report'].with_user(users[1])
        self.assertIn('price_margin', accountant.fields_get())

    def test_groups_of_other_modules_that_work_with_cost(self):
        """Core's stock, purchase, manufacturing and point of sale read the cost as their user, whenever they are installed."""
        group = self.env['res.groups'].create({'name': 'Комірник'})
        module, name = GROUPS_WITH_COST[0].split('.')
        known = self.env['ir.model.data'].search([('module', '=', module), ('name', '=', name)])
        known.res_id = group.id
        if not known:
            self.env['ir.model.data'].create({'module': module, 'name': name, 'model': 'res.groups', 'res_id': group.id})
        self.env['res.groups']._register_hook()
        self.assertIn(self.env.ref('bas_crm.group_see_cost'), group.implied_ids)
        keeper = new_test_user(self.env, 'keeper', groups=GROUPS_WITH_COST[0])
        self.assertTrue(keeper.has_group('bas_crm.group_see_cost'))

    def test_the_right_is_on_the_form_of_the_user(self):
        group = self.env.ref('bas_crm.group_see_cost')
        self.assertEqual(group.privilege_id.category_id, self.env.ref('base.module_category_sales'))
        if self.env['res.lang']._get_data(code='uk_UA'):
            self.assertEqual(group.with_context(lang='uk_UA').name, 'Бачить собівартість')

    def test_a_salesman_uses_a_price_list_based_on_cost(self):
        """The price is one and a half of the cost of 60."""
        pricelist = self.env['product.pricelist'].create({'name': 'Собівартість + 50 %', 'item_ids': [(0, 0, {
            'compute_price': 'formula', 'base': 'standard_price', 'price_discount': -50})]})
        self.partner.property_product_pricelist = pricelist
        self.env.ref('base.group_user').implied_ids += self.env.ref('product.group_product_pricelist')
        with Form(self.env['sale.order'].with_user(self.own)) as form:
            form.partner_id = self.partner
            with form.order_line.new() as line:
                line.product_id = self.fabric
                line.product_uom_qty = 4
        order = form.record
        self.assertEqual(order.order_line.price_unit, 90.0)
        copy = order.copy()
        self.assertEqual(copy.with_user(self.head).order_line.purchase_price, 60.0)
        order.action_create_offer()
        order.offer_ids.action_choose()
        order.action_confirm_offer()
        self.assertEqual(order.state, 'sale')
        catalog = order._get_product_catalog_order_line_info(self.fabric.ids)
        self.assertEqual(catalog[self.fabric.id]['price'], 90.0)
        self.env['sale.advance.payment.inv'].with_user(self.own).with_context(
            active_model='sale.order', active_ids=order.ids).create({}).create_invoices()
        invoice = order.invoice_ids
        self.assertEqual(invoice.amount_total, 360.0)
        invoice.sudo().action_post()
        self.assertEqual(invoice.with_user(self.head).bas_cost_total, 240.0)

    def test_editors_of_products_edit_their_cost(self):
        keeper = new_test_user(self.env, 'keeper', groups='sales_team.group_sale_salesman,product.group_product_manager')
        with Form(self.env['product.template'].with_user(keeper)) as form:
            form.name = 'Нитки'
        product = form.record
        self.assertTrue(product.copy().name)
        self.assertTrue(self.env['product.product'].with_user(keeper).browse(self.fabric.id).copy().name)
        self.assertTrue(self.fabric.product_tmpl_id.with_user(keeper).copy().name)
        with Form(self.fabric.product_tmpl_id.with_user(keeper)) as form:
            form.list_price = 120
        self.assertEqual(self.fabric.standard_price, 60.0)
        product.standard_price = 5
        self.assertEqual(product.standard_price, 5)
