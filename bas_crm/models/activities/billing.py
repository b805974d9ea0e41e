from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain
from odoo.tools import float_round

from ...tools.days import to_day
from ...tools.dialogs import tell


class BasWorkTask(models.Model):
    """Billing the hours of a task on the customer's order, only once."""

    _inherit = 'bas.work.task'

    is_billed = fields.Boolean("On the Order", compute='_compute_is_billed', search='_search_is_billed')
    billed_order_count = fields.Integer("Orders", compute='_compute_is_billed')

    vat_note = fields.Char("VAT", compute='_compute_vat_note')

    @api.depends('line_ids.sale_line_id.order_id.state', 'line_ids.work_order_id.state')
    def _compute_is_billed(self):
        linked = self.line_ids.filtered(lambda line: line.sale_line_id or line.work_order_id)
        on_order = linked.filtered(lambda line: line._is_on_order())
        self.is_billed, self.billed_order_count = False, 0
        for task in linked and self.filtered(lambda task: task.line_ids & linked):
            lines = task.line_ids
            task.is_billed = lines <= on_order
            task.billed_order_count = len(lines.sale_line_id.order_id | lines.work_order_id)

    def _search_is_billed(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('line_ids', '!=', False) & ~Domain('line_ids', 'any', [
            '|', ('sale_line_id', '=', False),
            '&', ('sale_line_id.order_id.state', '=', 'cancel'), ('sale_line_id.qty_invoiced', '=', 0),
            '|', ('work_order_id', '=', False),
            '&', ('work_order_id.state', '=', 'cancel'),
            ('work_order_id.order_line', 'not any', [('qty_invoiced', '!=', 0)])])

    @api.depends('operation', 'company_id', 'line_ids.work_type_id.product_id.taxes_id.price_include')
    @api.depends_context('lang')
    def _compute_vat_note(self):
        """Describe whether the amount includes VAT: the order adds the service's tax, unless the price includes it."""
        for task in self:
            # sudo: a user who may see the price may know whether it includes tax.
            services = task.sudo().line_ids.work_type_id.product_id
            included = {any(service.taxes_id._filter_taxes_by_company(task.company_id).mapped('price_include'))
                        for service in services}
            if task.operation == 'internal':
                task.vat_note = False
            elif len(included) > 1:
                task.vat_note = self.env._("partly with VAT")
            else:
                task.vat_note = self.env._("with VAT") if True in included else self.env._("without VAT")

    def action_add_to_order(self):
        """Add the hours that are not on an order yet to the customer's order, or to a new one; log what was left out and why.

        :raises UserError: another user works with the task, no hours are left, a kind of work has no service, or an order is
            closed
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(self.env._("Another user is working with this task right now. Try again in a moment.")) from error
        obstacles = {line: line._get_obstacle_to_billing() for line in self.line_ids}
        lines = self.line_ids.filtered(lambda line: not obstacles[line])
        if not lines:
            self._refuse_billing(obstacles)
        lines._forget_lost_orders()
        lines._check_billable()
        orders = self.env['sale.order']
        together = lines.grouped(lambda line: (line.order_id, line.partner_id, line.company_id))
        for (order, partner, company), group in together.items():
            order = order or group.task_id._get_earlier_order(partner)
            orders |= group._add_to_order(order or group.task_id._create_order(partner, company))
        lines.task_id._link_order()
        notes = self._tell_billing(lines, obstacles)
        action = self._open_orders(orders)
        return tell(notes, 'warning', action) if notes else action

    def _link_order(self):
        """Link the task to the order of its works, if all of them are for one customer."""
        names = [self.line_ids._fields[name] for name in ('order_id', 'partner_id')]
        for task in self:
            order = task.line_ids.order_id
            is_free = not task.order_id or task.order_id.state == 'cancel'
            if is_free and len(order) == 1 and len(task.line_ids.commercial_partner_id) == 1:
                # Do not recompute the customer of works without one: nobody has chosen it.
                with self.env.protecting(names, task.line_ids):
                    task.order_id = order

    def _refuse_billing(self, obstacles):
        """:raises UserError: always; names each line and the reason why it is not added to an order"""
        works = self.line_ids.work_order_id
        if works and all(line.work_order_id for line in self.line_ids):
            raise UserError(self.env._(
                "These hours are already works of %(orders)s: the work order itself bills them.",
                orders=', '.join(works.mapped('name'))))
        raise UserError('\n'.join([
            self.env._("There are no hours to add to an order."),
            *(self._name_obstacle(line, reason) for line, reason in obstacles.items())]))

    def _tell_billing(self, lines, obstacles):
        """:return: str: a sentence on what was left out and one on hours that are only planned; '' if there are none"""
        left = [self._name_obstacle(line, reason) for line, reason in obstacles.items() if reason]
        planned = [line.display_name for line in lines if line.category == 'planned']
        return ' '.join([
            *([self.env._("Not added to an order: %(works)s.", works='; '.join(left))] if left else ()),
            *([self.env._("On the order, but not done yet: %(works)s.", works='; '.join(planned))] if planned and left else ())])

    def _name_obstacle(self, line, reason):
        work = line.display_name if len(self) == 1 or line.display_name == line.task_id.name else (
            f'{line.task_id.name} · {line.display_name}')
        return self.env._("«%(work)s»: %(reason)s", work=work, reason=reason)

    @api.readonly
    def action_view_orders(self):
        return self._open_orders(self.line_ids.sale_line_id.order_id | self.line_ids.work_order_id)

    def _get_earlier_order(self, partner):
        """:return: the order with other hours of these tasks for the customer, if it can still be changed; may be empty"""
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
        """Make the owner of the calendar the performer of the task."""
        for task in self:
            task.performer_id = calendar._get_employee(task.company_id)


class BasWorkTaskLine(models.Model):
    _inherit = 'bas.work.task.line'

    def _get_obstacle_to_billing(self):
        """:return: str: why these hours cannot be added to an order; None if they can"""
        self.ensure_one()
        if self.operation != 'external':
            return self.env._("the task is internal")
        if self._is_on_order():
            # sudo: the order may be a colleague's; its number is shown only to users who may read it.
            order = self.sudo()._get_billing_order() or self.sudo().work_order_id
            return self.env._("already on the order %(order)s", order=order.name) if order.sudo(False).has_access('read') else (
                self.env._("already on an order of a colleague"))
        if self.category == 'cancelled':
            return self.env._("the task is cancelled")
        if not self.partner_id:
            return self.env._("no customer is chosen")
        if not self.amount:
            return self.env._("there is no price or no hours")
        return None

    def _forget_lost_orders(self):
        """Unlink hours from cancelled orders, so that they can be added to another one."""
        self.filtered(lambda line: (
            line.order_id.state == 'cancel' and line.sale_line_id.order_id == line.order_id)).order_id = False

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
        """Add these hours to the order as lines.

        :return: the order
        """
        sale_lines = self.env['sale.order.line'].create([line._prepare_order_line_values(order) for line in self])
        self._leave_cancelled_orders(order)
        self.filtered(lambda line: line.order_id != order).order_id = order
        for line, sale_line in zip(self, sale_lines, strict=True):
            line._program_write({'sale_line_id': sale_line.id})
        return order

    def _leave_cancelled_orders(self, order):
        """Set the quantity of these hours to zero on cancelled orders, which must not bill them again if reset to quotation."""
        # sudo: the cancelled order may be a colleague's.
        for cancelled, lines in self.sudo().sale_line_id.grouped('order_id').items():
            lines.product_uom_qty = 0.0
            cancelled.message_post(body=self.env._(
                "The hours of these lines are now on the order %(order)s, so their quantity here is zero: %(works)s.",
                order=order.name, works=', '.join(lines.mapped('name'))))

    def _prepare_order_line_values(self, order):
        """:return: dict for an order line whose amount equals the task's exactly, even if the quantity is rounded"""
        self.ensure_one()
        service = self.work_type_id.product_id
        # The unit is the hour even if the service itself is sold by another unit.
        uom = self.env.ref('uom.product_uom_hour', raise_if_not_found=False) or service.uom_id
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
