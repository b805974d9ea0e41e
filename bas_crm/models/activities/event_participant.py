from odoo import api, fields, models


class BasEventParticipant(models.Model):
    """Who takes part in an event: a known person, or a caller of whom there is only a name and a number."""

    _name = 'bas.event.participant'
    _description = 'Participant of an Event'
    _order = 'id'

    event_id = fields.Many2one('bas.event', required=True, index=True, ondelete='cascade')
    partner_id = fields.Many2one('res.partner', string="Contact", index='btree_not_null', ondelete='set null')
    name = fields.Char(compute='_compute_name', store=True, readonly=False, precompute=True)
    how_to_contact = fields.Char(
        compute='_compute_how_to_contact', store=True, readonly=False, precompute=True, help="Phone or e-mail.")

    def write(self, vals):
        result = super().write(vals)
        if {'name', 'partner_id'} & vals.keys():
            self.event_id._mirror()
        return result

    @api.depends('partner_id')
    def _compute_name(self):
        for participant in self:
            participant.name = participant.partner_id.name or participant.name

    @api.depends('partner_id', 'event_id.event_type')
    def _compute_how_to_contact(self):
        for participant in self:
            partner = participant.partner_id
            if not partner:
                continue
            ways = (partner.email, partner.phone) if participant.event_id.event_type == 'email' else (
                partner.phone, partner.email)
            participant.how_to_contact = next(filter(None, ways), participant.how_to_contact)
