from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.dialogs import open_dialog


class Stage(NamedTuple):
    """A stage of a ready set; the names of the fields are those of ``bas.order.stage``."""

    name: object
    color: int
    trigger: str | bool = False
    is_done: bool = False
    is_cancelled: bool = False


class Type(NamedTuple):
    """A type of a ready set."""

    name: object
    operation: str
    stages: tuple


CANCELLED = Stage(lambda env: env._("Cancelled"), 1, is_cancelled=True)
SALES = Type(lambda env: env._("Sales"), 'customer_order', (
    Stage(lambda env: env._("New Order"), 4),
    Stage(lambda env: env._("Offer Sent"), 3, 'offer_sent'),
    Stage(lambda env: env._("Agreed"), 2, 'confirmed'),
    Stage(lambda env: env._("Being Fulfilled"), 7),
    Stage(lambda env: env._("Shipped"), 8, 'invoiced'),
    Stage(lambda env: env._("Fulfilled"), 10, 'paid', is_done=True),
    CANCELLED,
))
WORKS = Type(lambda env: env._("Works"), 'work_order', (
    Stage(lambda env: env._("Request"), 4),
    Stage(lambda env: env._("Scheduled"), 3, 'confirmed'),
    Stage(lambda env: env._("Being Fulfilled"), 7),
    Stage(lambda env: env._("Works Done"), 8, 'invoiced'),
    Stage(lambda env: env._("Handed Over"), 10, 'paid', is_done=True),
    CANCELLED,
))
SERVICES = Type(lambda env: env._("Services"), 'customer_order', (
    Stage(lambda env: env._("Request"), 4),
    Stage(lambda env: env._("Offer Sent"), 3, 'offer_sent'),
    Stage(lambda env: env._("Contract Made"), 2, 'confirmed'),
    Stage(lambda env: env._("Being Provided"), 7),
    Stage(lambda env: env._("Act Signed"), 8, 'invoiced'),
    Stage(lambda env: env._("Paid in Full"), 10, 'paid', is_done=True),
    CANCELLED,
))
MADE_TO_ORDER = Type(lambda env: env._("Made to Order"), 'customer_order', (
    Stage(lambda env: env._("Request"), 4),
    Stage(lambda env: env._("Measuring and Calculation"), 5),
    Stage(lambda env: env._("Offer Sent"), 3, 'offer_sent'),
    Stage(lambda env: env._("Agreed, Prepayment"), 2, 'confirmed'),
    Stage(lambda env: env._("In Production"), 7),
    Stage(lambda env: env._("Ready"), 6),
    Stage(lambda env: env._("Delivered"), 8, 'invoiced'),
    Stage(lambda env: env._("Fulfilled"), 10, 'paid', is_done=True),
    CANCELLED,
))
#: key of a ready set → its types; the first one is that of new orders
SETS = {'trade': (SALES,), 'services': (SERVICES, WORKS), 'made_to_order': (MADE_TO_ORDER, WORKS)}


