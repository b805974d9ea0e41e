from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date, format_time

from ...tools.days import ZONE_CONTEXT, get_today, get_zone, to_day


class BasEventBasis(models.AbstractModel):
    """A document with linked events; new events created from it get its data."""

    _name = 'bas.event.basis.mixin'
    _description = 'Document with Events'
    #: the field of ``bas.event`` that names the document
    _event_field = None

    event_count = fields.Integer("Number of Events", compute='_compute_event_count', groups='sales_team.group_sale_salesman')

    def _compute_event_count(self):
        events = self.env['bas.event']
        counts = dict(events._read_group(self._get_events_domain(), [self._event_field], ['__count'])) if self.ids else {}
        for document in self:
            document.event_count = counts.get(document._origin, 0)

    def _get_events_domain(self):
        return [(self._event_field, 'in', self.ids)]

    def _prepare_event_defaults(self):
        """:return: dict: field of ``bas.event`` → value for a new event"""
        self.ensure_one()
        return {self._event_field: self.id}

    @api.readonly
    def action_view_events(self):
        """Open the history of events, newest first; if there are none, open a new event."""
        self.ensure_one()
        context = {f'default_{name}': value for name, value in self._prepare_event_defaults().items() if value}
        action = {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_event_action'),
            'domain': self._get_events_domain(), 'context': context,
        }
        return action if self.event_count else {**action, 'views': [(False, 'form')]}

    def action_new_event(self):
        """Open the form of a new event with the document's data."""
        return {**self.with_context(active_test=False).action_view_events(), 'views': [(False, 'form')]}


class BasWorkTaskBasis(models.AbstractModel):
    """A document with linked work tasks: a counterparty or an order."""

    _name = 'bas.work.task.basis.mixin'
    _description = 'Document with Work Tasks'
    #: the field of ``bas.work.task.line`` that names the document
    _task_field = None

    work_task_count = fields.Integer(
        "Number of Work Tasks", compute='_compute_work_task_count', groups='sales_team.group_sale_salesman')

    def _compute_work_task_count(self):
        counts = dict(self.env['bas.work.task.line']._read_group(
            self._get_works_domain(), [self._task_field], ['task_id:count_distinct'])) if self.ids else {}
        for document in self:
            document.work_task_count = counts.get(document._origin, 0)

    def _get_works_domain(self):
        return [(self._task_field, 'in', self.ids)]

    def _prepare_task_defaults(self):
        self.ensure_one()
        return {'line_ids': [Command.create({self._task_field: self.id})]}

    @api.readonly
    def action_view_tasks(self):
        """Open the work tasks of the document; if there are none, open a new one."""
        self.ensure_one()
        action = {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_work_task_action'),
            'domain': [('line_ids', 'any', self._get_works_domain())],
            'context': {f'default_{name}': value for name, value in self._prepare_task_defaults().items()},
        }
        return action if self.work_task_count else {**action, 'views': [(False, 'form')]}


