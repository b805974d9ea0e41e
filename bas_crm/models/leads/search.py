from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize_all

from ...tools.codes import ORGANISATIONS, clean_code
from ...tools.phones import normalize_phones
from ..shared.duplicate_mixin import WHOLE_PHONES

#: limit of core's search for duplicates: a value that more leads than this share is ignored
MANY = 20


class CrmLead(models.Model):
    """Find a lead by any data that a manager hears on the phone, and find similar leads."""

    _name = 'crm.lead'
    _inherit = ['crm.lead', 'bas.phone.search.mixin', 'bas.duplicate.mixin']
    _rec_names_search = ['name', 'partner_name', 'contact_name', 'email_from', 'company_registry']
    _code_fields = ('company_registry',)
    _name_fields = ('name', 'partner_name', 'contact_name', 'email_from')

    phone_search = fields.Char(
        "All Phone Numbers", compute='_compute_phone_search', store=True, index='trigram',
        help="All phone numbers of the prospect and its contacts in E.164, separated by spaces")

    _email_field = 'email_from'

    _phones_idx = models.Index(WHOLE_PHONES)
    # Core's index is for parts of addresses.
    _bas_email_idx = models.Index('(email_normalized) WHERE email_normalized IS NOT NULL')

    @api.depends('phone', 'lead_contact_ids.phone', 'country_id.code')
    def _compute_phone_search(self):
        for lead in self:
            lead.phone_search = ' '.join(lead._get_phones()) or False

    def _get_phones(self):
        """:return: list: all phone numbers of the prospect and its contacts in E.164"""
        self.ensure_one()
        country_code = self.country_id.code or 'UA'
        written = [self.phone, *self.lead_contact_ids.mapped('phone')]
        return list(dict.fromkeys(number for phone in written for number in normalize_phones(phone, country_code)))

    @api.depends('phone_search')
    def _compute_potential_lead_duplicates(self):
        """Core compares only the first number, in the format of its library. Add the other numbers and old formats."""
        super()._compute_potential_lead_duplicates()
        phones = {lead: lead._get_phones() for lead in self}
        by_phone = self._find_by_phones(set().union(*phones.values()))
        for lead in self:
            groups = [by_phone[number] - lead._origin for number in phones[lead]]
            same = self.env['crm.lead'].union(*(group for group in groups if len(group) <= MANY))
            lead.duplicate_lead_ids |= same
            lead.duplicate_lead_count = len(lead.duplicate_lead_ids - lead)

    @api.model
    def _find_by_phones(self, phones):
        """Find leads, archived ones included, by numbers in E.164, in one search.

        :return: dict: number → leads
        """
        found = defaultdict(self.env['crm.lead'].browse)
        if phones:
            domain = self._get_phone_domain(phones)
            for lead in self.env['crm.lead'].with_context(active_test=False).search_fetch(domain, ['phone_search']):
                for number in phones.intersection(lead.phone_search.split()):
                    found[number] |= lead
        return found

    # Find known counterparties of a prospect by code, phone in any format, and e-mail

    def _get_match_keys(self):
        """:return: set of ``(kind, value)`` that identify the prospect and its contacts"""
        self.ensure_one()
        emails = [self.email_from, *self.lead_contact_ids.mapped('email')]
        code = clean_code(self.company_registry, self._guess_counterparty_type() in ORGANISATIONS)
        return {
            *([('code', code)] if code else []),
            *(('phone', number) for number in self._get_phones()),
            *(('email', address) for email in emails for address in email_normalize_all(email)),
        }

    def _find_unlinked_counterparties(self):
        """Like ``_find_counterparties``, with an empty result for leads that already have a counterparty."""
        unlinked = self.filtered(lambda lead: not lead.partner_id or lead._get_contact_without_company())
        matches = unlinked._find_counterparties()
        for lead, found in matches.items():
            found.pop(lead.partner_id, None)
        return {lead: matches.get(lead, {}) for lead in self}

    def _find_repeated(self):
        """:return: leads that share a code, phone or e-mail with a previous lead"""
        seen, repeated = set(), self.browse()
        for lead in self:
            keys = lead._get_match_keys()
            if keys & seen:
                repeated |= lead
            seen |= keys
        return repeated

    def _find_counterparties(self):
        """Find known counterparties of the leads, in one search.

        :return: dict: lead → dict: commercial partner → list of reasons, each a sentence for the user
        """
        keys_by_lead = {lead: lead._get_match_keys() for lead in self}
        values = defaultdict(set)
        for kind, value in set().union(*keys_by_lead.values()):
            values[kind].add(value)
        if not values:
            return {lead: {} for lead in self}
        partners = self.env['res.partner']._search_counterparties(values['code'], values['phone'], values['email'])
        partners_by_key = defaultdict(list)
        for partner in partners:
            for key in partner._get_match_keys():
                partners_by_key[key].append(partner)
        return {
            lead: self._explain_matches([(key, partner) for key in sorted(keys) for partner in partners_by_key[key]])
            for lead, keys in keys_by_lead.items()
        }

    def _explain_matches(self, matches):
        reasons = defaultdict(dict)
        for (kind, value), partner in matches:
            # Two persons with the same name and phone are one reason.
            reasons[partner.commercial_partner_id][self._explain_match(kind, value, partner)] = True
        return {partner: list(sentences) for partner, sentences in reasons.items()}

    def _explain_match(self, kind, value, partner):
        what = {
            'code': self.env._("same code %(value)s", value=value),
            'phone': self.env._("same phone %(value)s", value=value),
            'email': self.env._("same e-mail %(value)s", value=value),
        }[kind]
        if partner != partner.commercial_partner_id:
            return self.env._("%(what)s (contact person %(person)s)", what=what, person=partner.name)
        return what

    @api.model
    def _search_undecided(self, codes, phones, emails):
        """:return: leads not converted yet (undecided, low-quality or archived) with one of the codes, numbers or addresses"""
        matches = Domain.OR([
            Domain('company_registry', 'in', list(codes)),
            Domain('email_normalized', 'in', list(emails)),
            self._get_phone_domain(phones),
        ])
        of_firm = Domain('company_id', 'in', [False, *self.env.companies.ids])
        return self.with_context(active_test=False).search(
            matches & of_firm & Domain('decision', 'not in', ('customer', 'order'))).with_context(active_test=True)

    @api.depends('email_from')
    @api.depends_context('lang')
    def _compute_email_warning(self):
        return super()._compute_email_warning()

    @api.depends('phone', 'email_from', 'company_registry', 'country_id', 'partner_name', 'partner_id', 'decision',
                 'lead_contact_ids.phone', 'lead_contact_ids.email')
    @api.depends_context('lang', 'uid', 'allowed_company_ids')
    def _compute_duplicate_warning(self):
        return super()._compute_duplicate_warning()

    def _get_duplicate_keys(self):
        """A decided lead has no warnings."""
        return set() if self.decision else super()._get_duplicate_keys()

    def _is_same_party(self, other):
        if other._name == 'crm.lead':
            return other.id == self._origin.id
        return bool(self.partner_id) and other.commercial_partner_id == self.partner_id.commercial_partner_id._origin
