from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import LockError, UserError
from odoo.tools import email_normalize, groupby

from ..tools.codes import ORGANISATIONS, clean_code
from ..tools.legal_forms import guess_kind
from ..tools.phones import normalize_phones
from .res_partner import COMPANY_TYPES

CONVERTED = ('customer', 'order')


class CrmLead(models.Model):
    """From a lead to a counterparty with people, a contract and, where asked, an order."""

    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_convert_to_customer(self):
        return self._action_convert(create_order=False)

    def action_convert_to_customer_and_order(self):
        return self._action_convert(create_order=True)

    def _action_convert(self, create_order):
        """Convert, but ask first where the prospect may be a counterparty we know."""
        if len(self) != 1:
            return self._action_convert_many(create_order)
        if self._is_converted():
            return self._notify_converted()
        matches = {} if self.partner_id else self._find_counterparties()[self]
        if matches:
            self._check_convertible()
            return self.env['bas.lead.convert']._open(self, matches, create_order)
        counterparty = self._convert_to_customer(create_order=create_order)
        return self._get_converted_action(counterparty, create_order)

    def _action_convert_many(self, create_order):
        """Convert all that nobody has to think about; leave and show the others."""
        matches = self._find_counterparties()
        unclear = self.filtered(lambda lead: not lead._is_converted() and not lead.partner_id and matches[lead])
        clear = self.filtered(lambda lead: not lead._is_converted()) - unclear
        clear._convert_to_customer(create_order=create_order)
        message = self.env._("%(count)s leads converted.", count=len(clear))
        if unclear:
            message += ' ' + self.env._(
                "%(count)s look like counterparties you know: open them one by one and decide.", count=len(unclear))
        action = {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.crm_lead_action'),
            'domain': [('id', 'in', unclear.ids)], 'target': 'current', 'context': {},
        } if unclear else {'type': 'ir.actions.client', 'tag': 'soft_reload'}
        return self._notify(message, 'warning' if unclear else 'success', action)

    def _get_converted_action(self, counterparty, create_order):
        """Open what the decision made: the new order, or the counterparty."""
        self.ensure_one()
        if not create_order:
            return counterparty._get_card_action()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.sale_order_action'),
            'views': [(False, 'form')], 'res_id': self.order_ids.sorted('id')[-1:].id,
        }

    def _notify_converted(self):
        """Tell the second of two people who pressed the button, and open what the first one made."""
        return self._notify(self.env._(
            "%(user)s has already converted «%(lead)s»: here is the counterparty.",
            user=self.decision_user_id.name, lead=self.name), 'info', self.counterparty_id._get_card_action())

    def _notify(self, message, kind, next_action):
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification',
            'params': {'type': kind, 'message': message, 'next': next_action},
        }

    # ------------------------------------------------------------
    # The conversion
    # ------------------------------------------------------------

    @api.private
    def _convert_to_customer(self, partner=None, create_order=False):
        """Make counterparties of leads, in one transaction: all of them or none.

        Idempotent: a converted lead returns its counterparty and creates nothing.

        :param partner: ``res.partner`` to link to instead of creating one
        :param bool create_order: also make a draft order for each
        :return: commercial ``res.partner`` records of all the leads
        :raises UserError: somebody else converts one of the leads now, a lead holds too little, its counterparty is
            archived or another company's, the pipeline has no won stage
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(self.env._("The lead is already being converted by somebody else. Try again in a moment.")) from error
        pending = self.filtered(lambda lead: not lead._is_converted())
        pending._check_convertible(partner)
        for lead in pending:
            lead._link_counterparty(partner)
        pending._complete_counterparties()
        pending._create_main_contracts()
        if create_order:
            pending._create_orders()
        pending._set_decision('order' if create_order else 'customer')
        pending.action_set_won()
        return self.partner_id.commercial_partner_id

    def _is_converted(self):
        return self.decision in CONVERTED and bool(self.partner_id)

    def _check_convertible(self, partner=None):
        for lead in self:
            counterparty = (partner or lead.partner_id).commercial_partner_id
            if lead.decision == 'junk':
                raise UserError(self.env._("«%(lead)s» is a low-quality lead: return it to work first.", lead=lead.name))
            if not counterparty and not lead._has_contact_data():
                raise UserError(self.env._(
                    "«%(lead)s» cannot become a customer yet: enter the company or contact name, a phone or an e-mail.",
                    lead=lead.name or self.env._("Lead without a name")))
            if counterparty and not counterparty.active:
                raise UserError(self.env._(
                    "The counterparty %(name)s is archived. Take it out of the archive first.", name=counterparty.name))
            if counterparty.company_id and counterparty.company_id != lead._get_company():
                raise UserError(self.env._(
                    "The counterparty %(name)s belongs to another company.", name=counterparty.name))
        for team, leads in groupby(self, lambda lead: lead.team_id):
            if not leads[0]._stage_find(domain=[('is_won', '=', True)]):
                raise UserError(self.env._(
                    "No stage of the pipeline%(team)s is marked as won, so a customer has nowhere to stand. "
                    "An administrator marks one in Settings, Stages.", team=f' «{team.name}»' if team else ''))

    def _has_contact_data(self):
        return any(self[name] for name in ('partner_name', 'contact_name', 'phone', 'email_from', 'lead_contact_ids'))

    def _get_company(self):
        return self.company_id or self.env.company

    def _link_counterparty(self, partner):
        """Link to ``partner``, else to the lead's own, else to a new one; keep what the prospect wrote."""
        self.ensure_one()
        if partner:
            self._keep_what_was_written(partner)
            partner = self._find_or_create_writer(partner)
        else:
            partner = self.partner_id or self._create_customer()
        self.convert_opportunity(partner)
        if self.partner_id != partner:
            # Core leaves a lead alone that was won without a customer.
            self.partner_id = partner

    def _keep_what_was_written(self, partner):
        """Linking makes core overwrite the lead from the partner: the words of the prospect go to the chatter."""
        rows = [(self._fields[name]._description_string(self.env), self[name]) for name in (
            'partner_name', 'contact_name', 'function', 'company_registry', 'phone', 'email_from', 'website',
            'street', 'street2', 'city', 'zip') if self[name]]
        note = Markup('<br/>').join(Markup('%s: %s') % row for row in rows)
        self._message_log(body=Markup('<p>%s</p><p>%s</p>') % (self.env._("What the prospect wrote:"), note))
        partner.commercial_partner_id._message_log(body=Markup('<p>%s %s</p><p>%s</p>') % (
            self.env._("Linked from the lead"), self._get_html_link(), note))

    def _find_or_create_writer(self, partner):
        """:return: who of ``partner`` wrote: a known person, the counterparty itself, or a new contact person"""
        counterparty = partner.commercial_partner_id
        if not self.contact_name:
            return partner
        family = counterparty | counterparty.child_ids
        known = self._filter_same_person(family, self.contact_name, self.phone, self.email_from)
        return known[:1] or self.env['res.partner'].create({
            'parent_id': counterparty.id, 'type': 'contact', 'name': self.contact_name, 'function': self.function,
            'phone': self.phone, 'email': self.email_from, 'user_id': counterparty.user_id.id})

    def _filter_same_person(self, partners, name, phone, email):
        """Same name, and no other phone or e-mail than the one written; or the same phone or e-mail under that name."""
        phones, email = set(normalize_phones(phone)), email_normalize(email)
        return partners.filtered(lambda partner: (partner.name or '').casefold() == name.strip().casefold() and (
            not phones or not partner.phone or phones & set((partner.phone_search or '').split())
            or (email and email == partner.email_normalized)))

    def _complete_counterparties(self):
        """Contact persons, tags, the customer flag and the salesperson; a word on the card about where it came from."""
        self.env['res.partner'].create([
            contact._prepare_contact_person_values(lead.partner_id.commercial_partner_id)
            for lead in self for contact in lead.lead_contact_ids
            if not lead._filter_same_person(
                lead.partner_id.commercial_partner_id.child_ids, contact.name, contact.phone, contact.email)])
        categories = self._get_partner_categories()
        for lead in self:
            counterparty = lead.partner_id.commercial_partner_id
            values = {} if counterparty.is_customer else {'is_customer': True}
            if lead.user_id and not counterparty.user_id:
                values['user_id'] = lead.user_id.id
            if missing := categories.browse(categories_id for tag in lead.tag_ids if (
                    categories_id := categories.filtered(lambda category, tag=tag: category.name == tag.name)[:1].id
                    ) not in counterparty.category_id.ids):
                values['category_id'] = [(4, category.id) for category in missing]
            if values:
                counterparty.write(values)
        counterparties = self.partner_id.commercial_partner_id
        links = {lead.partner_id.commercial_partner_id.id: lead._get_html_link() for lead in self}
        counterparties._message_log_batch(bodies={
            partner.id: Markup('%s %s') % (self.env._("Customer from the lead"), links[partner.id])
            for partner in counterparties})

    def _get_partner_categories(self):
        """:return: tags of counterparties named as the tags of these leads, missing ones created"""
        names = self.tag_ids.mapped('name')
        categories = self.env['res.partner.category'].search([('name', 'in', names)])
        missing = [name for name in names if name not in categories.mapped('name')]
        return categories | categories.create([{'name': name} for name in missing])

    def _create_main_contracts(self):
        """A main contract for each customer who has none, where the company wants it."""
        for company, leads in groupby(self, lambda lead: lead._get_company()):
            counterparties = self.browse(lead.id for lead in leads).partner_id.commercial_partner_id.with_company(company)
            if company.bas_create_main_contract:
                counterparties.filtered(lambda partner: not partner.main_contract_id)._create_main_contract(company)

    def _create_orders(self):
        self.env['sale.order'].create([lead._prepare_order_values() for lead in self])

    def _prepare_order_values(self):
        """What core fills a quotation of an opportunity with, for the counterparty itself."""
        self.ensure_one()
        context = self._prepare_opportunity_quotation_context()
        values = {name.removeprefix('default_'): value for name, value in context.items() if name.startswith('default_')}
        return {**values, 'partner_id': self.partner_id.commercial_partner_id.id}

    # ------------------------------------------------------------
    # Values of the counterparty
    # ------------------------------------------------------------

    def _guess_counterparty_type(self):
        """A company name makes a legal entity, «ФОП …» an entrepreneur, anything else an individual."""
        self.ensure_one()
        named = self.partner_name or self.contact_name or self.name
        return guess_kind(named) or ('legal_entity' if self.partner_name else 'individual')

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        values = super()._prepare_customer_values(partner_name, is_company=is_company, parent_id=parent_id)
        if parent_id:
            return values
        kind = guess_kind(partner_name) or ('legal_entity' if is_company else 'individual')
        return {
            **values,
            'counterparty_type': kind,
            'is_company': kind in COMPANY_TYPES,
            'company_registry': clean_code(self.company_registry, kind in ORGANISATIONS),
            'acquisition_source_id': self.source_id.id,
        }
