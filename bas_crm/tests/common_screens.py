"""A firm with one document of each kind, for tests that open all screens."""
from freezegun import freeze_time

from odoo.tests import new_test_user

from .common import InvoicingCase
from .screens import Screens

SELLER = 'sales_team.group_sale_salesman'

ACCOUNTS = ('account.group_account_readonly', 'account.group_account_invoice')

#: role → its groups, and the roots of menus that it walks through: ours, and those of core where it has no other
ROLES = {
    'own': ([SELLER], ['bas_crm.root_menu']),
    'seller2': ([SELLER], ['bas_crm.root_menu']),
    'all': (['sales_team.group_sale_salesman_all_leads'], ['bas_crm.root_menu']),
    'head': (['sales_team.group_sale_manager'], ['bas_crm.root_menu']),
    'performer': (['bas_crm.group_performer'], ['bas_crm.root_menu', 'contacts.menu_contacts', 'calendar.mail_menu_calendar']),
    'both': (['bas_crm.group_performer', SELLER], ['bas_crm.root_menu']),
    'accountant': (['account.group_account_user'], ['account.menu_finance']),
    'invoicing': (['account.group_account_invoice'], ['account.menu_finance']),
    'clerk': (['base.group_user'], ['contacts.menu_contacts', 'calendar.mail_menu_calendar']),
}

#: what core itself offers and refuses, without us as with us: part of the place → why
CORE = {
    'res.partner.bank [form] read': "hr's form of a bank account asks plain users for employees",
    'payment.method': "payment shows its methods to accountants, and its providers to administrators only",
    'product.document [filter': "sale filters documents of products by a field of salespeople",
    '[search field journal_group_id]': "account's lists offer groups of journals, which only accountants may read",
    '[search field reconcile_model_id]': "account's list of journal items offers models of reconciliation to everybody",
    'calendar.event [search field opportunity_id]': "crm's calendar offers opportunities to employees without access to them",
    'sale.order [form] choose in opportunity_id': "sale_crm offers opportunities to accountants without access to them",
    'account.journal [form] button': "account's journals offer accountants the settings of the database",
}


class ScreensCase(InvoicingCase):
    """A firm with documents of each kind, of two managers and a performer, in all states."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time('2026-03-10 10:00:00')
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.users = {
            role: getattr(cls, role, None) or new_test_user(cls.env, role, groups=','.join(groups))
            for role, (groups, _roots) in ROLES.items()}
        cls.product = cls.env['product.product'].create({
            'name': 'Стіл', 'list_price': 100, 'standard_price': 60, 'taxes_id': False, 'invoice_policy': 'order'})
        cls.partner = cls.make_partner(email='svitanok@example.com', is_customer=True)
        cls.worker = cls.make_employee('Петро Лисенко', cls.users['performer'])
        cls.second_worker = cls.make_employee('Іван Коваль', cls.users['both'])
        cls.env['bas.employee.calendar'].search([]).sudo().is_shared = True
        cls.orders = cls.env['sale.order']
        for role in ('own', 'both', 'other'):
            cls.make_chain(getattr(cls, role, None) or cls.users[role])
        cls.make_plans()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def make_chain(cls, user):
        lead = cls.make_lead(user_id=user.id, partner_name='ТОВ «Обрій»', phone='+380671234567')
        cls.make_lead(user_id=user.id, contact_name='Олена', email_from=f'{user.login}@example.com')._convert_to_customer()
        contract = cls.env['bas.contract'].create({'partner_id': cls.partner.id, 'user_id': user.id})
        contract.action_activate()
        cls.env['bas.contract'].create({'partner_id': cls.partner.id, 'user_id': user.id})
        event = cls.make_event(user_id=user.id, partner_id=cls.partner.id, lead_id=lead.id)
        cls.make_event(user_id=user.id, partner_id=cls.partner.id, start='2026-03-01 08:00:00').action_done()
        for worker in (cls.worker, cls.second_worker):
            cls.make_task(worker, {'partner_id': cls.partner.id, 'description': 'Замір'}, user_id=user.id, event_id=event.id)
        cls.make_task(cls.worker, user_id=user.id, operation='internal').action_done()
        cls.make_orders(user, contract)

    @classmethod
    def make_orders(cls, user, contract):
        draft, offered, billed, paid, cancelled, work = (cls.make_order(user, contract, **values) for values in (
            {}, {}, {}, {}, {}, {'order_type_id': cls.env.ref('bas_crm.bas_order_type_work').id, 'performer_ids': [
                (0, 0, {'employee_id': cls.worker.id, 'hours': 2})]}))
        offered.action_create_offer()
        offered.action_create_offer()
        offered.offer_ids[1].action_mark_sent()
        cancelled._action_cancel()
        (billed | paid | work).action_confirm()
        for order in billed | paid | work:
            invoice = order._create_invoices()
            invoice.invoice_date = '2026-03-10'
            if order == paid:
                invoice.action_post()
                cls.env['account.payment.register'].with_context(
                    active_model='account.move', active_ids=invoice.ids).create({})._create_payments()
            elif order == work:
                invoice.action_post()
        cls.orders |= draft | offered | billed | paid | cancelled | work

    @classmethod
    def make_order(cls, user, contract, **values):
        return cls.env['sale.order'].create({
            'partner_id': cls.partner.id, 'user_id': user.id, 'contract_id': contract.id,
            'order_line': [(0, 0, {'product_id': cls.product.id, 'product_uom_qty': 4})], **values})

    @classmethod
    def make_plans(cls):
        """For all by managers, of one manager by products, and a draft."""
        Plan, march = cls.env['bas.sales.plan'], {'period': 'month', 'date_from': '2026-03-01'}
        plans = Plan.create([{**march, 'dimension': 'manager'}, {**march, 'dimension': 'product', 'user_id': cls.own.id},
                             {**march, 'dimension': 'product', 'user_id': cls.own.id}])
        Plan.create({**march, 'dimension': 'product', 'user_id': cls.other.id})
        cls.env['bas.sales.plan.line'].create([
            {'plan_id': plans[0].id, 'date': '2026-03-01', 'user_id': user.id, 'amount': amount}
            for user, amount in ((cls.own, 5000), (cls.other, 7000))] + [
            {'plan_id': plan.id, 'date': '2026-03-01', 'product_tmpl_id': cls.product.product_tmpl_id.id, 'quantity': 10,
             'price_unit': 100} for plan in plans[1:]])
        plans[:2].action_approve()
        cls.firms_plan = plans[0]

    def walk(self, role):
        """Open every menu of the role, every view, every record on its form, every visible button."""
        screens = Screens(self.env, self.users[role], {'res.partner': self.partner})
        for root in ROLES[role][1]:
            for menu in screens.get_menus(self.env.ref(root)):
                screens.open_menu(menu)
        errors = [f"{place}\n    {error}" for place, error in screens.errors if not any(part in place for part in CORE)]
        if errors:
            self.fail(f"{role}:\n" + "\n".join(errors))
        return screens
