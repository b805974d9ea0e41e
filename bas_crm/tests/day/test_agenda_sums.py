from odoo.tests import tagged

from ..common_agenda import AgendaCase


@tagged('post_install', '-at_install')
class TestAgendaSums(AgendaCase):
    """Money at stake of a column and of a list: a deal is counted once, however many steps are planned for it."""

    def sum(self, user=None, domain=(), groupby=(), measure='amount:sum'):
        self.env.flush_all()
        rows = self.agenda.with_user(user or self.all).formatted_read_group(list(domain), list(groupby), [measure])
        return [row[measure] for row in rows]

    def test_an_order_with_several_steps(self):
        order = self.make_order()
        for hour in (10, 12, 14):
            self.make_event(order_id=order.id, start=f'2026-03-04 {hour}:00:00', stop=f'2026-03-04 {hour}:30:00')
        self.make_event(order_id=order.id, start='2026-03-05 10:00:00', stop='2026-03-05 10:30:00')
        self.make_activity(order, '2026-03-04', user=self.all)
        self.make_order()
        self.assertEqual(self.sum(), [2 * 2068.8], 'the order with five steps, and the order without any')
        self.assertEqual(
            dict(self.agenda.with_user(self.all)._read_group([], ['bucket'], ['amount:sum'])),
            {'today': 2068.8, 'tomorrow': 2068.8, 'none': 2068.8})

    def test_the_offers_of_an_order_are_the_same_deal(self):
        order = self.make_order()
        offer = self.make_sent_offer(order)
        for document in (order, offer):
            self.make_activity(document, '2026-03-04', user=self.all)
        self.assertEqual(len(self.find(self.all)), 2)
        self.assertEqual(self.sum(), [2068.8])

    def test_leads_and_steps_without_money(self):
        lead = self.make_lead(expected_revenue=500.0)
        for day in ('2026-03-04', '2026-03-06'):
            self.make_activity(lead, day)
        self.make_lead(expected_revenue=500.0)
        self.make_event(partner_id=self.partner.id)
        self.assertEqual(self.sum(), [1000.0])
        self.assertEqual(self.sum(domain=[('kind', '=', 'event')]), [0.0])
        self.assertFalse(self.sum(domain=[('id', '=', 0)])[0])

    def test_a_lead_is_followed_by_its_order(self):
        """Somebody made an order for a lead that is not decided yet: the deal stands on the board once."""
        lead = self.make_lead(expected_revenue=500.0)
        self.assertEqual(self.get_bucket(lead, self.all), 'none')
        order = self.make_order(opportunity_id=lead.id)
        self.assertFalse(self.find_row(lead, self.all))
        self.assertEqual((self.get_bucket(order, self.all), self.sum()), ('none', [2068.8]))
        self.assertTrue(lead._has_other_step(), 'a call about the lead needs no successor')
        self.make_event(order_id=order.id)
        self.assertFalse(self.find_row(lead, self.all) | self.find_row(order, self.all))
        order._action_cancel()
        self.assertEqual(self.get_bucket(lead, self.all), 'none', 'again somebody has to decide about the lead')
        self.assertFalse(lead._has_other_step())

    def test_currencies_are_converted_once(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        self.env['res.currency.rate'].search([]).unlink()
        self.env['res.currency.rate'].create([
            {'currency_id': euro.id, 'rate': 1, 'name': '2026-01-01', 'company_id': False},
            {'currency_id': self.company.currency_id.id, 'rate': 50, 'name': '2026-01-01', 'company_id': False}])
        second = self.env['res.company'].create({'name': 'Друга', 'currency_id': euro.id})
        self.all.company_ids += second
        leads = self.env['crm.lead'].create([{
            'name': 'x', 'type': 'lead', 'user_id': self.all.id, 'team_id': False, 'company_id': company.id,
            'expected_revenue': 100} for company in (self.company, second)])
        for day in ('2026-03-04', '2026-03-05'):
            self.make_activity(leads[1], day, user=self.all)
        self.env.flush_all()
        agenda = self.agenda.with_user(self.all)
        for companies, total in ((self.company + second, 100 + 5000), (second + self.company, 2 + 100)):
            agenda = agenda.with_context(allowed_company_ids=companies.ids)
            (found,), = agenda._read_group([('lead_id', 'in', leads.ids)], [], ['amount:sum_currency'])
            self.assertAlmostEqual(float(found), total, 2)
