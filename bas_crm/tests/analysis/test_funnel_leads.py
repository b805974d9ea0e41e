import itertools
from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..common_funnel import NOW, FunnelCase


@tagged('post_install', '-at_install')
class TestLeadFunnel(FunnelCase):
    """From the lead to its first goods issue, by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.LeadReport = cls.env['bas.lead.funnel.report']
        cls.site = cls.env['utm.source'].create({'name': 'Сайт фірми'})

    def come(self, moment, decision=None, decided=None, **values):
        """:return: a lead that came at ``moment`` and was decided"""
        lead = self.make_lead(**{'expected_revenue': 500.0, 'company_id': self.company.id, **values})
        self.env.flush_all()
        # Core takes the moment of creation from the database, which no test can freeze.
        self.env.cr.execute("UPDATE crm_lead SET create_date = %s, decision = %s, decision_date = %s WHERE id = %s", [
            moment, decision, decided, lead.id])
        lead.invalidate_recordset()
        return lead

    def order(self, moment, **values):
        with freeze_time(moment):
            order = self.make_order(**values)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET create_date = %s WHERE id = %s", [moment, order.id])
        order.invalidate_recordset()
        return order

    def tell(self, leads, **keys):
        """:return: {lead: [(step, outcome, hours)]}"""
        report = self.LeadReport.with_context(**{f'bas_funnel_{name}': value for name, value in keys.items()})
        told = {}
        for row in report.search([('lead_id', 'in', leads.ids)], order='id'):
            told.setdefault(row.lead_id, []).append((row.step, row.outcome, row.hours if row.stood_count else None))
        return told

    def test_the_whole_way(self):
        lead = self.come('2026-03-01 08:00:00', 'customer', '2026-03-02 08:00:00', partner_id=self.partner.id)
        self.order('2026-03-03 08:00:00')
        self.order('2026-03-09 08:00:00')
        self.make_invoice(self.partner, 700, invoice_date='2026-03-05')
        self.assertEqual(self.tell(lead), {lead: [
            ('lead', 'moved_on', 24.0), ('customer', 'moved_on', 24.0), ('order', 'moved_on', 40.0),
            ('invoice', 'there', None)]})
        self.assertEqual(self.tell(lead, as_of='2026-03-03'), {lead: [
            ('lead', 'moved_on', 24.0), ('customer', 'moved_on', 24.0), ('order', 'there', 16.0)]})
        self.assertEqual(self.tell(lead, reading='snapshot'), {lead: [('invoice', 'there', None)]})

    def test_a_down_payment_is_no_goods_issue(self):
        lead = self.come('2026-03-01 08:00:00', 'customer', '2026-03-02 08:00:00', partner_id=self.partner.id)
        order = self.order('2026-03-03 08:00:00')
        order.action_confirm()
        self.env['sale.advance.payment.inv'].with_context(active_model='sale.order', active_ids=order.ids).create(
            {'advance_payment_method': 'percentage', 'amount': 30}).create_invoices()
        order.invoice_ids.invoice_date = '2026-03-04'
        order.invoice_ids.action_post()
        self.assertEqual([step for step, *_rest in self.tell(lead)[lead]], ['lead', 'customer', 'order'])
        final = order._create_invoices(final=True)
        final.invoice_date = '2026-03-20'
        final.action_post()
        self.env.invalidate_all()
        self.assertEqual(self.tell(lead)[lead][2:], [('order', 'moved_on', 400.0), ('invoice', 'there', None)])

    def test_what_was_before_the_lead_or_is_nobodys_counts_not(self):
        """An old order, a cancelled one, a credit note, another company's invoice are no success of the lead."""
        self.order('2026-02-01 08:00:00')
        cancelled = self.order('2026-03-04 08:00:00')
        self.bring(cancelled, 'Cancelled')
        self.make_invoice(self.partner, 700, move_type='out_refund', invoice_date='2026-03-05')
        lead = self.come('2026-03-01 08:00:00', 'customer', '2026-03-02 08:00:00', partner_id=self.partner.id)
        undecided = self.come('2026-03-01 08:00:00', partner_id=self.partner.id)
        self.order('2026-03-20 08:00:00', partner_id=self.make_partner(name='ТОВ «Інші»').id)
        self.assertEqual({lead: [step for step, *__ in steps] for lead, steps in self.tell(lead | undecided).items()},
                         {lead: ['lead', 'customer'], undecided: ['lead']})

    def test_a_linked_order_and_a_jumped_step(self):
        """A goods issue without an order: the step «order» is skipped, counts, and has no hours."""
        lead = self.come('2026-03-01 08:00:00', 'customer', '2026-03-02 08:00:00', partner_id=self.partner.id)
        self.make_invoice(self.partner, 700, invoice_date='2026-03-05')
        self.assertEqual(self.tell(lead)[lead][2:], [('order', 'moved_on', None), ('invoice', 'there', None)])
        linked = self.come('2026-03-01 08:00:00', 'order', '2026-03-02 08:00:00', partner_id=self.make_partner(name='Б').id)
        self.order('2026-03-02 08:00:00', partner_id=self.make_partner(name='Платник').id, opportunity_id=linked.id)
        self.assertEqual([step for step, *__ in self.tell(linked)[linked]], ['lead', 'customer', 'order'])

    def test_a_lead_of_low_quality(self):
        reason = self.env['crm.lost.reason'].search([], limit=1)
        lead = self.come('2026-03-01 08:00:00', 'junk', '2026-03-02 20:00:00', active=False, lost_reason_id=reason.id)
        self.assertEqual(self.tell(lead), {lead: [('lead', 'lost', 36.0)]})
        self.assertEqual(self.tell(lead, as_of='2026-03-01'), {lead: [('lead', 'there', 16.0)]})
        self.assertFalse(self.tell(lead, reading='snapshot'))
        row = self.LeadReport.search([('lead_id', '=', lead.id)])
        self.assertEqual((row.lost_reason_id, row.lost_amount), (reason, 500.0))

    def test_cohort_and_flow(self):
        old = self.come('2026-01-10 08:00:00', 'customer', '2026-03-02 08:00:00', partner_id=self.partner.id)
        new = self.come('2026-03-05 08:00:00')
        leads = old | new
        march = {'from': '2026-03-01', 'to': '2026-03-31'}
        self.assertEqual(set(self.tell(leads, reading='cohort', **march)), {new})
        self.assertEqual(set(self.tell(leads, reading='flow', **march)), {old, new})
        self.assertEqual(set(self.tell(leads, reading='flow', period='last_month')), set())

    def test_the_drawing(self):
        for number in range(4):
            decision = ('customer', '2026-03-02 08:00:00') if number < 2 else ('junk', '2026-03-03 08:00:00')
            self.come('2026-03-01 08:00:00', *decision,
                      source_id=self.site.id if number % 2 else False, partner_id=self.partner.id)
        funnel = self.LeadReport.get_funnel([('user_id', '=', self.own.id)], ['source_id'])
        self.assertEqual([step['id'] for step in funnel['steps']], ['lead', 'customer', 'order', 'invoice'])
        self.assertEqual({group['name']: [(cell['count'], cell['lost'], cell['to_previous']) for cell in group['cells']]
                          for group in funnel['groups']},
                         {name: [(2, 1, False), (1, 0, 0.5), (0, 0, 0.0), (0, 0, False)] for name in ('Сайт фірми', 'Not Set')})

    def test_a_period_reads_all_leads_that_moved_in_it_and_no_others(self):
        """Leads that came, were decided, bought for the first time or were lost in the period, in every order of these."""
        days, first, last = range(1, 29, 4), datetime(2026, 3, 9), datetime(2026, 3, 18)
        moments = {}
        histories = itertools.product(days, (3, 9, 17, 21), (0, 5, 13, 19), (0, 9, 17))
        for number, (came, decided, ordered, issued) in enumerate(histories):
            if number % 5 or decided < came:
                continue
            is_lost = number % 3 == 0
            buyer = self.make_partner(name=f'Покупець {number}', counterparty_type='individual')
            lead = self.come(f'2026-03-{came:02} 10:00:00', 'junk' if is_lost else 'customer', f'2026-03-{decided:02} 12:00:00',
                             partner_id=buyer.id)
            moments[lead] = [datetime(2026, 3, came, 10), datetime(2026, 3, decided, 12)]
            # Who is not a customer yet at the end of the period has not come to an order either.
            is_known = datetime(2026, 3, decided, 12) < last
            if ordered > came and not is_lost:
                self.order(f'2026-03-{ordered:02} 09:00:00', partner_id=buyer.id)
                moments[lead] += [datetime(2026, 3, ordered, 9)] if is_known else []
            if issued > came and not is_lost:
                self.make_invoice(buyer, 100, invoice_date=f'2026-03-{issued:02}')
                moments[lead] += [datetime(2026, 3, issued)] if is_known else []
        self.assertGreater(len(moments), 30)
        keys = {'bas_funnel_from': '2026-03-09', 'bas_funnel_to': '2026-03-17'}
        for reading, known in (('cohort', lambda times: times[:1]), ('flow', lambda times: times)):
            report = self.LeadReport.with_context(bas_funnel_reading=reading, **keys)
            found = report.search([('lead_id', 'in', [lead.id for lead in moments])]).lead_id
            expected = {lead for lead, times in moments.items() if any(first <= moment < last for moment in known(times))}
            self.assertEqual(set(found), expected, reading)
            self.assertTrue(0 < len(expected) < len(moments))



