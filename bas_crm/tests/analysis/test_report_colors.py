import re

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open

from ...reports.shared.palette import PALETTE
from ...tools.durations import format_duration


@tagged('post_install', '-at_install')
class TestReportColors(TransactionCase):
    """Colours and durations are the same on the screen and in print."""

    def test_the_screen_and_the_print_have_one_palette(self):
        with file_open('bas_crm/static/src/shared/colors/palette.js') as file:
            listed = re.search(r'PALETTE = \[(.*?)\]', file.read(), re.S).group(1)
        self.assertEqual(tuple(re.findall(r'#[0-9a-f]{6}', listed)), PALETTE)

    def test_every_graph_of_a_report_has_these_colours(self):
        ours = self.env['ir.model.data'].search([('module', '=', 'bas_crm'), ('model', '=', 'ir.ui.view')]).mapped('res_id')
        graphs = self.env['ir.ui.view'].search([('id', 'in', ours), ('type', '=', 'graph')])
        self.assertGreater(len(graphs), 5)
        for graph in graphs:
            kind = etree.fromstring(graph.arch).get('js_class')
            self.assertIn(kind, ('bas_graph', 'bas_funnel_graph', 'bas_managers_graph', 'bas_plan_fact_graph'), graph.name)

    def test_time_is_told_as_on_the_screen(self):
        told = [format_duration(self.env, hours) for hours in (0, 0.75, 5, 5.5, 47.9, 48, 76, 76.4, 95.6)]
        self.assertEqual(told, ['0 min', '45 min', '5 h', '5 h 30 min', '47 h 54 min', '2 d', '3 d 4 h', '3 d 4 h', '4 d'])
