from datetime import timedelta

from odoo import fields, models

from ...tools.days import format_moment
from ...tools.dialogs import open_dialog

#: nobody answered: again in so much time
AGAIN_IN = timedelta(hours=2)
#: moved events begin at a minute that people say
ROUND_TO = timedelta(minutes=5)


class BasEvent(models.Model):
    """What came of an event, in one click."""

    _inherit = 'bas.event'

    planned_start = fields.Datetime(
        "Planned for", copy=False, readonly=True, help="When it was to be, where it was done at another time.")

    def action_not_reached(self):
        """Nobody answered: the same event again in two hours of work, and the attempt is told in its history."""
        self._check_planned()
        again = self._round_up(fields.Datetime.now() + AGAIN_IN)
        for (user, company), events in self.grouped(lambda event: (event.user_id, event.company_id)).items():
            start = user._get_working_moment(again, company)
            for event in events:
                event._move_to(start)
                event._program_write({'attempt_count': event.attempt_count + 1})
                event.message_post(body=self.env._(
                    "Not reached: attempt %(number)s. Next one: %(time)s.",
                    number=event.attempt_count, time=format_moment(self.env, start, 'short')))
        return True

    def action_done_now(self):
        """It was overdue and has been done just now."""
        self._check_planned()
        self._date_now()
        return self.action_done()

    def _date_outcome(self, vals):
        """What is done cannot lie ahead: it has happened now. What is planned again goes back to the time it was planned for.

        :param dict vals: what is about to be written; times that somebody gives stay as they are
        """
        if not vals.get('status_id'):
            return
        category, now = self.env['bas.activity.status'].browse(vals['status_id']).category, fields.Datetime.now()
        if category == 'planned':
            self.filtered('is_cancelled_with_lead')._program_write({'is_cancelled_with_lead': False})
        if {'start', 'stop', 'duration'} & vals.keys():
            return
        if category == 'done':
            self.filtered(lambda event: event.category == 'planned' and event.start > now)._date_now()
        elif category == 'planned':
            for event in self.filtered('planned_start'):
                event._move_to(event.planned_start)
                event._program_write({'planned_start': False})

    def _date_now(self):
        """A letter begins now, a talk ends now; the length stays, and so does what happens in its time."""
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        moved = self.filtered(lambda event: not event.start <= now <= event.stop)
        for event in moved:
            event._program_write({'planned_start': event.start})
        for (is_letter, length), events in moved.grouped(
                lambda event: (event.event_type in ('email', 'sms'), event.stop - event.start)).items():
            start = now if is_letter else now - length
            events.write({'start': start, 'stop': start + length})

    def action_move(self):
        """Ask for another time."""
        self._check_planned()
        return open_dialog(self.env._("Move to Another Time"), 'bas.event.move', {'default_event_ids': self.ids})

    def _move_to(self, start):
        """Keep the length."""
        self.ensure_one()
        self.write({'start': start, 'stop': start + (self.stop - self.start)})

    def _keep_working_time(self, moment):
        """:return: ``moment``; where the event stands within the working hours and ``moment`` does not, their next beginning"""
        self.ensure_one()
        find = self.user_id._get_working_moment
        return find(moment, self.company_id) if find(self.start, self.company_id) == self.start else moment

    @staticmethod
    def _round_up(moment):
        return moment + (moment.min - moment) % ROUND_TO
