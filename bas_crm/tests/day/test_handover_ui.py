from odoo.tests import HttpCase, new_test_user, tagged

from ..common import DESK, PHONE, CrmCase


@tagged('post_install', '-at_install')
class TestHandoverScreens(HttpCase, CrmCase):
    """An absence and its deputy with Sales rights only, and a handover as the administrator of sales; in Ukrainian."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.absent, cls.deputy, cls.boss = (
            new_test_user(cls.env, login, groups=f'sales_team.{group}', lang='uk_UA', tz='Europe/Kyiv', name=name)
            for login, name, group in (
                ('bondar', 'Бондар Андрій', 'group_sale_salesman'), ('melnyk', 'Мельник Ірина', 'group_sale_salesman'),
                ('tkachuk', 'Ткачук Олена', 'group_sale_manager')))
        cls.lead = cls.make_lead(name='Кухня для кафе', user_id=cls.absent.id)

    def walk(self, size):
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour('/odoo/bas-leads?debug=0', 'bas_crm_absence', login='bondar', timeout=120)
        absence = self.env['bas.handover'].search([('user_id', '=', self.absent.id)])
        self.assertEqual((absence.kind, absence.deputy_id, absence.note), ('temporary', self.deputy, 'Відпустка'))
        self.start_tour('/odoo/bas-leads?debug=0', 'bas_crm_deputy_works', login='melnyk', timeout=120)
        self.assertEqual((self.lead.name, self.lead.user_id), ('Кухня для двох кафе', self.absent))
        self.start_tour('/odoo/bas-handovers?debug=0', 'bas_crm_handover', login='tkachuk', timeout=120)
        handover = self.env['bas.handover'].search([('kind', '=', 'permanent'), ('user_id', '=', self.absent.id)])
        self.assertEqual((handover.state, handover.item_ids.outcome, self.lead.user_id), ('undone', 'returned', self.absent))

    def test_at_a_desk(self):
        self.walk(DESK)

    def test_on_a_phone(self):
        self.walk(PHONE)
