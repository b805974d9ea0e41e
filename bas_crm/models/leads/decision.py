from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby
from odoo.tools.misc import format_date

from ...tools.days import format_moment
from .crm_lead import CONVERTED


class CrmLead(models.Model):
    """The decision on a lead: its effects, and its relation to core's won and lost."""

    _inherit = 'crm.lead'

    def _compute_phone(self):
        super(CrmLead, self.filtered(lambda lead: not lead.decision))._compute_phone()

    def _compute_email_from(self):
        super(CrmLead, self.filtered(lambda lead: not lead.decision))._compute_email_from()

    def _compute_stage_id(self):
        # The stage depends on the team, but a customer stays in the won stage.
        super(CrmLead, self.filtered(lambda lead: lead.decision not in CONVERTED))._compute_stage_id()

    def action_set_lost(self, **additional_values):
        """Every lost lead is a low-quality lead, whichever button was used."""
        self._check_not_converted()
        result = super().action_set_lost(**additional_values)
        self.filtered(lambda lead: not lead.decision)._set_decision('junk')
        return result

    def _update_decision(self):
        """Update the decision after core's change: remove «low quality» if restored or won, else set the decision."""
        lost = self.filtered(lambda lead: not lead.decision and lead.won_status == 'lost')
        if lost and not self._is_merging():
            lost._set_decision('junk')
        if resumed := self.filtered(lambda lead: lead.decision == 'junk' and (lead.active or lead.stage_id.is_won)):
            resumed._reset_decision()
        won = self.filtered(lambda lead: not lead.decision and lead.stage_id.is_won and lead.partner_id)
        for decision, leads in won.grouped(lambda lead: 'order' if lead.order_ids else 'customer').items():
            leads._set_decision(decision)

    def _set_decision(self, decision, steps=None):
        """:param dict steps: the planned steps of the leads, see :meth:`_get_steps`, if they are read already"""
        self._write_decision(decision=decision, decision_date=fields.Datetime.now(), decision_user_id=self.env.uid)
        if decision in CONVERTED:
            self._transfer_steps(self._get_steps() if steps is None else steps)
        else:
            self._cancel_steps()

    def _reset_decision(self):
        self._write_decision(decision=False, decision_date=False, decision_user_id=False, decision_note=False)
        self._resume_steps()

    def _write_decision(self, **values):
        self._program_write(values)

    def action_mark_junk(self):
        """Ask for the reason. Afterwards the default list does not show the lead."""
        decided = self.filtered('decision')
        if decided:
            raise UserError(self.env._("The lead «%(lead)s» already has a decision.", lead=decided[0].name))
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.crm_lead_lost_action'),
            'context': {'default_lead_ids': self.ids, 'dialog_size': 'medium'},
        }

    @api.model
    def get_views(self, views, options=None):
        """Remove core's action «lost» from the menu of our screens, which have their own button."""
        result = super().get_views(views, options)
        find = self.env['ir.model.data']._xmlid_to_res_id
        ours, lost = {find(f'bas_crm.crm_lead_view_{kind}') for kind in ('form', 'list')}, find('crm.crm_lead_lost_action')
        for view in result['views'].values():
            actions = view.get('toolbar', {}).get('action')
            if actions and view['id'] in ours:
                view['toolbar']['action'] = [action for action in actions if action['id'] != lost]
        return result

    def action_return_to_work(self):
        """Undo the low-quality decision. The lead returns to its previous stage."""
        if self.filtered(lambda lead: lead.decision != 'junk'):
            raise UserError(self.env._("Only a low-quality lead can be returned to work."))
        self.action_restore()
        return True

    def _get_planned_events(self):
        """:return: ``bas.event``: planned events of the leads, colleagues' ones included, but not those of orders or contracts"""
        # A user who may decide on a lead may change everything planned for it, colleagues' events included.
        return self.env['bas.event'].sudo().search([
            ('lead_id', 'in', self.ids), ('category', '=', 'planned'), ('order_id', '=', False),
            ('contract_id', '=', False), ('work_task_id', '=', False)], order='start, id')

    def _get_planned_activities(self):
        """:return: ``mail.activity``: activities of the leads, colleagues' ones included"""
        # A user who may decide on a lead may change everything planned for it, colleagues' activities included.
        return self.env['mail.activity'].sudo().search(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids)], order='date_deadline, id')

    def _get_cancelled_events(self):
        """:return: ``bas.event``: events that the decision on the lead cancelled"""
        # Colleagues' events were cancelled as well.
        return self.env['bas.event'].sudo().search([
            ('lead_id', 'in', self.ids), ('is_cancelled_with_lead', '=', True), ('category', '=', 'cancelled'),
        ], order='start, id')

    def _get_cancelled_activities(self):
        """:return: ``mail.activity``: activities that the decision on the lead cancelled"""
        # Colleagues' activities were cancelled as well.
        return self.env['mail.activity'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('active', '=', False),
            ('is_cancelled_with_lead', '=', True)], order='date_deadline, id')

    def _describe_steps(self):
        """:return: dict: lead → text: its planned steps; '' if there are none"""
        return {lead: self._format_steps(steps) for lead, steps in self._get_steps().items()}

    def _get_steps(self, of_decision=False):
        """:param bool of_decision: get the steps cancelled by the decision instead of the planned ones
        :return: dict: lead → list of its events and activities
        """
        steps = defaultdict(list, {lead: [] for lead in self})
        for event in self._get_cancelled_events() if of_decision else self._get_planned_events():
            steps[event.lead_id.with_env(self.env)].append(event)
        for activity in self._get_cancelled_activities() if of_decision else self._get_planned_activities():
            steps[self.browse(activity.res_id)].append(activity)
        return steps

    def _split_steps(self, steps):
        """:param dict steps: see :meth:`_get_steps`
        :return: pair: its ``bas.event``, its ``mail.activity``, with sudo as they are found"""
        flat = [step for planned in steps.values() for step in planned]
        return tuple(self.env[model].sudo().concat(*(step for step in flat if step._name == model))  # colleagues' steps too
                     for model in ('bas.event', 'mail.activity'))

    def _format_steps(self, steps):
        return ', '.join(self._format_step(step) for step in steps)

    def _format_step(self, step):
        """:return: one line: the step and its time; for an event only its kind, since every reader of the lead reads this"""
        if step._name == 'bas.event':
            when = format_moment(self.env, step.start, dt_format='short')
            return self.env._("%(step)s on %(when)s", step=self._get_kind_of_step(step), when=when)
        return self.env._(
            "«%(step)s» on %(when)s", step=step.summary or step.activity_type_id.name or step.display_name,
            when=format_date(self.env, step.date_deadline))

    def _transfer_steps(self, steps):
        """Transfer planned steps to the customer: activities to the order or the card, events to the person.

        :param dict steps: lead → list of its events and activities
        """
        described = {lead: self._format_steps(planned) for lead, planned in steps.items() if planned}
        events, planned = self._split_steps(steps)
        for event in events.filtered(lambda event: len(event.participant_ids) == 1):
            # The customer of the event is computed. A caller known by name only becomes the created person.
            event.participant_ids.filtered(lambda person: not person.partner_id).partner_id = event.lead_id.partner_id
        receivers = {lead.id: lead._get_steps_receiver() for lead in described}
        for receiver, activities in planned.grouped(lambda activity: receivers[activity.res_id]).items():
            self._transfer_activities(activities, receiver)
        self._log_on_leads({lead: self.env._(
            "Planned steps moved to %(receiver)s: %(steps)s.", receiver=receivers[lead.id]._get_html_link(), steps=text)
            for lead, text in described.items()})

    def _get_steps_receiver(self):
        """:return: the order created by the decision, else the counterparty"""
        self.ensure_one()
        return self.order_ids.sorted('id')[-1:] if self.decision == 'order' and self.order_ids else self.counterparty_id

    def _transfer_activities(self, activities, receiver):
        """:param receiver: record that the activities are moved to"""
        model = self.env['ir.model']._get(receiver._name)
        activities.write({'res_model_id': model.id, 'res_id': receiver.id})
        for document in (self, receiver):
            document.invalidate_recordset(['activity_ids'])
        own = activities.filtered(lambda activity: activity.activity_type_id.res_model not in (False, receiver._name))
        if own:
            # A type of activity that exists for leads only is replaced; its name is kept as the summary.
            for activity in own.filtered(lambda activity: not activity.summary):
                activity.summary = activity.activity_type_id.name
            own.activity_type_id = self.env['mail.activity']._default_activity_type_for_model(receiver._name)

    def _cancel_steps(self):
        """Cancel the steps of a low-quality lead. The reason is logged in the history of each event."""
        cancelled = {lead: steps for lead, steps in self._get_steps().items() if steps}
        events, activities = self._split_steps(cancelled)
        if events:
            events._set_category('cancelled')
            events._program_write({'is_cancelled_with_lead': True})
            events._message_log_batch(bodies={event.id: self._describe_cancellation(event.lead_id) for event in events})
        activities._program_write({'active': False, 'is_cancelled_with_lead': True})
        for lead, steps in cancelled.items():
            lead._notify_colleagues(
                steps, self.env._("The lead «%(lead)s» is of low quality. Cancelled with it:", lead=lead.name))
        self._log_on_leads({
            lead: self.env._("Planned steps cancelled: %(steps)s.", steps=self._format_steps(steps))
            for lead, steps in cancelled.items()})

    def _resume_steps(self):
        """Plan the cancelled steps again, because the decision was undone."""
        resumed = {lead: steps for lead, steps in self._get_steps(of_decision=True).items() if steps}
        events, activities = self._split_steps(resumed)
        if events:
            events.action_plan()
        activities._program_write({'active': True, 'is_cancelled_with_lead': False})
        for lead, steps in resumed.items():
            lead._notify_colleagues(steps, self.env._("The lead «%(lead)s» was returned to work. Planned again:", lead=lead.name))
        self._log_on_leads({
            lead: self.env._("Planned again: %(steps)s.", steps=self._format_steps(steps)) for lead, steps in resumed.items()})

    def _notify_colleagues(self, steps, words):
        """Notify colleagues who receive notifications in Odoo of the changes to their steps; others find them in the history.

        :param steps: events and activities of the lead
        """
        self.ensure_one()
        for user, own in groupby(steps, lambda step: step.user_id):
            if not user or user == self.env.user or user.notification_type != 'inbox':
                continue
            record = next((step for step in own if step._name == 'bas.event'), self)
            body = Markup('<p>%s %s.</p>') % (words, self._format_steps(own))
            record.message_notify(partner_ids=user.partner_id.ids, subject=self.display_name, body=body)

    def _describe_cancellation(self, lead):
        if lead.lost_reason_id:
            return self.env._(
                "Cancelled: the lead %(lead)s is of low quality (%(reason)s).", lead=lead._get_html_link(),
                reason=lead.lost_reason_id.name)
        return self.env._("Cancelled: the lead %(lead)s is of low quality.", lead=lead._get_html_link())

    def _log_on_leads(self, bodies):
        """:param dict bodies: lead → text or HTML"""
        leads = self.browse(lead.id for lead in bodies)
        if leads:
            leads._message_log_batch(bodies={lead.id: Markup('<p>%s</p>') % body for lead, body in bodies.items()})


class MailActivity(models.Model):
    """An activity on a lead is planned again when the decision that cancelled it is undone."""

    _inherit = 'mail.activity'

    is_cancelled_with_lead = fields.Boolean(
        "Cancelled with the Lead", readonly=True, copy=False,
        help="The lead was found to be of low quality. The activity is planned again when the lead returns to work.")
