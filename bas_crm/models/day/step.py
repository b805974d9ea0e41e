from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tools.misc import groupby

from ...tools.days import format_moment
from ...tools.dialogs import open_dialog
from ...tools.groups import ALL_DOCUMENTS
from ...tools.marks import read_mark
from ...tools.queueing import queue_for

#: each step is moved to its own hour, and its record of the calendar is written: nobody means thousands at once
MOST_AT_ONCE = 200


class BasStep(models.AbstractModel):
    """Something to be done: a planned event, an open work, an activity, or a document that has no next step yet.

    Each source of «My Day» has these methods. The right to call them is the right to change the record.
    """

    _name = 'bas.step.mixin'
    _description = 'Step of the Day'

    # ------------------------------------------------------------
    # What each source defines
    # ------------------------------------------------------------

    def _is_step_open(self):
        """:return: bool: whether it still has to be done"""
        raise NotImplementedError

    def _get_closed_step_message(self):
        """:return: message: why nothing can be done with it any more"""
        raise NotImplementedError

    def _tell_closed(self, document):
        """:param document: the event or task whose status tells that the step is closed
        :return: message
        """
        if not document.active:
            return self.env._("«%(step)s» is archived. Refresh the screen to see what is left.", step=self.display_name)
        return self.env._(
            "«%(step)s» is already %(status)s: %(user)s was first. Refresh the screen to see what is left.",
            step=self.display_name, status=document.status_id.name.lower(), user=document.write_uid.name)

    def _get_step_user(self):
        """:return: ``res.users`` whose step it is; may be empty"""
        raise NotImplementedError

    def _get_step_basis(self):
        """:return: the lead, order, offer or counterparty that the step is for; may be empty"""
        raise NotImplementedError

    def _get_step_start(self):
        """:return: datetime: when it is planned for; False for a day without an hour, and if it is not planned"""
        raise NotImplementedError

    def _tell_step_time(self):
        """:return: str: the day and the hour it is planned for"""
        return format_moment(self.env, self._get_step_start(), 'EEE, d MMM, HH:mm')

    def _move_steps(self, starts):
        """Plan each of the steps for another moment.

        :param dict starts: step → moment
        :return: the planned records: the steps themselves, or the calls about documents
        """
        raise NotImplementedError

    def _repeat_steps(self):
        """Nobody was reached: count it, and plan each of the steps again, see :meth:`_get_times_again`.

        :return: the planned records
        """
        raise NotImplementedError

    def _finish_step(self, outcome, event_type):
        """Mark the step as done, and add the outcome to the history.

        :param str event_type: of a document without a planned step: what was done
        """
        raise NotImplementedError

    def _prepare_next_step(self):
        """:return: dict: values of ``bas.event`` for the step that follows this one, without its time and type"""
        raise NotImplementedError

    def _get_step_target(self):
        """:return: the record that opens when the user opens the step"""
        return self

    # ------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------

    def _check_step_exists(self):
        if not self.exists():
            raise UserError(self.env._(
                "This step is not there any more: somebody has just deleted it. Refresh the screen to see what is left."))
        return self

    def _check_step_is_open(self):
        """:raises UserError: somebody has finished the step meanwhile"""
        self._check_step_exists().check_access('write')
        self._check_steps_are_open()

    def _take_steps(self):
        """Make colleagues who do something with the same steps at this moment wait; they are retried and told of the outcome."""
        if len(self.exists()) < len(self):
            self.filtered(lambda step: not step.exists())._check_step_exists()
        self.check_access('write')
        queue_for(self)
        self._check_steps_are_open()

    @api.model
    def _check_not_too_many(self, chosen):
        """:param chosen: rows of a list"""
        if len(chosen) > MOST_AT_ONCE:
            raise UserError(self.env._("Choose at most %(count)s steps at once.", count=MOST_AT_ONCE))

    def _check_steps_are_open(self):
        for step in self:
            if not step._is_step_open():
                raise UserError(step._get_closed_step_message())

    def _get_step_company(self):
        return ('company_id' in self and self.company_id) or self.env.company

    # ------------------------------------------------------------
    # Outcome and next step
    # ------------------------------------------------------------

    def _get_outcome_dialog(self):
        """:return: action that asks for the outcome and the next step"""
        self.ensure_one()
        return open_dialog(self.env._("Outcome and Next Step"), 'bas.agenda.outcome', {
            'default_res_model': self._name, 'default_res_id': self.id, 'dialog_size': 'medium'})

    def _get_first_asked(self):
        """:return: the first of these steps, all of which are to be finished now, that needs an outcome and a next step; may be
            empty"""
        return next((step for step in self if step._is_outcome_asked(self)), self.browse())

    def _is_outcome_asked(self, finished):
        """
        :param finished: the steps that are finished at the same time
        :return: bool: whether the step may only be finished with an outcome and a next step
        """
        is_free = self.env.su or self._is_by_program() or read_mark(self, 'with_outcome') or read_mark(self, 'importing')
        if is_free or not self._is_step_open() or not self._is_next_step_required():
            return False
        basis = self._get_step_basis()
        return bool(basis) and not basis._has_other_step(finished)

    def _require_outcome(self):
        """:raises RedirectWarning: there is a step, which is to be finished in the dialog"""
        if self:
            dialog = self._get_outcome_dialog()
            dialog['context']['reload_screen'] = True  # nothing waits for a dialog that a warning opens
            raise RedirectWarning(
                self.env._("«%(step)s»: write the outcome and plan the next step.", step=self.display_name),
                dialog, self.env._("Write the Outcome"))

    def _is_next_step_required(self):
        """:return: bool: whether the setting asks for a next step, and the user may plan one"""
        # sudo: a setting of the company is no secret.
        return self._get_step_company().sudo().bas_require_next_step and self.env['bas.event'].has_access('create')

    def _plan_next_step(self, event_type, start):
        """:return: ``bas.event``: the step that follows this one"""
        return self._plan_next_steps(event_type, {self: start})

    def _plan_next_steps(self, event_type, starts):
        """:param dict starts: each of these steps → when the step that follows it begins
        :return: ``bas.event``: one for each"""
        return self.env['bas.event'].create([{
            **step._prepare_next_step(), 'event_type': event_type, 'start': starts[step], 'user_id': step._get_next_user().id,
            'company_id': step._get_step_company().id} for step in self])

    def _get_next_user(self):
        """:return: whose the next step is: the same person's, if the user may plan for others, else the user's own"""
        mine, user = self.env.user, self._get_step_user()
        may_plan = user in mine | mine._get_represented_users() or mine.has_group(ALL_DOCUMENTS)
        return user if user.active and not user.share and may_plan else mine

    def _refuse_next_step(self, reason):
        """Keep the reason why nothing follows on the document of the step, and tell it in the history."""
        basis = self._get_step_basis()
        if 'bas_no_step_reason' in basis and basis.has_access('write'):
            basis._keep_no_step_reason(reason)
        self._log_on_basis(self.env._("No next step is needed: %(reason)s", reason=reason))

    def _log_on_basis(self, body):
        self._log_on_bases({self: body})

    def _log_on_bases(self, bodies):
        """Tell readers of the documents that the steps are for, or of the steps themselves if they are for none.

        :param dict bodies: step → text
        """
        found = defaultdict(Markup)
        for step, body in bodies.items():
            # sudo: it may be a colleague's document; a step of it belongs to its history.
            found[(step._get_step_basis() or step._get_step_target()).sudo()] += Markup('<p>%s</p>') % body
        for model, records in groupby(found, lambda record: record._name):
            self.env[model].sudo().concat(*records)._message_log_batch(  # sudo: as above
                bodies={record.id: found[record] for record in records})

    def _get_readable_values(self, **documents):
        """:return: dict: field → id of the documents that the user may read: a step may be for a colleague's document"""
        return {name: document._filtered_access('read').id for name, document in documents.items() if document}

    def _copy_participants(self, event):
        return [Command.create({'partner_id': person.partner_id.id, 'name': person.name, 'how_to_contact': person.how_to_contact})
                for person in event.participant_ids]


class BasCalendarMixin(models.AbstractModel):
    _inherit = 'bas.calendar.mixin'

    def _move_steps(self, starts):
        self._move_all_to(starts)
        return self
