from odoo import api, fields, models
from odoo.tools.misc import format_date


class BasSalesPlan(models.Model):
    _inherit = 'bas.sales.plan'

    period_label = fields.Char("For", compute='_compute_period_label')

    @api.depends('period', 'date_from', 'date_to')
    @api.depends_context('lang')
    def _compute_period_label(self):
        for plan in self:
            plan.period_label = plan._get_period_label()

    def _get_period_label(self):
        """:return: str: “March 2026”, “Q1 2026”, “2026” or the dates"""
        self.ensure_one()
        if not self.date_from or not self.date_to:
            return ''
        if self.period == 'month':
            return format_date(self.env, self.date_from, date_format='LLLL yyyy')
        if self.period == 'quarter':
            return format_date(self.env, self.date_from, date_format='QQQ yyyy')
        if self.period == 'year':
            return str(self.date_from.year)
        return f"{format_date(self.env, self.date_from)} – {format_date(self.env, self.date_to)}"

    def _get_column_label(self, date):
        """:return: str: what stands above the column that begins with ``date``, as short as it is clear"""
        self.ensure_one()
        if self.granularity == 'quarter':
            return format_date(self.env, date, date_format='QQQ yyyy')
        if self.granularity == 'month':
            return format_date(self.env, date, date_format='LLL yyyy')
        return format_date(self.env, date, date_format='dd.MM')