@tagged('post_install', '-at_install')
class TestOrderStanding(FunnelCase):
    """Orders that are in a stage longer than three of four orders were."""

    def test_longer_than_usual(self):
        """History entries of 1, 1, 2, 4, 6 and 8 hours: the 75th percentile is 5.5. Those of cancelled orders count, too."""
        for hours in (2, 4, 6, 8):
            self.walk(('2026-03-01 08:00:00', 'New Order'), (f'2026-03-01 {8 + hours:02d}:00:00', 'Offer Sent'))
        stuck = self.walk(('2026-03-31 05:00:00', 'New Order'))
        fresh = self.walk(('2026-03-31 07:00:00', 'New Order'))
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-01 09:00:00', 'Cancelled'))
        done = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-01 09:00:00', 'Fulfilled'))
        rows = self.env['bas.order.standing'].search([('order_id', 'in', (stuck | fresh | done).ids)])
        self.assertEqual({row.order_id: (row.hours, row.is_long) for row in rows}, {stuck: (7.0, True), fresh: (5.0, False)})
        row = rows.filtered('is_long')
        self.assertEqual((row.usual_hours, row.over_hours), (5.5, 1.5))

    def test_nothing_is_usual_yet(self):
        """Three history entries are too few, and those of two years ago do not count."""
        for moment in ('2024-03-01 08:00:00', '2026-03-01 08:00:00', '2026-03-02 08:00:00', '2026-03-03 08:00:00'):
            self.walk((moment, 'New Order'), (moment.replace('08:00', '09:00'), 'Offer Sent'))
        order = self.walk(('2026-03-20 08:00:00', 'New Order'))
        with freeze_time(NOW):
            row = self.env['bas.order.standing'].search([('order_id', '=', order.id)])
        self.assertEqual((row.usual_hours, row.is_long, row.over_hours), (0.0, False, 0.0))
