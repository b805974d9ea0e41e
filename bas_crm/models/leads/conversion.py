from odoo import models
from odoo.exceptions import LockError, UserError
from odoo.tools.mail import parse_contact_from_email

from ...tools.dialogs import tell
from ...tools.marks import mark, read_mark
from .crm_lead import CONVERTED


class CrmLead(models.Model):
    """The conversion of a lead into a counterparty with contact persons, a contract and, optionally, an order."""

    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_convert_to_customer(self):
        return self._action_convert(create_order=False)

    def action_convert_to_customer_and_order(self):
        return self._action_convert(create_order=True)

    def action_choose_counterparty(self):
        """Let the user choose the counterparty of the prospect, even if no similar one was found."""
        self.ensure_one()
        self._check_convertible(is_asking=True)
        return self.env['bas.lead.convert']._open(self, self._find_counterparties()[self], create_order=False)

    def _action_convert(self, create_order):
        """Convert the leads. Ask first if the prospect may be a known counterparty."""
        if len(self) != 1:
            return self._action_convert_many(create_order)
        if self._is_converted():
            return self._notify_converted()
        matches = self._find_unlinked_counterparties()[self]
        if matches:
            self._check_convertible(is_asking=True)
            return self.env['bas.lead.convert']._open(self, matches, create_order)
        return self._convert_and_open(None, create_order)

    def _convert_and_open(self, partner, create_order):
        """Convert one lead, notify of the transferred steps, and open the created record."""
        planned = self._get_steps()
        steps = self._format_steps(planned[self])
        counterparty = self._convert_to_customer(partner, create_order=create_order, steps=planned)
        action = self._get_converted_action(counterparty, create_order)
        return tell(self.env._("Planned steps moved to the customer: %(steps)s.", steps=steps), 'info', action) if (
            steps) else action

    def _action_convert_many(self, create_order):
        """Convert all leads that need no choice, and open the others in a list."""
        pending = self.filtered(lambda lead: not lead._is_converted())
        matches = pending._find_unlinked_counterparties()
        unclear = pending.filtered(lambda lead: matches[lead] or lead._get_obstacle())
        unclear |= (pending - unclear)._find_repeated()
        clear = pending - unclear
        clear._convert_to_customer(create_order=create_order)
        message = self.env._("Leads converted: %(count)s.", count=len(clear))
        if unclear:
            message += ' ' + self.env._(
                "Not converted: %(count)s. They are similar to known counterparties or to each other, or data is "
                "missing: open them one by one and decide.", count=len(unclear))
        action = {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.crm_lead_action'),
            'domain': [('id', 'in', unclear.ids)], 'target': 'current',
            'context': {'default_type': 'lead', 'decide_by_buttons': True, 'active_test': False},
        } if unclear else {'type': 'ir.actions.client', 'tag': 'soft_reload'}
        return tell(message, 'warning' if unclear else 'success', action)

    def _get_converted_action(self, counterparty, create_order):
        """Open the created order, or the counterparty."""
        self.ensure_one()
        if not create_order:
            return counterparty._get_card_action()
        return self.env['ir.actions.act_window']._get_form_action(
            'bas_crm.sale_order_action', res_id=self.order_ids.sorted('id')[-1:].id)

    def _notify_converted(self):
        """If two users convert a lead at once, tell the second one and open the counterparty created by the first."""
        return tell(self.env._(
            "%(user)s has already converted «%(lead)s»: here is the counterparty.",
            user=self.decision_user_id.name, lead=self.name), 'info', self.counterparty_id._get_card_action())

    # ------------------------------------------------------------
    # The conversion
    # ------------------------------------------------------------

    def _convert_to_customer(self, partner=None, create_order=False, steps=None):
        """Convert leads to counterparties, in one transaction.

        Idempotent: for a converted lead it returns its counterparty and creates nothing.

        :param partner: ``res.partner`` to link to; empty to create one
        :param bool create_order: also create a draft order for each lead
        :param dict steps: the planned steps of the leads, if they are read already
        :return: ``res.partner``: the counterparties of all the leads
        :raises UserError: another user is converting one of the leads, a lead has too little data, its counterparty is
            archived or of another company, or the pipeline has no won stage
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(self.env._("Another user is changing this lead right now. Try again in a moment.")) from error
        pending = mark(self.filtered(lambda lead: not lead._is_converted()), converting={})._gather_notes()
        pending._check_convertible(partner)
        customers = (pending.browse() if partner else pending.filtered(lambda lead: not lead.partner_id))._create_customers()
        stories = {lead: lead._link_counterparty(partner or customers.get(lead), is_new=lead in customers) for lead in pending}
        pending._create_contact_persons()
        pending._complete_counterparties()
        pending._log_origin(stories)
        pending._create_main_contracts()
        if create_order:
            pending._create_orders()
        pending._set_decision('order' if create_order else 'customer', steps)
        pending.action_set_won()
        pending._write_notes()
        return self.partner_id.commercial_partner_id

    def _is_converted(self):
        return self.decision in CONVERTED and bool(self.partner_id)

    def _check_convertible(self, partner=None, is_asking=False):
        """:param is_asking: whether the user has yet to choose the counterparty"""
        for lead in self:
            obstacle = lead._get_obstacle(partner, is_asking)
            if obstacle:
                raise UserError(obstacle)
        for team, leads in self.grouped('team_id').items():
            if not leads[0]._stage_find(domain=[('is_won', '=', True)], limit=None):
                raise UserError(self.env._(
                    "The pipeline%(team)s has no state that means success, so leads cannot be converted. "
                    "An administrator can mark one in Settings, States of Leads.", team=f' «{team.name}»' if team else ''))

    def _get_obstacle(self, partner=None, is_asking=False):
        """:return: message: why the lead cannot be converted; None if it can"""
        self.ensure_one()
        lead, counterparty = self.name or self.env._("Lead without a name"), (partner or self.partner_id).commercial_partner_id
        if self.decision == 'junk':
            return self.env._("«%(lead)s» is a low-quality lead. Return it to work first.", lead=lead)
        if not counterparty and not is_asking and not self._has_prospect_name():
            return self.env._(
                "«%(lead)s» cannot become a customer yet: enter the name of the company or of the contact.", lead=lead)
        if counterparty and not counterparty.active:
            return self.env._(
                "The counterparty %(name)s is archived. Unarchive it first.", name=counterparty.name)
        if counterparty.company_id and counterparty.company_id != self._get_company():
            return self.env._("The counterparty %(name)s belongs to another company.", name=counterparty.name)
        return None

    def _stage_find(self, team_id=False, domain=None, order='sequence, id', limit=1):
        """Search the stages of each team once for all leads that are converted together."""
        found = read_mark(self, 'converting')
        if found is None:
            return super()._stage_find(team_id, domain, order, limit)
        key = (team_id, frozenset(self.team_id.ids), repr(domain), order, limit)
        if key not in found:
            found[key] = super()._stage_find(team_id, domain, order, limit)
        return found[key].with_env(self.env)

    def _has_prospect_name(self):
        """Tell whether the data of the prospect contain a name for the card. The title of the lead is not such a name."""
        signature, address = parse_contact_from_email(self.email_from)
        return any((name or '').strip() for name in (self.partner_name, self.contact_name, address and signature))

    def _get_company(self):
        return self.company_id or self.env.company

    # ------------------------------------------------------------
    # Contracts and orders of the new customer
    # ------------------------------------------------------------

    def _create_main_contracts(self):
        """Create a main contract for each customer without one, if the company wants it."""
        for company, leads in self.grouped(lambda lead: lead._get_company()).items():
            if not company.bas_create_main_contract:
                continue
            # A colleague's contract counts as well.
            mains = {lead: lead.counterparty_id.with_company(company).sudo().main_contract_id for lead in leads}
            responsible = {
                lead.counterparty_id: lead._get_responsible() for lead in leads if not mains[lead] or mains[lead]._has_ended()}
            self.env['bas.contract']._create_main_contracts(responsible, company)

    def _create_orders(self):
        self.env['sale.order'].create([lead._prepare_order_values() for lead in self])

    def _prepare_order_values(self):
        """:return: dict: core's values of a quotation from an opportunity, for the counterparty"""
        self.ensure_one()
        context = self._prepare_opportunity_quotation_context()
        values = {name.removeprefix('default_'): value for name, value in context.items() if name.startswith('default_')}
        return {'user_id': self._get_responsible().id, **values, 'partner_id': self.counterparty_id.id}
