from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.days import to_day
from ...tools.marks import mark


class BasEventMove(models.TransientModel):
    """Moves events to another time. Each keeps its length, and the gaps between several events are kept."""

    _name = 'bas.event.move'
    _description = 'Move Events'

    event_ids = fields.Many2many('bas.event', required=True)
    choice = fields.Selection(
        [('hour', "In an Hour"), ('tomorrow', "Tomorrow"), ('week', "In a Week"), ('other', "At Another Time")],
        string="When", default='tomorrow', required=True)
    start = fields.Datetime("Beginning", compute='_compute_start', store=True, readonly=False, required=True, precompute=True)

    @api.depends('choice', 'event_ids')
    def _compute_start(self):
        now = fields.Datetime.now()
        for move in self:
            event = move.event_ids._origin.sorted('start')[:1]
            first = event.start or now
            # The days count from today, not from the planned day; the hour of the event is kept.
            today, planned = (to_day(self.env, moment) for moment in (now, first))
            days = (today - planned).days
            moved = {
                'hour': event._round_up(now + timedelta(hours=1)),
                'tomorrow': event._shift_days(first, days + 1),
                'week': event._shift_days(first, days + 7),
            }.get(move.choice)
            if moved and event:  # a proposed time: within the working hours, if the event was planned within them
                moved = event.user_id._get_working_moment(moved, event.company_id) if move.choice == 'hour' else (
                    event._keep_working_time(moved))
            move.start = moved or move.start or first

    def action_move(self):
        self.ensure_one()
        if not self.event_ids:
            raise UserError(self.env._("No event is chosen. Choose events in the list, then press «Move»."))
        self.event_ids._check_planned()
        first = min(self.event_ids.mapped('start'), default=self.start)
        for event in mark(self.event_ids, mirroring_later=True):
            event._move_to(self.start + (event.start - first))
        # sudo: an event may be shown in a colleague's calendar.
        self.event_ids.sudo()._mirror()
        return {'type': 'ir.actions.act_window_close'}
