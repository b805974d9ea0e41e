from odoo import api, models
from odoo.tools import format_date, formatLang

from ...tools.days import get_today


class BasReportPrint(models.AbstractModel):
    """A report as a PDF: the common parts of all pages, and the format of periods and shares. See report_layout.xml."""

    _name = 'bas.report.print.mixin'
    _inherit = ['bas.print.mixin']
    _description = 'Print of a Report'

    @api.model
    def _get_layout_values(self):
        return {
            'styles': self._get_print_styles(),
            'company': self.env.company.name,
            'today': format_date(self.env, get_today(self.env)),
        }

    @api.model
    def _format_days(self, first, last):
        """:param first: first day, or its text; False or None if the period is open; the same for ``last``"""
        first, last = (day and format_date(self.env, day) for day in (first, last))
        if not first and not last:
            return self.env._("all time")
        return first if first == last else f"{first or '…'} – {last or '…'}"

    @api.model
    def _format_share(self, share):
        """:param share: a number from 0 to 1, False if unknown"""
        return '' if share is False else formatLang(self.env, 100 * share, digits=1) + '\N{NO-BREAK SPACE}%'
