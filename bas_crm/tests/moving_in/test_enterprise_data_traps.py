import io

from odoo.tests import tagged

from ...tools.source_files.contact_details import read_contact_details, read_value
from .common_files import FilesCase

NS = 'http://v8.1c.ru/edi/edi_stnd/EnterpriseData/'
GUID = '5b0c2f10-0002-11ef-9c11-00155d0102{:02}'


@tagged('post_install', '-at_install')
class TestEnterpriseDataTraps(FilesCase):

    def message(self, body, version='1.20', header='', root='Message'):
        return io.BytesIO(
            f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns:msg="http://www.1c.ru/SSL/Exchange/Message"><msg:Header>{header}'
            f'</msg:Header><Body xmlns="{NS}{version}">{body}</Body></{root}>'.encode())

    def counterparty(self, inside, name='ТОВ &quot;Ромашка&quot;', number=1, key=''):
        return (f'<Справочник.Контрагенты><КлючевыеСвойства><Ссылка>{GUID.format(number)}</Ссылка>'
                f'<Наименование>{name}</Наименование>{key}</КлючевыеСвойства>{inside}</Справочник.Контрагенты>')

    def first(self, body, kind='counterparty'):
        return self.read_lists(self.message(body))[kind][0]

    def test_an_absent_or_empty_property_has_no_value(self):
        row = self.first(self.counterparty('<ЕДРПОУ/><ДополнительнаяИнформация></ДополнительнаяИнформация>'))
        self.assertEqual(row, {'guid': GUID.format(1), 'name': 'ТОВ "Ромашка"'})

    def test_persons_and_entrepreneurs(self):
        person = '<ЮридическоеФизическоеЛицо>ФизическоеЛицо</ЮридическоеФизическоеЛицо>'
        for name, inside, kind in (
                ('Коваленко Олена Іванівна', '<ЕДРПОУ>1759013776</ЕДРПОУ>', 'Фізична особа'),
                ('Коваленко Олена Іванівна', '<РегистрационныйНомерНерезидента>2000</РегистрационныйНомерНерезидента>',
                 'Індивідуальний підприємець'),
                ('ФОП Коваленко О. І.', '', 'Індивідуальний підприємець')):
            self.assertEqual(self.first(self.counterparty(inside, name, key=person))['kind'], kind)

    def test_dates_and_references_without_a_value(self):
        row = self.first(
            f'<Справочник.Договоры><КлючевыеСвойства><Ссылка>{GUID.format(2)}</Ссылка><Наименование>Договір</Наименование>'
            '<Дата>0001-01-01T00:00:00</Дата><Контрагент><Ссылка>00000000-0000-0000-0000-000000000000</Ссылка></Контрагент>'
            '</КлючевыеСвойства><СрокДействия>2026-12-31T00:00:00</СрокДействия></Справочник.Договоры>', 'contract')
        self.assertEqual(row, {'guid': GUID.format(2), 'name': 'Договір', 'end': '2026-12-31'})

    def test_properties_beside_the_key(self):
        """Some programs put the parties outside the key properties, and the currency into a classifier."""
        row = self.first(
            f'<Документ.РеализацияТоваровУслуг><КлючевыеСвойства><Ссылка>{GUID.format(3)}</Ссылка><Номер>7</Номер>'
            '<Дата>2025-03-12T12:00:00</Дата></КлючевыеСвойства><Организация><Наименование>Ми</Наименование></Организация>'
            f'<Контрагент><Ссылка>{GUID.format(1)}</Ссылка></Контрагент><Сумма>100.5</Сумма></Документ.РеализацияТоваровУслуг>',
            'sale')
        self.assertEqual(row, {
            'guid': GUID.format(3), 'date': '2025-03-12 12:00:00', 'company': 'Ми', 'document': 'Видаткова накладна 7',
            'counterparty_guid': GUID.format(1), 'amount': '100.5'})

    def test_a_sale_in_foreign_currency_tells_it(self):
        row = self.first(
            f'<Документ.РеализацияТоваровУслуг><КлючевыеСвойства><Ссылка>{GUID.format(3)}</Ссылка><Номер>7</Номер>'
            '<Дата>2025-03-12</Дата></КлючевыеСвойства><Валюта><ДанныеКлассификатора><Код>978</Код><Наименование>євро</Наименование>'
            '</ДанныеКлассификатора></Валюта><Сумма>100</Сумма></Документ.РеализацияТоваровУслуг>', 'sale')
        self.assertEqual(row['currency'], 'EUR')

    def test_main_account_without_an_object_of_its_own(self):
        body = self.counterparty(
            f'<ОсновнойБанковскийСчет><Ссылка>{GUID.format(4)}</Ссылка><НомерСчета>UA813220010000026003300003624</НомерСчета>'
            '<Банк><МФО>322001</МФО></Банк></ОсновнойБанковскийСчет>')
        self.assertEqual(self.first(body, 'bank_account'), {
            'guid': GUID.format(4), 'number': 'UA813220010000026003300003624', 'mfo': '322001', 'counterparty': 'ТОВ "Ромашка"',
            'counterparty_guid': GUID.format(1), 'is_main': 'true'})

    def test_own_accounts_are_left_out(self):
        account = (
            '<Справочник.БанковскиеСчета><КлючевыеСвойства><НомерСчета>UA1</НомерСчета><Владелец><{0}>'
            f'<Ссылка>{GUID.format(9)}</Ссылка><Наименование>Ми</Наименование>'
            '</{0}></Владелец></КлючевыеСвойства></Справочник.БанковскиеСчета>')
        tables = self.tables(self.message(self.counterparty('') + account.format('ОрганизацииСсылка')))
        self.assertEqual(set(tables), {'counterparty'})
        self.assertEqual([(remark.code, remark.arguments['text']) for remark in tables['counterparty'].remarks],
                         [('other_objects', 'Справочник.БанковскиеСчета: 1')])
        self.assertIn('bank_account', self.tables(self.message(account.format('КонтрагентыСсылка'))))

    def test_a_cycle_of_groups_ends(self):
        group = ('<Справочник.КонтрагентыГруппа><КлючевыеСвойства><Ссылка>{}</Ссылка><Наименование>{}</Наименование>'
                 '</КлючевыеСвойства><Группа><Ссылка>{}</Ссылка></Группа></Справочник.КонтрагентыГруппа>')
        body = group.format(GUID.format(5), 'А', GUID.format(6)) + group.format(GUID.format(6), 'Б', GUID.format(5))
        body += self.counterparty(f'<Группа><Ссылка>{GUID.format(5)}</Ссылка><Наименование>А</Наименование></Группа>')
        table = self.tables(self.message(body))['counterparty']
        self.assertEqual([row.groups for row in table.rows()], [('Б', 'А')])

    def test_additional_properties_are_columns(self):
        row = ('<Строка><Свойство><Наименование>{}</Наименование></Свойство><ЗначениеСвойства>{}</ЗначениеСвойства></Строка>')
        body = self.counterparty(f"<ДополнительныеРеквизиты>{row.format('Джерело', 'Виставка')}{row.format('Знижка', '5')}"
                                 '</ДополнительныеРеквизиты>')
        table = self.tables(self.message(body))['counterparty']
        self.assertEqual({column.heading: column.field for column in table.columns if column.heading in {'Джерело', 'Знижка'}},
                         {'Джерело': 'source', 'Знижка': ''})
        self.assertEqual(self.rows(table)[0]['Знижка'], '5')

    def test_a_version_of_the_future_and_another_root(self):
        for version, root in (('1.99.beta', 'Message'), ('2.0', 'msg:Message')):
            stream = self.message(self.counterparty('<НовоеСвойство><Глубже><Ещё>1</Ещё></Глубже></НовоеСвойство>'), version,
                                  root=root)
            table = self.tables(stream)['counterparty']
            self.assertEqual(table.version, version)
            self.assertEqual(self.rows(table)[0]['name'], 'ТОВ "Ромашка"')

    def test_a_body_without_objects_of_ours(self):
        self.refuse('handshake', self.message(''))
        self.refuse('no_lists', self.message('<Справочник.Склады><КлючевыеСвойства><Наименование>Склад</Наименование>'
                                             '</КлючевыеСвойства></Справочник.Склады>'))

    def test_control_characters_are_removed(self):
        row = self.first(self.counterparty('<ДополнительнаяИнформация>а\x85б&#9;в 🙂</ДополнительнаяИнформация>'))
        self.assertEqual(row['note'], 'а\x85б\tв 🙂')


