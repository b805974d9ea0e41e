from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.activities.event_subject import EVENT_TYPES
from ...models.day.sources import DOCUMENTS, STEPS

#: choices of the next step with a time
PLANNED_STEPS = ('tomorrow', 'week', 'day')


class BasAgendaOutcome(models.TransientModel):
    """Finishes a step: one line of outcome, and the next step, or why none is needed."""

    _name = 'bas.agenda.outcome'
    _description = 'Outcome and Next Step'

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference("Record to Finish", model_field='res_model')
    step_name = fields.Char("Step", compute='_compute_step')
    who = fields.Char(compute='_compute_step')
    is_document = fields.Boolean(compute='_compute_step', help="Nothing was planned for the document.")
    may_plan = fields.Boolean(compute='_compute_step')
    is_required = fields.Boolean(compute='_compute_step', help="A next step is required.")

    outcome = fields.Char("What Came of It")
    done_type = fields.Selection(EVENT_TYPES, string="What Was Done", default='call', required=True)
    next_step = fields.Selection([
        ('tomorrow', "Tomorrow"),
        ('week', "In a Week"),
        ('day', "On a Day"),
        ('none', "Not Needed"),
    ], compute='_compute_next_step', compute_sudo=False, store=True, readonly=False, precompute=True)
    next_type = fields.Selection(
        EVENT_TYPES, string="What to Do Next", required=True,
        compute='_compute_next_type', compute_sudo=False, store=True, readonly=False, precompute=True)
    next_start = fields.Datetime(
        "Next Step On", compute='_compute_next_start', compute_sudo=False, store=True, readonly=False, precompute=True)
    no_step_reason = fields.Char("Why It Is Not Needed")

    def _get_step(self):
        """:return: the record to finish
        :raises AccessError: it is none of those that this dialog finishes, or the user has no access to it
        """
        self.ensure_one()
        if self.res_model not in STEPS:
            raise AccessError(self.env._("This dialog finishes only steps of «My Day»."))
        step = self.env[self.res_model].browse(self.res_id)._check_step_exists()
        step.check_access('read')
        return step

    @api.depends('res_model', 'res_id')
    def _compute_step(self):
        for wizard in self:
            if wizard.res_model not in STEPS:
                wizard.update({'step_name': False, 'who': False, 'is_document': False, 'may_plan': False, 'is_required': False})
                continue
            step = wizard._get_step()
            # sudo: the name of the counterparty of an own step is no secret.
            basis = step._get_step_basis().sudo()
            partner = basis if basis._name == 'res.partner' else basis.partner_id
            wizard.step_name = step.display_name
            wizard.who = partner.display_name or ('partner_name' in basis and (basis.partner_name or basis.contact_name)) or False
            wizard.is_document = wizard.res_model in DOCUMENTS
            wizard.may_plan = self.env['bas.event'].has_access('create')
            wizard.is_required = step._is_next_step_required()

    @api.depends('may_plan')
    def _compute_next_step(self):
        for wizard in self:
            wizard.next_step = 'tomorrow' if wizard.may_plan else False

    @api.depends('res_model', 'res_id', 'done_type')
    def _compute_next_type(self):
        for wizard in self:
            wizard.next_type = wizard._get_step().event_type if wizard.res_model == 'bas.event' else 'call'

    @api.depends('next_step', 'res_model', 'res_id')
    def _compute_next_start(self):
        for wizard in self:
            days = {'tomorrow': 1, 'week': 7}.get(wizard.next_step)
            if days and wizard.res_model in STEPS:
                wizard.next_start = wizard._get_start_in_days(days)
            elif wizard.next_step == 'day' and wizard.res_model in STEPS:
                wizard.next_start = wizard.next_start or wizard._get_start_in_days(1)
            else:
                wizard.next_start = False

    def _get_start_in_days(self, days):
        step = self._get_step()
        return step._get_starts_in_days(days)[step]

    def action_save(self):
        """Finish the step, and plan the next one or keep the reason why none is needed."""
        self.ensure_one()
        step = self._get_step()
        step._take_steps()
        self._check_answers()
        step._finish_step((self.outcome or '').strip(), self.done_type)
        if self.may_plan and self.next_step == 'none' and self.no_step_reason:
            step._refuse_next_step(self.no_step_reason.strip())
        elif self.may_plan and self.next_step in PLANNED_STEPS:
            step._plan_next_step(self.next_type, self.next_start)
        if self.env.context.get('reload_screen'):
            return {'type': 'ir.actions.client', 'tag': 'soft_reload'}
        return {'type': 'ir.actions.act_window_close', 'infos': {'done': True}}

    def _check_answers(self):
        """:raises UserError: an answer is missing"""
        if not (self.outcome or '').strip():
            raise UserError(self.env._("Write in one line what came of it: it stays in the history."))
        if not self.may_plan:
            return
        if self.is_required and not self.next_step:
            raise UserError(self.env._("Plan the next step, or choose «Not Needed» and write why."))
        if self.next_step == 'none' and not (self.no_step_reason or '').strip():
            raise UserError(self.env._("Write why no next step is needed: the reason is kept on the document."))
        if self.next_step in PLANNED_STEPS and not self.next_start:
            raise UserError(self.env._("Choose the day of the next step."))
        if self.next_step in PLANNED_STEPS and self.next_start < fields.Datetime.now() - timedelta(minutes=1):
            raise UserError(self.env._("The next step cannot be in the past."))