class CrmLead(models.Model):
    _name = 'crm.lead'
    _inherit = ['crm.lead', 'bas.event.basis.mixin']
    _event_field = 'lead_id'

    event_ids = fields.One2many('bas.event', 'lead_id', string="Events")

    days_in_stage = fields.Integer("Days in the State", compute='_compute_days_in_stage')
    next_step = fields.Char(compute='_compute_next_step', help="The nearest planned event or activity.")
    is_next_step_late = fields.Boolean("Late", compute='_compute_next_step')

    def _prepare_event_defaults(self):
        return {**super()._prepare_event_defaults(), 'partner_id': self.partner_id.id, 'subject': self.name}

    def _prepare_participant_values(self):
        """:return: dict of values for a ``bas.event.participant`` from the lead's contact"""
        self.ensure_one()
        person = self.lead_contact_ids[:1]
        return {
            'name': self.contact_name or person.name or self.partner_name or self.name,
            'how_to_contact': self.phone or self.email_from or person.phone or person.email,
        }

    def _merge_dependences(self, opportunities):
        super()._merge_dependences(opportunities)
        # sudo: the remaining lead gets all events, also colleagues' and archived ones.
        events = self.env['bas.event'].sudo().with_context(active_test=False)
        events.search([('lead_id', 'in', opportunities.ids)])._program_write({'lead_id': self.id})

    def _rename_in_calendar(self):
        # sudo: calendar records of colleagues show the new customer too.
        self.sudo().event_ids._mirror()

    # Fields of a lead's card: days in the state and the next step

    @api.depends('date_last_stage_update', 'create_date')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_days_in_stage(self):
        today, days = get_today(self.env), {}
        for lead in self:
            since = lead.date_last_stage_update or lead.create_date
            days.setdefault((today - to_day(self.env, since)).days if since else 0, []).append(lead.id)
        for number, ids in days.items():
            self.browse(ids).days_in_stage = number

    @api.depends('event_ids.start', 'event_ids.stop', 'event_ids.category', 'event_ids.event_type', 'event_ids.subject',
                 'event_ids.user_id', 'activity_ids.date_deadline', 'activity_ids.activity_type_id', 'activity_ids.summary')
    @api.depends_context('uid', 'lang', *ZONE_CONTEXT)
    def _compute_next_step(self):
        steps = self._find_steps()
        # Activities have no hour: they come after the events of the day.
        nearest = {lead: min(found, key=lambda step: (step[0], not step[1], step[1])) for lead, found in steps.items()}
        days = self._name_days({day for day, *_rest in nearest.values()})
        self.next_step = self.is_next_step_late = False
        for lead in self.filtered(lambda lead: lead._origin.id in nearest):
            day, moment, what, is_late = nearest[lead._origin.id]
            lead.next_step = self._format_next_step(days[day], moment, what)
            lead.is_next_step_late = is_late

    def _find_steps(self):
        """:return: dict: id of a lead → list of tuples (day, moment or None, text, whether it is late)"""
        now, today, steps = fields.Datetime.now(), get_today(self.env), {}
        # sudo: a card also shows steps planned by colleagues, but only their kind and time.
        events = self.env['bas.event'].sudo().search_fetch(
            [('lead_id', 'in', self.ids), ('category', '=', 'planned'), ('start', '!=', False)],
            ['lead_id', 'start', 'stop', 'event_type', 'subject', 'user_id'])
        for event in events:
            steps.setdefault(event.lead_id.id, []).append((
                to_day(self.env, event.start), event.start, self._get_step_words(event), (event.stop or event.start) < now))
        # sudo: they are those that the user may see; core would look for the right to each field again.
        for activity in self.activity_ids.sudo():
            what = activity.activity_type_id.name or activity.summary or ''
            steps.setdefault(activity.res_id, []).append((
                activity.date_deadline, None, what[:1].lower() + what[1:], activity.date_deadline < today))
        return steps

    @api.model
    def _get_step_words(self, event):
        own = self.env.user | self.env.user._get_represented_users()
        is_own_other = event.event_type == 'other' and event.user_id <= own
        return event.subject if is_own_other else self._get_kind_of_step(event)

    @api.model
    def _get_kind_of_step(self, event):
        return {
            'call': self.env._("call"), 'meeting': self.env._("meeting"), 'email': self.env._("letter"), 'sms': self.env._("SMS"),
        }.get(event.event_type, self.env._("event"))

    @api.model
    def _name_days(self, days):
        """:return: dict: day → str, for example «tomorrow»"""
        near, today = {-1: self.env._("yesterday"), 0: self.env._("today"), 1: self.env._("tomorrow")}, get_today(self.env)
        return {day: near.get((day - today).days) or format_date(self.env, day, date_format='d MMM') for day in days}

    @api.model
    def _format_next_step(self, when, moment, what):
        """:param str when: the day
        :return: str, for example «call tomorrow 10:00»"""
        if moment:
            clock = format_time(self.env, moment, tz=get_zone(self.env).zone, time_format='short')
            return self.env._("%(step)s %(day)s %(time)s", step=what, day=when, time=clock)
        return self.env._("%(step)s %(day)s", step=what, day=when)