@tagged('post_install', '-at_install')
class TestContactDetails(FilesCase):

    def test_shapes_of_a_value(self):
        ns = 'xmlns="http://www.v8.1c.ru/ssl/contactinfo"'
        number = 'КодСтраны="+380" КодГорода="44" Номер="2345678" Добавочный="12"'
        for value, text in (
                ('+380 44 234-56-78', '+380 44 234-56-78'),
                (f'<КонтактнаяИнформация {ns} Представление=" 044 2345678 "/>', '044 2345678'),
                (f'<КонтактнаяИнформация {ns} Представление=""><Состав {number}/></КонтактнаяИнформация>',
                 '+380 (44) 2345678 дод. 12'),
                (f'<КонтактнаяИнформация {ns}><Состав Значение="a@b.example"/></КонтактнаяИнформация>', 'a@b.example'),
                (f'<а {ns}><Состав><Город>Київ</Город><Улица>Соборна</Улица></Состав></а>', 'Київ, Соборна'),
                ('{"value": "044 2345678", "type": "Телефон"}', '044 2345678'),
                ('{"value": "", "countryCode": "380", "areaCode": "44", "number": "2345678", "extNumber": "5"}',
                 '+380 (44) 2345678 дод. 5'),
                ('', ''), ('<', ''), ('{', ''), ('{"value": 5}', ''), ('[' * 5, '[' * 5), ('{"a":' * 50_000, ''),
                ('<!DOCTYPE a [<!ENTITY b "c">]><a Представление="x">&b;</a>', '')):
            self.assertEqual(read_value(value), text, value[:80])

    def test_kinds_become_fields(self):
        found = read_contact_details([
            (('Телефон',), '', '044 1'), (('ТелефонРабочий',), '', '044 2'), (('Факс',), 'Факс', '044 3'),
            (('АдресЭлектроннойПочты',), '', 'a@b.example'), (('ЮридическийАдрес',), '', 'Київ'),
            (('ФактическийАдрес',), '', 'Львів'), (('ПочтовыйАдрес',), 'ПочтовыйАдрес', 'Луцьк'),
            (('ВебСтраница',), '', 'b.example'),
            (('Другое',), 'Telegram', '@b'), (('Юр. адреса',), '', 'Київ 2')])
        self.assertEqual(found, {
            'phone': '044 1\n044 2', 'email': 'a@b.example', 'legal_address': 'Київ', 'actual_address': 'Львів',
            'website': 'b.example', 'notes': ['Факс: 044 3', 'Поштова адреса: Луцьк', 'Telegram: @b', 'Київ 2']})

    def test_a_postal_address_alone_is_the_actual_one(self):
        self.assertEqual(read_contact_details([(('ПочтовыйАдрес',), '', 'Луцьк')]), {'actual_address': 'Луцьк', 'notes': []})
