from freezegun import freeze_time

from odoo.fields import Command, Domain
from odoo.tests import tagged

from .test_manager_report import ManagerCase


@freeze_time('2026-03-20 10:00:00')
@tagged('post_install', '-at_install')
class TestReportCells(ManagerCase):
    """A click on a cell of any report opens the rows whose sum, or ratio of sums, is its figure."""

    def make_documents(self):
        for user, partner in ((self.own, self.partner), (self.other, self.neighbour)):
            for day, quantity in (('2026-03-02', 2), ('2026-03-09', 1)):
                order = self.make_order(day, quantity, user=user, partner=partner)
                invoice = self.bill(order, day)
            self.pay(invoice, '2026-03-12', 300)
            self.make_event(user_id=user.id)
            self.make_lead(user_id=user.id, expected_revenue=500)
        self.make_lead(name='Ніхто').action_set_lost(lost_reason_id=self.env['crm.lost.reason'].search([], limit=1).id)
        # the database's clock is not frozen
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-02 08:00:00' WHERE create_uid = %s", [self.env.uid])
        self.env.invalidate_all()
        lost = self.make_order('2026-03-03')
        lost.with_context(disable_cancel_warning=True).action_cancel()
        plan = self.env['bas.sales.plan'].create({
            'dimension': 'product', 'date_from': '2026-03-01', 'line_ids': [Command.create({
                'date': '2026-03-01', 'product_tmpl_id': self.product.product_tmpl_id.id, 'quantity': 10, 'price_unit': 900})]})
        plan.action_approve()

    def get_reports(self):
        return [self.env[name] for name in self.env if isinstance(self.env[name], self.env.registry['bas.report.mixin'])
                and not self.env[name]._abstract]

    def get_measures(self, report):
        """:return: {aggregate: (numerator, denominator or None)} of the figures that rows add up to"""
        measures = {f'{name}:sum': (name, None) for name, field in report._fields.items()
                    if field.store and field.aggregator == 'sum' and field.type in ('integer', 'float', 'monetary')
                    and name != 'id' and not field.related}
        return {**measures, **{f'{name}:avg': parts for name, parts in report._ratios.items()}}

    def get_groupings(self, report):
        for name, field in report._fields.items():
            if field.store and not field.related and field.type in ('many2one', 'selection', 'boolean'):
                yield name
            elif field.store and field.type in ('date', 'datetime'):
                yield f'{name}:month'

    def test_every_cell_of_every_report(self):
        self.make_documents()
        self.env.flush_all()
        reports = self.get_reports()
        self.assertGreater(len(reports), 5)
        for report in reports:
            measures, seen = self.get_measures(report), 0
            domain = [('company_id', '=', self.company.id)] if 'company_id' in report._fields else []
            for spec in self.get_groupings(report):
                for group in report.formatted_read_group(domain, [spec], [*measures, '__count']):
                    rows = report.search(Domain(domain) & Domain(group['__extra_domain']))
                    self.assertEqual(len(rows), group['__count'], (report._name, spec))
                    for measure, (above, below) in measures.items():
                        figure = sum(rows.mapped(above))
                        if below:
                            whole = sum(rows.mapped(below))
                            figure = figure / whole if whole else 0
                        self.assertAlmostEqual(group[measure] or 0, figure, 4, (report._name, spec, measure))
                        seen += bool(figure)
            self.assertTrue(seen or report._name == 'bas.order.standing', f'{report._name}: no figure at all')
