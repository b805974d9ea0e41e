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
        pages, __ = self.read_pages(self.render_pdf(
            'bas_crm.action_report_morning', self.env['bas.manager.report'], self.head))
        self.assertEqual(len(pages), 1)
