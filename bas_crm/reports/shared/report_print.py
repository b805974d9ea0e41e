from odoo import api, models
from odoo.tools import format_date, formatLang

from ...tools.days import get_today


class BasReportPrint(models.AbstractModel):
    """A report as a PDF: what all pages of it have, and how it writes periods and parts. See bas_report_layout.xml."""

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
        """:param first: day, or its text; False or None for no bound; so is ``last``"""
        first, last = (day and format_date(self.env, day) for day in (first, last))
        if not first and not last:
            return self.env._("all time")
        return first if first == last else f"{first or '…'} – {last or '…'}"

    @api.model
    def _format_share(self, share):
        """:param share: a part of one, False for none"""
        return '' if share is False else formatLang(self.env, 100 * share, digits=1) + '\N{NO-BREAK SPACE}%'
