import base64
import io
from functools import partial

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..common_plan import PlanCase

APRIL, MAY, JUNE = '2026-04-01', '2026-05-01', '2026-06-01'
#: in the file of a plan by products with quantities: key, product, code, unit, then three columns for each month
FIRST, NAME, CODE, QUANTITY, PRICE, AMOUNT = 5, 2, 3, 5, 6, 7


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanXlsx(PlanCase):
    """Export of the table to a file and import of this file."""

    def open_file(self, plan):
        return openpyxl.load_workbook(io.BytesIO(plan._get_xlsx()), data_only=True)

    def bring(self, plan, book, **values):
        output = io.BytesIO()
        book.save(output)
        return self.env['bas.sales.plan.import'].create({
            'plan_id': plan.id, 'file': base64.b64encode(output.getvalue()), **values}).action_import()

    def get_state(self, plan):
        self.env.invalidate_all()
        return sorted((line.row_key, line.date, line.quantity, round(line.price_unit, 9), line.amount)
                      for line in plan.line_ids if line.quantity or line.amount)

    def test_what_was_exported_comes_back_unchanged(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id})
        twin = self.env['product.template'].create({'name': 'Стіл', 'categ_id': self.tables.id})
        figures = [(self.desk, APRIL, 3, 100), (twin, APRIL, 1, 7.77), (self.curtain, JUNE, 0, 40.01),
                   (self.chair, MAY, 2.5, 0.03)]
        by_order = self.make_plan(by_order=True, by_variant=True)
        by_order.set_cells({'cells': [
            {'key': f'{self.desk.id}/{self.desk.product_variant_id.id}/{order.id}', 'date': MAY, 'quantity': 2, 'amount': 11}]})
        for plan in (
            self.make_plan(figures=figures), by_order,
            self.make_plan('category', [(self.tables, APRIL, 0, 5), (self.textile, MAY, 0, 6.5)]),
            self.make_plan('manager', [(self.own, APRIL, 0, 5), (self.env['res.users'], MAY, 0, 6.5)]),
        ):
            before = self.get_state(plan)
            for mode in ('update', 'replace'):
                self.bring(plan, self.open_file(plan), mode=mode)
                self.assertEqual(self.get_state(plan), before)

    def test_quantity_price_or_sum_changed_in_the_file(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200), (self.chair, APRIL, 2, 200), (self.curtain, APRIL, 2, 200)])
        book = self.open_file(plan)
        sheet = book.active
        self.assertEqual([sheet.cell(FIRST + row, NAME).value for row in range(3)], ['Стіл', 'Стілець', 'Штора'])
        sheet.cell(FIRST, QUANTITY).value = 5
        sheet.cell(FIRST + 1, PRICE).value = '33,5'
        sheet.cell(FIRST + 2, AMOUNT).value = 101
        self.bring(plan, book)
        self.assertEqual(self.get_cells(plan), {
            ('Стіл', APRIL): (5, 500), ('Стілець', APRIL): (2, 67), ('Штора', APRIL): (2, 101)})

    def test_new_rows_are_known_by_code_or_name(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200)])
        book = self.open_file(plan)
        sheet = book.active
        for row, name, code in ((FIRST + 1, None, 'СЦ-1'), (FIRST + 2, 'Штора', None)):
            sheet.cell(row, 1).value = None
            sheet.cell(row, NAME).value, sheet.cell(row, CODE).value = name, code
            sheet.cell(row, QUANTITY).value, sheet.cell(row, PRICE).value, sheet.cell(row, AMOUNT).value = 3, 7, None
        self.bring(plan, book)
        self.assertEqual(self.get_cells(plan), {
            ('Стіл', APRIL): (2, 200), ('Стілець', APRIL): (3, 21), ('Штора', APRIL): (3, 21)})

    def test_the_unit_of_a_row_goes_along(self):
        """Two dozen are exported as dozens, and imported as dozens into a plan without this row."""
        dozen = self.env.ref('uom.product_uom_dozen')
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200), (self.chair, APRIL, 3, 30)])
        plan.line_ids.filtered(lambda line: line.product_tmpl_id == self.desk).product_uom_id = dozen
        book = self.open_file(plan)
        self.assertEqual(book.active.cell(FIRST, CODE + 1).value, dozen.name)
        other = self.make_plan()
        self.bring(other, book)
        self.assertEqual({line.product_tmpl_id: (line.quantity, line.base_quantity) for line in other.line_ids}, {
            self.desk: (2, 24), self.chair: (3, 3)})
        book = self.open_file(plan)
        book.active.cell(FIRST, CODE + 1).value = 'копа'
        with self.assertRaisesRegex(UserError, 'row 5: unknown .копа.'):
            self.bring(self.make_plan(), book)

    def test_a_blank_row_of_a_program_that_writes_no_dimension(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200)])
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for number, values in enumerate(self.open_file(plan).active.iter_rows(values_only=True), 1):
            if number == FIRST:
                sheet.append([])
                values = [9 if position == QUANTITY else value for position, value in enumerate(values, 1)]
            sheet.append(values)
        self.bring(plan, book)
        self.assertEqual(plan.line_ids.quantity, 9)

    def test_unknown_rows_are_listed_and_nothing_is_imported(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200), (self.chair, APRIL, 1, 1)])
        book = self.open_file(plan)
        sheet = book.active
        sheet.cell(FIRST, QUANTITY).value = 9
        sheet.cell(FIRST + 1, 1).value = '999999/0/0'
        sheet.cell(FIRST + 1, NAME).value, sheet.cell(FIRST + 1, CODE).value = 'Шафа', None
        sheet.cell(FIRST + 2, NAME).value = 'Диван'
        with self.assertRaisesRegex(UserError, r'Nothing was imported.*\n.*row 6.*Шафа.*\n.*row 7.*Диван'):
            self.bring(plan, book)
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (2, 200), ('Стілець', APRIL): (1, 1)})

    def test_what_is_wrong_is_told_row_by_row(self):
        """In the order of the file, each row once: unknown, ambiguous, a twin of another row, without its variant or order."""
        self.env['product.template'].create([{'name': 'Стілець', 'default_code': code} for code in ('СЦ-1', 'СЦ-2')])
        colour = self.env['product.attribute'].create({'name': 'Колір', 'value_ids': [(0, 0, {'name': 'Білий'})]})
        self.desk.attribute_line_ids = [(0, 0, {'attribute_id': colour.id, 'value_ids': [(6, 0, colour.value_ids.ids)]})]
        plan = self.make_plan(by_variant=True, by_order=True)
        book = self.open_file(plan)
        for number, texts in enumerate((
            ('Шафа',), ('Стілець',), (None, 'СЦ-1'), (None, 'СЦ-2'), (None, 'СЦ-2'), (None, 'СЦ-9'), ('Штора', None, 'Синя'),
            ('Штора', None, None, 'S99999'), ('Шафа', None, 'Синя', 'S99999'), ('Штора',), ('Без запасу', None, None, 'S99999'),
        ), FIRST):
            for position, text in enumerate(texts, NAME):
                book.active.cell(number, position).value = text
        with self.assertRaises(UserError) as refused:
            self.bring(plan, book)
        self.assertEqual(str(refused.exception).splitlines()[1:], [
            'row 5: unknown “Шафа”', 'row 6: there are several “Стілець”', 'row 7: there are several “СЦ-1”',
            'row 9: the same as row 8', 'row 10: unknown “СЦ-9”', 'row 11: no variant “Синя”', 'row 12: unknown “S99999”',
            'row 13: unknown “Шафа”', 'row 15: unknown “Без запасу”'])

    def test_unknown_managers_and_categories(self):
        for dimension, texts, problems in (
            ('manager', (('Ніхто Тут',), ('Ніхто Тут', 'nihto'), (None, 'nihto'), (self.own.name, self.own.login)), [
                'row 5: unknown “Ніхто Тут”', 'row 6: unknown “Ніхто Тут”', 'row 7: unknown “nihto”']),
            ('category', (('Столи',), (self.tables.complete_name,)), ['row 5: unknown “Столи”']),
        ):
            plan = self.make_plan(dimension)
            book = self.open_file(plan)
            for number, row in enumerate(texts, FIRST):
                for position, text in enumerate(row, NAME):
                    book.active.cell(number, position).value = text
            with self.assertRaises(UserError) as refused:
                self.bring(plan, book)
            self.assertEqual(str(refused.exception).splitlines()[1:], problems)

    def add_rows(self, plan, products):
        """:return: a file with rows typed in for products: by name, by code, in dozens"""
        book = self.open_file(plan)
        unit = CODE + 1 + plan.by_variant + plan.by_order
        for number, product in enumerate(products, FIRST):
            texts = (None, product.default_code) if number % 2 else (product.name, None)
            book.active.cell(number, NAME).value, book.active.cell(number, CODE).value = texts
            book.active.cell(number, unit).value = self.env.ref('uom.product_uom_dozen').name
            if plan.by_order:
                book.active.cell(number, unit - 1).value = self.env['sale.order'].create({'partner_id': self.partner.id}).name
            book.active.cell(number, unit + 1).value, book.active.cell(number, unit + 2).value = 2, 7
        return book

    def test_rows_cost_no_queries_of_their_own(self):
        """The import takes no query per row, neither for typed rows nor for exported ones."""
        products = self.env['product.template'].create([
            {'name': f'Товар {number:02}', 'default_code': f'Т-{number:02}', 'taxes_id': False} for number in range(50)])
        for values in ({}, {'by_variant': True, 'by_order': True}):
            typed, exported = [], []
            for some in (products[:1], products[:5], products):  # the first fills the caches of what is not counted
                plan = self.make_plan(**values)
                typed.append(self.count_queries(partial(self.bring, plan, self.add_rows(plan, some))))
                self.assertEqual((len(plan.line_ids), sum(plan.line_ids.mapped('base_quantity')), plan.amount_total),
                                 (len(some), 24 * len(some), 14 * len(some)))
                exported.append(self.count_queries(partial(self.bring, plan, self.open_file(plan))))
            self.assertEqual((typed[1], exported[1]), (typed[2], exported[2]), values)

    def test_wrong_files(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200)])
        for change, said in (
            (lambda sheet: setattr(sheet.cell(FIRST, QUANTITY), 'value', 'багато'), 'row 5, column E: .багато. is not a number'),
            (lambda sheet: setattr(sheet.cell(FIRST, QUANTITY), 'value', 'nan'), 'row 5, column E: .nan. is not a number'),
            (lambda sheet: setattr(sheet.cell(FIRST, PRICE), 'value', 'inf'), 'row 5, column F: .inf. is not a number'),
            (lambda sheet: setattr(sheet.cell(FIRST, AMOUNT), 'value', -1), 'row 5, column G: -1 is negative'),
            (lambda sheet: sheet.delete_rows(1, 4), 'no table of such a plan'),
        ):
            book = self.open_file(plan)
            change(book.active)
            with self.assertRaisesRegex(UserError, said):
                self.bring(plan, book)
        wizard = self.env['bas.sales.plan.import'].create({'plan_id': plan.id, 'file': base64.b64encode(b'a,b;c')})
        with self.assertRaisesRegex(UserError, 'cannot be read: it is damaged, protected or not an xlsx file'):
            wizard.action_import()
        later = self.make_plan(period='quarter', date_from='2026-07-01', date_to='2026-09-30')
        with self.assertRaisesRegex(UserError, 'no column for .*, .*, but the file has'):
            self.bring(later, self.open_file(plan))
        plan.action_approve()
        with self.assertRaisesRegex(UserError, 'can no longer be edited'):
            self.bring(plan, self.open_file(plan))

    def test_exactly_as_the_file(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200), (self.chair, APRIL, 1, 1)])
        book = self.open_file(plan)
        book.active.delete_rows(FIRST + 1)
        self.bring(plan, book)
        self.assertEqual(len(plan.line_ids), 2)
        self.bring(plan, book, mode='replace')
        self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (2, 200)})


@tagged('post_install', '-at_install')
class TestSalesPlanDownload(HttpCase, PlanCase):

    def test_who_may_read_the_plan_may_take_it_along(self):
        for user in (self.own, self.other, self.clerk):
            user.password = user.login * 3
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200)], user_id=self.own.id)
        url = plan.action_export_xlsx()['url']
        for user, status in ((self.own, 200), (self.other, 404), (self.clerk, 404)):
            self.authenticate(user.login, user.login * 3)
            self.assertEqual(self.url_open(url).status_code, status, user.login)
