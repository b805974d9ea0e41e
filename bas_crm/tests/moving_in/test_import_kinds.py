from collections import defaultdict
from datetime import date, datetime
from types import SimpleNamespace

from odoo.fields import Command
from odoo.tests import tagged

from ...models.moving_in.rows import ImportRow
from ...tools.source_files.headings import FIELDS
from ..common_moving import PARTNERS, MovingCase, make_source


@tagged('post_install', '-at_install')
class TestImportContact(MovingCase):
    HEADINGS = ['ПІБ', 'Контрагент', 'Посада', 'Телефон', 'E-mail']

    def test_people_of_counterparties_of_the_same_import(self):
        session = self.bring(
            make_source(self.HEADINGS, [['Петренко Олег', 'ТОВ «Ромашка»', 'Директор', '067 111 22 33', 'p@romashka.example'],
                                        ['Ярема Ганна', 'Ромашка', 'Бухгалтер', '', '']], kind='contact'),
            make_source(PARTNERS, [['ТОВ «Ромашка»', '00032129', '', '', '1']]))
        self.assertEqual(session.table_ids.sorted('sequence').mapped('kind'), ['counterparty', 'contact'])
        self.assertEqual(set(self.read_actions(session)), {'create'})
        firm = self.find('ТОВ «Ромашка»')
        self.assertEqual(firm.child_ids.sorted('name').mapped('name'), ['Петренко Олег', 'Ярема Ганна'])
        person = self.find('Петренко Олег')
        self.assertEqual((person.function, person.phone, person.is_company), ('Директор', '+380671112233', False))

    def test_a_known_person_is_updated(self):
        firm = self.make_partner(name='ТОВ «Ромашка»')
        person = self.env['res.partner'].create({'name': 'Петренко  Олег', 'parent_id': firm.id})
        session = self.bring(make_source(self.HEADINGS, [['Петренко Олег', 'ТОВ «Ромашка»', 'Директор', '', '']], kind='contact'))
        self.assertEqual(self.read_actions(session), ['update'])
        self.assertEqual(person.function, 'Директор')

    def test_counterparties_that_are_nowhere_are_asked_once(self):
        session = self.bring(make_source(
            self.HEADINGS, [['А Б', 'Перша', '', '', ''], ['В Г', 'Друга', '', '', '']], kind='contact'))
        self.assertEqual(self.read_actions(session), ['question', 'question'])
        self.answer(session, 'missing', 'create')
        session.action_import()
        self.assertEqual(self.find('А Б').parent_id.name, 'Перша')
        session.action_undo()
        self.assertFalse(self.find('Перша'))

    def test_a_counterparty_that_failed_fails_its_people(self):
        session = self.bring(
            make_source([*PARTNERS, 'Покупець'], [['Ромашка', '', '', '', '1', 'можливо']]),
            make_source(self.HEADINGS, [['Петренко Олег', 'Ромашка', '', '', '']], kind='contact'))
        self.assertEqual(self.read_actions(session), ['error', 'question'])
        self.assertFalse(self.find('Петренко Олег'))


@tagged('post_install', '-at_install')
class TestImportContactInfo(MovingCase):

    def test_rows_of_one_counterparty(self):
        firm = self.make_partner(name='ТОВ «Ромашка»', phone='+380441112233')
        headings = ['Контрагент', 'Контакт', 'Вид контактної інформації', 'Контактна інформація']
        rows = [
            ['ТОВ «Ромашка»', '', 'Телефон', '067 111 22 33'], ['ТОВ «Ромашка»', '', 'Телефон', '(044) 111-22-33'],
            ['ТОВ «Ромашка»', '', 'E-mail', 'office@romashka.example'], ['ТОВ «Ромашка»', 'Ярема Ганна', 'Телефон', '0502223344']]
        session = self.bring(make_source(headings, rows, kind='contact_info'))
        self.assertNotIn('error', self.read_actions(session), session.row_ids.mapped('problem'))
        self.assertEqual((firm.phone, firm.email), ('+380441112233, +380671112233', 'office@romashka.example'))
        self.assertEqual(firm.child_ids.mapped('phone'), ['+380502223344'])
        again = self.bring(make_source(headings, rows, kind='contact_info'))
        self.assertEqual(again.change_ids.filtered(lambda change: change.kind != 'linked').ids, [])
        session.action_undo()
        self.assertEqual((firm.phone, firm.email, firm.child_ids.ids), ('+380441112233', False, []))


