from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_moving import PARTNERS, MovingCase, make_source

ROW = ['ТОВ «Ромашка»', '00032129', '044 234-56-78', 'office@romashka.example', '000000001']


@tagged('post_install', '-at_install')
class TestImportPolicies(MovingCase):
    """What happens to a value of an existing record when the file has another one."""

    def setUp(self):
        super().setUp()
        self.firm = self.make_partner(name='Ромашка', company_registry='00032129', phone='+380501112233')

    def test_the_check_writes_nothing(self):
        before = self.read_tables('res.partner', 'res.partner.category', 'bas.import.key', 'bas.import.change')
        session = self.make_session(make_source([*PARTNERS, 'Група'], [[*ROW, 'Покупці']]))
        session.action_check()
        self.assertEqual(self.read_actions(session), ['update'])
        self.assertEqual(self.read_tables(*before), before)

    def test_only_empty_fields_are_filled_in(self):
        session = self.bring(make_source(PARTNERS, [ROW]))
        self.assertEqual(self.read_actions(session), ['update'])
        self.assertEqual((self.firm.name, self.firm.phone), ('Ромашка', '+380501112233'))
        self.assertEqual(self.firm.email, 'office@romashka.example')

    def test_overwriting(self):
        self.bring(make_source(PARTNERS, [ROW]), policy='overwrite')
        self.assertEqual((self.firm.name, self.firm.phone), ('ТОВ «Ромашка»', '+380442345678'))

    def test_new_records_only(self):
        session = self.bring(make_source(PARTNERS, [ROW, ['Нова', '', '', '', '2']]), policy='create_only')
        self.assertEqual(self.read_actions(session), ['link', 'create'])
        self.assertFalse(self.firm.email)

    def test_a_column_may_have_a_policy_of_its_own(self):
        session = self.make_session(make_source(PARTNERS, [ROW]))
        session.table_ids.column_ids.filtered(lambda column: column.field_name == 'phone').policy = 'overwrite'
        session.action_import()
        self.assertEqual((self.firm.name, self.firm.phone), ('Ромашка', '+380442345678'))

    def test_the_same_file_again_writes_nothing(self):
        for policy in ('fill_empty', 'overwrite'):
            self.bring(make_source(PARTNERS, [ROW, ['Без кодів', '', '', '', '']]), policy=policy)
            before = self.read_tables('res.partner', 'bas.import.change')
            again = self.bring(make_source(PARTNERS, [ROW, ['Без кодів', '', '', '', '']]), policy=policy)
            self.assertEqual(self.read_actions(again), ['unchanged', 'unchanged'])
            self.assertEqual(self.read_tables(*before), before)

    def test_a_value_changed_by_a_person_is_kept_until_the_file_changes_too(self):
        self.bring(make_source(PARTNERS, [ROW]), policy='overwrite')
        self.firm.phone = '+380971112233'
        again = self.bring(make_source(PARTNERS, [ROW]), policy='overwrite')
        self.assertEqual(self.read_actions(again), ['unchanged'])
        self.assertEqual(self.firm.phone, '+380971112233')

    def test_a_value_changed_on_both_sides_is_asked(self):
        self.bring(make_source(PARTNERS, [ROW]), policy='overwrite')
        self.firm.phone = '+380971112233'
        changed = [*ROW[:2], '050 222-33-44', *ROW[3:]]
        again = self.bring(make_source(PARTNERS, [changed]), policy='overwrite')
        self.assertEqual(self.read_actions(again), ['question'])
        self.assertEqual(self.firm.phone, '+380971112233')
        self.answer(again, 'conflict', 'overwrite')
        again.action_import()
        self.assertEqual(self.firm.phone, '+380502223344')
        self.assertEqual(self.read_actions(again), ['update'])

    def test_keeping_ours_is_an_answer(self):
        self.bring(make_source(PARTNERS, [ROW]), policy='overwrite')
        self.firm.phone = '+380971112233'
        again = self.bring(make_source(PARTNERS, [[*ROW[:2], '050 222-33-44', *ROW[3:]]]), policy='overwrite')
        self.answer(again, 'conflict', 'keep')
        again.action_import()
        self.assertEqual((self.firm.phone, self.read_actions(again)), ('+380971112233', ['unchanged']))


