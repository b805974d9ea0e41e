from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class BasOrderStage(models.Model):
    """A stage of orders of one type («стан замовлення»)."""

    _name = 'bas.order.stage'
    _description = 'Stage of Orders'
    _order = 'order_type_id, sequence, id'

    name = fields.Char(required=True, translate=True)
    order_type_id = fields.Many2one('bas.order.type', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='order_type_id.company_id', store=True, precompute=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    is_done = fields.Boolean("Done", help="The order is fulfilled.")
    is_cancelled = fields.Boolean("Cancelled Orders", help="Orders that came to nothing.")
    fold = fields.Boolean("Folded on the Board")
    trigger = fields.Selection(
        [
            ('offer_sent', "An offer is sent"),
            ('confirmed', "The order is confirmed"),
            ('invoiced', "A goods issue is posted"),
            ('paid', "All is invoiced and paid"),
        ],
        string="By Itself, When", help="The moment at which orders come here by themselves; they never go back.")
    required_field_ids = fields.Many2many(
        'ir.model.fields', 'bas_order_stage_required_field', 'stage_id', 'field_id', string="Required to Enter",
        domain="[('model', '=', 'sale.order'), ('store', '=', True), ('readonly', '=', False),"
               " ('ttype', 'not in', ('boolean', 'one2many', 'properties'))]")
    active = fields.Boolean(default=True)

    _done_or_cancelled = models.Constraint(
        'CHECK(NOT (is_done AND is_cancelled))', "A stage cannot mean both that the order is done and that it is cancelled.")

    @api.constrains('sequence', 'is_done', 'is_cancelled', 'trigger', 'active')
    def _check_type(self):
        self.order_type_id._check_stages()

    @api.constrains('order_type_id')
    def _check_orders_stay(self):
        # Also a colleague's order holds the stage in its place.
        found = self.env['sale.order'].sudo().search([('stage_id', 'in', self.ids)])
        if found.filtered(lambda order: order.stage_id.order_type_id != order.order_type_id):
            raise ValidationError(self.env._("A stage in which orders stand cannot go over to another type."))

    def write(self, vals):
        result = super().write(vals)
        if {'sequence', 'is_done', 'is_cancelled', 'trigger', 'active'} & vals.keys():
            self._check_orders_fit()
        return result

    def _check_orders_fit(self):
        """A stage that means something else now must not contradict the orders that stand there."""
        stages = self.order_type_id.with_context(active_test=False).stage_ids
        # Also a colleague's orders are counted.
        groups = self.env['sale.order'].sudo()._read_group([('stage_id', 'in', stages.ids)], ['stage_id', 'state'], ['__count'])
        for stage, state, count in groups:
            if not stage.order_type_id._fits(stage, state):
                raise UserError(self.env._(
                    "In «%(stage)s» stand %(count)s orders that would not fit there any more: what is confirmed stands at "
                    "or after the stage of confirmation, what is not before it. Move the orders first.",
                    stage=stage.name, count=count))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        # A stage that an order has ever been in is part of its history, also a colleague's.
        log = self.env['bas.order.stage.log'].sudo().search([('stage_id', 'in', self.ids)], limit=1)
        if log:
            raise UserError(self.env._(
                "Orders have been in «%(stage)s», so it stays for their history. Archive it: nothing will go there any more.",
                stage=log.stage_id.name))

    def _get_rank(self):
        """:return: position among the stages of the type, archived ones counted"""
        return self.order_type_id._get_path(archived=True).ids.index(self.id)

    def _get_missing(self, order):
        """:return: titles of the fields that ``order`` has to have filled in to come here"""
        fields_ = (order._fields[field.name] for field in self.sudo().required_field_ids if field.name in order._fields)
        return [field.get_description(self.env, ['string'])['string'] for field in fields_ if not order[field.name]]
