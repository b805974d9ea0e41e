from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import formataddr

from ...tools.dialogs import open_dialog, tell
from ...tools.groups import ALL_DOCUMENTS, HEAD_OF_SALES

#: role → group; the first that a user has names his role
ROLES = {
    'head': HEAD_OF_SALES,
    'all': ALL_DOCUMENTS,
    'own': 'sales_team.group_sale_salesman',
    'performer': 'bas_crm.group_performer',
}
#: how many names a card shows
MAX_NAMES = 5


class BasSetup(models.AbstractModel):
    """Cards of the work: people, order types, prices, templates, mail and SMS, transfer of data."""

    _inherit = 'bas.setup'

    # ------------------------------------------------------------
    # People
    # ------------------------------------------------------------

    @api.model
    def _get_role_titles(self):
        """:return: dict: role → its title, as in the dialog of a new person"""
        titles = dict(self.env['bas.setup.person']._fields['role']._description_selection(self.env))
        return {role: titles[role] for role in ROLES}

    @api.model
    def _get_people_card(self):
        people, facts = self._get_people(), []
        for role, title in self._get_role_titles().items():
            names = people.get(role, self.env['res.users']).mapped('name')
            more = [f'+ {len(names) - MAX_NAMES}'] if len(names) > MAX_NAMES else []
            if names:
                facts.append(f"{title} — {', '.join(names[:MAX_NAMES] + more)}")
        facts.append(self.env._("Sees cost — %(names)s", names=', '.join(
            people['cost'].mapped('name')[:MAX_NAMES])) if people['cost'] else '')
        others = people['own'] | people['all'] | people['performer'] | people['head'] - self.env.user
        gaps = [] if others else [self.env._("Colleagues, if you do not work alone")]
        return self._make_card('people', self.env._("People"), ['person', 'users'], facts, gaps, is_optional=True)

    @api.model
    def _get_people(self):
        """:return: dict: role → users of the company; ``cost`` → managers who see cost beside the head of sales"""
        # sudo: the head of sales knows the roles of his people without being their administrator.
        users = self.env['res.users'].sudo().search([('company_ids', 'in', self.env.company.ids), ('share', '=', False)])
        people, rest = {}, users
        for role, group in ROLES.items():
            people[role] = rest.filtered(lambda user, group=group: user.has_group(group))
            rest -= people[role]
        people['cost'] = (people['own'] | people['all']).filtered(lambda user: user.has_group('bas_crm.group_see_cost'))
        return {role: those.with_env(self.env) for role, those in people.items()}

    @api.model
    def _open_person(self, **context):
        return open_dialog(self.env._("New Person"), 'bas.setup.person', context)

    @api.model
    def _open_manager(self):
        return self._open_person(default_role='own')

    @api.model
    def _open_performer(self):
        return self._open_person(default_role='performer')

    @api.model
    def _open_leaver(self):
        return open_dialog(self.env._("A Person Leaves"), 'bas.setup.leaver')

    @api.model
    def _open_users(self):
        return self._open_records('base.action_res_users')

    # ------------------------------------------------------------
    # Prices and templates
    # ------------------------------------------------------------

    @api.model
    def _get_prices_card(self):
        currency = self.env.company.currency_id.name
        items = self.env['product.template'].search_count([('sale_ok', '=', True)])
        if not self.env.user.has_group('product.group_product_pricelist'):
            facts = [self.env._("Prices are on the cards of items, in %(currency)s", currency=currency)]
            return self._make_card('prices', self.env._("Prices"), ['items'], [*facts, self._tell_items(items)])
        lists = self._get_price_lists()
        gaps = [] if lists else [self.env._("A price list in %(currency)s", currency=currency)]
        return self._make_card('prices', self.env._("Prices"), ['price_lists', 'items'], [
            *lists.mapped('display_name'), self._tell_items(items)], gaps)

    @api.model
    def _tell_items(self, count):
        return self.env._("Items for sale: %(count)s", count=count) if count else ''

    @api.model
    def _get_templates_card(self):
        company = self.env.company
        # sudo: who keeps the users sees how many templates there are, not what is in them
        templates, offers = (
            self.env[model].sudo().search_count([('company_id', 'in', [company.id, False])])
            for model in ('bas.contract.template', 'bas.offer.template'))
        main = company.sudo().bas_contract_template_id  # its name only
        facts = [
            self.env._("Templates of contracts: %(count)s", count=templates),
            self.env._("Main contract of new customers: %(name)s", name=main.name) if main else '',
            self.env._("Templates of offers: %(count)s", count=offers) if offers else '',
        ]
        gaps = [] if main or not company.bas_create_main_contract else [
            self.env._("A template for the main contract of new customers")]
        return self._make_card('templates', self.env._("Templates"), ['main_template', 'contract_templates', 'offer_templates'],
                               facts, gaps, is_optional=True)

    @api.model
    def _open_price_lists(self):
        return self._open_records('product.product_pricelist_action2')

    @api.model
    def _open_items(self):
        return self._open_records('sale.product_template_action')

    @api.model
    def _open_main_template(self):
        return open_dialog(self.env._("Templates"), 'bas.setup.templates')

    @api.model
    def _open_contract_templates(self):
        return self._open_records('bas_crm.bas_contract_template_action')

    @api.model
    def _open_offer_templates(self):
        return self._open_records('bas_crm.bas_offer_template_action')

    # ------------------------------------------------------------
    # Mail and SMS
    # ------------------------------------------------------------

    @api.model
    def _get_mail_card(self):
        # sudo: the head of sales may know whether letters leave, not the passwords of the server.
        servers = self.env['ir.mail_server'].sudo().search([], limit=MAX_NAMES)
        gaps = [
            not servers and self.env._("A server for outgoing mail"),
            not self.env.company.email and self.env._("The e-mail of the firm, in its requisites"),
        ]
        card = self._make_card('mail', self.env._("E-Mail"), ['mail_servers'], servers.mapped('name'), gaps)
        if self._may('mail_servers') and servers:
            card['buttons'].append({'call': 'action_send_test_letter', 'label': self.env._("Send a Test Letter to Yourself")})
        return card

    @api.model
    def action_send_test_letter(self):
        """Send a letter to the user through the servers of outgoing mail.

        :raises UserError: the letter could not be sent; the message contains the answer of the server
        """
        self._check_user()
        self.env['ir.mail_server'].check_access('create')
        user = self.env.user
        if not user.email:
            raise UserError(self.env._(
                "You have no e-mail address. Add it: press your name in the top right corner, «My Preferences»."))
        letter = self.env['mail.mail'].sudo().create({  # nobody may create letters without a document otherwise
            'subject': self.env._("A test letter from %(company)s", company=self.env.company.name),
            'body_html': self.env._("If you read this, letters of BAS CRM leave the server."),
            'email_from': self.env.company.email_formatted or user.email_formatted,
            'email_to': formataddr((user.name, user.email)),
            'auto_delete': False,
        })
        letter.send()
        if letter.state != 'sent':
            raise UserError(self.env._(
                "The letter was not sent. Answer of the server: %(reason)s", reason=letter.failure_reason or self.env._("none")))
        letter.unlink()
        return tell(self.env._("The letter is sent to %(address)s.", address=user.email), after=None)

    @api.model
    def _get_sms_card(self):
        # sudo: the head of sales may know whether there is an account, not its token.
        accounts = self.env['iap.account'].sudo().search([('service_name', '=', 'sms'), ('state', '=', 'registered')])
        has_other = 'sms_provider' in self.env.company and self.env.company.sms_provider not in (False, 'iap')
        gaps = [] if accounts or has_other else [self.env._("An account of the SMS service of Odoo, or the add-on of Twilio")]
        facts = [] if gaps else [self.env._("SMS can be sent")]
        return self._make_card('sms', self.env._("SMS"), ['sms_accounts'], facts, gaps, is_optional=True)

    @api.model
    def _open_mail_servers(self):
        return self._open_records('base.action_ir_mail_server_list')

    @api.model
    def _open_sms_accounts(self):
        action = self._open_records('iap.iap_account_action')
        title, text = (self.env._("No SMS account yet"), self.env._(
            "Create one with the service «SMS»: the messages are sent, and sold, by Odoo."))
        return {
            **action, 'name': self.env._("SMS Accounts"),
            'help': Markup('<p class="o_view_nocontent_smiling_face">{}</p><p>{}</p>').format(title, text)}

    # ------------------------------------------------------------
    # Transfer of data
    # ------------------------------------------------------------

    @api.model
    def _get_transfer_card(self):
        customers = self.env['res.partner'].search_count([
            ('is_customer', '=', True), ('company_id', 'in', [self.env.company.id, False])])
        # sudo: who keeps the users may know that the lists are here, not what is in them
        imports = self.env['bas.import'].sudo().search_count([('state', '=', 'done'), ('company_id', '=', self.env.company.id)])
        facts = [
            self.env._("Customers: %(count)s", count=customers) if customers else '',
            self.env._("Finished imports: %(count)s", count=imports) if imports else '',
        ]
        gaps = [] if customers or imports else [self.env._("Counterparties, items and orders of the old program")]
        return self._make_card('transfer', self.env._("Transfer the Data"), ['transfer'], facts, gaps, is_optional=True)

    @api.model
    def _open_transfer(self):
        return self.env['ir.actions.actions']._for_xml_id('bas_crm.bas_import_assistant_action')
