from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.days import format_moment, to_day

#: code of the numbering of work orders
NUMBERS = 'bas.work.order'
#: part of a work order → the field of its amount
KIND_AMOUNTS = {'work': 'works_amount', 'goods': 'goods_amount', 'material': 'materials_amount'}
#: length of a work without planned hours
DEFAULT_LENGTH = timedelta(hours=1)


class SaleOrder(models.Model):
    """A work order («замовлення-наряд»): an order for works, with its performers and its own numbers."""

    _inherit = 'sale.order'

    work_start = fields.Datetime("Planned Start", copy=False, index='btree_not_null', tracking=True)
    work_stop = fields.Datetime(
        "Planned Finish", compute='_compute_work_stop', store=True, readonly=False, precompute=True, copy=False, tracking=True)
    performer_ids = fields.One2many('bas.order.performer', 'order_id', string="Performers", copy=True)
    performer_employee_ids = fields.Many2many(
        'hr.employee.public', string="Employees", compute='_compute_performer_totals')
    hours_total = fields.Float("Total Hours", compute='_compute_performer_totals')
    share_total = fields.Float("Total Share, %", digits=(6, 2), compute='_compute_performer_totals')
    works_amount = fields.Monetary("Works", compute='_compute_kind_amounts', help="Without taxes, after discounts.")
    goods_amount = fields.Monetary("Goods", compute='_compute_kind_amounts', help="Without taxes, after discounts.")
    materials_amount = fields.Monetary("Materials", compute='_compute_kind_amounts', help="Without taxes, after discounts.")

    # ------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------

    @api.depends('work_start')
    def _compute_work_stop(self):
        """Replace a finish before the start: the work then lasts as long as its longest performer."""
        for order in self:
            stop = order.work_start and order.work_stop
            if order.work_start and (not stop or stop < order.work_start):
                hours = max(order.performer_ids.mapped('hours'), default=0)
                stop = order.work_start + (timedelta(minutes=round(hours * 60)) or DEFAULT_LENGTH)
            order.work_stop = stop

    @api.depends('performer_ids.employee_id', 'performer_ids.hours', 'performer_ids.share')
    def _compute_performer_totals(self):
        for order in self:
            order.performer_employee_ids = order.performer_ids.employee_id.ids
            order.hours_total = sum(order.performer_ids.mapped('hours'))
            order.share_total = sum(order.performer_ids.mapped('share'))

    @api.depends('order_line.price_subtotal', 'order_line.price_total', 'order_line.tax_ids', 'order_line.work_kind')
    def _compute_kind_amounts(self):
        for order in self:
            sums = dict.fromkeys(KIND_AMOUNTS, 0.0)
            for line, amounts in order._get_trade_amounts().items() if order.currency_id else ():
                sums[line.work_kind] += amounts['untaxed']
            for kind, field in KIND_AMOUNTS.items():
                order[field] = order.currency_id.round(sums[kind]) if order.currency_id else 0.0

    def _get_lines_of_kind(self, kind):
        """:param str kind: 'work', 'goods' or 'material'"""
        return self.order_line.filtered(lambda line: line.work_kind == kind and not self._is_deduction(line))

    @api.constrains('work_start', 'work_stop')
    def _check_work_times(self):
        for order in self:
            if order.work_start and order.work_stop and order.work_stop < order.work_start:
                raise ValidationError(self.env._(
                    "The work of %(order)s cannot finish before it starts: it starts on %(starts)s and finishes on %(ends)s.",
                    order=order.name, starts=format_moment(self.env, order.work_start),
                    ends=format_moment(self.env, order.work_stop)))

    @api.onchange('performer_ids')
    def _onchange_performer_ids(self):
        self.performer_ids._refresh_shares()

    # ------------------------------------------------------------
    # Numbers
    # ------------------------------------------------------------

    @api.model
    def _number_work_orders(self, vals_list):
        """:return: list of dicts: ``vals_list`` with a number for each new work order, from its company's sequence of the
            year; customer orders are numbered by core
        """
        types = {vals.get('order_type_id') for vals in vals_list}
        for_works = set(self.env['bas.order.type'].browse(filter(None, types)).filtered(
            lambda order_type: order_type.operation == 'work_order').ids)
        unnumbered = self._fields['name'].default(self)
        vals_list, documents = [dict(vals) for vals in vals_list], []
        for vals in vals_list:
            if vals.get('order_type_id') in for_works and (vals.get('name') or unnumbered) == unnumbered:
                company_id = vals.get('company_id') or self.default_get(['company_id'])['company_id']
                moment = fields.Datetime.to_datetime(vals.get('date_order')) or fields.Datetime.now()
                documents.append((company_id, to_day(self.env, moment, self.env['res.company'].browse(company_id)), vals))
        self.env['res.company']._number_documents(NUMBERS, documents)
        return vals_list


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    is_material = fields.Boolean(
        "Material", compute='_compute_is_material', store=True, readonly=False, precompute=True,
        help="Used up in the work and listed separately in the work order. The price can be zero if the work includes it.")
    work_kind = fields.Selection(
        [('work', "Works"), ('goods', "Goods"), ('material', "Materials")], string="Part of the Work Order",
        compute='_compute_work_kind', inverse='_inverse_work_kind')

    @api.depends('product_id')
    def _compute_is_material(self):
        for line in self:
            line.is_material = line.is_material and line.product_id.type != 'service'

    @api.depends('product_id.type', 'is_material', 'display_type', 'is_downpayment')
    def _compute_work_kind(self):
        for line in self:
            if line.display_type or line.is_downpayment:
                line.work_kind = False
            elif line.product_id.type == 'service':
                line.work_kind = 'work'
            else:
                line.work_kind = 'material' if line.is_material else 'goods'

    def _inverse_work_kind(self):
        for line in self:
            if line.work_kind and (line.work_kind == 'work') != (line.product_id.type == 'service'):
                raise UserError(self.env._(
                    "Works are services and services are works: «%(product)s» cannot be in this part. Goods can be a material.",
                    product=line.product_id.display_name))
            line.is_material = line.work_kind == 'material'
