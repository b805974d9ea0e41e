from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.shared.open_work import OPEN_WORK
from ...tools.days import ZONE_CONTEXT, get_today
from ...tools.dialogs import open_dialog
from ...tools.marks import mark

#: kinds with a list of their own; others are opened in the list of their model
LISTS = {'plan_rows': 'bas_crm.bas_plan_fact_report_action_plan_lines'}


class BasSetupLeaver(models.TransientModel):
    """A person who leaves: the open work that remains, and the end of the access."""

    _name = 'bas.setup.leaver'
    _description = 'A Person Leaves'

    user_id = fields.Many2one(
        'res.users', string="Who Leaves", required=True, ondelete='cascade', context={'active_test': False},
        domain=lambda self: [('share', '=', False), ('id', '!=', self.env.uid), ('active', 'in', [True, False])])
    is_archived = fields.Boolean(compute='_compute_work', exportable=False, export_string_translation=False)
    has_work = fields.Boolean(compute='_compute_work', exportable=False, export_string_translation=False)
    work_text = fields.Char(compute='_compute_work', exportable=False, export_string_translation=False)
    leads_count = fields.Integer("Leads in work", compute='_compute_work')
    orders_count = fields.Integer("Orders in work", compute='_compute_work')
    customers_count = fields.Integer("Counterparties", compute='_compute_work')
    events_count = fields.Integer("Planned events", compute='_compute_work')
    tasks_count = fields.Integer("Open work tasks", compute='_compute_work')
    activities_count = fields.Integer("Activities", compute='_compute_work')
    plans_count = fields.Integer("Sales plans ahead", compute='_compute_work')
    plan_rows_count = fields.Integer("Rows of plans to come", compute='_compute_work')
    contracts_count = fields.Integer("Contracts", compute='_compute_work')
    invoices_count = fields.Integer("Draft goods issues", compute='_compute_work')
    given_tasks_count = fields.Integer("Work tasks given to others", compute='_compute_work')
    meetings_count = fields.Integer("Meetings ahead", compute='_compute_work')

    @api.depends('user_id')
    @api.depends_context('lang', *ZONE_CONTEXT)
    def _compute_work(self):
        for dialog in self:
            dialog.is_archived = bool(dialog.user_id) and not dialog.user_id.active
            counts = dialog._count_work()
            dialog.has_work = any(counts.values())
            dialog.work_text = ' · '.join(
                self.env._("%(work)s: %(count)s", work=OPEN_WORK[kind].title(self.env), count=count)
                for kind, count in counts.items() if count)
            for kind in OPEN_WORK:
                dialog[f'{kind}_count'] = counts.get(kind, 0)

    def _count_work(self):
        """:return: dict: kind of work → number of the open records of the person"""
        if not self.user_id:
            return {}
        today = get_today(self.env)
        # sudo: who keeps the users may see how much remains without seeing the documents.
        return {kind: self.env[work.model].sudo().search_count(Domain(work.domain(self.user_id, today)))
                for kind, work in OPEN_WORK.items()}

    def action_archive(self):
        """End the access of the person. The documents keep their manager until they are handed over."""
        self.ensure_one()
        if self.user_id == self.env.user:
            raise UserError(self.env._("You cannot end your own access. Another administrator can."))
        # without another dialog, see res.users
        mark(self.user_id, in_leaver_dialog=True).action_archive()
        return self._open_again()

    @api.readonly
    def action_open_work(self):
        """:return: action: the list of the open records of the kind in the context ``bas_kind``"""
        self.ensure_one()
        self.check_access('read')
        kind = self.env.context.get('bas_kind')
        work = OPEN_WORK.get(kind) if isinstance(kind, str) else None
        if not work:
            raise UserError(self.env._("There is no such list. Reload the page."))
        action = self.env['ir.actions.act_window']._for_xml_id(LISTS[kind]) if kind in LISTS else {
            'type': 'ir.actions.act_window', 'res_model': work.model, 'views': [(False, 'list'), (False, 'form')]}
        return {
            **action,
            'name': self.env._("%(work)s: %(name)s", work=work.title(self.env), name=self.user_id.name),
            'domain': work.domain(self.user_id, get_today(self.env)),
        }

    def _open_again(self):
        return open_dialog(self.env._("A Person Leaves"), self._name, record=self)
