from datetime import datetime, time, timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.days import format_moment, get_midnight, get_today, get_zone, to_day, to_local, to_utc
from ...tools.dialogs import open_dialog
from ...tools.groups import ALL_DOCUMENTS
from ...tools.queueing import queue_for

#: when a step begins on a day on which nobody has said the hour, unless work begins later
USUAL_HOUR = time(9)


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

    def _move_step(self, start):
        """Plan the step for another moment.

        :return: the planned record: the step itself, or the call about a document
        """
        raise NotImplementedError

    def _repeat_step(self):
        """Nobody was reached: count it, and plan the step two working hours later.

        :return: the planned record
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
        if not self._is_step_open():
            raise UserError(self._get_closed_step_message())

    def _take_step(self):
        """Make colleagues who do something with the same step at this moment wait; they are retried and told of the outcome."""
        self._check_step_exists().check_access('write')
        queue_for(self)
        self._check_step_is_open()

    # ------------------------------------------------------------
    # Other times
    # ------------------------------------------------------------

    def _get_step_company(self):
        return ('company_id' in self and self.company_id) or self.env.company

    def _keep_step_hours(self, moment):
        """:return: datetime: ``moment``, moved to working hours, unless the step was planned outside of them"""
        start, company = self._get_step_start(), self._get_step_company()
        find = (self._get_step_user() or self.env.user)._get_working_moment
        return find(moment, company) if not start or find(start, company) == start else moment

    def _get_moment_on(self, day):
        """:return: datetime: the same hour of another day, also across a change of summer time"""
        start = self._get_step_start()
        hour = to_local(self.env, start).time() if start else USUAL_HOUR
        return to_utc(get_zone(self.env), datetime.combine(day, hour))

    def _get_start_in_days(self, days):
        """:return: datetime: the same hour, in a number of days from today, in working hours"""
        return self._keep_step_hours(self._get_moment_on(get_today(self.env) + timedelta(days=days)))

    def _count_days_to_monday(self):
        return 7 - get_today(self.env).weekday()

    def _get_start_in_bucket(self, bucket):
        """:return: datetime: the time of a step dragged to a column: in working hours if they are in the column
        :raises UserError: nothing can be moved to the column
        """
        today, to_monday = get_today(self.env), self._count_days_to_monday()
        if bucket == 'today':
            return self._get_start_today()
        if bucket == 'week' and to_monday <= 2:
            raise UserError(self.env._("After tomorrow, this week is over. Choose «Later», or another day on the card."))
        first, end = {'tomorrow': (1, 2), 'week': (2, to_monday), 'later': (max(2, to_monday), None)}.get(bucket, (None, None))
        if first is None:
            raise UserError(self._get_bucket_refusal(bucket))
        day = today + timedelta(days=first)
        asked = self._get_moment_on(day)
        kept = self._keep_step_hours(asked)
        is_inside = kept >= get_midnight(self.env, day) and (
            not end or kept < get_midnight(self.env, today + timedelta(days=end)))
        return kept if is_inside else asked

    def _get_bucket_refusal(self, bucket):
        if bucket == 'overdue':
            return self.env._("A step cannot be planned for the past. Move it to «Today» or later.")
        if bucket != 'none':
            return self.env._("Choose one of the columns, or a day.")
        return self.env._("A planned step stays planned: finish it with ✓, or cancel it in its document.")

    def _get_start_today(self):
        """:return: datetime: the same hour if it is still ahead, else the next working time of today, else now"""
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        today = get_today(self.env)
        soon = self.env['bas.event']._round_up(now)
        asked = [self._get_moment_on(today)] if self._get_step_start() else []
        candidates = [*asked, self._keep_step_hours(soon), soon]
        return next((moment for moment in candidates if moment >= now and to_day(self.env, moment) == today), now)

    # ------------------------------------------------------------
    # Outcome and next step
    # ------------------------------------------------------------

    def _get_outcome_dialog(self):
        """:return: action that asks for the outcome and the next step"""
        self.ensure_one()
        return open_dialog(self.env._("Outcome and Next Step"), 'bas.agenda.outcome', {
            'default_res_model': self._name, 'default_res_id': self.id, 'dialog_size': 'medium'})

    def _is_next_step_required(self):
        """:return: bool: whether the setting asks for a next step, and the user may plan one"""
        # sudo: a setting of the company is no secret.
        return self._get_step_company().sudo().bas_require_next_step and self.env['bas.event'].has_access('create')

    def _plan_next_step(self, event_type, start):
        """:return: ``bas.event``: the step that follows this one"""
        values = self._prepare_next_step()
        user = self._get_next_user()
        return self.env['bas.event'].create({
            **values, 'event_type': event_type, 'start': start, 'user_id': user.id, 'company_id': self._get_step_company().id})

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
        """Tell readers of the document that the step is for, or of the step itself if it is for none."""
        record = self._get_step_basis() or self._get_step_target()
        # sudo: it may be a colleague's document; a step of it belongs to its history.
        record.sudo()._message_log(body=Markup('<p>%s</p>') % body)

    def _get_readable_values(self, **documents):
        """:return: dict: field → id of the documents that the user may read: a step may be for a colleague's document"""
        return {name: document._filtered_access('read').id for name, document in documents.items() if document}

    def _copy_participants(self, event):
        return [Command.create({'partner_id': person.partner_id.id, 'name': person.name, 'how_to_contact': person.how_to_contact})
                for person in event.participant_ids]
