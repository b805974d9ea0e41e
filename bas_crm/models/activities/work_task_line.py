from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.days import ZONE_CONTEXT

#: fields that a user who is only the performer may write: the actual times and the description
PERFORMERS_FIELDS = {'start', 'stop', 'duration', 'description'}
SELLS = 'sales_team.group_sale_salesman'


class BasWorkTaskLine(models.Model):
    """One work of a task: hours of a kind of work, for a customer if the task is external."""

    _name = 'bas.work.task.line'
    _description = 'Work of a Task'
    _inherit = ['bas.calendar.mixin']
    _order = 'start, id'
    _rec_names_search = ['description', 'work_type_id', 'task_id']
    _check_company_auto = True
    _calendar_subject_field = 'description'

    task_id = fields.Many2one('bas.work.task', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='task_id.company_id', store=True, precompute=True)
    currency_id = fields.Many2one(related='task_id.currency_id')
    operation = fields.Selection(related='task_id.operation')
    performer_id = fields.Many2one(related='task_id.performer_id')
    category = fields.Selection(related='task_id.category')
    work_type_id = fields.Many2one(
        'bas.work.type', string="Kind of Work", index='btree_not_null', ondelete='restrict', check_company=True)
    description = fields.Char()
    partner_id = fields.Many2one(
        'res.partner', string="Ordered by", compute='_compute_partner_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='restrict', check_company=True)
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', string="Commercial Entity", store=True, precompute=True,
        index='btree_not_null')
    order_id = fields.Many2one(
        'sale.order', compute='_compute_order_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='set null', check_company=True,
        domain="[('partner_id', 'child_of', partner_id)] if partner_id else []")
    price_hour = fields.Monetary(
        "Price per Hour", compute='_compute_price_hour', store=True, readonly=False, precompute=True, groups=SELLS)
    price_basis = fields.Char(
        compute='_compute_price_hour', store=True, precompute=True, groups=SELLS,
        help="The work and the customer that the price was computed for. It is recomputed only if one of them changes.")
    amount = fields.Monetary(
        compute='_compute_amount', store=True, groups=SELLS,
        help="Hours × price, without VAT, unless the price includes the tax of the service.")
    sale_line_id = fields.Many2one(
        'sale.order.line', string="Line of the Order", copy=False, readonly=True, index='btree_not_null', ondelete='set null')

    customer_phone = fields.Char("Phone", compute='_compute_customer')
    customer_address = fields.Char("Address", compute='_compute_customer')

    _price_not_negative = models.Constraint('CHECK(price_hour >= 0)', "The price of an hour cannot be negative.")

    work_order_id = fields.Many2one(
        'sale.order', compute='_compute_work_order_id', store=True, precompute=True, copy=False,
        index='btree_not_null', ondelete='set null', check_company=True,
        help="The work order that these hours belong to. It bills them, so they cannot be added to another order.")

    @api.depends('task_id.order_id', 'task_id.operation')
    def _compute_order_id(self):
        for line in self:
            line.order_id = line.operation != 'internal' and (line.order_id or line.task_id.order_id)

    @api.depends('order_id', 'task_id.operation')
    def _compute_partner_id(self):
        for line in self:
            line.partner_id = line.operation != 'internal' and (line.order_id.partner_id or line.partner_id)

    @api.depends('work_type_id', 'partner_id', 'task_id.operation', 'work_order_id')
    def _compute_price_hour(self):
        for line in self:
            if line.work_order_id:  # the work order has the price of its works
                line.price_hour, line.price_basis = 0.0, False
                continue
            basis = f'{line.work_type_id.id}/{line.partner_id.commercial_partner_id.id}'
            if line.operation == 'internal':
                line.price_hour = 0.0
            elif line.work_type_id and line.price_basis != basis:
                company = line.task_id.company_id or self.env.company
                line.price_hour = line.work_type_id._get_price_hour(line.partner_id, company, line.start or fields.Datetime.now())
            else:
                line.price_hour = line.price_hour
            line.price_basis = basis

    @api.depends('duration', 'price_hour', 'task_id.operation')
    def _compute_amount(self):
        for line in self:
            amount = 0.0 if line.operation == 'internal' else line.duration * line.price_hour
            line.amount = line.currency_id.round(amount) if line.currency_id else amount

    @api.depends('start', 'stop', 'task_id.performer_id')
    @api.depends_context(*ZONE_CONTEXT)
    def _compute_overlap(self):
        return super()._compute_overlap()

    @api.depends('work_type_id', 'description')
    def _compute_display_name(self):
        for line in self:
            line.display_name = line._get_work_name() or line.task_id.name

    @api.constrains('partner_id', 'order_id')
    def _check_is_for_one_customer(self):
        """:raises ValidationError: the order belongs to another customer"""
        for line in self:  # core runs constraints as superuser: documents without access are not named
            customer = line.order_id.partner_id.commercial_partner_id
            if not (line.partner_id and customer and line.commercial_partner_id != customer):
                continue
            line._check_not_billed()
            if not line.order_id.sudo(False).has_access('read'):
                raise ValidationError(self.env._(
                    "«%(work)s» is for %(partner)s, but its order is of another customer. You have no access to the order: "
                    "remove it from the work, or ask a colleague who has access.",
                    work=line.display_name, partner=line.partner_id.display_name))
            raise ValidationError(self.env._(
                "«%(work)s» is for %(partner)s, but the order %(order)s is of %(customer)s. Choose an order of the same "
                "customer.",
                work=line.display_name, partner=line.partner_id.display_name, order=line.order_id.name,
                customer=customer.display_name))

    def _get_work_name(self):
        return self.description or self.work_type_id.name

    @api.onchange('task_id')
    def _onchange_task_id(self):
        """Start a new line at the end of the previous one, for the same customer."""
        if self._origin or self.partner_id or self.description or self.work_type_id:
            return
        before = (self.task_id.line_ids - self).filtered('stop')[-1:]
        if before:
            self.start = before.stop
            self.stop = before.stop + self._get_usual_length(self._get_calendar_kind())
            self.partner_id = before.partner_id
            self.order_id = before.order_id

    @api.model_create_multi
    def create(self, vals_list):
        self._check_manages()
        lines = super().create(vals_list)
        lines._forget_customer()
        return lines

    def write(self, vals):
        if vals.keys() - PERFORMERS_FIELDS:
            self._check_manages()
        # sudo: billing on a colleague's order counts too.
        billed = {line: line._get_billed() for line in self.sudo() if line.sale_line_id}
        result = super().write(vals)
        if {'partner_id', 'order_id', 'price_hour'} & vals.keys():
            self._forget_customer()
        for line, before in billed.items():
            if line._get_billed() != before:
                line._check_not_billed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_billed(self):
        self._check_not_billed()

    def _check_not_billed(self):
        for line in self.sudo():  # sudo: the order is named only to users who may read it
            if order := line._get_billing_order():
                raise UserError(self.env._(
                    "«%(work)s» is already on the order %(order)s, so its hours, price and customer cannot be changed. "
                    "Remove the line from the order first.", work=line.display_name,
                    order=order.name if order.sudo(False).has_access('read') else self.env._("of a colleague")))

    def _get_billing_order(self):
        """:return: the order that bills these hours; a cancelled order counts only if it has invoiced them"""
        order_line = self.sale_line_id
        is_free = order_line.order_id.state == 'cancel' and not order_line.qty_invoiced
        return order_line.order_id.browse() if is_free else order_line.order_id

    def _get_billed(self):
        """:return: the values of the line that are copied to the order, to detect changes"""
        return self.duration, self.amount, self.work_type_id, self.partner_id, self.order_id

    def _check_manages(self):
        if self.env['bas.work.task']._is_performer_only():
            raise UserError(self.env._(
                "Only a manager can change the work or the customer. Enter the times and the result in the task."))

    def _forget_customer(self):
        """Remove the customer, order and price from internal works."""
        internal = self.filtered(lambda line: line.operation == 'internal' and (
            line.partner_id or line.order_id or line.price_hour))
        if internal:
            internal.write({'partner_id': False, 'order_id': False, 'price_hour': 0.0})

    @api.model
    def _get_default_kind(self):
        return 'work_task'

    def _get_employee_calendar(self):
        return self.env['bas.employee.calendar']._of_employee(self.task_id.performer_id)

    def _get_calendar_user(self):
        # sudo: an employee's user is not secret to those who plan work.
        return self.task_id.performer_id.sudo()._get_calendar_user().sudo(False)

    def _get_calendar_author(self):
        return self.task_id.user_id

    def _get_calendar_partner(self):
        employee = self.task_id.performer_id.sudo()  # as above
        return (employee._get_calendar_user().partner_id or employee.work_contact_id).sudo(False)

    def _is_archived(self):
        return not self.task_id.active

    def _get_calendar_subject(self):
        return self._get_work_name() or self.task_id.name

    def _get_calendar_kind(self):
        return 'work_task'

    def _get_calendar_status(self):
        return self.task_id.status_id

    def _get_calendar_counterparty(self):
        return self.partner_id

    def _get_calendar_fields(self):
        return super()._get_calendar_fields() | {'description', 'work_type_id', 'partner_id', 'order_id'}

    def _follow_calendar(self, vals):
        if vals.get('active') is False:
            self._check_is_alone()
        result = super()._follow_calendar(vals)
        calendar = self.env['bas.employee.calendar']._of_user(self.env['res.users'].browse(vals.get('user_id') or []))
        if 'employee_calendar_id' in vals:
            calendar = calendar.browse(vals['employee_calendar_id'] or [])
        if calendar:
            self.task_id._pass_to(calendar)
        return result

    def _check_is_alone(self):
        """:raises UserError: the task has other works: deleting one calendar record must not cancel all of them"""
        for line in self:
            if line.task_id.line_ids - self:
                raise UserError(self.env._(
                    "«%(work)s» is one of several works of the task %(task)s. Open the task to remove this work or to "
                    "cancel all of them.",
                    work=line.display_name, task=line.task_id.name))

    def _may_follow_calendar(self):
        return super()._may_follow_calendar() and len(self.task_id.line_ids) == 1

    def _set_calendar_category(self, category):
        self.task_id._set_category(category)

    @api.model
    def _may_cancel(self):
        return not self.env['bas.work.task']._is_performer_only()

    def _check_planned(self):
        self.task_id._check_planned()

    def get_formview_action(self, access_uid=None):
        """Open the task instead of its line."""
        return self.task_id.get_formview_action(access_uid=access_uid)

    # Hours planned by a work order: the order bills them, not the task

    @api.depends('order_id')
    def _compute_work_order_id(self):
        """Unlink hours whose order was changed from the work order, so that they can be billed."""
        for line in self:
            line.work_order_id = line.work_order_id == line.order_id and line.work_order_id

    def _is_on_order(self):
        hours = self.sudo()  # the order may be a colleague's
        works = hours.work_order_id
        is_cancelled = works.state == 'cancel' and not any(works.order_line.mapped('qty_invoiced'))
        return bool(hours._get_billing_order() or (works and not is_cancelled))

    def _cancel_works(self):
        """Cancel only these works: if their task has others, they are moved to a new cancelled task."""
        for task, lines in self.grouped('task_id').items():
            if task.line_ids - lines:
                lines.task_id = task.copy({'line_ids': False, 'result': False, 'order_id': lines.order_id[:1].id})
        if self:
            self.task_id._set_category('cancelled')

    # Phone and address that the performer needs

    @api.depends('partner_id', 'order_id', 'task_id.performer_id', 'task_id.event_id')
    @api.depends_context('uid')
    def _compute_customer(self):
        for line in self:
            known = line._get_readable()
            line.customer_phone = known._get_customer_phone()
            line.customer_address = known._get_customer_address()

    def _get_readable(self):
        """:return: the line to read the phone and address from: for a user who is only a performer, the saved line with sudo,
            and empty if the work is another performer's

            A performer has no access to orders and events, but needs the phone and address for the own work.
        """
        if not self.env['bas.work.task']._is_performer_only():
            return self
        saved = self._origin.sudo()  # only for the phone and address of the performer's own work, or an absent colleague's
        performers = self.env.user | self.env.user._get_represented_users()
        return saved if saved.task_id.performer_id.user_id in performers else saved.browse()

    def _get_customer_phone(self):
        """:return: str: phone of the line's customer, else of the event's participant, the company or one of its contacts"""
        partner, firm = self.partner_id._origin, self.commercial_partner_id._origin
        if partner.phone:
            return partner.phone
        event = self.task_id.event_id._origin._filtered_access('read').filtered(lambda one: one.commercial_partner_id == firm)
        return next(filter(None, (event.phone, firm.phone, *firm.child_ids.mapped('phone'))), False)

    def _get_customer_address(self):
        """:return: str: delivery address of the order, else of the customer, in one line"""
        partner, order = self.partner_id._origin, self.order_id._origin
        place = (order and order._filtered_access('read')).partner_shipping_id
        if not place or place.commercial_partner_id != partner.commercial_partner_id:
            place = partner and partner.browse(partner.address_get(['delivery'])['delivery'])
        if not place:
            return False
        address = ' '.join(self.env['bas.print.mixin']._format_address(place).split())
        country = place.country_id if place.country_id == self.company_id.country_id else place.country_id.browse()
        return address.removesuffix(country.name or '').rstrip(' ,') or False  # the own country is left out

    def _get_calendar_phone(self):
        return self.customer_phone

    def _get_calendar_address(self):
        return self.customer_address


class BasWorkTask(models.Model):
    _inherit = 'bas.work.task'

    is_of_work_order = fields.Boolean(compute='_compute_is_of_work_order')

    @api.depends('line_ids.work_order_id')
    def _compute_is_of_work_order(self):
        for task in self:
            task.is_of_work_order = bool(task.line_ids.work_order_id)
