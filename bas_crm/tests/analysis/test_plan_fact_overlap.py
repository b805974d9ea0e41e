import io
import json

import openpyxl

from odoo import http
from odoo.tests import HttpCase, tagged

from ..common_plan_fact import PlanFactCase

FIGURES = ['plan_amount:sum', 'fact_amount:sum', 'deviation_amount:sum', 'completion:avg', 'deviation_percent:avg',
           'forecast_amount:sum', 'plan_quantity:sum', 'fact_quantity:sum']


class OverlapCase(PlanFactCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env['bas.plan.fact.report']
        cls.team = cls.env['crm.team'].create({'name': 'Опт'})

    def make_pair(self, **values):
        """A plan of the firm for March, another as ``values`` say; a table sold by the manager on 5 March."""
        firm = self.make_plan(self.plan_product(self.table, 10, 1000))
        other = self.make_plan(self.plan_product(self.table, 4, 1000), **values)
        self.sell(self.table, 3, 1000)
        return firm, other

    def read_groups(self, *plans, groupby=(), specs=('fact_amount:sum',)):
        return self.report.formatted_read_group([('plan_id', 'in', [plan.id for plan in plans])], groupby, list(specs))


@tagged('post_install', '-at_install')
class TestPlanFactOverlap(OverlapCase):
    """A sale counts in each plan that covers it, so overlapping plans are not added up, and the view explains it."""

    def test_no_total_in_any_grouping(self):
        firm, own = self.make_pair(user_id=self.own.id)
        plans, domain = firm | own, [('plan_id', 'in', (firm | own).ids)]
        for name, field in self.report._fields.items():
            if not field.store or name == 'plan_id' or not (
                    field.type in ('many2one', 'boolean', 'selection') or field.type == 'date'):
                continue
            spec = f'{name}:month' if field.type == 'date' else name
            groups = self.report.formatted_read_group(domain, [spec], [*FIGURES, 'plan_id:array_agg_distinct'])
            self.assertTrue(groups, name)
            for group in groups:
                several = len(set(group['plan_id:array_agg_distinct']) & set(plans.ids)) > 1
                for figure in FIGURES:
                    if several:
                        self.assertIs(group[figure], False, f'{spec} {figure}')
                self.assertTrue(several or group['fact_amount:sum'] is not False, spec)
            # the same in a pivot and in a list
            for columns in self.report.formatted_read_grouping_sets(domain, [[spec], []], FIGURES):
                blank = [group for group in columns if all(group[figure] is False for figure in FIGURES)]
                expected = [group for group in groups if group['fact_amount:sum'] is False] if spec in columns[0] else columns
                self.assertEqual(len(blank), len(expected), spec)
            shown = self.report.web_read_group(domain, [spec], FIGURES)['groups']
            self.assertEqual([group['fact_amount:sum'] for group in shown], [group['fact_amount:sum'] for group in groups])

    def test_each_plan_has_its_figures(self):
        firm, own = self.make_pair(user_id=self.own.id)
        by_plan = {group['plan_id'][0]: group for group in self.read_groups(firm, own, groupby=['plan_id'], specs=FIGURES)}
        self.assertEqual((by_plan[firm.id]['plan_amount:sum'], by_plan[firm.id]['fact_amount:sum']), (10000, 3000))
        self.assertEqual((by_plan[own.id]['plan_amount:sum'], by_plan[own.id]['completion:avg']), (4000, 0.75))
        by_product, whole = self.report.formatted_read_grouping_sets(
            [('plan_id', 'in', (firm | own).ids)], [['plan_id', 'product_tmpl_id'], []], ['fact_amount:sum'])
        self.assertEqual([group['fact_amount:sum'] for group in by_product], [3000, 3000])
        self.assertIs(whole[0]['fact_amount:sum'], False)
        self.assertEqual(self.read_groups(firm)[0]['fact_amount:sum'], 3000)

    def test_what_overlaps(self):
        """Same company and days, and a sale that both may take."""
        cases = [
            ({'user_id': self.own.id}, True), ({'team_id': self.team.id}, True), ({}, True),
            ({'dimension': 'manager', 'by_quantity': False}, True),
            ({'period': 'quarter', 'date_from': '2026-01-01'}, True),
            ({'date_from': '2026-04-01'}, False),
        ]
        firm = self.make_plan(self.plan_product(self.table, 10, 1000))
        own = self.make_plan(self.plan_product(self.table, 10, 1000), user_id=self.own.id, team_id=self.team.id)
        self.sell(self.table, 3, 1000, team_id=self.team.id)
        for values, overlaps in cases:
            line = {'user_id': self.own.id, 'amount': 500} if 'dimension' in values else self.plan_product(self.table, 1, 500)
            plan = self.make_plan({**line, 'date': values.get('date_from', '2026-03-01')}, **values)
            self.assertEqual(self.read_groups(firm, plan)[0]['fact_amount:sum'] is False, overlaps, values)
        for values, overlaps in (({'user_id': self.other.id}, False), ({'user_id': self.own.id}, True), (
                {'team_id': self.team.copy().id}, False)):
            plan = self.make_plan(self.plan_product(self.table, 1, 500), **values)
            self.assertEqual(plan.id in self.report._get_overlaps([]).get(own.id, ()), overlaps, values)
        draft = self.make_plan(self.plan_product(self.table, 1, 500), approve=False)
        self.assertNotIn(draft.id, self.report._get_overlaps([]))

    def test_periods_that_follow_each_other_are_added_up(self):
        march = self.make_plan(self.plan_product(self.table, 10, 1000))
        april = self.make_plan(self.plan_product(self.table, 10, 1000, date='2026-04-01'), date_from='2026-04-01')
        self.sell(self.table, 3, 1000)
        self.sell(self.table, 2, 1000, on='2026-04-02')
        whole, = self.read_groups(march, april, specs=['plan_amount:sum', 'fact_amount:sum'])
        self.assertEqual((whole['plan_amount:sum'], whole['fact_amount:sum']), (20000, 5000))
        self.assertFalse(self.report.get_overlap([('plan_id', 'in', (march | april).ids)]))

    def test_the_screen_says_why(self):
        firm, own = self.make_pair(user_id=self.own.id)
        overlap = self.report.get_overlap([('plan_id', 'in', (firm | own).ids)])
        self.assertEqual(overlap['plans'], {str(firm.id): [own.id], str(own.id): [firm.id]})
        for plan in firm | own:
            self.assertIn(plan.display_name, overlap['message'])
        self.assertFalse(self.report.get_overlap([('plan_id', '=', firm.id)]))
        # Only the chosen days, of which one plan has no rows.
        self.assertFalse(self.report.get_overlap([('plan_id', 'in', (firm | own).ids), ('date', '>', '2026-03-20')]))

    def test_no_way_around(self):
        firm, own = self.make_pair(user_id=self.own.id)
        domain = [('plan_id', 'in', (firm | own).ids)]
        for specs in (['fact_amount:max'], ['fact_amount:avg'], ['fact_amount:sum', 'plan_id:array_agg_distinct'],
                      ['fact_amount:sum_currency']):
            group, = self.report.with_context(bas_plan_fact_overlap=True).formatted_read_group(domain, [], specs)
            self.assertIs(group[specs[0]], False, specs)
        lines = self.env['bas.sales.plan.line'].formatted_read_group(domain, ['product_tmpl_id'], ['amount:sum'])
        self.assertIs(lines[0]['amount:sum'], False)

    def test_plans_are_not_added_up_in_their_own_list(self):
        for name, field in self.env['bas.sales.plan']._fields.items():
            if field.type in ('monetary', 'float') and field.store:
                self.assertFalse(field.aggregator, name)


@tagged('post_install', '-at_install')
class TestPlanFactOpening(OverlapCase):
    """The report opens on one plan: the person's own of the period, else the firm's."""

    def open_as(self, user):
        report = self.report.with_user(user)
        rows = report.search([('is_main_plan', '=', True)])
        self.assertEqual(rows.plan_id, report._get_default_plan())
        self.assertEqual(rows.filtered('is_main_plan'), rows)
        return report._get_default_plan()

    def test_own_plan_then_the_firms(self):
        firm, own = self.make_pair(user_id=self.own.id)
        # shorter, and no less current
        self.make_plan(
            self.plan_product(self.table, 1, 10, date='2026-03-09'), user_id=self.other.id, period='custom',
            date_from='2026-03-09', date_to='2026-03-12')
        self.assertEqual(self.open_as(self.own), own)
        self.assertEqual(self.open_as(self.head), firm)

    def test_no_plan(self):
        self.sell(self.table, 3, 1000)
        self.assertFalse(self.report.search([('is_main_plan', '=', True)]))

    def test_every_way_in_names_one_plan(self):
        self.make_pair(user_id=self.own.id)
        for action in (self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_plan_fact_report_action'),
                       self.report.with_user(self.head).action_open_analysis()):
            context = action['context'] if isinstance(action['context'], dict) else json.loads(
                action['context'].replace("'", '"'))
            self.assertTrue({'search_default_main_plan', 'search_default_plan_id'} & set(context), action['context'])


@tagged('post_install', '-at_install')
class TestReportXlsx(HttpCase, OverlapCase):
    """A grouped list in a file has the figures of the screen."""

    def export(self, domain, groupby, names):
        self.head.group_ids += self.env.ref('base.group_allow_export')
        self.authenticate(self.head.login, self.head.login)
        fields = [{'name': name, 'label': name, 'type': self.report._fields[name].type, 'store': True} for name in names]
        answer = self.url_open('/web/export/xlsx', {'data': json.dumps({
            'model': self.report._name, 'fields': fields, 'ids': False, 'domain': domain, 'import_compat': False,
            'groupby': groupby, 'context': {}}), 'csrf_token': http.Request.csrf_token(self)})
        self.assertEqual(answer.status_code, 200)
        rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
        return [row for row in rows if row[0] and '(' in str(row[0])]

    def test_groups(self):
        firm, own = self.make_pair(user_id=self.own.id)
        domain, names = [('plan_id', 'in', (firm | own).ids)], ['date', 'plan_amount', 'fact_amount', 'completion']
        whole, = self.export(domain, ['product_tmpl_id'], names)
        self.assertEqual(whole[1:], (None, None, None))
        by_plan = self.export(domain, ['plan_id'], names)
        self.assertEqual(sorted(row[1:] for row in by_plan), [(4000, 3000, 0.75), (10000, 3000, 0.3)])
