from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize_all

from ...tools.phones import normalize_phones
from ...tools.trigrams import trigram_index
from ..shared.duplicate_mixin import WHOLE_PHONES


class ResPartner(models.Model):
    """Find a counterparty by any data that a manager hears on the phone, and warn of duplicates."""

    _name = 'res.partner'
    _inherit = ['res.partner', 'bas.phone.search.mixin', 'bas.duplicate.mixin']
    _rec_names_search = ['complete_name', 'legal_name', 'email', 'ref', 'vat', 'company_registry']
    _code_fields = ('company_registry', 'vat', 'ref')
    _name_fields = ('complete_name',)

    email_normalized = fields.Char(index='btree_not_null')  # for the search of known counterparties
    phone_search = fields.Char(
        "All Phone Numbers", compute='_compute_phone_search', store=True, precompute=True, index='trigram',
        help="All numbers of the phone field in E.164, separated by spaces")

    # Core's index of the names puts them in order and does not find a part of one.
    _complete_name_trigram_idx = models.Index(lambda registry: trigram_index(registry, 'complete_name'))
    _phones_idx = models.Index(WHOLE_PHONES)

    @api.depends('phone', 'country_id.code')
    def _compute_phone_search(self):
        for partner in self:
            partner.phone_search = ' '.join(normalize_phones(partner.phone, partner.country_id.code or 'UA')) or False

    @api.model
    def _search_counterparties(self, codes=(), phones=(), emails=()):
        """Find partners with one of the codes, numbers or addresses, archived ones included, except the firm's own.

        :param codes: ЄДРПОУ, РНОКПП or ІПН
        :param phones: numbers in E.164
        :param emails: normalized addresses
        """
        matches = Domain.OR([
            Domain('company_registry', 'in', list(codes)),
            Domain('vat', 'in', list(codes)),
            Domain('email_normalized', 'in', list(emails)),
            self._get_phone_domain(phones),
        ])
        own = self.env.companies.partner_id
        return self.with_context(active_test=False).search(
            matches & Domain('partner_share', '=', True) & Domain('id', 'not in', own.ids)).with_context(active_test=True)

    def _get_match_keys(self):
        """:return: set of ``(kind, value)`` that identify this partner"""
        self.ensure_one()
        # Contact persons have copies of their firm's codes.
        codes = {self.company_registry, self.vat} - {False, '/'} if self == self.commercial_partner_id else ()
        return {
            *(('code', code) for code in codes),
            *(('phone', phone) for phone in (self.phone_search or '').split()),
            *(('email', email) for email in email_normalize_all(self.email)),
        }

    # ------------------------------------------------------------
    # Warnings of duplicates
    # ------------------------------------------------------------

    @api.depends('email')
    @api.depends_context('lang')
    def _compute_email_warning(self):
        return super()._compute_email_warning()

    @api.depends('phone', 'email', 'country_id', 'parent_id')
    @api.depends_context('lang', 'uid', 'allowed_company_ids')
    def _compute_duplicate_warning(self):
        """There is no warning for the firm's own people; core warns of duplicate codes."""
        return super()._compute_duplicate_warning()

    def _get_duplicate_keys(self):
        is_ours = self._origin and not self.partner_share
        return set() if is_ours else {key for key in self._get_match_keys() if key[0] != 'code'}

    def _is_same_party(self, other):
        family = (self.parent_id.commercial_partner_id or self.commercial_partner_id)._origin | self._origin
        owner = other.partner_id if other._name == 'crm.lead' else other
        return bool(family) and bool(owner) and owner.commercial_partner_id in family
