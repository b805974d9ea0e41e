import base64
from decimal import Decimal

from odoo import api, models
from odoo.tools.image import image_data_uri

from ...tools.codes import HOME
from ...tools.payment_qr import payment_link, payment_picture, payment_text


class BasPrint(models.AbstractModel):
    """The payment code on prints: a customer pays by pointing the bank's application at it."""

    _inherit = 'bas.print.mixin'

    def _get_print_account(self):
        """The account that the customer pays to: of several the first in order, a Ukrainian IBAN before others."""
        shared = self.env['res.company']
        accounts = self.company_id.partner_id.bank_ids.filtered(
            lambda account: account.company_id in (self.company_id, shared))
        return accounts.filtered('mfo_code')[:1] or accounts[:1]

    def _get_payment_qr(self, amount, purpose):
        """The National Bank's code, where the company has it on and the document can have one.

        :param float amount: in hryvnias
        :return: data URI of a PNG; False for a document in another currency, or where requisites lack
        """
        company, account = self.company_id, self._get_print_account()
        if not company.bas_payment_qr or self.currency_id.name != 'UAH' or self.currency_id.compare_amounts(amount, 0) <= 0:
            return False
        if company._get_payment_qr_gaps(account):
            return False
        firm = company.partner_id
        text = payment_text(
            # The short name leaves room for the purpose.
            firm.name or firm.legal_name, account.sanitized_acc_number, firm.company_registry,
            Decimal(str(self.currency_id.round(amount))), purpose)
        return image_data_uri(base64.b64encode(payment_picture(payment_link(text))))


class ResCompany(models.Model):
    _inherit = 'res.company'

    @api.model
    def _is_payment_account(self, account):
        """Tell whether the payment code can name this bank account."""
        return bool(account.mfo_code) and not account.has_wrong_iban

    def _get_payment_qr_gaps(self, account=None):
        """What the requisites lack for a payment code.

        :param account: the account of the document; without one, any of the company
        :return: list of texts for the user; empty where all is there
        """
        self.ensure_one()
        firm, gaps = self.partner_id, []
        accounts = firm.bank_ids if account is None else account
        if firm.country_id.code not in HOME:
            gaps.append(self.env._("Ukraine as the country of the company"))
        if not any(self._is_payment_account(each) for each in accounts):
            gaps.append(self.env._("a Ukrainian IBAN"))
        if len(firm.company_registry or '') not in (8, 10) or not firm.company_registry.isdigit():
            gaps.append(self.env._("EDRPOU of 8 digits or RNOKPP of 10 digits"))
        return gaps
