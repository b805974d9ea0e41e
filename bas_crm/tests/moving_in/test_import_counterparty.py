from odoo.tests import tagged

from ..common_moving import PARTNERS, MovingCase, make_source


@tagged('post_install', '-at_install')
class TestImportCounterparty(MovingCase):

    def test_a_list_of_bas(self):
        session = self.bring(make_source(PARTNERS, [
            ['ТОВ «Ромашка»', '32129', '(044) 234-56-78, 067 123 45 67', 'office@romashka.example', '000000001'],
            ['ФОП Коваленко Олена Іванівна', '3184710691', '', '', '000000002'],
        ]))
        self.assertEqual(session.state, 'done')
        self.assertEqual(self.read_actions(session), ['create', 'create'])
        firm, person = self.find('ТОВ «Ромашка»'), self.find('ФОП Коваленко Олена Іванівна')
        self.assertEqual((firm.company_registry, firm.counterparty_type, firm.is_company), ('00032129', 'legal_entity', True))
        self.assertEqual(firm.phone, '+380442345678, +380671234567')
        self.assertEqual(firm.email, 'office@romashka.example')
        self.assertEqual((person.company_registry, person.counterparty_type), ('3184710691', 'entrepreneur'))
