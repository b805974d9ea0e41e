from odoo.tests import tagged

from .test_work_order import WorkOrderCase


@tagged('post_install', '-at_install')
class TestWorkOrderPrint(WorkOrderCase):
    """The print of a work order, which both parties sign."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref('base.ua')
        cls.env.user.tz = cls.own.tz = 'Europe/Kyiv'
        cls.partner.write({'company_registry': '41905628', 'street': 'вул. Садова, 5', 'city': 'Львів'})

    def read_pdf(self, order):
        pages, _families = self.read_pages(self.render_pdf('bas_crm.action_report_work_order', order, self.own))
        return ' '.join(' '.join(pages).split())

    def test_all_that_was_agreed(self):
        tax = self.env['account.tax'].create({'name': 'ПДВ 20 %', 'amount': 20, 'price_include_override': 'tax_excluded'})
        self.first.job_title = 'Майстер'
        order = self.make_order(
            {'employee_id': self.first.id, 'hours': 2.5}, {'employee_id': self.second.id},
            lines=[(self.mounting, 4), (self.travel, 1), (self.cornice, 2), (self.dowel, 8)],
            work_start='2026-03-04 07:00:00', work_stop='2026-03-05 10:30:00')
        order.order_line.tax_ids = tax
        order.order_line[3].write({'is_material': True, 'price_unit': 1.25})
        order.order_line[0].discount = 10
        text = self.read_pdf(order)
        for words in (
                f'Замовлення-наряд № {order.name} від 2 березня 2026 р.',
                'ТОВ «Світанок»', '41905628', 'вул. Садова, 5', self.company.name,
                'Прийнято: 2 березня 2026 р.', '04.03.2026 09:00', '05.03.2026 12:30',
                'Монтаж карниза', 'Виїзд', 'Карниз', 'Дюбель', 'Матеріали', 'Товари',
                '1 800,00', '180,00', '1 620,00', 'Роботи (послуги) — 1 720,00',
                '2 400,00', '10,00', '4 130,00', '826,00', '4 956,00',
                'Василь Гончар, Майстер', '02:30', 'Петро Лисенко',
                'Перелічені вище роботи виконано (послуги надано) повністю та вчасно.',
                'Замовник не має претензій щодо обсягу, якості та строків виконання робіт (надання послуг).'):
            self.assertIn(words, text)

    def test_only_what_there_is(self):
        text = self.read_pdf(self.make_order())
        self.assertIn('Монтаж карниза', text)
        self.assertIn('1 800,00', text)
        for words in ('Товари —', 'Матеріали', 'Виконавці', 'Початок робіт', 'Сума ПДВ'):
            self.assertNotIn(words, text)

    def test_amounts_of_performers_are_not_printed(self):
        order = self.make_order({'employee_id': self.first.id, 'share': 71.43}, {'employee_id': self.second.id})
        text = self.read_pdf(order)
        self.assertNotIn('71,43', text)
        self.assertNotIn('1 285,74', text)

    def test_the_menu_offers_it_for_work_orders_only(self):
        report = self.env.ref('bas_crm.action_report_work_order')
        sale = self.env['sale.order'].create({'partner_id': self.partner.id})
        self.assertIn(report.id, report.get_valid_action_reports('sale.order', self.make_order().ids))
        self.assertNotIn(report.id, report.get_valid_action_reports('sale.order', sale.ids))
