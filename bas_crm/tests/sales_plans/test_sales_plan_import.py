import base64
import io
import random
import re
import struct
import zipfile
from datetime import date, time

import openpyxl
import xlsxwriter
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_plan import PlanCase

APRIL, MAY = '2026-04-01', '2026-05-01'
#: in the file of a plan by products with quantities
FIRST, NAME, CODE, QUANTITY, PRICE, AMOUNT = 5, 2, 3, 5, 6, 7


class ImportCase(PlanCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time('2026-03-16 10:00:00')
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.env['res.lang']._activate_lang('uk_UA')

    def bring(self, plan, content, lang='en_US', **values):
        """:return: text of the refusal, or None where the file was taken"""
        before = [(line.row_key, line.date, line.quantity, line.amount) for line in plan.line_ids]
        wizard = self.env['bas.sales.plan.import'].with_context(lang=lang).create({
            'plan_id': plan.id, 'file': base64.b64encode(content), **values})
        try:
            with self.cr.savepoint():
                wizard.action_import()
        except UserError as error:
            self.env.invalidate_all()
            self.assertEqual([(line.row_key, line.date, line.quantity, line.amount) for line in plan.line_ids], before)
            return str(error)
        return None

    def change(self, plan, *cells, lang='en_US'):
        """:return: bytes of the plan's file with other values in ``cells``: (row, column, value)"""
        book = openpyxl.load_workbook(io.BytesIO(plan.with_context(lang=lang)._get_xlsx()))
        for row, column, value in cells:
            book.active.cell(row, column).value = value
        return self.save(book)

    def save(self, book):
        output = io.BytesIO()
        book.save(output)
        return output.getvalue()


@tagged('post_install', '-at_install')
class TestDamagedFiles(ImportCase):
    """Any file is imported, or refused with one clear message in the user's language and without changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.make_plan(figures=[(cls.desk, APRIL, 2, 200), (cls.chair, MAY, 1, 3)])
        cls.good = cls.plan.with_context(lang='uk_UA')._get_xlsx()
        with zipfile.ZipFile(io.BytesIO(cls.good)) as package:
            cls.members = {member.filename: package.read(member) for member in package.infolist()}

    def pack(self, members):
        output = io.BytesIO()
        with zipfile.ZipFile(output, 'w', zipfile.ZIP_DEFLATED) as package:
            for name, content in members.items():
                package.writestr(name, content)
        return output.getvalue()

    def assertRefused(self, content, name):
        text = self.bring(self.plan, content, 'uk_UA')
        self.assertTrue(text, name)
        self.assertNotRegex(text, '[a-z]{5}', f'{name}: not in Ukrainian')
        self.assertNotIn('Traceback', text)

    def assertTold(self, content, name):
        """Imported or refused, without any other error."""
        text = self.bring(self.plan, content, 'uk_UA') or ''
        self.assertNotRegex(text, 'Error|Exception', name)

    def test_each_part_of_the_file_damaged(self):
        chance = random.Random(15)
        for name, content in self.members.items():
            half = len(content) // 2
            noise = bytearray(content)
            for _ in range(1 + len(noise) // 40):
                noise[chance.randrange(len(noise))] = chance.randrange(256)
            for kind, damaged in (
                ('cut', content[:half]), ('empty', b''), ('noise', bytes(noise)), ('words', b'not XML'),
                ('other XML', b'<?xml version="1.0"?><root><x/></root>'), ('no UTF-8', b'\xff\xfe\x00' + content),
                ('names', content.replace(b'r:id', b'r:di').replace(b'Target', b'Tegrat')),
                ('numbers', re.sub(rb'(?<=")\d+(?=")', b'9999999', content)),
                ('texts', re.sub(rb'(?<=<v>)[^<]+', b'abc', content)),
                ('entities', b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content.replace(b'<?xml', b'<?xm1')),
            ):
                self.assertTold(self.pack({**self.members, name: damaged}), f'{name}: {kind}')
            self.assertTold(self.pack({key: value for key, value in self.members.items() if key != name}), f'{name}: missing')

    def test_cut_and_mixed_up(self):
        chance = random.Random(16)
        for length in range(0, len(self.good), 97):
            self.assertRefused(self.good[:length], f'cut after {length} bytes')
        for number in range(60):
            noise = bytearray(self.good)
            for _ in range(chance.choice((1, 5, 50))):
                noise[chance.randrange(len(noise))] = chance.randrange(256)
            self.assertTold(bytes(noise), f'noise {number}')

    def test_files_of_other_kinds(self):
        locked = bytearray(self.good)
        for mark, place in ((b'PK\x03\x04', 6), (b'PK\x01\x02', 8)):
            for found in re.finditer(re.escape(mark), self.good):
                start = found.start() + place
                locked[start:start + 2] = struct.pack('<H', struct.unpack('<H', self.good[start:start + 2])[0] | 1)
        other = self.pack({'mimetype': b'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': b'<x/>'})
        method = bytearray(self.good)
        for found in re.finditer(re.escape(b'PK\x01\x02'), self.good):
            method[found.start() + 10:found.start() + 12] = struct.pack('<H', 99)
        charts = io.BytesIO()
        with self.assertWarns(UserWarning), xlsxwriter.Workbook(charts) as book:
            chart = book.add_chart({'type': 'line'})
            chart.add_series({'values': '=Sheet1!$A$1:$A$3'})
            book.add_chartsheet().set_chart(chart)
        bomb = {**self.members, 'xl/worksheets/sheet1.xml': self.members['xl/worksheets/sheet1.xml'] + b' ' * 60_000_000}
        for name, content in {
            'nothing': b'', 'text': 'Стіл;2;200'.encode(), 'old Excel': b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600),
            'a page': b'<html><table><tr><td>1</td></tr></table></html>', 'PDF': b'%PDF-1.7', 'password': bytes(locked),
            'calc': other, 'packed by an unknown method': bytes(method), 'only a chart': charts.getvalue(),
            'bomb': self.pack(bomb), 'empty archive': self.pack({}),
            'many files': self.pack({**self.members, **{f'x/{number}': b'' for number in range(1001)}}),
        }.items():
            self.assertRefused(content, name)
        macros = {**self.members, '[Content_Types].xml': self.members['[Content_Types].xml'].replace(
            b'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
            b'application/vnd.ms-excel.sheet.macroEnabled.main+xml'), 'xl/vbaProject.bin': b'\x00' * 100}
        self.assertFalse(self.bring(self.plan, self.pack(macros)), 'figures of a file with macros are figures')

    def test_sheets_as_large_as_can_be(self):
        for declared in (b'A1:XFD1048576', b'A1', b'ZZZZZZ1:B2', b''):
            sheet = re.sub(rb'(?<=<dimension ref=")[^"]*', declared, self.members['xl/worksheets/sheet1.xml'])
            self.assertTold(self.pack({**self.members, 'xl/worksheets/sheet1.xml': sheet}), declared)
        book = openpyxl.load_workbook(io.BytesIO(self.good))
        book.active.cell(1_048_576, 16_384).value = 1
        self.assertRefused(self.save(book), 'a value in the last cell')

    def test_what_people_do_in_the_cells(self):
        for value in ('#REF!', '#DIV/0!', True, False, date(2026, 4, 1), time(1, 2), '12 шт', '1.2.3', 'inf', '-inf', 'nan',
                      '1e400', 10 ** 14, -3, '−3', '0x10'):
            for column in (QUANTITY, PRICE, AMOUNT):
                self.assertRefused(self.change(self.plan, (FIRST, column, value)), repr(value))
        self.assertRefused(self.change(
            self.plan, (FIRST, QUANTITY, 10 ** 12), (FIRST, PRICE, 10 ** 12), (FIRST, AMOUNT, None)), 'a product too large')
        for value in ('9' * 40, '1/2', '1/0/0/0', '99999999999/0/0', '-1/0/0', 5, 1.5, True, date(2026, 4, 1), 'х' * 70_000):
            self.assertTold(self.change(self.plan, (FIRST, 1, value)), repr(value))
            self.assertTold(self.change(self.plan, (FIRST, 1, None), (FIRST, NAME, value), (FIRST, CODE, None)), repr(value))
        for cells in (((3, 1, 'ключ'),), ((3, 1, None),), tuple((3, column, None) for column in range(5, 14)),
                      tuple((4, column, 'Сума') for column in range(5, 14))):
            self.assertRefused(self.change(self.plan, *cells), cells)
        spaced = self.change(self.plan, (FIRST, QUANTITY, ' 1\u00a0234,5 '), (FIRST, AMOUNT, None))
        self.assertFalse(self.bring(self.plan, spaced))


@tagged('post_install', '-at_install')
class TestSalesPlanImport(ImportCase):

    def test_all_that_is_wrong_is_told_at_once(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200), (self.chair, APRIL, 1, 3), (self.curtain, APRIL, 1, 3)])
        text = self.bring(plan, self.change(
            plan, (FIRST, QUANTITY, 'два'), (FIRST, PRICE, -5), (FIRST + 1, 1, None), (FIRST + 1, NAME, 'Шафа'),
            (FIRST + 1, CODE, None), (FIRST + 1, AMOUNT + 1, True), (FIRST + 2, AMOUNT, '#REF!')))
        self.assertEqual(text.splitlines(), [
            'Nothing was imported. Correct the sheet “Plan” of the file:', 'row 5, column E: “два” is not a number',
            'row 5, column F: -5 is negative; figures of a sales plan cannot be negative', 'row 6: unknown “Шафа”',
            'row 6, column H: “True” is not a number', 'row 7, column G: “#REF!” is not a number'])

    def test_figures_without_a_name(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200)])
        self.assertIn('row 7: figures without a name', self.bring(plan, self.change(plan, (FIRST + 2, QUANTITY, 3))))

    def test_the_first_twenty(self):
        products = self.env['product.template'].create([{'name': f'Товар {number:02}'} for number in range(30)])
        plan = self.make_plan(figures=[(product, APRIL, 1, 10) for product in products])
        lines = self.bring(plan, self.change(plan, *((FIRST + row, QUANTITY, 'x') for row in range(30)))).splitlines()
        self.assertEqual((len(lines), lines[1], lines[20], lines[21]), (
            22, 'row 5, column E: “x” is not a number', 'row 24, column E: “x” is not a number', '… and 10 more'))

    def test_file_of_another_language(self):
        """Headings, the total, names of products, values of variants and units may be of any language."""
        uk, en = 'uk_UA', 'en_US'
        colour = self.env['product.attribute'].create({
            'name': 'Colour', 'value_ids': [(0, 0, {'name': name}) for name in ('White', 'Black')]})
        colour.value_ids[0].with_context(lang=uk).name, colour.value_ids[1].with_context(lang=uk).name = 'Білий', 'Чорний'
        shelf = self.env['product.template'].create({'name': 'Shelf', 'attribute_line_ids': [
            (0, 0, {'attribute_id': colour.id, 'value_ids': [(6, 0, colour.value_ids.ids)]})]})
        shelf.with_context(lang=uk).name = 'Полиця'
        dozen = self.env.ref('uom.product_uom_dozen')
        dozen.with_context(lang=uk).name = 'Дюжина'
        category = self.env['product.category'].create({'name': 'Wood'})
        if self.env['product.category']._fields['name'].translate:
            category.with_context(lang=uk).name = 'Деревина'

        def make(dimension):
            if dimension == 'product':
                plan = self.make_plan(by_variant=True)
                plan._write_cells({(f'{shelf.id}/{shelf.product_variant_ids[0].id}/0', plan.date_from): {
                    'quantity': 2, 'price_unit': 50, 'amount': 100}}, units={
                        f'{shelf.id}/{shelf.product_variant_ids[0].id}/0': dozen.id})
                return plan
            record = {'category': category, 'manager': self.env['res.users']}[dimension]
            return self.make_plan(dimension, [(record, APRIL, 0, 100)])

        for dimension in ('product', 'category', 'manager'):
            for written, read in ((uk, en), (en, uk), (uk, uk), (en, en)):
                source, target = make(dimension), self.make_plan(dimension, by_variant=dimension == 'product')
                content = source.with_context(lang=written)._get_xlsx()
                self.assertFalse(self.bring(target, content, read), (dimension, written, read))
                self.assertEqual([(line.row_key, line.quantity, line.amount, line.product_uom_id) for line in target.line_ids],
                                 [(line.row_key, line.quantity, line.amount, line.product_uom_id) for line in source.line_ids])
                # and without the hidden keys, as rows that somebody has typed
                typed, content = self.make_plan(dimension, by_variant=dimension == 'product'), self.change(
                    source, (FIRST, 1, None), lang=written)
                self.assertFalse(self.bring(typed, content, read), (dimension, written, read))
                self.assertEqual(typed.line_ids.mapped('row_key'), source.line_ids.mapped('row_key'))

    def test_headings_that_people_have_changed(self):
        plan = self.make_plan(figures=[(self.desk, APRIL, 2, 200)])
        for april in ('01.04.2026', '2026-04-01', 46113, date(2026, 4, 1)):
            # one date above the three columns of a month
            content = self.change(plan, (3, QUANTITY, april), (3, PRICE, None), (3, AMOUNT, None), (FIRST, QUANTITY, 7))
            self.assertFalse(self.bring(plan, content), april)
            self.assertEqual(self.get_cells(plan), {('Стіл', APRIL): (7, 700)})
        self.assertIn('E3', self.bring(plan, self.change(plan, (3, QUANTITY, 'квітень'))))
