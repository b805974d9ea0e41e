import io
import json
import re

from lxml.html import fromstring
from openpyxl import load_workbook

from odoo import http
from odoo.tests import HttpCase, tagged

from ..common_funnel import FunnelCase


class FunnelPrintCase(FunnelCase):

    def setUp(self):
        super().setUp()
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Offer Sent'), amount=1500)
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-01 20:00:00', 'Cancelled'), amount=900)
        self.asked = {'model': 'bas.funnel.report', 'domain': [('company_id', '=', self.company.id)], 'groupby': []}
        self.keys = {'bas_funnel_type': self.sales.id, 'bas_funnel_reading': 'cohort', 'bas_funnel_period': 'this_month'}


@tagged('post_install', '-at_install')
class TestFunnelPrint(FunnelPrintCase):
    """The print of the funnel has the figures of the screen."""

    def test_pdf(self):
        report = self.env.ref('bas_crm.action_report_funnel').with_user(self.head).with_context(
            force_report_rendering=True, **self.keys)
        with self.allow_pdf_render():
            content, kind = report._render_qweb_pdf(report.report_name, data={**self.asked, 'unit': 'count'})
        self.assertEqual(kind, 'pdf')
        (page,), fonts = self.read_pages(content)
        self.assertEqual(fonts, {'Roboto'})
        for text in ('Sales Funnel', 'Created in the period', 'New Order', 'Offer Sent', self.reason.name):
            self.assertIn(text, page)
        lines = [re.sub(r'[\s,.$]', '', line) for line in page.splitlines()]  # however the language writes numbers
        self.assertIn('NewOrder21000%18h240000190000', lines, 'two, all of them, 18 hours, 2400; one lost, 900')
        self.assertIn('OfferSent1500%500%29d4h150000', lines)

    def test_pdf_of_nothing(self):
        report = self.env.ref('bas_crm.action_report_funnel').with_user(self.head).with_context(
            force_report_rendering=True, bas_funnel_from='2030-01-01')
        with self.allow_pdf_render():
            content, __ = report._render_qweb_pdf(report.report_name, data=self.asked)
        self.assertIn('There is nothing in this period.', self.read_pages(content)[0][0])

    def draw(self, unit='count', groupby=(), **keys):
        """:return: of each funnel as printed: list of {step: (corners, widths of the losses' bars)}"""
        printed = self.env['report.bas_crm.report_funnel'].with_user(self.head).with_context(**{**self.keys, **keys})
        values = printed._get_report_values([], {**self.asked, 'groupby': list(groupby), 'unit': unit})
        return [{row['name']: (row['points'], [bar['width'] for bar in row['bars']]) for row in group['rows']}
                for group in values['groups']]

    def test_shapes(self):
        """One of two orders moved on; an empty step has no width; by amount 1500 of 2400 moved on."""
        drawn, = self.draw()
        self.assertEqual(drawn['New Order'], ('0.0,0 200.0,0 150.0,34 50.0,34', [100]))
        self.assertEqual(drawn['Offer Sent'], ('50.0,0 150.0,0 100.0,34 100.0,34', []))
        self.assertEqual(drawn['Agreed'], ('100.0,0 100.0,0 100.0,34 100.0,34', []))
        drawn, = self.draw('amount')
        self.assertEqual(drawn['New Order'][0], '0.0,0 200.0,0 162.5,34 37.5,34')

    def test_the_least_is_seen(self):
        """A very small amount has a width of 3 %, as on the screen."""
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Agreed'), amount=0.01)
        drawn, = self.draw('amount')
        self.assertEqual(drawn['Agreed'][0], '97.0,0 103.0,0 100.0,34 100.0,34')

    def test_shapes_side_by_side(self):
        """Each funnel has its own widest step; the losses of all have one scale, so that one lost is half as wide as two."""
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-01 20:00:00', 'Cancelled'))
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-01 20:00:00', 'Cancelled'), user_id=self.other.id)
        drawn = self.draw(groupby=['user_id'])
        self.assertCountEqual([rows['New Order'] for rows in drawn], [
            ('0.0,0 200.0,0 133.3,34 66.7,34', [100]), ('0.0,0 200.0,0 100.0,34 100.0,34', [50])])

    def test_shapes_of_a_snapshot(self):
        """In a snapshot steps do not narrow to the next one; the final step does not set the scale."""
        for __ in range(2):
            self.walk(('2026-03-01 08:00:00', 'New Order'))
            self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Fulfilled'))
        self.walk(('2026-03-01 08:00:00', 'New Order'), ('2026-03-02 08:00:00', 'Fulfilled'))
        drawn, = self.draw(bas_funnel_reading='snapshot')
        whole, half = '0.0,0 200.0,0 200.0,34 0.0,34', '50.0,0 150.0,0 150.0,34 50.0,34'
        self.assertEqual([drawn[name][0] for name in ('New Order', 'Offer Sent', 'Fulfilled')], [whole, half, whole])

    def test_by_sum(self):
        """The amount is in the shape, the count is beside it."""
        report = self.env.ref('bas_crm.action_report_funnel').with_user(self.head).with_context(
            force_report_rendering=True, **self.keys)
        html = report._render_qweb_html(report.report_name, [], data={**self.asked, 'unit': 'amount'})[0]
        heads = [cell.text_content().strip() for cell in fromstring(html).xpath('//th')]
        self.assertEqual(heads[1:6], ['Amount', 'Of the Previous', 'Of the First', 'Time', 'Count'])


@tagged('post_install', '-at_install')
class TestFunnelSpreadsheet(FunnelPrintCase, HttpCase):
    """The figures as a spreadsheet."""

    def get_sheet(self, login):
        self.authenticate(login, login)
        asked = {**self.asked, 'context': {**self.keys, 'lang': 'en_US'}}
        return self.url_open('/bas_crm/funnel/xlsx', data={
            'csrf_token': http.Request.csrf_token(self), 'data': json.dumps(asked)})

    def test_spreadsheet(self):
        response = self.get_sheet('head')
        self.assertEqual(response.status_code, 200)
        rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(min_row=4, values_only=True))
        self.assertEqual(rows[0][:6], ('Compared', 'Stage', 'Count', 'Of the Previous', 'Of the First', 'Average Hours'))
        self.assertEqual(rows[1][1:5], ('New Order', 2, None, 1))
        self.assertEqual(rows[2][1:7], ('Offer Sent', 1, 0.5, 0.5, 700.0, 1500.0)[:6])
        self.assertEqual(rows[1][6:], (2400.0, 1, 0, 0, 1, 900.0, 1))

    def test_a_name_is_no_formula(self):
        """A customer called like a formula, or like a link, is a text of the spreadsheet."""
        self.partner.name = '=1+1'
        self.walk(('2026-03-01 08:00:00', 'New Order'), partner_id=self.make_partner(name='https://zatyshok.example').id)
        self.asked['groupby'] = ['partner_id']
        sheet = load_workbook(io.BytesIO(self.get_sheet('head').content)).active
        names = [cell for row in sheet.iter_rows(min_row=5, max_col=1) for cell in row]
        self.assertEqual({(cell.value, cell.data_type, cell.hyperlink) for cell in names},
                         {('=1+1', 's', None), ('https://zatyshok.example', 's', None)})

    def test_nobody_else_gets_a_spreadsheet(self):
        with self.assertLogs('odoo.http', 'WARNING'):
            self.assertNotEqual(self.get_sheet('portal').status_code, 200)
