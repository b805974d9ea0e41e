from unittest.mock import patch

from odoo import models
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..common import CrmCase


class DialogCase(CrmCase):
    """Each of our dialogs, opened without chosen records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(cls.env, 'administrator', groups='base.group_system,sales_team.group_sale_manager')

    def get_dialogs(self):
        """Each dialog for the head of sales, or for an administrator where it is his."""
        for name in self.env.registry:
            model = self.env[name].with_user(self.head)
            if model._transient and not model._abstract and name.startswith('bas.'):
                yield model if model.has_access('create') else model.with_user(self.administrator)

    def fill(self, model):
        """:return: dict: values of the required fields, without chosen records"""
        values = model.default_get(list(model._fields))
        for name, field in model._fields.items():
            if field.required and field.store and not field.compute and name not in values:
                values[name] = self.get_value(field)
        return {name: value for name, value in values.items() if model._fields[name].type not in ('one2many', 'many2many')}

    def get_value(self, field):
        if field.type == 'many2one':
            records = self.env[field.comodel_name].search([], limit=1)
            return records.id or self.make(field.comodel_name).id
        return {'datetime': '2026-03-02 08:00:00', 'date': '2026-03-02', 'boolean': True}.get(field.type, 'x')

    def make(self, name):
        return {
            'sale.order': lambda: self.env['sale.order'].create({'partner_id': self.make_partner().id}),
            'bas.commercial.offer': lambda: self.env['bas.commercial.offer'].create({'order_id': self.make('sale.order').id}),
            'crm.lead': self.make_lead,
            'bas.lead.convert': lambda: self.env['bas.lead.convert'].create({'lead_id': self.make_lead().id}),
        }.get(name, lambda: self.env[name].create({}))()

    def get_buttons(self, model):
        return [name for name in dir(type(model))
                if name.startswith('action_') and not hasattr(models.TransientModel, name)]


@tagged('post_install', '-at_install')
class TestEmptyWizards(DialogCase):
    """A dialog without chosen records shows a message: each of our dialogs, each of its buttons."""

    def test_each_button_of_each_dialog(self):
        # Core would install an add-on, which no test can undo.
        self.startPatcher(patch.object(self.env.registry['account.chart.template'], 'try_loading', autospec=True))
        pressed = 0
        for model in self.get_dialogs():
            for button in self.get_buttons(model):
                with self.subTest(model=model._name, button=button), self.cr.savepoint() as point:
                    try:
                        getattr(model.create(self.fill(model)), button)()
                    except UserError as error:
                        self.assertTrue(error.args[0])
                    self.env.flush_all()
                    point.rollback()
                    pressed += 1
        self.assertGreater(pressed, 8)

    def test_dialogs_without_records_show_a_message(self):
        reason = self.env['bas.cancel.reason'].search([], limit=1)
        for model, values, button in (
                ('bas.offer.decline', {'reason': 'x'}, 'action_decline'),
                ('bas.event.move', {}, 'action_move'),
                ('bas.order.cancel', {'reason_id': reason.id}, 'action_cancel_orders'),
                ('sale.mass.cancel.orders', {}, 'action_mass_cancel')):
            with self.subTest(model=model), self.assertRaisesRegex(UserError, 'is chosen'):
                getattr(self.env[model].with_user(self.own).create(values), button)()

    def test_a_salesperson_can_give_the_first_discount(self):
        product = self.env['product.product'].create({'name': 'Стіл', 'list_price': 100, 'taxes_id': False})
        self.company.sale_discount_product_id = False
        order = self.env['sale.order'].with_user(self.own).create({
            'partner_id': self.make_partner().id, 'order_line': [(0, 0, {'product_id': product.id, 'tax_ids': False})]})
        for _first_and_next in range(2):
            self.env['sale.order.discount'].with_user(self.own).create({
                'sale_order_id': order.id, 'discount_type': 'amount', 'discount_amount': 10}).action_apply_discount()
        self.assertEqual(order.amount_untaxed, 80)
        self.assertTrue(self.company.sale_discount_product_id)
