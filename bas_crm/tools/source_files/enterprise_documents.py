"""Documents of EnterpriseData: goods issues, which are sales of the past, and invoices, which are only shown."""
from .enterprise_objects import take
from .nodes import currency_of, guid_of, rows_of, text_of, unit_of
from .objects import Part, refer

#: tabular part → its rows have the item in this element
TABLES = {'Товары': 'ДанныеНоменклатуры', 'Услуги': '', 'АгентскиеУслуги': ''}
_HEADER = {'Дата': 'date', 'Номер': 'number', 'Сумма': 'amount', 'Организация': 'company', 'Ответственный': 'responsible',
           'Менеджер': 'responsible', 'Комментарий': 'note', 'Подразделение': 'department'}
_LINE = {'Количество': 'quantity', 'Сумма': 'amount', 'СуммаНДС': 'vat_amount'}


def read_invoice(node, _names):
    """An invoice to a customer: its header, without a kind, so that nobody takes it for an order."""
    values = {'guid': guid_of(node), **take(node, _HEADER), 'currency': currency_of(node.get('Валюта', ''))}
    _refer_to_parties(values, node)
    yield Part('', values, remark='invoices')


def read_goods_issue(node, names):
    """A row for each line; a document without lines gives one row with its sum."""
    header = take(node, {name: field for name,
                         field in _HEADER.items() if field in {'date', 'company', 'responsible', 'department'}})
    header |= {'document': f"Видаткова накладна {text_of(node.get('Номер', ''))}".strip(),
               'currency': currency_of(node.get('Валюта', ''))}
    _refer_to_parties(header, node)
    header.pop('contract', None)
    header.pop('contract_guid', None)
    lines = [(table, number, row) for table in TABLES for number, row in enumerate(rows_of(node, table), start=1)]
    for table, number, row in lines:
        values = {**header, **_read_line(row, TABLES[table], names), 'guid': f'{guid_of(node)}:{table}:{number}'}
        yield Part('sale', values)
    if not lines:
        yield Part('sale', {**header, 'guid': guid_of(node), 'amount': text_of(node.get('Сумма', ''))})


def _read_line(row, inside, names):
    item = (row.get(inside) or row) if inside else row
    item = item.get('Номенклатура', '') if isinstance(item, dict) else ''
    unit = row.get('ЕдиницаИзмерения', '')
    values = {**take(row, _LINE), 'unit': names.names.get(guid_of(unit)) or unit_of(unit)}
    refer(values, 'item', text_of(item), guid_of(item))
    if isinstance(item, dict):
        values['article'] = text_of(item.get('Артикул', ''))
    return values


def _refer_to_parties(values, node):
    owner, mutual = node.get('Контрагент', ''), node.get('ДанныеВзаиморасчетов')
    contract = mutual.get('Договор', '') if isinstance(mutual, dict) else node.get('Договор', '')
    refer(values, 'counterparty', text_of(owner), guid_of(owner))
    refer(values, 'contract', text_of(contract), guid_of(contract))
