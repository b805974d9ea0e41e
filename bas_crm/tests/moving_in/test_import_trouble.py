from odoo.tests import new_test_user, tagged

from ..common_moving import PARTNERS, MovingCase, make_source

CONTRACTS = ['№ договору', 'Дата', 'Контрагент', 'Валюта', 'Вид договору']
CONTACTS = ['ПІБ', 'Контрагент', 'Посада']
TABLES = ('res.partner', 'res.partner.category', 'res.partner.bank', 'bas.contract', 'product.category', 'bas.import.key')


@tagged('post_install', '-at_install')
class TestImportTrouble(MovingCase):
    """Files that are not as they should be: clear words, nothing half done, and all of it can be undone."""

    def run_and_undo(self, *sources, actions, **values):
        """Import, compare the results of the rows, undo; everything is as before.

        :return: list of (problem, remark) of the rows
        """
        before = self.read_tables(*TABLES)
        session = self.bring(*sources, **values)
        self.assertEqual(self.read_actions(session), actions, session.row_ids.mapped('problem'))
        found = session.row_ids.sorted('id').mapped(lambda row: (row.problem or '', row.remark or ''))
        session.action_undo()
        self.assertEqual(self.read_tables(*TABLES), before)
        return found

    def test_people_in_a_file_before_their_counterparties(self):
        self.run_and_undo(
            make_source(CONTACTS, [['Петренко Олег', 'ТОВ «Ромашка»', 'директор']], kind='contact'),
            make_source(PARTNERS, [['ТОВ «Ромашка»', '00032129', '', '', '1']]), actions=['create', 'create'])

    def test_rows_out_of_order_find_each_other_in_small_batches(self):
        self.patch(self.env.registry['bas.import'], '_batch', 2)
        firms = [[f'ТОВ «Фірма {number}»', '', '', '', str(number)] for number in range(5)]
        people = [[f'Петренко Олег {number}', f'ТОВ «Фірма {number}»', ''] for number in reversed(range(5))]
        session = self.bring(make_source(CONTACTS, people, kind='contact'), make_source(PARTNERS, firms))
        self.assertEqual(self.read_actions(session), ['create'] * 10)
        for number in range(5):
            self.assertEqual(self.find(f'Петренко Олег {number}').parent_id.name, f'ТОВ «Фірма {number}»')

    def test_one_code_of_the_source_on_two_counterparties(self):
        rows = [['ТОВ «Ромашка»', '00032129', '', '', '7'], ['ТОВ «Обрій»', '14360570', '', '', '7']]
        session = self.bring(make_source(PARTNERS, rows))
        self.assertEqual(self.read_actions(session), ['create', 'create'])
        again = self.bring(make_source(PARTNERS, rows))
        self.assertEqual(self.read_actions(again), ['link', 'link'])  # found by their ЄДРПОУ
        self.assertEqual(again.row_ids.sorted('id').mapped('res_id'), session.row_ids.sorted('id').mapped('res_id'))

    def test_a_cycle_of_item_groups(self):
        """Over two rows, over two files, and over references: all that are in it are errors, and nothing is half done."""
        before = self.read_tables('product.category', 'product.template')
        groups = ['Група номенклатури', 'Батьківська група']
        items = make_source(['Найменування', 'Група', 'Артикул'], [['Стіл', 'Столи', '1'], ['Емаль', 'Фарби', '2']], kind='item')
        for lists in (
                [[['Столи', 'Меблі'], ['Меблі', 'Столи'], ['Круглі', 'Столи'], ['Фарби', '']]],
                [[['Столи', 'Меблі'], ['Фарби', '']], [['Меблі', 'Столи'], ['Круглі', 'Столи']]]):
            with self.subTest(files=len(lists)):
                session = self.bring(*(make_source(groups, rows, kind='item_group') for rows in lists), items)
                actions = dict(zip((row.values['name'] for row in session.row_ids.sorted('id')), self.read_actions(session),
                                   strict=True))
                self.assertEqual(actions, {'Столи': 'error', 'Меблі': 'error', 'Круглі': 'error', 'Фарби': 'create',
                                           'Стіл': 'error', 'Емаль': 'create'})
                wrong = session.row_ids.filtered(lambda row: row.values['name'] == 'Круглі')
                self.assertIn('Столи / Меблі / Столи / Круглі', wrong.problem)
                self.assertEqual(self.find('Емаль', 'product.template').categ_id.complete_name, 'Фарби')
                session.action_undo()
                self.assertEqual(self.read_tables(*before), before)

    def test_a_corrected_cycle_of_item_groups_is_none(self):
        session = self.bring(make_source(['Група номенклатури', 'Батьківська група'], [
            ['Столи', 'Меблі'], ['Меблі', 'Столи']], kind='item_group'))
        self.assertEqual(self.read_actions(session), ['error', 'error'])
        session.row_ids.sorted('id')[1].values = {'name': 'Меблі'}
        session.action_import()
        self.assertNotIn('error', self.read_actions(session))
        self.assertEqual(self.find('Столи', 'product.category').complete_name, 'Меблі / Столи')

    def test_an_unknown_currency_and_no_date(self):
        self.make_partner(name='ТОВ «Ромашка»')
        session = self.bring(make_source(CONTRACTS, [
            ['1', '05.02.2024', 'ТОВ «Ромашка»', 'дублон', 'З покупцем'], ['2', '', 'ТОВ «Ромашка»', 'грн', 'З покупцем'],
            ['3', '30.02.2024', 'ТОВ «Ромашка»', 'грн', 'З покупцем']], kind='contract'))
        self.assertEqual(self.read_actions(session), ['question', 'create', 'error'])
        unknown, undated, wrong = session.row_ids.sorted('id')
        self.assertIn('дублон', session.question_ids.name)
        self.assertIn('no date', undated.remark)
        self.assertIn('30.02.2024', wrong.problem)
        self.answer(session, 'reference', 'empty')
        session.action_import()
        self.assertEqual(self.env['bas.contract'].browse(unknown.res_id).currency_id, self.company.currency_id)

    def test_days_far_away(self):
        self.make_partner(name='ТОВ «Ромашка»')
        found = self.run_and_undo(make_source(CONTRACTS, [
            ['1', '31.12.1899', 'ТОВ «Ромашка»', 'грн', ''], ['2', '01.01.2999', 'ТОВ «Ромашка»', 'грн', '']], kind='contract'),
            actions=['error', 'error'])
        self.assertTrue(all(problem for problem, _remark in found))

    def test_a_manager_of_the_past(self):
        new_test_user(self.env, 'left', groups='sales_team.group_sale_salesman', name='Бойко Іван').active = False
        session = self.bring(make_source([*PARTNERS, 'Відповідальний менеджер'], [['Ромашка', '', '', '', '1', 'Бойко Іван']]))
        self.assertEqual(self.read_actions(session), ['question'])
        self.answer(session, 'reference', 'empty')
        session.action_import()
        self.assertEqual(self.read_actions(session), ['create'])

    def test_signs_of_all_kinds(self):
        names = ['ТОВ «Ромашка» 🌼', '=1+1', "Дар’я; DROP TABLE res_partner", '<b>Обрій</b>', '٣٢١', '%s %(x)s {0}']
        self.run_and_undo(make_source(PARTNERS, [[name, '', '', '', f'к{index}'] for index, name in enumerate(names)]),
                          actions=['create'] * len(names))

    def test_a_contract_of_a_counterparty_of_another_company(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.make_partner(name='ТОВ «Чужа»', company_id=second.id)
        session = self.bring(make_source(CONTRACTS, [['1', '05.02.2024', 'ТОВ «Чужа»', 'грн', '']], kind='contract'))
        self.assertEqual(self.read_actions(session), ['question'])
        self.assertEqual(session.question_ids.question_type, 'missing')

    def test_a_record_deleted_and_one_edited_before_the_undo(self):
        session = self.bring(make_source(PARTNERS, [
            ['Перша', '', '', '', '1'], ['Друга', '', '', '', '2'], ['Третя', '', '', '', '3']]))
        self.find('Перша').unlink()
        self.find('Друга').phone = '+380671112233'
        session.action_undo()
        self.assertEqual(session.state, 'undone')
        self.assertFalse(self.find('Третя'))
