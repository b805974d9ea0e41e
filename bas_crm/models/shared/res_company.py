from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tzs
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.days import DEFAULT_ZONE
from ...tools.listed_selection import ListedSelection

OFFER_DESIGNS = [('strict', "Strict"), ('pictures', "With Pictures")]


class ResCompany(models.Model):
    _inherit = 'res.company'

    bas_create_main_contract = fields.Boolean("Main Contract for New Customers", default=True)
    bas_contract_template_id = fields.Many2one(
        'bas.contract.template', string="Template of the Main Contract", check_company=True, ondelete='set null')
    # Not required: while another module is updated, this one is not loaded yet, and its NOT NULL on core's table is missing.
    bas_offer_design = fields.Selection(
        OFFER_DESIGNS, string="Design of Commercial Offers", default='strict')
    bas_payment_qr = fields.Boolean("Payment QR Code on Prints")
    bas_sellers_post_invoices = fields.Boolean(
        "Managers Post Invoices", help="Salespeople without accounting rights post the invoices of their own orders.")
    bas_tz = ListedSelection(
        lambda self: _tzs, string="Time Zone of the Company", default=DEFAULT_ZONE,
        help="When a day begins and ends if nobody is signed in: on the customer's page and in scheduled jobs.")

    def init(self):
        super().init()
        # Companies created by SQL, or while this module is not loaded, get a design as well.
        self.env.cr.execute(SQL("ALTER TABLE res_company ALTER COLUMN bas_offer_design SET DEFAULT 'strict'"))
        self.env.cr.execute(SQL("UPDATE res_company SET bas_offer_design = 'strict' WHERE bas_offer_design IS NULL"))

    def _get_sender(self):
        """:return: sender's address of e-mails whose author has no address
        :raises UserError: the company has no address either
        """
        company = self.sudo()  # every employee may know the address of the company
        address = company.env['ir.mail_server'].with_company(company)._get_default_from_address() or (
            company.partner_id.email_formatted)
        if not address:
            raise UserError(self.env._(
                "The e-mail has no sender's address: neither you nor %(company)s has an e-mail. Add yours: press your name in "
                "the top right corner, «My Preferences», «Email». Or ask the administrator to add the e-mail of the company.",
                company=company.name))
        return address

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_documents(self):
        """A company with documents cannot be deleted, even if they are archived or the user may not see them."""
        for model in ('bas.contract', 'bas.event', 'bas.work.task', 'bas.sales.plan', 'bas.sales.history'):
            # the user who deletes the company is shown one of them
            documents = self.env[model].sudo().with_context(active_test=False)
            if found := documents.search([('company_id', 'in', self.ids)], limit=1):
                raise UserError(self.env._(
                    "%(company)s has documents («%(document)s» and others), so it cannot be deleted. Archive it: it "
                    "leaves the lists and keeps its history.", company=found.company_id.name, document=found.display_name))
