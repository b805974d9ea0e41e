import random
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from ...reports.analysis.order_standing import ENOUGH, WINDOW
from ..common_funnel import PATH, FunnelCase

#: numbers of entries of a stage: too few, the fewest that count, and enough for the figure to be between two entries
NUMBERS = (0, ENOUGH - 1, ENOUGH, 7, 40)


@tagged('post_install', '-at_install')
class TestOrderStanding(FunnelCase):
    """The usual time in a stage is the 75th percentile of what orders needed in the last twelve months, in each company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.companies = cls.company | cls.env['res.company'].sudo().create({'name': 'Друга фірма'})

    @property
    def standing(self):
        return self.env['bas.order.standing'].with_user(self.head)

    def stand(self, order, stage, company, hours, left_at):
        entry = self.env['bas.order.stage.log'].sudo().create({
            'order_id': order.id, 'stage_id': stage.id, 'entered_at': left_at - timedelta(hours=hours), 'left_at': left_at,
            'began_at': left_at - timedelta(hours=hours)})
        self.env.flush_all()
        # a past of the other firm; only the history is read
        self.env.cr.execute(SQL("UPDATE bas_order_stage_log SET company_id = %s WHERE id = %s", company.id, entry.id))

    def read_usual(self):
        self.env.flush_all()
        rows = self.env.execute_query(self.env['bas.order.standing']._select_usual(self.now))
        return {(stage, company): hours for stage, company, hours in rows if company in self.companies.ids}

    def read_percentiles(self):
        """:return: the same as PostgreSQL computes it from the whole history at once"""
        return {(stage, company): hours for stage, company, hours in self.env.execute_query(SQL(
            """SELECT entry.stage_id, entry.company_id, percentile_cont(0.75) WITHIN GROUP (ORDER BY entry.hours)
                 FROM bas_order_stage_log entry
                 JOIN bas_order_stage stage ON stage.id = entry.stage_id
                WHERE entry.left_at > %s AND entry.company_id IN %s
                  AND stage.is_done IS NOT TRUE AND stage.is_cancelled IS NOT TRUE
             GROUP BY entry.stage_id, entry.company_id
               HAVING COUNT(*) >= %s""", self.now - WINDOW, self.companies._ids, ENOUGH))}

    def test_usual_time_of_random_histories(self):
        order = self.make_order()
        for seed in range(3):
            chance = random.Random(seed)
            with self.subTest(seed=seed):
                for company in self.companies:
                    for name in PATH:
                        for _each in range(chance.choice(NUMBERS)):
                            # few different hours, so that many are equal; some entries are older than a year
                            self.stand(order, self.stages[name], company, chance.choice((0, 1, 1, 2.5, 24, 100, 1000)),
                                       self.now - timedelta(days=chance.randrange(500)))
                usual = self.read_usual()
                self.assertEqual(usual, self.read_percentiles())
                self.assertTrue(usual)
                self.assertEqual(*(report._read_group(
                    [('is_long', '=', True)], ['stage_id'], ['__count', 'amount:sum', 'usual_hours:avg'])
                    for report in (self.standing, self.standing._with_usual_hours())))

    def test_usual_time_by_hand(self):
        """Of 10, 20, 30 and 50 hours the figure is a quarter of the way from 30 to 50; three entries are too few."""
        order, stage = self.make_order(), self.stages['New Order']
        for hours in (10, 20, 50):
            self.stand(order, stage, self.company, hours, self.now - timedelta(days=1))
        row = self.env['bas.order.standing'].search([('order_id', '=', order.id)])
        self.assertEqual((row.usual_hours, row.over_hours, row.is_long), (0, 0, False))
        self.stand(order, stage, self.company, 30, self.now - timedelta(days=1))
        # neither what the other company needed, nor what is older than a year
        self.stand(order, stage, self.companies[1], 500, self.now - timedelta(days=1))
        self.stand(order, stage, self.company, 500, self.now - timedelta(days=366))
        row.invalidate_recordset()
        self.assertEqual(row.usual_hours, 35)

    def test_page_and_number_of_rows(self):
        """A list shows the same as the rows one by one; the usual times are read once for the page and the number of rows."""
        report, stage = self.env['bas.order.standing'], self.stages['New Order']
        orders = self.make_order() | self.make_order() | self.make_order()
        spec = {'order_id': {}, 'usual_hours': {}, 'over_hours': {}, 'is_long': {}}
        domain = [('order_id', 'in', orders.ids)]
        self.assertEqual([(row['usual_hours'], row['is_long']) for row in report.web_search_read(domain, spec)['records']],
                         [(0, False)] * 3, 'nothing is usual yet')
        for hours in (10.1, 20, 30, 50):
            self.stand(orders[0], stage, self.company, hours, self.now - timedelta(days=1))
        self.env.invalidate_all()
        with patch.object(type(report), '_select_usual', autospec=True, side_effect=type(report)._select_usual) as select:
            found = report.web_search_read(domain, spec, limit=2)
        self.assertEqual((select.call_count, found['length'], len(found['records'])), (1, 3, 2))
        self.env.invalidate_all()
        rows = report.search(domain, limit=2).read(list(spec), load=None)
        self.assertEqual([{name: row[name] for name in spec} for row in found['records']],
                         [{name: row[name] for name in spec} for row in rows])
        self.assertEqual(found['records'][0]['usual_hours'], 35)

    def test_usual_time_is_read_only_where_it_is_asked_for(self):
        """The amount of the orders in each stage is summed up without the history."""
        report = self.env['bas.order.standing']
        for domain, is_read in (([], False), ([('is_long', '=', True)], True)):
            query = report._search(domain)
            plan = self.env.execute_query(SQL("EXPLAIN %s", query.select(SQL.identifier(report._table, 'amount'))))
            self.assertEqual('CTE usual' in '\n'.join(line for line, in plan), is_read, domain)
