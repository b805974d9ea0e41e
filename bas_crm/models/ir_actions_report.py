from odoo import api, models

#: nothing of our pages is drawn by scripts, so nothing has to be waited for
NO_DELAY = '0'


class IrActionsReport(models.Model):
    """Our own prints stand ready in the page: no assets are fetched for them and no script is waited for.

    Core waits a second for each part of a document, the head, the foot and the text of it.
    """

    _inherit = 'ir.actions.report'

    def _is_self_contained(self):
        return len(self) == 1 and (self.report_name or '').startswith('bas_crm.')

    def _get_layout(self):
        if self._is_self_contained():
            return self.env.ref('bas_crm.print_page')
        return super()._get_layout()

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, **kwargs):
        report = self._get_report(report_ref) if report_ref else self
        reports = self.with_context(print_delay=NO_DELAY) if report._is_self_contained() else self
        return super(IrActionsReport, reports)._run_wkhtmltopdf(bodies, report_ref=report_ref, **kwargs)

    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        command = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if (delay := self.env.context.get('print_delay')) and '--javascript-delay' in command:
            command[command.index('--javascript-delay') + 1] = delay
        return command