class BasSetup(models.AbstractModel):
    """Ready sets of types and stages of orders: trade, services, goods made to order."""

    _inherit = 'bas.setup'

    @api.model
    def _get_set_titles(self):
        return {
            'trade': self.env._("Trade: goods from stock or from a supplier"),
            'services': self.env._("Services: works, repairs, consultations"),
            'made_to_order': self.env._("Made to order: measuring, production, delivery"),
        }

    @api.model
    def _get_stages_card(self):
        types = self._get_types()
        facts = [f"{order_type.name}: {' → '.join(order_type._get_path().mapped('name'))}" for order_type in types]
        gaps = [] if types else [self.env._("A type of orders with its stages")]
        reason = self._get_stages_obstacle()
        return self._make_card('stages', self.env._("Types and Stages of Orders"), ['stages', 'order_types'], facts, gaps,
                               notes=[reason] if reason else [])

    @api.model
    def _get_types(self, **context):
        """:return: types of the company: its own ones, or else those of all companies"""
        types = self.env['bas.order.type'].with_context(**context).search([
            ('company_id', 'in', [self.env.company.id, False])])
        return types.filtered('company_id') or types

    @api.model
    def _get_stages_obstacle(self):
        """:return: str: why a ready set can no longer be applied; empty if it can"""
        # sudo: orders of colleagues count as well.
        count = self.env['sale.order'].sudo().search_count([('company_id', '=', self.env.company.id)])
        return self.env._(
            "The company has orders, so a ready set cannot replace their stages. Change the types and stages one by one. "
            "Orders: %(count)s.", count=count) if count else ''

    @api.model
    def _get_current_set(self):
        """:return: str: key of the ready set that the types of the company match; False if they match none"""
        types = self._get_types()
        return next((key for key, wanted in SETS.items() if len(types) == len(wanted) and all(
            any(self._is_like(order_type, one) for order_type in types) for one in wanted)), False)

    @api.model
    def _is_like(self, order_type, wanted):
        """Tell whether a type is that of a ready set, with the names of its stages in one of the languages of the firm."""
        stages = [(stage.trigger or False, stage.is_done, stage.is_cancelled) for stage in self._sort_stages(order_type)]
        if order_type.operation != wanted.operation or stages != [
                (stage.trigger, stage.is_done, stage.is_cancelled) for stage in wanted.stages]:
            return False
        languages = [self.with_context(lang=code).env for code in self._get_languages()]
        return any(self._sort_stages(order_type.with_env(env)).mapped('name') == [stage.name(env) for stage in wanted.stages]
                   for env in languages)

    @api.model
    def _sort_stages(self, order_type):
        return order_type.stage_ids.sorted(lambda stage: (stage.sequence, stage.id))

    @api.model
    def _get_languages(self):
        """:return: list of codes: English, in which terms are written, and the languages of the firm"""
        return list(dict.fromkeys(['en_US', *(code for code, _name in self.env['res.lang'].get_installed())]))

    @api.model
    def _apply_set(self, key):
        """Replace the types of the company by those of a ready set. Types that it does not contain are archived.

        With several companies, the types become those of this company only.

        :raises UserError: there are orders
        """
        if reason := self._get_stages_obstacle():
            raise UserError(reason)
        before, types = self._get_types(active_test=False), self.env['bas.order.type']
        is_shared = self._are_types_shared()
        before = before.filtered(lambda order_type: is_shared or order_type.company_id)
        for sequence, wanted in enumerate(SETS[key], 1):
            found = before.filtered(lambda order_type, wanted=wanted: self._is_like(order_type, wanted))[:1]
            order_type = found or self._create_type(wanted, self.env['res.company'] if is_shared else self.env.company)
            order_type.write({'active': True, 'sequence': sequence * 10})
            types |= order_type
        (before - types).filtered('active').action_archive()
        return types

    @api.model
    def _are_types_shared(self):
        """Tell whether the types of this company are those of all companies, since there is no other one."""
        return self.env['res.company'].sudo().search_count([]) == 1  # companies that the user may not enter count as well

    @api.model
    def _create_type(self, wanted, company):
        """Create a type with its stages in English, and translate the names."""
        english = self.with_context(lang='en_US').env
        order_type = english['bas.order.type'].create({
            'name': wanted.name(english),
            'operation': wanted.operation,
            'company_id': company.id,
            'stage_ids': [Command.create(self._prepare_stage(stage, english, number))
                          for number, stage in enumerate(wanted.stages, 1)],
        })
        for code in self._get_languages()[1:]:
            local = self.with_context(lang=code).env
            order_type.with_env(local).name = wanted.name(local)
            for record, stage in zip(order_type.with_env(local).stage_ids, wanted.stages, strict=True):
                record.name = stage.name(local)
        return order_type.with_env(self.env)

    @api.model
    def _prepare_stage(self, stage, english, number):
        return {
            'name': stage.name(english), 'sequence': number * 10, 'color': stage.color, 'trigger': stage.trigger,
            'is_done': stage.is_done, 'is_cancelled': stage.is_cancelled, 'fold': stage.is_done or stage.is_cancelled}

    @api.model
    def _open_stages(self):
        return open_dialog(self.env._("Types and Stages of Orders"), 'bas.setup.stages')

    @api.model
    def _open_order_types(self):
        return self._open_records('bas_crm.bas_order_type_action')
