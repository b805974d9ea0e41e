import io

import bas_files
import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import InvoicingCase
from ..common_moving import MovingCase, make_source

PARTNERS = ['Найменування', 'ЄДРПОУ', 'Телефон', 'Борг (+ нам, - ми)', 'Код']
ROWS = [
    ['ТОВ «Ромашка»', '32855961', '0442345678', '1500.50', '1'],
    ['ФОП Коваль', '', '0671234567', '-200', '2'],
    ['ТОВ «Без коду»', '123', '', '0', '3'],
]


class ReconciliationCase(MovingCase):

    def bring_partners(self, totals=None, **values):
        session = self.bring(make_source(PARTNERS, ROWS, kind='counterparty'), **values)
        session.table_ids._program_write({'totals': totals or {'3': '1300.50'}})
        return session

    def read_section(self, session, key, user=None):
        found = session.with_user(user or self.head).get_reconciliation()
        return {line['name']: line for section in found['sections'] if section['key'] == key for line in section['lines']}


@tagged('post_install', '-at_install')
class TestReconciliation(ReconciliationCase):
    """What the files say against what is here, by figures computed by hand."""

    def test_the_rows_of_a_list(self):
        session = self.bring_partners()
        line, = self.read_section(session, 'lists').values()
        self.assertEqual(line['cells'], {
            'read': 3, 'create': 3, 'update': 0, 'unchanged': 0, 'link': 0, 'skip': 0, 'error': 0, 'waiting': 0, 'difference': 0})
        self.assertEqual(line['mood'], 'ok')
        again = self.bring_partners()
        line, = self.read_section(again, 'lists').values()
        self.assertEqual((line['cells']['unchanged'], line['cells']['difference']), (3, 0))

    def test_rows_with_errors_are_not_green_until_a_person_skips_them(self):
        session = self.bring(make_source(
            [PARTNERS[0], PARTNERS[4], 'Покупець'], [['ФОП Бойко', '1', 'можливо'], ['ТОВ «Ромашка»', '2', '']],
            kind='counterparty'))
        line, = self.read_section(session, 'lists').values()
        self.assertEqual((line['cells']['error'], line['mood']), (1, 'wrong'))
        self.assertFalse(session.get_reconciliation()['is_green'])
        session.row_ids.filtered(lambda row: row.action == 'error').is_skipped = True
        line, = self.read_section(session, 'lists').values()
        self.assertEqual((line['cells']['skip'], line['mood']), (1, 'explained'))
        self.assertTrue(session.get_reconciliation()['is_green'])

    def test_the_total_of_the_file(self):
        line, = self.read_section(self.bring_partners(), 'totals').values()
        self.assertEqual((line['cells'], line['mood']), ({'file': 1300.5, 'rows': 1300.5, 'difference': 0}, 'ok'))
        line, = self.read_section(self.bring_partners({'3': '1000'}), 'totals').values()
        self.assertEqual((line['cells']['difference'], line['mood']), (300.5, 'wrong'))

    def test_debts_of_counterparties(self):
        lines = self.read_section(self.bring_partners(), 'debts')
        self.assertEqual(lines['ТОВ «Ромашка»']['cells'], {'control': 1500.5, 'file': False, 'ours': 0, 'difference': -1500.5})
        self.assertNotIn('ТОВ «Без коду»', lines)
        total = lines['All Counterparties']
        self.assertEqual((total['cells']['control'], total['cells']['difference']), (1300.5, -1300.5))

    def test_a_debt_opens_its_rows_and_its_counterparty(self):
        debts = make_source(
            ['Контрагент', 'Борг', 'Валюта'], [['ТОВ «Ромашка»', '900', 'грн'], ['ФОП Коваль', '-200', 'грн']], kind='debt')
        session = self.bring(make_source(PARTNERS, ROWS, kind='counterparty'), debts)
        table = session.table_ids.filtered(lambda one: one.kind == 'debt')
        lines = self.read_section(session, 'debts')

        def find(name, column):
            action = session.action_open_figure('debts', lines[name]['key'], column)
            return self.env[action['res_model']].with_user(self.head).search(action['domain'])

        self.assertEqual(find('All Counterparties', 'file'), table.row_ids)
        self.assertLessEqual({'ТОВ «Ромашка»', 'ФОП Коваль'}, set(find('All Counterparties', 'ours').mapped('name')))
        for name in lines.keys() - {'All Counterparties'}:
            self.assertEqual(find(name, 'ours').name, name)
            self.assertEqual(sum(float(row.values['debt']) for row in find(name, 'file')), lines[name]['cells']['file'])

    def test_counterparties_to_complete(self):
        lines = self.read_section(self.bring_partners(), 'quality')
        self.assertEqual({name: line['cells']['count'] for name, line in lines.items()}, {
            'Without EDRPOU, RNOKPP and tax number': 1, 'Without a phone': 1, 'Without a manager': 3})

    def test_every_figure_opens_what_it_counts(self):
        session = self.bring_partners()
        for section in session.get_reconciliation()['sections']:
            for line in section['lines']:
                for column in filter(lambda one: one['opens'], section['columns']):
                    action = session.action_open_figure(section['key'], line['key'], column['name'])
                    records = self.env[action['res_model']].with_user(self.head).with_context(
                        active_test=False).search(action['domain'])
                    if column['type'] == 'count':
                        self.assertEqual(len(records), line['cells'][column['name']], (section['key'], column['name']))
        with self.assertRaises(UserError):
            session.action_open_figure('lists', '0', 'read')
        with self.assertRaises(UserError):
            session.action_open_figure([], {}, 5)

    def test_only_who_may_import_reconciles(self):
        session = self.bring_partners()
        for user in (self.own, self.all, self.clerk):
            with self.assertRaises(AccessError):
                session.with_user(user).get_reconciliation()
            with self.assertRaises(AccessError):
                session.with_user(user).action_open_reconciliation()
        with self.assertRaises(UserError):
            self.make_session().action_open_reconciliation()

    def test_the_print(self):
        session = self.bring_partners()
        pages, fonts = self.read_pages(self.render_pdf('bas_crm.action_report_import_reconciliation', session, self.head))
        self.assertEqual(len(pages), 1)
        for text in ('ТОВ «Ромашка»', '1 500,50', '-1 500,50', 'list.xlsx', 'Without a phone'):
            self.assertIn(text, pages[0])
        self.assertEqual(len(fonts), 1)


