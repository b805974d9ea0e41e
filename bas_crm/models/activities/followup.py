from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import html2plaintext

from ...tools.days import format_moment
from ...tools.dialogs import open_dialog

#: if nobody answered, the call is repeated after this time
AGAIN_IN = timedelta(hours=2)
#: moved events begin at a multiple of this
ROUND_TO = timedelta(minutes=5)
#: the next event is planned this many days later, at the same hour
NEXT_IN_DAYS = 7


class BasEvent(models.Model):
    """Actions that follow an event: its outcome, another time, and documents created from it."""

    _inherit = 'bas.event'

    planned_start = fields.Datetime(
        "Planned for", copy=False, readonly=True, help="The planned time, if the event was done at another time.")

    def action_not_reached(self):
        """Log unanswered calls and plan them again, see :meth:`_find_times_again`."""
        self._check_planned()
        starts = {}
        for (user, company), events in self.grouped(lambda event: (event.user_id, event.company_id)).items():
            starts.update(zip(events, self._find_times_again(user, company, len(events)), strict=True))
        self._move_all_to(starts)
        self._count_attempts()
        return True

    def _count_attempts(self):
        """Nobody answered; the next call is when the event begins now."""
        for count, events in self.grouped('attempt_count').items():
            events._program_write({'attempt_count': count + 1})
        self._message_log_batch(bodies={event.id: self.env._(
            "Not reached: attempt %(number)s. Next one: %(time)s.",
            number=event.attempt_count, time=format_moment(self.env, event.start, 'short')) for event in self})

    @api.model
    def _find_times_again(self, user, company, count):
        """:return: list of ``count`` datetimes: two hours from now within the working hours; several calls of one person follow
            one another"""
        again = self._round_up(fields.Datetime.now() + AGAIN_IN)
        if count == 1:
            return [user._get_working_moment(again, company)]
        return user._get_working_moments(again, company, self._get_usual_length('call'), count)

    def action_done_now(self):
        """Mark an overdue event as done now."""
        self._check_planned()
        self._date_now()
        return self.action_done()

    def _date_outcome(self, vals):
        """Set the time of a future event that is done to now; restore the planned time of one that is reset to planned.

        :param dict vals: values to write; times in them are kept
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
        """Move the events to now, keeping their length: a letter begins now, a talk ends now. Past times are kept."""
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        moved = self.filtered(lambda event: not event.start <= now <= event.stop)
        for event in moved:
            event._program_write({'planned_start': event.start})
        for (is_letter, length), events in moved.grouped(
                lambda event: (event.event_type in ('email', 'sms'), event.stop - event.start)).items():
            start = now if is_letter else now - length
            events.write({'start': start, 'stop': start + length})

    def action_move(self):
        """Open the dialog for another time."""
        self._check_planned()
        return open_dialog(self.env._("Move to Another Time"), 'bas.event.move', {'default_event_ids': self.ids})

    def _move_to(self, start):
        """Move the event to ``start``, keeping its length."""
        self.ensure_one()
        self.write({'start': start, 'stop': start + (self.stop - self.start)})

    def _keep_working_time(self, moment):
        """:return: datetime: ``moment``, moved to the next working hours if the event is within working hours and it is not"""
        self.ensure_one()
        find = self.user_id._get_working_moment
        return find(moment, self.company_id) if find(self.start, self.company_id) == self.start else moment

    @staticmethod
    def _round_up(moment):
        return moment + (moment.min - moment) % ROUND_TO

    # Documents created from an event: a lead, a counterparty, an order, a task, the next event

    def action_create_lead(self):
        """Create a lead from the event of an unknown caller."""
        self.ensure_one()
        if self.lead_id:
            return self.lead_id.get_formview_action()
        self.lead_id = self.env['crm.lead'].create(self._prepare_lead_values())
        return self.lead_id.get_formview_action()

    def action_create_counterparty(self):
        """Open the form of a new counterparty; when it is saved, it is linked to the event."""
        self.ensure_one()
        person = self.participant_ids[:1]
        phone, email = self._split_way(person.how_to_contact)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("New Counterparty"),
            'res_model': 'res.partner',
            'views': [(False, 'form')],
            'context': {
                'default_name': person.name, 'default_phone': phone, 'default_email': email,
                'default_is_customer': True, 'default_user_id': self.user_id.id,
                'default_counterparty_type': 'individual', 'link_event_id': self.id,
            },
        }

    def action_create_order(self):
        """Open the form of a new order of the counterparty."""
        self.ensure_one()
        return self._open_new('bas_crm.sale_order_action', self._prepare_order_context())

    def action_create_work_order(self):
        """Open the form of a new work order of the counterparty."""
        self.ensure_one()
        return self._open_new('bas_crm.sale_order_action_work', {
            **self._prepare_order_context(), 'default_operation': 'work_order'})

    def action_create_task(self):
        self.ensure_one()
        return self._open_new('bas_crm.bas_work_task_action', {
            'default_event_id': self.id,
            'default_order_id': self.order_id.id,
            'default_operation': 'external' if self.partner_id else 'internal',
            'default_description': html2plaintext(self.description or '').strip(),
            'default_line_ids': [Command.create({'partner_id': self.partner_id.id, 'order_id': self.order_id.id,
                                         'description': self.subject})],
        })

    def action_create_next(self):
        """Open the form of the next event with the same people, a week later; when it is saved, the two are linked."""
        self.ensure_one()
        start = self._keep_working_time(self._shift_days(self.start, NEXT_IN_DAYS))
        return self._open_new('bas_crm.bas_event_action', {
            'next_of_event_id': self.id,
            'default_event_type': self.event_type,
            'default_subject': self.subject,
            'default_start': start,
            'default_stop': start + (self.stop - self.start),
            'default_user_id': self.user_id.id,
            'default_partner_id': self.partner_id.id,
            'default_lead_id': self.lead_id.id,
            'default_order_id': self.order_id.id,
            'default_contract_id': self.contract_id.id,
            'default_work_task_id': self.work_task_id.id,
            'default_participant_ids': [Command.create({'partner_id': person.partner_id.id, 'name': person.name,
                                                'how_to_contact': person.how_to_contact}) for person in self.participant_ids],
        })

    @api.readonly
    def action_view_document(self):
        """Open the source document of the event."""
        self.ensure_one()
        document = self.order_id or self.contract_id or self.work_task_id or self.lead_id or self.partner_id
        return document.get_formview_action() if document else False

    @api.model
    def _default_previous(self):
        """:return: the event whose button opened the form of the next one; empty if the user may not change it"""
        event_id = self.env.context.get('next_of_event_id')
        event = self.browse(event_id if type(event_id) is int else []).exists()
        return event if event and event.has_access('write') else self.browse()

    @api.model
    def _link_created_record(self, record, field):
        """Link a record just created from an event to it, if the event has none yet."""
        event = self.browse(self.env.context.get('link_event_id')).exists()
        if record and event and event.has_access('write') and not event[field]:
            event[field] = record

    def _require_counterparty(self):
        if not self.partner_id:
            raise UserError(self.env._("Choose the counterparty first, or create a lead from the event."))

    def _prepare_order_context(self):
        self._require_counterparty()
        return {
            'default_partner_id': self.partner_id.id,
            'default_opportunity_id': self.lead_id.id,
            'default_contract_id': self.contract_id.id,
            'default_user_id': self.user_id.id,
            'link_event_id': self.id,
        }

    def _prepare_lead_values(self):
        person = self.participant_ids[:1]
        phone, email = self._split_way(person.how_to_contact)
        return {
            'name': self.subject,
            'type': 'lead',
            'user_id': self.user_id.id,
            'company_id': self.company_id.id,
            'contact_name': person.name or self.partner_id.name,
            'phone': phone,
            'email_from': email,
            'partner_id': self.partner_id.id,
            'description': self.description,
        }

    @api.model
    def _split_way(self, way):
        """:return: (phone, e-mail), one of which is False"""
        way = (way or '').strip()
        return (False, way) if '@' in way else (way or False, False)

    def _open(self, record, action):
        return self.env['ir.actions.act_window']._get_form_action(action, res_id=record.id)

    def _open_new(self, action, defaults):
        return self.env['ir.actions.act_window']._get_form_action(
            action, context={name: value for name, value in defaults.items() if value})
