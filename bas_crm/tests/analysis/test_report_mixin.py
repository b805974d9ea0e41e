from odoo import models
from odoo.tests import tagged

from ..common_plan_fact import PlanFactCase

SETS = [['user_id', 'date:month', 'categ_id'], ['user_id', 'date:month'], ['user_id', 'categ_id'], ['date:month'], ['user_id'],
        ['is_unplanned'], []]


@tagged('post_install', '-at_install')
class TestReportMixin(PlanFactCase):
    """A pivot summed from one grouping has the same figures, groups and order as in core."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own.name, cls.other.name = 'Яна', 'Андрій'  # whoever came first does not stand first by name
        cls.plan = cls.make_plan(cls.plan_product(cls.table, 10, 100), cls.plan_product(cls.chair, 7, 33.33))
        for number, product in enumerate((cls.table, cls.chair, cls.lamp) * 2):
            cls.sell(product, 1 + number, 99.99, on=f'2026-03-0{1 + number}', invoice_user_id=[
                cls.own.id, cls.other.id, False][number % 3 - number // 3])
        cls.report = cls.env['bas.plan.fact.report']

    def read_both(self, sets, aggregates, order=None, domain=()):
        """:return: (as we read it, as core does); figures to the tenth of a kopiyka"""
        return tuple([[tuple(round(value, 3) if isinstance(value, float) else value for value in row) for row in rows]
                      for rows in read([('plan_id', '=', self.plan.id), *domain], sets, aggregates, order)]
                     for read in (self.report._read_grouping_sets,
                                  lambda *arguments: models.BaseModel._read_grouping_sets(self.report, *arguments)))

    def test_the_same_figures_in_the_same_order(self):
        sets = [grouping for grouping in SETS if grouping != ['is_unplanned']]
        for order in ('user_id, date:month, categ_id', 'categ_id desc, user_id desc, date:month desc'):
            for domain in ((), [('is_unplanned', '=', True)], [('user_id', '=', False)], [('product_id', '=', 0)]):
                ours, cores = self.read_both(
                    sets, ['plan_amount:sum', 'fact_amount:sum', 'completion:avg', '__count'], order, domain)
                self.assertEqual(ours, cores, (order, domain))

    def test_a_pivot_of_one_grouping_and_its_total(self):
        ours, cores = self.read_both([['is_unplanned'], []], ['fact_quantity:sum', '__count'], 'is_unplanned')
        self.assertEqual(ours, cores)
        self.assertEqual([row[0] for row in ours[0]], [False, True])

    def test_a_ratio_of_a_group_is_made_of_its_sums(self):
        [[(completion,)], users] = self.report._read_grouping_sets(
            [('plan_id', '=', self.plan.id), ('is_unplanned', '=', False)], [[], ['user_id']], ['completion:avg'])
        facts, planned = (1 + 2 + 4 + 5) * 99.99, 10 * 100 + 233.31
        self.assertAlmostEqual(completion, facts / planned)
        self.assertGreater(len(users), 1)

    def test_what_does_not_add_up_is_left_to_core(self):
        for aggregates in (['fact_amount:max'], ['partner_id:count_distinct'], ['id:array_agg']):
            ours, cores = self.read_both([['user_id'], []], aggregates, 'user_id')
            self.assertEqual(ours, cores, aggregates)

    def test_groups_of_a_list_are_those_of_core(self):
        """They are put in order in Python: by names, with archived users, those without a user at the end."""
        self.other.active = False
        asked = ['fact_amount:sum', 'currency_id:array_agg_distinct', 'completion:avg', '__count']
        for groupby, order in (
                (['user_id'], 'user_id'), (['user_id'], 'user_id desc'), (['user_id', 'date:month'], 'date:month, user_id desc'),
                (['is_unplanned', 'user_id'], 'user_id, is_unplanned desc'), (['user_id'], 'fact_amount:sum desc'),
                (['categ_id'], 'categ_id'), ([], None), (['user_id'], None)):
            for domain, offset, limit in (([], 0, None), ([], 1, 1), ([], 0, 2), ([('user_id', '!=', False)], 0, None)):
                arguments = ([('plan_id', '=', self.plan.id), *domain], groupby, asked, (), offset, limit, order)
                ours, cores = self.report._read_group(*arguments), models.BaseModel._read_group(self.report, *arguments)
                self.assertEqual([str(row) for row in ours], [str(row) for row in cores], arguments)
                self.assertTrue(ours or offset)

    def test_totals_cost_no_query_of_their_own(self):
        def count(sets):
            started = self.env.cr.sql_log_count
            self.report._read_grouping_sets(
                [('plan_id', '=', self.plan.id)], sets, ['fact_amount:sum'], 'user_id, date:month')
            return self.env.cr.sql_log_count - started

        cells = ['user_id', 'date:month']
        count([cells, []])
        self.assertEqual(count([cells, ['user_id'], ['date:month'], []]), count([cells, []]))
