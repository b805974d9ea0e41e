from odoo.tests import tagged

from .common_plan_fact import PlanFactCase


@tagged('post_install', '-at_install')
class TestPlanFactPrint(PlanFactCase):
    """The page that a head of sales puts on the table, read back from the PDF. Today is 10 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref('base.UAH').active = True
        cls.company.currency_id = cls.env.ref('base.UAH')
        cls.company.write({'name': 'ТОВ «Затишок»', 'country_id': cls.env.ref('base.ua').id})
        cls.own.name = 'Мельник Ірина'
        cls.company.resource_calendar_id = cls.env['resource.calendar'].create({
            'name': 'П’ять днів', 'tz': 'Europe/Kyiv', 'company_id': cls.company.id})

    def print_plan(self, plan, user=None):
        pages, fonts = self.read_pages(self.render_pdf('bas_crm.action_report_plan_fact', plan, user))
        self.assertEqual(fonts, {'Roboto'})
        return pages

    def test_page(self):
        plan = self.make_plan(
            self.plan_product(self.table, 10, 1000), self.plan_product(self.chair, 20, 250), user_id=self.own.id)
        self.sell(self.table, 4, 1100)
        self.sell(self.lamp, 1, 800)
        page, = self.print_plan(plan, self.head)
        lines = {line.split('  ')[0].strip(): ' '.join(line.split()) for line in page.splitlines() if line.strip()}
        text = ' '.join(page.split())
        self.assertIn('План-фактний аналіз продажів: березень 2026', text)
        self.assertIn('ТОВ «Затишок»', text)
        self.assertIn('станом на 10 березня 2026', text)
        # 15 000 planned, 5 200 sold in 10 of 31 days, 9 800 missing over 16 working days
        for figure in ('15 000,00', '5 200,00', '-9 800,00', '34,7 %', '16 120,00', '107,5 %', '612,50'):
            self.assertIn(figure, text)
        # volume −6 · 1 000 − 20 · 250, price 4 · 100, unplanned 800
        self.assertEqual(lines['Обсяг'], 'Обсяг −11 000,00')
        self.assertEqual(lines['Ціна'], 'Ціна +400,00')
        self.assertEqual(lines['Стіл'], 'Стіл 10 4 -6 -60,0 % 10 000,00 4 400,00 -5 600,00 -56,0 % 13 640,00')
        self.assertEqual(lines['Стілець'], 'Стілець 20 0 -20 -100,0 % 5 000,00 0,00 -5 000,00 -100,0 % 0,00')
        self.assertEqual(lines['Поза планом'], 'Поза планом 0 1 1 0,00 800,00 800,00 2 480,00')
        self.assertEqual(lines['Разом'], 'Разом 30 5 -25 -83,3 % 15 000,00 5 200,00 -9 800,00 -65,3 % 16 120,00')
        self.assertNotRegex(text, r'[A-Za-z]{3,}')

    def test_by_manager(self):
        """No quantities: the gap has two parts, rows have names."""
        plan = self.make_plan({'user_id': self.own.id, 'amount': 3000}, {'amount': 500}, dimension='manager')
        self.sell(self.table, 1, 1000)
        self.sell(self.table, 1, 8, invoice_user_id=self.other.id)
        page, = self.print_plan(plan)
        for text in ('Мельник Ірина', 'Без менеджера', 'Рядки плану', 'Поза планом', '1 008,00'):
            self.assertIn(text, page)

    def test_order_of_somebody_else_in_an_own_plan(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.other.id})
        plan = self.make_plan(
            self.plan_product(self.table, 1, 1000, order_id=order.id), by_order=True, user_id=self.own.id)
        name = order.name
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn(name, plan.with_user(self.own)._get_print_rows()[0]['title'])

    def test_many_rows_break_over_pages(self):
        products = self.env['product.product'].create([{'name': f'Товар {number:03}'} for number in range(90)])
        plan = self.make_plan(*(self.plan_product(product, 1, 100 + number) for number, product in enumerate(products)))
        pages = self.print_plan(plan)
        self.assertGreater(len(pages), 2)
        self.assertIn('Інші позиції: 71', pages[0])
        self.assertTrue(all('Номенклатура' in page for page in pages[1:]))
        self.assertIn('Товар 000', ' '.join(pages))
        self.assertRegex(pages[-1], r'Разом')

    def test_plan_to_come_has_no_forecast(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000), date_from='2026-04-01')
        page, = self.print_plan(plan)
        self.assertNotIn('прогноз', page.lower())
