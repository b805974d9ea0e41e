from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby
from odoo.tools.misc import format_date

from ...tools.days import format_moment
from .crm_lead import CONVERTED


class CrmLead(models.Model):
    """The decision on a lead: what it forbids, and how it goes together with core's won and lost."""

    _inherit = 'crm.lead'

    def _compute_phone(self):
        super(CrmLead, self.filtered(lambda lead: not lead.decision))._compute_phone()

    def _compute_email_from(self):
        super(CrmLead, self.filtered(lambda lead: not lead.decision))._compute_email_from()

    def _compute_stage_id(self):
        # Another team has other stages; a customer stays a customer.
        super(CrmLead, self.filtered(lambda lead: lead.decision not in CONVERTED))._compute_stage_id()

    def action_set_lost(self, **additional_values):
        """Lost is low quality, whichever button said so."""
        self._check_not_converted()
        result = super().action_set_lost(**additional_values)
        self.filtered(lambda lead: not lead.decision)._set_decision('junk')
        return result

    def _follow_outcome(self):
        """A low-quality lead that is restored or won is so no more; a won one with a customer is decided, a lost one too."""
        if not self._is_merging():
            self.filtered(lambda lead: not lead.decision and lead.won_status == 'lost')._set_decision('junk')
        self.filtered(lambda lead: lead.decision == 'junk' and (lead.active or lead.stage_id.is_won))._take_back()
        won = self.filtered(lambda lead: not lead.decision and lead.stage_id.is_won and lead.partner_id)
        for decision, leads in groupby(won, lambda lead: 'order' if lead.order_ids else 'customer'):
            self.browse(lead.id for lead in leads)._set_decision(decision)

    def _set_decision(self, decision):
        self._write_decision(decision=decision, decision_date=fields.Datetime.now(), decision_user_id=self.env.uid)
        if decision in CONVERTED:
            self._pass_steps()
        else:
            self._cancel_steps()

    def _take_back(self):
        self._write_decision(decision=False, decision_date=False, decision_user_id=False, decision_note=False)
        self._resume_steps()

    def _write_decision(self, **values):
        self._program_write(values)

    def action_mark_junk(self):
        """Ask for the reason; the answer hides the lead from the default list."""
        decided = self.filtered('decision')
        if decided:
            raise UserError(self.env._("The lead «%(lead)s» is decided already.", lead=decided[0].name))
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.crm_lead_lost_action'),
            'context': {'default_lead_ids': self.ids, 'dialog_size': 'medium'},
        }

    @api.model
    def get_views(self, views, options=None):
        """Our screens have a button for low quality: core's action in their gear menu would be a second one."""
        result = super().get_views(views, options)
        find = self.env['ir.model.data']._xmlid_to_res_id
        ours, lost = {find(f'bas_crm.crm_lead_view_{kind}') for kind in ('form', 'list')}, find('crm.crm_lead_lost_action')
        for view in result['views'].values():
            actions = view.get('toolbar', {}).get('action')
            if actions and view['id'] in ours:
                view['toolbar']['action'] = [action for action in actions if action['id'] != lost]
        return result

    def action_return_to_work(self):
        """Take a low-quality decision back; the stage is the one held before."""
        if self.filtered(lambda lead: lead.decision != 'junk'):
            raise UserError(self.env._("Only a low-quality lead can be returned to work."))
        self.action_restore()
        return True

    # What is planned with a prospect: a decision on the lead passes it on to the customer, or cancels it

    def _get_planned_events(self):
        """:return: planned events of the leads, also of colleagues; an event about an order or a contract is a step of that"""
        # Whoever decides on a lead decides on all that is planned with it, by colleagues, too.
        return self.env['bas.event'].sudo().search([
            ('lead_id', 'in', self.ids), ('category', '=', 'planned'), ('order_id', '=', False),
            ('contract_id', '=', False), ('work_task_id', '=', False)], order='start, id')

    def _get_planned_activities(self):
        """:return: activities of core that are to be done on the leads, also by colleagues"""
        # Whoever decides on a lead decides on what colleagues have planned with it, too.
        return self.env['mail.activity'].sudo().search(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids)], order='date_deadline, id')

    def _get_cancelled_events(self):
        """:return: events that were planned until the decision on the lead"""
        # Also what colleagues have planned was cancelled.
        return self.env['bas.event'].sudo().search([
            ('lead_id', 'in', self.ids), ('is_cancelled_with_lead', '=', True), ('category', '=', 'cancelled'),
        ], order='start, id')

    def _get_cancelled_activities(self):
        """:return: activities that were to be done until the decision on the lead"""
        # Also what colleagues have planned was cancelled.
        return self.env['mail.activity'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('active', '=', False),
            ('is_cancelled_with_lead', '=', True)], order='date_deadline, id')

    def _describe_steps(self):
        """:return: dict: lead → its planned steps in words; '' where nothing is planned"""
        return {lead: self._name_steps(steps) for lead, steps in self._get_steps().items()}

    def _get_steps(self, of_decision=False):
        """:param of_decision: not what is planned, but what was until the decision on the lead cancelled it
        :return: dict: lead → list of its events and activities
        """
        steps = defaultdict(list, {lead: [] for lead in self})
        for event in self._get_cancelled_events() if of_decision else self._get_planned_events():
            steps[event.lead_id.with_env(self.env)].append(event)
        for activity in self._get_cancelled_activities() if of_decision else self._get_planned_activities():
            steps[self.browse(activity.res_id)].append(activity)
        return steps

    def _name_steps(self, steps):
        return ', '.join(self._name_step(step) for step in steps)

    def _name_step(self, step):
        """:return: what is planned and when, in one line; of an event its kind: whoever reads the lead reads this, too"""
        if step._name == 'bas.event':
            when = format_moment(self.env, step.start, dt_format='short')
            return self.env._("%(step)s on %(when)s", step=self._get_kind_of_step(step), when=when)
        return self.env._(
            "«%(step)s» on %(when)s", step=step.summary or step.activity_type_id.name or step.display_name,
            when=format_date(self.env, step.date_deadline))

    def _pass_steps(self):
        """What is planned goes on with the customer: activities on the order or the card, events with the person."""
        told = {lead: steps for lead, steps in self._describe_steps().items() if steps}
        for event in self._get_planned_events().filtered(lambda event: len(event.participant_ids) == 1):
            # The event names the customer by itself; the caller of whom there was only a name is a person now.
            event.participant_ids.filtered(lambda person: not person.partner_id).partner_id = event.lead_id.partner_id
        receivers = {lead.id: lead._get_receiver_of_steps() for lead in told}
        for receiver, activities in groupby(self._get_planned_activities(), lambda activity: receivers[activity.res_id]):
            self._pass_activities(self.env['mail.activity'].sudo().concat(*activities), receiver)  # as they were found
        self._message_log_batch_of({lead: self.env._(
            "Planned steps go on with %(receiver)s: %(steps)s.", receiver=receivers[lead.id]._get_html_link(), steps=steps)
            for lead, steps in told.items()})

    def _get_receiver_of_steps(self):
        """:return: the order that the decision made, else the counterparty"""
        self.ensure_one()
        return self.order_ids.sorted('id')[-1:] if self.decision == 'order' and self.order_ids else self.counterparty_id

    def _pass_activities(self, activities, receiver):
        """:param receiver: record on which the activities stand from now on"""
        model = self.env['ir.model']._get(receiver._name)
        activities.write({'res_model_id': model.id, 'res_id': receiver.id})
        for document in (self, receiver):
            document.invalidate_recordset(['activity_ids'])
        own = activities.filtered(lambda activity: activity.activity_type_id.res_model not in (False, receiver._name))
        if own:
            # A kind that exists for leads only says nothing elsewhere; its words stay.
            for activity in own.filtered(lambda activity: not activity.summary):
                activity.summary = activity.activity_type_id.name
            own.activity_type_id = self.env['mail.activity']._default_activity_type_for_model(receiver._name)

    def _cancel_steps(self):
        """Nothing more is planned with a prospect of low quality; the reason stands in the history of every event."""
        cancelled = {lead: steps for lead, steps in self._get_steps().items() if steps}
        events, activities = self._get_planned_events(), self._get_planned_activities()
        if events:
            events._set_category('cancelled')
            events._program_write({'is_cancelled_with_lead': True})
            events._message_log_batch(bodies={event.id: self._tell_cancellation(event.lead_id) for event in events})
        activities._program_write({'active': False, 'is_cancelled_with_lead': True})
        for lead, steps in cancelled.items():
            lead._tell_colleagues(steps, self.env._("The lead «%(lead)s» is of low quality. Cancelled with it:", lead=lead.name))
        self._message_log_batch_of({
            lead: self.env._("Planned steps cancelled: %(steps)s.", steps=self._name_steps(steps))
            for lead, steps in cancelled.items()})

    def _resume_steps(self):
        """The decision was a mistake: what it cancelled is planned again."""
        resumed = self._get_steps(of_decision=True)
        events = self._get_cancelled_events()
        if events:
            events.action_plan()
        self._get_cancelled_activities()._program_write({'active': True, 'is_cancelled_with_lead': False})
        resumed = {lead: steps for lead, steps in resumed.items() if steps}
        for lead, steps in resumed.items():
            lead._tell_colleagues(steps, self.env._("The lead «%(lead)s» is in work again. Planned again:", lead=lead.name))
        self._message_log_batch_of({
            lead: self.env._("Planned again: %(steps)s.", steps=self._name_steps(steps)) for lead, steps in resumed.items()})

    def _tell_colleagues(self, steps, words):
        """Colleagues see in Odoo what became of what they have planned; those who want letters read it in the history.

        :param steps: events and activities of the lead
        """
        self.ensure_one()
        for user, own in groupby(steps, lambda step: step.user_id):
            if not user or user == self.env.user or user.notification_type != 'inbox':
                continue
            record = next((step for step in own if step._name == 'bas.event'), self)
            body = Markup('<p>%s %s.</p>') % (words, self._name_steps(own))
            record.message_notify(partner_ids=user.partner_id.ids, subject=self.display_name, body=body)

    def _tell_cancellation(self, lead):
        if lead.lost_reason_id:
            return self.env._(
                "Cancelled: the lead %(lead)s is of low quality (%(reason)s).", lead=lead._get_html_link(),
                reason=lead.lost_reason_id.name)
        return self.env._("Cancelled: the lead %(lead)s is of low quality.", lead=lead._get_html_link())

    def _message_log_batch_of(self, bodies):
        """:param dict bodies: lead → text or HTML"""
        leads = self.browse(lead.id for lead in bodies)
        if leads:
            leads._message_log_batch(bodies={lead.id: Markup('<p>%s</p>') % body for lead, body in bodies.items()})
