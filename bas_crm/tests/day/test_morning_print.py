from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .test_morning import MorningCase


@tagged('post_install', '-at_install')
class TestMorningPrint(MorningCase):
    """The morning as a PDF: one page with the figures of the screen."""

    def test_one_page(self):
        self.make_firm_ukrainian()
        self.env = self.env(context={**self.env.context, 'lang': 'uk_UA'})
        pages, fonts = self.read_pages(self.render_pdf(
            'bas_crm.action_report_morning', self.env['bas.manager.report'], self.head))
        self.assertEqual((len(pages), fonts), (1, {'Roboto'}))
        text = ' '.join(pages[0].split())
        for words in ('Ранок', 'ТОВ «Затишок»', 'вівторок, 10 березня', '1 200', '1 700', '5 000', '4 000'):
            self.assertIn(words, text)

    def test_a_firm_with_much_to_show_fits_on_one_page(self):
        users = self.env['res.users'].with_context(no_reset_password=True).create([
            {'name': f'Менеджер із доволі довгим ім’ям {number}', 'login': f'mgr{number}'} for number in range(8)])
        for user in users:
            self.make_event(user_id=user.id)
            self.make_order('2026-03-02', user=user, partner=self.make_partner(name=user.name, user_id=user.id))
        for number in range(6):
            order = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.own.id, 'order_line': [
                Command.create({'product_id': self.product.id, 'product_uom_qty': 1000})]})
            order.cancel_reason_id = self.env['bas.cancel.reason'].create({'name': f'Причина з доволі довгою назвою {number}'})
            with freeze_time('2026-03-09 10:00:00'):
                order._action_cancel()
        plan = self.env['bas.sales.plan'].create({
            'period': 'month', 'date_from': '2026-03-01', 'dimension': 'manager', 'granularity': 'month'})
        self.env['bas.sales.plan.line'].create({
            'plan_id': plan.id, 'date': plan.date_from, 'user_id': self.own.id, 'amount': 9_000_000})
        plan.action_approve()
        pages, __ = self.read_pages(self.render_pdf(
            'bas_crm.action_report_morning', self.env['bas.manager.report'], self.head))
        self.assertEqual(len(pages), 1)
