from odoo import api, fields, models
from odoo.fields import Domain

from ..calendar.calendar_event import KINDS

EVENT_TYPES = [kind for kind in KINDS if kind[0] != 'work_task']


class BasEventSubject(models.Model):
    """A ready subject of events («тема подій») with its text."""

    _name = 'bas.event.subject'
    _description = 'Subject of Events'
    _order = 'sequence, name, id'
    _check_company_auto = True

    name = fields.Char("Subject", required=True, translate=True)
    sequence = fields.Integer(default=10)
    event_type = fields.Selection(EVENT_TYPES, string="For", help="Empty: for events of all types.")
    letter_subject = fields.Char(
        "Subject of the Letter", translate=True, help="The letter's subject for the customer. Empty: the same as the subject.")
    content = fields.Html(translate=True, help="The text that the event gets when this subject is chosen.")
    company_id = fields.Many2one('res.company', index='btree_not_null', ondelete='cascade', help="Empty: for all companies.")
    active = fields.Boolean(default=True)

    @api.model
    def _get_brought(self, *names):
        """:return: set of all values that these fields have in ready subjects, including archived ones"""
        subjects = self.with_context(active_test=False).search(Domain.TRUE)
        return {value for name in names for value in subjects.mapped(name) if value}

    def _get_subject(self, event_type):
        """:return: the subject of an event of this type"""
        return (event_type == 'email' and self.letter_subject) or self.name
