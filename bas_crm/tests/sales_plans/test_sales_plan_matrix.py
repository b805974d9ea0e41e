from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common_plan import PlanCase

APRIL, MAY, JUNE = '2026-04-01', '2026-05-01', '2026-06-01'


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanMatrix(PlanCase):
    """The table of a plan: reading, saving, and editing by two users."""

    def cell(self, product, date, quantity=0.0, amount=0.0, price=0.0, was=None):
        return {'key': f'{product.id}/0/0', 'date': date, 'quantity': quantity, 'amount': amount, 'price_unit': price,
                'was': was}

    def test_what_is_read(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 3, 100), (self.chair, MAY, 0, 7)])
        matrix = plan.matrix
        self.assertEqual([column['date'] for column in matrix['columns']], [APRIL, MAY, JUNE])
        self.assertEqual([(row['key'], row['name'], row['cells']) for row in matrix['rows']], [
            (f'{self.desk.id}/0/0', '[СТ-1] Стіл', {APRIL: [3, 100 / 3, 100]}),
            (f'{self.chair.id}/0/0', '[СЦ-1] Стілець', {MAY: [0, 0, 7]})])
        self.assertTrue(matrix['editable'])

    def test_cells_are_saved_with_the_form(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 3, 100)])
        plan.write({'note': 'разом', 'matrix': {'rows': 'не читається', 'changes': {
            'cells': [self.cell(self.desk, APRIL, 4, 120, 30, was=[3, 33.33, 100]),
                      self.cell(self.curtain, JUNE, 2, 0.03, 0.015)],
            'rows': [f'{self.chair.id}/0/0'],
        }}})
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (4, 120), ('Штора', JUNE): (2, 0.03)})
        self.assertEqual(plan.row_count, 3, 'an empty row stands in the plan, too')
        self.assertEqual(len(plan.matrix['rows']), 3)
        self.assertEqual((plan.note, plan.amount_total), ('разом', 120.03))

    def test_the_sum_decides(self):
        plan = self.make_plan()
        plan.set_cells({'cells': [self.cell(self.desk, APRIL, 3, 100, 1)]})
        self.assertAlmostEqual(plan.line_ids.price_unit, 100 / 3)
        plan.set_cells({'cells': [self.cell(self.desk, APRIL, 0, 0)]})
        self.assertEqual((plan.line_ids.quantity, plan.line_ids.amount), (0, 0))
        plan.set_cells({'removed': [{'key': f'{self.desk.id}/0/0', 'was': {APRIL: [0, 0, 0]}}]})
        self.assertFalse(plan.line_ids)

    def test_a_plan_of_sums_has_no_quantities(self):
        plan = self.make_plan(by_quantity=False)
        plan.set_cells({'cells': [self.cell(self.desk, APRIL, 3, 100, 5)]})
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (0, 100)})

    def test_all_or_nothing(self):
        plan = self.make_plan()
        with self.assertRaisesRegex(UserError, 'be negative. See “.*Стілець”'), self.env.cr.savepoint():
            plan.set_cells({'cells': [self.cell(self.desk, APRIL, 1, 5), self.cell(self.chair, MAY, 1, -5)]})
        with self.assertRaisesRegex(UserError, 'no column for'), self.env.cr.savepoint():
            plan.set_cells({'cells': [self.cell(self.desk, APRIL, 1, 5), self.cell(self.chair, '2026-07-01', 1, 5)]})
        self.env.invalidate_all()
        self.assertFalse(plan.line_ids)

    def test_what_somebody_else_wrote_is_not_lost(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 3, 100)])
        plan.with_user(self.head).set_cells({'cells': [
            self.cell(self.desk, APRIL, 5, 200, was=[3, 33.33, 100]), self.cell(self.desk, MAY, 1, 9, was=[0, 0, 0])]})
        for mine in (self.cell(self.desk, APRIL, 4, 120, was=[3, 33.33, 100]), self.cell(self.desk, MAY, 2, 8, was=[0, 0, 0])):
            with self.assertRaisesRegex(UserError, 'has changed “.*Стіл”'), self.env.cr.savepoint():
                plan.set_cells({'cells': [self.cell(self.chair, JUNE, 1, 1, was=[0, 0, 0]), mine]})
        with self.assertRaisesRegex(UserError, 'has changed'), self.env.cr.savepoint():
            plan.set_cells({'removed': [{'key': f'{self.desk.id}/0/0', 'was': {APRIL: [5, 40, 200]}}]})
        self.env.invalidate_all()
        plan.set_cells({'cells': [self.cell(self.chair, JUNE, 1, 1, was=[0, 0, 0])]})
        self.assertEqual(self.get_cells(plan), {
            ('Стіл', APRIL): (5, 200), ('Стіл', MAY): (1, 9), ('Стілець', JUNE): (1, 1)}, 'other cells save side by side')

    def test_rows_to_add(self):
        plan = self.make_plan()
        rows = plan.get_rows_of_categories(self.furniture.ids)
        self.assertEqual([row['name'] for row in rows], ['[СТ-1] Стіл', '[СЦ-1] Стілець'], 'with those of Столи')
        self.assertFalse(plan.line_ids, 'nothing is saved yet')
        order = self.env['sale.order'].create({'partner_id': self.partner.id})
        by_order = self.make_plan('manager', by_order=True, by_variant=True)
        row, = by_order.get_rows_of_variants([0], self.desk.product_variant_id.ids, order.ids)
        self.assertEqual(row['key'], f'0/{self.desk.product_variant_id.id}/{order.id}')
        self.assertEqual((row['name'], order.name in row['detail']), ('Without a manager', True))
        by_order.set_cells({'rows': [row['key']]})
        self.assertEqual((by_order.line_ids.product_tmpl_id, by_order.line_ids.order_id), (self.desk, order))

    def test_nested_categories_are_refused_with_their_names(self):
        plan = self.make_plan('category')
        with self.assertRaisesRegex(ValidationError, 'is within'):
            plan.set_cells({'rows': [f'{self.furniture.id}/0/0', f'{self.tables.id}/0/0']})

    def test_the_form_saves_a_new_plan(self):
        with Form(self.env['bas.sales.plan'].with_user(self.head)) as form:
            form.period = 'quarter'
            form.dimension = 'product'
        plan = form.record
        self.assertEqual((str(plan.date_from), str(plan.date_to), plan.by_quantity), ('2026-04-01', '2026-06-30', True))
        self.assertTrue(plan.name)

    def test_speed(self):
        """A table of 200 rows × 12 columns is saved in a number of queries that does not grow with it."""
        products = self.env['product.template'].create([
            {'name': f'Товар {number:03}', 'taxes_id': False} for number in range(200)])
        plan = self.make_plan(period='year', date_from='2027-01-01', date_to='2027-12-31')
        months = [column['date'] for column in plan.matrix['columns']]

        def save(figure):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plan.with_user(self.head).set_cells({'cells': [
                self.cell(product, month, figure, figure * 3, 3) for product in products for month in months]})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.assertLess(save(2), 90, 'new cells')
        self.assertLess(save(5), 90, 'changed cells')
        self.assertEqual((len(plan.line_ids), plan.amount_total), (2400, 2400 * 15))

    def test_ten_thousand_lines(self):
        products = self.env['product.template'].create([
            {'name': f'Товар {number:03}', 'taxes_id': False} for number in range(200)])
        plan = self.make_plan(period='year', date_from='2027-01-01', date_to='2027-12-31', granularity='week')
        weeks = plan._get_columns()[:50]
        plan._write_cells({(f'{product.id}/0/0', week): {'quantity': 1.0, 'price_unit': 2.0, 'amount': 2.0}
                           for product in products for week in weeks})
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        matrix = plan.matrix
        self.assertLess(self.env.cr.sql_log_count - before, 25)
        self.assertEqual((len(matrix['rows']), len(matrix['rows'][0]['cells'])), (200, 50))
        plan.action_approve()
        self.assertEqual((plan.amount_total, len(plan.line_ids)), (20000, 10000))
