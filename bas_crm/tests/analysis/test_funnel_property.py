from collections import defaultdict
from datetime import datetime, timedelta

from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import models
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_funnel import PATH, FunnelCase

BEGINS = datetime(2026, 3, 1, 8)
#: minutes to the next move (several within one second, too), and where it goes: a stage, or another type
moves = st.lists(
    st.tuples(st.sampled_from([0, 0, 1, 30, 600, 1440, 4000]),
              st.sampled_from([*PATH, 'Cancelled', 'Cancelled', 'other type'])),
    max_size=8)
orders = st.lists(st.tuples(st.integers(0, 20 * 1440), st.integers(0, 2), moves), min_size=1, max_size=6)


@tagged('post_install', '-at_install')
class TestFunnelProperty(FunnelCase):
    """For random moves of orders the funnel agrees with the stage history, and its figures with each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_type = cls.sales.copy({'name': 'Опт'})
        cls.users = [cls.own, cls.other, cls.env['res.users']]
        cls.domain = [('company_id', '=', cls.company.id)]

    def wander(self, begins, user, moves):
        moment = BEGINS + timedelta(minutes=begins)
        with freeze_time(moment):
            order = self.make_order(user_id=self.users[user].id)
        for minutes, goal in moves:
            moment += timedelta(minutes=minutes)
            with freeze_time(moment):
                self.move(order, goal)

    def move(self, order, goal):
        if goal == 'other type':
            order.order_type_id = self.other_type if order.order_type_id == self.sales else self.sales
            return
        stage = order.order_type_id.stage_ids.filtered(lambda stage: stage.name == goal)
        try:
            with self.env.cr.savepoint():
                if stage.is_cancelled:
                    order.cancel_reason_id = self.reason
                order.stage_id = stage
        except UserError:
            return  # a confirmed order does not go back

    # ------------------------------------------------------------
    # The definition, read from the log order by order
    # ------------------------------------------------------------

    def tell_order(self, order, moment):
        """:return: {stage: (outcome, hours)} at the end of ``moment``"""
        stays = order.stage_log_ids.sorted('id').filtered(lambda stay: stay.entered_at < moment)
        if not stays:
            return {}
        latest = stays[-1].stage_id
        path = list(latest.order_type_id._get_path(archived=True))
        reached = [path.index(stay.stage_id) for stay in stays if stay.stage_id in path]
        current, highest = (reached[-1], max(reached)) if reached else (0, 0)
        hours = defaultdict(float)
        for stay in stays:
            end = stay.left_at if stay.left_at and stay.left_at < moment else moment
            hours[stay.stage_id] += (end - stay.entered_at).total_seconds() / 3600
        outcomes = {}
        for rank, stage in enumerate(path[:highest + 1]):
            here = 'lost' if latest.is_cancelled else 'there'
            outcome = 'moved_on' if rank < current else 'returned' if rank > current else here
            outcomes[stage] = (outcome, round(hours[stage], 6) if stage in hours and not stage.is_done else None)
        return outcomes

    def check_rows(self, made, moment, **keys):
        expected = {(order, stage): told for order in made for stage, told in self.tell_order(order, moment).items()}
        rows = self.look(domain=[('order_id', 'in', made.ids)], **keys)
        found = {(row.order_id, row.stage_id): (row.outcome, round(row.hours, 6) if row.stood_count else None) for row in rows}
        self.assertEqual(found, expected)
        self.assertEqual(len(rows), len(found), 'one row an order and stage')
        standing = self.look(domain=[('order_id', 'in', made.ids)], reading='snapshot',
                             **{name: value for name, value in keys.items() if name == 'as_of'})
        self.assertEqual({(row.order_id, row.stage_id): (row.outcome, round(row.hours, 6)) for row in standing},
                         {key: (told[0], told[1] or 0.0) for key, told in expected.items() if told[0] == 'there'})

    def check_moved(self, made, start, stop):
        """A flow has the orders with any move in the period, of those that have a stage at its end."""
        rows = self.look(domain=[('order_id', 'in', made.ids)], reading='flow', **{'from': '2026-03-05', 'to': '2026-03-10'})
        moved = made.filtered(lambda order: any(start <= stay.entered_at < stop for stay in order.stage_log_ids))
        self.assertEqual(set(rows.order_id), {order for order in moved if any(
            stay.entered_at < stop and (not stay.left_at or stay.left_at >= stop) for stay in order.stage_log_ids)})

    def check_figures(self, made, groupby, **keys):
        report = self.Report.with_context(**{f'bas_funnel_{name}': value for name, value in keys.items()})
        domain = [*self.domain, ('order_id', 'in', made.ids)]
        funnel = report.get_funnel(domain, groupby)
        for group in funnel['groups']:
            above = None
            for step, cell in zip(funnel['steps'], group['cells'], strict=True):
                self.assertEqual(cell['count'], sum(cell[part] for part in ('moved_on', 'there', 'lost', 'returned')))
                if above is not None and funnel['has_conversion']:
                    self.assertLessEqual(cell['count'], above, 'counts never grow downwards')
                above = cell['count']
                for name in ('to_previous', 'to_first'):
                    self.assertTrue(cell[name] is False or 0 <= cell[name] <= 1)
                self.check_drill_down(report, [*domain, *group['domain'], ('stage_id', '=', step['id'])], cell)

    def check_drill_down(self, report, domain, cell):
        """A click on a figure opens the rows that it counts."""
        rows = report.search(domain)
        self.assertEqual((len(rows), len(rows.order_id)), (cell['count'], cell['count']))
        self.assertEqual(sum(rows.mapped('amount')), cell['amount'])
        for part in ('moved_on', 'there', 'lost', 'returned'):
            self.assertEqual(len(rows.filtered_domain([('outcome', '=', part)])), cell[part])
        stood = rows.filtered_domain([('stood_count', '=', 1)])
        self.assertAlmostEqual(cell['hours'], sum(stood.mapped('hours')) / len(stood) if stood else False)
        for reason in cell['reasons']:
            behind = report.search([*domain, ('is_lost', '=', True), ('cancel_reason_id', '=', reason['id'])])
            self.assertEqual((len(behind), sum(behind.mapped('amount'))), (reason['count'], reason['amount']))
        self.assertEqual(sum(reason['amount'] for reason in cell['reasons']), cell['lost_amount'])

    def check_groups(self, made, **keys):
        """A pivot holds what PostgreSQL groups from the rows."""
        report = self.Report.with_context(**{f'bas_funnel_{name}': value for name, value in keys.items()})
        domain = [*self.domain, ('order_id', 'in', made.ids)]
        for sets, sums in (
                ([['stage_id', 'user_id'], ['stage_id'], ['user_id'], []],
                 ['__count', 'amount:sum', 'hours:avg', 'lost_count:sum', 'returned_count:sum']),
                ([['stage_id', 'cancel_reason_id'], ['cancel_reason_id'], []],
                 ['lost_count:sum', 'lost_amount:sum', 'hours:avg']),
                ([['order_type_id', 'created_at:month'], []], ['__count', 'moved_on_count:sum', 'there_count:sum', 'hours:avg']),
                ([['stage_id', 'outcome'], ['outcome'], []], ['__count', 'amount:sum', 'lost_amount:sum']),
                ([['outcome', 'user_id'], ['user_id']], ['__count', 'hours:avg']),
                ([['stage_id', 'user_id'], ['stage_id'], ['user_id'], []],
                 ['median_hours:avg', 'hours:avg', 'stood_count:sum', '__count']),
                ([['created_at:month'], []], ['hours_total:sum', 'median_hours:avg'])):
            ours, cores = (self.tell_groups(read(domain, sets, sums, ', '.join(sets[0]))) for read in (
                report._read_grouping_sets, lambda *arguments: models.BaseModel._read_grouping_sets(report, *arguments)))
            self.assertEqual(ours, cores, (sets, keys))
            ours, cores = (self.tell_groups([read(domain, sets[0], sums)]) for read in (
                report._read_group, lambda *arguments: models.BaseModel._read_group(report, *arguments)))
            self.assertEqual([set(rows) for rows in ours], [set(rows) for rows in cores], (sets[0], keys))

    def tell_groups(self, sets):
        return [[tuple(round(value or 0, 6) if isinstance(value, (int, float, type(None))) else value for value in row)
                 for row in rows] for rows in sets]

    def check_pages(self, made, **keys):
        """A page of the list is a part of the whole list, with the same values."""
        report = self.Report.with_context(**{f'bas_funnel_{name}': value for name, value in keys.items()})
        domain = [*self.domain, ('order_id', 'in', made.ids)]
        names = ['order_id', 'stage_id', 'outcome', 'entered_at', 'hours', 'amount', 'cancel_reason_id']
        for order in (report._order, 'user_id desc, id', 'hours desc, id'):
            for terms in (domain, [*domain, ('is_lost', '=', True)]):
                report.env.invalidate_all()
                whole = report.search(terms, order=order).read(names, load=None)
                report.env.invalidate_all()
                page = report.search_fetch(terms, names, offset=1, limit=4, order=order)
                self.assertEqual(page.read(names, load=None), whole[1:5], (order, terms, keys))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(orders=orders)
    def test_figures_agree(self, orders):
        with self.env.cr.savepoint(flush=False) as savepoint:
            try:
                self.check_all(orders)
            finally:
                self.env.invalidate_all()
                savepoint.rollback()
                self.env.registry.clear_cache()  # as the end of a transaction does

    def check_all(self, orders):
        before = self.env['sale.order'].search(self.domain)
        for order in orders:
            self.wander(*order)
        made = self.env['sale.order'].search(self.domain) - before
        self.check_rows(made, datetime(2026, 3, 31, 12))
        self.check_rows(made, datetime(2026, 3, 11), as_of='2026-03-10')
        self.check_figures(made, [], type=self.sales.id)
        self.check_figures(made, ['user_id'], type=self.sales.id, reading='flow', period='this_month')
        self.check_figures(made, ['created_at:week'], type=self.other_type.id, as_of='2026-03-12')
        self.check_groups(made)
        self.check_groups(made, reading='flow', period='this_month')
        self.check_groups(made, as_of='2026-03-10')
        self.check_groups(made, reading='snapshot')
        self.check_groups(made, reading='snapshot', as_of='2026-03-10')
        self.check_figures(made, ['user_id'], type=self.sales.id, reading='snapshot')
        self.check_pages(made)
        self.check_pages(made, reading='flow', period='this_month')
        self.check_pages(made, reading='snapshot', as_of='2026-03-10')
        self.check_pages(made, reading='flow', as_of='2026-03-10', **{'from': '2026-03-05'})
        self.check_moved(made, datetime(2026, 3, 5), datetime(2026, 3, 11))
        self.check_groups(made, type=self.sales.id, as_of='2026-03-10', reading='flow', **{'from': '2026-03-05'})
        # A head of sales arranges the stages otherwise: the orders of yesterday stand in the new order.
        self.stages['Shipped'].sequence, self.stages['Being Fulfilled'].sequence = (
            self.stages['Being Fulfilled'].sequence, self.stages['Shipped'].sequence)
        self.env.invalidate_all()
        self.check_rows(made, datetime(2026, 3, 31, 12))
        self.check_rows(made, datetime(2026, 3, 11), as_of='2026-03-10')
        self.check_groups(made, type=self.sales.id)
        self.check_groups(made, as_of='2026-03-10')
