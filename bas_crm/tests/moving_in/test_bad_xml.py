import io

from bas_files import make_firm, write_enterprise_data, write_exchange_file, write_universal_xml

from odoo.tests import tagged

from ...tools.source_files import FileProblem, read_file
from .common_files import FilesCase

WRITERS = (write_enterprise_data, write_universal_xml, write_exchange_file)
LAUGHS = '<!DOCTYPE Message [<!ENTITY a "ха">' + ''.join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip('abcdefgh', 'bcdefghi', strict=True)) + ']>'
BODY = '<Body xmlns="http://v8.1c.ru/edi/edi_stnd/EnterpriseData/1.3">{}</Body>'


@tagged('post_install', '-at_install')
class TestBadXml(FilesCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        firm = make_firm(3, counterparties=3)
        cls.contents = []
        for write in WRITERS:
            stream = io.BytesIO()
            write(firm, stream)
            cls.contents.append(stream.getvalue())

    def test_entities_are_refused(self):
        inside = BODY.format('<Справочник.Контрагенты><КлючевыеСвойства><Наименование>&{};</Наименование></КлючевыеСвойства>'
                             '</Справочник.Контрагенты>')
        for doctype, entity in (
                ('<!DOCTYPE Message [<!ENTITY a "b">]>', 'a'), (LAUGHS, 'i'),
                ('<!DOCTYPE Message [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 'a'),
                ('<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/a.dtd">', 'amp'),
                ('<!DOCTYPE Message [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]>', 'amp')):
            self.refuse('xml_entities', f'<?xml version="1.0"?>{doctype}<Message>{inside.format(entity)}</Message>'.encode())

    def test_an_unknown_entity_is_damage(self):
        self.refuse('broken',
                    f"<Message>{BODY.format('<Справочник.Контрагенты>&nbsp;</Справочник.Контрагенты>')}</Message>".encode())

    def test_a_file_cut_anywhere_is_refused(self):
        for content in self.contents:
            for part in range(1, 40):
                cut = content[:len(content) * part // 40]
                with self.assertRaises(FileProblem) as caught:
                    list(read_file('cut.xml', io.BytesIO(cut)))
                self.assertIn(caught.exception.code, {'cut', 'broken'}, caught.exception)

    def test_a_byte_changed_anywhere_is_read_or_refused(self):
        for content in self.contents:
            for position in range(40, len(content), max(1, len(content) // 60)):
                bad = content[:position] + b'<' + content[position + 1:]
                try:
                    for table in read_file('bad.xml', io.BytesIO(bad)):
                        list(table.rows())
                except FileProblem as problem:
                    self.assertIn(problem.code, {'cut', 'broken', 'unknown_xml', 'no_lists', 'not_a_list'})

    def test_wrong_roots(self):
        for text in ('<КоммерческаяИнформация/>', '<html xmlns="a"/>',
                     '<Body xmlns="http://v8.1c.ru/edi/edi_stnd/EnterpriseData/1.3"/>'):
            with self.assertRaises(FileProblem):
                list(read_file('wrong.xml', io.BytesIO(text.encode())))
        self.refuse('unknown_xml', '<КоммерческаяИнформация/>'.encode())

    def test_a_root_of_ours_with_nothing_in_it(self):
        self.refuse('handshake', b'<Message/>')
        self.refuse('no_lists', '<ФайлОбмена/>'.encode())
        self.refuse('no_lists', b'<_1CV8DtUD/>')

    def test_deep_nesting_is_damage_or_ignored(self):
        for depth in (100, 5_000):
            deep = BODY.format('<Справочник.Контрагенты>' + '<а>' * depth + '</а>' * depth + '</Справочник.Контрагенты>')
            with self.assertRaises(FileProblem) as caught:
                list(read_file('deep.xml', io.BytesIO(f'<Message>{deep}</Message>'.encode())))
            self.assertIn(caught.exception.code, {'broken', 'no_lists'})

    def test_objects_with_text_where_parts_are_wanted(self):
        inside = ''.join(
            f'<{name}>текст</{name}>' for name in (
                'КлючевыеСвойства', 'Наименование', 'Группа', 'КонтактнаяИнформация', 'ОсновнойБанковскийСчет',
                'ДополнительныеРеквизиты',
                'ДанныеВзаиморасчетов', 'Контрагент', 'Валюта', 'Товары', 'Услуги', 'ЕдиницаИзмерения', 'СтавкаНДС', 'Владелец',
                'Банк'))
        for name in ('Справочник.Контрагенты', 'Справочник.Договоры', 'Справочник.Номенклатура', 'Справочник.БанковскиеСчета',
                     'Справочник.НоменклатураГруппа', 'Документ.РеализацияТоваровУслуг', 'Документ.ЗаказКлиента'):
            for twice in (inside, inside * 2, inside.replace('текст', '<а>1</а><б><в>2</в></б>')):
                try:
                    self.read_lists(io.BytesIO(f"<Message>{BODY.format(f'<{name}>{twice}</{name}>')}</Message>".encode()))
                except FileProblem as problem:
                    self.assertEqual(problem.code, 'no_lists')
