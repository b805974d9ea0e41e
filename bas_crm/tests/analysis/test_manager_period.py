from freezegun import freeze_time

from odoo.tests import tagged

from .test_manager_report import ManagerCase


@tagged('post_install', '-at_install')
class TestManagerPeriod(ManagerCase):
    """The previous period, and how changes are shown."""

    def get_days(self, today, kind, day=None, **values):
        with freeze_time(f'{today} 12:00:00'):
            table = self.get_table('revenue', period=kind, date=day or today, **values)
        return *table['previous'].values(), table['is_unfinished']

    def test_a_period_that_has_not_ended(self):
        for today, kind, day, expected in (
            ('2026-03-04', 'week', None, ('2026-02-23', '2026-02-25', True)),  # Wednesday: three days of the week before
            ('2026-03-08', 'week', None, ('2026-02-23', '2026-03-01', False)),
            ('2026-03-15', 'month', None, ('2026-02-01', '2026-02-15', True)),
            ('2026-03-30', 'month', None, ('2026-02-01', '2026-02-28', True)),  # there are no more days
            ('2026-03-31', 'month', None, ('2026-02-01', '2026-02-28', False)),
            ('2026-04-15', 'month', '2026-03-15', ('2026-02-01', '2026-02-28', False)),
            ('2026-05-10', 'quarter', None, ('2026-01-01', '2026-02-09', True)),
            ('2026-07-01', 'quarter', '2026-05-10', ('2026-01-01', '2026-03-31', False)),
            ('2026-03-01', 'year', None, ('2025-01-01', '2025-03-01', True)),
            ('2026-03-01', 'day', None, ('2026-02-28', '2026-02-28', False)),
            ('2026-03-01', 'month', '2026-09-01', ('2026-08-01', '2026-08-31', False)),  # still to come
        ):
            self.env['res.lang']._lang_get('en_US').week_start = '1'
            self.assertEqual(self.get_days(today, kind, day), expected, (today, kind))
        with freeze_time('2026-03-05 12:00:00'):
            table = self.get_table('revenue', **{'period': 'custom', 'from': '2026-03-01', 'to': '2026-03-10'})
        self.assertEqual(table['previous'], {'from': '2026-02-19', 'to': '2026-02-23'})

    def test_figures_of_as_many_days(self):
        for day, amount in (('2026-03-02', 100), ('2026-02-02', 60), ('2026-02-20', 5000)):
            self.make_invoice(self.partner, amount, invoice_date=day, invoice_user_id=self.own.id)
        with freeze_time('2026-03-04 12:00:00'):
            table = self.get_table('revenue', period='month', date='2026-03-04')
            words = self.env['report.bas_crm.report_managers']._get_words(table)
        row, = table['rows']
        self.assertEqual((row['figures']['revenue'], row['previous']['revenue']), (100, 60))
        self.assertIn('as many days as have passed', words)

    def test_a_share_changes_by_percentage_points(self):
        printed = self.env['report.bas_crm.report_managers']
        for figure, previous, expected in ((0.25, 0.5, '−25,0 pp'), (0.055, 0.05, '+0,5 pp'), (0.1, 0, '+10,0 pp'),
                                           (0.5, False, ''), (0.5, 0.5, '')):
            change = printed._get_change(
                {'name': 'share', 'type': 'share', 'good': -1}, {'figures': {'share': figure}, 'previous': {'share': previous}})
            self.assertEqual(change['change'], expected)
        change = printed._get_change(
            {'name': 'debt', 'type': 'amount', 'good': -1}, {'figures': {'debt': 150}, 'previous': {'debt': 100}})
        self.assertEqual((change['change'], change['sign']), ('+50\N{NO-BREAK SPACE}%', 1))

    def test_one_rule_of_showing_a_change(self):
        """An arrow and per cent with their sign; from ten times as much on the arrow alone. So it is on the screen, too."""
        printed = self.env['report.bas_crm.report_morning']
        for figure, previous, expected in (
                (112, 100, ('+12\N{NO-BREAK SPACE}%', 1)), (88, 100, ('−12\N{NO-BREAK SPACE}%', -1)), (1099, 100, (
                    '+999\N{NO-BREAK SPACE}%', 1)), (1100, 100, ('', 1)), (-1000, 100, ('', -1)), (5, 0, ('', 0)),
                (5, 5, ('', 0)),
                (-50, -100, ('+50\N{NO-BREAK SPACE}%', 1))):
            for model in (printed, self.env['report.bas_crm.report_managers'], self.env['report.bas_crm.report_funnel']):
                change = model._format_change(figure, previous, 1, False)
                self.assertEqual((change['change'], change['sign']), expected, (figure, previous))
