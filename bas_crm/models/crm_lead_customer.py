from markupsafe import Markup

from odoo import models
from odoo.tools import email_normalize

from ..tools.codes import ORGANISATIONS, clean_code
from ..tools.legal_forms import guess_kind
from ..tools.phones import normalize_phones
from .res_partner import COMPANY_TYPES

#: what a prospect writes, in the order in which the note of a conversion repeats it
WRITTEN_FIELDS = (
    'partner_name', 'contact_name', 'function', 'company_registry', 'phone', 'email_from', 'website',
    'street', 'street2', 'city', 'zip')


class CrmLead(models.Model):
    """What the cards of a new customer and its people hold."""

    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # The counterparty and who wrote for it
    # ------------------------------------------------------------

    def _link_counterparty(self, partner):
        """Link to ``partner``, else to the lead's own, else to a new one; keep what the prospect wrote."""
        self.ensure_one()
        partner, writer = partner or self.partner_id, self._get_lone_writer()
        if partner:
            self._keep_what_was_written(partner)
        if writer:
            counterparty = self._create_company() if partner == writer else partner.commercial_partner_id
            writer.parent_id = counterparty
            partner = writer
        elif not partner:
            partner = self._create_customer()
        elif partner != self.partner_id:
            partner = self._find_or_create_writer(partner)
        self.convert_opportunity(partner)
        if self.partner_id != partner:
            # Core leaves a lead alone that was won without a customer.
            self.partner_id = partner

    def _get_lone_writer(self):
        """:return: the person core made of a prospect's letter, whose firm has no card yet; empty where there is none"""
        self.ensure_one()
        writer = self.partner_id
        is_lone = self.partner_name and not (writer.parent_id or writer.is_company or writer.is_customer)
        return writer if is_lone else writer.browse()

    def _create_company(self):
        return self.env['res.partner'].create(self._prepare_customer_values(self.partner_name, is_company=True))

    def _keep_what_was_written(self, partner):
        """Linking makes core overwrite the lead from the partner: the words of the prospect go to the chatter."""
        rows = [(self._fields[name]._description_string(self.env), self[name]) for name in WRITTEN_FIELDS if self[name]]
        note = Markup('<br/>').join(Markup('%s: %s') % row for row in rows)
        self._message_log(body=Markup('<p>%s</p><p>%s</p>') % (self.env._("What the prospect wrote:"), note))
        partner.commercial_partner_id._message_log(body=Markup('<p>%s %s</p><p>%s</p>') % (
            self.env._("Linked from the lead"), self._get_html_link(), note))

    def _find_or_create_writer(self, partner):
        """:return: who of ``partner`` wrote: a known person, the counterparty itself, or a new contact person"""
        counterparty = partner.commercial_partner_id
        if not (self.contact_name or '').strip():
            return partner
        known = self._filter_same_person(
            counterparty | counterparty.child_ids, self.contact_name, self.phone, self.email_from)
        return known[:1] or self.env['res.partner'].create({
            'parent_id': counterparty.id, 'type': 'contact', 'name': self.contact_name, 'function': self.function,
            'phone': self.phone, 'email': self.email_from, 'user_id': counterparty.user_id.id})

    def _filter_same_person(self, partners, name, phone, email):
        """:return: who of ``partners`` has this name, and a phone or e-mail in common or none that contradicts"""
        phones, email = set(normalize_phones(phone)), email_normalize(email)

        def is_same(partner):
            known = set((partner.phone_search or '').split())
            if phones & known or (email and email == partner.email_normalized):
                return True
            return not (phones and known) and not (email and partner.email_normalized)

        return partners.filtered(
            lambda partner: (partner.name or '').casefold() == name.strip().casefold() and is_same(partner))

    # ------------------------------------------------------------
    # What else the lead knows
    # ------------------------------------------------------------

    def _create_contact_persons(self):
        """A contact person of each contact of the leads, but of those whom the counterparty has already."""
        values = []
        for lead in self:
            counterparty = lead.counterparty_id
            family = counterparty | counterparty.child_ids
            values += [
                contact._prepare_contact_person_values(counterparty) for contact in lead.lead_contact_ids
                if not lead._filter_same_person(family, contact.name, contact.phone, contact.email)]
        self.env['res.partner'].create(values)

    def _complete_counterparties(self):
        """Fill what the cards of the counterparties lack; what they hold stays."""
        categories = self._get_partner_categories()
        for lead in self:
            counterparty = lead.counterparty_id
            values = {name: value for name, value in lead._prepare_counterparty_values().items()
                      if value and not counterparty[name]}
            names = set(lead.tag_ids.mapped('name')) - set(counterparty.category_id.mapped('name'))
            if names:
                values['category_id'] = [(4, category.id) for category in categories if category.name in names]
            if values:
                counterparty.write(values)

    def _prepare_counterparty_values(self):
        """:return: what the lead tells of a counterparty that may have been there before it"""
        self.ensure_one()
        counterparty = self.counterparty_id
        values = {
            'is_customer': True,
            'user_id': self.user_id.id,
            'acquisition_source_id': self.source_id.id,
            'company_registry': clean_code(self.company_registry, counterparty._is_organisation()),
        }
        if not self.contact_name:
            values.update(phone=self.phone, email=self.email_from, website=self.website)
        return values

    def _get_partner_categories(self):
        """:return: tags of counterparties named as the tags of these leads, missing ones created"""
        names = self.tag_ids.mapped('name')
        categories = self.env['res.partner.category'].search([('name', 'in', names)])
        missing = [name for name in names if name not in categories.mapped('name')]
        return categories | categories.create([{'name': name} for name in missing])

    def _log_origin(self):
        """A word on each counterparty's card about the leads that made it a customer."""
        links = {}
        for lead in self:
            links.setdefault(lead.counterparty_id, []).append(lead._get_html_link())
        self.counterparty_id._message_log_batch(bodies={
            partner.id: Markup('%s %s') % (self.env._("Customer from the lead"), Markup(', ').join(found))
            for partner, found in links.items()})

    # ------------------------------------------------------------
    # Values of a new counterparty
    # ------------------------------------------------------------

    def _guess_counterparty_type(self):
        """A company name makes a legal entity, «ФОП …» an entrepreneur, anything else an individual."""
        self.ensure_one()
        named = self.partner_name or self.contact_name or self.name
        return guess_kind(named) or ('legal_entity' if self.partner_name else 'individual')

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        values = super()._prepare_customer_values(partner_name, is_company=is_company, parent_id=parent_id)
        if parent_id or (self.partner_name and not is_company):
            # A person of the firm: the code and the source are those of the firm.
            return values
        kind = guess_kind(partner_name) or ('legal_entity' if is_company else 'individual')
        return {
            **values,
            'counterparty_type': kind,
            'is_company': kind in COMPANY_TYPES,
            'company_registry': clean_code(self.company_registry, kind in ORGANISATIONS),
            'acquisition_source_id': self.source_id.id,
        }
