from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.phones import normalize_phones

#: core's measure of its duplicates: what more leads than this have in common says nothing
MANY = 20


class CrmLead(models.Model):
    """Finding a lead by anything a manager hears on the phone, and leads that left the same number."""

    _name = 'crm.lead'
    _inherit = ['crm.lead', 'bas.phone.search.mixin']
    _rec_names_search = ['name', 'partner_name', 'contact_name', 'email_from', 'company_registry']

    phone_search = fields.Char(
        "All Phone Numbers", compute='_compute_phone_search', store=True, index='trigram',
        help="Every number of the prospect and his people in E.164, one after another")

    @api.depends('phone', 'lead_contact_ids.phone', 'country_id.code')
    def _compute_phone_search(self):
        for lead in self:
            lead.phone_search = ' '.join(lead._get_phones()) or False

    def _get_phones(self):
        """:return: list of the numbers in E.164 that the prospect and his people left"""
        self.ensure_one()
        country_code = self.country_id.code or 'UA'
        written = [self.phone, *self.lead_contact_ids.mapped('phone')]
        return list(dict.fromkeys(number for phone in written for number in normalize_phones(phone, country_code)))

    @api.depends('phone_search')
    def _compute_potential_lead_duplicates(self):
        """Core compares the first number as its own library reads it; the other numbers and old spellings are added."""
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
        """Look for leads, archived ones too, by numbers in E.164, in one search for all of them.

        :return: dict: number → leads
        """
        found = defaultdict(self.env['crm.lead'].browse)
        if phones:
            domain = Domain.OR(Domain('phone_search', 'like', phone) for phone in phones)
            for lead in self.env['crm.lead'].with_context(active_test=False).search_fetch(domain, ['phone_search']):
                for number in phones.intersection(lead.phone_search.split()):
                    found[number] |= lead
        return found
