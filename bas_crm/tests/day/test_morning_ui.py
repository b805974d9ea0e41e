from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import SQL

from ..common import DESK, PHONE, InvoicingCase


@tagged('post_install', '-at_install')
class TestMorningUi(InvoicingCase, HttpCase):
    """The owner looks at the morning, in Ukrainian, on a computer and on a phone, with sales rights only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env['res.company'].create({'name': 'ТОВ «Затишок»', 'currency_id': cls.env.ref('base.UAH').id})
        cls.env['account.chart.template'].try_loading('generic_coa', company, install_demo=False)
        company.currency_id = cls.env.ref('base.UAH')
        cls.chief = new_test_user(
            cls.env, 'kerivnyk', groups='sales_team.group_sale_salesman_all_leads', lang='uk_UA', tz='UTC', name='Ткачук Олена',
            email='tkachuk@example.com', company_id=company.id, company_ids=[Command.set(company.ids)])
        env = cls.env(context={**cls.env.context, 'allowed_company_ids': company.ids})
        env['crm.team'].create([
            {'name': name, 'company_id': company.id, 'member_ids': [Command.set(users)]}
            for name, users in (('Роздріб', cls.chief.ids), ('Опт', []))])
        partner = env['res.partner'].create({'name': 'ТОВ «Світанок»', 'user_id': cls.chief.id})
        invoice = env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': partner.id, 'invoice_date': fields.Date.today(),
            'invoice_user_id': cls.chief.id, 'company_id': company.id, 'invoice_line_ids': [
                Command.create({'name': 'Стіл', 'quantity': 1, 'price_unit': 1500, 'tax_ids': False})]})
        invoice.action_post()
        env['bas.event'].create({
            'subject': 'Заміри', 'user_id': cls.chief.id, 'start': '2026-01-05 08:00:00', 'company_id': company.id})
        cls.fill_tiles(env, partner)

    @classmethod
    def fill_tiles(cls, env, partner):
        """A document of each kind that the tiles open, none of which changes the debt."""
        now, mine = fields.Datetime.now(), {'user_id': cls.chief.id, 'company_id': env.company.id}
        paid = env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': partner.id, 'invoice_date': now.date(), 'company_id': env.company.id,
            'invoice_line_ids': [Command.create({'name': 'Стілець', 'quantity': 1, 'price_unit': 90, 'tax_ids': False})]})
        paid.action_post()
        env['account.payment.register'].with_context(active_model='account.move', active_ids=paid.ids).create(
            {'payment_date': now.date() - timedelta(days=1)})._create_payments()
        product = env['product.product'].create({'name': 'Стілець', 'list_price': 100, 'taxes_id': False})
        with freeze_time(now - timedelta(days=20)):
            orders = env['sale.order'].create([{'partner_id': partner.id, **mine, 'order_line': [
                Command.create({'product_id': product.id, 'product_uom_qty': 1})]} for __ in range(6)])
        with freeze_time(now - timedelta(days=20, hours=-2)):
            for order in orders[:4]:
                order.action_confirm()
        orders[0].date_order = now
        with freeze_time(now - timedelta(days=1)):
            orders[4].cancel_reason_id = env['bas.cancel.reason'].create({'name': 'Дорого'})
            orders[4]._action_cancel()
        orders[5].action_create_offer()
        orders[5].offer_ids._decide({'state': 'sent'})
        env.company.bas_answer_since = now - timedelta(days=30)
        lead = env['crm.lead'].create({'name': 'Потрібні столи', 'type': 'lead', **mine})
        env.flush_all()
        env.cr.execute(SQL("UPDATE crm_lead SET create_date = create_date - interval '10 days' WHERE id = %s", lead.id))

    def walk(self, size):
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour('/odoo/bas-morning?debug=0', 'bas_crm_morning', login='kerivnyk', timeout=180)
        self.assertEqual(self.chief.bas_morning_weekday, '0')

    def test_morning_at_a_desk(self):
        self.walk(DESK)

    def test_morning_on_a_phone(self):
        self.walk(PHONE)