class ResPartner(models.Model):
    """The events of a counterparty and its contacts, as one history."""

    _name = 'res.partner'
    _inherit = ['res.partner', 'bas.event.basis.mixin', 'bas.work.task.basis.mixin']
    _event_field = 'commercial_partner_id'
    _task_field = 'commercial_partner_id'

    def _rename_in_calendar(self, former):
        """Update names of customers in calendar records, and of owners in calendars.

        :param dict former: counterparty → its name until now
        """
        # sudo: the name also changes in colleagues' records.
        everything = self.sudo().env
        everything['bas.event'].with_context(active_test=False)._rename_mirrors(former)
        everything['bas.work.task.line']._rename_mirrors(former)
        calendars = everything['bas.employee.calendar'].with_context(active_test=False)
        for calendar in calendars.search([('user_id.partner_id', 'in', self.ids)]):
            calendar.name = calendar.user_id.name

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_events(self):
        # sudo: events of colleagues count too.
        everything = self.sudo().env
        event = everything['bas.event'].with_context(active_test=False).search([('partner_id', 'in', self.ids)], limit=1)
        work = everything['bas.work.task.line'].search([('partner_id', 'in', self.ids)], limit=1)
        if event or work:
            raise UserError(self.env._(
                "%(partner)s has events or work tasks, so the card cannot be deleted. Archive it: it is hidden and keeps its "
                "history.",
                partner=(event.partner_id or work.partner_id).display_name))

    def _get_events_domain(self):
        """:return: domain of events: of a contact person its own ones, of a counterparty also those of its contacts"""
        persons = self.filtered(lambda partner: partner.commercial_partner_id != partner)
        return ['|', ('commercial_partner_id', 'in', (self - persons).ids),
                '|', ('partner_id', 'in', persons._origin.ids), ('participant_ids.partner_id', 'in', persons._origin.ids)]

    def _compute_event_count(self):
        persons = self.filtered(lambda partner: partner.commercial_partner_id != partner)
        super(ResPartner, self - persons)._compute_event_count()
        for person in persons:  # a query for each, because the two links to events must not be counted twice
            person.event_count = self.env['bas.event'].search_count(person._get_events_domain()) if person._origin else 0

    def _prepare_event_defaults(self):
        return {'partner_id': self.id}

    def _prepare_task_defaults(self):
        return {'line_ids': [Command.create({'partner_id': self.id})]}

    @api.readonly
    def action_view_history(self):
        """Open the history of all documents of the counterparty, newest first."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_partner_history_action'),
            'name': self.env._("History of %(partner)s", partner=self.commercial_partner_id.name),
            'domain': [('partner_id', '=', self.commercial_partner_id.id)],
        }


class SaleOrder(models.Model):
    _name = 'sale.order'
    _inherit = ['sale.order', 'bas.event.basis.mixin', 'bas.work.task.basis.mixin']
    _event_field = 'order_id'
    _task_field = 'order_id'

    event_ids = fields.One2many('bas.event', 'order_id', string="Events", groups='sales_team.group_sale_salesman')
    work_task_ids = fields.One2many(
        'bas.work.task', 'order_id', string="Work Tasks", groups='sales_team.group_sale_salesman')

    def _prepare_event_defaults(self):
        return {**super()._prepare_event_defaults(), 'partner_id': self.partner_id.id, 'contract_id': self.contract_id.id}

    def _prepare_task_defaults(self):
        return {'order_id': self.id, 'line_ids': [Command.create({'order_id': self.id, 'partner_id': self.partner_id.id})]}


class BasContract(models.Model):
    _name = 'bas.contract'
    _inherit = ['bas.contract', 'bas.event.basis.mixin']
    _event_field = 'contract_id'

    def _prepare_event_defaults(self):
        return {**super()._prepare_event_defaults(), 'partner_id': self.partner_id.id}
