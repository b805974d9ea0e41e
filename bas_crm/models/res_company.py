from odoo import fields, models
from odoo.addons.base.models.res_partner import _tzs
from odoo.tools import SQL

from ..tools.days import DEFAULT_ZONE


class ResCompany(models.Model):
    _inherit = 'res.company'

    bas_create_main_contract = fields.Boolean("Main Contract for New Customers", default=True)
    bas_contract_template_id = fields.Many2one(
        'bas.contract.template', string="Template of the Main Contract", check_company=True, ondelete='set null')
    # Not required: while another module is updated, this one is not loaded yet, and its constraint on a table of core is missing.
    bas_offer_design = fields.Selection(
        [('strict', "Strict"), ('pictures', "With Pictures")], string="Design of Commercial Offers", default='strict')
    bas_payment_qr = fields.Boolean("Payment QR Code on Prints")
    bas_sellers_post_invoices = fields.Boolean(
        "Managers Post Invoices", help="Salespeople without accounting rights post the invoices of their own orders.")
    bas_tz = fields.Selection(
        lambda self: _tzs, string="Time Zone of the Company", default=DEFAULT_ZONE,
        help="When a day begins and ends where nobody is signed in: on the page of a customer, and in jobs at night.")

    def init(self):
        super().init()
        # Companies that are made by SQL, or while this module is not loaded, have a design as well.
        self.env.cr.execute(SQL("ALTER TABLE res_company ALTER COLUMN bas_offer_design SET DEFAULT 'strict'"))
        self.env.cr.execute(SQL("UPDATE res_company SET bas_offer_design = 'strict' WHERE bas_offer_design IS NULL"))
