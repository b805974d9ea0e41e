from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .test_morning import MorningCase


@tagged('post_install', '-at_install')
class TestMorningCurrencies(MorningCase):
    """Rates of a firm that counts them from another currency than its own: a euro is 1, a hryvnia 50, a dollar 1.25."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro, cls.dollar = cls.env.ref('base.EUR'), cls.env.ref('base.USD')
        (cls.euro | cls.dollar).active = True
        cls.env['res.currency.rate'].search([]).unlink()
        cls.env['res.currency.rate'].create([
            {'currency_id': currency.id, 'rate': rate, 'name': '2026-01-01', 'company_id': False}
            for currency, rate in ((cls.euro, 1), (cls.company.currency_id, 50), (cls.dollar, 1.25))])

    def send_offer(self, price):
        order = self.env['sale.order'].create({
            'partner_id': self.partner.id, 'user_id': self.own.id, 'pricelist_id': self.env['product.pricelist'].create({
                'name': '$', 'currency_id': self.dollar.id}).id,
            'order_line': [Command.create({'product_id': self.product.id, 'price_unit': price, 'tax_ids': False})]})
        order.action_create_offer()
        order.offer_ids._decide({'state': 'sent'})
        return order.offer_ids

    def test_an_offer_has_the_same_sum_here_and_on_my_day(self):
        offer = self.send_offer(100)
        self.assertEqual(offer.currency_id, self.dollar)
        self.assertEqual([figure['figure'] for figure in self.get_tile('offers')['figures']], [1, 4000])
        with freeze_time('2026-03-12 07:00:00'):
            self.env['res.currency.rate'].create({
                'currency_id': self.dollar.id, 'rate': 1, 'name': '2026-03-11', 'company_id': False})
            self.assertEqual([figure['figure'] for figure in self.get_tile('offers')['figures']], [1, 4000])
            row = self.env['bas.agenda'].with_user(self.head).search([('offer_id', '=', offer.id)])
            self.assertEqual(row.amount, 4000, 'at the rate of its own day')

    def test_debts_of_two_companies(self):
        second = self.env['res.company'].create({'name': 'Друга', 'currency_id': self.euro.id})
        self.env['account.chart.template'].try_loading('generic_coa', second, install_demo=False)
        second.currency_id = self.euro
        self.head.company_ids += second
        env = self.env(context={**self.env.context, 'allowed_company_ids': second.ids})
        env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': self.make_partner(name='GmbH', user_id=self.own.id).id,
            'invoice_date': '2026-03-02', 'invoice_date_due': '2026-03-02', 'invoice_payment_term_id': False,
            'invoice_user_id': self.own.id, 'company_id': second.id, 'currency_id': self.euro.id, 'invoice_line_ids': [
                Command.create({'name': 'Tisch', 'quantity': 1, 'price_unit': 10, 'tax_ids': False})]}).action_post()
        both = {'allowed_company_ids': [self.company.id, second.id]}
        self.assertEqual(self.get_tile('debt', **both)['figures'][0]['figure'], 4000 + 10 * 50)
        self.assertEqual(self.get_tile('revenue', **both)['figures'][0]['figure'], 5000 + 10 * 50)
