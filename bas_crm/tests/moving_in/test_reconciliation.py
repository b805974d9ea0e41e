import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

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
