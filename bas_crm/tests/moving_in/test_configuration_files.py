import io
from decimal import Decimal

from bas_files import make_firm, spell_phone, write_exchange_file, write_universal_xml

from odoo.tests import tagged

from .common_files import FilesCase

SHAPES = ((write_universal_xml, {}), (write_universal_xml, {'current_config': True}), (write_exchange_file, {}))
ROOT = '<V8Exch:_1CV8DtUD xmlns:V8Exch="http://www.1c.ru/V8/1CV8DtUD/"><V8Exch:Data>{}</V8Exch:Data></V8Exch:_1CV8DtUD>'


@tagged('post_install', '-at_install')
class TestConfigurationFiles(FilesCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firms = [make_firm(seed, counterparties=12) for seed in (7, 8, 9)]

    def test_every_shape_gives_the_firm_back(self):
        for firm in self.firms:
            for write, options in SHAPES:
                with self.subTest(f'{write.__name__} {options}'):
                    found = self.read_lists(self.save(write, firm, **options))
                    self.compare_catalogs(firm, found)
                    self.compare_documents(firm, found)

    def compare_catalogs(self, firm, found):
        self.assertRowsEqual(picked(found['counterparty'], 'name', 'edrpou', 'ipn', 'phone', 'source', 'responsible', 'created',
                                    'birthday'), [{
            'name': one.name, 'edrpou': one.edrpou, 'ipn': one.ipn, 'phone': '\n'.join(map(spell_phone, one.phones)),
            'source': one.source, 'responsible': one.responsible, 'created': f'{one.created}',
            'birthday': f'{one.birthday}' if one.birthday else ''} for one in firm.counterparties])
        self.assertRowsEqual(picked(found['contact'], 'name', 'counterparty_guid', 'position', 'is_main', 'email'), [{
            'name': one.name, 'counterparty_guid': one.counterparty.guid, 'position': one.position,
            'email': '\n'.join(one.emails),
            'is_main': 'true' if one.is_main else ''} for one in firm.contacts])
        self.assertRowsEqual(picked(found['contract'], 'guid', 'number', 'currency', 'pricelist', 'counterparty', 'kind'), [{
            'guid': one.guid, 'number': one.number, 'currency': one.currency, 'pricelist': one.pricelist,
            'counterparty': one.counterparty.name, 'kind': 'З покупцем'} for one in firm.contracts])
        self.assertRowsEqual(picked(found['item'], 'code', 'unit', 'category', 'vat', 'type'), [{
            'code': one.code, 'unit': one.unit, 'category': one.category, 'vat': f'{one.vat}%' if one.vat else 'Без ПДВ',
            'type': one.type} for one in firm.items])
        self.assertRowsEqual(picked(found['lead'], 'name', 'full_name', 'state', 'result', 'reason', 'counterparty'), [{
            'name': one.name, 'full_name': one.legal_name, 'state': one.state, 'result': one.result, 'reason': one.reason,
            'counterparty': one.counterparty.name if one.counterparty else ''} for one in firm.leads])
        self.assertEqual({row['number'] for row in found['bank_account']}, {account.iban for account in firm.bank_accounts})
        self.assertEqual({row['name'] for row in found['item_group']}, {item.category for item in firm.items})

    def compare_documents(self, firm, found):
        for kind, orders in (('order', [one for one in firm.orders if not one.is_work]),
                             ('work_order', [one for one in firm.orders if one.is_work])):
            self.assertRowsEqual(picked(found[kind], 'guid', 'number', 'date', 'state', 'amount', 'currency', 'contract'), [{
                'guid': one.guid, 'number': one.number, 'date': f'{one.date}', 'state': one.state, 'amount': f'{one.sum:.2f}',
                'currency': one.currency, 'contract': one.contract.name if one.contract else ''} for one in orders])
        self.assertEqual(sorted((row['order'], row['item'], Decimal(row['amount'])) for row in found['order_line']),
                         sorted((order.guid, line.item.name, line.sum) for order in firm.orders for line in order.lines))
        self.assertEqual(sum(Decimal(row['amount']) for row in found['sale']), sum(one.sum for one in firm.shipments))
        self.assertRowsEqual(picked(found['event'], 'subject', 'state', 'start', 'finish', 'content', 'counterparty'), [{
            'subject': one.subject, 'state': one.state, 'start': f'{one.start}', 'finish': f'{one.end}', 'content': one.content,
            'counterparty': one.counterparty.name} for one in firm.events])
        self.assertRowsEqual(picked(found['task'], 'number', 'performer', 'work_type', 'amount'), [{
            'number': one.number, 'performer': one.performer, 'work_type': one.work_type, 'amount': f'{one.sum:.2f}'}
            for one in firm.tasks])
        fields = ('number', 'scenario', 'start', 'finish', 'amount', 'item', 'quantity', 'day')
        self.assertRowsEqual(picked(found['plan'], *fields), [{
            'number': plan.number, 'scenario': plan.scenario, 'start': f'{plan.start}', 'finish': f'{plan.end}',
            'amount': f'{line.sum if line else plan.sum:.2f}', 'item': line.item.name if line else '',
            'quantity': str(line.quantity) if line else '', 'day': f'{line.day}' if line else ''}
            for plan in firm.plans for line in plan.lines or [None]])

    def test_groups_are_paths_and_no_rows(self):
        for write, options in SHAPES:
            table = self.tables(self.save(write, self.firms[0], **options))['counterparty']
            self.assertEqual([row.groups for row in table.rows()], [one.group for one in self.firms[0].counterparties])

    def test_objects_marked_for_deletion_are_left_out(self):
        firm = self.firms[0]
        tables = self.tables(self.save(write_universal_xml, firm, deleted=[firm.counterparties[0], *firm.items[:2]]))
        self.assertEqual(len(list(tables['counterparty'].rows())), 11)
        self.assertIn(('deleted_objects', {'count': 2}), [(remark.code, remark.arguments) for remark in tables['item'].remarks])

    def test_numbers_of_the_exchange(self):
        table = self.tables(self.save(write_exchange_file, self.firms[0], message_no=44))['counterparty']
        self.assertEqual((table.attributes['message_no'], table.attributes['from']), ('44', 'НФ'))

    def test_real_shapes_of_the_universal_xml(self):
        guid = '3c8f6a2e-1db8-11e9-88ba-00155d003f0a'
        found = self.read_lists(io.BytesIO(ROOT.format(
            f'<CatalogObject.Контрагенты><Ref>{guid}</Ref><IsFolder>false</IsFolder><DeletionMark>false</DeletionMark>'
            '<Parent>00000000-0000-0000-0000-000000000000</Parent><Code>000000225</Code><Description>ТОВ «Вітрило»</Description>'
            '<КодПоЕДРПОУ>32855961</КодПоЕДРПОУ><ДатаРождения>0001-01-01T00:00:00</ДатаРождения><КонтактнаяИнформация/>'
            '</CatalogObject.Контрагенты>'
            f'<DocumentObject.СчетНаОплату><Ref>{guid}</Ref><Number>5</Number></DocumentObject.СчетНаОплату>'
            '<InformationRegisterRecordSet.ЦеныНоменклатуры><Filter/><Record><Период>2025-01-01T00:00:00</Период>'
            f'<ВидЦен>{guid}</ВидЦен><Номенклатура>{guid}</Номенклатура><Цена>10.5</Цена><Актуальность>true</Актуальность></Record>'
            '</InformationRegisterRecordSet.ЦеныНоменклатуры>').encode()))
        self.assertEqual(found['counterparty'],
                         [{'guid': guid, 'code': '000000225', 'name': 'ТОВ «Вітрило»', 'edrpou': '32855961'}])
        self.assertEqual(found['price'][0]['price'], '10.5')
        self.assertEqual(found['price'][0]['item_guid'], guid)
        self.assertEqual(len(found['']), 1, 'an invoice is shown')

    def test_rows_of_plans_tell_what_they_plan(self):
        plan, item, category, manager = (f'11111111-0000-0000-0000-00000000000{number}' for number in range(4))
        row = '<Запасы><ОбъектПланирования>{}</ОбъектПланирования><Количество>{}</Количество><Сумма>{}</Сумма></Запасы>'
        found = self.read_lists(io.BytesIO(ROOT.format(
            f'<CatalogObject.КатегорииНоменклатуры><Ref>{category}</Ref><Description>Меблі</Description>'
            '</CatalogObject.КатегорииНоменклатуры>'
            f'<CatalogObject.Сотрудники><Ref>{manager}</Ref><Description>Бойко Іван</Description></CatalogObject.Сотрудники>'
            f'<DocumentObject.ПланПродаж><Ref>{plan}</Ref><Number>7</Number><ДатаНачала>2025-01-01T00:00:00</ДатаНачала>'
            '<СуммаДокумента>60</СуммаДокумента>'
            f'{row.format(item, 3, 10)}{row.format(category, 0, 20)}{row.format(manager, 0, 30)}'
            '</DocumentObject.ПланПродаж>').encode()))
        self.assertEqual(picked(found['plan'], 'number', 'item_guid', 'category', 'category_guid', 'responsible', 'amount'), [
            {'number': '7', 'item_guid': item, 'amount': '10'},
            {'number': '7', 'category': 'Меблі', 'category_guid': category, 'amount': '20'},
            {'number': '7', 'responsible': 'Бойко Іван', 'amount': '30'}])

    def test_tasks_of_several_works_and_source_documents(self):
        task, order, event = (f'11111111-0000-0000-0000-00000000000{number}' for number in range(3))
        work = ('<Работы><День>2025-03-12T00:00:00</День><ВремяНачала>0001-01-01T{}:00:00</ВремяНачала><Описание>{}</Описание>'
                '<Сумма>{}</Сумма></Работы>')
        found = self.read_lists(io.BytesIO(ROOT.format(
            f'<DocumentObject.ЗаданиеНаРаботу><Ref>{task}</Ref><Number>17</Number><СуммаДокумента>900</СуммаДокумента>'
            f"<ДокументОснование>{order}</ДокументОснование>{work.format('09', 'Замір', 300)}{work.format('14', 'Монтаж', 600)}"
            '</DocumentObject.ЗаданиеНаРаботу>'
            f'<DocumentObject.Событие><Ref>{event}</Ref><Number>3</Number><ТипСобытия>ТелефонныйЗвонок</ТипСобытия>'
            f'<ДокументыОснования><ДокументОснование>{order}</ДокументОснование></ДокументыОснования></DocumentObject.Событие>'
        ).encode()))
        self.assertEqual(picked(found['task'], 'guid', 'number', 'basis_guid', 'content', 'amount'), [
            {'guid': task, 'number': '17', 'basis_guid': order, 'content': 'Замір', 'amount': '300'},
            {'guid': f'{task}:Работы:2', 'number': '17/2', 'basis_guid': order, 'content': 'Монтаж', 'amount': '600'}])
        self.assertEqual([row['start'] for row in found['task']], ['2025-03-12 09:00:00', '2025-03-12 14:00:00'])
        self.assertEqual(found['event'][0]['basis_guid'], order)

    def test_nothing_of_ours(self):
        self.refuse('no_lists', ROOT.format('').encode())
        self.refuse('no_lists',
                    ROOT.format('<CatalogObject.Склады><Ref/><Description>Склад</Description></CatalogObject.Склады>').encode())
        self.refuse('no_lists', '<ФайлОбмена ВерсияФормата="2.0"><ПравилаОбмена/></ФайлОбмена>'.encode())


def picked(rows, *fields):
    return [{field: row[field] for field in fields if field in row} for row in rows]
