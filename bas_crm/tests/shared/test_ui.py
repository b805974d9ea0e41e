from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import DESK, PHONE


@tagged('post_install', '-at_install')
class TestUi(HttpCase):
    """The main flow of a manager, in Ukrainian, on a desktop and on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, 'menedzher', groups='sales_team.group_sale_salesman', lang='uk_UA', tz='UTC',
                                    name='Мельник Ірина')
        cls.manager.company_id.name = 'ТОВ «Затишок»'
        cls.manager.company_id.bas_contract_template_id = cls.env.ref('bas_crm.bas_contract_template_supply')

    def walk(self, size, path, tour):
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour(f'/odoo/{path}?debug=0', tour, login='menedzher', timeout=120)

    def walk_from_lead_to_order(self, size):
        self.walk(size, 'bas-leads', 'bas_crm_lead_to_order')
        lead = self.env['crm.lead'].search([('name', '=', 'Столи для кафе'), ('user_id', '=', self.manager.id)])
        self.assertEqual(lead.decision, 'order')
        order = lead.order_ids
        self.assertEqual(order.partner_id.name, 'ТОВ «Кав’ярня»')
        self.assertEqual(order.partner_id.counterparty_type, 'legal_entity')
        self.assertEqual(order.contract_id, order.partner_id.main_contract_id)
        self.assertIn('ТОВ «Кав’ярня»', order.contract_id.body)

    def test_lead_to_order_at_a_desk(self):
        self.walk_from_lead_to_order(DESK)

    def test_lead_to_order_on_a_phone(self):
        self.walk_from_lead_to_order(PHONE)

    def drop_leads_on_decisions(self, touch):
        leads = self.env['crm.lead'].create([{
            'name': name, 'type': 'lead', 'user_id': self.manager.id, 'partner_name': f'ТОВ «{name}»'}
            for name in ('Столи для кафе', 'Штори')])
        self.browser_size, self.browser_touch_enabled = DESK, touch
        self.start_tour('/odoo/bas-leads?debug=0', 'bas_crm_lead_decisions', login='menedzher', timeout=120)
        self.assertEqual(leads.mapped('decision'), ['junk', 'order'])

    def test_lead_dropped_on_a_decision(self):
        self.drop_leads_on_decisions(False)

    def test_lead_dropped_on_a_decision_by_touch(self):
        self.drop_leads_on_decisions(True)

    def meet_a_known_prospect(self, size):
        known = self.env['res.partner'].create({'name': 'ТОВ «Світанок»', 'is_company': True, 'phone': '+380 67 123 98 76'})
        lead = self.env['crm.lead'].create({
            'name': 'Дзвонив щодо столів', 'type': 'lead', 'user_id': self.manager.id,
            'contact_name': 'Марія Левченко', 'phone': '8 067 123-98-76'})
        self.walk(size, 'bas-leads', 'bas_crm_known_prospect')
        self.assertEqual((lead.decision, lead.counterparty_id), ('customer', known))
        self.assertEqual(known.child_ids.name, 'Марія Левченко')

    def test_known_prospect_at_a_desk(self):
        self.meet_a_known_prospect(DESK)

    def test_known_prospect_on_a_phone(self):
        self.meet_a_known_prospect(PHONE)

    def read_every_screen(self, size):
        partner = self.env['res.partner'].create({
            'name': 'ТОВ «Світанок»', 'is_company': True, 'is_customer': True, 'phone': '+380671239876'})
        self.env['bas.contract'].create({'partner_id': partner.id, 'user_id': self.manager.id})
        product = self.env['product.product'].create({'name': 'Стіл', 'list_price': 700})
        orders = self.env['sale.order'].create([{
            'partner_id': partner.id, 'user_id': self.manager.id,
            'order_type_id': self.env.ref(f'bas_crm.bas_order_type_{kind}').id,
            'order_line': [(0, 0, {'product_id': product.id})]} for kind in ('sale', 'work')])
        orders[0].action_create_offer()
        self.env['bas.sales.plan'].create({'user_id': self.manager.id})
        self.env['crm.lead'].create({'name': 'Столи', 'type': 'lead', 'user_id': self.manager.id, 'contact_name': 'Марія'})
        self.env['res.partner'].create({'name': 'Марія', 'parent_id': partner.id})
        performer = self.env['hr.employee'].create({'name': 'Гончар Василь', 'user_id': self.manager.id})
        start = fields.Datetime.now()
        self.env['bas.event'].create({
            'subject': 'Обговорити заміри', 'partner_id': partner.id, 'user_id': self.manager.id, 'start': start})
        self.env['bas.work.task'].create({
            'performer_id': performer.id, 'user_id': self.manager.id,
            'line_ids': [(0, 0, {'description': 'Монтаж', 'partner_id': partner.id, 'start': start})]})
        self.walk(size, 'bas-leads', 'bas_crm_words')

    def test_no_english_at_a_desk(self):
        self.read_every_screen(DESK)

    def test_no_english_on_a_phone(self):
        self.read_every_screen(PHONE)

    def make_a_contract(self, size):
        partner = self.env['res.partner'].create({'name': 'ТОВ «Світанок»', 'is_company': True})
        self.walk(size, 'bas-contracts', 'bas_crm_contract')
        self.assertEqual((partner.bas_contract_ids.state, partner.bas_contract_ids.user_id), ('active', self.manager))

    def test_contract_at_a_desk(self):
        self.make_a_contract(DESK)

    def test_contract_on_a_phone(self):
        self.make_a_contract(PHONE)

    def move_and_finish_a_task(self, size):
        """A task is dragged to another time on a desktop, finished, and shown in the customer's history."""
        partner = self.env['res.partner'].create({
            'name': 'ТОВ «Світанок»', 'is_company': True, 'is_customer': True, 'phone': '+380671239876',
            'street': 'вул. Соборна, 12', 'city': 'Вінниця'})
        performer = self.env['hr.employee'].create({'name': 'Гончар Василь', 'user_id': self.manager.id})
        day = fields.Datetime.now().replace(hour=8, minute=0, second=0)
        task = self.env['bas.work.task'].create({
            'performer_id': performer.id, 'user_id': self.manager.id, 'line_ids': [(0, 0, {
                'description': 'Монтаж карниза', 'partner_id': partner.id, 'start': day, 'stop': day + timedelta(hours=2)})]})
        self.walk(size, 'bas-calendar', 'bas_crm_task_on_the_board')
        self.assertEqual(task.category, 'done')
        self.assertEqual(task.duration_total, 2.0)
        if size == DESK:
            self.assertNotEqual(task.date_start, day, 'dragged to another hour')
        self.assertEqual(task.line_ids.calendar_event_id.start, task.date_start)

    def test_task_on_the_board_at_a_desk(self):
        self.move_and_finish_a_task(DESK)

    def test_task_on_the_board_on_a_phone(self):
        self.move_and_finish_a_task(PHONE)

    def drag_an_order(self, size):
        """An order is moved through the stages of the board and cancelled with a reason; each stage is logged."""
        partner = self.env['res.partner'].create({'name': 'ТОВ «Світанок»', 'is_company': True})
        order = self.env['sale.order'].create({'partner_id': partner.id, 'user_id': self.manager.id})
        self.walk(size, 'bas-orders', 'bas_crm_orders_board')
        self.assertEqual((order.state, order.cancel_reason_id), ('cancel', self.env.ref('bas_crm.bas_cancel_reason_expensive')))
        stages = [self.env.ref(f'bas_crm.bas_order_stage_sale_{name}') for name in ('new', 'offered', 'agreed', 'cancelled')]
        entries = order.stage_log_ids.sorted('id')
        self.assertEqual(list(entries.stage_id), stages)
        self.assertEqual(entries[1:].user_id, self.manager)

    def test_orders_board_at_a_desk(self):
        self.drag_an_order(DESK)

    def test_orders_board_on_a_phone(self):
        self.drag_an_order(PHONE)

    def plan_on_the_board(self, size):
        self.walk(size, 'bas-calendar', 'bas_crm_board')
        event = self.env['bas.event'].search([('subject', '=', 'Дзвінок щодо замірів'), ('user_id', '=', self.manager.id)])
        self.assertEqual((event.event_type, event.category), ('call', 'done'))

    def use_every_control_of_the_board(self, size):
        start = fields.Datetime.now().replace(hour=9, minute=0, second=0)
        event = self.env['bas.event'].create({
            'subject': 'Дзвінок постачальнику', 'event_type': 'call', 'user_id': self.manager.id,
            'start': start, 'stop': start + timedelta(hours=1)})
        own = self.env['calendar.event'].with_user(self.manager).create({
            'name': 'Обід удома', 'start': start + timedelta(hours=4), 'stop': start + timedelta(hours=5)})
        self.walk(size, 'bas-calendar', 'bas_crm_board_controls')
        self.assertEqual(event.category, 'cancelled')
        self.assertFalse(own.exists())

    def test_every_control_of_the_board_at_a_desk(self):
        self.use_every_control_of_the_board(DESK)

    def test_every_control_of_the_board_on_a_phone(self):
        self.use_every_control_of_the_board(PHONE)

    def test_reports_opened_by_address_keep_their_menu(self):
        for size in (DESK, PHONE):
            with self.subTest(size):
                self.walk(size, 'bas-leads', 'bas_crm_own_menu')

    def plan_side_by_side(self, size):
        """Three people in a day, a column each; a drag is undone, refused and carried out."""
        start = fields.Datetime.now().replace(hour=10, minute=0, second=0)
        colleagues = [new_test_user(self.env, login, groups='sales_team.group_sale_salesman', name=name)
                      for login, name in (('bondar', 'Бондар Андрій'), ('petrenko', 'Петренко Ігор'))]
        for colleague in colleagues:
            self.env['hr.employee'].create({'name': colleague.name, 'user_id': colleague.id})
        calendars = self.env['bas.employee.calendar'].search([('user_id', 'in', [user.id for user in colleagues])])
        calendars.is_shared = True
        calendars.with_user(self.manager).set_checked(True)
        own, theirs = self.env['bas.event'].create([{
            'subject': subject, 'event_type': 'call', 'user_id': user.id, 'start': begins, 'stop': begins + timedelta(minutes=30),
        } for subject, user, begins in (
            ('Дзвінок постачальнику', self.manager, start), ('Замір балкона', colleagues[0], start + timedelta(hours=2)))])
        with mute_logger('odoo.http'):  # moving a colleague's document is refused
            self.walk(size, 'bas-calendar', 'bas_crm_board_columns')
        self.assertEqual(own.user_id, colleagues[0])
        self.assertGreater(own.start, start + timedelta(hours=3), 'dragged to the afternoon')
        self.assertEqual(own.duration, 0.5)
        self.assertEqual((theirs.user_id, theirs.start), (colleagues[0], start + timedelta(hours=2)))

    def test_side_by_side_at_a_desk(self):
        self.plan_side_by_side(DESK)

    def test_side_by_side_on_a_phone(self):
        self.plan_side_by_side(PHONE)

    def test_board_at_a_desk(self):
        self.plan_on_the_board(DESK)

    def test_board_on_a_phone(self):
        self.plan_on_the_board(PHONE)

    def make_order(self, **values):
        partner = self.env['res.partner'].create({
            'name': 'ТОВ «Світанок»', 'is_company': True, 'email': 'svitanok@example.com', 'lang': 'uk_UA'})
        product = self.env['product.product'].create({'name': 'Стіл', 'list_price': 700, 'taxes_id': False})
        return self.env['sale.order'].create({
            'partner_id': partner.id, 'user_id': self.manager.id,
            'order_line': [(0, 0, {'product_id': product.id, 'product_uom_qty': 2})], **values})

    def test_order_form_at_a_desk(self):
        """A customer order and a work order, both confirmed: in this state most columns and buttons are visible."""
        for kind in ('sale', 'work'):
            order = self.make_order(order_type_id=self.env.ref(f'bas_crm.bas_order_type_{kind}').id)
            order.action_confirm()
            self.walk(DESK, f'bas-orders/{order.id}', 'bas_crm_order_form')

    def offer_and_accept(self, size):
        """Two offers are created and sent, the customer accepts one on the portal, and the order is confirmed."""
        order = self.make_order()
        self.manager.email = 'iryna@zatyshok.example'
        self.walk(size, f'bas-orders/{order.id}', 'bas_crm_offers')
        full, economy = order.offer_ids
        self.assertEqual((full.state, economy.state, order.state), ('sent', 'sent', 'sent'))
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour(full.get_portal_url(), 'bas_crm_offer_accepted', login=None, timeout=120)
        self.assertEqual((full.state, economy.state, economy.signed_by), ('rejected', 'accepted', 'Коваль Оксана'))
        self.assertEqual((order.state, order.main_offer_id), ('sale', economy))

    def test_offers_at_a_desk(self):
        self.offer_and_accept(DESK)

    def test_offers_on_a_phone(self):
        self.offer_and_accept(PHONE)
