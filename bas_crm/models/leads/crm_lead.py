from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.translate import _lt

from ...tools.codes import clean_code
from ...tools.marks import mark, read_mark

#: data of the prospect, which cannot be edited after the decision
PROSPECT_FIELDS = {
    'name', 'partner_name', 'contact_name', 'function', 'email_from', 'phone', 'website', 'company_registry',
    'street', 'street2', 'zip', 'city', 'state_id', 'country_id', 'lead_contact_ids',
}
#: decisions that convert the lead
CONVERTED = ('customer', 'order')
DECISIONS = [('customer', "Customer"), ('order', "Customer and Order"), ('junk', "Low-Quality Lead")]


class CrmLead(models.Model):
    """A lead («лід»): a prospect and its data."""

    _name = 'crm.lead'
    _inherit = ['crm.lead', 'bas.stage.board.mixin', 'bas.quick.read.mixin']

    company_registry = fields.Char("ЄДРПОУ / РНОКПП", index='btree_not_null', tracking=True)
    lead_contact_ids = fields.One2many('bas.lead.contact', 'lead_id', string="Contacts", copy=True)

    decision = fields.Selection(
        DECISIONS,
        copy=False, readonly=True, index='btree_not_null', tracking=True, help="Empty until the decision is made.",
        falsy_value_label=_lt("Undecided"))  # as in core; pylint: disable=translation-field
    decision_date = fields.Datetime("Decided on", copy=False, readonly=True)
    decision_user_id = fields.Many2one(
        'res.users', string="Decided by", copy=False, readonly=True, ondelete='set null')
    decision_note = fields.Html("Decision Notes", copy=False, readonly=True)
    counterparty_id = fields.Many2one(
        'res.partner', compute='_compute_counterparty_id', search='_search_counterparty_id')
    order_count = fields.Integer(compute='_compute_order_count')

    @api.depends('partner_id.commercial_partner_id')
    def _compute_counterparty_id(self):
        for lead in self:
            lead.counterparty_id = lead.partner_id.commercial_partner_id

    def _search_counterparty_id(self, operator, value):
        return Domain('partner_id.commercial_partner_id', operator, value)

    @api.depends('company_id')
    def _compute_company_currency(self):
        """As core, for all leads of a company at once."""
        self.company_id.sudo().fetch(['currency_id'])  # sudo: as the field is read, and it alone
        for company, leads in self.grouped('company_id').items():
            leads.company_currency = (company or self.env.company).currency_id

    @api.depends('order_ids')
    def _compute_order_count(self):
        for lead in self:
            lead.order_count = len(lead.order_ids)

    def _get_responsible(self):
        """:return: ``res.users``: the responsible user of records created by the conversion"""
        self.ensure_one()
        return self.user_id or self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create([self._clean_code(vals) for vals in vals_list])
        for stage, group in leads.grouped('stage_id').items():
            group._check_stage_move(stage)
        return leads

    def write(self, vals):
        self._check_decision_allows(vals)
        result = super().write(self._clean_code(vals))
        if 'stage_id' in vals or vals.get('active') or vals.get('probability') == 0:
            self._update_decision()
        if 'partner_id' in vals:
            self._rename_in_calendar()
        return result

    def _check_decision_allows(self, vals):
        """:raises UserError: the lead is decided, and ``vals`` change data that may not change any more"""
        if not PROSPECT_FIELDS.isdisjoint(vals):
            self._check_undecided()
        if 'partner_id' in vals:
            self._check_counterparty_unchanged(vals['partner_id'])
        if 'stage_id' in vals:
            self._check_stage_move(self.env['crm.stage'].browse(vals['stage_id'] or []))
        if vals.get('probability') == 0 and vals.get('active') is False:
            self._check_not_converted()

    def _check_undecided(self):
        """:raises UserError: the lead is decided, so the data of the prospect cannot be edited any more"""
        # An import brings leads with their decisions, and an undo takes their contacts away again.
        if self._is_merging() or read_mark(self, 'importing'):
            return
        for lead in self.filtered('decision')[:1]:
            if lead.decision == 'junk':
                raise UserError(self.env._(
                    "«%(lead)s» is a low-quality lead. Return it to work first, then edit it.", lead=lead.name))
            raise UserError(self.env._(
                "«%(lead)s» has become a customer, so the lead cannot be edited any more. Edit the card of the counterparty.",
                lead=lead.name))

    def _check_counterparty_unchanged(self, partner_id):
        moved = self.filtered(lambda lead: lead.decision in CONVERTED and lead.partner_id and lead.partner_id.id != partner_id)
        if moved and not self._is_merging():
            raise UserError(self.env._(
                "«%(lead)s» has become the customer %(partner)s: it cannot be moved to another counterparty.",
                lead=moved[0].name, partner=moved[0].partner_id.display_name))

    def _check_stage_move(self, stage):
        """Keep core's statistics correct: a customer is a won lead, and on our board a lead is won only by a decision."""
        if self._is_merging():
            return
        converted = self.filtered(lambda lead: lead.decision in CONVERTED)
        if converted and not stage.is_won:
            raise UserError(self.env._(
                "«%(lead)s» has become a customer and cannot be moved to another state.", lead=converted[0].name))
        if stage.is_won and self.env.context.get('decide_by_buttons') and not all(lead.decision for lead in self):
            raise UserError(self.env._(
                "Leads are moved to «%(stage)s» by a decision: choose «To Customer» or «To Customer and Order» on the card.",
                stage=stage.name))

    def _check_not_converted(self):
        converted = self.filtered(lambda lead: lead.decision in CONVERTED)
        if converted and not self._is_merging():
            raise UserError(self.env._(
                "«%(lead)s» has become a customer and cannot be marked as lost.", lead=converted[0].name))

    @api.model
    def _clean_code(self, vals):
        return {**vals, 'company_registry': clean_code(vals['company_registry'])} if vals.get('company_registry') else vals

    def copy_data(self, default=None):
        """A copy of a low-quality lead is active and undecided."""
        default = {'active': True, 'lost_reason_id': False, 'date_conversion': False, **(default or {})}
        return super().copy_data(default)

    def get_formview_id(self, access_uid=None):
        """Links open a lead in our form, as its own list does; an opportunity of core's pipeline keeps core's."""
        if self.type == 'lead':
            return self.env.ref('bas_crm.crm_lead_view_form').id
        return super().get_formview_id(access_uid=access_uid)

    def get_formview_action(self, access_uid=None):
        action = super().get_formview_action(access_uid=access_uid)
        if self.type == 'lead':
            action['context'] = {**action['context'], 'decide_by_buttons': True}
        return action

    @api.readonly
    def action_view_counterparty(self):
        self.ensure_one()
        return self.counterparty_id._get_card_action()

    @api.readonly
    def action_view_orders(self):
        """Open all orders of the lead, in any state."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('bas_crm.sale_order_action')
        if len(self.order_ids) == 1:
            return {**action, 'views': [(False, 'form')], 'res_id': self.order_ids.id}
        return {**action, 'domain': [('opportunity_id', '=', self.id)], 'context': {'create': False}}

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """On our board, show a won stage only if it contains leads: no lead can be dragged there."""
        shown = super()._read_group_stage_ids(stages, domain)
        if self.env.context.get('decide_by_buttons'):
            return shown.filtered(lambda stage: not stage.is_won or stage in stages)
        return shown

    def _merge_opportunity(self, *args, **kwargs):
        merging = mark(self, merging_leads=True)
        return super(CrmLead, merging)._merge_opportunity(*args, **kwargs).with_context(merging_leads=False)

    def _is_merging(self):
        return bool(read_mark(self, 'merging_leads'))

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), 'company_registry']

    def _merge_get_fields_specific(self):
        return {
            **super()._merge_get_fields_specific(),
            'lead_contact_ids': lambda fname, leads: [Command.link(contact.id) for contact in leads.lead_contact_ids],
        }


class LeadContact(models.Model):
    """A contact of the prospect, which becomes a contact person of the counterparty."""

    _name = 'bas.lead.contact'
    _description = 'Lead Contact'
    _order = 'id'

    lead_id = fields.Many2one('crm.lead', required=True, index=True, ondelete='cascade')
    name = fields.Char(required=True)
    function = fields.Char("Job Position")
    phone = fields.Char()
    email = fields.Char("E-mail")

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts.lead_id._check_undecided()
        return contacts

    def write(self, vals):
        leads = self.lead_id | self.env['crm.lead'].browse(vals.get('lead_id') or [])
        leads._check_undecided()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self.lead_id._check_undecided()

    def _prepare_contact_person_values(self, partner):
        """:param partner: the counterparty of the new contact person"""
        self.ensure_one()
        return {
            'parent_id': partner.id,
            'type': 'contact',
            'name': self.name,
            'function': self.function,
            'phone': self.phone,
            'email': self.email,
            'user_id': partner.user_id.id,
        }
