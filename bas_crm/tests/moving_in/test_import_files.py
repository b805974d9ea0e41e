import io

from openpyxl import load_workbook

from odoo.tests import tagged

from ...models.moving_in import problems
from ...tools.source_files import FILE_PROBLEMS, REMARKS, VALUE_PROBLEMS, FileProblem, Remark, SourceRow, ValueProblem
from ..common_moving import PARTNERS, MovingCase, make_source


@tagged('post_install', '-at_install')
class TestImportFiles(MovingCase):

    def test_wrong_rows_are_corrected_in_a_spreadsheet(self):
        headings = [*PARTNERS, 'Покупець', '']
        session = self.bring(make_source(headings, [
            ['Перша', '', '', '', '1', 'так', 'x'], ['=Друга', '', '', '', '2', 'можливо', 'y'],
            ['Третя', '', '', '', '3', '??', '']]))
        action = session.action_download_errors()
        file = self.env['ir.attachment'].browse(int(action['url'].split('/')[-1].split('?')[0]))
        self.assertEqual((file.res_model, file.res_id), ('bas.import', session.id))
        sheet = load_workbook(io.BytesIO(file.raw)).worksheets[0]
        cells = [[str(cell.value or '') for cell in line] for line in sheet.iter_rows()]
        self.assertEqual(cells[0][1], 'Row Error')
        self.assertIn('можливо', cells[1][1])
        self.assertEqual((cells[1][2], sheet.cell(2, 3).data_type), ('=Друга', 's'))
        for line in cells[1:]:
            line[cells[0].index('Покупець')] = 'ні'
        source = make_source(cells[0], cells[1:], kind='counterparty')
        self.assertTrue(session._is_corrections(source))
        session.sudo()._read_corrections(source)
        self.assertEqual(self.read_actions(session), ['create'] * 3)
        session.action_import()
        self.assertTrue(self.find('=Друга'))
        self.assertEqual(session.done_count, 3)

    def test_rows_of_another_company_are_not_corrected(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        theirs = self.env['bas.import'].create({'company_id': second.id})
        source = make_source(PARTNERS, [['Чужа', '', '', '', '1']])
        self.env['bas.import.table']._read_table(theirs, self.env['ir.attachment'], source)
        theirs._program_write({'state': 'checked'})
        source = make_source(['bas_import_row', 'Row Error', 'Найменування'], [[str(theirs.row_ids.id), '', 'Зламана']])
        self.make_session().sudo()._read_corrections(source)
        self.assertEqual(theirs.row_ids.values['name'], 'Чужа')

    def test_a_file_that_breaks_off_leaves_nothing(self):
        source = make_source(PARTNERS, [['Перша', '', '', '', '1']])

        def read(_table):
            yield SourceRow(2, {0: 'Перша'})
            raise FileProblem('cut')

        source.read = read
        self.patch(self.env.registry['bas.import'], '_read_source', lambda session, file, stream, problems: iter([source]))
        session = self.env['bas.import'].with_user(self.head).create({})
        session.file_ids = self.env['ir.attachment'].with_user(self.head).create({'name': 'list.xlsx', 'raw': b'x'})
        session.action_recognise()
        self.assertFalse(session.table_ids)
        self.assertIn('list.xlsx: The file is damaged', session.problem)

    def test_every_problem_has_its_sentence(self):
        arguments = {'format': 'x', 'what': 'x', 'root': 'x', 'limit': 1, 'row': 1, 'text': 'x', 'count': 1}
        for codes, make, explain in (
                (FILE_PROBLEMS, FileProblem, problems.explain_file), (VALUE_PROBLEMS, ValueProblem, problems.explain_value)):
            for code, sentence in codes.items():
                self.assertEqual(explain(self.env, make(code, **arguments)), sentence % arguments)
        for code, sentence in REMARKS.items():
            self.assertEqual(problems.explain_remark(self.env, Remark(code, arguments=arguments)), sentence % arguments)

    def test_a_file_of_text(self):
        """From the file to records and back, through the readers."""
        text = 'Найменування;ЄДРПОУ;Телефон;Код\nТОВ «Ромашка»;00032129;(044) 234-56-78;1\nОбрій;;;2\n'
        session = self.env['bas.import'].with_user(self.head).create({})
        session.file_ids = self.env['ir.attachment'].with_user(self.head).create({
            'name': 'Контрагенти.csv', 'raw': text.encode('cp1251')})
        session.action_recognise()
        self.assertEqual((session.table_ids.kind, session.row_count, session.problem), ('counterparty', 2, False))
        session.action_check()
        self.assertEqual((session.create_count, session.table_ids.create_count), (2, 2))
        session.action_import()
        self.assertEqual(self.find('ТОВ «Ромашка»').phone, '+380442345678')
        session.action_undo()
        self.assertFalse(self.find('ТОВ «Ромашка»'))
