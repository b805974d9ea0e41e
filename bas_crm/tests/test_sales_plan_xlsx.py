import base64
import io

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .plan_common import PlanCase

APRIL, MAY, JUNE = '2026-04-01', '2026-05-01', '2026-06-01'
#: in the file of a plan by products with quantities: key, product, code, unit, then three columns for each month
FIRST, NAME, CODE, QUANTITY, PRICE, AMOUNT = 5, 2, 3, 5, 6, 7


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanXlsx(PlanCase):
    """The table leaves as a file and comes back."""

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
        """Two dozen leave as dozens, and come into a plan without that row as dozens."""
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

    def test_wrong_files(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200)])
        for change, said in (
            (lambda sheet: setattr(sheet.cell(FIRST, QUANTITY), 'value', 'багато'), 'row 5: .багато. is no number'),
            (lambda sheet: setattr(sheet.cell(FIRST, QUANTITY), 'value', 'nan'), 'row 5: .nan. is no number'),
            (lambda sheet: setattr(sheet.cell(FIRST, PRICE), 'value', 'inf'), 'row 5: .inf. is no number'),
            (lambda sheet: setattr(sheet.cell(FIRST, AMOUNT), 'value', -1), 'row 5: -1 is below zero'),
            (lambda sheet: sheet.delete_rows(1, 4), 'no table of such a plan'),
        ):
            book = self.open_file(plan)
            change(book.active)
            with self.assertRaisesRegex(UserError, said):
                self.bring(plan, book)
        wizard = self.env['bas.sales.plan.import'].create({'plan_id': plan.id, 'file': base64.b64encode(b'a,b;c')})
        with self.assertRaisesRegex(UserError, 'no xlsx file'):
            wizard.action_import()
        later = self.make_plan(period='quarter', date_from='2026-07-01', date_to='2026-09-30')
        with self.assertRaisesRegex(UserError, 'no column for 2026-04-01'):
            self.bring(later, self.open_file(plan))
        plan.action_approve()
        with self.assertRaisesRegex(UserError, 'figures stand'):
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
