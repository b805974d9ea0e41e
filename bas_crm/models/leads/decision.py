from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby

#: what the prospect told us: nobody edits it once the lead is decided
PROSPECT_FIELDS = {
    'name', 'partner_name', 'contact_name', 'function', 'email_from', 'phone', 'website', 'company_registry',
    'street', 'street2', 'zip', 'city', 'state_id', 'country_id', 'lead_contact_ids',
}
#: the decisions that make a counterparty
CONVERTED = ('customer', 'order')


class CrmLead(models.Model):
    """The decision on a lead: what it forbids, and how it goes together with core's won and lost."""

    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # A decided lead is not edited
    # ------------------------------------------------------------

    def _compute_phone(self):
        super(CrmLead, self.filtered(lambda lead: not lead.decision))._compute_phone()

    def _compute_email_from(self):
        super(CrmLead, self.filtered(lambda lead: not lead.decision))._compute_email_from()

    def _compute_stage_id(self):
        # Another team has other stages; a customer stays a customer.
        super(CrmLead, self.filtered(lambda lead: lead.decision not in CONVERTED))._compute_stage_id()

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        for stage in leads.stage_id:
            leads.filtered(lambda lead, stage=stage: lead.stage_id == stage)._check_stage_move(stage)
        return leads

    def write(self, vals):
        if not PROSPECT_FIELDS.isdisjoint(vals):
            self._check_undecided()
        if 'partner_id' in vals:
            self._check_counterparty_stays(vals['partner_id'])
        if 'stage_id' in vals:
            self._check_stage_move(self.env['crm.stage'].browse(vals['stage_id'] or []))
        if vals.get('probability') == 0 and vals.get('active') is False:
            self._check_not_converted()
        result = super().write(vals)
        if 'stage_id' in vals or vals.get('active') or vals.get('probability') == 0:
            self._follow_outcome()
        return result

    def _check_undecided(self):
        """:raises UserError: the lead is decided, and what the prospect told is not edited any more"""
        if self._is_merging():
            return
        for lead in self.filtered('decision')[:1]:
            if lead.decision == 'junk':
                raise UserError(self.env._(
                    "«%(lead)s» is a low-quality lead. Return it to work first, then change it.", lead=lead.name))
            raise UserError(self.env._(
                "«%(lead)s» has become a customer, and the lead is not edited any more. Change the card of the counterparty.",
                lead=lead.name))

    def _check_counterparty_stays(self, partner_id):
        moved = self.filtered(lambda lead: lead.decision in CONVERTED and lead.partner_id and lead.partner_id.id != partner_id)
        if moved and not self._is_merging():
            raise UserError(self.env._(
                "«%(lead)s» has become the customer %(partner)s: it cannot pass to another counterparty.",
                lead=moved[0].name, partner=moved[0].partner_id.display_name))

    def _check_stage_move(self, stage):
        """Keep core's statistics true: a customer is a won lead, and only a decision makes one on our board."""
        if self._is_merging():
            return
        converted = self.filtered(lambda lead: lead.decision in CONVERTED)
        if converted and not stage.is_won:
            raise UserError(self.env._(
                "«%(lead)s» has become a customer and cannot go back to another state.", lead=converted[0].name))
        if stage.is_won and self.env.context.get('decide_by_buttons') and not all(lead.decision for lead in self):
            raise UserError(self.env._(
                "Leads come to «%(stage)s» by a decision: choose «To Customer» or «To Customer and Order» on the card.",
                stage=stage.name))

    # ------------------------------------------------------------
    # Core's own ways of deciding
    # ------------------------------------------------------------

    def action_set_lost(self, **additional_values):
        """Lost is low quality, whichever button said so."""
        self._check_not_converted()
        result = super().action_set_lost(**additional_values)
        self.filtered(lambda lead: not lead.decision)._set_decision('junk')
        return result

    def _check_not_converted(self):
        converted = self.filtered(lambda lead: lead.decision in CONVERTED)
        if converted and not self._is_merging():
            raise UserError(self.env._(
                "«%(lead)s» has become a customer and cannot be lost.", lead=converted[0].name))

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

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

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
