import inspect
import re
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ...tools import days
from ..common import CrmCase, InvoicingCase

#: 22:30 UTC on the last day of the year; 00:30 on New Year's Day in Kyiv
NIGHT = datetime(2026, 12, 31, 22, 30)
OLD, NEW = date(2026, 12, 31), date(2027, 1, 1)


@tagged('post_install', '-at_install')
class TestDays(CrmCase):
    """Which day it is at 22:30 UTC on the last day of the year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NIGHT))
        cls.env = cls.env(context={})

    def env_of(self, user, **context):
        return self.env(user=user, context=context)

    def test_which_time_zone_is_used(self):
        traveller = new_test_user(self.env, 'traveller', groups='base.group_user', tz='America/New_York')
        public, job = self.env.ref('base.public_user'), self.env['res.users'].browse(SUPERUSER_ID)
        public.sudo().tz = 'America/New_York'
        for name, env, zone in (
            ('a user', self.env_of(traveller), 'America/New_York'),
            ('what the screen says', self.env_of(traveller, tz='Europe/Athens'), 'Europe/Athens'),
            ('nonsense of a call', self.env_of(traveller, tz=['Europe/Athens']), 'America/New_York'),
            ('a user without a zone', self.env_of(self.own), 'Europe/Kyiv'),
            ('a customer without a zone', self.env_of(self.portal), 'Europe/Kyiv'),
            ('the public page', self.env_of(public), 'Europe/Kyiv'),
            ('a job', self.env_of(job), 'Europe/Kyiv'),
        ):
            with self.subTest(name):
                self.assertEqual(days.get_zone(env).zone, zone)
                self.assertEqual(days.get_today(env), OLD if zone.startswith('America') else NEW)
        self.company.bas_tz = 'Asia/Tokyo'
        self.assertEqual(days.get_zone(self.env_of(job)).zone, 'Asia/Tokyo')
        other = self.env['res.company'].create({'name': 'Друга фірма'})
        self.assertEqual(days.get_zone(self.env_of(job), other).zone, 'Europe/Kyiv', 'of the company named')

    def test_days_and_moments(self):
        env = self.env_of(self.own)
        self.assertEqual(days.to_day(env, NIGHT), NEW)
        self.assertEqual(days.to_day(env, False), False)
        self.assertEqual(days.get_midnight(env, NEW), datetime(2026, 12, 31, 22))
        self.assertEqual(days.get_bounds(env, date(2026, 3, 29)), (datetime(2026, 3, 28, 22), datetime(2026, 3, 29, 21)),
                         'the day of 23 hours')
        self.assertIn('00:30', days.format_moment(env, NIGHT, 'short'))

    def test_days_in_queries(self):
        env = self.env_of(self.own)
        self.assertEqual(env.execute_query(SQL(
            "SELECT %s, %s", days.sql_day(env, SQL("%s::timestamp", NIGHT)), days.sql_midnight(env, SQL("%s::date", NEW)))),
            [(NEW, datetime(2026, 12, 31, 22))])


@tagged('post_install', '-at_install')
class TestDaysOfDocuments(InvoicingCase):
    """Which day documents take from that moment: in a job, for a user in Kyiv, for one in New York."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NIGHT))
        cls.env = cls.env(context={'tracking_disable': True})
        cls.partner = cls.make_partner()
        cls.performer = cls.make_employee()
        cls.service = cls.env['product.product'].create({
            'name': 'Монтаж', 'type': 'service', 'list_price': 100.0, 'taxes_id': False, 'invoice_policy': 'order'})
        # A dollar is worth two in the old year and four in the new year.
        cls.dollar = cls.env['res.currency'].create({'name': 'XDL', 'symbol': 'X'})
        cls.env['res.currency.rate'].create([
            {'currency_id': cls.dollar.id, 'company_id': cls.company.id, 'name': day, 'rate': 1 / worth}
            for day, worth in ((date(2026, 1, 1), 2), (NEW, 4))])

    def order(self, env, **values):
        return env['sale.order'].create({
            'partner_id': self.partner.id, 'date_order': NIGHT,
            'order_line': [(0, 0, {'product_id': self.service.id, 'product_uom_qty': 1})], **values})

    def get_work_order_year(self, env):
        return self.order(env, order_type_id=env.ref('bas_crm.bas_order_type_work').id).name[-4:]

    def get_event_year(self, env):
        return env['bas.event'].create({'subject': 'Дзвінок', 'start': NIGHT, 'user_id': self.own.id}).name[-4:]

    def get_contract_year(self, env):
        return env['bas.contract'].create({'partner_id': self.partner.id}).name[-4:]

    def get_open_day(self, env):
        order = self.order(env, commitment_date=NIGHT)
        plan = env['bas.sales.plan'].create({
            'dimension': 'manager', 'period': 'quarter', 'date_from': '2026-10-01', 'date_to': '2026-12-31', 'by_order': True})
        (day,) = [row[0] for row in plan._get_open_orders(date(2026, 10, 1), drafts=True) if row[3] == order.id]
        return day

    def get_open_as_of_new_year(self, env):
        """:return: the day until which an order of the old year was open"""
        order = self.order(env)
        order.action_confirm()
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET date_order = %s WHERE id = %s", [NIGHT, order.id])
        plan = env['bas.sales.plan'].create({
            'dimension': 'manager', 'period': 'quarter', 'date_from': '2027-01-01', 'date_to': '2027-03-31', 'by_order': True})
        rows = plan._get_open_orders(NEW, undated=NEW, as_of=NEW)
        return OLD if any(row[3] == order.id for row in rows) else NEW

    def get_work_price_day(self, env):
        work_type = env['bas.work.type'].create({'name': 'Монтаж', 'currency_id': self.dollar.id, 'price_hour': 10})
        return {20: OLD, 40: NEW}[work_type._get_price_hour(env['res.partner'], self.company, NIGHT)]

    def get_billing_day(self, env):
        work_type = env['bas.work.type'].create({'name': 'Монтаж', 'product_id': self.service.id, 'price_hour': 40})
        pricelist = env['product.pricelist'].create({'name': 'Валюта', 'currency_id': self.dollar.id})
        order = self.order(env, pricelist_id=pricelist.id)
        task = env['bas.work.task'].create({
            'performer_id': self.performer.id, 'order_id': order.id, 'line_ids': [(0, 0, {
                'work_type_id': work_type.id, 'partner_id': self.partner.id, 'order_id': order.id, 'price_hour': 40,
                'start': NIGHT, 'stop': NIGHT + timedelta(hours=1)})]})
        return {20: OLD, 10: NEW}[task.line_ids._prepare_order_line_values(order)['price_unit']]

    def get_report_day(self, env, model, field, order):
        self.env.flush_all()
        self.env.invalidate_all()
        return env[model].search([(order, '=', self.partner.id)], limit=1)[field]

    def get_manager_day(self, env):
        self.order(env).action_confirm()
        self.env.cr.execute("UPDATE sale_order SET date_order = %s WHERE partner_id = %s", [NIGHT, self.partner.id])
        return self.get_report_day(env, 'bas.manager.report', 'date', 'partner_id')

    def get_customer_day(self, env):
        self.get_manager_day(env)
        return self.get_report_day(env, 'bas.customer.base.report', 'last_order_date', 'partner_id')

    def get_history_day(self, env):
        """A date field of a document begins at midnight of the user, not of UTC."""
        contract = env['bas.contract'].create({'partner_id': self.partner.id, 'date': NEW})
        self.env.flush_all()
        self.env.invalidate_all()
        row = env['bas.partner.history'].search([('kind', '=', 'contract'), ('res_id', '=', contract.id)])
        self.assertEqual(days.to_day(env, row.date), NEW)
        return days.get_today(env)

    def test_hours_on_prints_of_a_job(self):
        """A task that begins at 00:30 in Kyiv, and an offer signed at that time, printed without a user."""
        work_type = self.env['bas.work.type'].create({'name': 'Монтаж', 'product_id': self.service.id, 'price_hour': 40})
        task = self.env['bas.work.task'].create({
            'performer_id': self.performer.id, 'line_ids': [(0, 0, {
                'work_type_id': work_type.id, 'partner_id': self.partner.id,
                'start': NIGHT, 'stop': NIGHT + timedelta(hours=1)})]})
        order = self.order(self.env, order_type_id=self.env.ref('bas_crm.bas_order_type_work').id, work_start=NIGHT)
        order.action_create_offer()
        order.offer_ids._decide({'signed_by': 'Коваль', 'signed_on': NIGHT})
        reports = self.env['ir.actions.report']
        for name, document, words in (
                ('work_task', task, '00:30'), ('work_order', order, '01.01.2027 00:30'),
                ('commercial_offer', order.offer_ids, '2027')):
            with self.subTest(name):
                html, _kind = reports._render_qweb_html(f'bas_crm.action_report_{name}', document.ids)
                self.assertIn(words, html.decode())
                self.assertNotIn('31.12.2026', html.decode())

    def test_every_kind(self):
        kinds = {
            'today of a contract': lambda env: env['bas.contract'].new().date,
            'today of a work task': lambda env: env['bas.work.task'].new().date,
            'today of an offer': lambda env: env['bas.commercial.offer'].default_get(['date'])['date'],
            'print of an order': lambda env: self.order(env)._get_trade_date(),
            'number of a work order': self.get_work_order_year,
            'number of an event': self.get_event_year,
            'number of a contract': self.get_contract_year,
            'delivery in a plan': self.get_open_day,
            'open orders at a day': self.get_open_as_of_new_year,
            'rate of an hour': self.get_work_price_day,
            'rate of billed hours': self.get_billing_day,
            'managers': self.get_manager_day,
            'customers': self.get_customer_day,
            'history': self.get_history_day,
        }
        for zone, day in ((None, NEW), ('Europe/Kyiv', NEW), ('America/New_York', OLD)):
            env = self.env(context={'tracking_disable': True, **({'tz': zone} if zone else {})})
            for name, get in kinds.items():
                with self.subTest(name, zone=zone), self.env.cr.savepoint() as savepoint:
                    self.assertIn(get(env), (day, str(day.year)))
                    savepoint.rollback()


