from datetime import timedelta

import pytz

from odoo import fields, models

from ...tools.days import get_midnight, get_zone

#: what the moment by which a lead is to be answered depends on
ANSWER_FIELDS = ('bas_answer_hours', 'bas_answer_since', 'bas_moved_on', 'resource_calendar_id', 'bas_tz')
#: no lead came earlier
EARLIEST = fields.Datetime.to_datetime('1900-01-01')


class ResCompany(models.Model):
    _inherit = 'res.company'

    bas_require_next_step = fields.Boolean(
        "Require a Next Step", help="A step can only be finished with a next step, or with the reason why none is needed.")
    bas_answer_hours = fields.Integer(
        "Hours to Answer a Lead", default=2,
        help="Working hours. A lead that nobody has answered by then is shown on top. 0: never.")
    bas_answer_since = fields.Datetime(
        "Answers Are Asked for Since", copy=False, default=fields.Datetime.now,
        help="Leads that came before are not shown as leads without an answer: nobody knew that they would be.")

    _answer_hours_in_bounds = models.Constraint(
        'CHECK(bas_answer_hours BETWEEN 0 AND 500)', "A lead is to be answered within 0 to 500 working hours.")

    def write(self, vals):
        if vals.get('bas_answer_hours'):
            begun = self.filtered(lambda company: not company.bas_answer_hours)
            super(ResCompany, begun).write({'bas_answer_since': fields.Datetime.now()})
        return super().write(vals)

    def _get_answer_span(self):
        """:return: tuple: moments between which a lead came that should be answered by now; None if there are none

        What came before the firm moved here was answered, or not, in the former program.
        """
        until = self._get_answer_limit()
        company = self.sudo()  # the days of the company are not secret
        moments = [company.bas_answer_since, company.bas_moved_on and get_midnight(company.env, company.bas_moved_on)]
        since = max(filter(None, moments), default=EARLIEST)
        return (since, until) if until and since <= until else None

    def _get_answer_limit(self):
        """:return: datetime: a lead that came before this moment should be answered by now; False: the setting is off"""
        self.ensure_one()
        company, now = self.sudo(), fields.Datetime.now().replace(second=0)  # working hours of the company are not secret
        hours, schedule = company.bas_answer_hours, company.resource_calendar_id
        if not hours:
            return False
        if not schedule or schedule.flexible_hours or not schedule.attendance_ids:
            return now - timedelta(hours=hours)
        # A board asks for each of its columns.
        key = ('bas_answer_limit', company.id, hours, schedule.id, now)
        if key not in self.env.cr.cache:
            zone = pytz.timezone(company.bas_tz or get_zone(company.env, company).zone)
            moment = pytz.utc.localize(now).astimezone(zone)
            found = schedule.with_context(employee_timezone=zone).plan_hours(-hours, moment, compute_leaves=True)
            self.env.cr.cache[key] = found.astimezone(pytz.utc).replace(tzinfo=None) if found else now - timedelta(hours=hours)
        return self.env.cr.cache[key]


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    bas_require_next_step = fields.Boolean(related='company_id.bas_require_next_step', readonly=False)
    bas_answer_hours = fields.Integer(related='company_id.bas_answer_hours', readonly=False)
