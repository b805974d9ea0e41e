from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.analysis.open_work import OPEN_WORK
from ...tools.days import get_today
from ...tools.dialogs import open_dialog

#: what is counted; rows of plans have no list of their own
WORKS = {kind: work for kind, work in OPEN_WORK.items() if kind != 'plan_rows'}


class BasSetupLeaver(models.TransientModel):
    """A person who leaves: the open work that remains, and the end of the access."""

    _name = 'bas.setup.leaver'
    _description = 'A Person Leaves'

    user_id = fields.Many2one(
        'res.users', string="Who Leaves", required=True, ondelete='cascade', context={'active_test': False},
        domain=lambda self: [('share', '=', False), ('id', '!=', self.env.uid), ('active', 'in', [True, False])])
    is_archived = fields.Boolean(compute='_compute_work', exportable=False, export_string_translation=False)
    has_work = fields.Boolean(compute='_compute_work', exportable=False, export_string_translation=False)
    leads_count = fields.Integer("Leads in work", compute='_compute_work')
    orders_count = fields.Integer("Orders in work", compute='_compute_work')
    customers_count = fields.Integer("Counterparties", compute='_compute_work')
    events_count = fields.Integer("Planned events", compute='_compute_work')
    tasks_count = fields.Integer("Open work tasks", compute='_compute_work')
    activities_count = fields.Integer("Activities", compute='_compute_work')
    plans_count = fields.Integer("Sales plans ahead", compute='_compute_work')
    contracts_count = fields.Integer("Contracts", compute='_compute_work')
    invoices_count = fields.Integer("Draft goods issues", compute='_compute_work')
    given_tasks_count = fields.Integer("Work tasks given to others", compute='_compute_work')
    meetings_count = fields.Integer("Meetings ahead", compute='_compute_work')

    @api.depends('user_id')
    def _compute_work(self):
        for dialog in self:
            dialog.is_archived = bool(dialog.user_id) and not dialog.user_id.active
            counts = dialog._count_work()
            dialog.has_work = any(counts.values())
            for kind in WORKS:
                dialog[f'{kind}_count'] = counts.get(kind, 0)

    def _count_work(self):
        """:return: dict: kind of work → number of the open records of the person"""
        if not self.user_id:
            return {}
        today = get_today(self.env)
        # sudo: who keeps the users may see how much remains without seeing the documents.
        return {kind: self.env[work.model].sudo().search_count(Domain(work.domain(self.user_id, today)))
                for kind, work in WORKS.items()}

    def action_archive(self):
        """End the access of the person. The documents keep their manager until they are handed over."""
        self.ensure_one()
        if self.user_id == self.env.user:
            raise UserError(self.env._("You cannot end your own access. Another administrator can."))
        self.user_id.action_archive()
        return self._open_again()

    @api.readonly
    def action_open_work(self):
        """:return: action: the list of the open records of the kind in the context ``bas_kind``"""
        self.ensure_one()
        self.check_access('read')
        kind = self.env.context.get('bas_kind')
        work = WORKS.get(kind) if isinstance(kind, str) else None
        if not work:
            raise UserError(self.env._("There is no such list. Reload the page."))
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("%(work)s: %(name)s", work=work.title(self.env), name=self.user_id.name),
            'res_model': work.model,
            'views': [(False, 'list'), (False, 'form')],
            'domain': work.domain(self.user_id, get_today(self.env)),
        }

    def _open_again(self):
        return open_dialog(self.env._("A Person Leaves"), self._name, record=self)