@tagged('post_install', '-at_install')
class TestImportMatching(MovingCase):
    """Codes decide alone; phones, e-mails and names only propose."""

    def test_a_code_decides(self):
        firm = self.make_partner(name='Зовсім інша назва', company_registry='00032129')
        session = self.bring(make_source(PARTNERS, [ROW]))
        self.assertEqual(session.row_ids.res_id, firm.id)

    def test_a_tax_number_decides(self):
        firm = self.make_partner(name='Зовсім інша назва', vat='000321219999')
        session = self.bring(make_source(['Найменування', 'ІПН'], [['ТОВ «Ромашка»', '000321219999']]))
        self.assertEqual(session.row_ids.res_id, firm.id)

    def test_an_account_decides(self):
        firm = self.make_partner(name='Зовсім інша назва')
        self.env['res.partner.bank'].create({'partner_id': firm.id, 'acc_number': 'UA213223130000026007233566001'})
        session = self.bring(make_source(
            ['Найменування', 'Розрахунковий рахунок', 'Телефон'], [['ТОВ «Ромашка»', 'UA21 3223 1300 0002 6007 2335 66001', '']]))
        self.assertEqual(session.row_ids.res_id, firm.id)

    def test_a_name_proposes(self):
        firm = self.make_partner(name='Ромашка ТОВ')
        session = self.bring(make_source(PARTNERS, [['ООО "РОМАШКА"', '', '', '', '1'], ['Інша', '', '', '', '2']]))
        self.assertEqual(self.read_actions(session), ['question', 'create'])
        self.answer(session, 'same', 'use')
        self.assertEqual(self.read_actions(session), ['link', 'create'])
        session.action_import()
        self.assertEqual(session.row_ids.sorted('id')[0].res_id, firm.id)
        self.assertEqual(len(self.env['res.partner'].search([('name', 'ilike', 'ромашка')])), 1)

    def test_a_phone_and_an_email_propose(self):
        self.make_partner(name='Перша', phone='067 123-45-67')
        self.make_partner(name='Друга', email='Second@Example.com')
        session = self.bring(make_source(PARTNERS, [
            ['Інша', '', '8 (067) 123 45 67', '', '1'], ['Ще інша', '', '', 'second@example.com', '2']]))
        self.assertEqual(self.read_actions(session), ['question', 'question'])
        self.assertEqual(sorted(session.question_ids.mapped('key')), ['same|counterparty|email', 'same|counterparty|phone'])
        session.question_ids.write({'answer': 'create'})
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create', 'create'])

    def test_a_firm_with_another_code_is_not_proposed(self):
        self.make_partner(name='Ромашка', company_registry='14360570')
        self.assertEqual(self.read_actions(self.bring(make_source(PARTNERS, [ROW]))), ['create'])

    def test_several_candidates(self):
        first, second = (self.make_partner(name='Ромашка', phone=phone) for phone in ('0671110001', '0671110002'))
        session = self.bring(make_source(PARTNERS, [['Ромашка', '', '', '', '1']]))
        question = session.question_ids
        self.assertEqual((question.question_type, question.candidates), ('candidates', (first | second).ids))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            question.write({'answer': 'use', 'res_id': self.make_partner(name='Чужа').id})
        question.write({'answer': 'use', 'res_id': second.id})
        session.action_import()
        self.assertEqual(session.row_ids.res_id, second.id)

    def test_duplicates_in_the_file_are_asked_once(self):
        rows = [ROW, [*ROW[:4], '000000002'], ['Друга', '14360570', '', '', '3'], ['Друга дубль', '14360570', '', '', '4']]
        for answer, actions, count in (('one', ['create', 'link', 'create', 'link'], 2), ('apart', ['create'] * 4, 4),
                                       ('skip', ['create', 'skip', 'create', 'skip'], 2)):
            with self.subTest(answer):
                session = self.bring(make_source(PARTNERS, rows))
                self.assertEqual(self.read_actions(session), ['create', 'question', 'create', 'question'])
                self.answer(session, 'duplicate', answer)
                session.action_import()
                self.assertEqual(self.read_actions(session), actions)
                found = self.env['res.partner'].search([('company_registry', 'in', ('00032129', '14360570'))])
                self.assertEqual(len(found), count)
                session.action_undo()

    def test_equal_rows_are_one_record_without_a_question(self):
        session = self.bring(make_source(PARTNERS, [ROW, ROW]))
        self.assertEqual(self.read_actions(session), ['create', 'link'])

    def test_two_references_become_one_record_only_by_an_answer(self):
        headings = ['Найменування', 'ЄДРПОУ', 'Посилання', 'Телефон']
        first = self.bring(make_source(headings, [['Ромашка', '00032129', '11111111-0000-0000-0000-000000000001', '']]))
        again = self.bring(make_source(headings, [['Ромашка', '00032129', '11111111-0000-0000-0000-000000000002', '']]))
        self.assertEqual(self.read_actions(again), ['question'])
        self.answer(again, 'same', 'use')
        again.action_import()
        self.assertEqual(again.row_ids.res_id, first.row_ids.res_id)

    def test_an_archived_counterparty_is_asked(self):
        firm = self.make_partner(company_registry='00032129', active=False)
        session = self.bring(make_source(PARTNERS, [ROW]))
        self.assertEqual(self.read_actions(session), ['question'])
        self.answer(session, 'archived', 'restore')
        session.action_import()
        self.assertTrue(firm.active)
        session.action_undo()
        self.assertFalse(firm.active)

    def test_a_counterparty_of_another_company_is_left_alone(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        theirs = self.make_partner(name='Чужа', company_registry='00032129', company_id=second.id)
        session = self.bring(make_source(PARTNERS, [ROW]))
        self.assertEqual(self.read_actions(session), ['create'])
        self.assertEqual((theirs.name, theirs.phone), ('Чужа', False))

    def test_a_list_of_a_kind_twice_with_other_columns(self):
        session = self.bring(
            make_source(['Найменування', 'ЄДРПОУ', 'Телефон'], [['Ромашка', '00032129', '']]),
            make_source(['Найменування', 'ЄДРПОУ', 'E-mail'], [['Ромашка', '00032129', 'office@romashka.example']]))
        self.assertEqual(self.read_actions(session), ['create', 'update'])
        self.assertEqual(self.find('Ромашка').email, 'office@romashka.example')


@tagged('post_install', '-at_install')
class TestImportQuestions(MovingCase):

    def test_a_question_is_answered_once_and_remembered(self):
        headings = ['Найменування', 'ЄДРПОУ', 'Відповідальний менеджер']
        rows = [[f'Фірма {number}', '', 'Бойко Іван'] for number in range(3)]
        session = self.make_session(make_source(headings, rows))
        session.action_check()
        question = session.question_ids
        self.assertEqual((self.read_actions(session), question.row_count, len(question)), (['question'] * 3, 3, 1))
        question.write({'answer': 'use', 'res_id': self.own.id})
        self.assertEqual(self.read_actions(session), ['create'] * 3)
        session.action_import()
        self.assertEqual(self.find('Фірма 1').user_id, self.own)
        later = self.bring(make_source(headings, [['Фірма 7', '', 'Бойко Іван']]))
        self.assertEqual(self.read_actions(later), ['create'])
        self.assertEqual(self.find('Фірма 7').user_id, self.own)

    def test_a_manager_is_known_by_the_name_with_initials(self):
        self.own.name = 'Бойко Іван Петрович'
        self.bring(make_source(['Найменування', 'ЄДРПОУ', 'Відповідальний менеджер'], [['Фірма', '', 'Бойко І. П.']]))
        self.assertEqual(self.find('Фірма').user_id, self.own)

    def test_a_source_may_be_created(self):
        session = self.bring(make_source(['Найменування', 'ЄДРПОУ', 'Джерело'], [['Фірма', '', 'Виставка у Львові']]))
        self.answer(session, 'reference', 'create')
        session.action_import()
        self.assertEqual(self.find('Фірма').acquisition_source_id.name, 'Виставка у Львові')
        session.action_undo()
        self.assertFalse(self.find('Виставка у Львові', 'utm.source'))

    def test_an_unknown_word_is_asked(self):
        session = self.bring(make_source(['Найменування', 'ЄДРПОУ', 'Вид контрагента'], [['Фірма', '', 'Кооператив']]))
        self.answer(session, 'value', 'use', answer_value='legal_entity')
        session.action_import()
        self.assertEqual(self.find('Фірма').counterparty_type, 'legal_entity')

    def test_an_answer_that_is_not_offered_is_refused(self):
        session = self.bring(make_source(['Найменування', 'ЄДРПОУ', 'Джерело'], [['Фірма', '', 'Виставка в Одесі']]))
        with self.assertRaises(UserError):
            session.question_ids.answer = 'overwrite'

    def test_users_of_another_company_are_no_answer(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        firm = self.make_partner(name='Чужа', company_id=second.id)
        session = self.bring(make_source(['Найменування', 'ЄДРПОУ', 'Відповідальний менеджер'], [['Фірма', '', 'Бойко']]))
        with self.assertRaises(UserError):
            session.question_ids.write({'answer': 'use', 'res_id': firm.id + 100000})


@tagged('post_install', '-at_install')
class TestImportRows(MovingCase):
    """Wrong rows are corrected where they are."""

    def test_a_corrected_row_is_checked_again(self):
        session = self.make_session(make_source([*PARTNERS, 'Покупець'], [[*ROW, 'можливо'], ['Друга', '', '', 'x', '', '']]))
        session.action_check()
        wrong, other = session.row_ids.sorted('id')
        self.assertEqual(self.read_actions(session), ['error', 'error'])
        self.assertIn('можливо', wrong.problem)
        wrong.with_user(self.head).values = {**wrong.values, 'is_customer': 'так'}
        self.assertEqual((wrong.action, wrong.problem), ('create', False))
        other.with_user(self.head).is_skipped = True
        self.assertEqual(other.action, 'skip')
        session.action_import()
        self.assertTrue(self.find('ТОВ «Ромашка»').is_customer)
        with self.assertRaises(UserError):
            wrong.with_user(self.head).values = {'name': 'Інша'}

    def test_one_wrong_row_stops_none_of_the_others(self):
        session = self.bring(make_source(PARTNERS, [ROW, ['', '', '', 'a@b.example', '5'], ['Третя', '', '', '', '6']]))
        self.assertEqual(self.read_actions(session), ['create', 'error', 'create'])
        self.assertEqual(session.state, 'done')
        wrong = session.row_ids.filtered(lambda row: row.action == 'error')
        wrong.with_user(self.head).values = {**wrong.values, 'name': 'Друга'}
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create'] * 3)

    def test_columns_are_remembered(self):
        source = ['Найменування', 'ЄДРПОУ', 'Дивна колонка']
        session = self.make_session(make_source(source, [['Фірма', '', 'Примітка']]))
        column = session.table_ids.column_ids[2]
        self.assertFalse(column.field_name)
        column.field_name = 'note'
        session.action_import()
        self.assertIn('Примітка', self.find('Фірма').comment)
        later = self.make_session(make_source(source, [['Фірма 2', '', 'Інша']]))
        self.assertEqual(later.table_ids.column_ids[2].field_name, 'note')

    def test_a_field_that_the_list_does_not_have_is_refused(self):
        session = self.make_session(make_source(PARTNERS, [ROW]))
        with self.assertRaises(UserError):
            session.table_ids.column_ids[0].field_name = 'user_id.password'

    def test_another_kind_of_list_matches_its_columns_again(self):
        session = self.make_session(make_source(['Найменування', 'Телефон', 'Колонка'], [['Іван', '0671234567', 'x']]))
        session.table_ids.kind = 'contact'
        session.action_import()
        self.assertFalse(self.find('Іван').is_company)
        later = self.make_session(make_source(['Найменування', 'Телефон', 'Колонка'], [['Петро', '0671234567', 'x']]))
        self.assertEqual(later.table_ids.kind, 'contact')


@tagged('post_install', '-at_install')
class TestImportSteps(MovingCase):

    def test_steps_in_a_wrong_order_are_refused(self):
        session = self.env['bas.import'].with_user(self.head).create({})
        for step in ('action_check', 'action_import', 'action_undo'):
            with self.assertRaises(UserError):
                getattr(session, step)()
        with self.assertRaises(UserError):
            session.run_batch('explode')
        with self.assertRaises(UserError):
            session.run_batch()

    def test_undone_twice_says_so(self):
        session = self.bring(make_source(PARTNERS, [ROW]))
        session.action_undo()
        self.assertEqual(session.state, 'undone')
        with self.assertRaises(UserError):
            session.action_undo()
        with self.assertRaises(UserError):
            session.action_import()

    def test_batches(self):
        self.patch(self.env.registry['bas.import'], '_batch', 2)
        session = self.make_session(make_source(PARTNERS, [[f'Фірма {number}', '', '', '', str(number)] for number in range(5)]))
        session.action_check()
        told = [session.run_batch('import')] + [session.run_batch() for _each in range(3)]
        self.assertEqual([one['left'] for one in told], [3, 1, 0, 0])
        self.assertEqual([one['step'] for one in told], ['import', 'import', 'import', False])
        self.assertEqual(session.state, 'done')
        self.assertEqual(session.done_count, 5)

    def test_states_and_results_are_written_by_the_program_only(self):
        session = self.bring(make_source(PARTNERS, [ROW]))
        for record, vals in (
                (session, {'state': 'draft'}), (session, {'company_id': self.env['res.company'].create({'name': 'Інша'}).id}),
                (session.row_ids, {'step': 'read'}), (session.row_ids, {'res_id': 1}), (session.row_ids, {'action': 'skip'})):
            with self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(AccessError):
            session.change_ids.write({'before': 1})
        with self.assertRaises(AccessError):
            session.change_ids.unlink()

    def test_an_import_that_has_written_is_not_deleted(self):
        session = self.bring(make_source(PARTNERS, [ROW]))
        with self.assertRaises(UserError):
            session.unlink()
        session.action_undo()
        session.unlink()

    def test_nothing_is_sent_and_nobody_follows(self):
        before = self.read_tables('mail.message', 'mail.followers', 'mail.activity', 'mail.mail')
        headings = [*PARTNERS, 'Розрахунковий рахунок', 'Відповідальний менеджер']
        self.own.name = 'Бойко Іван'
        session = self.bring(make_source(headings, [[*ROW, 'UA213223130000026007233566001', 'Бойко Іван']]))
        self.assertEqual(self.read_actions(session), ['create'])
        self.assertEqual(self.read_tables(*before), before)
        session.action_undo()
        self.assertEqual(self.read_tables(*before), before)

    def test_roles(self):
        session = self.bring(make_source(PARTNERS, [ROW]))
        for user in (self.own, self.all, self.clerk):
            for name in ('action_recognise', 'action_check', 'action_import', 'action_undo', 'run_batch', 'get_undo_preview'):
                with self.assertRaises(AccessError):
                    getattr(session.with_user(user), name)()
