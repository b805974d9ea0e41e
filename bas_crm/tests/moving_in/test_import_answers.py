from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.moving_in.answers import Answers
from ..common_moving import MovingCase, make_source

FIRMS = ['Найменування', 'Код', 'Відповідальний менеджер']


def make_firms(*rows):
    return make_source(FIRMS, list(rows), kind='counterparty')


@tagged('post_install', '-at_install')
class TestAnswersToManyRows(MovingCase):
    """An answer that concerns more rows than a batch has is applied in batches, each a request, as the check itself is."""

    def setUp(self):
        super().setUp()
        self.patch(self.env.registry['bas.import'], '_batch', 2)

    def make_many(self, count):
        return make_firms(*([f'Фірма {number}', str(number), 'Бойко Іван'] for number in range(count)))

    def check_firms(self, count):
        session = self.make_session(self.make_many(count))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['question'] * count)
        return session

    def go_on(self, session):
        """:return: list of (rows done, rows left) of each request until the step has ended"""
        found = []
        while not found or session.step:
            result = session.run_batch()
            found.append((result['done'], result['left']))
        return found

    def test_many_rows_are_checked_batch_by_batch(self):
        session = self.check_firms(5)
        self.answer(session, 'reference', 'use', res_id=self.own.id)
        self.assertEqual((session.step, session.state, session.progress_total), ('recheck', 'checked', 5))
        self.assertEqual(self.read_actions(session), ['question'] * 5, 'nothing is done in the request of the answer')
        self.assertEqual(self.go_on(session), [(2, 3), (4, 1), (5, 0), (5, 0)])
        self.assertEqual(self.read_actions(session), ['create'] * 5)
        self.assertEqual((session.step, session.state, session.question_ids.row_count), (False, 'checked', 0))
        session.action_import()
        self.assertEqual(self.find('Фірма 4').user_id, self.own)

    def test_few_rows_are_checked_at_once(self):
        session = self.check_firms(2)
        self.answer(session, 'reference', 'use', res_id=self.own.id)
        self.assertEqual((session.step, self.read_actions(session)), (False, ['create'] * 2))

    def test_the_import_does_not_wait_for_the_check_of_answers(self):
        session = self.check_firms(5)
        self.answer(session, 'reference', 'empty')
        session.action_import()
        self.assertEqual((session.state, session.step, session.done_count), ('done', False, 5))

    def test_an_answer_while_the_import_is_stopped(self):
        session = self.check_firms(5)
        session.run_batch('import')
        self.answer(session, 'reference', 'use', res_id=self.own.id)
        self.assertEqual((session.step, session.state), ('import', 'running'))
        self.go_on(session)
        # Two rows were passed by before the answer; they can be imported now.
        self.assertEqual((session.state, session.step, session.done_count), ('done', False, 3))
        self.assertEqual(self.read_actions(session), ['create'] * 5)
        session.action_import()
        self.assertEqual(session.done_count, 5)

    def test_an_answer_while_the_check_is_stopped(self):
        session = self.make_session(self.make_many(7))
        for _batch in range(2):
            session.run_batch(False if session.step else 'check')
        self.assertEqual(self.read_actions(session), ['question'] * 4 + [False] * 3)
        self.answer(session, 'reference', 'empty')
        self.assertEqual(session.step, 'check')
        self.go_on(session)
        self.assertEqual((session.state, self.read_actions(session)), ('checked', ['create'] * 7))

    def test_corrections_of_many_rows_are_checked_batch_by_batch(self):
        session = self.check_firms(5)
        session.row_ids.write({'is_skipped': True})
        self.assertEqual(session.step, 'recheck')
        self.go_on(session)
        self.assertEqual(self.read_actions(session), ['skip'] * 5)

    def test_rows_of_a_list_that_is_not_imported_have_no_result(self):
        session = self.check_firms(3)
        session.table_ids.kind = False
        session.row_ids.write({'is_skipped': True})
        self.assertEqual((session.step, set(self.read_actions(session))), (False, {False}))


