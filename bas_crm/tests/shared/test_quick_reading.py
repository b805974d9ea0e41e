from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .. import client
from ..common_speed import ScreenSpeedCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-04 10:00:00')
class TestQuickReading(ScreenSpeedCase):
    """Boards and lists of many records show of each what the same record shows when it is read alone, as core reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.partner'].flush_model()
        cls.tag = cls.env['crm.tag'].create({'name': 'Терміново'})
        firm = cls.make_partner(name='ТОВ «Обрій»')
        person = cls.env['res.partner'].create({'name': 'Олена Гнатюк', 'parent_id': firm.id, 'phone': '0671234567'})
        address = cls.env['res.partner'].create({'type': 'delivery', 'parent_id': firm.id, 'city': 'Львів'})
        spaced = cls.env['res.partner'].create({'name': 'ФОП  Гончар \n Василь'})
        cls.partners = firm | person | address | spaced | cls.partner
        cls.old = cls.make_partner(name='ТОВ «Захід»')
        cls.partners |= cls.old
        cls.employee = cls.make_employee()

    def fill(self):
        """Records of each model, with all that may be empty once empty."""
        orders = self.env['sale.order'].union(*(
            self.make_order(partner_id=partner.id, client_order_ref=number % 2 and f'ЗМ-{number}', tag_ids=[(6, 0, self.tag.ids)])
            for number, partner in enumerate(self.partners)))
        orders |= self.make_order(order_line=False)
        self.bring(orders[1], 'Cancelled')
        self.bring(orders[2], 'Agreed')
        self.assertEqual(orders[2]._create_invoices().amount_total, 1400)
        orders[2].invoice_ids.action_post()
        orders[3].activity_schedule(date_deadline='2026-03-03', user_id=self.own.id)
        leads = self.env['crm.lead'].union(*(
            self.make_lead(partner_name=name, phone=phone, user_id=user_id, tag_ids=[(6, 0, self.tag.ids)] if name else [])
            for name, phone, user_id in (
                ('ТОВ «Ранок»', '0501112233', self.own.id), (False, False, self.own.id), ('ФОП Мороз', False, False))))
        leads[0].activity_schedule(date_deadline='2026-03-06', user_id=self.own.id)
        events = self.env['bas.event'].union(*(
            self.make_event(partner_id=partner.id, subject=partner.name or 'Лист', start=f'2026-03-0{day} 08:00:00',
                            stop=f'2026-03-0{day} 09:00:00', lead_id=leads[0].id if day == 5 else False)
            for day, partner in ((3, self.partners[0]), (4, self.partners[1]), (5, self.env['res.partner']))))
        tasks = self.env['bas.work.task'].union(*(
            self.make_task(self.employee, *({
                'start': datetime(2026, 3, day, 8), 'stop': datetime(2026, 3, day, 9), 'partner_id': partner.id,
            } for partner in whose)) for day, whose in ((3, self.partners[:1]), (4, self.partners[:2]), (5, self.partners[4:5]))))
        self.old.active = False
        return orders, leads, events, tasks

    def test_read_together_as_read_alone(self):
        for records in self.fill():
            for action in {'sale.order': ['sale_order_action'], 'crm.lead': ['crm_lead_action', 'crm_lead_action_analysis'],
                           'bas.event': ['bas_event_action_mine'], 'bas.work.task': ['bas_work_task_action']}[records._name]:
                for user in (self.head, self.own):
                    window = self.open_window(user, action)
                    seen = records.with_env(window.model.env)._filtered_access('read')
                    self.assertGreater(len(seen), 1)
                    for kind in window.trees.keys() & {'kanban', 'list'}:
                        with self.subTest(action=action, kind=kind, user=user.login):
                            spec = client.get_spec(window.model, window.trees[kind])
                            self.assertEqual(self.read_together(seen, spec), self.read_alone(seen, spec))

    def read_together(self, records, spec):
        self.env.invalidate_all()
        return records.web_read(spec)

    def read_alone(self, records, spec):
        rows = []
        for record in records:
            self.env.invalidate_all()
            rows += record.browse(record.id).web_read(spec)
        return rows

    def test_what_the_context_adds_to_a_name(self):
        orders = self.env['sale.order'].union(*(self.make_order(partner_id=partner.id) for partner in self.partners[:2]))
        self.partners[0].write({'email': 'obriy@example.com', 'country_id': self.env.ref('base.ua').id})
        for key in ('show_email', 'show_address', 'formatted_display_name', 'partner_display_name_hide_company'):
            spec = {'bas_subject': {}, 'partner_id': {'fields': {'display_name': {}}, 'context': {key: True}}}
            self.assertEqual(self.read_together(orders, spec), self.read_alone(orders, spec), key)
            seen = orders.with_context(**{key: True})
            self.assertEqual(self.read_together(seen, spec), self.read_alone(seen, spec), key)

    def test_a_record_that_was_deleted_meanwhile(self):
        orders = self.make_order() | self.make_order() | self.make_order()
        orders[1].unlink()
        self.env.invalidate_all()
        for spec in ({'bas_subject': {}, 'name': {}}, {'stage_id': {}, 'amount_total': {}, 'activity_ids': {}}):
            self.assertEqual([row['id'] for row in orders.web_read(spec)], [orders[0].id, orders[2].id])

    def test_a_field_of_others(self):
        tasks = self.make_task(self.employee) | self.make_task(self.employee)
        performer = new_test_user(self.env, 'performer', groups='base.group_user,bas_crm.group_performer')
        self.employee.user_id = performer
        self.env.invalidate_all()
        self.assertEqual(len(tasks.with_user(performer).web_read({'category': {}, 'display_name': {}})), 2)
        with self.assertRaises(AccessError):
            tasks.with_user(performer).web_read({'category': {}, 'amount_total': {}})

    def test_of_people_only_the_names_are_read(self):
        """Forty cards of customers of one's own: the board asks nothing of them beside their names."""
        orders = self.env['sale.order'].union(*(
            self.make_order(partner_id=self.make_partner(name=f'ТОВ «Світанок-{number}»').id) for number in range(40)))
        window = self.open_window(self.own, 'sale_order_action')
        spec, seen = client.get_spec(window.model, window.trees['kanban']), orders.with_env(window.model.env)
        rows = self.read_together(seen, spec)
        self.assertEqual([row['partner_id']['display_name'] for row in rows], orders.partner_id.mapped('name'))
        comment = self.env['res.partner']._fields['comment']
        self.assertEqual(list(comment._cache_missing_ids(seen.partner_id)), seen.partner_id.ids)
