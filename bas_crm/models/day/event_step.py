from markupsafe import Markup

from odoo import models
from odoo.exceptions import RedirectWarning

from ...tools.marks import mark, read_mark


class BasEvent(models.Model):
    """An event as a step of the day."""

    _name = 'bas.event'
    _inherit = ['bas.event', 'bas.step.mixin']

    def _is_step_open(self):
        return self.category == 'planned' and self.active

    def _get_closed_step_message(self):
        if not self.active:
            return self.env._("«%(step)s» is archived. Refresh the screen to see what is left.", step=self.display_name)
        return self.env._(
            "«%(step)s» is already %(status)s: %(user)s was first. Refresh the screen to see what is left.",
            step=self.display_name, status=self.status_id.name.lower(), user=self.write_uid.name)

    def _get_step_user(self):
        return self.user_id

    def _get_step_basis(self):
        return self.order_id or self.lead_id or self.partner_id

    def _get_step_start(self):
        return self.start

    def _move_step(self, start):
        self._move_to(start)
        return self

    def _repeat_step(self):
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

    def _plan_next_step(self, event_type, start):
        return super(BasEvent, self.with_context(next_of_event_id=self.id))._plan_next_step(event_type, start)

    # ------------------------------------------------------------
    # Effects of planning and finishing an event anywhere
    # ------------------------------------------------------------

    def _create_calendar_events(self):
        super()._create_calendar_events()
        self._follow_planned_step()

    def _mirror(self):
        super()._mirror()
        self._follow_planned_step()

    def _follow_planned_step(self):
        """A document for which a step is planned again does not keep the reason why it needed none."""
        planned = self.with_prefetch(self.ids).filtered(lambda event: event.category == 'planned' and event.active)
        planned.sudo().lead_id._forget_no_step_reason()  # sudo: a step may be of a colleague's document
        planned.sudo().order_id._forget_no_step_reason()  # as above

    def _ask_outcome(self):
        # Several events are refused by _check_outcome().
        return len(self) == 1 and self._is_outcome_asked() and self._get_outcome_dialog()

    def _check_outcome(self, vals):
        """:raises RedirectWarning: an event is finished without the dialog, although a next step is required"""
        status = self.env['bas.activity.status'].browse(vals.get('status_id') or [])
        asked = self.filtered(lambda event: event._is_outcome_asked()) if status.category == 'done' else self.browse()
        if asked:
            raise RedirectWarning(
                self.env._("«%(step)s»: write the outcome and plan the next step.", step=asked[:1].display_name),
                asked[:1]._get_outcome_dialog(), self.env._("Write the Outcome"))

    def _is_outcome_asked(self):
        """:return: bool: whether the event may only be finished with an outcome and a next step"""
        is_free = self.env.su or self._is_by_program() or read_mark(self, 'with_outcome') or read_mark(self, 'importing')
        if is_free or self.category != 'planned' or not self._is_next_step_required():
            return False
        basis = self._get_step_basis()
        return bool(basis) and not basis._has_other_step(self)
