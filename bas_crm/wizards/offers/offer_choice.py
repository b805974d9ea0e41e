from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class BasOfferChoice(models.TransientModel):
    """Asks which offer the customer has chosen, before the order is confirmed."""

    _name = 'bas.offer.choice'
    _description = 'Choose a Commercial Offer'

    order_id = fields.Many2one('sale.order', required=True, readonly=True, ondelete='cascade')
    open_offer_ids = fields.Many2many('bas.commercial.offer', compute='_compute_open_offer_ids')
    offer_id = fields.Many2one(
        'bas.commercial.offer', string="The Customer Takes", ondelete='cascade', domain="[('id', 'in', open_offer_ids)]")
    comparison = fields.Html(related='order_id.offer_comparison')

    @api.depends('order_id')
    def _compute_open_offer_ids(self):
        for choice in self:
            choice.open_offer_ids = choice.order_id._get_open_offers()

    @api.constrains('order_id', 'offer_id')
    def _check_offer(self):
        for choice in self:
            if choice.offer_id and choice.offer_id.order_id != choice.order_id:
                raise ValidationError(self.env._(
                    "The offer %(offer)s is not an offer of the order %(order)s. Choose one of the order's offers.",
                    offer=choice.offer_id.display_name, order=choice.order_id.name))

    def action_confirm(self):
        """Choose the offer and confirm the order."""
        self.ensure_one()
        if not self.offer_id:
            raise UserError(self.env._("Choose an offer first, or press «None of Them»."))
        question = self.offer_id.action_choose()
        if isinstance(question, dict):
            return question
        self.order_id.action_confirm()
        return {'type': 'ir.actions.act_window_close'}

    def action_confirm_without(self):
        """Reject all open offers and confirm the order with its current lines."""
        self.ensure_one()
        self.order_id._get_open_offers()._decide({'state': 'rejected'})
        self.order_id.action_confirm()
        return {'type': 'ir.actions.act_window_close'}


class BasOfferOverride(models.TransientModel):
    """Asks whether to choose a variant although the customer has signed another one."""

    _name = 'bas.offer.override'
    _description = 'Choose Another Offer than the Signed One'

    offer_id = fields.Many2one('bas.commercial.offer', required=True, readonly=True, ondelete='cascade')
    question = fields.Char(compute='_compute_question')

    @api.depends('offer_id')
    def _compute_question(self):
        for override in self:
            offer = override.offer_id
            signed = offer and offer._get_other_signed()
            override.question = self.env._(
                "The customer has signed %(signed)s. Choose %(offer)s without the customer's consent?",
                signed=signed._get_short_name(), offer=offer._get_short_name()) if signed else False

    def action_confirm(self):
        """Choose the variant; the signed one keeps its signature."""
        self.ensure_one()
        self.offer_id._choose(without_consent=True)
        return {'type': 'ir.actions.act_window_close'}


class BasOfferDecline(models.TransientModel):
    """Asks why the customer declines, if the manager enters the refusal."""

    _name = 'bas.offer.decline'
    _description = 'Decline a Commercial Offer'

    offer_ids = fields.Many2many('bas.commercial.offer', required=True)
    reason = fields.Text("What the Customer Says", required=True)

    def action_decline(self):
        self.ensure_one()
        if not self.offer_ids:
            raise UserError(self.env._("No offer is chosen. Open the offer that the customer declines, and press «Decline»."))
        self.offer_ids._decline(self.reason)
        return {'type': 'ir.actions.act_window_close'}
