import logging

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import groupby

from ...tools.dialogs import open_dialog
from ...tools.marks import mark, read_mark
from ..shared.board_mixin import STAFF
from .order_stage import TRIGGERS

#: fields that determine the type and the stage of an order
STAGE_FIELDS = frozenset({'order_type_id', 'stage_id', 'operation'})


class SaleOrder(models.Model):
    """Stages of an order («замовлення»). The stage and core's state always change together."""

    _name = 'sale.order'
    _inherit = ['sale.order', 'bas.stage.board.mixin', 'bas.quick.read.mixin']

    order_type_id = fields.Many2one(
        'bas.order.type', compute='_compute_order_type_id', store=True, readonly=False, precompute=True, tracking=True,
        index=True, ondelete='restrict', check_company=True, groups=STAFF)
    operation = fields.Selection(related='order_type_id.operation', store=True, precompute=True, index=True)
    stage_id = fields.Many2one(
        'bas.order.stage', copy=False, index=True, ondelete='restrict', tracking=True, group_expand='_read_group_stage_ids',
        domain="[('order_type_id', '=', order_type_id)]", groups=STAFF)
    is_fulfilled = fields.Boolean(related='stage_id.is_done', string="Fulfilled", groups=STAFF)
    stage_color = fields.Integer(related='stage_id.color', groups=STAFF)
    stage_log_ids = fields.One2many('bas.order.stage.log', 'order_id', string="Stage History", groups=STAFF)
    stage_log_count = fields.Integer("Number of History Entries", compute='_compute_stage_log_count', groups=STAFF)
    cancel_reason_id = fields.Many2one(
        'bas.cancel.reason', copy=False, index='btree_not_null', ondelete='restrict', tracking=True, groups=STAFF)

    @api.depends('company_id')
    def _compute_order_type_id(self):
        for order in self:
            company = order.company_id or self.env.company
            if not order.order_type_id or order.order_type_id.company_id not in (company, company.browse()):
                order.order_type_id = self.env['bas.order.type']._get_default(
                    company, order.order_type_id.operation or 'customer_order')

    @api.depends('stage_log_ids')
    def _compute_stage_log_count(self):
        counts = dict(self.env['bas.order.stage.log']._read_group([('order_id', 'in', self.ids)], ['order_id'], ['__count']))
        for order in self:
            order.stage_log_count = counts.get(order._origin, 0)

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Show all stages of the types that have orders on the board, with one query that reads all that the board shows."""
        types = stages._get_type_ids() or self.env['bas.order.type']._get_default(
            self.env.company, self.env.context.get('default_operation') or 'customer_order').ids
        return stages.with_context(active_test=False).search_fetch(
            ['|', ('id', 'in', stages.ids), ('active', '=', True), ('order_type_id', 'in', types)],
            ['name', 'fold']).with_env(stages.env)

    # ------------------------------------------------------------
    # New orders and manual changes
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A default for the type, the stage or the operation also sets the other two."""
        defaults = super().default_get(fields)
        if STAGE_FIELDS.isdisjoint(fields):
            return defaults
        company = self.env['res.company'].browse(defaults.get('company_id')) or self.env.company
        order_type, stage = self._choose_stage(self._get_stage_defaults(), company)
        order_type = order_type or order_type._get_default(company)
        agreed = {'order_type_id': order_type.id, 'stage_id': stage.id, 'operation': order_type.operation}
        return {
            **{name: value for name, value in defaults.items() if name not in STAGE_FIELDS},
            **{name: value for name, value in agreed.items() if value and name in fields}}

    @api.model
    def _get_stage_defaults(self):
        """:return: list of dicts of :data:`STAGE_FIELDS`: defaults of the caller, then the user's own defaults"""
        asked, own = self.env.context, self.env['ir.default']._get_model_defaults(self._name)
        return [{name: asked.get(f'default_{name}') for name in STAGE_FIELDS}, {name: own.get(name) for name in STAGE_FIELDS}]

    @api.model
    def _choose_stage(self, sources, company, order_type=None):
        """Determine type and stage. The first default takes priority; later ones are used if they do not contradict it.

        :param list sources: dicts of :data:`STAGE_FIELDS`
        :param order_type: the type, if it is already known
        :return: (type, stage) of a new order, each empty if there is no default
        """
        stage, operation = self.env['bas.order.stage'], None
        order_type = order_type or self.env['bas.order.type']
        for source in sources:
            said_stage, said_type = (
                records.browse(source[name] if source[name] and isinstance(source[name], int) else []).exists()
                for name, records in (('stage_id', stage), ('order_type_id', order_type)))
            for candidate in (said_stage.order_type_id, said_type):
                if (not order_type and candidate.active and operation in (None, candidate.operation)
                        and candidate.company_id in (company, company.browse())):
                    order_type = candidate
            if not stage and said_stage.order_type_id == order_type:
                stage = said_stage
            operation = operation or order_type.operation or source['operation'] or None
        if not order_type and operation:
            order_type = order_type._get_default(company, operation)
        return order_type, stage

    def _enter_stages(self, asked):
        """Log the first stage of new orders, and move orders to a later stage if it is requested.

        :param list asked: requested stage id or False for each order
        """
        self.env['bas.order.stage.log']._record(self.filtered('stage_id'), are_new=True)
        for stage_id, group in groupby(zip(asked, self, strict=True), lambda pair: pair[0]):
            moved = self.browse().concat(*(order for _asked, order in group if order.stage_id.id != stage_id))
            if stage_id and moved:
                moved.write({'stage_id': stage_id})

    def _log_stages(self, before):
        """:param dict before: order → its previous stage; empty if no stage was written"""
        moved = self.filtered(lambda order: order in before and order.stage_id != before[order])
        # An import logs the moves itself, so that an undo takes them back.
        if moved and not read_mark(self, 'importing'):
            self.env['bas.order.stage.log']._record(moved)

    def _restore_dates(self, vals_list):
        """Keep the given date of orders created as confirmed: confirmation has set it to now."""
        for order, vals in zip(self, vals_list, strict=True):
            date = fields.Datetime.to_datetime(vals.get('date_order'))
            if date and order.date_order != date:
                order.date_order = date

    @api.model
    def _choose_new_stage(self, vals):
        """:return: (type, stage) of a new order: given values, else defaults, else the default type"""
        given = self.env['bas.order.stage'].browse(vals.get('stage_id') or [])
        order_type = self.env['bas.order.type'].browse(vals.get('order_type_id') or []) or given.order_type_id
        company = self.env['res.company'].browse(
            vals.get('company_id') or self.default_get(['company_id']).get('company_id') or self.env.company.id)
        sources = self._get_stage_defaults()
        if vals.get('operation'):
            sources = [dict.fromkeys(STAGE_FIELDS, False) | {'operation': vals['operation']}, *sources]
        order_type, stage = self._choose_stage(sources, company, order_type)
        return order_type or order_type._get_default(company), given or stage

    @api.model
    def _complete_stage(self, vals, order_type, asked):
        """:return: ``vals`` of a new order with its first stage and the operation of its type"""
        # State and stage must be consistent, whatever defaults the context has.
        vals = {**vals, 'state': vals.get('state') or self.default_get(['state']).get('state') or 'draft'}
        if not order_type:
            return {**vals, 'stage_id': False}
        state = vals['state']
        fits = asked.order_type_id == order_type and order_type._fits(asked, state)
        begins = asked if fits else order_type._get_stage(state)
        return {**vals, 'order_type_id': order_type.id, 'operation': order_type.operation, 'stage_id': begins.id}

    def _check_state_change(self, vals):
        """:raises UserError: a person writes a state that only a button may set on a confirmed or cancelled order"""
        state = vals.get('state')
        if not state or self.env.su or self._is_by_program():
            return
        for order in self.filtered(lambda order: order.state != state):
            if order.state == 'cancel':
                raise UserError(self.env._(
                    "The order %(order)s is cancelled. Press «Set to Quotation» to reopen it.", order=order.name))
            if order.state == 'sale' and state != 'cancel':
                raise UserError(self.env._(
                    "The order %(order)s is confirmed and cannot be set back to a quotation. Cancel the order first.",
                    order=order.name))
            if order.locked:
                raise UserError(self.env._("The order %(order)s is locked. Unlock it before you cancel it.", order=order.name))

    def _get_moving(self):
        """:return: orders whose stage and state are being changed together by ``_move`` or ``_follow_state``"""
        # An import writes stage and state of an order together, and an undo gives both back.
        if read_mark(self, 'importing'):
            return self
        ids = read_mark(self, 'moving_orders', ())
        return self.filtered(lambda order: order.id in ids)

    def _as_moving(self):
        """:return: the same orders with a mark in the context that their stage and state are being changed together; the mark
            does not apply to other orders"""
        return mark(self, moving_orders=frozenset(self.ids).union(read_mark(self, 'moving_orders', ())))

    def _check_reason_kept(self):
        """:raises UserError: the reason of a cancelled order is removed, but the funnel needs one for each lost order"""
        for order in self.filtered(lambda order: order.state == 'cancel'):
            raise UserError(self.env._(
                "The order %(order)s is cancelled and needs a reason. Choose another one.", order=order.name))

    # ------------------------------------------------------------
    # From the stage to the state
    # ------------------------------------------------------------

    def _write_stage(self, vals):
        """Move orders to another stage: write the other values first, then core's state, then the stage."""
        stage = self.env['bas.order.stage'].browse(vals['stage_id'] or [])
        rest = {name: value for name, value in vals.items() if name != 'stage_id'}
        if not rest.get('cancel_reason_id', True) and not stage.is_cancelled:
            del rest['cancel_reason_id']  # the move removes it anyway
        if rest:
            self.write(rest)
        orders = self.filtered(lambda order: order.stage_id != stage)
        if orders and not stage:
            raise UserError(self.env._("An order always needs a stage. Choose one."))
        orders.filtered(lambda order: not order.order_type_id).order_type_id = stage.order_type_id
        orders._check_may_enter(stage)
        orders._move(stage)
        return True

    def _check_may_enter(self, stage):
        """:raises UserError: the stage is of another type, a required field is empty, or a confirmed order would move back
        :raises RedirectWarning: an order is cancelled without a reason; opens the dialog for it
        """
        for order in self:
            if stage.order_type_id != order.order_type_id:
                raise UserError(self.env._(
                    "«%(stage)s» is a stage of «%(type)s», but the order %(order)s is of the type «%(its)s». Change its "
                    "type first.",
                    stage=stage.name, type=stage.order_type_id.name, order=order.name, its=order.order_type_id.name))
            if missing := stage._get_missing(order):
                raise UserError(self.env._(
                    "The order %(order)s cannot be moved to «%(stage)s» yet. Fill in: %(fields)s.",
                    order=order.name, stage=stage.name, fields=', '.join(missing)))
            if order.state == 'sale' and stage.order_type_id._get_state(stage) in ('draft', 'sent'):
                raise UserError(self.env._(
                    "The order %(order)s is confirmed and cannot be moved back to «%(stage)s». Cancel the order first.",
                    order=order.name, stage=stage.name))
        without_reason = self.filtered(lambda order: stage.is_cancelled and not order.cancel_reason_id)
        if without_reason:
            question = RedirectWarning(
                self.env._("Give the reason of the cancellation. It is shown in the sales funnel."),
                without_reason._ask_cancel_reason(stage), self.env._("Give a Reason"))
            question.loglevel = logging.INFO  # not an error, so the server should not log it as a warning
            raise question

    def _move(self, stage):
        """Move orders of one type to ``stage`` and set core's state.

        :raises UserError: core or another add-on has left an order in a state that does not fit the stage
        """
        due = stage.order_type_id._get_state(stage)
        orders = self._as_moving()
        others = orders.filtered(lambda order: not order.order_type_id._fits(stage, order.state))
        if due == 'cancel':
            others.action_cancel()
        else:
            back = others.filtered(lambda order: order.state == 'cancel' or (order.state == 'sent' and due == 'draft'))
            back.action_draft()
            others = others.filtered(lambda order: order.state != due)
            if due == 'sale':
                others.action_confirm()
            elif others:
                others.write({'state': due})
        for order in orders.filtered(lambda order: not order.order_type_id._fits(stage, order.state)):
            raise UserError(self.env._(
                "The order %(order)s cannot be moved to «%(stage)s» this way, because more data is needed. Open the order and "
                "use its button.", order=order.name, stage=stage.name))
        orders.write({'stage_id': stage.id, **({} if stage.is_cancelled else {'cancel_reason_id': False})})

    # ------------------------------------------------------------
    # From the state to the stage
    # ------------------------------------------------------------

    def _follow_state(self):
        """Set the stage after core, the portal, a payment or another program has changed the state."""
        self._set_missing_cancel_reason()
        # Stages and invoices count even if the user may not open them.
        inconsistent = self.sudo().filtered(lambda order: not order._is_stage_consistent())
        for stage, orders in inconsistent.grouped(lambda order: order._get_due_stage()).items():
            for is_lost, group in orders.grouped(lambda order: order.state == 'cancel').items():
                self.browse(group.ids)._as_moving().write(
                    {'stage_id': stage.id, **({} if is_lost else {'cancel_reason_id': False})})

    def _set_missing_cancel_reason(self):
        without_reason = self.filtered(lambda order: order.state == 'cancel' and not order.cancel_reason_id)
        if without_reason:
            without_reason.cancel_reason_id = self.env['bas.cancel.reason']._get_unspecified()

    def _is_stage_consistent(self):
        """Tell whether the stage belongs to the type and fits the state; an order without a type has no stage."""
        order_type, stage = self.order_type_id, self.stage_id
        return stage.order_type_id == order_type and (not stage or order_type._fits(stage, self.state))

    def _get_due_stage(self):
        """:return: the correct stage of an inconsistent order: the stage of its state; for an order that comes from another
            type, a later stage if its invoices have reached it"""
        order_type = self.order_type_id
        if not order_type:
            return self.env['bas.order.stage']
        stage = order_type._get_stage(self.state)
        if self.state == 'sale' and self.stage_id.order_type_id != order_type:
            for name, trigger in TRIGGERS.items():
                further = trigger.happened and order_type._get_trigger_stage(name)
                if (further and further._get_rank() > stage._get_rank() and getattr(self, trigger.happened)()
                        and not further._get_missing(self)):
                    stage = further
        return stage

    def _advance(self, trigger):
        """Move orders to the stage of the trigger, unless they are already there or further. Orders never move back.

        If a field required by the stage is empty, the order is not moved and a message is posted in its history.
        """
        alive = self.filtered(lambda order: order.state in TRIGGERS[trigger].states)
        for order_type, orders in alive.grouped('order_type_id').items():
            stage = order_type and order_type._get_trigger_stage(trigger)
            if not stage:
                continue
            rank = stage._get_rank()
            behind = orders.filtered(lambda order, rank=rank: order.stage_id._get_rank() < rank)
            waiting = behind.filtered(stage._get_missing)
            for order in waiting:
                order.message_post(body=self.env._(
                    "The order was not moved to «%(stage)s» automatically. Missing: %(fields)s.",
                    stage=stage.name, fields=', '.join(stage._get_missing(order))))
            (behind - waiting)._move(stage)

    def _mail_track(self, tracked_fields, initial_values):
        """Log only the stage, not the state that changes with it."""
        changes, lines = super()._mail_track(tracked_fields, initial_values)
        if 'stage_id' in changes:
            state = self.env['ir.model.fields']._get(self._name, 'state').id
            lines = [line for line in lines if line[2].get('field_id') != state]
        return changes, lines

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    @api.readonly
    def action_view_stage_log(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_order_stage_log_action'),
            'domain': [('order_id', '=', self.id)],
        }

    def action_ask_cancel_reason(self):
        """Ask for the reason, then cancel the orders."""
        self.check_access('write')
        return self._ask_cancel_reason()

    def _ask_cancel_reason(self, stage=None):
        """:param stage: the cancelled stage to move the orders to; the first one of their type by default"""
        return open_dialog(self.env._("Cancel the Order"), 'bas.order.cancel',
                           {'default_order_ids': self.ids, 'default_cancelled_stage_id': stage.id if stage else False})
