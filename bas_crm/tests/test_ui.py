from odoo.tests import HttpCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestUi(HttpCase):
    """The main chain as a manager walks it, in Ukrainian, at a desk and on a phone."""

    def walk(self, size):
        user = new_test_user(self.env, 'menedzher', groups='sales_team.group_sale_salesman', lang='uk_UA')
        user.company_id.bas_contract_template_id = self.env.ref('bas_crm.bas_contract_template_supply')
        self.browser_size = size
        self.start_tour('/odoo/bas-leads?debug=0', 'bas_crm_lead_to_order', login='menedzher', timeout=120)
        lead = self.env['crm.lead'].search([('name', '=', 'Столи для кафе'), ('user_id', '=', user.id)])
        self.assertEqual(lead.decision, 'order')
        order = lead.order_ids
        self.assertEqual(order.partner_id.name, 'ТОВ «Кав’ярня»')
        self.assertEqual(order.partner_id.counterparty_type, 'legal_entity')
        self.assertEqual(order.contract_id, order.partner_id.main_contract_id)
        self.assertIn('ТОВ «Кав’ярня»', order.contract_id.body)

    def test_lead_to_order_at_a_desk(self):
        self.walk('1400x900')

    def test_lead_to_order_on_a_phone(self):
        self.browser_touch_enabled = True
        self.walk('375x812')
