from odoo.tests import BaseCase, TransactionCase, tagged

from ...tools.source_files.headings import FIELDS, LISTS, NEEDED, OTHER_LISTS, find_source, match_columns, recognise

#: headings as the programs write them → (kind, source, fields)
LISTS_OF_PROGRAMS = (
    ('Представлення|Основний контакт|Борг (+ нам, - ми)|Юридична назва|ІПН|ЄДРПОУ|Вид контрагента|Група', 'counterparty', 'bas',
     'name main_contact debt full_name ipn edrpou kind group'),
    ('Основной|ФИО|Контрагент|Должность|Роли|Дата рождения', 'contact', 'bas',
     'is_main name counterparty position roles birthday'),
    ('Контрагент|Контакт|Відповідальний', 'contact_info', 'bas', 'counterparty contact responsible'),
    ('Основний|Найменування|Валюта|Розрахунки в у.о.|Борг (+ нам, - ми)|Вид договору', 'contract', 'bas',
     'is_main name currency units debt kind'),
    ('Номер рахунку|Банк|МФО|Валюта|Власник', 'bank_account', 'bas', 'number bank mfo currency counterparty'),
    ('Найменування|Залишок|Ціна|Од.вим|Артикул|% ПДВ', 'item', 'bas', 'name stock price unit article vat'),
    ('Период|Вид цен|Номенклатура|Характеристика|Цена|Ед.|А|Автор', 'price', 'bas',
     'date pricelist item characteristic price unit is_active author'),
    ('||Дата|Номер|Стан|Покупець|Сума|Валюта|Дата відвантаження|Операція', 'order', 'bas',
     '- - date number state counterparty amount currency shipment_date operation'),
    ('Дата|Номер|Стан|Покупець|Сума|Валюта|Старт|Фініш|Операція', 'work_order', 'bas',
     'date number state counterparty amount currency start finish operation'),
    ('Замовлення|Номенклатура|Характеристика|Кількість|Одиниця виміру|Ціна|Дата', 'order_line', 'bas',
     'order item characteristic quantity unit price date'),
    ('Подія|Початок|Закінчення|Тема|Стан|Важливість|Контакти', 'event', 'bas',
     'type start finish subject state importance contacts'),
    ('Дата|Номер|Состояние|Исполнитель|Вид работ|Сумма|Подразделение|Операция', 'task', 'bas',
     'date number state performer work_type amount department operation'),
    ('Представлення|Юридична назва|Дата створення|Стан|Джерело залучення|Відповідальний|Результат|Контрагент|Причина', 'lead',
     'bas', 'name full_name created state source responsible result counterparty reason'),
    ('Представление|Контрагент|Основные сведения', 'lead', 'bas', 'name counterparty details_block'),
    ('Створений|Сценарій планування|Початок|Закінчення|Сума|Валюта|Відповідальний', 'plan', 'bas',
     'created scenario start finish amount currency responsible'),
    ('Номенклатура|Контрагент|Менеджер|Кількість|Сума|Собівартість', 'sale', 'bas',
     'item counterparty responsible quantity amount cost'),
    ('Дата|Номер|Покупець / Постачальник|Договір|Сума документа|Валюта|Склад', 'shipment', 'bas',
     'date number counterparty contract amount currency warehouse'),
    ('Контрагент|Борг контрагента / Початковий залишок|Борг контрагента / Збільшення|Борг контрагента / Кінцевий залишок', 'debt',
     'bas', 'counterparty opening increase debt'),
    ('Контрагент|Договор|Аванс|Вид расч. документа|Номер расч. документа|Дата расч. документа|Сумма (вал.)|Сумма', 'debt', 'bas',
     'counterparty contract advance document_kind document_number document_date amount_currency amount'),
    ('First Name|Middle Name|Last Name|Organization Name|E-mail 1 - Value|Phone 1 - Value|Phone 2 - Value|Labels', 'contact',
     'google', 'first_name middle_name last_name counterparty email phone phone group'),
    ('Name|Given Name|Additional Name|Family Name|Group Membership|Phone 1 - Value|Organization 1 - Title', 'contact', 'google',
     'name first_name middle_name last_name group phone position'),
    ('Record ID|First Name|Last Name|Email|Phone Number|Contact owner|Lead Status', 'contact', 'hubspot',
     'guid first_name last_name email phone responsible state'),
    ('Record ID|Company name|Company owner|Create Date|Phone Number|City|Country/Region', 'counterparty', 'hubspot',
     'guid name responsible created phone city country'),
    ('Record ID|Deal Name|Deal Stage|Close Date|Deal owner|Amount', 'lead', 'hubspot',
     'guid name state close_date responsible amount'),
    ('Відкрито|Погода|Настрій', '', 'other', '- - -'),
)


