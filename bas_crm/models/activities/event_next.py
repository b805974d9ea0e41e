from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

#: the next event is planned in a week, at the same hour
NEXT_IN_DAYS = 7


class BasEvent(models.Model):
    """What is made from an event: a lead, a counterparty, an order, a task, the next event."""

    _inherit = 'bas.event'

    def action_create_lead(self):
        """Somebody nobody knows has called: a lead with what the event knows of them."""
        self.ensure_one()
        if self.lead_id:
            return self.lead_id.get_formview_action()
        self.lead_id = self.env['crm.lead'].create(self._prepare_lead_values())
        return self._open(self.lead_id, 'bas_crm.crm_lead_action')

    def action_create_counterparty(self):
        """Open a card to be filled in; saved, it becomes the counterparty of the event."""
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
        """Open a new order of the counterparty, not saved yet."""
        self.ensure_one()
        return self._open_new('bas_crm.sale_order_action', self._prepare_order_context())

    def action_create_work_order(self):
        """Open a new work order of the counterparty, not saved yet."""
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
            'default_line_ids': [(0, 0, {'partner_id': self.partner_id.id, 'order_id': self.order_id.id,
                                         'description': self.subject})],
        })

    def action_create_next(self):
        """Open the next event with the same people, a week later; saving it keeps the chain."""
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
            'default_participant_ids': [(0, 0, {'partner_id': person.partner_id.id, 'name': person.name,
                                                'how_to_contact': person.how_to_contact}) for person in self.participant_ids],
        })

    def action_view_document(self):
        """Open what the event rests on."""
        self.ensure_one()
        document = self.order_id or self.contract_id or self.work_task_id or self.lead_id or self.partner_id
        return document.get_formview_action() if document else False

    # ------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------

    @api.model
    def _default_previous(self):
        """:return: the event from which a person plans the next one with the button; only one that he may change"""
        event_id = self.env.context.get('next_of_event_id')
        event = self.browse(event_id if type(event_id) is int else []).exists()
        return event if event and event.has_access('write') else self.browse()

    @api.model
    def _take_up(self, record, field):
        """Link what has just been made from an event to it, where the event has none yet."""
        event = self.browse(self.env.context.get('link_event_id')).exists()
        if record and event and event.has_access('write') and not event[field]:
            event[field] = record

    def _require_counterparty(self):
        if not self.partner_id:
            raise UserError(self.env._("Choose the counterparty first, or make a lead of the caller."))

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
        return {**self.env['ir.actions.act_window']._for_xml_id(action), 'views': [(False, 'form')], 'res_id': record.id}

    def _open_new(self, action, defaults):
        return {
            **self.env['ir.actions.act_window']._for_xml_id(action), 'views': [(False, 'form')],
            'context': {name: value for name, value in defaults.items() if value},
        }
