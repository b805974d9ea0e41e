"""Files of «Конвертация данных» («Универсальный обмен данными в формате XML»): ``<ФайлОбмена>``."""
from .configuration_nodes import Reference, iterate_objects
from .xml_writing import Writer

_CLASSES = {'catalog': 'СправочникСсылка', 'document': 'ДокументСсылка'}
#: properties by which the other side finds an object
_SEARCHED = ('Код', 'Наименование', 'ЭтоГруппа', 'Номер', 'Дата')
_STRING = (('Тип', 'Строка'),)


class _File:
    def __init__(self, stream):
        self.xml = Writer(stream, bom=True)
        self.number = 0
        #: GUID → number of the first reference to it
        self.numbers = {}

    def guid_property(self, guid):
        return ('Свойство', [('Значение', guid)], (('Имя', '{УникальныйИдентификатор}'), *_STRING))

    def text_property(self, name, value):
        kind = 'Булево' if value in {'true', 'false'} else 'Строка'
        inside = [('Значение', value)] if value else [('Пусто', '')]
        return ('Свойство', inside, (('Имя', name), ('Тип', kind)))

    def reference(self, reference):
        """The properties of the reference, or only its number if it was written before."""
        if reference.guid in self.numbers:
            return ('Нпп', self.numbers[reference.guid])
        self.number += 1
        self.numbers[reference.guid] = str(self.number)
        return ('Ссылка', [self.guid_property(reference.guid), self.text_property('Наименование', reference.shown)],
                (('Нпп', str(self.number)),))

    def property(self, name, value):
        if not isinstance(value, Reference):
            return self.text_property(name, '' if value is None or value.startswith('0001') else value)
        return ('Свойство', [self.reference(value)], (('Имя', name), ('Тип', f'{_CLASSES[value.group]}.{value.name}')))


def write_exchange_file(firm, stream, rules=3, message_no=7):
    """:param rules: how many rules of the exchange stand before the data; in real files they are most of it"""
    file = _File(stream)
    file.xml.open('ФайлОбмена', [('ВерсияФормата', '2.0'), ('ДатаВыгрузки', f'{firm.today}T10:15:00'),
                                 ('ИмяКонфигурацииИсточника', 'УправлениеНебольшойФирмойДляУкраины'), ('Комментарий', '')])
    file.xml.add('ПравилаОбмена', [('ВерсияФормата', '2.01'), ('ПравилаКонвертацииОбъектов', [
        ('Правило', [('Код', f'Правило{number}'), ('Источник', 'СправочникСсылка.Контрагенты')]) for number in range(rules)])])
    file.xml.add('ДанныеПоОбмену', '', [('ПланОбмена', 'Полный'), ('Кому', 'CRM'), ('ОтКого', 'НФ'),
                                        ('НомерИсходящегоСообщения', str(message_no)), ('НомерВходящегоСообщения', '0')])
    for number, item in enumerate(iterate_objects(firm), start=1):
        _write_object(file, number, item)
    file.xml.end('ФайлОбмена')


def _write_object(file, number, item):
    file.number += 1
    file.numbers.setdefault(item.guid, str(file.number))
    searched = [file.property(name, value) for name, value in item.properties if name in _SEARCHED]
    parts = [('Ссылка', [file.guid_property(item.guid), *searched], (('Нпп', file.numbers[item.guid]),))]
    parts += [file.property(name, value) for name, value in item.properties if name not in _SEARCHED]
    for name, rows in item.tables.items():
        parts.append(('ТабличнаяЧасть', [('Запись', [file.property(*cell) for cell in row]) for row in rows], (('Имя', name),)))
    file.xml.add('Объект', parts,
                 [('Нпп', str(number)), ('Тип', f'{_CLASSES[item.group]}.{item.name}'), ('ИмяПравила', item.name)])
