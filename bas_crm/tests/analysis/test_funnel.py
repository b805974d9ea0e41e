from datetime import datetime

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_funnel import PATH, FunnelCase


@tagged('post_install', '-at_install')
class TestFunnel(FunnelCase):
    """Each figure of the sales funnel, by hand."""

    def test_an_order_on_its_way(self):
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'),
                          ('2026-03-04 20:00:00', 'Agreed'))
        rows = self.look()
        self.assertEqual(self.tell(rows), {order: {'New Order': 'moved_on', 'Offer Sent': 'moved_on', 'Agreed': 'there'}})
        first, second, third = rows.sorted(lambda row: row.stage_id.sequence)
        self.assertEqual((first.hours, second.hours), (24.0, 60.0))
        self.assertEqual(third.hours, 640.0, 'from 4 March, 20:00, to now: 26 days and 16 hours')
        self.assertEqual([row.is_current for row in (first, second, third)], [False, False, True])
        self.assertEqual(first.created_at, datetime(2026, 3, 1, 8))
        self.assertEqual((second.created_at, second.entered_at), (datetime(2026, 3, 1, 8), datetime(2026, 3, 2, 8)))
        self.assertEqual((first.order_type_id, first.operation), (self.sales, 'customer_order'))
        self.assertEqual((first.user_id, first.partner_id, first.amount), (self.own, self.partner, 1000.0))
        self.assertEqual(first.current_stage_id, self.stages['Agreed'])

    def test_a_jumped_stage_counts_and_has_no_hours(self):
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Being Fulfilled'))
        rows = self.look()
        self.assertEqual(list(self.tell(rows)[order].values()), ['moved_on', 'moved_on', 'moved_on', 'there'])
        jumped = rows.filtered(lambda row: row.stage_id.name in ('Offer Sent', 'Agreed'))
        self.assertEqual((jumped.mapped('entered_at'), jumped.mapped('stood_count')), ([False, False], [0, 0]))
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-01 18:00:00', 'Offer Sent'), ('2026-03-02 04:00:00', 'Agreed'))
        hours = dict(self.Report._read_group([('company_id', '=', self.company.id)], ['stage_id'], ['hours:avg']))
        self.assertEqual(hours[self.stages['New Order']], 17.0, '24 and 10')
        self.assertEqual(hours[self.stages['Offer Sent']], 10.0, 'only of the one that stood there')

    def test_a_lost_order(self):
        """A lost order counts up to the stage where it was lost, and in stages it went back from, with its reason."""
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'),
                          ('2026-03-05 08:00:00', 'New Order'), ('2026-03-06 08:00:00', 'Cancelled'))
        rows = self.look()
        self.assertEqual(self.tell(rows), {order: {'New Order': 'lost', 'Offer Sent': 'returned'}})
        lost = rows.filtered('is_lost')
        self.assertEqual((lost.cancel_reason_id, lost.lost_amount, lost.lost_count), (self.reason, 1000.0, 1))
        self.assertEqual(lost.hours, 48.0, 'two stays of a day')
        self.assertEqual((rows - lost).cancel_reason_id, self.reason.browse())
        self.assertEqual((rows - lost).mapped('lost_amount'), [0.0])

    def test_an_order_that_begins_cancelled(self):
        """An order that was only in cancelled stages is lost at the first stage."""
        order = self.walk(('2026-03-01 08:00:00', 'New Order'))
        self.env.cr.execute('UPDATE bas_order_stage_log SET stage_id = %s WHERE order_id = %s', [
            self.stages['Cancelled'].id, order.id])
        rows = self.look()
        self.assertEqual(self.tell(rows), {order: {'New Order': 'lost'}})
        self.assertFalse(rows.stood_count)

    def test_a_revived_order_is_no_loss(self):
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Cancelled'),
                          ('2026-03-03 08:00:00', 'Offer Sent'))
        self.assertEqual(self.tell(self.look()), {order: {'New Order': 'moved_on', 'Offer Sent': 'there'}})
        past = self.look(as_of='2026-03-02')
        self.assertEqual(self.tell(past), {order: {'New Order': 'lost'}})
        self.assertFalse(past.cancel_reason_id, 'the reason went with the cancellation')

    def test_as_of_a_past_day(self):
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'),
                          ('2026-03-10 08:00:00', 'Agreed'))
        past = self.look(as_of='2026-03-02')
        self.assertEqual(self.tell(past), {order: {'New Order': 'moved_on', 'Offer Sent': 'there'}})
        self.assertEqual(past.sorted(lambda row: row.stage_id.sequence).mapped('hours'), [24.0, 16.0], 'up to the end of the day')
        self.assertFalse(self.look(as_of='2026-02-28'))
        self.assertEqual(self.tell(self.look(as_of='2030-01-01')), self.tell(self.look()), 'the future is not known')

    def test_readings_in_one_transaction(self):
        """A row that is in two modes has the values of the mode in the context."""
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-10 08:00:00', 'Offer Sent'))
        today, past = self.look(), self.look(as_of='2026-03-02')
        first = today.filtered(lambda row: row.stage_id.name == 'New Order')
        self.assertEqual(past.id, first.id)
        self.assertEqual((first.outcome, past.outcome), ('moved_on', 'there'))
        self.assertEqual((first.hours, past.hours), (216.0, 40.0))

    def test_cohort_and_flow(self):
        """A cohort has orders created in the period, up to now; a flow has orders that moved in the period, up to its end."""
        old = self.walk(('2026-01-10 08:00:00', 'New Order'), ('2026-02-10 08:00:00', 'Offer Sent'),
                        ('2026-03-10 08:00:00', 'Agreed'))
        new = self.walk(('2026-02-20 08:00:00', 'New Order'), ('2026-03-12 08:00:00', 'Offer Sent'))
        idle = self.walk(('2026-01-05 08:00:00', 'New Order'))
        february = {'from': '2026-02-01', 'to': '2026-02-28'}
        self.assertEqual(self.tell(self.look(reading='cohort', **february)), {
            new: {'New Order': 'moved_on', 'Offer Sent': 'there'}})
        self.assertEqual(self.tell(self.look(reading='flow', **february)), {
            old: {'New Order': 'moved_on', 'Offer Sent': 'there'}, new: {'New Order': 'there'}})
        hours = {row.stage_id.name: row.hours for row in self.look(reading='flow', **february) if row.order_id == old}
        self.assertEqual(hours, {'New Order': 744.0, 'Offer Sent': 448.0}, '31 days; 18 days and 16 hours to the end of February')
        self.assertEqual(set(self.tell(self.look(reading='flow', period='this_year'))), {old, new, idle})
        self.assertEqual(set(self.tell(self.look(reading='flow', period='last_month'))), {old, new})
        self.assertEqual(set(self.tell(self.look(reading='cohort', period='this_month'))), set())
        self.assertEqual(set(self.tell(self.look(reading='flow', as_of='2026-02-15', **february))), {old})

    def test_snapshot(self):
        there = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'))
        back = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'),
                         ('2026-03-03 08:00:00', 'New Order'))
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Cancelled'))
        rows = self.look(reading='snapshot')
        self.assertEqual(self.tell(rows), {there: {'Offer Sent': 'there'}, back: {'New Order': 'there'}})
        stood = rows.filtered(lambda row: row.order_id == back)
        self.assertEqual((stood.hours, stood.entered_at), (24.0 + 676.0, datetime(2026, 3, 1, 8)), 'both of its stays')
        self.assertEqual(len(self.look(reading='snapshot', as_of='2026-03-01')), 3)

    def test_days_are_those_of_the_user(self):
        """In Kyiv the first of March begins at ten in the evening of the 28th of February, UTC."""
        order = self.walk(('2026-02-28 22:30:00', 'New Order'))
        report = self.Report.with_context(tz='Europe/Kyiv', bas_funnel_from='2026-03-01', bas_funnel_to='2026-03-01')
        self.assertEqual(report.search([]).order_id, order)
        self.assertFalse(self.look(**{'from': '2026-03-01', 'to': '2026-03-01'}))

    def test_conversion_and_losses(self):
        """Ten orders come, six get an offer, three agree; one of the four is lost before the offer and two after it."""
        for number in range(10):
            steps = [('2026-03-01 08:00:00', 'New Order')]
            if number < 6:
                steps.append(('2026-03-02 08:00:00', 'Offer Sent'))
            if number < 3:
                steps.append(('2026-03-03 08:00:00', 'Agreed'))
            if number in (4, 5, 9):
                steps.append(('2026-03-04 08:00:00', 'Cancelled'))
            self.walk(*steps, amount=100 * (number + 1))
        funnel = self.Report.with_context(bas_funnel_type=self.sales.id).get_funnel([('company_id', '=', self.company.id)])
        self.assertEqual([step['name'] for step in funnel['steps']], PATH)
        cells = funnel['groups'][0]['cells']
        self.assertEqual([cell['count'] for cell in cells], [10, 6, 3, 0, 0, 0])
        self.assertEqual([cell['amount'] for cell in cells], [5500.0, 2100.0, 600.0, 0.0, 0.0, 0.0])
        self.assertEqual([cell['to_previous'] for cell in cells], [False, 0.6, 0.5, 0.0, False, False])
        self.assertEqual([cell['to_first'] for cell in cells], [1.0, 0.6, 0.3, 0.0, 0.0, 0.0])
        self.assertEqual([(cell['moved_on'], cell['there'], cell['lost'], cell['returned']) for cell in cells[:3]],
                         [(6, 3, 1, 0), (3, 1, 2, 0), (0, 3, 0, 0)])
        self.assertEqual([cell['lost_amount'] for cell in cells[:3]], [1000.0, 1100.0, 0.0])
        self.assertEqual(cells[1]['reasons'], [{'id': self.reason.id, 'count': 2, 'amount': 1100.0}])
        self.assertEqual([(reason['name'], reason['count'], reason['amount']) for reason in funnel['reasons']],
                         [(self.reason.name, 3, 2100.0)])

    def test_side_by_side(self):
        for user, names in ((self.own, PATH[:2]), (self.own, PATH[:1]), (self.other, PATH[:1])):
            self.walk(*((f'2026-03-0{day} 08:00:00', name) for day, name in enumerate(names, 1)), user_id=user.id)
        self.walk(('2026-02-01 08:00:00', 'New Order'), user_id=False)
        domain = [('company_id', '=', self.company.id)]
        funnel = self.Report.get_funnel(domain, ['user_id'])
        self.assertEqual([(group['name'], [cell['count'] for cell in group['cells']][:2]) for group in funnel['groups']],
                         [(self.own.name, [2, 1]), (self.other.name, [1, 0]), ('Not Set', [1, 0])])
        for group in funnel['groups']:
            self.assertEqual(len(self.Report.search([*domain, *group['domain'], ('stage_id', '=', self.stages['New Order'].id)])),
                             group['cells'][0]['count'])
        months = self.Report.get_funnel(domain, ['created_at:month'])
        self.assertEqual([group['cells'][0]['count'] for group in months['groups']], [1, 3], 'February, then March')

    def test_more_groups_than_can_be_drawn(self):
        for number in range(10):
            self.walk(('2026-03-01 08:00:00', 'New Order'), partner_id=self.make_partner(name=f'ТОВ «{number}»').id)
        funnel = self.Report.get_funnel([('company_id', '=', self.company.id)], ['partner_id'])
        self.assertEqual((len(funnel['groups']), funnel['hidden']), (8, 2))

    def test_of_periods_the_latest_are_drawn(self):
        for month in range(1, 11):
            last = self.walk((f'2025-{month:02d}-05 08:00:00', 'New Order'))
        funnel = self.Report.get_funnel([('company_id', '=', self.company.id)], ['created_at:month'])
        self.assertEqual((len(funnel['groups']), funnel['hidden']), (8, 2))
        order = self.Report.search([('company_id', '=', self.company.id), *funnel['groups'][-1]['domain']]).order_id
        self.assertEqual(order, last)

    def test_a_loss_of_a_customer_with_two_tags(self):
        """A loss in two funnels is counted once in the legend below them."""
        self.partner.category_id = self.env['res.partner.category'].create([{'name': 'Готелі'}, {'name': 'Опт'}])
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Cancelled'), amount=900)
        domain = [('company_id', '=', self.company.id)]
        funnel = self.Report.get_funnel(domain, ['partner_tag_ids'])
        self.assertEqual([group['cells'][0]['lost'] for group in funnel['groups']], [1, 1])
        (reason,) = funnel['reasons']
        behind = self.Report.search([*domain, ('is_lost', '=', True), ('cancel_reason_id', '=', reason['id'])])
        self.assertEqual((reason['count'], reason['amount']), (len(behind), 900.0))

    def test_no_conversion_of_a_part_of_the_rows(self):
        """One order stands at the first stage and two at the second: among those that stand there is no conversion of 200 %."""
        self.walk(('2026-03-01 08:00:00', 'New Order'))
        for __ in range(2):
            self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'))
        domain = [('company_id', '=', self.company.id)]
        second = self.Report.get_funnel(domain)['groups'][0]['cells'][1]
        self.assertEqual((second['to_previous'], second['to_first']), (2 / 3, 2 / 3))
        for rows, groupby in (([('is_current', '=', True)], []), ([('stage_id', '!=', False)], []), ([], ['outcome'])):
            for group in self.Report.get_funnel([*domain, *rows], groupby)['groups']:
                self.assertEqual({(cell['to_previous'], cell['to_first']) for cell in group['cells']}, {(False, False)})

    def test_customers_and_their_tags(self):
        """An order of a contact person is the firm's; each of a customer's tags has its own funnel."""
        tags = self.env['res.partner.category'].create([{'name': 'Готелі'}, {'name': 'Опт'}])
        self.partner.category_id = tags
        person = self.make_partner(name='Марія', is_company=False, parent_id=self.partner.id)
        self.walk(('2026-03-01 08:00:00', 'New Order'), partner_id=person.id)
        self.assertEqual(self.look().partner_id, self.partner)
        self.assertTrue(self.look(domain=[('partner_tag_ids', 'in', tags[0].ids)]))
        funnel = self.Report.get_funnel([('company_id', '=', self.company.id)], ['partner_tag_ids'])
        self.assertEqual({group['name']: group['cells'][0]['count'] for group in funnel['groups']}, {'Готелі': 1, 'Опт': 1})

    def walk_in_euro(self, rate):
        euro = self.env['res.currency'].with_context(active_test=False).search([('name', '=', 'EUR')])
        euro.active = True
        self.env['res.currency.rate'].create({
            'currency_id': euro.id, 'rate': rate, 'name': '2026-01-01', 'company_id': self.company.id})
        pricelist = self.env['product.pricelist'].create({'name': 'EUR', 'currency_id': euro.id})
        self.walk(('2026-03-01 08:00:00', 'New Order'), pricelist_id=pricelist.id)

    def test_amount_in_the_currency_of_the_company(self):
        self.walk_in_euro(0.02)
        row = self.look()
        self.assertEqual((row.amount, row.currency_id), (50000.0, self.company.currency_id))

    def test_amount_has_the_digits_of_the_company(self):
        """1000 : 0,03; a dinar, say, has thousandths."""
        self.company.currency_id.rounding = 0.001
        self.walk_in_euro(0.03)
        funnel = self.Report.get_funnel([('company_id', '=', self.company.id)])
        self.assertEqual(funnel['groups'][0]['cells'][0]['amount'], 33333.333)

    def test_median_and_average(self):
        """History entries of 1, 2 and 9 hours: the median is 2, the average 4."""
        for hours in (1, 2, 9):
            self.walk(('2026-03-01 08:00:00', 'New Order'), (f'2026-03-01 {8 + hours:02d}:00:00', 'Offer Sent'))
        stage = self.stages['New Order']
        rows = self.Report.formatted_read_group([('stage_id', '=', stage.id), ('company_id', '=', self.company.id)], ['user_id'],
                                                ['hours:avg', 'median_hours:avg', '__count'])
        self.assertEqual([(row['hours:avg'], row['median_hours:avg'], row['__count']) for row in rows], [(4.0, 2.0, 3)])
        sets = self.Report.formatted_read_grouping_sets(
            [('stage_id', '=', stage.id), ('company_id', '=', self.company.id)], [['stage_id', 'user_id'], ['stage_id'], []],
            ['hours:avg', 'median_hours:avg'])
        self.assertEqual([rows[0]['median_hours:avg'] for rows in sets], [2.0, 2.0, 2.0])

    def test_what_is_no_reading_is_refused(self):
        for keys in ({'reading': 'horoscope'}, {'period': 'yesteryear'}, {'as_of': 'today'}, {'from': '2026-13-01'}):
            with self.assertRaises(UserError):
                self.look(**keys)

    def test_a_pivot_of_all_figures(self):
        """Totals of the pivot are the sums of its cells; averages are those of the orders."""
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-01 12:00:00', 'Offer Sent'))
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-01 10:00:00', 'Offer Sent'), user_id=self.other.id)
        cells, total = self.Report.formatted_read_grouping_sets(
            [('company_id', '=', self.company.id), ('stage_id', '=', self.stages['New Order'].id)],
            [['stage_id', 'user_id'], []], ['__count', 'amount:sum', 'hours:avg', 'moved_on_count:sum'])
        self.assertEqual(sorted(cell['hours:avg'] for cell in cells), [2.0, 4.0])
        self.assertEqual([total[0][name] for name in ('__count', 'amount:sum', 'hours:avg', 'moved_on_count:sum')],
                         [2, 2000.0, 3.0, 2])


