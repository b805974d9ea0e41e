from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import HEAD_OF_SALES

#: who may see the screen; what he may do there is decided by the rights on the records of each step
GROUPS = ('base.group_erp_manager', HEAD_OF_SALES)
#: cards in the order in which a firm is set up
CARDS = (
    'firm', 'requisites', 'taxes', 'bank', 'logo', 'stages', 'people', 'prices', 'templates', 'mail', 'sms', 'transfer')


class Step(NamedTuple):
    """Something that a button of the screen opens.

    :ivar str model: the user needs the right to ``operation`` on it; who creates users or companies creates their partners, too
    :ivar bool is_technical: the step changes the whole database, so only system administrators do it
    """

    label: object
    model: str
    operation: str = 'write'
    is_technical: bool = False

    def is_open(self, env):
        models = {self.model, 'res.partner'} if self.operation == 'create' and self.model == 'res.users' else {self.model}
        return (env.is_system() or not self.is_technical) and all(env[model].has_access(self.operation) for model in models)


#: name of a step → what it needs; it is opened by the method ``_open_<name>`` of the setup
STEPS = {
    'requisites': Step(lambda env: env._("Fill In the Requisites"), 'res.company'),
    'taxes': Step(lambda env: env._("Choose the Taxes"), 'res.company', is_technical=True),
    'bank': Step(lambda env: env._("Add a Bank Account"), 'res.company'),
    'logo': Step(lambda env: env._("Upload the Logo"), 'res.company'),
    'stages': Step(lambda env: env._("Choose Types and Stages"), 'bas.order.type', 'create'),
    'order_types': Step(lambda env: env._("Open the Types"), 'bas.order.type', 'create'),
    'person': Step(lambda env: env._("Add a Person"), 'res.users', 'create'),
    'users': Step(lambda env: env._("Open the Users"), 'res.users', 'create'),
    'price_lists': Step(lambda env: env._("Open the Price Lists"), 'product.pricelist', 'create'),
    'items': Step(lambda env: env._("Open the Items"), 'product.template', 'create'),
    'main_template': Step(lambda env: env._("Choose the Templates"), 'res.company'),
    'contract_templates': Step(lambda env: env._("Contract Templates"), 'bas.contract.template', 'create'),
    'offer_templates': Step(lambda env: env._("Offer Templates"), 'bas.contract.template', 'create'),
    'mail_servers': Step(lambda env: env._("Set Up Outgoing Mail"), 'ir.mail_server', 'create'),
    'sms_accounts': Step(lambda env: env._("Open the SMS Account"), 'iap.account', 'create'),
    'transfer': Step(lambda env: env._("Transfer the Data"), 'bas.import', 'create'),
    'company': Step(lambda env: env._("Add a Second Company"), 'res.company', 'create', is_technical=True),
    'manager': Step(lambda env: env._("Add a Manager"), 'res.users', 'create'),
    'performer': Step(lambda env: env._("Add a Performer"), 'res.users', 'create'),
    'leaver': Step(lambda env: env._("A Person Leaves"), 'res.users', 'write'),
}
#: steps for later, below the cards
LATER_STEPS = ('company', 'manager', 'performer', 'leaver')


class BasSetup(models.AbstractModel):
    """The screen «Getting Started»: cards of what is done and what is next, computed from the data of the company.

    A card is made by the method ``_get_<key>_card`` with :meth:`_make_card`.
    """

    _name = 'bas.setup'
    _description = 'Getting Started'

    @api.model
    @api.readonly
    def get_page(self):
        """:return: dict: ``company``; ``cards``, see :meth:`_make_card`; ``next``, the key of the first card with something to
            do; ``done`` and ``total``, numbers of cards; ``ukrainian``, see :meth:`_get_ukrainian`; ``later``, list of buttons;
            ``in_menu``, whether the screen is the first one of the application
        :raises AccessError: the user neither keeps the users nor heads the sales
        """
        self._check_user()
        cards = [getattr(self, f'_get_{key}_card')() for key in CARDS]
        return {
            'company': self.env.company.name,
            'cards': cards,
            'next': next((card['key'] for card in cards if card['state'] == 'todo'), False),
            'done': len([card for card in cards if card['state'] == 'done']),
            'total': len(cards),
            'ukrainian': self._get_ukrainian(),
            'later': self._get_buttons(*LATER_STEPS),
            'in_menu': not self._is_finished(),
        }

    @api.model
    @api.readonly
    def get_action(self, step):
        """:param str step: name of a step that the page offers to the user
        :return: dict: the action that it opens
        :raises AccessError: the step is not offered to the user
        """
        self._check_user()
        if not isinstance(step, str) or step not in STEPS:
            raise UserError(self.env._("There is no such step. Reload the page."))
        if not self._may(step):
            raise AccessError(self.env._(
                "Your rights are not sufficient for the step «%(step)s». An administrator can do it.",
                step=STEPS[step].label(self.env)))
        return getattr(self, f'_open_{step}')()

    @api.model
    def _check_user(self):
        """:raises AccessError: the user neither keeps the users nor heads the sales"""
        if not self.env.su and not any(self.env.user.has_group(group) for group in GROUPS):
            raise AccessError(self.env._("Only administrators and the head of sales set up the firm."))

    @api.model
    def _may(self, name):
        return STEPS[name].is_open(self.env)

    @api.model
    def _get_buttons(self, *steps):
        """:return: list of dicts with ``step`` and ``label``, of the steps that the user may do"""
        return [{'step': step, 'label': STEPS[step].label(self.env)} for step in steps if self._may(step)]

    @api.model
    def _make_card(self, key, title, steps, facts=(), gaps=(), is_optional=False, notes=()):
        """
        :param steps: names of the steps that the card offers
        :param facts: texts of what is there
        :param gaps: texts of what is missing; without them the card is done
        :param bool is_optional: the firm can work without it
        :param notes: texts of what cannot be changed, and why
        :return: dict for the client, with the same keys and ``state``: ``done``, ``todo`` or ``later``; ``is_closed`` tells that
            the user may do none of the steps
        """
        gaps, buttons = [gap for gap in gaps if gap], self._get_buttons(*steps)
        state = 'done' if not gaps else 'later' if is_optional else 'todo'
        return {
            'key': key, 'title': title, 'state': state, 'facts': [fact for fact in facts if fact], 'gaps': gaps,
            'notes': list(notes), 'buttons': buttons, 'is_closed': bool(steps) and not buttons}

    @api.model
    def _open_records(self, xmlid):
        """:return: dict: the action of a list of core or of ours"""
        return self.env['ir.actions.act_window']._for_xml_id(xmlid)
