from odoo import api, models
from odoo.fields import Domain

from ...models.day.sources import SOURCES, STEPS

#: what core makes the name of a counterparty of: a card needs no more of the hundred others
NAME_FIELDS = ('name', 'complete_name', 'parent_id', 'company_name', 'type', 'is_company', 'commercial_company_name')


class BasAgenda(models.Model):
    """Texts of a card: who, which phone, about what. They are read for the shown cards only, in a query per source."""

    _inherit = 'bas.agenda'

    @api.depends('res_model', 'res_id', 'partner_id', 'commercial_partner_id', 'lead_id', 'order_id', 'offer_id')
    @api.depends_context('lang', 'uid')
    def _compute_words(self):
        self._prefetch_customers()
        for model, rows in self.grouped('res_model').items():
            # Rows and their documents have the same access rules. Records they refer to are only named.
            steps = self.env[model].sudo().browse(rows.mapped('res_id'))
            describe = getattr(self, f'_describe_{STEPS[model]}')
            steps.fetch(SOURCES[STEPS[model]].shown)
            for row, step in zip(rows, steps, strict=True):
                row.who, row.phone, row.subject, row.document = describe(row.sudo(), step)  # sudo: as above

    def _prefetch_customers(self):
        # sudo: as in _compute_words()
        rows = self.sudo()
        rows.lead_id.fetch(['name', 'partner_name', 'contact_name', 'phone'])
        rows.commercial_partner_id.union(rows.partner_id).fetch(['phone', 'commercial_partner_id', *NAME_FIELDS])
        rows.user_id.partner_id.fetch(['name'])

    def _describe_customer(self):
        """:return: tuple: name and phone of the counterparty, else of the lead"""
        partner, firm, lead = self.partner_id, self.commercial_partner_id, self.lead_id
        people = lead.lead_contact_ids
        who = partner.display_name or lead.partner_name or lead.contact_name or people[:1].name or lead.name
        phones = (partner.phone, firm.phone, lead.phone, *people.mapped('phone'))
        return who or False, next(filter(None, phones), False)

    def _describe_basis(self):
        """:return: str: the order, offer or lead of a step"""
        return self.offer_id.display_name or self.order_id.name or self.lead_id.name or False

    def _describe_event(self, row, event):
        """:return: tuple: who, phone, subject, document; the other methods return the same"""
        who, _phone = row._describe_customer()
        return who or event.participant_ids[:1].name, event.phone, event.subject, row._describe_basis() or event.contract_id.name

    def _describe_task(self, row, work):
        who, phone = row._describe_customer()
        return who, work._get_customer_phone() or phone, work._get_work_name() or work.task_id.name, (
            row._describe_basis() or work.task_id.name)

    def _describe_activity(self, row, activity):
        return *row._describe_customer(), activity.summary or activity.activity_type_id.name, row._describe_basis()

    def _describe_lead(self, row, lead):
        return *row._describe_customer(), lead.name, False

    def _describe_offer(self, row, offer):
        return *row._describe_customer(), ' · '.join(filter(None, (offer.variant, offer.title))), offer.name

    def _describe_order(self, row, order):
        return *row._describe_customer(), order.bas_subject, order.name

    # ------------------------------------------------------------
    # Search by these texts
    # ------------------------------------------------------------

    @api.model
    def _search_who(self, operator, value):
        """Find by the counterparty, or by what is known of a lead that is not one yet."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        partners = self.env['res.partner']._search([('complete_name', operator, value)])
        # The rows found are those that the user may see; names of their leads are read as in _compute_words().
        leads = self.env['crm.lead'].sudo().with_context(active_test=False)._search(
            ['|', '|', ('partner_name', operator, value), ('contact_name', operator, value), ('name', operator, value)])
        return Domain.OR([
            Domain('partner_id', 'in', partners), Domain('commercial_partner_id', 'in', partners),
            Domain('lead_id', 'in', leads)])

    @api.model
    def _search_subject(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        # sudo: as in _search_who(); a performer has no access to orders, of which the own works are
        everything = self.sudo().with_context(active_test=False).env
        domain = Domain('order_id', 'in', everything['sale.order']._search([('name', operator, value)]))
        for source in SOURCES.values():
            documents = everything[source.model]
            found = documents._search(Domain.OR(Domain(name, operator, value) for name in source.searched))
            domain |= Domain('res_model', '=', source.model) & Domain('res_id', 'in', found)
        return domain