@tagged('post_install', '-at_install')
class TestFinalStages(FunnelCase):
    """Nothing waits in a final stage: its time is empty in every reading, list, average and history."""

    def test_hours_of_a_final_stage_are_empty(self):
        order = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Fulfilled'))
        other = self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Cancelled'))
        final = self.stages['Fulfilled']
        for reading in ('cohort', 'flow', 'snapshot'):
            for as_of in (False, '2026-03-20'):
                keys = {'reading': reading, 'as_of': as_of, 'period': 'this_month', 'type': self.sales.id}
                rows = self.look(domain=[('order_id', '=', order.id)], **keys)
                row = rows.filtered(lambda row: row.stage_id == final)
                self.assertEqual((row.hours, row.hours_total, row.median_hours, row.stood_count), (0, 0, 0, 0), keys)
                report = self.Report.with_context(**{f'bas_funnel_{name}': value for name, value in keys.items()})
                of_company = [('company_id', '=', self.company.id)]
                for chosen in (('order_id', 'in', (order | other).ids), ('user_id', '=', self.own.id)):
                    domain = [*of_company, chosen]
                    funnel = report.get_funnel(domain)
                    hours = {step['name']: cell['hours'] for step, cell in zip(
                        funnel['steps'], funnel['groups'][0]['cells'], strict=True)}
                    self.assertIs(hours['Fulfilled'], False, (keys, domain))
                    if reading != 'snapshot':
                        self.assertEqual(hours['New Order'], 24, keys)
                    groups, __ = report.formatted_read_grouping_sets(
                        domain, [['stage_id'], []], ['hours:avg', 'median_hours:avg', 'hours_total:sum'])
                    for group in groups:
                        if group['stage_id'][0] == final.id:
                            self.assertFalse(group['hours:avg'] or group['median_hours:avg'] or group['hours_total:sum'], keys)
        log = self.env['bas.order.stage.log'].search([('order_id', 'in', (order | other).ids)])
        self.assertEqual({stay.stage_id.name: stay.is_final for stay in log}, {
            'New Order': False, 'Fulfilled': True, 'Cancelled': True})
        self.assertFalse(self.env['bas.order.standing'].search([('order_id', 'in', (order | other).ids)]))
        self.assertFalse(self.env['bas.order.stage.log']._fields['hours'].aggregator)

    def test_views_show_no_hours_of_a_final_stage(self):
        """Each view that draws hours of a row asks whether there are any."""
        for model in ('bas.funnel.report', 'bas.lead.funnel.report', 'bas.order.stage.log'):
            for kind in ('list', 'kanban'):
                for field in etree.fromstring(self.env[model].get_view(view_type=kind)['arch']).iter('field'):
                    if field.get('name') in ('hours', 'hours_total', 'median_hours') and not field.get('column_invisible'):
                        self.assertRegex(field.get('invisible') or '', 'stood_count|is_final', (model, kind))
