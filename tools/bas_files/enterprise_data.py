"""EnterpriseData: the exchange format of BAS and 1C, of any version from 1.0.beta to 1.22.

The order of properties is that of the schema 1.3. From 1.8 on, currencies and units cite a classifier and the header tells more;
from 1.16 on, contact data are JSON. BAS sends invoices as ``Документ.ЗаказКлиента`` and no customer order at all.
"""
import random

from .contact_info import contact_rows
from .identifiers import make_guid
from .xml_writing import Writer, yes

NAMESPACE = 'http://v8.1c.ru/edi/edi_stnd/EnterpriseData/'
VERSIONS = ('1.0.beta', '1.3', '1.8', '1.16', '1.20', '1.22')
_PLAN = 'СинхронизацияДанныхЧерезУниверсальныйФормат'
_CURRENCIES = {'UAH': '980', 'EUR': '978', 'USD': '840'}
_VAT = {'20': 'НДС20', '7': 'НДС7', '0': 'НДС0', '': 'БезНДС'}


class _Message:
    def __init__(self, firm, stream, version, as_json):
        self.firm, self.version, self.as_json = firm, version, as_json
        self.newer = version not in {'1.0.beta', '1.3'}
        self.xml = Writer(stream)
        self.accounts = {account.counterparty: account for account in reversed(firm.bank_accounts)}

    def reference(self, guid, name, *rest):
        return [('Ссылка', guid), ('Наименование', name), *rest]

    def owner(self, found):
        return self.reference(found.guid, found.name, ('ИНН', found.ipn or None),
                              ('ЮридическоеФизическоеЛицо', _person_or_not(found)))

    def company(self):
        return self.reference(self.firm.guid, self.firm.name, ('ЮридическоеФизическоеЛицо', 'ЮридическоеЛицо'))

    def currency(self, name):
        data = [('Код', _CURRENCIES[name]), ('Наименование', name)]
        return [('ДанныеКлассификатора', data)] if self.newer else data

    def unit(self, item):
        data = [('Код', '2009'), ('Наименование', item.unit)]
        return [('ДанныеКлассификатора', data)] if self.newer else data

    def item(self, item):
        return [('Ссылка', item.guid), ('НаименованиеПолное', item.full_name), ('КодВПрограмме', item.code),
                ('Артикул', item.article or None), ('Наименование', item.name)]

    def contract(self, contract):
        return [('Ссылка', contract.guid), ('ВидДоговора', contract.kind), ('Организация', self.company()),
                ('Контрагент', self.owner(contract.counterparty)), ('ВалютаВзаиморасчетов', self.currency(contract.currency)),
                ('РасчетыВУсловныхЕдиницах', yes(contract.units)), ('Наименование', contract.name),
                ('Дата', f'{contract.date}'), ('Номер', contract.number)]


def write_enterprise_data(firm, stream, version='1.3', prefixed=False, handshake=False, message_no=12, received_no=11, deleted=(),
                          cited_only=False, invoices=None, contacts_as_json=None):
    """:param prefixed: the root is ``msg:Message``, as some programs write it
    :param handshake: only the header, with which an exchange begins
    :param deleted: records of the firm that the message tells to be deleted
    :param cited_only: documents only; their counterparties, contracts and items are cited and not in the file
    :param invoices: orders whose invoices are sent; by default those of all customer orders
    :param contacts_as_json: by default from version 1.16 on
    """
    as_json = version in {'1.16', '1.20', '1.22'} if contacts_as_json is None else contacts_as_json
    message = _Message(firm, stream, version, as_json)
    root = 'msg:Message' if prefixed else 'Message'
    message.xml.open(root, [('xmlns:msg', 'http://www.1c.ru/SSL/Exchange/Message'),
                            ('xmlns:xs', 'http://www.w3.org/2001/XMLSchema'),
                            ('xmlns:xsi', 'http://www.w3.org/2001/XMLSchema-instance')])
    _write_header(message, message_no, received_no)
    if not handshake:
        message.xml.open('Body', [('xmlns', f'{NAMESPACE}{version}')])
        if not cited_only:
            _write_catalogs(message)
        orders = [order for order in firm.orders if not order.is_work] if invoices is None else invoices
        for order in orders:
            _write_document(message, 'Документ.ЗаказКлиента', order, f'РАХ-{order.number}')
        for shipment in firm.shipments:
            _write_document(message, 'Документ.РеализацияТоваровУслуг', shipment, shipment.number)
        for record in deleted:
            _write_deletion(message, record)
        message.xml.end('Body')
    message.xml.end(root)


def _write_header(message, message_no, received_no):
    confirmation = [('msg:ExchangePlan', _PLAN), ('msg:To', 'БП'), ('msg:From', 'НФ'), ('msg:MessageNo', str(message_no)),
                    ('msg:ReceivedNo', str(received_no))]
    newer = [('msg:NewFrom', message.firm.guid), ('msg:AvailableObjectTypes', None),
             ('msg:Prefix', 'НФ')] if message.newer else []
    message.xml.add('msg:Header', [
        ('msg:Format', f'{NAMESPACE}{message.version}'), ('msg:CreationDate', f'{message.firm.today}T10:15:00'),
        ('msg:Confirmation', confirmation), *(('msg:AvailableVersion', version) for version in ('1.3', message.version)), *newer])


