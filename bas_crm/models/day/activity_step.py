from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.days import to_day
from ...tools.marks import mark
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

    def _repeat_steps(self):
        self._move_steps(self._get_times_again())
        for count, activities in self.grouped('bas_attempt_count').items():
            activities._program_write({'bas_attempt_count': count + 1})
        self._log_on_bases({activity: self.env._(
            "Not reached: attempt %(number)s. Next one: %(time)s.",
            number=activity.bas_attempt_count, time=format_date(self.env, activity.date_deadline)) for activity in self})
        return self

    def _finish_step(self, outcome, event_type):
        mark(self, with_outcome=True).action_feedback(feedback=outcome or False)

    def _prepare_next_step(self):
        basis = self._get_step_basis()
        return {
            **(basis._prepare_next_step() if basis.has_access('read') else {}),
            'subject': self.summary or self.activity_type_id.name or basis.sudo().display_name,  # sudo: only the name
        }

    def write(self, vals):
        """An activity that is archived is done, whatever archives it."""
        if 'active' in vals and not vals['active']:
            self._get_first_asked()._require_outcome()
        return super().write(vals)

    def _action_done(self, feedback=False, attachment_ids=None):
        self._get_first_asked()._require_outcome()
        # asked already: the activities are archived at the end, when those that follow them have been made
        return super(MailActivity, mark(self, with_outcome=True))._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def action_feedback_schedule_next(self, feedback=False, attachment_ids=None):
        """Core asks for the next activity afterwards: that is the next step."""
        action = super(MailActivity, mark(self, with_outcome=True)).action_feedback_schedule_next(
            feedback=feedback, attachment_ids=attachment_ids)
        if action:
            action['context'].pop('with_outcome', None)  # the new activity is asked for its own outcome
        return action

    def _is_outcome_asked(self, finished):
        """An activity whose type plans the next one by itself leaves a step behind."""
        return self.res_model in ACTIVITY_ALIASES and self.chaining_type != 'trigger' and super()._is_outcome_asked(finished)
