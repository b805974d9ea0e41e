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

    def fill_tiles(self):
        """More managers, stages and reasons than a tile has lines, and a plan."""
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

    def test_a_firm_with_much_to_show_fits_on_one_page(self):
        self.fill_tiles()
        pages, __ = self.read_pages(self.render_pdf(
            'bas_crm.action_report_morning', self.env['bas.manager.report'], self.head))
        self.assertEqual(len(pages), 1)

    def test_the_rows_of_a_tile_add_up(self):
        """What does not fit is one more row, on the screen and on paper."""
        self.fill_tiles()
        page = self.env['bas.morning'].with_user(self.head).get_tiles()
        printed = self.env['report.bas_crm.report_morning'].with_user(self.head)._get_report_values([])['tiles']
        shown = {}
        for tile, paper in zip(page['tiles'], printed, strict=True):
            if tile['rest_label']:
                figure = tile['figures'][0]['figure']
                shown[tile['key']] = (len(tile['lines']), len(paper['lines']))
                self.assertEqual(sum(line['figure'] for line in tile['lines']), figure, tile['key'])
                self.assertEqual(sum(self.read_number(line['text']) for line in paper['lines']), figure, tile['key'])
        self.assertEqual(shown, {
            'standing': (0, 0), 'unanswered': (0, 0), 'steps': (5, 4), 'losses': (5, 4), 'customers': (5, 4)})
        plan = next(tile for tile in printed if tile['title'] == 'Revenue and Plan')
        self.assertEqual(plan['lines'][-1]['label'], 'Expected Completion')

    def read_number(self, text):
        return int(''.join(char for char in text.split('.')[0] if char.isdigit()))
