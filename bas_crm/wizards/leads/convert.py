from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.dialogs import open_dialog


class LeadConvert(models.TransientModel):
    """Ask whether the prospect is one of the similar counterparties."""

    _name = 'bas.lead.convert'
    _description = 'Convert a Lead That Looks Known'

    lead_id = fields.Many2one('crm.lead', required=True, readonly=True, ondelete='cascade')
    create_order = fields.Boolean(readonly=True)
    partner_id = fields.Many2one(
        'res.partner', string="Another Counterparty", ondelete='cascade',
        domain="[('parent_id', '=', False), ('partner_share', '=', True)]")
    candidate_ids = fields.One2many('bas.lead.convert.candidate', 'wizard_id', string="Known Counterparties")

    @api.model
    def _open(self, lead, matches, create_order):
        """:param matches: dict: commercial partner → reasons, from ``crm.lead._find_counterparties``"""
        wizard = self.create({
            'lead_id': lead.id,
            'create_order': create_order,
            'candidate_ids': [
                Command.create({'partner_id': partner.id, 'reason': '; '.join(reasons)}) for partner, reasons in matches.items()],
        })
        return open_dialog(self.env._("Is It a Known Counterparty?"), self._name, record=wizard)

    def action_create(self):
        """Create a new counterparty."""
        return self._convert(None)

    def action_link_other(self):
        """Link to a counterparty that is not in the list."""
        if not self.partner_id:
            raise UserError(self.env._("Choose the counterparty first."))
        return self._convert(self.partner_id)

    def _convert(self, partner):
        self.ensure_one()
        if self.lead_id._is_converted():
            return self.lead_id._notify_converted()
        if partner and not partner.active:
            partner.action_unarchive()
        return self.lead_id._convert_and_open(partner, self.create_order)


class LeadConvertCandidate(models.TransientModel):
    _name = 'bas.lead.convert.candidate'
    _description = 'Counterparty a Lead Resembles'

    wizard_id = fields.Many2one('bas.lead.convert', required=True, index=True, ondelete='cascade')
    partner_id = fields.Many2one('res.partner', required=True, readonly=True, ondelete='cascade')
    reason = fields.Char("Why", readonly=True)
    partner_active = fields.Boolean(related='partner_id.active')

    def action_link(self):
        """Link to this counterparty; an archived one is unarchived."""
        self.ensure_one()
        return self.wizard_id._convert(self.partner_id)
