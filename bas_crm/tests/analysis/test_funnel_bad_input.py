from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_funnel import FunnelCase


@tagged('post_install', '-at_install')
class TestFunnelBadInput(FunnelCase):
    """Unusual changes of stages, orders and periods: the funnel is correct, or explains the error."""

    def test_a_stage_with_a_past_is_not_deleted(self):
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Being Fulfilled'),
                  ('2026-03-03 08:00:00', 'Shipped'))
        before = self.look().mapped('outcome')
        with self.assertRaises(UserError):
            self.stages['Being Fulfilled'].unlink()
        self.assertEqual(self.look().mapped('outcome'), before)

    def test_an_unused_stage_is_deleted(self):
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Shipped'))
        self.stages['Being Fulfilled'].unlink()
        self.assertEqual(list(self.tell(self.look())[order]), ['New Order', 'Offer Sent', 'Agreed', 'Shipped'])

    def test_a_stage_that_is_moved(self):
        """The ranks are those of today's order."""
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Being Fulfilled'))
        self.assertNotIn('Shipped', self.tell(self.look())[order])
        self.stages['Shipped'].sequence = 35
        self.assertEqual(self.tell(self.look())[order], {
            'New Order': 'moved_on', 'Offer Sent': 'moved_on', 'Agreed': 'moved_on', 'Shipped': 'moved_on',
            'Being Fulfilled': 'there'})
        funnel = self.Report.get_funnel([('order_id', '=', order.id)])
        self.assertEqual([cell['count'] for cell in funnel['groups'][0]['cells']], [1, 1, 1, 1, 1, 0])

    def test_an_archived_stage(self):
        """An archived stage is drawn only if orders have been there; it counts in any case."""
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Being Fulfilled'),
                          ('2026-03-03 08:00:00', 'Shipped'))
        self.stages['Being Fulfilled'].active = False
        names = [step['name'] for step in self.Report.get_funnel([('order_id', '=', order.id)])['steps']]
        self.assertIn('Being Fulfilled', names)
        other = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Shipped'))
        funnel = self.Report.get_funnel([('order_id', '=', other.id)])
        self.assertNotIn('Being Fulfilled', [step['name'] for step in funnel['steps']])
        self.assertEqual([cell['count'] for cell in funnel['groups'][0]['cells']], [1, 1, 1, 1, 0])

    def test_back_and_forth_twenty_times_in_a_day(self):
        moment = datetime(2026, 3, 1, 8)
        steps = [(moment + timedelta(minutes=20 * number), ('New Order', 'Offer Sent')[number % 2]) for number in range(41)]
        order = self.walk(*steps)
        rows = self.look(**{'from': '2026-03-01', 'to': '2026-03-01', 'as_of': '2026-03-01'})
        self.assertEqual(self.tell(rows), {order: {'New Order': 'there', 'Offer Sent': 'returned'}})
        hours = {row.stage_id.name: row.hours * 60 for row in rows}
        self.assertAlmostEqual(hours['Offer Sent'], 20 * 20)
        self.assertAlmostEqual(hours['New Order'], 20 * 20 + 160, msg='and from 21:20 to midnight')
        self.assertEqual(self.Report.get_funnel([('order_id', '=', order.id)])['groups'][0]['cells'][0]['count'], 1)

    def test_an_order_whose_type_has_changed(self):
        """An order is in the funnel of the type that it had at that time, not of its other type."""
        works = self.env.ref('bas_crm.bas_order_type_work')
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'))
        with freeze_time('2026-03-10 08:00:00'):
            order.order_type_id = works
            self.env.flush_all()
        self.assertEqual({row.order_type_id for row in self.look()}, {works})
        self.assertEqual(self.tell(self.look())[order], {'Request': 'there'})
        self.assertEqual(self.tell(self.look(as_of='2026-03-05'))[order], {'New Order': 'moved_on', 'Offer Sent': 'there'})
        self.assertEqual(self.look().created_at, datetime(2026, 3, 1, 8), 'it came when it came')
        self.assertFalse(self.look(type=self.sales.id))

    def test_an_archived_manager(self):
        self.walk(('2026-03-01 08:00:00', 'New Order'), user_id=self.other.id)
        self.other.active = False
        funnel = self.Report.get_funnel([('company_id', '=', self.company.id)], ['user_id'])
        self.assertEqual([group['name'] for group in funnel['groups']], [self.other.name])

    def test_no_order_at_all(self):
        company = self.env['res.company'].create({'name': 'ФОП Гончар'})
        report = self.Report.with_company(company)
        for reading in ('cohort', 'flow', 'snapshot'):
            funnel = report.with_context(bas_funnel_reading=reading).get_funnel([('company_id', '=', company.id)], ['user_id'])
            self.assertEqual((funnel['groups'], funnel['reasons'], funnel['hidden']), ([], [], 0))
            self.assertTrue(funnel['steps'])
        self.assertEqual(self.Report.with_context(bas_funnel_type=-1).get_funnel([])['groups'], [])

    def test_days_at_the_ends_of_time(self):
        """Very early and late dates do not fail in any time zone."""
        order = self.walk(('2026-03-01 08:00:00', 'New Order'))
        for zone in ('Europe/Kyiv', 'America/New_York', 'Pacific/Kiritimati'):
            for reading in ('cohort', 'flow', 'snapshot'):
                report = self.Report.with_context(tz=zone, bas_funnel_reading=reading, bas_funnel_from='0001-01-01',
                                                  bas_funnel_to='9999-12-31', bas_funnel_as_of='9999-12-31')
                self.assertEqual(report.search([('order_id', '=', order.id)]).stage_id, self.stages['New Order'])

    def test_values_that_are_none(self):
        for keys in ({'type': 'sales'}, {'type': [1]}, {'type': True}, {'period': ['all']}, {'period': {'all': 1}},
                     {'reading': ['flow']}, {'from': {'day': 1}}, {'as_of': ['2026-03-01']}, {'to': 5}):
            with self.assertRaises(UserError, msg=keys):
                self.look(**keys)
            with self.assertRaises(UserError, msg=keys):
                self.Report.with_context(**{f'bas_funnel_{name}': value for name, value in keys.items()}).get_funnel([])

    def test_an_order_lost_at_an_archived_stage(self):
        """An order that was cancelled from the start is lost at the first stage, though that is archived by now."""
        order = self.walk(('2026-03-01 08:00:00', 'New Order'))
        self.env.cr.execute('UPDATE bas_order_stage_log SET stage_id = %s WHERE order_id = %s', [
            self.stages['Cancelled'].id, order.id])
        self.stages['New Order'].copy({'name': 'Запит', 'sequence': self.stages['New Order'].sequence + 1})
        self.stages['New Order'].active = False
        funnel = self.Report.get_funnel([('order_id', '=', order.id)])
        self.assertEqual([(step['name'], cell['lost']) for step, cell in zip(
            funnel['steps'], funnel['groups'][0]['cells'], strict=True) if cell['count']], [('New Order', 1)])

    def test_a_cancelled_order_that_goes_over_to_another_type(self):
        works = self.env.ref('bas_crm.bas_order_type_work')
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'),
                          ('2026-03-03 08:00:00', 'Cancelled'))
        with freeze_time('2026-03-10 08:00:00'):
            order.order_type_id = works
            self.env.flush_all()
        self.assertEqual(self.tell(self.look())[order], {'Request': 'lost'})
        self.assertEqual(self.tell(self.look(as_of='2026-03-09'))[order], {'New Order': 'moved_on', 'Offer Sent': 'lost'})

    def test_what_is_not_written_yet_counts(self):
        """What the same transaction has changed is in the figures."""
        order = self.walk(('2026-03-01 08:00:00', 'New Order'))
        order.user_id = self.other
        self.assertTrue(self.Report.search([('order_id', '=', order.id), ('user_id', '=', self.other.id)]))
        order.stage_id = self.stages['Being Fulfilled']
        self.assertEqual(self.Report.search_count([('order_id', '=', order.id)]), 4)
        self.stages['Shipped'].sequence = 35
        self.assertEqual(self.Report.search_count([('order_id', '=', order.id)]), 5)
        self.stages['Being Fulfilled'].is_done = True
        done = self.Report.search([('order_id', '=', order.id), ('is_done', '=', True)])
        self.assertEqual(done.stage_id, self.stages['Being Fulfilled'])

    def test_a_period_in_the_future(self):
        self.walk(('2026-03-01 08:00:00', 'New Order'))
        for reading in ('cohort', 'flow'):
            keys = {'bas_funnel_reading': reading, 'bas_funnel_from': '2030-01-01', 'bas_funnel_to': '2030-12-31'}
            self.assertEqual(self.Report.with_context(**keys).get_funnel([])['groups'], [])
        self.assertFalse(self.look(**{'from': '2026-03-31', 'to': '2026-03-01'}), 'turned round')

    def test_an_order_without_a_type(self):
        """An order without a type is in no stage; with a type again it is not counted as a new order."""
        order = self.walk(('2026-03-01 08:00:00', 'New Order'))
        with freeze_time('2026-03-05 08:00:00'):
            order.order_type_id = False
            self.env.flush_all()
        self.assertFalse(self.look())
        with freeze_time('2026-03-06 08:00:00'):
            order.order_type_id = self.sales
            self.env.flush_all()
        row = self.look()
        self.assertEqual((row.outcome, row.created_at, row.hours), ('there', datetime(2026, 3, 1, 8), 96.0 + 604.0))