@tagged('post_install', '-at_install')
class TestImportContract(MovingCase):
    HEADINGS = ['Найменування', '№ договору', 'Дата', 'Контрагент', 'Валюта', 'Вид договору', 'Строк дії', 'Основний']

    def test_contracts(self):
        firm = self.make_partner(name='ТОВ «Ромашка»')
        session = self.bring(make_source(self.HEADINGS, [
            ['Договір поставки', '12/24', '05.02.2024', 'ТОВ «Ромашка»', 'грн', 'З покупцем', '', 'Так'],
            ['Основний договір', '', '', 'ТОВ «Ромашка»', '', 'С поставщиком', '31.12.2024', 'Ні']]))
        self.assertEqual(self.read_actions(session), ['create', 'create'])
        sold = self.find('12/24', 'bas.contract')
        self.assertEqual((sold.date, sold.partner_id, sold.contract_type, sold.state, sold.currency_id.name),
                         (date(2024, 2, 5), firm, 'customer', 'active', 'UAH'))
        self.assertEqual(firm.with_company(self.company).main_contract_id, sold)
        bought = self.find('Основний договір', 'bas.contract')
        self.assertEqual((bought.contract_type, bought.state, bought.date_end), ('supplier', 'expired', date(2024, 12, 31)))
        self.assertIn('no date', session.row_ids.sorted('id')[1].remark)
        session.action_undo()
        self.assertEqual(set(session.change_ids.mapped('undo_state')), {'undone'}, session.change_ids.mapped('reason'))
        self.assertFalse((sold | bought).exists())
        self.assertFalse(firm.with_company(self.company).main_contract_id)

    def test_terms_of_payment_are_told_in_days(self):
        self.make_partner(name='ТОВ «Ромашка»')
        terms = self.env['account.payment.term'].search([])
        known = self.env['account.payment.term'].create({
            'name': 'Два тижні', 'line_ids': [Command.create({'value': 'percent', 'value_amount': 100, 'nb_days': 14})]})
        session = self.bring(make_source(['Найменування', 'Контрагент', 'Термін оплати покупця'], [
            ['1', 'ТОВ «Ромашка»', '14'], ['2', 'ТОВ «Ромашка»', '17'], ['3', 'ТОВ «Ромашка»', '17'], ['4', 'ТОВ «Ромашка»', '0'],
            ['5', 'ТОВ «Ромашка»', '99999']], kind='contract'))
        self.assertEqual(self.read_actions(session), ['create'] * 4 + ['question'])
        contracts = {contract.name: contract.payment_term_id for contract in self.env['bas.contract'].search([
            ('partner_id.name', '=', 'ТОВ «Ромашка»')])}
        self.assertEqual(contracts['1'], known)
        self.assertEqual((contracts['2'], contracts['2'].line_ids.nb_days), (contracts['3'], 17))
        self.assertNotIn(contracts['4'], known | contracts['2'])
        session.action_undo()
        self.assertEqual(self.env['account.payment.term'].search([]), terms | known)

    def test_what_has_no_place_here_becomes_a_comment(self):
        """Discount, conventional units and the supplier's terms of BAS; the check tells it."""
        self.make_partner(name='ТОВ «Ромашка»')
        headings = ['Найменування', '№ договору', 'Дата', 'Контрагент', 'Вид договору', 'Розрахунки в у.о.', 'Вид знижки',
                    'Вид цін контрагента', 'Термін оплати постачальникові', 'Ліміт заборгованості', 'Коментар']
        source = make_source(headings, [
            ['Основний', '1', '05.02.2024', 'ТОВ «Ромашка»', 'З покупцем', 'Так', 'Знижка 5 %', 'Закупівельна', '21', '50000',
             'Підпис у серпні'],
            ['Основний 2', '2', '05.02.2024', 'ТОВ «Ромашка»', 'З постачальником', 'Ні', '', '', '21', '', ''],
            ['3', '3', '05.02.2024', 'ТОВ «Ромашка»', 'З покупцем', '', '', '', '0', '', '']], kind='contract')
        session = self.make_session(source)
        session.action_check()
        first, second, third = session.row_ids.sorted('id')
        for word in ('Becomes a comment', 'Settlement in Conventional Units', 'Kind of Discount', 'Limit of the Debt'):
            self.assertIn(word, first.remark)
        self.assertIn('Знижка 5 %', str(first.plan['note'][1]))
        self.assertFalse(second.remark or third.remark)
        session.action_import()
        contracts = {contract.name: contract for contract in self.env['bas.contract'].search([('name', 'in', ('1', '2', '3'))])}
        self.assertEqual(contracts['1'].note.split('\n'), [
            'Підпис у серпні', 'Settlement in Conventional Units', 'Kind of Discount: Знижка 5 %',
            "Supplier's Kind of Prices: Закупівельна", 'Payment Term to the Supplier: 21', 'Limit of the Debt: 50000',
            'Name: Основний'])
        # A supplier is paid within so many days: that is the term of the contract with it.
        self.assertEqual(contracts['2'].payment_term_id.line_ids.nb_days, 21)
        self.assertFalse(contracts['2'].note or contracts['3'].note or contracts['3'].payment_term_id)
        self.assertEqual(self.read_actions(self.bring(source)), ['unchanged'] * 3)
        session.action_undo()
        self.assertFalse(self.env['bas.contract'].search([('name', 'in', ('1', '2', '3'))]))

    def test_what_the_model_refuses_is_the_error_of_the_row(self):
        self.make_partner(name='ТОВ «Ромашка»')
        session = self.bring(make_source([*self.HEADINGS, 'Сума договору'], [
            ['', '1', '05.02.2024', 'ТОВ «Ромашка»', 'грн', 'З покупцем', '', '', '-5'],
            ['', '2', '05.02.2024', 'ТОВ «Ромашка»', 'грн', 'З покупцем', '', '', '5']], kind='contract'))
        self.assertEqual(self.read_actions(session), ['error', 'create'])
        self.assertTrue(session.row_ids.sorted('id')[0].problem)

    def test_a_contract_in_another_currency_gets_a_price_list_in_it(self):
        """In BAS a contract in dollars may have prices in hryvnias; here orders take their currency from the price list."""
        self.make_partner(name='ТОВ «Ромашка»')
        dollar = self.env.ref('base.USD')
        dollar.active = True
        Pricelist = self.env['product.pricelist']
        Pricelist.search([('currency_id', '=', dollar.id)]).active = False
        Pricelist.create({'name': 'Оптова', 'currency_id': self.company.currency_id.id})
        before = self.read_tables('product.pricelist', 'account.payment.term', 'account.payment.term.line')
        headings = ['№ договору', 'Дата', 'Контрагент', 'Валюта', 'Вид договору', 'Вид цін', 'Термін оплати покупця']
        rows = [[str(number), '05.02.2024', 'ТОВ «Ромашка»', currency, kind, prices, days] for number, (
            currency, kind, prices, days) in enumerate((
                ('USD', 'З покупцем', 'Оптова', '14'), ('USD', 'З покупцем', '', '14.00'), ('грн', 'З покупцем', 'Оптова', '0'),
                ('USD', 'З постачальником', 'Оптова', '')))]
        session = self.bring(make_source(headings, rows))
        self.assertEqual(self.read_actions(session), ['create'] * 4, session.row_ids.mapped('problem'))
        contracts = self.env['bas.contract'].browse(session.row_ids.sorted('id').mapped('res_id'))
        self.assertEqual([one.pricelist_id.currency_id.name for one in contracts], ['USD', 'USD', 'UAH', False])
        self.assertEqual(contracts[0].pricelist_id, contracts[1].pricelist_id)
        self.assertEqual(contracts[0].payment_term_id.line_ids.mapped('nb_days'), [14])
        self.assertEqual(contracts.mapped('payment_term_id'), contracts[1].payment_term_id)
        self.assertIn('Оптова', session.row_ids.sorted('id')[0].remark)
        self.assertEqual(self.read_actions(self.bring(make_source(headings, rows))), ['unchanged'] * 4)
        session.action_undo()
        self.assertEqual(self.read_tables(*before), before)

    def test_the_same_number_of_the_same_year_is_the_same_contract(self):
        firm = self.make_partner(name='ТОВ «Ромашка»')
        ours = self.env['bas.contract'].create({'partner_id': firm.id, 'name': '12/24', 'date': '2024-02-05'})
        session = self.bring(make_source(self.HEADINGS, [
            ['', '12/24', '05.02.2024', 'ТОВ «Ромашка»', '', '', '', ''],
            ['', '12/24', '05.02.2025', 'ТОВ «Ромашка»', '', '', '', '']]))
        self.assertEqual(self.read_actions(session)[1], 'create')
        self.assertEqual(session.row_ids.sorted('id')[0].res_id, ours.id)