@tagged('post_install', '-at_install')
class TestReconciliationFile(ReconciliationCase, HttpCase):
    """The workbook of the reconciliation."""

    def test_the_workbook(self):
        session = self.bring_partners()
        new_test_user(self.env, 'chief', password='chief-chief', groups='sales_team.group_sale_manager')
        new_test_user(self.env, 'seller', password='seller-seller', groups='sales_team.group_sale_salesman')
        self.authenticate('chief', 'chief-chief')
        answer = self.url_open(f'/bas_crm/import/{session.id}/reconciliation.xlsx')
        self.assertEqual(answer.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(len(book.sheetnames), 4)
        lists = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=4)]
        self.assertEqual(len(lists[0]), 11)
        self.assertEqual(lists[1][1:10], [3, 3, 0, 0, 0, 0, 0, 0, 0])
        self.assertEqual(self.url_open('/bas_crm/import/2147483647/reconciliation.xlsx').status_code, 404)
        self.authenticate('seller', 'seller-seller')
        self.assertEqual(self.url_open(f'/bas_crm/import/{session.id}/reconciliation.xlsx').status_code, 404)


@tagged('post_install', '-at_install')
class TestWholeMove(InvoicingCase, ReconciliationCase):
    """A head of sales without rights of accounting brings the lists, sales and debts of a firm of BAS, and reconciles them."""

    def test_from_the_files_to_the_reconciliation(self):
        firm = bas_files.make_firm(7, counterparties=12)
        currencies = self.env.ref('base.USD') + self.env.ref('base.EUR')
        currencies.active = True
        self.env['res.currency.rate'].search([('currency_id', 'in', currencies.ids)]).unlink()
        self.env['res.currency.rate'].create([{
            'currency_id': currency.id, 'name': '2020-01-01', 'inverse_company_rate': 40, 'company_id': self.company.id,
        } for currency in currencies])
        self.env['product.pricelist'].create([{
            'name': currency.name, 'currency_id': currency.id, 'company_id': self.company.id,
        } for currency in currencies - self.env['product.pricelist'].search([]).currency_id])
        files = self.write_files(firm)
        session = self.env['bas.import'].with_user(self.head).create({'file_ids': self.link(files)})
        session.action_recognise()
        session.action_check()
        self.answer_all(session, firm)
        session.action_import()
        self.assertFalse(session.row_ids.filtered(lambda row: row.action in ('error', 'question')).mapped(
            lambda row: (row.table_id.kind, row.problem, row.question_ids.mapped('name'))))
        history = self.env['bas.sales.history'].search([('company_id', '=', self.company.id)])
        self.assertEqual(len(history), len(firm.sales))
        self.assertAlmostEqual(sum(history.mapped('amount')), float(sum(sale.sum for sale in firm.sales)), 2)
        self.assertAlmostEqual(sum(history.mapped('cost')), float(sum(sale.cost for sale in firm.sales)), 2)
        entry = self.env['account.move'].search([('ref', 'ilike', session.name), ('company_id', '=', self.company.id)])
        self.assertEqual((len(entry), entry.state), (1, 'draft'))
        found = session.get_reconciliation()
        wrong = [(section['key'], line) for section in found['sections'] for line in section['lines'] if line['mood'] == 'wrong']
        self.assertFalse(wrong)
        self.assertEqual({section['key'] for section in found['sections']}, {'lists', 'totals', 'debts', 'quality'})
        session.action_undo()
        self.assertFalse(history.exists())
        self.assertFalse(entry.exists())

    def write_files(self, firm):
        sheets = [bas_files.make_list_sheet(firm, kind) for kind in ('counterparty', 'contract', 'item')]
        files = self.env['ir.attachment'].with_user(self.head)
        for number, sheet in enumerate([*sheets, bas_files.make_sales_sheet(firm), bas_files.make_debts_sheet(firm)]):
            stream = io.BytesIO()
            bas_files.write_xlsx(sheet, stream)
            files += files.create({'name': f'{number}.xlsx', 'raw': stream.getvalue()})
        return files

    def answer_all(self, session, firm):
        for _turn in range(4):
            for question in session.question_ids.filtered(lambda one: not one.is_answered):
                if question.question_type == 'value' and question.key.startswith('moved_on'):
                    question.write({'answer': 'use', 'answer_value': firm.today.strftime('%d.%m.%Y')})
                else:
                    question.answer = next(
                        answer for answer in ('create', 'empty', 'apart', 'skip') if answer in question.options)
