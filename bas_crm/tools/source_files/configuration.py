"""What the universal XML and files of «Конвертация данных» share: the objects of BAS by their names in the configuration."""
from .configuration_documents import (
    read_event,
    read_goods_issue,
    read_invoice,
    read_order,
    read_plan,
    read_prices,
    read_task,
)
from .configuration_objects import (
    read_account,
    read_contact,
    read_contract,
    read_counterparty,
    read_group,
    read_item,
    read_lead,
)
from .nodes import currency_of, guid_of, text_of
from .objects import Part

#: name in the configuration → function that yields the rows of an object, called with its properties and the names of the file
READERS = {
    'Контрагенты': read_counterparty,
    'КонтактныеЛица': read_contact, 'КонтактныеЛицаКонтрагентов': read_contact,
    'ДоговорыКонтрагентов': read_contract, 'Договоры': read_contract,
    'БанковскиеСчета': read_account, 'БанковскиеСчетаКонтрагентов': read_account,
    'Номенклатура': read_item,
    'КатегорииНоменклатуры': read_group,
    'Лиды': read_lead,
    'ЗаказПокупателя': read_order,
    'РасходнаяНакладная': read_goods_issue, 'АктВыполненныхРабот': read_goods_issue, 'РеализацияТоваровУслуг': read_goods_issue,
    'СчетНаОплату': read_invoice, 'СчетНаОплатуПокупателю': read_invoice,
    'Событие': read_event,
    'ЗаданиеНаРаботу': read_task,
    'ПланПродаж': read_plan,
    'ЦеныНоменклатуры': read_prices,
}
#: lists that only give names to references, and are not told as left out
NAMES_ONLY = {
    'Организации', 'Сотрудники', 'ФизическиеЛица', 'Пользователи', 'Валюты', 'ВидыЦен', 'КлассификаторЕдиницИзмерения',
    'ЕдиницыИзмерения', 'СтраныМира', 'СостоянияЗаказовПокупателей', 'СостоянияЗаказНарядов', 'СостоянияСобытий',
    'СостоянияЛидов',
    'ВидыЗаказовПокупателей', 'ВидыРабот', 'ИсточникиПривлеченияПокупателей', 'ВидыКонтактнойИнформации', 'СценарииПланирования',
    'ПричиныНеуспешногоЗавершенияРаботы', 'ПричиныОтменыЗаказа', 'РолиКонтактныхЛиц', 'СтавкиНДС', 'КлассификаторБанков', 'Банки',
    'ХарактеристикиНоменклатуры', 'ДополнительныеРеквизитыИСведения', 'ЗначенияСвойствОбъектов', 'СтруктурныеЕдиницы'}
#: catalog → what a reference to it is, where references of several kinds stand in one property
_MARKS = {'Контрагенты': 'counterparty', 'Организации': 'company', 'КатегорииНоменклатуры': 'category',
          **dict.fromkeys(('Сотрудники', 'Пользователи', 'ФизическиеЛица'), 'responsible')}
#: properties that cite the main record of another list
_MAIN = ('КонтактноеЛицо', 'ОсновноеКонтактноеЛицо', 'ДоговорПоУмолчанию', 'ОсновнойДоговорКонтрагента',
         'БанковскийСчетПоУмолчанию',
         'ОсновнойБанковскийСчет')


def learn(item, names):
    """Names of catalogs; documents and registers are cited by their GUIDs."""
    if not item.type.startswith(('CatalogObject.', 'СправочникСсылка.')):
        return
    name, guid, node = short_type(item.type), guid_of(item.node), item.node
    if node.get('ЭтоГруппа') == 'true':
        names.groups[guid] = (text_of(node), guid_of(node.get('Родитель', '')))
        names.mark('category', guid)
    names.learn(guid, currency_of(node) if name == 'Валюты' else text_of(node))
    if mark := _MARKS.get(name):
        names.mark(mark, guid)
    if name == 'Контрагенты':
        for key in _MAIN:
            names.mark('main', guid_of(node.get(key, '')))


def convert(item, names):
    name = short_type(item.type)
    read = READERS.get(name)
    if not read:
        return iter((Part(''),)) if name in NAMES_ONLY else iter(())
    if item.node.get('ПометкаУдаления') == 'true':
        return (Part(part.kind, remark='deleted_objects') for part in list(read(item.node, names))[:1])
    return read(item.node, names)


def short_type(name):
    """``'CatalogObject.Контрагенты'``, ``'СправочникСсылка.Контрагенты'`` → ``'Контрагенты'``"""
    return name.rpartition('.')[2]