@tagged('post_install', '-at_install')
class TestDaysOfComputedFields(CrmCase):
    """What is computed by the day of the user is computed anew for a user in another time zone."""

    #: what asks for a day; the age of a debt does
    DAY = re.compile(
        r"\b(get_today|to_day|to_local|get_midnight|get_bounds|sql_day|sql_midnight|format_moment|context_today)\(|\('age', ")
    CALLS = re.compile(r"\bself\.(_\w+)\(|self\.env\['([\w.]+)'\](?:\.sudo\(\))?\.(_\w+)\(")

    def asks_for_day(self, model, name, depth=3):
        """:return: bool: whether a method of ours asks for a day, or one of ours that it calls"""
        for definition in type(model).mro():
            method = vars(definition).get(name)
            if not method or not definition.__module__.startswith('odoo.addons.bas_crm.') or not callable(method):
                continue
            source = inspect.getsource(method)
            if self.DAY.search(source):
                return True
            for own, other, called in self.CALLS.findall(source) if depth else ():
                if self.asks_for_day(self.env[other] if other else model, own or called, depth - 1):
                    return True
        return False

    def test_fields_computed_by_the_day(self):
        asked, undeclared = set(), []
        for name in sorted(self.env.registry):
            model = self.env[name]
            for field in model._fields.values() if not model._abstract else ():
                if isinstance(field.compute, str) and not field.store and not field.related and self.asks_for_day(
                        model, field.compute):
                    asked.add(f'{name}.{field.name}')
                    if 'tz' not in self.env.registry.field_depends_context[field]:
                        undeclared.append(f'{name}.{field.name}')
        self.assertIn('bas.agenda.days_late', asked)
        self.assertFalse(undeclared)
