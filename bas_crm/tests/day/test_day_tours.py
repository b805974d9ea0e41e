from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import DESK, PHONE


@tagged('post_install', '-at_install')
class TestDayTours(HttpCase):
    """A manager with own documents only works through the day, in Ukrainian, on a computer and on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, 'menedzher', groups='sales_team.group_sale_salesman', lang='uk_UA', tz='UTC',
                                    name='Мельник Ірина')
        cls.partner = cls.env['res.partner'].create({
            'name': 'ТОВ «Світанок»', 'is_company': True, 'is_customer': True, 'phone': '+380671239876'})
        cls.today = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)

    def make_step(self, subject, **values):
        """A call that lasts all day: whenever the test runs, it is neither over nor of tomorrow."""
        return self.env['bas.event'].create({
            'subject': subject, 'event_type': 'call', 'user_id': self.manager.id, 'partner_id': self.partner.id,
            'start': self.today, 'stop': self.today + timedelta(hours=23, minutes=59), **values})

    def make_plan(self):
        product = self.env['product.product'].create({'name': 'Стіл', 'list_price': 700})
        first = self.today.date().replace(day=1)
        line = {'date': first, 'product_tmpl_id': product.product_tmpl_id.id, 'quantity': 10, 'price_unit': 700}
        plan = self.env['bas.sales.plan'].create({
            'period': 'month', 'date_from': first, 'dimension': 'product', 'user_id': self.manager.id,
            'line_ids': [Command.create(line)]})
        plan.action_approve()

    def walk(self, size, tour):
        self.browser_size, self.browser_touch_enabled = size, size == PHONE
        self.start_tour('/odoo/bas-my-day?debug=0', tour, login='menedzher', timeout=180)

    def work_through_the_day(self, size):
        yesterday = self.today - timedelta(days=1)
        talk = self.make_step('Узгодити ціну', start=yesterday + timedelta(hours=9), stop=yesterday + timedelta(hours=10))
        reminder, visit, samples, stock = map(self.make_step, (
            'Нагадати про оплату', 'Обговорити заміри', 'Підготувати зразки', 'Запросити на склад'))
        lead = self.env['crm.lead'].create({
            'name': 'Столи для кафе', 'type': 'lead', 'user_id': self.manager.id, 'partner_name': 'ТОВ «Кав’ярня»',
            'expected_revenue': 12500})
        self.make_plan()
        with mute_logger('odoo.http'):  # a step is dragged into the past, which is refused
            self.walk(size, 'bas_crm_my_day')

        self.assertEqual(talk.category, 'done')
        self.assertIn('Погодили знижку 3 %', talk.description)
        following = self.env['bas.event'].search([('subject', '=', 'Узгодити ціну'), ('category', '=', 'planned')])
        self.assertEqual(following.start.date(), (self.today + timedelta(days=1)).date())
        self.assertEqual((reminder.category, reminder.attempt_count), ('planned', 1))
        self.assertEqual((visit.start.day, visit.start.hour), (15, 0), "another day, the same hour")
        self.assertEqual(samples.start.weekday(), 0)
        self.assertGreater(samples.start, self.today)
        self.assertEqual(stock.start > self.today + timedelta(days=2), size == DESK, "dragged on a computer")
        call = self.env['bas.event'].search([('lead_id', '=', lead.id)])
        self.assertEqual((call.event_type, call.category, call.user_id), ('call', 'planned', self.manager))

    def test_the_day_at_a_desk(self):
        self.work_through_the_day(DESK)

    def test_the_day_on_a_phone(self):
        self.work_through_the_day(PHONE)

    def finish_what_is_finished(self, size):
        talk = self.make_step('Узгодити ціну')
        self.make_step('Нагадати про оплату')
        with mute_logger('odoo.http'):  # the refusal
            self.walk(size, 'bas_crm_my_day_two_people')
        self.assertEqual(talk.category, 'done')

    def test_two_people_at_a_desk(self):
        self.finish_what_is_finished(DESK)

    def test_two_people_on_a_phone(self):
        self.finish_what_is_finished(PHONE)

    def test_the_first_screen_of_the_app(self):
        """Whoever opens the app sees the own day, a performer, too."""
        performer = new_test_user(self.env, 'maister', groups='bas_crm.group_performer')
        root, action = self.env.ref('bas_crm.root_menu'), self.env.ref('bas_crm.bas_agenda_action')
        for user in (self.manager, performer):
            menus = self.env['ir.ui.menu'].with_user(user).load_menus(False)
            first = menus[menus[root.id]['children'][0]]
            self.assertEqual((first['action_model'], first['action_id']), ('ir.actions.act_window', action.id), user.login)
