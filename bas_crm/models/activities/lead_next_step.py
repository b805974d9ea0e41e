from odoo import api, fields, models
from odoo.tools import format_date, format_time

from ...tools.days import ZONE_CONTEXT, get_today, get_zone, to_day


class CrmLead(models.Model):
    """What the card of a lead says of its work: how long it is in its state, and what is done next."""

    _inherit = 'crm.lead'

    days_in_stage = fields.Integer("Days in the State", compute='_compute_days_in_stage')
    next_step = fields.Char(compute='_compute_next_step', help="The nearest planned event or activity.")
    is_next_step_late = fields.Boolean("Late", compute='_compute_next_step')

    @api.depends('date_last_stage_update')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_days_in_stage(self):
        today = get_today(self.env)
        for lead in self:
            since = lead.date_last_stage_update or lead.create_date
            lead.days_in_stage = (today - to_day(self.env, since)).days if since else 0

    @api.depends('event_ids.start', 'event_ids.stop', 'event_ids.category', 'event_ids.event_type', 'event_ids.subject',
                 'event_ids.user_id', 'activity_ids.date_deadline', 'activity_ids.activity_type_id', 'activity_ids.summary')
    @api.depends_context('uid', 'lang', *ZONE_CONTEXT)
    def _compute_next_step(self):
        steps = self._find_steps()
        for lead in self:
            # An activity of a day is done after the events of the day.
            nearest = min(steps.get(lead.id, ()), key=lambda step: (step[0], not step[1], step[1]), default=None)
            lead.next_step = nearest and self._say_step(*nearest[:3])
            lead.is_next_step_late = bool(nearest and nearest[3])

    def _find_steps(self):
        """:return: dict: id of a lead → list of (day, moment or None, words, whether it is late)"""
        now, today, steps = fields.Datetime.now(), get_today(self.env), {}
        # A card says what is planned with the lead, also by a colleague: of his step the kind and the time, nothing else.
        events = self.env['bas.event'].sudo().search_fetch(
            [('lead_id', 'in', self.ids), ('category', '=', 'planned'), ('start', '!=', False)],
            ['lead_id', 'start', 'stop', 'event_type', 'subject', 'user_id'])
        for event in events:
            steps.setdefault(event.lead_id.id, []).append((
                to_day(self.env, event.start), event.start, self._get_step_words(event), (event.stop or event.start) < now))
        for lead in self:
            for activity in lead.activity_ids:
                what = activity.activity_type_id.name or activity.summary or ''
                steps.setdefault(lead.id, []).append((
                    activity.date_deadline, None, what[:1].lower() + what[1:], activity.date_deadline < today))
        return steps

    @api.model
    def _get_step_words(self, event):
        is_own_other = event.event_type == 'other' and event.user_id in (self.env.user, self.env['res.users'])
        return event.subject if is_own_other else self._get_kind_of_step(event)

    @api.model
    def _get_kind_of_step(self, event):
        return {
            'call': self.env._("call"), 'meeting': self.env._("meeting"), 'email': self.env._("letter"), 'sms': self.env._("SMS"),
        }.get(event.event_type, self.env._("event"))

    @api.model
    def _say_step(self, day, moment, what):
        """:return: str, as «call tomorrow 10:00»"""
        near = {-1: self.env._("yesterday"), 0: self.env._("today"), 1: self.env._("tomorrow")}
        when = near.get((day - get_today(self.env)).days) or format_date(self.env, day, date_format='d MMM')
        if moment:
            clock = format_time(self.env, moment, tz=get_zone(self.env).zone, time_format='short')
            return self.env._("%(step)s %(day)s %(time)s", step=what, day=when, time=clock)
        return self.env._("%(step)s %(day)s", step=what, day=when)
