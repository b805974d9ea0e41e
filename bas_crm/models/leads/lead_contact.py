from odoo import api, fields, models


class LeadContact(models.Model):
    """Somebody at the prospect's: becomes a contact person of the counterparty."""

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
        """:param partner: the counterparty that gets this person"""
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
