from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tzs
from odoo.exceptions import UserError

from ..tools.days import DEFAULT_ZONE


class ResCompany(models.Model):
    _inherit = 'res.company'

    bas_create_main_contract = fields.Boolean("Main Contract for New Customers", default=True)
    bas_contract_template_id = fields.Many2one(
        'bas.contract.template', string="Template of the Main Contract", check_company=True, ondelete='set null')
    bas_offer_design = fields.Selection(
        [('strict', "Strict"), ('pictures', "With Pictures")], string="Design of Commercial Offers", required=True,
        default='strict')
    bas_payment_qr = fields.Boolean("Payment QR Code on Prints")
    bas_tz = fields.Selection(
        lambda self: _tzs, string="Time Zone of the Company", default=DEFAULT_ZONE,
        help="When a day begins and ends where nobody is signed in: on the page of a customer, and in jobs at night.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_documents(self):
        """Documents of a company are its history, also those that the user may not see, and archived ones."""
        for model in ('bas.contract', 'bas.event', 'bas.work.task', 'bas.sales.plan'):
            # whoever would delete the company learns of them
            documents = self.env[model].sudo().with_context(active_test=False)
            if found := documents.search([('company_id', 'in', self.ids)], limit=1):
                raise UserError(self.env._(
                    "%(company)s has documents («%(document)s» and others), so it stays. Archive it: it leaves the lists and keeps "
                    "its history.", company=found.company_id.name, document=found.display_name))