@tagged('post_install', '-at_install')
class TestImportBankAccount(MovingCase):

    def test_accounts(self):
        firm = self.make_partner(name='ТОВ «Ромашка»')
        source = make_source(['Номер рахунку', 'Банк', 'Контрагент', 'Валюта'], [
            ['UA21 3223 1300 0002 6007 2335 66001', 'АТ «Банк»', 'ТОВ «Ромашка»', 'UAH']])
        session = self.bring(source)
        self.assertFalse(session.question_ids)
        account = firm.bank_ids
        self.assertEqual((account.sanitized_acc_number, account.bank_id.name), ('UA213223130000026007233566001', 'АТ «Банк»'))
        self.assertEqual(self.read_actions(self.bring(source)), ['unchanged'])

    def test_the_main_account_and_what_an_iban_does_not_tell(self):
        firm = self.make_partner(name='ТОВ «Ромашка»', company_registry='00032129')
        headings = ['Номер рахунку', 'Найменування', 'МФО', 'Контрагент', 'ЄДРПОУ', 'Основний']
        source = make_source(headings, [
            ['UA213223130000026007233566001', 'Гривневий', '322313', 'ТОВ «Ромашка»', '', 'Ні'],
            ['26007233566002', 'Старий', '305299', '', '00032129', 'Так']], kind='bank_account')
        self.assertEqual(self.read_actions(self.bring(source)), ['create', 'create'])
        main, other = firm.bank_ids.sorted('sequence')
        self.assertEqual((main.acc_number, main.note), ('26007233566002', 'Name: Старий\nMFO of the Bank: 305299'))
        self.assertEqual((other.sequence, other.note), (10, 'Name: Гривневий'))
        self.assertEqual(self.read_actions(self.bring(source)), ['unchanged', 'unchanged'])


