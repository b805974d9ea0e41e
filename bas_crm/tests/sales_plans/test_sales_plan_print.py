from freezegun import freeze_time

from odoo.tests import tagged

from ..common_plan import PlanCase


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanPrint(PlanCase):
    """The print of a plan, also of a draft, read from the PDF."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_firm_ukrainian()

    def print_plan(self, plan, user=None):
        """:return: list of the pages' texts, every space once"""
        pages, fonts = self.read_pages(self.render_pdf('bas_crm.action_report_sales_plan', plan, user or self.head))
        self.assertEqual(fonts, {'Roboto'})
        return [' '.join(page.split()) for page in pages]

    def test_a_draft_says_so(self):
        plan = self.make_plan(figures=[
            (self.desk, '2026-04-01', 2, 2000), (self.desk, '2026-06-01', 1, 1100), (self.chair, '2026-05-01', 10, 3000)])
        text, = self.print_plan(plan)
        self.assertIn('План продажів: 2-й кв. 2026 чернетка', text)
        self.assertIn('Чернетка, ще не затверджена', text)
        self.assertIn('ТОВ «Затишок»', text)
        # two in April, one in June; three thousand of chairs in May; 6 100 in all, of 13 pieces
        self.assertIn('Стіл, Одиниці 2 2 000,00 1 1 100,00 3 3 100,00', text)
        self.assertIn('Стілець, Одиниці 10 3 000,00 10 3 000,00', text)
        self.assertIn('Разом, Одиниці 2 2 000,00 10 3 000,00 1 1 100,00 13 6 100,00', text)
        plan.action_approve()
        text, = self.print_plan(plan)
        self.assertNotRegex(text.lower(), 'чернетка')

    def test_many_columns_and_rows(self):
        """Days of two months: four tables of at most twelve columns below 62, thirty rows, the sum of each page its own."""
        categories = self.env['product.category'].create([{'name': f'Категорія {number}'} for number in range(30)])
        figures = [(category, '2026-04-01', 0, 100) for category in categories] + [(categories[0], '2026-05-31', 0, 7)]
        plan = self.make_plan(
            'category', figures, period='custom', date_from='2026-04-01', date_to='2026-05-31', granularity='day')
        tables = plan._get_print_tables()
        self.assertEqual([len(table['columns']) for table in tables], [12, 12, 12, 12, 12, 1])
        self.assertEqual([table['has_totals'] for table in tables], [False] * 5 + [True])
        self.assertEqual({len(table['rows']) for table in tables}, {31})
        pages = self.print_plan(plan)
        self.assertIn('3 000,00', pages[0])
        self.assertIn('3 007,00', pages[-1])

    def test_order_by_number_and_customer(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.other.id})
        plan = self.make_plan('category', by_order=True, user_id=self.own.id)
        self.env['bas.sales.plan.line'].create({
            'plan_id': plan.id, 'date': '2026-04-01', 'categ_id': self.tables.id, 'order_id': order.id, 'amount': 500})
        self.assertEqual(plan.matrix['rows'][0]['detail'], f'{order.name} · ТОВ «Світанок»')
        self.assertIn('ТОВ «Світанок»', plan.line_ids.display_name)
        plan.action_approve()
        text, = self.print_plan(plan, self.own)
        self.assertIn(f'{order.name} · ТОВ «Світанок»', text)

    def test_a_plan_without_rows(self):
        text, = self.print_plan(self.make_plan())
        self.assertIn('Разом', text)