@tagged('post_install', '-at_install')
class TestFileHeadings(BaseCase):

    def test_lists_of_programs(self):
        for line, kind, source, fields in LISTS_OF_PROGRAMS:
            headings = line.split('|')
            found_kind, found = recognise(headings)
            self.assertEqual(found_kind, kind, line)
            self.assertEqual(find_source(headings), source, line)
            self.assertEqual([field or '-' for field, _confidence in found], fields.split(), line)

    def test_every_kind_is_found_by_its_own_words(self):
        for kind, fields in FIELDS.items():
            for column in (0, 1):
                headings = [words[min(column, len(words) - 1)] for words in fields.values()]
                self.assertEqual(recognise(headings, names=[LISTS[kind][0]])[0], kind, headings)

    def test_the_contract_of_the_one_list_of_fields(self):
        self.assertEqual(set(FIELDS) | {OTHER_LISTS}, set(LISTS))
        self.assertEqual(set(FIELDS), set(NEEDED))
        for kind, fields in FIELDS.items():
            self.assertLessEqual({'guid', 'code'}, set(fields), kind)
            self.assertFalse({field for group in NEEDED[kind] for field in group} - set(fields), kind)

    def test_how_sure_a_heading_is(self):
        kind, found = recognise(['ЄДРПОУ', 'найменування', 'телефон_', 'Адреса електронної пошти:', 'IПН', 'СтавкаНДС'])
        self.assertEqual(kind, 'counterparty')
        self.assertEqual(found, [('edrpou', 100), ('name', 100), ('phone', 80), ('email', 80), ('ipn', 80),
                                 ('', 0)])
        self.assertEqual(match_columns('item', ['СтавкаНДС', 'Ставка НДС'])[0], ('vat', 100))

    def test_columns_are_known_by_their_contents(self):
        headings = ['Найменування', 'Вид контрагента', '', 'Х1', 'Х2', 'Х3', 'Х4']
        samples = [['ТОВ «Ромашка»', 'ФОП Коваль'], ['Покупець'], ['ТОВ "Ромашка"\nІПН 328559610013\n+380442345678', ''],
                   ['32855961', '1759013776'], ['office@romashka.example'], ['067 123 45 67', '+380501112233'],
                   ['UA813220010000026003300003624']]
        kind, found = recognise(headings, samples)
        self.assertEqual(kind, 'counterparty')
        fields = ('details_block', 'edrpou', 'email', 'phone', 'bank_account')
        self.assertEqual(found[2:], [(field, 60) for field in fields])

    def test_a_list_without_known_headings_is_known_by_its_codes(self):
        self.assertEqual(recognise(['', ''], [['Ромашка'], ['32855961']])[0], 'counterparty')
        self.assertEqual(recognise(['', ''], [['Ромашка'], ['12']])[0], '')

    def test_the_title_decides_between_kinds(self):
        headings = ['Найменування', 'Код']
        for title, kind in (('Контрагенти', 'counterparty'), ('Категорії номенклатури', 'item_group'), ('Номенклатура', 'item'),
                            ('Контрагенты_2025.xlsx', 'counterparty')):
            self.assertEqual(recognise(headings, names=[title])[0], kind, title)

    def test_a_list_with_all_columns_of_a_counterparty_is_none_of_leads(self):
        headings = ['Назва', 'ЄДРПОУ', 'Контакт', 'Телефон', 'E-mail', 'Сайт', 'Місто', 'Вулиця', 'Індекс', 'Область', 'Країна',
                    'Джерело', 'Відповідальний', 'Мітки', 'Примітка', 'Код']
        self.assertEqual(recognise(headings)[0], 'counterparty')

    def test_lists_that_look_like_ours_and_are_not(self):
        headings = ['Дата', 'Номер', 'Контрагент', 'Сума', 'Валюта', 'Сплачено']
        self.assertEqual(recognise(headings, names=['Замовлення покупців'])[0], 'order')
        for title in ('Рахунки на оплату покупцям', 'Заказы поставщикам', 'Прибуткові накладні', 'Purchase orders 2025'):
            self.assertEqual(recognise(headings, names=[title]), ('', [('', 0)] * 6), title)

    def test_a_column_that_counts_the_rows_is_no_number(self):
        headings = ['№', 'Договір', 'Валюта', 'Контрагент']
        self.assertEqual(recognise(headings, [['17-П', '18-П', '19-П']])[1][0], ('number', 100))
        self.assertEqual(recognise(headings, [['1', '2', '3']])[1][0], ('', 0))

    def test_one_field_has_one_column_but_there_may_be_several_phones(self):
        found = match_columns('counterparty', ['Назва', 'Найменування', 'Телефон', 'Телефон 2', 'Моб. телефон'])
        self.assertEqual([field for field, _confidence in found], ['name', '', 'phone', 'phone', 'phone'])


@tagged('post_install', '-at_install')
class TestLeadHeadings(TransactionCase):

    def test_a_sheet_with_the_words_of_our_card_is_a_list_of_leads(self):
        self.env['res.lang']._activate_lang('uk_UA')
        fields = {
            'name': 'name', 'partner_name': 'full_name', 'company_registry': 'edrpou', 'contact_name': 'contact',
            'function': 'position', 'phone': 'phone', 'email_from': 'email', 'website': 'website', 'street': 'street',
            'city': 'city', 'zip': 'zip', 'user_id': 'responsible', 'stage_id': 'state', 'source_id': 'source',
            'expected_revenue': 'amount', 'date_deadline': 'close_date', 'lost_reason_id': 'reason', 'tag_ids': 'tags',
            'priority': 'priority', 'description': 'note'}
        for lang in ('uk_UA', 'en_US'):
            labels = self.env['crm.lead'].with_context(lang=lang).fields_get(list(fields), ['string'])
            headings = [labels[name]['string'] for name in fields]
            kind, found = recognise(headings)
            self.assertEqual(kind, 'lead')
            self.assertEqual(dict(zip(headings, (field for field, _confidence in found), strict=True)),
                             dict(zip(headings, fields.values(), strict=True)), lang)
