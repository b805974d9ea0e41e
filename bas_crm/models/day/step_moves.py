from datetime import datetime, time, timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.days import get_midnight, get_today, get_zone, to_day, to_local, to_utc

#: when a step begins on a day on which nobody has said the hour, unless work begins later
USUAL_HOUR = time(9)


class BasStep(models.AbstractModel):
    """Other times of steps: each keeps its hour, and stays within the working hours of its person."""

    _inherit = 'bas.step.mixin'

    def _keep_step_hours(self, asked):
        """Move times to the working hours, unless the step was planned outside of them.

        :param dict asked: each of these steps → moment
        :return: dict: step → moment
        """
        kept = {}
        for (user, company), steps in self.grouped(lambda step: (
                step._get_person_to_plan_for(), step._get_step_company())).items():
            starts = {step: step._get_step_start() for step in steps}
            found = user._keep_working_moments(
                [*(asked[step] for step in steps), *filter(None, starts.values())], company)
            for step, start in starts.items():
                kept[step] = found[asked[step]] if not start or found[start] == start else asked[step]
        return kept

    def _get_moments_on(self, day):
        """:return: dict: step → the same hour of another day, also across a change of summer time"""
        zone, moments = get_zone(self.env), {}
        for step in self:
            start = step._get_step_start()
            hour = to_local(self.env, start).time() if start else USUAL_HOUR
            moments[step] = to_utc(zone, datetime.combine(day, hour))
        return moments

    def _get_person_to_plan_for(self):
        """:return: ``res.users`` whose working hours count"""
        return self._get_step_user() or self.env.user

    def _get_times_again(self):
        """:return: dict: step → when somebody who was not reached is called again"""
        starts = {}
        for (user, company), steps in self.grouped(lambda step: (
                step._get_person_to_plan_for(), step._get_step_company())).items():
            starts.update(zip(
                steps, self.env['bas.event']._find_times_again(user, company, len(steps)), strict=True))
        return starts

    def _get_starts_in_days(self, days):
        """:return: dict: step → the same hour, in a number of days from today, in working hours"""
        return self._keep_step_hours(self._get_moments_on(get_today(self.env) + timedelta(days=days)))

    def _count_days_to_monday(self):
        return 7 - get_today(self.env).weekday()

    def _get_starts_in_bucket(self, bucket):
        """:return: dict: step → the time when it is dragged to a column: in working hours if they are in the column
        :raises UserError: nothing can be moved to the column
        """
        today, to_monday = get_today(self.env), self._count_days_to_monday()
        if bucket == 'today':
            return self._get_starts_today()
        if bucket == 'week' and to_monday <= 2:
            raise UserError(self.env._("After tomorrow, this week is over. Choose «Later», or another day on the card."))
        first, end = {'tomorrow': (1, 2), 'week': (2, to_monday), 'later': (max(2, to_monday), None)}.get(bucket, (None, None))
        if first is None:
            raise UserError(self[:1]._get_bucket_refusal(bucket))
        day = today + timedelta(days=first)
        begins = get_midnight(self.env, day)
        ends = end and get_midnight(self.env, today + timedelta(days=end))
        asked = self._get_moments_on(day)
        kept = self._keep_step_hours(asked)
        return {step: moment if begins <= moment and (not ends or moment < ends) else asked[step]
                for step, moment in kept.items()}

    def _get_bucket_refusal(self, bucket):
        if bucket == 'overdue':
            return self.env._("A step cannot be planned for the past. Move it to «Today» or later.")
        if bucket != 'none':
            return self.env._("Choose one of the columns, or a day.")
        return self.env._("A planned step stays planned: finish it with ✓, or cancel it in its document.")

    def _get_starts_today(self):
        """:return: dict: step → the same hour if it is still ahead, else the next working time of today, else now"""
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        today = get_today(self.env)
        soon = self.env['bas.event']._round_up(now)
        asked, kept, starts = self._get_moments_on(today), self._keep_step_hours(dict.fromkeys(self, soon)), {}
        for step in self:
            candidates = [*([asked[step]] if step._get_step_start() else []), kept[step], soon]
            starts[step] = next(
                (moment for moment in candidates if moment >= now and to_day(self.env, moment) == today), now)
        return starts
