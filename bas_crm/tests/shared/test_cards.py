from datetime import date

from freezegun import freeze_time
from lxml import etree

from odoo.tests import tagged

from ..common import CrmCase
from ..common_orders import OrderStageCase

#: noon in Kyiv
NOW = '2026-03-04 10:00:00'


class CardsCase(CrmCase):

    def count_queries_of_cards(self, board, view, shown):
        """Read forty cards, and assert that they need as many queries as two.

        :param set shown: fields that the cards have to show
        :return: queries of a board of two
        """
        arch = etree.fromstring(board.get_view(self.env.ref(view).id, 'kanban')['arch'])
        specification = {node.get('name'): {} for node in arch.iter('field') if node.get('name') != 'activity_ids'}
        self.assertLessEqual(shown, specification.keys())

        def read(count):
            return self.count_queries(lambda: self.assertEqual(len(board[:count].web_read(specification)), count))

        read(2)  # the first call fills permanent caches
        few = read(2)
        self.assertEqual(read(40), few)
        return few


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestLeadCards(CardsCase):
    """The next step of a lead on its card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.tz = 'Europe/Kyiv'
        cls.lead = cls.make_lead()
        cls.todo = cls.env['mail.activity.type'].create({'name': 'Надіслати каталог', 'category': 'default'})

    def say(self, lead=None, user=None, **context):
        card = (lead or self.lead).with_user(user or self.own).with_context(**context)
        card.invalidate_recordset()
        return card.next_step, card.is_next_step_late

    def plan(self, start, **values):
        return self.make_event(lead_id=self.lead.id, start=f'2026-03-{start}:00', stop=f'2026-03-{start}:30', **values)

    def remind(self, day, **values):
        return self.lead.activity_schedule(date_deadline=date(2026, 3, day), activity_type_id=self.todo.id, user_id=self.own.id)

    def test_the_nearest_event_in_words(self):
        self.plan('09 08:00', event_type='meeting')
        self.plan('05 08:00')
        self.assertEqual(self.say(), ('call tomorrow 10:00', False), 'by the clock of the user')
        self.env['res.lang']._activate_lang('uk_UA')
        self.assertEqual(self.say(lang='uk_UA'), ('дзвінок завтра 10:00', False))

    def test_the_step_follows_the_event(self):
        event = self.plan('05 08:00', event_type='other', subject='Заміри')
        card = self.lead.with_user(self.own)
        self.assertEqual(card.next_step, 'Заміри tomorrow 10:00')
        event.subject = 'Монтаж'
        self.assertEqual(card.next_step, 'Монтаж tomorrow 10:00')
        event.user_id = self.other
        self.assertEqual(card.next_step, 'event tomorrow 10:00')
        event.write({'start': '2026-03-04 08:00:00', 'stop': '2026-03-04 11:00:00'})
        self.assertFalse(card.is_next_step_late)
        event.stop = '2026-03-04 09:00:00'
        self.assertTrue(card.is_next_step_late)

    def test_a_day_is_the_users(self):
        # Half past eleven in the evening, UTC, is the next day in Kyiv.
        self.make_event(lead_id=self.lead.id, start='2026-03-04 22:30:00', stop='2026-03-04 23:00:00', event_type='sms')
        self.assertEqual(self.say()[0], 'SMS tomorrow 00:30')
        self.assertEqual(self.say(tz='UTC')[0], 'SMS today 22:30')

    def test_late(self):
        event = self.plan('03 08:00', event_type='email')
        self.assertEqual(self.say(), ('letter yesterday 10:00', True))
        event.action_done()
        self.assertEqual(self.say(), (False, False), 'what is done is no next step')
        self.plan('04 09:00')
        self.assertEqual(self.say(), ('call today 11:00', True), 'an hour ago')

    def test_activities_of_core_are_steps_too(self):
        self.remind(5)
        self.assertEqual(self.say(), ('надіслати каталог tomorrow', False))
        self.plan('05 08:00')
        self.assertEqual(self.say()[0], 'call tomorrow 10:00', 'of one day that with an hour comes first')
        self.remind(2)
        step, is_late = self.say()
        self.assertRegex(step, '^надіслати каталог .*2')
        self.assertTrue(is_late)

    def test_a_colleagues_step(self):
        self.plan('05 08:00', user_id=self.other.id, event_type='other', subject='Секрет')
        self.assertEqual(self.say()[0], 'event tomorrow 10:00', 'that it is planned, not what about')

    def test_days_in_the_state(self):
        self.lead.date_last_stage_update = '2026-03-01 22:30:00'
        lead = self.lead.with_user(self.own)
        self.assertEqual(lead.days_in_stage, 2, 'in Kyiv it was the second of March')
        self.assertEqual(lead.with_context(tz='UTC').days_in_stage, 3)

    def test_a_board_of_many_leads(self):
        """Forty cards need as many queries as two."""
        leads = self.env['crm.lead'].create([
            {'name': f'Лід {number}', 'type': 'lead', 'user_id': self.own.id, 'expected_revenue': 5000} for number in range(40)])
        for lead in leads:
            self.make_event(lead_id=lead.id)
            lead.activity_schedule(date_deadline=date(2026, 3, 5), activity_type_id=self.todo.id, user_id=self.own.id)
        board = leads.with_user(self.own)
        self.count_queries_of_cards(board, 'bas_crm.crm_lead_view_kanban', {'next_step', 'days_in_stage', 'expected_revenue'})


@tagged('post_install', '-at_install')
class TestOrderCards(CardsCase, OrderStageCase):
    """The subject of an order on its card, and the question before an empty order is confirmed."""

    def order_of(self, *lines, **values):
        return self.env['sale.order'].create({
            'partner_id': self.partner.id, 'user_id': self.own.id, 'order_line': [(0, 0, line) for line in lines], **values})

    def describe(self, order):
        order.invalidate_recordset(['bas_subject', 'bas_is_empty'])
        return order.with_user(self.own).bas_subject, order.with_user(self.own).bas_is_empty

    def test_subject(self):
        chair = self.env['product.product'].create({'name': 'Стілець', 'default_code': 'СТ-1'})
        section, note = ({'display_type': f'line_{kind}', 'name': kind} for kind in ('section', 'note'))
        item = {'product_id': chair.id}
        self.assertEqual(self.describe(self.order_of()), (False, True))
        self.assertEqual(self.describe(self.order_of(section, note)), (False, True), 'a section is nothing to sell')
        self.assertEqual(self.describe(self.order_of(section, item)), ('Стілець', False), 'without the code of the firm')
        order = self.order_of(section, item, {'product_id': self.product.id}, client_order_ref='№ 17')
        self.assertEqual(self.describe(order), ('№ 17 · Стілець and 1 more', False))
        order.order_line[1].sequence = 99
        self.assertTrue(self.describe(order)[0].startswith(f'№ 17 · {self.product.name}'), 'the first one as they are sorted')

    def test_subject_follows_what_it_says(self):
        order = self.order_of({'product_id': self.product.id}, {'product_id': self.product.id})
        self.assertEqual(order.bas_subject, f'{self.product.name} and 1 more')
        order.order_line[0].is_downpayment = True
        self.assertEqual(order.bas_subject, self.product.name, 'a down payment is no item')
        self.product.name = 'Лава'
        self.assertEqual(order.bas_subject, 'Лава')

    def test_on_a_form_before_it_is_saved(self):
        order = self.env['sale.order'].new({
            'partner_id': self.partner.id, 'order_line': [(0, 0, {'product_id': self.product.id})]})
        self.assertEqual((order.bas_subject, order.bas_is_empty), (self.product.name, False))
        self.assertTrue(self.env['sale.order'].new({'partner_id': self.partner.id}).bas_is_empty)

    def test_which_stages_confirm(self):
        confirming = [name for name, stage in self.stages.items() if stage.with_user(self.own).is_confirming()]
        self.assertEqual(confirming, [name for name, stage in self.stages.items()
                                      if stage.order_type_id._get_state(stage) == 'sale'])
        self.assertIn('Agreed', confirming)
        self.assertNotIn('New Order', confirming)
        self.assertFalse(self.env['bas.order.stage'].is_confirming())

    def test_a_board_of_many_orders(self):
        orders = self.env['sale.order'].concat(*(self.order_of({'product_id': self.product.id}) for _each in range(40)))
        board = orders.with_user(self.own)
        shown = {'bas_subject', 'bas_is_empty', 'amount_total'}
        few = self.count_queries_of_cards(board, 'bas_crm.sale_order_view_kanban', shown)
        self.assertLessEqual(few, 16)