def _write_catalogs(message):
    groups = _write_groups(message)
    for found in message.firm.counterparties:
        _write_counterparty(message, found, groups)
    for contract in message.firm.contracts:
        message.xml.add('Справочник.Договоры', [
            ('КлючевыеСвойства', message.contract(contract)), ('СрокДействия', f'{contract.expires}'),
            ('ТипЦен', [('Наименование', contract.pricelist)] if contract.pricelist else None),
            ('СрокКонтроляОплатыВДнях', str(contract.payment_days) if contract.payment_days else None)])
    for account in message.firm.bank_accounts:
        message.xml.add('Справочник.БанковскиеСчета', [('КлючевыеСвойства', _account(message, account))])
    for item in message.firm.items:
        message.xml.add('Справочник.Номенклатура', [
            ('КлючевыеСвойства', message.item(item)),
            ('ТипНоменклатуры', {'Послуга': 'Услуга', 'Робота': 'Работа'}.get(item.type, 'Товар')),
            ('Описание', item.description or None), ('ЕдиницаИзмерения', message.unit(item)), ('СтавкаНДС', _VAT[item.vat]),
            ('Группа', [('Наименование', item.group[-1])] if item.group else None)])


def _write_groups(message):
    """:return: {path of names: GUID}"""
    rng, guids = random.Random(message.firm.guid), {}
    for path in sorted({found.group[:depth] for found in message.firm.counterparties for depth in range(1,
                                                                                                        len(found.group) + 1)}):
        guids[path] = make_guid(rng)
        parent = [('Группа', message.reference(guids[path[:-1]], path[-2]))] if path[:-1] else []
        message.xml.add('Справочник.КонтрагентыГруппа', [('КлючевыеСвойства', message.reference(guids[path], path[-1])), *parent])
    return guids


def _write_counterparty(message, found, groups):
    is_person = found.kind in {'entrepreneur', 'individual'}
    rows = [('Строка', [('ВидКонтактнойИнформации', kind), ('ЗначенияПолей', text)])
            for kind, _predefined, _type, _shown, text in contact_rows(found, message.as_json)]
    account = message.accounts.get(found)
    key = message.reference(
        found.guid, found.name, ('НаименованиеПолное', found.full_name),
        ('ИНН', found.ipn or (found.edrpou if is_person else None)),
        ('ЮридическоеФизическоеЛицо', _person_or_not(found)),
        ('СтранаРегистрации', [('Код', '804'), ('Наименование', found.country)]))
    message.xml.add('Справочник.Контрагенты', [
        ('КлючевыеСвойства', key), ('Группа', message.reference(groups[found.group], found.group[-1]) if found.group else None),
        ('ЕДРПОУ', found.edrpou or None), ('ДополнительнаяИнформация', found.note or None),
        ('КонтактнаяИнформация', rows or None), ('РегистрационныйНомерНерезидента', found.registration or None),
        ('ОсновнойБанковскийСчет', _account(message, account) if account else None)])


def _account(message, account):
    return [('Ссылка', account.guid), ('НомерСчета', account.iban),
            ('Банк', [('МФО', account.mfo), ('Наименование', account.bank)]),
            ('Владелец', [('КонтрагентыСсылка', message.owner(account.counterparty))])]


def _write_document(message, name, document, number):
    goods = [line for line in document.lines if line.item.type == 'Товар']
    services = [line for line in document.lines if line.item.type != 'Товар']
    contract = document.contract
    message.xml.add(name, [
        ('КлючевыеСвойства', [('Ссылка', document.guid), ('Дата', f'{document.date:%Y-%m-%dT%H:%M:%S}'), ('Номер', number),
                              ('Организация', message.company())]),
        ('Ответственный', [('Наименование', document.responsible)]), ('Валюта', message.currency(document.currency)),
        ('Сумма', f'{document.sum:.2f}'), ('Контрагент', message.owner(document.counterparty)),
        ('ДанныеВзаиморасчетов', [('Договор', message.contract(contract)),
                                  ('ВалютаВзаиморасчетов', message.currency(contract.currency))] if contract else None),
        ('СуммаВключаетНДС', 'true'),
        ('Товары', [('Строка', _goods_row(message, *pair)) for pair in enumerate(goods, start=1)] or None),
        ('Услуги', [('Строка', _service_row(message, *pair)) for pair in enumerate(services, start=1)] or None)])


def _goods_row(message, number, line):
    return [('НомерСтрокиДокумента', str(number)), ('ДанныеНоменклатуры', [('Номенклатура', message.item(line.item))]),
            ('ЕдиницаИзмерения', message.unit(line.item)), ('Количество', str(line.quantity)), ('Сумма', f'{line.sum:.2f}'),
            ('Цена', f'{line.price:.2f}'), ('СтавкаНДС', _VAT[line.item.vat])]


def _service_row(message, number, line):
    return [('НомерСтрокиДокумента', str(number)), ('Номенклатура', message.item(line.item)), ('Количество', str(line.quantity)),
            ('Сумма', f'{line.sum:.2f}'), ('Цена', f'{line.price:.2f}'), ('СтавкаНДС', _VAT[line.item.vat])]


def _write_deletion(message, record):
    kind = {'Counterparty': 'КонтрагентыСсылка', 'Contract': 'ДоговорыСсылка',
            'Item': 'НоменклатураСсылка'}[type(record).__name__]
    message.xml.add('УдалениеОбъекта', [('СсылкаНаОбъект', [('СсылкаНаОбъект', [(kind, record.guid)])])])


def _person_or_not(found):
    """Entrepreneurs go out as persons: the mark is lost."""
    return 'ФизическоеЛицо' if found.kind in {'entrepreneur', 'individual'} else 'ЮридическоеЛицо'
