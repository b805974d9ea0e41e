from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import CrmCase

#: our fields that a portal customer may read on the own card, orders and invoices
PORTAL_FIELDS = {
    'res.partner': {
        'acquisition_source_id', 'bas_contract_ids', 'counterparty_type', 'email_warning', 'has_wrong_code', 'is_customer',
        'is_other_relation', 'is_supplier', 'legal_name', 'phone_search', 'signatory_basis', 'signatory_genitive',
        'signatory_name', 'signatory_position', 'tax_status', 'wrong_code_warning'},
    'sale.order': {
        'bas_is_empty', 'bas_payment_status', 'bas_subject', 'contract_id', 'goods_amount', 'has_open_offers',
        'has_variants_to_send', 'hours_total', 'is_fixed_by_signature', 'is_letter_due', 'is_print_due', 'main_offer_id',
        'materials_amount', 'offer_count', 'operation', 'paid_percent', 'performer_employee_ids', 'performer_ids',
        'share_total', 'shipped_percent', 'work_start', 'work_stop', 'works_amount'},
    'sale.order.line': {'is_material', 'work_kind'},
    'account.move': {'can_seller_post', 'contract_id', 'has_goods_issue', 'has_service_act', 'is_before_move'},
}


@tagged('post_install', '-at_install')
class TestAccess(CrmCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.env['bas.contract'].create({'partner_id': cls.make_partner().id, 'user_id': cls.own.id})
        cls.theirs = cls.env['bas.contract'].create({'partner_id': cls.make_partner(name='Інший').id, 'user_id': cls.other.id})
        cls.lead = cls.make_lead(user_id=cls.other.id, lead_contact_ids=[(0, 0, {'name': 'Ігор'})])
        second = cls.env['res.company'].create({'name': 'Друга фірма'})
        cls.abroad = cls.env['bas.contract'].create({
            'partner_id': cls.make_partner(name='Третій').id, 'company_id': second.id, 'user_id': False})

    def seen(self, user, model='bas.contract'):
        return self.env[model].with_user(user).search([])

    def test_contracts_by_role(self):
        for user, expected in ((self.own, self.mine), (self.all, self.mine | self.theirs), (self.head, self.mine | self.theirs)):
            self.assertEqual(self.seen(user) & (self.mine | self.theirs | self.abroad), expected, user.login)

    def test_accountants_read_all_contracts_and_change_none(self):
        template = self.env.ref('bas_crm.bas_contract_template_supply')
        self.theirs.template_id = template
        for group in ('account.group_account_readonly', 'account.group_account_invoice'):
            accountant = new_test_user(self.env, group.split('.')[1], groups=f'base.group_user,{group}')
            contract = self.theirs.with_user(accountant)
            self.assertEqual(contract.read(['missing_data', 'template_id'])[0]['template_id'][0], template.id)
            with self.assertRaises(AccessError):
                contract.write({'is_signed': True})

    def test_a_salesman_who_also_invoices_changes_own_contracts_only(self):
        self.own.group_ids |= self.env.ref('account.group_account_invoice')
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.own).write({'is_signed': True})
        self.mine.with_user(self.own).write({'is_signed': True})

    def test_templates_of_another_company_are_not_seen(self):
        foreign = self.env['bas.contract.template'].create({
            'name': 'Чужий', 'body': '<p>Текст</p>', 'company_id': self.abroad.company_id.id})
        for user in (self.own, self.all, self.head):
            self.assertNotIn(foreign, self.seen(user, 'bas.contract.template'))

    def test_contacts_of_leads_of_another_company_are_not_seen(self):
        lead = self.make_lead(company_id=self.abroad.company_id.id, user_id=False, team_id=False,
                              lead_contact_ids=[(0, 0, {'name': 'Ігор'})])
        for user in (self.own, self.all, self.head):
            self.assertNotIn(lead.lead_contact_ids, self.seen(user, 'bas.lead.contact'))

    def test_a_customer_on_the_portal_reads_his_order_under_a_contract(self):
        self.mine.state = 'active'
        self.mine.partner_id.main_contract_id = self.mine
        self.portal.partner_id.parent_id = self.mine.partner_id
        order = self.env['sale.order'].create({'partner_id': self.mine.partner_id.id})
        order.message_subscribe(self.portal.partner_id.ids)
        seen = order.with_user(self.portal).read(['name', 'amount_total'])
        self.assertEqual(seen[0]['name'], order.name)
        with self.assertRaises(AccessError):
            order.contract_id.with_user(self.portal).read(['name'])

    def test_our_fields_readable_on_the_portal(self):
        """Each field that we add to models readable by customers is either on this list or for employees only."""
        self.maxDiff = None
        for name, expected in PORTAL_FIELDS.items():
            model = self.env[name].with_user(self.portal)
            found = {field.name for field in model._fields.values()
                     if field._modules[:1] == ('bas_crm',) and model._has_field_access(field, 'read')}
            self.assertEqual(found, expected, name)

    def test_other_users_see_no_contracts(self):
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.seen(user)
            with self.assertRaises(AccessError):
                self.mine.with_user(user).read(['name'])

    def test_the_main_contract_is_visible_to_readers_of_contracts(self):
        partner = self.mine.partner_id
        partner.main_contract_id = self.mine
        self.assertEqual(partner.with_user(self.own).main_contract_id.id, self.mine.id)
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                partner.with_user(user).read(['main_contract_id'])
            self.assertFalse(self.env['res.partner'].with_user(user).fields_get(['main_contract_id']))
        self.clerk.group_ids += self.env.ref('base.group_partner_manager')
        self.assertFalse(partner.with_user(self.clerk).copy().sudo().main_contract_id)
        partner.with_user(self.clerk).name = 'Інакше'
        self.assertTrue(partner.with_user(self.clerk).get_views([(False, 'form')])['views']['form']['arch'])

    def test_own_user_may_not_touch_a_colleagues_contract(self):
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.own).write({'is_signed': True})
        self.mine.with_user(self.own).write({'is_signed': True})

    def test_managers_delete_own_drafts_only(self):
        with self.assertRaises(AccessError):
            self.theirs.with_user(self.own).unlink()
        draft = self.mine.copy({'user_id': self.own.id})
        self.mine.state = 'cancelled'
        with self.assertRaises(UserError):
            self.mine.with_user(self.own).unlink()
        draft.with_user(self.own).unlink()
        self.assertFalse(draft.exists())

    def test_only_administrators_delete_the_others_and_edit_templates(self):
        self.mine.state = 'cancelled'
        template = self.env['bas.contract.template'].search([], limit=1)
        with self.assertRaises(AccessError):
            template.with_user(self.all).write({'name': 'Mine'})
        template.with_user(self.head).write({'name': 'Mine'})
        self.mine.with_user(self.head).unlink()

    def test_contacts_have_the_access_of_their_lead(self):
        contacts = self.lead.lead_contact_ids
        self.assertFalse(self.seen(self.own, 'bas.lead.contact') & contacts)
        self.assertEqual(self.seen(self.all, 'bas.lead.contact') & contacts, contacts)
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.seen(user, 'bas.lead.contact')

    def test_a_colleagues_lead_cannot_be_converted(self):
        lead = self.make_lead(user_id=self.other.id, partner_name='ТОВ «Обрій»')
        with self.assertRaises(AccessError):
            lead.with_user(self.own).action_convert_to_customer()
        with self.assertRaises(AccessError):
            lead.with_user(self.clerk).action_convert_to_customer()
        lead.with_user(self.all).action_convert_to_customer()
        self.assertEqual(lead.decision, 'customer')

    def test_parts_of_documents_have_the_access_of_their_document(self):
        """Whose rules let read only some documents does not read the parts of all others."""
        checked, failures = set(), []
        performer = new_test_user(self.env, 'performer', groups='bas_crm.group_performer')
        for user in (self.own, self.all, self.head, self.clerk, performer):
            for parent, part in self.find_parts():
                documents, parts = (self.env[name].with_user(user) for name in (parent, part))
                if not parts.has_access('read'):
                    continue
                checked.add(part)
                if not documents.has_access('read'):
                    failures.append((user.login, part, 'the document is not read at all'))
                    continue
                rule, narrow = (self.env['ir.rule'].with_user(user)._compute_domain(name, 'read') for name in (part, parent))
                if self.has_rule_of_group(user, parent) and not self.has_rule_of_group(user, part) and not narrow.is_true():
                    failures.append((user.login, part, str(rule)))
        self.assertLessEqual({'bas.handover.line', 'bas.lead.contact', 'bas.commercial.offer.line'}, checked)
        self.assertFalse(failures)

    def find_parts(self):
        """:return: list of (model, model of its lines): lines are deleted with their document"""
        found = []
        for name in sorted(self.env.registry):
            for field in self.env[name]._fields.values():
                part = field.comodel_name if field.type == 'one2many' else ''
                if not part or not part.startswith('bas.') or part == name or self.env[name]._transient or not field.store:
                    continue
                inverse = self.env[part]._fields.get(field.inverse_name)
                if inverse and inverse.type == 'many2one' and inverse.ondelete == 'cascade':
                    found.append((name, part))
        return found

    def has_rule_of_group(self, user, model):
        """:return: bool: whether the rules of groups leave anything out for the user"""
        rules = self.env['ir.rule'].with_user(user)._get_rules(model, 'read').sudo().filtered('groups')
        return bool(rules) and not any(rule.domain_force.replace(' ', '') in ("[(1,'=',1)]", '[]') for rule in rules)
