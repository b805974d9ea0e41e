from markupsafe import Markup

from odoo import api, models
from odoo.fields import Command
from odoo.tools import email_normalize
from odoo.tools.mail import parse_contact_from_email

from ...tools.codes import ORGANISATIONS, clean_code
from ...tools.legal_forms import guess_kind
from ...tools.marks import read_mark
from ...tools.names import is_same_name
from ...tools.phones import normalize_phones
from ..counterparties.res_partner import COMPANY_TYPES

#: data of a prospect, in the order of the note that logs them
WRITTEN_FIELDS = (
    'partner_name', 'contact_name', 'function', 'company_registry', 'phone', 'email_from', 'website',
    'street', 'street2', 'city', 'zip')


class CrmLead(models.Model):
    """Creating and updating the card of a customer and of its contact persons."""

    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # The counterparty and the contact person who wrote
    # ------------------------------------------------------------

    def _create_customers(self):
        """Create customers as core's ``_create_customer`` does, but all companies together, then all persons together.

        :return: dict: lead → ``res.partner``
        """
        if len(self) == 1:
            return {self: self._create_customer()}
        named = self.filtered('partner_name')
        customers = dict(zip(named, self.env['res.partner'].create(
            [lead._prepare_customer_values(lead.partner_name, is_company=True) for lead in named]), strict=True))
        names = {lead: lead.contact_name or parse_contact_from_email(lead.email_from)[0] or (
            lead not in customers and lead.name) for lead in self}
        people = [lead for lead, name in names.items() if name]
        persons = self.env['res.partner'].create([lead._prepare_customer_values(
            names[lead], parent_id=customers[lead].id if lead in customers else False) for lead in people])
        return {**customers, **dict(zip(people, persons, strict=True))}

    def _link_counterparty(self, partner, is_new=False):
        """Link to ``partner``, else to the partner of the lead. The data of the prospect are logged.

        :param bool is_new: the conversion has created ``partner``
        :return: HTML: log message for the history of the counterparty
        """
        self.ensure_one()
        partner, writer = partner or self.partner_id, self._get_contact_without_company()
        known = partner.browse() if is_new or partner == writer else partner.commercial_partner_id
        was_customer, people = known.is_customer, self._find_people(known)
        written = '' if is_new else self._log_prospect_data()
        if writer:
            counterparty = known or self._create_company()
            writer.parent_id = counterparty
            partner = writer
        elif not is_new and partner != self.partner_id:
            partner = self._find_or_create_contact(partner)
        self.convert_opportunity(partner)
        if self.partner_id != partner:
            # Core does not create a partner for a lead that was won without a customer.
            self.partner_id = partner
        parts = [self._describe_origin(known, was_customer), self._describe_person(people), written]
        return Markup('<br/>').join(filter(None, parts))

    def _describe_origin(self, known, was_customer):
        """:param known: the counterparty, if it existed before the decision"""
        link = self._get_html_link()
        if was_customer:
            return self.env._("The lead %(lead)s is linked to this customer.", lead=link)
        if known:
            return self.env._("This counterparty has become a customer with the lead %(lead)s.", lead=link)
        return self.env._("Customer from the lead %(lead)s.", lead=link)

    def _describe_person(self, people):
        """:param people: contact persons that the counterparty had before the decision"""
        person = self.partner_id
        if person == self.counterparty_id:
            return None
        if person in people:
            return self.env._("Written by %(person)s, a known contact person.", person=person.name)
        return self.env._("New contact person: %(person)s.", person=person.name)

    def _get_contact_without_company(self):
        """:return: ``res.partner``: the person that core created from an e-mail and whose company has no card yet; or empty"""
        self.ensure_one()
        writer = self.partner_id
        is_lone = self.partner_name and not (writer.parent_id or writer.is_company or writer.is_customer)
        return writer if is_lone else writer.browse()

    def _create_company(self):
        return self.env['res.partner'].create(self._prepare_customer_values(self.partner_name, is_company=True))

    def _log_prospect_data(self):
        """Log the data of the prospect, because linking makes core overwrite the lead with data of the partner.

        :return: HTML: the logged data
        """
        rows = [(self._fields[name]._description_string(self.env), self[name]) for name in WRITTEN_FIELDS if self[name]]
        note = Markup('<br/>').join(Markup('%s: %s') % row for row in rows)
        note = Markup('%s<br/>%s') % (self.env._("Data of the prospect:"), note) if rows else note
        if note:
            self._message_log(body=note)
        return note

    def _find_or_create_contact(self, partner):
        """:return: ``res.partner``: who wrote: a known contact person, the counterparty itself, or a new contact person"""
        counterparty = partner.commercial_partner_id
        people = self._find_people(counterparty)
        if not (self.contact_name or '').strip():
            # No name is given: find the contact person by phone or e-mail.
            known = people.filtered(lambda person: person.type == 'contact' and any(
                self._compare_phone_and_email(person, self.phone, self.email_from)))
            is_of_all = any(self._compare_phone_and_email(counterparty, self.phone, self.email_from))
            return self._unarchive_person(known) if len(known) == 1 and not is_of_all else partner
        known = self._filter_same_person(counterparty | people, self.contact_name, self.phone, self.email_from)
        return self._unarchive_person(known[:1]) or self.env['res.partner'].create({
            'parent_id': counterparty.id, 'type': 'contact', 'name': self.contact_name, 'function': self.function,
            'phone': self.phone, 'email': self.email_from, 'user_id': counterparty.user_id.id})

    @api.model
    def _find_people(self, counterparties):
        """:return: contact persons and addresses of counterparties, archived ones included"""
        people = self.env['res.partner'].with_context(active_test=False)
        return people.search([('parent_id', 'in', counterparties.ids)]).with_env(self.env) if counterparties else people

    def _unarchive_person(self, person):
        """Unarchive a contact person who has written again."""
        if person and not person.active:
            person.action_unarchive()
        return person

    def _filter_same_person(self, partners, name, phone, email):
        """:return: ``res.partner``: the partners that are this person: a phone or e-mail is equal and the names are similar, or
            the names are equal and no phone or e-mail differs"""
        phones, email = set(normalize_phones(phone)), email_normalize(email)

        def is_same(partner):
            same_phone, same_email = self._compare_phone_and_email(partner, phone, email)
            if same_phone or same_email:
                is_one_person = same_phone and same_email and not partner.is_company
                return is_one_person or is_same_name(partner.name, name)
            is_other = (phones and partner.phone_search) or (email and partner.email_normalized)
            return not is_other and (partner.name or '').casefold() == name.strip().casefold()

        return partners.filtered(is_same)

    @api.model
    def _compare_phone_and_email(self, partner, phone, email):
        """:return: pair of bool: whether a phone is equal, whether the e-mail is equal"""
        phones, email = set(normalize_phones(phone)), email_normalize(email)
        return bool(phones.intersection((partner.phone_search or '').split())), bool(email and email == partner.email_normalized)

    # ------------------------------------------------------------
    # Other data of the lead
    # ------------------------------------------------------------

    def _create_contact_persons(self):
        """Create a contact person for each contact of the leads that the counterparty does not have yet."""
        leads = self.filtered('lead_contact_ids')
        values, people = [], self._find_people(leads.counterparty_id).grouped('parent_id')
        for lead in leads:
            counterparty = lead.counterparty_id
            family = counterparty | people.get(counterparty, counterparty.browse())
            for contact in lead.lead_contact_ids:
                known = lead._filter_same_person(family, contact.name, contact.phone, contact.email)
                if known:
                    self._unarchive_person(known[:1])
                else:
                    values.append(contact._prepare_contact_person_values(counterparty))
        if values:
            self.env['res.partner'].create(values)

    def _complete_counterparties(self):
        """Fill empty fields of the counterparties with data of the leads."""
        categories = self._get_partner_categories()
        for lead in self:
            counterparty = lead.counterparty_id
            values = {name: value for name, value in lead._prepare_counterparty_values().items()
                      if value and not counterparty[name]}
            names = set(lead.tag_ids.mapped('name')) - set(counterparty.category_id.mapped('name'))
            if names:
                values['category_id'] = [Command.link(category.id) for category in categories if category.name in names]
            if values:
                counterparty.write(values)

    def _prepare_counterparty_values(self):
        """:return: dict: values for a counterparty that may have existed before the lead"""
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
        """:return: tags of counterparties with the same names as the tags of the leads; missing ones are created"""
        names = self.tag_ids.mapped('name')
        if not names:
            return self.env['res.partner.category']
        categories = self.env['res.partner.category'].search([('name', 'in', names)])
        missing = [name for name in names if name not in categories.mapped('name')]
        return categories | categories.create([{'name': name} for name in missing])

    def _log_origin(self, stories):
        """Log one note on each counterparty's card about its leads.

        :param dict stories: lead → HTML
        """
        notes = {}
        for lead in self:
            notes.setdefault(lead.counterparty_id, []).append(Markup('<p>%s</p>') % stories[lead])
        self.counterparty_id._message_log_batch(bodies={partner.id: Markup().join(found) for partner, found in notes.items()})

    # ------------------------------------------------------------
    # Values of a new counterparty
    # ------------------------------------------------------------

    def _guess_counterparty_type(self):
        """A company name means a legal entity, «ФОП …» an entrepreneur, any other name an individual."""
        self.ensure_one()
        named = self.partner_name or self.contact_name or self.name
        return guess_kind(named) or ('legal_entity' if self.partner_name else 'individual')

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        values = super()._prepare_customer_values(partner_name, is_company=is_company, parent_id=parent_id)
        if parent_id or (self.partner_name and not is_company):
            # For a contact person: the code and the source belong to the company.
            return values
        kind = guess_kind(partner_name) or ('legal_entity' if is_company else 'individual')
        # Core creates customers of opportunities as well, but only our conversion makes them customers.
        is_customer = {'is_customer': True} if read_mark(self, 'converting') is not None else {}
        return {
            **values,
            **is_customer,
            'counterparty_type': kind,
            'is_company': kind in COMPANY_TYPES,
            'company_registry': clean_code(self.company_registry, kind in ORGANISATIONS),
            'acquisition_source_id': self.source_id.id,
        }
