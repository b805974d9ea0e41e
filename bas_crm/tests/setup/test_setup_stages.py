from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_setup_cards import SetupCase


@tagged('post_install', '-at_install')
class TestSetupStages(SetupCase):
    """Ready sets of types and stages."""

    def get_types(self, company=None):
        types = self.env['bas.order.type'].with_context(lang='uk_UA')
        return types.search([('company_id', '=', company.id)]) if company else self.setup._get_types()

    def apply(self, stage_set, user=None):
        self.open_dialog('stages', user or self.head, stage_set=stage_set).action_apply()

    def make_company_new(self):
        """A company that has no orders yet, of its own people."""
        number = self.env['res.company'].search_count([])
        company = self.env['res.company'].create({'name': f'ФОП Кравець {number}', 'country_id': self.env.ref('base.ua').id})
        self.head.company_ids += company
        return self.by(self.head).with_company(company).env

    def test_each_set_is_applied_and_recognised(self):
        self.env['sale.order'].search([]).unlink()
        for stage_set, name, path in (
                ('services', 'Послуги', [
                    'Заявка', 'Пропозицію надіслано', 'Договір укладено', 'Надається', 'Акт підписано', 'Оплачено']),
                ('made_to_order', 'Виготовлення', [
                    'Заявка', 'Замір і розрахунок', 'Пропозицію надіслано', 'Узгоджено, аванс', 'У виробництві', 'Готово',
                    'Доставлено', 'Виконано'])):
            env = self.make_company_new()
            dialog = env['bas.setup.stages'].create({'stage_set': stage_set})
            self.assertIn(' → '.join(path), dialog.content)
            dialog.action_apply()
            types = self.get_types(env.company)
            self.assertEqual(types.mapped('name'), [name, 'Роботи'])
            self.assertEqual(types[0]._get_path().mapped('name'), path)
            self.assertEqual(env['bas.setup']._get_current_set(), stage_set)
            self.assertEqual(env['bas.order.type']._get_default(env.company), types[0])
            # Applied again, nothing is added.
            dialog.action_apply()
            self.assertEqual(self.get_types(env.company), types)

    def test_types_that_the_set_does_not_have_are_archived_and_come_back(self):
        env = self.make_company_new()
        setup = env['bas.setup']
        setup._apply_set('services')
        services = self.get_types(env.company)[0]
        setup._apply_set('trade')
        self.assertEqual(self.get_types(env.company).mapped('name'), ['Продажі'])
        self.assertFalse(services.active)
        setup._apply_set('services')
        self.assertTrue(services.active)
        self.assertEqual(len(self.get_types(env.company)), 2)

    def test_types_of_other_companies_are_left_alone(self):
        shared = self.env['bas.order.type'].search([('company_id', '=', False)])
        self.make_company_new()['bas.setup']._apply_set('made_to_order')
        self.assertEqual(self.env['bas.order.type'].search([('company_id', '=', False)]), shared)

    def test_orders_keep_the_stages_and_the_reason_is_told(self):
        self.env['sale.order'].create({'partner_id': self.make_partner().id})
        self.assertIn('У компанії є замовлення', self.get_card('stages', self.head)['notes'][0])
        with self.assertRaisesRegex(UserError, 'готовий набір не замінить'):
            self.open_dialog('stages', stage_set='services').action_apply()

    def test_a_new_order_goes_through_the_set(self):
        env = self.make_company_new()
        env['bas.setup']._apply_set('made_to_order')
        partner = self.make_partner()
        order = self.env['sale.order'].with_company(env.company).create({
            'partner_id': partner.id, 'company_id': env.company.id,
            'order_line': [(0, 0, {'product_id': self.env['product.product'].create({'name': 'Кухня'}).id})]})
        self.assertEqual(order.with_context(lang='uk_UA').stage_id.name, 'Заявка')
        order.action_confirm()
        self.assertEqual(order.with_context(lang='uk_UA').stage_id.name, 'Узгоджено, аванс')
