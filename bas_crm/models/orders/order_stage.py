from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools import frozendict

#: fields that determine core's state of a stage
RULING_FIELDS = {'order_type_id', 'sequence', 'is_done', 'is_cancelled', 'trigger', 'active'}


class Trigger(NamedTuple):
    """An event that moves orders to a stage automatically. The code of the event calls ``_advance()`` of the orders.

    :ivar str label: label in the settings
    :ivar frozenset states: core's states in which an order is moved
    :ivar str happened: method of an order that returns whether the event has happened; used to find the stage of an order
        that comes from another type
    """

    label: str
    states: frozenset = frozenset({'draft', 'sent', 'sale'})
    happened: str = ''


TRIGGERS = {
    'offer_sent': Trigger("An offer is sent"),
    'confirmed': Trigger("The order is confirmed"),
    # An old invoice does not confirm an order that was set back to a quotation.
    'invoiced': Trigger("A goods issue is posted", frozenset({'sale'}), '_has_goods_issue'),
    'paid': Trigger("All is invoiced and paid", frozenset({'sale'}), '_is_settled'),
}


class BasOrderStage(models.Model):
    """A stage of orders of one type («стан замовлення»)."""

    _name = 'bas.order.stage'
    _inherit = 'bas.cached.mixin'
    _description = 'Stage of Orders'
    _order = 'order_type_id, sequence, id'

    name = fields.Char(required=True, translate=True)
    order_type_id = fields.Many2one('bas.order.type', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='order_type_id.company_id', store=True, precompute=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    is_done = fields.Boolean("Done", help="The order is fulfilled.")
    is_cancelled = fields.Boolean("Cancelled Orders", help="Orders that were lost.")
    fold = fields.Boolean("Folded on the Board")
    trigger = fields.Selection(
        [(name, trigger.label) for name, trigger in TRIGGERS.items()],
        string="Automatically, When",
        help="The event that moves orders to this stage automatically. Orders are never moved back.")
    requirement_ids = fields.Many2many(
        'bas.order.requirement', 'bas_order_stage_requirement', 'stage_id', 'requirement_id', string="Required to Enter")
    active = fields.Boolean(default=True)

    _done_or_cancelled = models.Constraint(
        'CHECK(NOT (is_done AND is_cancelled))', "A stage cannot mean both that the order is done and that it is cancelled.")

    @api.depends('name', 'order_type_id.name')
    @api.depends_context('bas_stages_of_all_types')
    def _compute_display_name(self):
        """In reports of all types, add the type to stages with the same name."""
        super()._compute_display_name()
        if not self.env.context.get('bas_stages_of_all_types'):
            return
        named = self.with_context(active_test=False).search([('name', 'in', self.mapped('name'))]).grouped('name')
        for stage in self:
            if len(named.get(stage.name, stage).order_type_id) > 1:
                stage.display_name = self.env._(
                    "%(stage)s (%(type)s)", stage=stage.name, type=stage.order_type_id.name)

    @api.constrains('order_type_id')
    def _check_has_no_orders(self):
        # Colleagues' orders count as well.
        found = self.env['sale.order'].sudo().search([('stage_id', 'in', self.ids)])
        if found.filtered(lambda order: order.stage_id.order_type_id != order.order_type_id):
            raise ValidationError(self.env._("A stage with orders cannot be moved to another type."))

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        stages.order_type_id._check_arrangement()
        stages.order_type_id._recompute_progress()
        return stages

    def write(self, vals):
        types, ranks = self.order_type_id, self._get_ranks()
        result = super().write(vals)
        types |= self.order_type_id
        if RULING_FIELDS & vals.keys():
            types._check_arrangement()
        # Progress is recomputed only if the order of the stages has changed, not whenever a row is saved.
        if {'order_type_id', 'sequence', 'is_cancelled'} & vals.keys() and self._get_ranks() != ranks:
            types._recompute_progress()
        return result

    def web_resequence(self, specification, field_name='sequence', offset=0):
        """A column dragged on the board changes several stages, but progress is recomputed once."""
        types = self.order_type_id
        read = types._reorder_stages(lambda arranged: super(BasOrderStage, self.with_env(arranged.env)).web_resequence(
            specification, field_name, offset))
        types._check_arrangement()
        return read

    def unlink(self):
        types = self.order_type_id
        result = super().unlink()
        types._check_arrangement()
        types.exists()._recompute_progress()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        # A stage that any order has ever been in is part of its history, even if the order is a colleague's.
        log = self.env['bas.order.stage.log'].sudo().search([('stage_id', 'in', self.ids)], limit=1)
        if log:
            raise UserError(self.env._(
                "Orders have been in «%(stage)s», so their history needs it and it cannot be deleted. Archive it instead.",
                stage=log.stage_id.name))

    def _get_rank(self):
        """:return: int: position among the stages of the type, archived ones included"""
        return self.order_type_id._get_path(archived=True).ids.index(self.id)

    @api.readonly
    def is_confirming(self):
        """:return: bool: whether this stage confirms orders; the board asks before it confirms an empty order"""
        return any(stage.order_type_id._get_state(stage) == 'sale' for stage in self)

    def _get_missing(self, order):
        """:return: list: titles of the required fields that are empty on ``order``"""
        # A field is also required from users who may not read it.
        requirements, order = self.sudo().requirement_ids, order.sudo()
        return [requirement.display_name for requirement in requirements if requirement._is_missing(order)]

    # Ranks of stages for the funnel, cached until a stage changes

    @api.model
    @tools.ormcache()
    def _get_ranks(self):
        """:return: tuple of (stage id, type id, rank) of all types, in order; the rank starts at 1, counts archived stages, and
            is 0 for stages of cancelled orders"""
        # The cached result is for all users, so it contains stages of all companies.
        stages = self.sudo().with_context(active_test=False).search_fetch(
            [], ['order_type_id', 'sequence', 'is_cancelled'], order='id')
        ranks, reached = [], {}
        for stage in sorted(stages, key=lambda stage: (stage.order_type_id.id, stage.sequence, stage.id)):
            type_id, rank = stage.order_type_id.id, 0
            if not stage.is_cancelled:
                rank = reached[type_id] = reached.get(type_id, 0) + 1
            ranks.append((stage.id, type_id, rank))
        return tuple(ranks)

    @api.model
    def _get_final_ids(self):
        """:return: set of ids of the stages of fulfilled orders, of all types"""
        # sudo: as in the ranks, which do not depend on the user
        return set(self.sudo().with_context(active_test=False).search([('is_done', '=', True)]).ids)

    def _get_type_ids(self):
        """:return: list of ids of the types of these stages, from the cache"""
        return list({type_id for stage_id, type_id, __ in self._get_ranks() if stage_id in self._ids})

    @api.model
    @tools.ormcache('stage_id')
    def _get_path_ranks(self, stage_id):
        """:return: dict: stage id → rank, of all stages of the same type in order, without stages of cancelled orders"""
        ranks = self._get_ranks()
        types = {stage: type_id for stage, type_id, __ in ranks}
        return frozendict({stage: rank for stage, type_id, rank in ranks if rank and type_id == types.get(stage_id)})
