from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.days import to_day
from ...tools.marks import mark
from ..activities.followup import AGAIN_IN
from .sources import ACTIVITY_ALIASES


class MailActivity(models.Model):
    """Core's activity on a lead, counterparty, order or offer as a step of the day. It has a day, and no hour."""

    _name = 'mail.activity'
    _inherit = ['mail.activity', 'bas.step.mixin']

    bas_attempt_count = fields.Integer("Not Reached", copy=False, readonly=True, help="Number of calls that nobody answered.")

    @api.model_create_multi
    def create(self, vals_list):
        """A document for which an activity is planned does not keep the reason why it needed no step."""
        activities = super().create(vals_list)
        for model, planned in activities.filtered('active').grouped('res_model').items():
            if model in ACTIVITY_ALIASES:
                # sudo: an activity may be of a colleague's document.
                self.env[model].sudo().browse(planned.mapped('res_id'))._forget_no_step_reason()
        return activities

    def _take_steps(self):
        super()._take_steps()
        for model, activities in self.grouped('res_model').items():
            if model in ACTIVITY_ALIASES:
                # sudo: the documents are only read ahead together
                self.env[model].sudo().browse(activities.mapped('res_id')).mapped('company_id')

    def _is_step_open(self):
        return self.active

    def _get_closed_step_message(self):
        return self.env._(
            "«%(step)s» is already done: %(user)s was first. Refresh the screen to see what is left.",
            step=self.display_name, user=self.write_uid.name)

    def _get_step_user(self):
        return self.user_id

    def _get_step_basis(self):
        if self.res_model not in ACTIVITY_ALIASES:
            raise UserError(self.env._("This activity is not of a lead, counterparty, order or offer. Open it in its document."))
        return self.env[self.res_model].browse(self.res_id)

    def _get_step_company(self):
        return self._get_step_basis().sudo().company_id.sudo(False) or self.env.company  # sudo: only the company is read

    def _get_step_start(self):
        return False

    def _tell_step_time(self):
        return format_date(self.env, self.date_deadline, date_format='EEE, d MMM')

    def _get_step_target(self):
        return self._get_step_basis()

    def _move_steps(self, starts):
        for day, activities in self.grouped(lambda activity: to_day(self.env, starts[activity])).items():
            activities.date_deadline = day
        return self

    def _repeat_step(self):
        again = self.env['bas.event']._round_up(fields.Datetime.now() + AGAIN_IN)
        self._move_step((self.user_id or self.env.user)._get_working_moment(again, self._get_step_company()))
        self._program_write({'bas_attempt_count': self.bas_attempt_count + 1})
        self._log_on_basis(self.env._(
            "Not reached: attempt %(number)s. Next one: %(time)s.",
            number=self.bas_attempt_count, time=format_date(self.env, self.date_deadline)))
        return self

    def _finish_step(self, outcome, event_type):
        mark(self, with_outcome=True).action_feedback(feedback=outcome or False)

    def _prepare_next_step(self):
        basis = self._get_step_basis()
        return {
            **(basis._prepare_next_step() if basis.has_access('read') else {}),
            'subject': self.summary or self.activity_type_id.name or basis.sudo().display_name,  # sudo: only the name
        }

    def _action_done(self, feedback=False, attachment_ids=None):
        self.filtered(lambda activity: activity._is_outcome_asked())[:1]._require_outcome()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _is_outcome_asked(self):
        """An activity whose type plans the next one by itself leaves a step behind."""
        return self.res_model in ACTIVITY_ALIASES and self.chaining_type != 'trigger' and super()._is_outcome_asked()
