from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from ...tools.marks import mark


class BasEvent(models.Model):
    """An event as a step of the day."""

    _name = 'bas.event'
    _inherit = ['bas.event', 'bas.step.mixin']

    def _is_step_open(self):
        return self.category == 'planned' and self.active

    def _get_closed_step_message(self):
        return self._tell_closed(self)

    def _get_step_user(self):
        return self.user_id

    def _get_step_basis(self):
        return self.order_id or self.lead_id or self.partner_id

    def _get_step_start(self):
        return self.start

    def _repeat_steps(self):
        if letters := self.filtered(lambda event: event.event_type in ('email', 'sms')):
            raise UserError(self.env._(
                "«%(step)s» is a letter or an SMS: there is nobody to reach. Choose only calls and meetings.",
                step=letters[0].display_name))
        self.action_not_reached()
        return self

    def _finish_step(self, outcome, event_type):
        if outcome:
            self.description = (self.description or Markup()) + Markup('<p>%s</p>') % outcome
        mark(self, with_outcome=True).action_done_now()
        if outcome and self._get_step_basis():
            kind = dict(self._fields['event_type']._description_selection(self.env))[self.event_type]
            self._log_on_basis(f'{kind}: {outcome}')

    def _prepare_next_step(self):
        return {
            'subject': self.subject,
            'participant_ids': self._copy_participants(self),
            **self._get_readable_values(
                partner_id=self.partner_id, lead_id=self.lead_id, order_id=self.order_id, contract_id=self.contract_id,
                work_task_id=self.work_task_id),
        }

    def _plan_next_steps(self, event_type, starts):
        self.ensure_one()
        return super(BasEvent, self.with_context(next_of_event_id=self.id))._plan_next_steps(event_type, starts)

    # ------------------------------------------------------------
    # Effects of planning and finishing an event anywhere
    # ------------------------------------------------------------

    def _follow_planned_step(self):
        """A document for which a step is planned again does not keep the reason why it needed none."""
        planned = self.with_prefetch(self.ids).filtered(lambda event: event.category == 'planned' and event.active)
        planned.sudo().lead_id._forget_no_step_reason()  # sudo: a step may be of a colleague's document
        planned.sudo().order_id._forget_no_step_reason()  # as above

    def _find_asked_step(self):
        return self._get_first_asked()
