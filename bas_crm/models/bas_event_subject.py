from odoo import fields, models

from .calendar_event import KINDS

EVENT_TYPES = [kind for kind in KINDS if kind[0] != 'work_task']


class BasEventSubject(models.Model):
    """A ready subject of events («тема подій»), with the text that belongs to it."""

    _name = 'bas.event.subject'
    _description = 'Subject of Events'
    _order = 'sequence, name, id'
    _check_company_auto = True

    name = fields.Char("Subject", required=True, translate=True)
    sequence = fields.Integer(default=10)
    event_type = fields.Selection(EVENT_TYPES, string="For", help="Empty: for events of all types.")
    content = fields.Html(translate=True, help="What the event is filled with when the subject is chosen.")
    company_id = fields.Many2one('res.company', index='btree_not_null', ondelete='cascade', help="Empty: for all companies.")
    active = fields.Boolean(default=True)
