from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import groupby

#: mark in the context: the stage and the state of the orders change together, by the code below
MOVING = object()


class SaleOrder(models.Model):
    """An order («замовлення») on its way through the stages of its type; core's state follows the stage and back."""

    _inherit = 'sale.order'

    order_type_id = fields.Many2one(
        'bas.order.type', compute='_compute_order_type_id', store=True, readonly=False, precompute=True, tracking=True,
        index=True, ondelete='restrict', check_company=True)
    operation = fields.Selection(related='order_type_id.operation', store=True, precompute=True, index=True)
    stage_id = fields.Many2one(
        'bas.order.stage', copy=False, index=True, ondelete='restrict', tracking=True, group_expand='_read_group_stage_ids',
        domain="[('order_type_id', '=', order_type_id)]")
    stage_color = fields.Integer(related='stage_id.color')
    stage_log_ids = fields.One2many('bas.order.stage.log', 'order_id', string="Stays")
    cancel_reason_id = fields.Many2one(
        'bas.cancel.reason', copy=False, index='btree_not_null', ondelete='restrict', tracking=True)

    @api.depends('company_id')
    def _compute_order_type_id(self):
        for order in self:
            company = order.company_id or self.env.company
            if not order.order_type_id or order.order_type_id.company_id not in (company, company.browse()):
                order.order_type_id = self.env['bas.order.type']._get_default(
                    company, order.operation or 'customer_order')

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """The board shows all stages of the types whose orders it shows."""
        types = stages.order_type_id or self.env['bas.order.type']._get_default(self.env.company)
        return (stages | types.stage_ids).sorted()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        asked = [vals.get('stage_id') for vals in vals_list]
        orders = super().create([self._complete_stage(vals) for vals in vals_list])
        self.env['bas.order.stage.log']._record(orders.filtered('stage_id'))
        for stage_id, group in groupby(zip(asked, orders, strict=True), lambda pair: pair[0]):
            moved = orders.browse().concat(*(order for _asked, order in group if order.stage_id.id != stage_id))
            if stage_id and moved:
                moved.write({'stage_id': stage_id})
        return orders

    @api.model
    def _complete_stage(self, vals):
        """:return: ``vals`` of a new order with the stage in which it begins"""
        order_type = self.env['bas.order.type'].browse(
            vals.get('order_type_id') or self.env.context.get('default_order_type_id') or [])
        if not order_type:
            company = self.env['res.company'].browse(
                vals.get('company_id') or self.env.context.get('default_company_id') or self.env.company.id)
            order_type = order_type._get_default(company)
        if not order_type:
            return vals
        state, asked = vals.get('state', 'draft'), self.env['bas.order.stage'].browse(vals.get('stage_id') or [])
        fits = asked.order_type_id == order_type and order_type._fits(asked, state)
        begins = asked if fits else order_type._get_stage(state)
        return {**vals, 'order_type_id': order_type.id, 'stage_id': begins.id}

    def write(self, vals):
        if vals.get('stage_id') and not self._is_moving():
            return self._write_stage(vals)
        before = {order: order.stage_id for order in self} if 'stage_id' in vals else {}
        result = super().write(vals)
        moved = self.filtered(lambda order: order in before and order.stage_id != before[order])
        if moved:
            self.env['bas.order.stage.log']._record(moved)
        if {'state', 'order_type_id'} & vals.keys() and not self._is_moving():
            self._follow_state()
        return result

    def _is_moving(self):
        return self.env.context.get('moving_orders') is MOVING

    # ------------------------------------------------------------
    # From the stage to the state
    # ------------------------------------------------------------

    def _write_stage(self, vals):
        """Somebody moves orders: the rest of what they write first, then core's state, then the stage."""
        rest = {name: value for name, value in vals.items() if name != 'stage_id'}
        if rest:
            self.write(rest)
        stage = self.env['bas.order.stage'].browse(vals['stage_id'])
        orders = self.filtered(lambda order: order.stage_id != stage)
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
            raise RedirectWarning(
                self.env._("Say why the order is cancelled: the reason goes into the sales funnel."),
                unexplained.action_ask_cancel_reason(), self.env._("Give a Reason"))

    def _move(self, stage):
        """Bring orders of one type to ``stage``, core's state with them."""
        due = stage.order_type_id._get_state(stage)
        orders = self.with_context(moving_orders=MOVING)
        others = orders.filtered(lambda order: not order.order_type_id._fits(stage, order.state))
        if due == 'cancel':
            others.action_cancel()
        else:
            others.filtered(lambda order: order.state == 'cancel').action_draft()
            others = others.filtered(lambda order: order.state != due)
            if due == 'sale':
                others.action_confirm()
            elif others:
                others.write({'state': due})
        orders.write({'stage_id': stage.id, **({} if stage.is_cancelled else {'cancel_reason_id': False})})

    # ------------------------------------------------------------
    # From the state to the stage
    # ------------------------------------------------------------

    def _follow_state(self):
        """Core, the portal, a payment or another program has changed the state: the stage goes along."""
        strayed = self.filtered(lambda order: order.order_type_id and (
            order.stage_id.order_type_id != order.order_type_id
            or not order.order_type_id._fits(order.stage_id, order.state)))
        for (order_type, state), orders in groupby(strayed, lambda order: (order.order_type_id, order.state)):
            stage = order_type._get_stage(state)
            values = {'stage_id': stage.id}
            if state == 'cancel':
                orders = self.browse().concat(*orders)
                unexplained = orders.filtered(lambda order: not order.cancel_reason_id)
                unexplained.cancel_reason_id = self.env['bas.cancel.reason']._get_unspecified()
            else:
                values['cancel_reason_id'] = False
            self.browse().concat(*orders).with_context(moving_orders=MOVING).write(values)

    def _advance(self, trigger):
        """Something has happened: orders that are not there yet move on to its stage; none goes back.

        Where a field is missing that the stage asks for, the order stays and says so in its history.
        """
        alive = self.filtered(lambda order: order.state != 'cancel')
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

    def _is_paid(self):
        """Tell whether all is invoiced, and every posted invoice is paid, in payment or reversed."""
        self.ensure_one()
        invoices = self.invoice_ids.filtered(lambda move: move.state == 'posted')
        return self.invoice_status == 'invoiced' and bool(invoices) and all(
            move.payment_state in ('paid', 'in_payment', 'reversed') for move in invoices)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------

    def action_view_stage_log(self):
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('bas_crm.bas_order_stage_log_action'),
            'domain': [('order_id', '=', self.id)],
        }

    def action_ask_cancel_reason(self):
        """Ask why the orders are cancelled, then cancel them."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Cancel the Order"),
            'res_model': 'bas.order.cancel',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_order_ids': self.ids},
        }


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._get_billed_orders()._advance('invoiced')
        return posted

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        self._get_billed_orders().filtered(lambda order: order._is_paid())._advance('paid')
        return result

    def _get_billed_orders(self):
        """:return: orders of which something is on these customer invoices"""
        lines = self.filtered(lambda move: move.move_type == 'out_invoice').invoice_line_ids
        billed = lines.filtered(lambda line: line.quantity and line.sale_line_ids)
        # Whoever posts or settles the invoice moves the order on, though it may not be theirs.
        return billed.sudo().sale_line_ids.order_id