@tagged('post_install', '-at_install')
class TestUnreadFiles(MovingCase):
    """A file that nobody has read yet is never left out silently."""

    def add_file(self, session, name, text):
        file = self.env['ir.attachment'].with_user(self.head).create({'name': name, 'raw': text.encode()})
        session.write({'file_ids': [(4, file.id)]})

    def test_neither_check_nor_import_begins_before_all_files_are_read(self):
        session = self.make_session()
        session._program_write({'state': 'draft'})
        self.add_file(session, 'one.csv', 'Найменування;ЄДРПОУ\nПерша;00032129\n')
        session.action_recognise()
        self.add_file(session, 'two.csv', 'Найменування;ЄДРПОУ\nДруга;14360570\n')
        self.add_file(session, 'three.csv', 'Найменування;ЄДРПОУ\nТретя;41761770\n')
        for step in ('check', 'import'):
            with self.assertRaisesRegex(UserError, 'two.csv, three.csv'):
                session.run_batch(step)
        session.run_batch('recognise')
        self.assertEqual(session.step, 'recognise', 'stopped after the first of them')
        for action in (session.action_check, session.action_import, lambda: session.run_batch('check')):
            with self.assertRaisesRegex(UserError, 'three.csv'):
                action()
        self.assertEqual(session.step, 'recognise', 'what was begun goes on')
        session.action_recognise()
        session.action_import()
        self.assertEqual({name for name in ('Перша', 'Друга', 'Третя') if self.find(name)}, {'Перша', 'Друга', 'Третя'})


@tagged('post_install', '-at_install')
class TestRememberedAnswers(MovingCase):

    def test_a_batch_reads_only_the_answers_that_it_needs(self):
        earlier = self.make_session(make_firms(*([f'Фірма {n}', str(n), f'Менеджер Номер{n}'] for n in range(30))))
        earlier.action_check()
        self.assertEqual(len(earlier.question_ids), 30)
        earlier.question_ids.write({'answer': 'empty'})
        read = []

        def drop_lost(answers, found):
            read.extend(found)
            return original(answers, found)

        original = Answers._drop_lost
        session = self.make_session(make_firms(
            ['Нова', '100', 'Менеджер Номер7'], ['Ще нова', '101', 'Менеджер Номер9']))
        with patch.object(Answers, '_drop_lost', drop_lost):
            session.action_check()
        self.assertEqual(self.read_actions(session), ['create', 'create'])
        self.assertEqual(sorted(read), ['reference|res.users|менеджер номер7', 'reference|res.users|менеджер номер9'])

    def test_queries_do_not_grow_with_unknown_names(self):
        def count_queries(names):
            session = self.make_session(make_firms(*(
                [f'Фірма {name}', f'к{name}', f'Менеджер {name}'] for name in names)))
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            session.action_check()
            self.assertEqual(len(session.question_ids), len(names))
            return self.env.cr.sql_log_count - before

        count_queries(['А', 'Б'])
        few, many = count_queries(['В', 'Г']), count_queries([f'Ж{number}' for number in range(42)])
        self.assertLessEqual(many - few, 4)

    def test_the_answer_of_this_import_comes_before_an_earlier_one(self):
        earlier = self.make_session(make_firms(['Фірма', '1', 'Невідомий']))
        earlier.action_check()
        self.answer(earlier, 'reference', 'use', res_id=self.own.id)
        session = self.make_session(make_firms(['Інша', '2', 'Невідомий']))
        self.env['bas.import.question'].create({
            'import_id': session.id, 'name': 'Who?', 'question_type': 'reference', 'key': 'reference|res.users|невідомий',
            'options': ['use', 'empty', 'skip'], 'answer': 'use', 'res_model': 'res.users', 'res_id': self.other.id,
            'is_answered': True})
        session.action_import()
        self.assertEqual(self.find('Інша').user_id, self.other)
