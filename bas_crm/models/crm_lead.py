from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: what the prospect told us: it stays as it was once the lead is decided
PROSPECT_FIELDS = {
    'name', 'partner_name', 'contact_name', 'function', 'email_from', 'phone', 'website', 'company_registry',
    'street', 'street2', 'zip', 'city', 'state_id', 'country_id', 'lead_contact_ids',
}


class CrmLead(models.Model):
    """A lead and the decision on it: customer, customer and order, or low quality."""

    _inherit = 'crm.lead'

    company_registry = fields.Char("ЄДРПОУ / РНОКПП", index='btree_not_null', tracking=True)
    lead_contact_ids = fields.One2many('bas.lead.contact', 'lead_id', string="Contacts", copy=True)

    decision = fields.Selection(
        [('customer', "Customer"), ('order', "Customer and Order"), ('junk', "Low-Quality Lead")],
        copy=False, readonly=True, index='btree_not_null', tracking=True, help="Empty while the lead is in work.")
    decision_date = fields.Datetime("Decided on", copy=False, readonly=True)
    decision_user_id = fields.Many2one(
        'res.users', string="Decided by", copy=False, readonly=True, ondelete='set null')
    decision_note = fields.Html("Decision Notes", copy=False, readonly=True)
    counterparty_id = fields.Many2one(
        'res.partner', compute='_compute_counterparty_id', search='_search_counterparty_id')

    @api.depends('partner_id.commercial_partner_id')
    def _compute_counterparty_id(self):
        for lead in self:
            lead.counterparty_id = lead.partner_id.commercial_partner_id

    def _search_counterparty_id(self, operator, value):
        return Domain('partner_id.commercial_partner_id', operator, value)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if not PROSPECT_FIELDS.isdisjoint(vals):
            self._check_undecided()
        if vals.get('stage_id'):
            self._check_stage_move(self.env['crm.stage'].browse(vals['stage_id']))
        return super().write(vals)

    def copy_data(self, default=None):
        """The copy of a low-quality lead is a lead in work."""
        default = {'active': True, 'lost_reason_id': False, 'date_conversion': False, **(default or {})}
        return super().copy_data(default)

    def _check_undecided(self):
        """:raises UserError: the lead is decided, and what the prospect told is kept as it was"""
        if self.env.context.get('merging_leads'):
            return
        decided = self.filtered('decision')
        if decided:
            raise UserError(self.env._(
                "The lead «%(lead)s» is decided and can no longer be changed. Take it back to work first, "
                "or change the card of the counterparty.", lead=decided[0].name))

    def _check_stage_move(self, stage):
        """Keep core's statistics true: a customer is a won lead, and only a decision makes one on our board."""
        if self.env.context.get('merging_leads'):
            return
        converted = self.filtered(lambda lead: lead.decision in ('customer', 'order'))
        if converted and not stage.is_won:
            raise UserError(self.env._(
                "«%(lead)s» has become a customer and cannot go back to the stage «%(stage)s».",
                lead=converted[0].name, stage=stage.name))
        if stage.is_won and self.env.context.get('decide_by_buttons') and not all(lead.decision for lead in self):
            raise UserError(self.env._(
                "Leads come to «%(stage)s» by a decision: choose «Customer» or «Customer and Order» on the card.",
                stage=stage.name))

    # ------------------------------------------------------------
    # Core's own ways of deciding
    # ------------------------------------------------------------

    def action_set_lost(self, **additional_values):
        """Lost is low quality, whichever button said so."""
        converted = self.filtered(lambda lead: lead.decision in ('customer', 'order'))
        if converted:
            raise UserError(self.env._(
                "«%(lead)s» has become a customer and cannot be lost.", lead=converted[0].name))
        result = super().action_set_lost(**additional_values)
        self.filtered(lambda lead: not lead.decision)._set_decision('junk')
        return result

    def action_unarchive(self):
        """Restoring a lead takes back the decision that it is of low quality."""
        result = super().action_unarchive()
        self.filtered(lambda lead: lead.decision == 'junk').write({
            'decision': False, 'decision_date': False, 'decision_user_id': False, 'decision_note': False})
        return result

    def _set_decision(self, decision):
        self.write({
            'decision': decision, 'decision_date': fields.Datetime.now(), 'decision_user_id': self.env.uid})

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

    def action_return_to_work(self):
        """Take a low-quality decision back; the stage is the one held before."""
        if self.filtered(lambda lead: lead.decision != 'junk'):
            raise UserError(self.env._("Only a low-quality lead can be returned to work."))
        self.action_restore()
        return True

    def action_view_counterparty(self):
        self.ensure_one()
        return self.counterparty_id._get_card_action()

    # ------------------------------------------------------------
    # Board and merging
    # ------------------------------------------------------------

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """On our board a won stage shows when leads stand in it: nothing is dragged there."""
        shown = super()._read_group_stage_ids(stages, domain)
        if self.env.context.get('decide_by_buttons'):
            return shown.filtered(lambda stage: not stage.is_won or stage in stages)
        return shown

    def _merge_opportunity(self, *args, **kwargs):
        merging = self.with_context(merging_leads=True)
        return super(CrmLead, merging)._merge_opportunity(*args, **kwargs).with_context(merging_leads=False)

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), 'company_registry']

    def _merge_get_fields_specific(self):
        return {
            **super()._merge_get_fields_specific(),
            'lead_contact_ids': lambda fname, leads: [(4, contact.id) for contact in leads.lead_contact_ids],
        }
