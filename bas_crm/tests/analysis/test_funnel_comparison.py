import io
import json

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..common_funnel import FunnelCase

MARCH = {'reading': 'flow', 'period': 'this_month'}


class ComparedFunnelCase(FunnelCase):
    """March 2026, today the 31st; orders of this March, of February, and of March a year ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = [('company_id', '=', cls.company.id)]

    def setUp(self):
        super().setUp()
        self.walk(('2026-03-02 08:00:00', 'New Order'), ('2026-03-03 08:00:00', 'Offer Sent'), amount=5000)
        self.walk(('2026-03-02 08:00:00', 'New Order'), user_id=self.other.id, amount=700)
        self.walk(('2026-02-10 08:00:00', 'New Order'), ('2026-02-10 20:00:00', 'Cancelled'))
        self.walk(('2025-03-05 08:00:00', 'New Order'), ('2025-03-10 08:00:00', 'Offer Sent'), ('2025-04-10 08:00:00', 'Agreed'))
        for day in ('2025-03-06', '2025-03-20'):
            self.walk((f'{day} 08:00:00', 'New Order'))

    def read_funnel(self, groupby=(), user=None, report=None, **keys):
        report = (self.Report if report is None else report).with_user(user or self.head).with_context(
            **{f'bas_funnel_{name}': value for name, value in {'type': self.sales.id, **keys}.items()})
        return report.get_funnel(self.domain, list(groupby))

    def count(self, cells, *names):
        return [tuple(cell[name] for name in names or ('count',)) for cell in cells[:3]]


@tagged('post_install', '-at_install')
class TestComparedFunnel(ComparedFunnelCase):

    def test_flow_with_a_year_ago(self):
        """What moved in March 2025, as of its end: the order that was agreed in April was still offered."""
        funnel = self.read_funnel(**MARCH, compare='year')
        self.assertEqual((funnel['previous']['date_from'], funnel['previous']['date_to'], funnel['previous']['as_of']),
                         ('2025-03-01', '2025-03-31', False))
        group, = funnel['groups']
        self.assertEqual(self.count(group['cells']), [(2,), (1,), (0,)])
        self.assertEqual(self.count(group['before'], 'count', 'to_previous', 'there'), [
            (3, False, 2), (1, 1 / 3, 1), (0, 0, 0)])
        self.assertEqual(group['before'][0]['amount'], 3000)
        # 5 days; 25 days and 13 hours, and 11 days and 13 hours, to the end of March in Kyiv, which is 21:00 in UTC
        self.assertEqual(group['before'][0]['hours'], (120 + 613 + 277) / 3)

    def test_flow_with_the_period_before(self):
        group, = self.read_funnel(**MARCH, compare='before')['groups']
        self.assertEqual(self.count(group['before'], 'count', 'lost', 'lost_amount'), [(1, 1, 1000), (0, 0, 0), (0, 0, 0)])

    def test_without_a_choice_nothing_is_compared(self):
        funnel = self.read_funnel(**MARCH)
        self.assertEqual((funnel['compare'], funnel['previous'], funnel['not_compared']), (False, False, False))
        self.assertIs(funnel['groups'][0]['before'], False)

    def test_a_cohort_had_as_much_time(self):
        """Of March 2025 as of 31 March 2025, not as of today, where the order has long been agreed."""
        funnel = self.read_funnel(reading='cohort', period='this_month', compare='year')
        self.assertEqual(funnel['previous']['as_of'], '2025-03-31')
        self.assertEqual(self.count(funnel['groups'][0]['before']), [(3,), (1,), (0,)])
        # On 10 April of this year 40 days have passed since the beginning of March: as of 10 April a year ago.
        with freeze_time('2026-04-10 12:00:00'):
            funnel = self.read_funnel(reading='cohort', period='last_month', compare='year')
        self.assertEqual(funnel['previous']['as_of'], '2025-04-10')
        self.assertEqual(self.count(funnel['groups'][0]['before']), [(3,), (1,), (1,)])

    def test_a_period_that_has_not_ended(self):
        with freeze_time('2026-03-06 12:00:00'):
            funnel = self.read_funnel(**MARCH, compare='year')
        self.assertEqual(funnel['previous']['date_to'], '2025-03-06')
        self.assertEqual(self.count(funnel['groups'][0]['before']), [(2,), (0,), (0,)])

    def test_as_of_a_day_within_the_period(self):
        funnel = self.read_funnel(**MARCH, compare='year', as_of='2026-03-05')
        self.assertEqual(funnel['previous']['date_to'], '2025-03-05')
        self.assertEqual(self.count(funnel['groups'][0]['before']), [(1,), (0,), (0,)])

    def test_leap_day(self):
        with freeze_time('2028-02-29 12:00:00'):
            self.assertEqual(self.read_funnel(**MARCH, compare='year')['previous']['date_to'], '2027-02-28')
            snapshot = self.read_funnel(reading='snapshot', compare='year')
        self.assertEqual(snapshot['previous']['as_of'], '2027-02-28')

    def test_a_snapshot_is_compared_with_a_year_ago(self):
        funnel = self.read_funnel(reading='snapshot', compare='year')
        self.assertEqual(funnel['previous']['as_of'], '2025-03-31')
        self.assertEqual(self.count(funnel['groups'][0]['before']), [(2,), (1,), (0,)])
        self.assertEqual(self.count(funnel['groups'][0]['cells']), [(3,), (1,), (1,)])
        self.assertFalse(self.read_funnel(reading='snapshot', compare='before')['previous'])

    def test_who_had_something_only_then(self):
        self.walk(('2025-03-06 08:00:00', 'New Order'), user_id=self.head.id)
        groups = {group['name']: (group['cells'][0]['count'], group['before'][0]['count'])
                  for group in self.read_funnel(['user_id'], **MARCH, compare='year')['groups']}
        self.assertEqual(groups, {self.own.name: (1, 3), self.other.name: (1, 0), self.head.name: (0, 1)})
        funnel = self.read_funnel(reading='flow', **{'from': '2025-12-01', 'to': '2025-12-31'}, period='custom', compare='year')
        self.assertEqual(funnel['groups'], [])
        with freeze_time('2026-05-10 12:00:00'):
            funnel = self.read_funnel(reading='flow', period='last_month', compare='year')
        self.assertEqual(self.count(funnel['groups'][0]['before']), [(1,), (1,), (1,)], 'the one that was agreed')
        self.assertEqual(self.count(funnel['groups'][0]['cells']), [(0,), (0,), (0,)])

    def test_what_cannot_be_compared_is_told(self):
        for groupby, keys, reason in (
                (['created_at:month'], MARCH, 'dates'), ([], {'reading': 'flow', 'period': 'all'}, 'period'),
                ([], {'reading': 'flow', 'period': 'custom', 'from': '2026-03-01'}, 'period')):
            funnel = self.read_funnel(groupby, **keys, compare='year')
            self.assertEqual((funnel['previous'], funnel['not_compared']), (False, reason))
            self.assertIs(funnel['groups'][0]['before'], False)

    def test_filters_by_row_have_no_conversion(self):
        self.domain = [*self.domain, ('outcome', '=', 'there')]
        group, = self.read_funnel(**MARCH, compare='year')['groups']
        self.assertEqual({cell['to_first'] for cell in (*group['cells'], *group['before'])}, {False})

    def test_roles(self):
        group, = self.read_funnel(user=self.other, **MARCH, compare='year')['groups']
        self.assertEqual((group['cells'][0]['count'], group['before'][0]['count']), (1, 0))

    def test_wrong_comparisons_are_refused(self):
        for comparison in ('decade', 7, ['year']):
            with self.assertRaises(UserError):
                self.read_funnel(**MARCH, compare=comparison)

    def test_leads(self):
        leads = self.make_lead(company_id=self.company.id) | self.make_lead(company_id=self.company.id)
        self.env.flush_all()
        for lead, moment in zip(leads, ('2026-03-03 08:00:00', '2025-03-03 08:00:00'), strict=True):
            self.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s", [moment, lead.id])
        funnel = self.read_funnel(
            report=self.env['bas.lead.funnel.report'], reading='cohort', period='this_month', compare='year')
        group, = funnel['groups']
        self.assertEqual((group['cells'][0]['count'], group['before'][0]['count']), (1, 1))

    def test_queries(self):
        """A comparison reads the other period once; without one there is not a query more."""
        ask = {name: lambda keys=keys: self.read_funnel(['user_id'], **MARCH, **keys) for name, keys in (
            ('alone', {}), ('year', {'compare': 'year'}), ('pair', {'pair': [self.own.id, self.other.id]}))}
        ask['alone']()
        counts = {name: self.count_queries(read) for name, read in ask.items()}
        self.assertLessEqual(counts['year'], counts['alone'] + 3)
        self.assertLessEqual(counts['pair'], counts['alone'] + 1, 'one more: whether both are there')


@tagged('post_install', '-at_install')
class TestTwoFunnels(ComparedFunnelCase):

    def read_pair(self, *users, user=None, **keys):
        return self.read_funnel(user=user, **{**MARCH, 'pair': [each.id for each in users], **keys})

    def test_side_by_side(self):
        funnel = self.read_pair(self.other, self.own)
        self.assertEqual(funnel['pair'], [self.other.id, self.own.id])
        self.assertEqual([group['name'] for group in funnel['groups']], [self.other.name, self.own.name])
        self.assertEqual([group['domain'] for group in funnel['groups']],
                         [[('user_id', '=', self.other.id)], [('user_id', '=', self.own.id)]])
        first, second = (self.count(group['cells'], 'count', 'amount', 'to_previous') for group in funnel['groups'])
        self.assertEqual(first, [(1, 700, False), (0, 0, 0), (0, 0, False)])
        self.assertEqual(second, [(1, 5000, False), (1, 5000, 1), (0, 0, 0)])
        self.assertEqual(self.count(funnel['difference'], 'count', 'amount', 'to_previous', 'to_first'), [
            (0, -4300, False, 0), (-1, -5000, -1, -1), (0, 0, False, 0)])

    def test_hours_of_one_only_have_no_difference(self):
        cells = self.read_pair(self.own, self.other)['difference']
        # a day, and 29 days and 4 hours to noon of the 31st
        self.assertEqual([cell['hours'] for cell in cells[:2]], [24.0 - 700.0, False])

    def test_who_has_nothing(self):
        newcomer = new_test_user(self.env, 'new', groups='sales_team.group_sale_salesman', name='Новенька')
        funnel = self.read_pair(newcomer, self.own)
        self.assertEqual(self.count(funnel['groups'][0]['cells']), [(0,), (0,), (0,)])
        self.assertEqual(funnel['groups'][0]['name'], 'Новенька')

    def test_with_a_year_ago(self):
        funnel = self.read_pair(self.own, self.other, compare='year')
        self.assertEqual([group['before'][0]['count'] for group in funnel['groups']], [3, 0])

    def test_another_grouping_divides_both(self):
        funnel = self.read_funnel(['partner_id'], **MARCH, pair=[self.own.id, self.other.id])
        self.assertCountEqual([group['name'] for group in funnel['groups']],
                              [f'{user.name} / {self.partner.name}' for user in (self.own, self.other)])
        self.assertNotIn('difference', funnel)

    def test_tags_of_customers(self):
        """Groups of tags, whose losses are read once more, are of the two managers as well."""
        self.partner.category_id = self.env['res.partner.category'].create({'name': 'Опт'})
        self.walk(('2026-03-02 08:00:00', 'New Order'), ('2026-03-02 20:00:00', 'Cancelled'), user_id=self.head.id)
        funnel = self.read_funnel(['partner_tag_ids'], **MARCH, pair=[self.own.id, self.other.id], compare='year')
        self.assertEqual(funnel['reasons'], [])

    def test_own_documents_are_not_compared(self):
        for report in (self.Report, self.env['bas.lead.funnel.report']):
            self.assertEqual(report.with_user(self.own).get_managers(), [])
            with self.assertRaises(AccessError):
                self.read_funnel(report=report, user=self.own, pair=[self.own.id, self.other.id])
        self.assertTrue(self.read_pair(self.own, self.other, user=self.all)['difference'])

    def test_wrong_pairs_are_refused(self):
        for pair in ([self.own.id], [self.own.id] * 2, 'ab', [0, 1], [True, False], 5, {'a': 1}):
            with self.assertRaises(UserError, msg=pair):
                self.read_funnel(**MARCH, pair=pair)

    def test_a_manager_who_was_deleted(self):
        gone = new_test_user(self.env, 'gone', groups='sales_team.group_sale_salesman')
        pair = [gone.id, self.own.id]
        gone.unlink()
        funnel = self.read_funnel(**MARCH, pair=pair)
        self.assertEqual((funnel['pair'], len(funnel['groups'])), (False, 1))


class PaperCase(ComparedFunnelCase):

    def ask(self, **keys):
        return {'model': 'bas.funnel.report', 'domain': self.domain, 'groupby': [], 'unit': 'count'}, {
            f'bas_funnel_{name}': value for name, value in {'type': self.sales.id, **MARCH, **keys}.items()}


@tagged('post_install', '-at_install')
class TestFunnelComparisonOnPaper(PaperCase):

    def print_page(self, **keys):
        data, context = self.ask(**keys)
        report = self.env.ref('bas_crm.action_report_funnel').with_user(self.head).with_context(
            force_report_rendering=True, **context)
        with self.allow_pdf_render():
            content, __ = report._render_qweb_pdf(report.report_name, data=data)
        return ' '.join(' '.join(self.read_pages(content)[0]).split())

    def test_a_year_ago_in_the_print(self):
        page = self.print_page(compare='year')
        self.assertIn('compared with a year ago: 01.03.2025 – 31.03.2025', page)
        self.assertIn('−33 %', page, 'two orders after three')
        self.assertIn('+16,7 pp', page, 'a half after a third')

    def test_the_day_as_of_which(self):
        with freeze_time('2026-04-10 12:00:00'):
            page = self.print_page(reading='cohort', period='last_month', compare='year')
        self.assertIn('01.03.2025 – 31.03.2025, as of 10.04.2025', page)

    def test_two_managers_in_the_print(self):
        page = self.print_page(pair=[self.other.id, self.own.id])
        self.assertIn(f'Difference: {self.other.name} − {self.own.name}', page)
        self.assertRegex(page, r'Offer Sent −1 −100,0 pp −100,0 pp')


@tagged('post_install', '-at_install')
class TestFunnelComparisonInSpreadsheet(PaperCase, HttpCase):

    def read_rows(self, **keys):
        data, context = self.ask(**keys)
        self.authenticate('head', 'head')
        response = self.url_open('/bas_crm/funnel/xlsx', data={
            'csrf_token': http.Request.csrf_token(self), 'data': json.dumps({**data, 'context': {**context, 'lang': 'en_US'}})})
        return list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))

    def test_a_year_ago_in_the_spreadsheet(self):
        rows = self.read_rows(compare='year')
        self.assertIn('compared with a year ago', rows[1][0])
        place = rows[3].index('Count: a year ago')
        self.assertEqual([row[place] for row in rows[4:7]], [3, 1, 0])
        self.assertEqual(rows[3][place + 1], 'Of the Previous: a year ago')

    def test_two_managers_in_the_spreadsheet(self):
        rows = self.read_rows(pair=[self.other.id, self.own.id])
        title = f'Difference: {self.other.name} − {self.own.name}'
        self.assertEqual([row[1:4] for row in rows if row[0] == title][:2], [('New Order', 0, None), ('Offer Sent', -1, -1)])
