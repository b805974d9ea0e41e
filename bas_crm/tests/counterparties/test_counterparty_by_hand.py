from odoo.tests import Form, new_test_user, tagged

from ..common import CrmCase

#: context of the menu «Counterparties»
LIST = {'default_is_company': True, 'default_is_customer': True}


@tagged('post_install', '-at_install')
class TestCounterpartyByHand(CrmCase):
    """A counterparty created by a salesperson gets a manager, country and main contract, like one converted from a lead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref('base.ua')
        cls.company.bas_create_main_contract = True

    def partners(self, user=None, **context):
        return self.env['res.partner'].with_user(user or self.own).with_context(**context)

    def enter(self, user=None, **values):
        form = Form(self.partners(user, **LIST), 'base.view_partner_form')
        form.name = 'ТОВ «Обрій»'
        for name, value in values.items():
            form[name] = value
        return form.save()

    def test_created_in_the_list_of_counterparties(self):
        partner = self.enter()
        self.assertEqual((partner.user_id, partner.country_id.code), (self.own, 'UA'))
        contract = partner.main_contract_id
        self.assertEqual((contract.state, contract.user_id, contract.partner_id), ('active', self.own, partner))
        order = Form(self.env['sale.order'].with_user(self.own))
        order.partner_id = partner
        self.assertEqual(order.contract_id, contract)

    def test_chosen_values_take_priority(self):
        poland = self.env.ref('base.pl')
        partner = self.enter(user_id=self.other, country_id=poland)
        self.assertEqual((partner.user_id, partner.country_id), (self.other, poland))
        self.assertEqual(partner.sudo().main_contract_id.user_id, self.other)

    def test_where_the_company_wants_no_contracts(self):
        self.company.bas_create_main_contract = False
        self.assertFalse(self.enter().main_contract_id)

    def test_a_supplier_has_no_contract_with_a_customer(self):
        partner = self.enter(is_customer=False, is_supplier=True)
        self.assertFalse(partner.bas_contract_ids)
        self.assertEqual(partner.user_id, self.own)

    def test_contact_persons_have_no_main_contract(self):
        form = Form(self.partners(**LIST), 'base.view_partner_form')
        form.name = 'ТОВ «Обрій»'
        with form.child_ids.new() as person:
            person.name = 'Олена Гнатюк'
        partner = form.save()
        self.assertEqual(partner.bas_contract_ids.partner_id, partner)
        person = self.partners(**LIST).create({'name': 'Ігор', 'parent_id': partner.id})
        self.assertEqual(self.env['bas.contract'].search_count([('partner_id', 'in', (partner | person).ids)]), 1)

    def test_typed_into_an_order_or_made_from_an_event(self):
        typed = self.partners(res_partner_search_mode='customer').name_create('Олена Гнатюк')[0]
        typed = self.env['res.partner'].browse(typed)
        self.assertEqual((typed.user_id, typed.country_id.code, typed.main_contract_id.state), (self.own, 'UA', 'active'))
        event = self.make_event(participant_ids=[(0, 0, {'name': 'Ігор Лис', 'how_to_contact': '0671234567'})])
        action = event.with_user(self.own).action_create_counterparty()
        form = Form(self.partners(**action['context']), 'base.view_partner_form')
        partner = form.save()
        self.assertEqual((partner.name, partner.user_id, event.partner_id), ('Ігор Лис', self.own, partner))
        self.assertNotEqual(partner.main_contract_id.name, 'Ігор Лис')
        self.assertTrue(partner.main_contract_id)

    def test_counterparties_created_otherwise_have_no_main_contract(self):
        """Users, the program, imports, e-mail, another module, an employee without sales rights."""
        made = [
            self.partners(self.clerk.env.user, **LIST).with_user(new_test_user(
                self.env, 'keeper', groups='base.group_partner_manager')).create({'name': 'ТОВ «Перше»'}),
            self.partners().create({'name': 'ТОВ «Друге»'}),
            self.env['res.partner'].with_context(**LIST).sudo().create({'name': 'ТОВ «Третє»'}),
            self.partners(**LIST, import_file=True).create({'name': 'ТОВ «Четверте»'}),
            new_test_user(self.env, 'newcomer', groups='base.group_user').partner_id,
            self.make_employee(name='Тарас').work_contact_id,
        ]
        for partner in self.env['res.partner'].union(*made):
            self.assertFalse(partner.bas_contract_ids, partner.name)
            self.assertFalse(partner.user_id, partner.name)
        ids = self.partners(**LIST, import_file=True).load(['name', 'is_customer'], [['ТОВ «З файлу»', '1']])['ids']
        self.assertFalse(self.env['res.partner'].browse(ids).bas_contract_ids)

    def test_a_conversion_makes_one_contract(self):
        lead = self.make_lead(partner_name='ТОВ «Захід»')
        counterparty = lead.with_user(self.own).with_context(**LIST)._convert_to_customer()
        self.assertEqual(len(counterparty.bas_contract_ids), 1)

    def test_create_from_the_card(self):
        partner = self.enter()
        person = self.env['res.partner'].create({'name': 'Олена', 'parent_id': partner.id})
        for card in (partner, person):
            own = card.with_user(self.own)
            for method, field in (('action_new_order', 'partner_id'), ('action_new_event', 'partner_id'),
                                  ('action_new_contract', 'partner_id'), ('action_new_task', 'line_ids')):
                action = getattr(own, method)()
                self.assertEqual(action['views'], [(False, 'form')])
                self.assertFalse(action.get('res_id'))
                document = Form(self.env[action['res_model']].with_user(self.own).with_context(**action['context']))
                if field == 'line_ids':
                    with document.line_ids.edit(0) as line:
                        self.assertEqual(line.partner_id, card)
                else:
                    expected = partner if method == 'action_new_contract' else card
                    self.assertEqual(document[field], expected, method)
