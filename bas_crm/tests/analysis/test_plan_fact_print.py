from odoo.tests import tagged

from ..common_plan_fact import PlanFactCase


@tagged('post_install', '-at_install')
class TestPlanFactPrint(PlanFactCase):
    """The plan-fact print, read from the PDF. Today is 10 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_firm_ukrainian()
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

    def test_many_rows_are_one_page(self):
        """Ninety products of 100, 101 … 189, names that would take three lines, a long head: those that miss most stand there,
        and the rest in one row."""
        self.company.name = 'Товариство з обмеженою відповідальністю «Українська меблева компанія „Затишок та партнери“»'
        self.own.name = 'Константинопольська-Заболоцька Олександра Володимирівна'
        products = self.env['product.product'].create([{
            'name': f'Товар {number:03} дубовий розкладний з тумбою та дзеркалом «Президент» 1800×900', 'taxes_id': False,
            'type': 'service'} for number in range(90)])
        team = self.env['crm.team'].create({'name': 'Відділ корпоративних продажів і ключових покупців'})
        plan = self.make_plan(
            *(self.plan_product(product, 1, 100 + number) for number, product in enumerate(products)), user_id=self.own.id,
            team_id=team.id)
        for product, quantity, price in ((products[89], 1, 189), (products[0], 3, 1000), (self.lamp, 1, 800)):
            self.sell(product, quantity, price, team_id=team.id)
        page, = self.print_plan(plan)
        lines = [' '.join(line.split()) for line in page.splitlines() if line.strip()]
        self.assertIn('План і факт: найбільші відхилення', lines)
        # seven products and the rest: 101 … 182, and nothing of the one that was sold as planned
        self.assertIn('Інша номенклатура: 83 −11 603,00 — — — — −11 603,00', lines)
        table = lines[lines.index('План і факт: найбільші відхилення') + 1:]
        # most of all the first, of which more was sold; then 75 … 88, as far as there is room
        self.assertEqual([line[:9] for line in table if line.startswith('Товар')], [
            'Товар 000', *(f'Товар {number:03}' for number in range(88, 75, -1))])
        self.assertRegex(next(line for line in table if line.startswith('Товар 000')), r'1 3 2 .* 100,00 3 000,00 2 900,00')
        # 101 … 175 and 189, which was sold as planned
        self.assertIn('Інші (76) 76 1 -75 -98,7 % 10 539,00 189,00 -10 350,00 -98,2 % 585,90', table)
        self.assertIn('Поза планом 0 1 1 0,00 800,00 800,00 2 480,00', table)
        self.assertIn('Разом 90 5 -85 -94,4 % 13 005,00 3 989,00 -9 016,00 -69,3 % 12 365,90', table)

    def test_sums_of_many_rows_are_one_page(self):
        products = self.env['product.product'].create([{'name': f'Товар {number:03}'} for number in range(200)])
        plan = self.make_plan(*({'product_tmpl_id': product.product_tmpl_id.id, 'amount': 100 + number} for number, product in
                                enumerate(products)), by_quantity=False)
        self.sell(self.lamp, 1, 800)
        page, = self.print_plan(plan)
        self.assertRegex(' '.join(page.split()), r'Товар 173 273,00 .* Інші \(173\) 32 178,00 .* Разом 39 900,00 800,00')

    def test_as_many_rows_as_there_is_room_for_stand_by_their_plan(self):
        plan = self.make_plan(*(self.plan_product(product, 1, price) for product, price in (
            (self.chair, 100), (self.table, 300), (self.lamp, 200))))
        self.sell(self.chair, 1, 900)
        rows = plan._get_print_rows()
        self.assertEqual([(row['title'], row['kind']) for row in rows], [
            ('Стіл', 'row'), ('Лампа', 'row'), ('Стілець', 'row'), ('Total', 'total')])

    def test_plan_to_come_has_no_forecast(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000), date_from='2026-04-01')
        page, = self.print_plan(plan)
        self.assertNotIn('прогноз', page.lower())
