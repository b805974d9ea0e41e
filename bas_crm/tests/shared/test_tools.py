import re
from pathlib import Path

from markupsafe import Markup

from odoo.tests import BaseCase, tagged

from ... import tools
from ...tools.codes import clean_code, is_edrpou, is_registry_valid, is_vat_valid
from ...tools.legal_forms import guess_kind
from ...tools.one_line import to_one_line
from ...tools.phones import normalize_phones, phone_digits
from ...tools.source_files.values import parse_code


@tagged('post_install', '-at_install')
class TestTools(BaseCase):

    def test_phone_spellings_are_one_number(self):
        for spelling in ('0671234567', '(067) 123-45-67', '8 067 123 45 67', '380671234567', '+38 (067) 123 45 67',
                         '00380671234567', '00 38 067 123 45 67', '810380671234567', '8-10-380-67-123-45-67', '+380(0)671234567',
                         '067–123–45–67', 'тел. 067 123 45 67', 'tel:+380671234567',
                         '067-123-45-67 дод. 12', '067 123 45 67 доб 5', '(067) 123-45-67 (вн. 12)'):
            self.assertEqual(normalize_phones(spelling), ['+380671234567'], spelling)
            if 'вн.' not in spelling:
                self.assertEqual(phone_digits(spelling), '671234567', spelling)
        self.assertEqual(phone_digits('0048 22 123 45 67'), '48221234567')

    def test_several_phones_in_one_field(self):
        self.assertEqual(normalize_phones('0671234567, 050 111 22 33; 067 123 45 67'), ['+380671234567', '+380501112233'])
        self.assertEqual(normalize_phones('0671234567 0501112233'), ['+380671234567', '+380501112233'])

    def test_no_phone(self):
        for text in ('', None, 'немає', '12', '🙂', '+++'):
            self.assertEqual(normalize_phones(text), [], text)

    def test_phone_search(self):
        self.assertEqual(phone_digits('(067) 123'), '67123')
        self.assertEqual(phone_digits('ТОВ 067'), '')
        self.assertEqual(phone_digits('+38067'), '', 'half of the country has it')

    def test_codes(self):
        self.assertTrue(is_registry_valid('32855961', True))
        self.assertFalse(is_registry_valid('30000000', True))
        self.assertTrue(is_registry_valid('1759013776', False))
        self.assertTrue(is_registry_valid('АВ123456', False), 'a passport where there is no РНОКПП')
        self.assertTrue(is_registry_valid(clean_code('ав 123456'), False))
        self.assertTrue(is_vat_valid('328559626552', True))
        self.assertFalse(is_vat_valid('32855962655', True))

    def test_codes_whose_second_remainder_is_ten(self):
        """Codes of real firms: the sum with either weights leaves 10 when it is divided by 11, so the check digit is 0."""
        for code in ('41761770', '25083040', '23246880', '43808820', '43328020', '43573920', '40599600'):
            self.assertTrue(is_edrpou(code), code)
            self.assertTrue(is_registry_valid(code, True), code)
            self.assertEqual(parse_code(code), ('edrpou', code))
            for digit in '123456789':
                self.assertFalse(is_edrpou(code[:-1] + digit), code)
        self.assertTrue(is_edrpou('3285 5961'))
        for wrong in ('', '4176177', '417617700', '4176177О', '٤١٧٦١٧٧٠', '00000010'):
            self.assertFalse(is_edrpou(wrong), wrong)
        self.assertFalse(is_edrpou('30000000'), 'the second remainder is 5')

    def test_an_edrpou_is_checked_in_one_place(self):
        root = Path(tools.__file__).parents[1]
        users = {path.relative_to(root).as_posix() for path in root.rglob('*.py')
                 if re.search(r'from stdnum\.ua import .*\bedrpou\b|stdnum\.ua\.edrpou', path.read_text(encoding='utf-8'))}
        self.assertEqual(users, {'tools/codes.py'})

    def test_codes_from_spreadsheets(self):
        self.assertEqual(clean_code('32855961.0'), '32855961')
        self.assertEqual(clean_code(' 3285 5961 '), '32855961')
        self.assertEqual(clean_code('32129', is_organisation=True), '00032129')

    def test_legal_forms(self):
        for name in ('ФОП Коваленко О. І.', 'Коваленко О. І. ФОП', 'Фізична особа – підприємець Коваленко'):
            self.assertEqual(guess_kind(name), 'entrepreneur', name)
        for name in ('ТОВ «Ромашка»', '«Ромашка» ТОВ', 'Приватне акціонерне товариство «Ромашка»', 'КЗ «Ліцей № 5»',
                     'Фермерське господарство Зоря'):
            self.assertEqual(guess_kind(name), 'legal_entity', name)
        for name in ('Ганна Порошина', 'Ок', 'Питання для ФОП Коваленко', None):
            self.assertIsNone(guess_kind(name), name)

    def test_one_line_of_a_text(self):
        said = Markup('<p>Заміри&nbsp;у&nbsp;<b>вівторок</b></p><ul><li>2 &lt; 3</li><li>ціна</li></ul>')
        self.assertEqual(to_one_line(said), 'Заміри у вівторок 2 < 3 ціна')
        self.assertEqual(to_one_line('Перший рядок\n другий'), 'Перший рядок другий', 'plain text is no page: 2 < 3 stays')
        self.assertEqual(to_one_line(Markup('<p><br></p>')), '')
        self.assertEqual(to_one_line(False), '')
        self.assertEqual(to_one_line('дзвонила Марія', 10), 'дзвонила…')
