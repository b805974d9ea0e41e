import io
import random

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common_moving import PARTNERS, MovingCase, make_source

#: 4 000 letters that a database cannot pack into the 2 700 bytes of an index
LONG = ''.join(random.Random(19).choices('абвгґдеєжзиіїйклмнопрстуфхцчшщьюя', k=4000))


@tagged('post_install', '-at_install')
class TestImportBreaking(MovingCase):
    """What another program, a stranger or a strange file may send: it is refused, or it stays in its row."""

    def test_a_row_of_the_list_of_imports_opens_its_assistant(self):
        session = self.make_session()
        action = call_kw(self.env['bas.import'].with_user(self.head), 'action_open_assistant', [session.ids], {})
        self.assertEqual(action['context'], {'active_id': session.id})

    def test_a_file_of_somebody_else_cannot_be_read_through_an_import(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        files = self.env['ir.attachment'].create([
            {'name': 'secret.csv', 'raw': 'Найменування;Код\nТаємниця;1'.encode(), 'res_model': model, 'res_id': res_id}
            for model, res_id in ((False, False), ('bas.import', False), ('ir.config_parameter', 1), ('res.company', second.id))])
        for file in files:
            self.env.invalidate_all()
            with self.subTest(file=file.res_model), self.assertRaises(AccessError):
                session = self.env['bas.import'].with_user(self.head).create({'file_ids': [Command.link(file.id)]})
                session.action_recognise()
            session = self.make_session()
            self.env.invalidate_all()
            with self.subTest(file=file.res_model), self.assertRaises(AccessError):
                session.write({'file_ids': [Command.link(file.id)]})
                session.action_recognise()

    def test_a_very_long_text_stops_no_other_row(self):
        session = self.bring(make_source(
            ['Найменування', 'Код', 'Відповідальний'],
            [['ТОВ Довгий', LONG, LONG], ['ТОВ Звичайний', '7', '']], kind='counterparty'))
        self.assertEqual(self.read_actions(session), ['question', 'create'])
        self.answer(session, 'reference', 'empty')
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create', 'create'])

    def test_a_code_with_a_colon_is_not_its_beginning(self):
        first = self.bring(make_source(PARTNERS, [['ТОВ Двокрапка', '', '', '', 'АБ:12']], kind='counterparty'))
        session = self.bring(
            make_source(['ПІБ', 'Контрагент'], [['Петренко Олег', 'АБ']], kind='contact'))
        self.assertNotIn(session.row_ids.action, ('create', 'update'))
        session = self.bring(
            make_source(['ПІБ', 'Контрагент'], [['Петренко Іван', 'АБ:12']], kind='contact'))
        self.assertEqual(session.row_ids.action, 'create', session.row_ids.problem)
        person = self.env['res.partner'].browse(session.row_ids.res_id)
        self.assertEqual(person.parent_id.id, first.row_ids.res_id)

    def test_a_manager_is_a_colleague_of_this_company(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        both = new_test_user(self.env, 'both', name='Обидві Фірми', groups='sales_team.group_sale_salesman',
                             company_id=second.id, company_ids=[Command.set([second.id, self.company.id])])
        other = new_test_user(self.env, 'remote', name='Інша Фірма', groups='sales_team.group_sale_salesman',
                              company_id=second.id, company_ids=[Command.set(second.ids)])
        session = self.make_session(make_source(
            ['Найменування', 'Код', 'Відповідальний'], [['ТОВ Альфа', '1', 'Хтось Невідомий']], kind='counterparty'))
        session.action_check()
        gone = new_test_user(self.env, 'gone', name='Пішла Раніше', groups='sales_team.group_sale_salesman')
        gone.active = False
        shared = new_test_user(self.env, 'shared', name='Гість', groups='base.group_public')
        for user in (other, self.portal, gone, shared, self.env.ref('base.user_root'), self.env.ref('base.public_user')):
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, 'Хтось Невідомий'), self.env.cr.savepoint():
                self.answer(session, 'reference', 'use', res_id=user.id)
        self.answer(session, 'reference', 'use', res_id=both.id)
        session.action_import()
        self.assertEqual(self.env['res.partner'].browse(session.row_ids.res_id).user_id, both)

    def test_a_file_names_no_manager_who_is_none(self):
        gone = new_test_user(self.env, 'gone', name='Пішла Раніше', groups='sales_team.group_sale_salesman')
        gone.active = False
        names = (gone.name, gone.login, self.portal.name, self.env.ref('base.user_root').name, '__system__', 'public')
        session = self.make_session(make_source(
            ['Найменування', 'Код', 'Відповідальний'], [[f'ТОВ {name}', name, name] for name in names], kind='counterparty'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question'] * len(names))
        self.assertEqual(sorted(session.question_ids.mapped('value')), sorted(names))

    def test_a_remembered_manager_who_has_left_is_asked_about_again(self):
        list_of = ['Найменування', 'Код', 'Відповідальний']
        leaver = new_test_user(self.env, 'leaver', name='Скоро Піде', groups='sales_team.group_sale_salesman')
        session = self.make_session(make_source(list_of, [['ТОВ Альфа', '1', 'Хтось Невідомий']], kind='counterparty'))
        session.action_check()
        self.answer(session, 'reference', 'use', res_id=leaver.id)
        leaver.active = False
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question'])
        session = self.make_session(make_source(list_of, [['ТОВ Бета', '2', 'Хтось Невідомий']], kind='counterparty'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question'])

    def test_a_remembered_answer_whose_record_is_gone_is_asked_again(self):
        source = self.env['utm.source'].create({'name': 'Виставка 2025'})
        list_of = ['Найменування', 'Код', 'Джерело залучення']
        session = self.make_session(make_source(list_of, [['ТОВ Альфа', '1', 'Невідоме джерело']], kind='counterparty'))
        session.action_check()
        self.answer(session, 'reference', 'use', res_id=source.id)
        source.unlink()
        session = self.make_session(make_source(list_of, [['ТОВ Бета', '2', 'Невідоме джерело']], kind='counterparty'))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question'])

    def test_a_lost_file_is_told(self):
        session = self.make_session()
        session.file_ids = self.env['ir.attachment'].with_user(self.head).create({'name': 'lost.csv', 'raw': b'a;b\n1;2'})
        self.env.cr.execute("UPDATE ir_attachment SET store_fname = %s WHERE id = %s", ['aa/' + 'a' * 40, session.file_ids.id])
        self.env.invalidate_all()
        session.action_recognise()
        self.assertIn('lost.csv', session.problem)

    def test_rows_that_are_no_texts(self):
        session = self.make_session(make_source(PARTNERS, [['ТОВ Альфа', '', '', '', '1']], kind='counterparty'))
        row = session.row_ids
        for values in ([], 5, None, {'name': 5}, {'name': ['x']}, {'name': {'x': 'y'}}, {'name': 'x\x00'}, {'name': '\ud800'},
                       {'\x00': 'x'}):
            with self.subTest(values=repr(values)), self.assertRaises(UserError), self.env.cr.savepoint():
                row.write({'values': values})

    def test_names_of_sheets_and_texts_like_formulas(self):
        source = make_source(PARTNERS, [['', '123', '', '', '=HYPERLINK("http://x","y")']], kind='counterparty')
        source.sheet = "Аркуш клієнтів і поста'ка"
        session = self.make_session(source)
        session.action_check()
        self.assertEqual(self.read_actions(session), ['error'])
        sheet = openpyxl.load_workbook(io.BytesIO(session._write_errors(session.row_ids))).active
        self.assertEqual([(cell.value, cell.data_type) for cell in sheet[2] if cell.value][2:], [
            ('123', 's'), ('=HYPERLINK("http://x","y")', 's')])

    def test_what_a_list_without_a_kind_became(self):
        session = self.make_session(make_source(['Щось', 'Інше'], [['а', 'б']]))
        session.table_ids.sudo().kind = False
        with self.assertRaises(UserError):
            session.table_ids.action_open_records()

    @mute_logger('odoo.sql_db')
    def test_lines_of_another_import(self):
        sessions = [self.make_session(make_source(PARTNERS, [['ТОВ Альфа', '', '', '', '1']], kind='counterparty')) for _ in '12']
        for name in ('table_ids', 'row_ids', 'question_ids', 'change_ids'):
            lines = sessions[0][name]
            for command in ([Command.create({'name': 'x', 'number': 1, 'file': 'x'})],
                            *[[command(line.id)] for line in lines[:1] for command in (Command.link, Command.delete)]):
                with self.subTest(name=name, command=command), self.assertRaises(UserError), self.env.cr.savepoint():
                    sessions[1].write({name: command})

    def test_a_counterparty_that_moved_to_another_company_is_left_alone(self):
        rows = [['ТОВ Альфа', '', '', 'alfa@example.com', '1']]
        partner = self.env['res.partner'].browse(self.bring(make_source(PARTNERS, rows, kind='counterparty')).row_ids.res_id)
        partner.write({'email': 'new@example.com', 'company_id': self.env['res.company'].create({'name': 'Друга фірма'}).id})
        session = self.bring(make_source(PARTNERS, rows, kind='counterparty'), policy='overwrite')
        self.assertEqual(self.read_actions(session), ['create'])
        self.assertNotEqual(session.row_ids.res_id, partner.id)
        self.assertEqual(partner.email, 'new@example.com')

    def test_the_screen_asks_a_hundred_questions_in_as_many_queries_as_ten(self):
        def count(number):
            session = self.make_session(make_source(['Найменування', 'Код', 'Відповідальний'], [
                [f'ТОВ {number}-{index}', f'{number}-{index}', f'Невідома Особа {number}-{index}'] for index in range(number)],
                kind='counterparty'))
            session.action_check()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(session.get_questions()), number)
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertEqual(count(10), count(100))
