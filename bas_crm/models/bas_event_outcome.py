from datetime import timedelta

from odoo import fields, models

from ..tools.dialogs import open_dialog

#: nobody answered: again in so much time
AGAIN_IN = timedelta(hours=2)
#: moved events begin at a minute that people say
ROUND_TO = timedelta(minutes=5)


class BasEvent(models.Model):
    """What came of an event, in one click."""

    _inherit = 'bas.event'

    def action_not_reached(self):
        """Nobody answered: the same event again in two hours, and the attempt is told in its history."""
        for event in self:
            event._check_planned()
            event._move_to(self._round_up(fields.Datetime.now() + AGAIN_IN))
            event._program_write({'attempt_count': event.attempt_count + 1})
            event.message_post(body=self.env._("Not reached: attempt %(number)s.", number=event.attempt_count))
        return True

    def action_move(self):
        """Ask for another time."""
        self._check_planned()
        return open_dialog(self.env._("Move to Another Time"), 'bas.event.move', {'default_event_ids': self.ids})

    def _move_to(self, start):
        """Keep the length."""
        self.ensure_one()
        self.write({'start': start, 'stop': start + (self.stop - self.start)})

    @staticmethod
    def _round_up(moment):
        return moment + (moment.min - moment) % ROUND_TO
