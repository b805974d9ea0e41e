import logging

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import groupby

from ...tools.dialogs import open_dialog
from ...tools.marks import mark, read_mark

#: who of those that may see an order sees where it stands and why it was lost: not the customer on the portal
STAFF = 'base.group_user'
#: what says on which way an order is
STAGE_FIELDS = frozenset({'order_type_id', 'stage_id', 'operation'})


class SaleOrder(models.Model):
    """An order («замовлення») on its way through the stages of its type; core's state follows the stage and back."""

    _inherit = 'sale.order'

    order_type_id = fields.Many2one(
        'bas.order.type', compute='_compute_order_type_id', store=True, readonly=False, precompute=True, tracking=True,
        index=True, ondelete='restrict', check_company=True, groups=STAFF)
    operation = fields.Selection(related='order_type_id.operation', store=True, precompute=True, index=True)
    stage_id = fields.Many2one(
        'bas.order.stage', copy=False, index=True, ondelete='restrict', tracking=True, group_expand='_read_group_stage_ids',
        domain="[('order_type_id', '=', order_type_id)]", groups=STAFF)
    is_fulfilled = fields.Boolean(related='stage_id.is_done', string="Fulfilled", groups=STAFF)
    stage_color = fields.Integer(related='stage_id.color', groups=STAFF)
    stage_log_ids = fields.One2many('bas.order.stage.log', 'order_id', string="Stays", groups=STAFF)
    stage_log_count = fields.Integer("Number of Stays", compute='_compute_stage_log_count', groups=STAFF)
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
        """The board shows all stages of the types whose orders it shows."""
        types = stages.order_type_id or self.env['bas.order.type']._get_default(
            self.env.company, self.env.context.get('default_operation') or 'customer_order')
        return (stages | types.stage_ids).sorted()

    # ------------------------------------------------------------
    # New orders and what is written by hand
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A default for the type, the stage or the operation holds for the three of them."""
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
        """:return: list of dicts of :data:`STAGE_FIELDS`: what the caller asks, then a person's own defaults"""
        asked, own = self.env.context, self.env['ir.default']._get_model_defaults(self._name)
        return [{name: asked.get(f'default_{name}') for name in STAGE_FIELDS}, {name: own.get(name) for name in STAGE_FIELDS}]

    @api.model
    def _choose_stage(self, sources, company, order_type=None):
        """Of several defaults the first decides; a later one counts as far as it agrees.

        :param list sources: dicts of :data:`STAGE_FIELDS`
        :param order_type: the type that is settled already
        :return: (type, stage) of a new order, each empty where nothing says it
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
        """Log where new orders begin; those that are asked to be further on go there.

        :param list asked: ids of stages, or False, one for each order
        """
        self.env['bas.order.stage.log']._record(self.filtered('stage_id'))
        for stage_id, group in groupby(zip(asked, self, strict=True), lambda pair: pair[0]):
            moved = self.browse().concat(*(order for _asked, order in group if order.stage_id.id != stage_id))
            if stage_id and moved:
                moved.write({'stage_id': stage_id})

    def _log_stages(self, before):
        """:param dict before: order → its stage before a change; empty if no stage was written"""
        moved = self.filtered(lambda order: order in before and order.stage_id != before[order])
        if moved:
            self.env['bas.order.stage.log']._record(moved)

    def _restore_dates(self, vals_list):
        """Confirmation sets the date to now; an order that is taken over confirmed keeps the one that is given."""
        for order, vals in zip(self, vals_list, strict=True):
            date = fields.Datetime.to_datetime(vals.get('date_order'))
            if date and order.date_order != date:
                order.date_order = date

    @api.model
    def _choose_new_stage(self, vals):
        """:return: (type, stage) of a new order: what is given, else what the defaults say, else the usual type"""
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
        """:return: ``vals`` of a new order with the stage in which it begins, and the operation of its type"""
        # State and stage agree, whatever the context offers.
        vals = {**vals, 'state': vals.get('state') or self.default_get(['state']).get('state') or 'draft'}
        if not order_type:
            return {**vals, 'stage_id': False}
        state = vals['state']
        fits = asked.order_type_id == order_type and order_type._fits(asked, state)
        begins = asked if fits else order_type._get_stage(state)
        return {**vals, 'order_type_id': order_type.id, 'operation': order_type.operation, 'stage_id': begins.id}

    def _check_state_goes_on(self, vals):
        """:raises UserError: a person writes a state that only a button brings back: of a confirmed or a cancelled order"""
        state = vals.get('state')
        if not state or self.env.su or self._is_by_program():
            return
        for order in self.filtered(lambda order: order.state != state):
            if order.state == 'cancel':
                raise UserError(self.env._(
                    "The order %(order)s is cancelled. Press «Set to Quotation» to begin it anew.", order=order.name))
            if order.state == 'sale' and state != 'cancel':
                raise UserError(self.env._(
                    "The order %(order)s is confirmed and does not go back to a quotation. Cancel the order first.",
                    order=order.name))
            if order.locked:
                raise UserError(self.env._("The order %(order)s is locked. Unlock it before you cancel it.", order=order.name))

    def _get_moving(self):
        """:return: those whose stage and state change together, by the code below"""
        ids = read_mark(self, 'moving_orders', ())
        return self.filtered(lambda order: order.id in ids)

    def _as_moving(self):
        """:return: the same orders, for the code that changes stage and state together; other orders that core touches
            on the way are none of them"""
        return mark(self, moving_orders=frozenset(self.ids).union(read_mark(self, 'moving_orders', ())))

    def _check_reason_stays(self):
        """:raises UserError: the funnel counts each lost order by its reason, so it is exchanged, not taken away"""
        for order in self.filtered(lambda order: order.state == 'cancel'):
            raise UserError(self.env._(
                "The order %(order)s is cancelled, so it keeps a reason. Choose another one.", order=order.name))

    # ------------------------------------------------------------
    # From the stage to the state
    # ------------------------------------------------------------

    def _write_stage(self, vals):
        """Somebody moves orders: the rest of what they write first, then core's state, then the stage."""
        stage = self.env['bas.order.stage'].browse(vals['stage_id'] or [])
        rest = {name: value for name, value in vals.items() if name != 'stage_id'}
        if not rest.get('cancel_reason_id', True) and not stage.is_cancelled:
            del rest['cancel_reason_id']  # it goes by itself with the move
        if rest:
            self.write(rest)
        orders = self.filtered(lambda order: order.stage_id != stage)
        if orders and not stage:
            raise UserError(self.env._("An order always stands in a stage. Choose the one where it goes."))
        orders.filtered(lambda order: not order.order_type_id).order_type_id = stage.order_type_id
        orders._check_may_enter(stage)
        orders._move(stage)
        return True

    def _check_may_enter(self, stage):
        """:raises UserError: the stage is another type's, something is missing, a confirmed order would go back
        :raises RedirectWarning: an order is cancelled without a reason; leads to the question for it
        """
        for order in self:
            if stage.order_type_id != order.order_type_id:
                raise UserError(self.env._(
                    "«%(stage)s» is a stage of «%(type)s»; the order %(order)s is of «%(its)s». Change its type first.",
                    stage=stage.name, type=stage.order_type_id.name, order=order.name, its=order.order_type_id.name))
            if missing := stage._get_missing(order):
                raise UserError(self.env._(
                    "The order %(order)s cannot come to «%(stage)s» yet. Fill in: %(fields)s.",
                    order=order.name, stage=stage.name, fields=', '.join(missing)))
            if order.state == 'sale' and stage.order_type_id._get_state(stage) in ('draft', 'sent'):
                raise UserError(self.env._(
                    "The order %(order)s is confirmed and does not go back to «%(stage)s». Cancel the order first.",
                    order=order.name, stage=stage.name))
        unexplained = self.filtered(lambda order: stage.is_cancelled and not order.cancel_reason_id)
        if unexplained:
            question = RedirectWarning(
                self.env._("Say why the order is cancelled: the reason goes into the sales funnel."),
                unexplained._ask_cancel_reason(stage), self.env._("Give a Reason"))
            question.loglevel = logging.INFO  # it is asked every day: no error for the log of the server
            raise question

    def _move(self, stage):
        """Bring orders of one type to ``stage``, core's state with them.

        :raises UserError: core, or another add-on, has left an order in a state that does not fit
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
                "The order %(order)s cannot come to «%(stage)s» this way: something else is asked first. Open the order and "
                "use its own button.", order=order.name, stage=stage.name))
        orders.write({'stage_id': stage.id, **({} if stage.is_cancelled else {'cancel_reason_id': False})})

    # ------------------------------------------------------------
    # From the state to the stage
    # ------------------------------------------------------------

    def _follow_state(self):
        """Core, the portal, a payment or another program has changed the state: the stage goes along."""
        self._explain_cancelled()
        # Stages and invoices that the user may not open bind all the same.
        strayed = self.sudo().filtered(lambda order: not order._is_stage_consistent())
        for stage, orders in groupby(strayed, lambda order: order._get_due_stage()):
            for is_lost, group in groupby(orders, lambda order: order.state == 'cancel'):
                self.browse([order.id for order in group])._as_moving().write(
                    {'stage_id': stage.id, **({} if is_lost else {'cancel_reason_id': False})})

    def _explain_cancelled(self):
        unexplained = self.filtered(lambda order: order.state == 'cancel' and not order.cancel_reason_id)
        if unexplained:
            unexplained.cancel_reason_id = self.env['bas.cancel.reason']._get_unspecified()

    def _is_stage_consistent(self):
        """Tell whether the stage is one of the type and fits the state; an order without a type has none."""
        order_type, stage = self.order_type_id, self.stage_id
        return stage.order_type_id == order_type and (not stage or order_type._fits(stage, self.state))

    def _get_due_stage(self):
        """:return: where an order goes that does not stand well: the stage of its state; an order that comes from
            another type goes as far as its invoices have brought it"""
        order_type = self.order_type_id
        if not order_type:
            return self.env['bas.order.stage']
        stage = order_type._get_stage(self.state)
        if self.state == 'sale' and self.stage_id.order_type_id != order_type:
            for trigger, has_happened in (('invoiced', self._has_goods_issue), ('paid', self._is_settled)):
                further = order_type._get_trigger_stage(trigger)
                if further and further._get_rank() > stage._get_rank() and has_happened() and not further._get_missing(self):
                    stage = further
        return stage

    def _advance(self, trigger):
        """Something has happened: orders that are not there yet move on to its stage; none goes back.

        Where a field is missing that the stage asks for, the order stays and says so in its history.
        """
        # An invoice of before is no agreement to an order that is a quotation again.
        may_move = {'sale'} if trigger in ('invoiced', 'paid') else {'draft', 'sent', 'sale'}
        alive = self.filtered(lambda order: order.state in may_move)
        for order_type, orders in groupby(alive, lambda order: order.order_type_id):
            stage = order_type and order_type._get_trigger_stage(trigger)
            if not stage:
                continue
            behind = self.browse().concat(*(order for order in orders if order.stage_id._get_rank() < stage._get_rank()))
            waiting = behind.filtered(stage._get_missing)
            for order in waiting:
                order.message_post(body=self.env._(
                    "The order would move to «%(stage)s» by itself. It waits for: %(fields)s.",
                    stage=stage.name, fields=', '.join(stage._get_missing(order))))
            (behind - waiting)._move(stage)

    def _mail_track(self, tracked_fields, initial_values):
        """The stage says more than the state that goes with it: one line in the history, not two."""
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
        """Ask why the orders are cancelled, then cancel them."""
        self.check_access('write')
        return self._ask_cancel_reason()

    def _ask_cancel_reason(self, stage=None):
        """:param stage: the cancelled stage where they go; the type's first where none is given"""
        return open_dialog(self.env._("Cancel the Order"), 'bas.order.cancel',
                           {'default_order_ids': self.ids, 'default_cancelled_stage_id': stage.id if stage else False})
