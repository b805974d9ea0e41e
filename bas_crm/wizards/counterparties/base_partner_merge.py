from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = 'base.partner.merge.automatic.wizard'

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """:raises UserError: the counterparties have contracts with the same number, which must be unique on a card"""
        # The user who merges the cards must learn of the conflict, even if a contract is a colleague's.
        contracts = self.env['bas.contract'].sudo().with_context(active_test=False).search([('partner_id', 'in', partner_ids)])
        seen = set()
        for contract in contracts:
            key = (contract.company_id, contract.name, contract.date.year)
            if key in seen and not contract.sudo(False).has_access('read'):
                raise UserError(self.env._(
                    "Both counterparties have a contract with the same number, and a colleague is responsible for it. Ask the "
                    "head of sales to change the number of one of them, then merge."))
            if key in seen:
                raise UserError(self.env._(
                    "Both counterparties have the contract %(contract)s. Change the number of one of them, then merge.",
                    contract=contract.display_name))
            seen.add(key)
        return super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
