from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain
from odoo.tools import float_round, groupby

from ..tools.days import to_day


class BasWorkTask(models.Model):
    """From hours to the customer's order, once."""

    _inherit = 'bas.work.task'

    is_billed = fields.Boolean("On the Order", compute='_compute_is_billed', search='_search_is_billed')
    billed_order_count = fields.Integer("Orders", compute='_compute_is_billed')

    @api.depends('line_ids.partner_id', 'line_ids.sale_line_id.order_id.state', 'line_ids.work_order_id.state')
    def _compute_is_billed(self):
        for task in self:
            lines = task.line_ids.filtered('partner_id')
            task.is_billed = bool(lines) and all(line._is_on_order() for line in lines)
            task.billed_order_count = len(lines.sale_line_id.order_id | lines.work_order_id)

    def _search_is_billed(self, operator, value):
        if operator != 'in':
            return NotImplemented
        for_customers = Domain('line_ids', 'any', [('partner_id', '!=', False)])
        return for_customers & ~Domain('line_ids', 'any', [
            ('partner_id', '!=', False),
            '|', ('sale_line_id', '=', False),
            '&', ('sale_line_id.order_id.state', '=', 'cancel'), ('sale_line_id.qty_invoiced', '=', 0),
            '|', ('work_order_id', '=', False),
            '&', ('work_order_id.state', '=', 'cancel'),
            ('work_order_id.order_line', 'not any', [('qty_invoiced', '!=', 0)])])

    def action_add_to_order(self):
        """Put the hours that are on no order yet on the customer's order, or on a new one.

        :raises UserError: somebody does it right now, nothing is left, a line has no service, an order is closed
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(self.env._("Somebody else works with this task right now. Try again in a moment.")) from error
        lines = self.line_ids.filtered(
            lambda line: line.operation == 'external' and line.partner_id and not line._is_on_order())
        if not lines and self.line_ids.work_order_id:
            raise UserError(self.env._(
                "These hours are works of %(orders)s already: the work order itself bills them.",
                orders=', '.join(self.line_ids.work_order_id.mapped('name'))))
        if not lines:
            raise UserError(self.env._("Nothing is left to put on an order: the hours of these tasks are there already, "
                                       "or they have no customer."))
        lines._check_billable()
        orders = self.env['sale.order']
        for (order, partner, company), group in groupby(
                lines, lambda line: (line.order_id, line.partner_id, line.company_id)):
            group = lines.browse().concat(*group)
            order = order or group.task_id._get_earlier_order(partner)
            orders |= group._add_to_order(order or group.task_id._create_order(partner, company))
        return self._open_orders(orders)

    def action_view_orders(self):
        return self._open_orders(self.line_ids.sale_line_id.order_id | self.line_ids.work_order_id)

    def _get_earlier_order(self, partner):
        """:return: the order on which other hours of these tasks for the customer stand, while it may still be changed"""
        orders = self.line_ids.filtered(lambda line: line.partner_id == partner).sale_line_id.order_id
        return orders.filtered(lambda order: order.state != 'cancel' and not order.locked)[:1]

    def _create_order(self, partner, company):
        return self.env['sale.order'].with_company(company).create({
            'partner_id': partner.id,
            'company_id': company.id,
            'user_id': (self.user_id[:1] or self.env.user).id,
            'origin': ', '.join(self.mapped('name')),
        })

    def _open_orders(self, orders):
        action = self.env['ir.actions.act_window']._for_xml_id('bas_crm.sale_order_action')
        if len(orders) == 1:
            return {**action, 'views': [(False, 'form')], 'res_id': orders.id}
        return {**action, 'domain': [('id', 'in', orders.ids)], 'context': {'create': False}}

    def _pass_to(self, calendar):
        """Give the task to the person whose calendar it was dragged to."""
        for task in self:
            task.performer_id = calendar._get_employee(task.company_id)


class BasWorkTaskLine(models.Model):
    _inherit = 'bas.work.task.line'

    def _check_billable(self):
        for line in self:
            if line.order_id.state == 'cancel' or line.order_id.locked:
                raise UserError(self.env._(
                    "The order %(order)s is closed. Choose another order on the task, or unlock this one.",
                    order=line.order_id.name))
            if not line.work_type_id.product_id:
                raise UserError(self.env._(
                    "The kind of work «%(work)s» has no service yet: choose it in Settings, Kinds of Work.",
                    work=line.work_type_id.name or line.display_name))

    def _add_to_order(self, order):
        """:return: the order, which holds these hours as lines now"""
        sale_lines = self.env['sale.order.line'].create([line._prepare_order_line_values(order) for line in self])
        self._leave_cancelled_orders(order)
        for line, sale_line in zip(self, sale_lines, strict=True):
            line._program_write({'sale_line_id': sale_line.id})
        return order

    def _leave_cancelled_orders(self, order):
        """A cancelled order that begins anew does not bill hours that another order bills now."""
        # The cancelled order may be a colleague's.
        for cancelled, lines in self.sudo().sale_line_id.grouped('order_id').items():
            lines.product_uom_qty = 0.0
            cancelled.message_post(body=self.env._(
                "The hours of these lines are on the order %(order)s now, so their quantity here is zero: %(works)s.",
                order=order.name, works=', '.join(lines.mapped('name'))))

    def _prepare_order_line_values(self, order):
        """The amount of the line on the order is that of the task to the kopiyka, whatever the quantity is rounded to."""
        self.ensure_one()
        service = self.work_type_id.product_id
        hour = self.env.ref('uom.product_uom_hour', raise_if_not_found=False)
        is_time = hour and service.uom_id._has_common_reference(hour)
        uom = hour if is_time else service.uom_id
        digits = self.env['decimal.precision'].precision_get('Product Unit')
        quantity = float_round(self.duration, precision_digits=digits)
        amount, price = self.amount, self.price_hour
        if self.currency_id.compare_amounts(quantity * price, amount) and quantity:
            price = amount / quantity
        day = to_day(self.env, self.start, self.company_id)
        price = self.currency_id._convert(price, order.currency_id, self.company_id, day, round=False)
        return {
            'order_id': order.id,
            'product_id': service.id,
            'name': self.description or service.with_context(lang=order.partner_id.lang).display_name,
            'product_uom_qty': quantity,
            'product_uom_id': uom.id,
            'price_unit': price,
            'discount': 0.0,
        }
