from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.codes import clean_code

#: mark of our own code in the context: it is compared by identity, so no caller from outside can make it
MERGING = object()


class CrmLead(models.Model):
    """A lead («лід»): what a prospect told us, and who they are."""

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
    order_count = fields.Integer(compute='_compute_order_count')

    @api.depends('partner_id.commercial_partner_id')
    def _compute_counterparty_id(self):
        for lead in self:
            lead.counterparty_id = lead.partner_id.commercial_partner_id

    def _search_counterparty_id(self, operator, value):
        return Domain('partner_id.commercial_partner_id', operator, value)

    @api.depends('order_ids')
    def _compute_order_count(self):
        for lead in self:
            lead.order_count = len(lead.order_ids)

    def _get_responsible(self):
        """:return: who answers for what a decision on the lead makes"""
        self.ensure_one()
        return self.user_id or self.env.user

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

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
            self._follow_outcome()
        if 'partner_id' in vals:
            self._rename_in_calendar()
        return result

    @api.model
    def _clean_code(self, vals):
        return {**vals, 'company_registry': clean_code(vals['company_registry'])} if vals.get('company_registry') else vals

    def copy_data(self, default=None):
        """The copy of a low-quality lead is a lead in work."""
        default = {'active': True, 'lost_reason_id': False, 'date_conversion': False, **(default or {})}
        return super().copy_data(default)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_view_counterparty(self):
        self.ensure_one()
        return self.counterparty_id._get_card_action()

    def action_view_orders(self):
        """Open the orders of the lead, in whatever state they are."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('bas_crm.sale_order_action')
        if len(self.order_ids) == 1:
            return {**action, 'views': [(False, 'form')], 'res_id': self.order_ids.id}
        return {**action, 'domain': [('opportunity_id', '=', self.id)], 'context': {'create': False}}

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
        merging = self.with_context(merging_leads=MERGING)
        return super(CrmLead, merging)._merge_opportunity(*args, **kwargs).with_context(merging_leads=False)

    def _is_merging(self):
        return self.env.context.get('merging_leads') is MERGING

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), 'company_registry']

    def _merge_get_fields_specific(self):
        return {
            **super()._merge_get_fields_specific(),
            'lead_contact_ids': lambda fname, leads: [(4, contact.id) for contact in leads.lead_contact_ids],
        }
