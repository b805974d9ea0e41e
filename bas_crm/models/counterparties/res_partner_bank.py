import base64
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools.image import image_data_uri

from ...tools.codes import HOME
from ...tools.payment_qr import QR_METHOD, payment_link, payment_picture, payment_text


class ResPartnerBank(models.Model):
    _inherit = 'res.partner.bank'

    mfo_code = fields.Char("Bank Code (МФО)", compute='_compute_mfo_code', help="Digits 5 to 10 of a Ukrainian IBAN.")
    has_wrong_iban = fields.Boolean(compute='_compute_has_wrong_iban', exportable=False, export_string_translation=False)

    @api.depends('sanitized_acc_number')
    def _compute_mfo_code(self):
        for account in self:
            number = account.sanitized_acc_number or ''
            account.mfo_code = number[4:10] if number.startswith('UA') and len(number) == 29 else False

    @api.depends('acc_number')
    def _compute_has_wrong_iban(self):
        # If the IBAN check fails, core silently treats the number as another type.
        for account in self:
            is_ukrainian = (account.sanitized_acc_number or '').startswith('UA')
            account.has_wrong_iban = is_ukrainian and account.acc_type != 'iban'

    # ------------------------------------------------------------
    # Payment code of the National Bank of Ukraine, as one of core's methods of QR codes
    # ------------------------------------------------------------

    @api.model
    def _get_available_qr_methods(self):
        return [*super()._get_available_qr_methods(), (QR_METHOD, self.env._("Payment code of the National Bank of Ukraine"), 10)]

    def _get_error_messages_for_qr(self, qr_method, debtor_partner, currency):
        if qr_method != QR_METHOD:
            return super()._get_error_messages_for_qr(qr_method, debtor_partner, currency)
        if currency.name != 'UAH':
            return self.env._("The payment code is for hryvnias only.")
        gaps = self.partner_id._get_payment_qr_gaps(self)
        return self.env._("Missing requisites: %(gaps)s.", gaps=', '.join(gaps)) if gaps else None

    def _check_for_qr_code_errors(
            self, qr_method, amount, currency, debtor_partner, free_communication, structured_communication):
        if qr_method == QR_METHOD and currency.compare_amounts(amount, 0) <= 0:
            return self.env._("There is nothing to pay.")
        return super()._check_for_qr_code_errors(
            qr_method, amount, currency, debtor_partner, free_communication, structured_communication)

    def _get_qr_vals(self, qr_method, amount, currency, debtor_partner, free_communication, structured_communication):
        """:return: str: the fields of the payment code, see :mod:`...tools.payment_qr`"""
        if qr_method != QR_METHOD:
            return super()._get_qr_vals(
                qr_method, amount, currency, debtor_partner, free_communication, structured_communication)
        firm = self.partner_id
        return payment_text(
            # The short name leaves room for the purpose.
            firm.name or firm.legal_name, self.sanitized_acc_number, firm.company_registry,
            Decimal(str(currency.round(amount))), free_communication or structured_communication)

    def _get_qr_code_generation_params(
            self, qr_method, amount, currency, debtor_partner, free_communication, structured_communication):
        arguments = (qr_method, amount, currency, debtor_partner, free_communication, structured_communication)
        if qr_method != QR_METHOD:
            return super()._get_qr_code_generation_params(*arguments)
        return {'barcode_type': 'QR', 'width': 180, 'height': 180, 'value': payment_link(self._get_qr_vals(*arguments))}

    def _get_qr_code_base64(self, qr_method, amount, currency, debtor_partner, free_communication, structured_communication):
        """Draw the hryvnia sign in the middle of the code, which core's barcodes cannot do."""
        arguments = (qr_method, amount, currency, debtor_partner, free_communication, structured_communication)
        if qr_method != QR_METHOD:
            return super()._get_qr_code_base64(*arguments)
        return image_data_uri(base64.b64encode(payment_picture(payment_link(self._get_qr_vals(*arguments)))))


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _get_payment_qr_gaps(self, accounts):
        """Find requisites of a firm that are missing for a payment code.

        :param accounts: bank accounts, one of which receives the payment
        :return: list of texts for the user; empty if nothing is missing
        """
        self.ensure_one()
        gaps = []
        if self.country_id.code not in HOME:
            gaps.append(self.env._("Ukraine as the country of the company"))
        if not any(account.mfo_code and not account.has_wrong_iban for account in accounts):
            gaps.append(self.env._("a Ukrainian IBAN"))
        if len(self.company_registry or '') not in (8, 10) or not self.company_registry.isdigit():
            gaps.append(self.env._("EDRPOU of 8 digits or RNOKPP of 10 digits"))
        return gaps