@tagged('post_install', '-at_install')
class TestImportCounterpartyDetails(MovingCase):

    def test_groups_become_a_tree_of_tags(self):
        rows = [(['Ромашка', '', '', '', '1'], ('Покупці', 'Київ')), (['Обрій', '', '', '', '2'], ('Покупці',))]
        self.bring(make_source(PARTNERS, rows))
        tag = self.find('Ромашка').category_id
        self.assertEqual((tag.name, tag.parent_id.name), ('Київ', 'Покупці'))
        self.assertEqual(self.find('Обрій').category_id, tag.parent_id)

    def test_a_cycle_of_groups_is_refused(self):
        session = self.bring(make_source(PARTNERS, [(['Ромашка', '', '', '', '1'], ('А', 'Б', 'А'))]))
        self.assertEqual(self.read_actions(session), ['error'])
        self.assertIn('А / Б / А', session.row_ids.problem)

    def test_basic_data_of_bas(self):
        text = ('ТОВАРИСТВО З ОБМЕЖЕНОЮ ВІДПОВІДАЛЬНІСТЮ «РОМАШКА»\nІПН 000321219999\nЄДРПОУ 00032129\noffice@romashka.example\n'
                '01001, м. Київ, вул. Хрещатик, буд. 1\n+380442345678\n\nПетренко Олег\n0671112233\n\nДобрий покупець')
        session = self.bring(make_source(['Представлення', ''], [['ТОВ «Ромашка»', text]], kind='counterparty'))
        column = session.table_ids.column_ids[1]
        self.assertEqual(column.field_name, 'details_block')
        firm = self.find('ТОВ «Ромашка»')
        self.assertEqual((firm.company_registry, firm.vat, firm.email), ('00032129', '000321219999', 'office@romashka.example'))
        self.assertEqual((firm.zip, firm.city, firm.street), ('01001', 'Київ', 'вул. Хрещатик, буд. 1'))
        self.assertEqual(firm.child_ids.mapped('name'), ['Петренко Олег'])
        self.assertIn('Добрий покупець', firm.comment)

    def test_dates_and_authors_are_those_of_the_file(self):
        self.head.tz = 'Europe/Kyiv'
        self.bring(make_source([*PARTNERS, 'Створений'], [['Ромашка', '', '', '', '1', '05.02.2024 10:30:00']]))
        self.assertEqual(self.find('Ромашка').create_date, datetime(2024, 2, 5, 8, 30))

    def test_a_wrong_code_is_kept_with_a_remark(self):
        session = self.bring(make_source(PARTNERS, [['Ромашка', '12345677', '', '', '1']]))
        self.assertEqual(self.read_actions(session), ['create'])
        self.assertIn('12345677', session.row_ids.remark)
        self.assertEqual(self.find('Ромашка').company_registry, '12345677')


