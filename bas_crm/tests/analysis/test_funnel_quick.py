from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ...reports.analysis.funnel_query import Grain
from ...tools.marks import mark
from .. import client
from ..common_funnel import FunnelCase


@tagged('post_install', '-at_install')
class TestFunnelQuick(FunnelCase):
    """Groups computed without rows are equal to groups of rows; figures by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = [('company_id', '=', cls.company.id)]

    def walk_two(self):
        """Both orders are in the first stage for a day; the large one moves on further, the small one remains in the second."""
        self.walk(('2026-03-01 12:00:00', 'New Order'), ('2026-03-02 12:00:00', 'Offer Sent'))
        return self.walk(('2026-03-01 12:00:00', 'New Order'), ('2026-03-02 12:00:00', 'Offer Sent'),
                         ('2026-03-05 12:00:00', 'Agreed'), amount=5000)

    def test_orders_of_a_large_sum(self):
        self.walk_two()
        funnel = self.Report.get_funnel([*self.domain, ('amount', '>', 2000)])
        cells = funnel['groups'][0]['cells'][:3]
        self.assertEqual([(cell['count'], cell['amount'], cell['hours']) for cell in cells],
                         [(1, 5000.0, 24.0), (1, 5000.0, 72.0), (1, 5000.0, 624.0)], '26 days to the last of March')

    def test_by_the_stage_in_which_orders_count(self):
        self.walk_two()
        second, third = self.stages['Offer Sent'], self.stages['Agreed']
        by_stage, total = self.Report._read_grouping_sets(
            self.domain, [['standing_stage_id'], []], ['__count', 'there_count:sum', 'hours_total:sum'])
        self.assertEqual(by_stage, [(second, 2, 1, 24.0 + 696.0), (third, 3, 1, 24.0 + 72.0 + 624.0)])
        self.assertEqual(total, [(5, 2, 1440.0)])
        funnel = self.Report.get_funnel([*self.domain, ('standing_stage_id', '=', second.id)])
        self.assertEqual([cell['hours'] for cell in funnel['groups'][0]['cells'][:3]], [24.0, 696.0, False])

    def test_a_sum_that_does_not_follow_from_orders(self):
        self.walk_two()
        sets = self.Report._read_grouping_sets(self.domain, [['stage_id'], []], ['median_hours:sum'])
        self.assertEqual([hours for __, hours in sets[0]], [48.0, 768.0, 624.0])
        self.assertEqual(sets[1], [(1440.0,)])

    def test_graph_by_outcome(self):
        self.walk_two()
        names = ['New Order', 'Offer Sent', 'Agreed']
        groups = self.Report._read_group(self.domain, ['stage_id', 'outcome'], ['__count', 'amount:sum'])
        self.assertEqual([(stage.name, outcome, *figures) for stage, outcome, *figures in groups], [
            (names[0], 'moved_on', 2, 6000.0), (names[1], 'moved_on', 1, 5000.0), (names[1], 'there', 1, 1000.0),
            (names[2], 'there', 1, 5000.0)])

    def test_median_time(self):
        """Of one day and of 72 and 696 hours; the third stage goes on for 26 days."""
        self.walk_two()
        by_stage, total = self.Report._read_grouping_sets(
            self.domain, [['stage_id'], []], ['median_hours:avg', 'hours:avg', '__count'])
        self.assertEqual([row[1:] for row in by_stage], [(24.0, 24.0, 2), (384.0, 384.0, 2), (624.0, 624.0, 1)])
        self.assertEqual(total, [(72.0, 288.0, 5)], 'the middle one of 24, 24, 72, 624 and 696')

    def test_funnel_now(self):
        """Of the current stages alone: one order in each of two."""
        self.walk_two()
        cells = self.Report.with_context(bas_funnel_reading='snapshot').get_funnel(self.domain)['groups'][0]['cells'][:3]
        self.assertEqual([(cell['count'], cell['there'], cell['amount'], cell['hours']) for cell in cells],
                         [(0, 0, 0.0, False), (1, 1, 1000.0, 696.0), (1, 1, 5000.0, 624.0)])

    def test_figures_are_read_without_rows(self):
        """Neither a graph nor the funnel now multiplies orders by stages, and counts need no order at all."""
        self.walk_two()
        rows = self.startPatcher(patch.object(type(self.Report), '_select_path', side_effect=AssertionError))
        for reading in ('cohort', 'flow', 'snapshot'):
            report = self.Report.with_context(bas_funnel_reading=reading)
            report.formatted_read_group(self.domain, ['stage_id', 'outcome'], ['__count'])
            report.formatted_read_grouping_sets(self.domain, [['stage_id'], []], ['median_hours:avg', 'hours:avg'])
            report.get_funnel(self.domain, ['user_id'])
        rows.assert_not_called()
        query = mark(self.Report, funnel_grain=Grain.ORDER)._search([])
        plan = '\n'.join(line for line, in self.env.execute_query(SQL("EXPLAIN %s", query.select(SQL("COUNT(*)")))))
        self.assertNotIn('sale_order', plan)

    def test_a_page_reads_the_history_of_its_orders(self):
        self.walk_two()
        query = self.Report._search(self.domain, limit=80, order=self.Report._order)
        plan = '\n'.join(line for line, in self.env.execute_query(SQL("EXPLAIN %s", query.select(
            *(SQL.identifier(self.Report._table, name) for name in ('id', 'hours'))))))
        self.assertEqual(plan.count('Limit'), 2, plan)

    def test_a_graph_asks_for_what_it_shows(self):
        """Fields that a view hides are no groupings: with hours among them, every order would be a group of its own."""
        env = self.env(context={**self.env.context, 'allowed_company_ids': self.company.ids})
        for name, groups in (
                ('bas_funnel_report_action', ['stage_id', 'outcome']),
                ('bas_funnel_report_action_time', ['stage_id']),
                ('bas_lead_funnel_report_action', ['source_id', 'step'])):
            action = env['ir.actions.actions']._for_xml_id(f'bas_crm.{name}')
            [call] = client.Window(env, action).get_calls('graph')
            self.assertEqual(call.args[1], groups, name)

    def test_names_of_stages_are_read_at_once(self):
        order = self.walk_two()

        def open_pivot():
            self.Report.formatted_read_grouping_sets(self.domain, [['stage_id'], []], ['__count'])

        open_pivot()  # what the registry remembers is read once
        few = self.count_queries(open_pivot)
        order.stage_id = self.stages['Fulfilled']
        self.assertEqual(self.count_queries(open_pivot), few, 'six stages instead of three')

    def test_what_comes_by_rpc_chooses_no_other_rows(self):
        self.walk_two()
        for grain in ('order', 'stay', ['order']):
            self.assertEqual(self.Report.with_context(funnel_grain=grain).search_count(self.domain), 5, grain)
