from odoo.tests import tagged

from ..common_plan_fact import PlanFactCase


@tagged('post_install', '-at_install')
class TestPlanFactScope(PlanFactCase):
    """Optimizations for the domain of a query never change figures."""

    def test_one_plan_asked_for_in_other_words(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.make_plan(self.plan_product(self.chair, 20, 250))
        self.sell(self.table, 4, 1100)
        report = self.env['bas.plan.fact.report']
        for domain in ([('plan_id', '=', plan.id)], [('plan_id', 'in', [plan.id])], ['!', ('plan_id', '!=', plan.id)],
                       ['&', ('date', '>=', '2026-03-01'), '&', ('date', '<=', '2026-03-31'), ('plan_id', '=', plan.id)]):
            self.assertEqual(report._read_group(domain, [], ['plan_amount:sum', 'fact_amount:sum']), [(10000, 4400)], domain)
        others = ['!', ('plan_id', 'in', [plan.id])]
        self.assertEqual(report._read_group(others, [], ['plan_amount:sum', 'fact_amount:sum']), [(5000, 4400)])

    def test_one_person_asked_for(self):
        """The invoices of a person are found by their days, the lines of all people by theirs."""
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        own = self.make_plan(self.plan_product(self.table, 5, 1000), user_id=self.own.id)
        for user, quantity, on in ((self.own, 4, '2026-03-05'), (self.own, 2, '2026-02-27'), (self.other, 1, '2026-03-09')):
            self.sell(self.table, quantity, 1100, on=on, invoice_user_id=user.id)
        self.sell(self.table, 1, 100, on='2026-03-31', refund=True, invoice_user_id=self.own.id)
        report = self.env['bas.plan.fact.report']
        for domain, fact in (
                ([('plan_id', '=', plan.id)], 5400), ([('plan_id', '=', own.id)], 4300),
                ([('plan_id', '=', plan.id), ('user_id', '=', self.own.id)], 4300),
                ([('plan_id', '=', plan.id), ('user_id', 'in', [self.other.id])], 1100),
                ([('plan_id', '=', plan.id), ('user_id', 'in', [self.other.id, self.own.id])], 5400)):
            self.assertEqual(report._read_group(domain, [], ['fact_amount:sum']), [(fact,)], domain)

    def test_one_side_asked_for(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        self.sell(self.table, 4, 1100)
        for side, expected in (('plan_line_id', (1, 10000, 0, -10000)), ('move_line_id', (1, 0, 4400, 4400))):
            for total in self.env['bas.plan.fact.report']._read_grouping_sets(
                    [('plan_id', '=', plan.id), (side, '!=', False)], [['product_tmpl_id'], []],
                    ['__count', 'plan_amount:sum', 'fact_amount:sum', 'deviation_amount:sum']):
                self.assertEqual(total[0][-4:], expected, side)

    def test_what_comes_by_rpc_is_no_plan(self):
        plan = self.make_plan(self.plan_product(self.table, 10, 1000))
        row = self.env['bas.plan.fact.report'].search([('plan_id', '=', plan.id)])
        self.env.invalidate_all()
        for value in (plan.id, 'March', [plan.id], {'date_from': '2026-03-01'}):
            self.assertEqual(row.sudo().with_context(plan_fact_scope=value).plan_amount, 10000, value)
            self.env.invalidate_all()