#: columns of lists that are not imported, and that the screen shows so: figures that are counted here from the documents
#: themselves, or that the former program keeps for itself; of a column of a kind of price another list is made
NOT_IMPORTED = {
    'contact': {'is_main'}, 'contact_info': {'info_kind', 'responsible', 'guid', 'code'}, 'counterparty': {'access_group'},
    'item': {'stock', 'warehouse'}, 'lead': {'probability'}, 'price': {'unit', 'author', 'kind_price'}, 'sale': {'margin'},
    'shipment': {'warehouse', 'author', 'note', 'basis', 'cell'},
    'debt': {'opening', 'increase', 'decrease', 'our_opening', 'advance_opening', 'advance_increase', 'advance_decrease',
             'overdue', 'age_7', 'age_14', 'age_30', 'age_60', 'age_61', 'order_number', 'order_date', 'responsible'},
}


@tagged('post_install', '-at_install')
class TestNothingIsLostSilently(MovingCase):

    def test_every_known_heading_has_its_place(self):
        for kind in self.env['bas.import.kind']._get_all():
            unknown = set(FIELDS[kind._kind]) - kind._get_fields().keys()
            self.assertEqual(unknown - NOT_IMPORTED.get(kind._kind, set()), set(), kind._kind)

    def test_a_column_that_fills_nothing_is_shown_as_not_imported(self):
        session = self.make_session(make_source(
            ['Найменування', 'Артикул', 'Залишок'], [['Стіл', '1', '15']], kind='item'))
        columns = session.table_ids.column_ids
        self.assertEqual(columns.mapped('field_name'), ['name', 'article', False])
        self.assertEqual([column['field'] for column in session.get_assistant()['lists'][0]['columns']], ['name', 'article', ''])
        session.table_ids.kind = 'price'
        session.table_ids.kind = 'item'
        self.assertEqual(columns.mapped('field_name'), ['name', 'article', False])

    def test_facts_without_a_field_are_in_the_notes(self):
        self.bring(
            make_source(['Найменування', 'Код', 'Область', 'Головний контрагент'], [['Філія', '1', 'Львівська', 'ТОВ «Ромашка»']],
                        kind='counterparty'),
            make_source(['ПІБ', 'Стать', 'Мітки'], [['Ярема Ганна', 'Жіноча', 'VIP']], kind='contact'),
            make_source(['Найменування', 'Цінова група'], [['Стіл', 'Оптова група']], kind='item'))
        for text, record in (('Region: Львівська', self.find('Філія')), ('Head Counterparty: ТОВ «Ромашка»', self.find('Філія')),
                             ('Sex of the Person: Жіноча', self.find('Ярема Ганна')), ('Group: VIP', self.find('Ярема Ганна'))):
            self.assertIn(text, record.comment)
        self.assertIn('Price Group: Оптова група', self.find('Стіл', 'product.template').description)

    def test_a_price_of_an_item_in_another_currency(self):
        self.env.ref('base.USD').active = True
        session = self.bring(make_source(['Найменування', 'Ціна', 'Валюта'], [
            ['Стіл', '100', 'USD'], ['Стілець', '100', 'грн'], ['Шафа', '100', '']], kind='item'))
        items = {item.name: item.list_price for item in self.env['product.template'].search([
            ('name', 'in', ('Стіл', 'Стілець', 'Шафа'))])}
        self.assertEqual((items['Стілець'], items['Шафа']), (100, 100))
        self.assertNotEqual(items['Стіл'], 100)
        self.assertIn('USD', session.row_ids.sorted('id')[0].remark)

    def test_prices_no_longer_in_force_and_of_variants(self):
        self.env['product.template'].create([{'name': 'Стіл'}, {'name': 'Стілець'}])
        session = self.bring(make_source(['Номенклатура', 'Характеристика', 'Ціна', 'А'], [
            ['Стіл', '', '100', '-'], ['Стілець', 'Білий', '50', '+']], kind='price'))
        self.assertEqual(self.read_actions(session), ['skip', 'create'])
        self.assertIn('Білий', session.row_ids.sorted('id')[1].remark)

    def test_what_has_no_place_of_its_own_is_told_in_the_note(self):
        """Of every kind, with the heading of the list before it."""
        told = 0
        for kind in self.env['bas.import.kind']._get_all():
            fields = kind._get_fields()
            self.assertLessEqual(set(kind._noted), fields.keys(), kind._kind)
            row = ImportRow(1, 1, {}, values={'note': 'Постійний клієнт', **{name: f'text of {name}' for name in kind._noted}})
            note = kind._get_note(SimpleNamespace(cache=defaultdict(dict)), row)
            self.assertEqual(note.split('\n'), [
                'Постійний клієнт', *(f'{fields[name].label}: text of {name}' for name in kind._noted)])
            told += len(kind._noted)
        self.assertGreater(told, 20)
