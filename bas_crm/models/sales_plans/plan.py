from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.date_utils import end_of, start_of
from odoo.tools.misc import format_date

from ...tools.days import get_today

#: a table with more columns is not readable; a year by days is most likely a mistake
MAX_COLUMNS = 100
#: fields that can be edited in an approved plan; none of them changes a figure
OPEN_FIELDS = {'note', 'revision_ids', 'message_main_attachment_id'}
MONTHS = {'month': 1, 'quarter': 3, 'year': 12}


class BasSalesPlan(models.Model):
    """A sales plan («план продажів»): target sales of a period, by objects (rows) and parts of the period (columns).

    An approved plan is frozen, so that facts are compared with figures that no longer change.
    """

    _name = 'bas.sales.plan'
    _description = 'Sales Plan'
    _inherit = ['bas.numbered.mixin', 'mail.thread']
    _order = 'date_from desc, id desc'
    _check_company_auto = True
    _numbering_date_field = 'date_from'

    name = fields.Char("Number", required=True, default='', copy=False, index='trigram', readonly=True)
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, index=True, ondelete='restrict')
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [('draft', "Draft"), ('approved', "Approved"), ('closed', "Closed")], required=True, default='draft',
        readonly=True, copy=False, index=True, tracking=True)
    note = fields.Text("Comment")

    # Period
    period = fields.Selection(
        [('month', "Month"), ('quarter', "Quarter"), ('year', "Year"), ('custom', "Any Dates")], required=True,
        default='month')
    date_from = fields.Date(
        "From", required=True, compute='_compute_date_from', store=True, readonly=False, precompute=True, index=True)
    date_to = fields.Date(
        "Until", required=True, compute='_compute_date_to', store=True, readonly=False, precompute=True)
    granularity = fields.Selection(
        [('day', "Days"), ('week', "Weeks"), ('month', "Months"), ('quarter', "Quarters")], string="Columns",
        required=True, default='month')

    # Objects and scope
    dimension = fields.Selection(
        [('category', "Product Category"), ('product', "Product"), ('manager', "Manager")], string="Rows",
        required=True, default='category')
    by_variant = fields.Boolean()
    by_order = fields.Boolean("By Customer Order")
    by_quantity = fields.Boolean(
        "Quantities", compute='_compute_by_quantity', store=True, readonly=False, precompute=True)
    user_id = fields.Many2one(
        'res.users', string="Manager", index='btree_not_null', ondelete='restrict',
        domain=lambda self: self.env['res.users']._get_seller_domain(), tracking=True,
        help="Manager whose sales are planned; empty: all managers.")
    team_id = fields.Many2one(
        'crm.team', string="Sales Team", index='btree_not_null', ondelete='restrict', check_company=True)

    # Figures; amounts have no aggregator, since plans for the same sales must not be added up in a list
    pricelist_id = fields.Many2one(
        'product.pricelist', string="Price List", index='btree_not_null', ondelete='restrict', check_company=True)
    currency_id = fields.Many2one(
        'res.currency', required=True, compute='_compute_currency_id', store=True, readonly=False, precompute=True,
        ondelete='restrict')
    currency_rate = fields.Float(
        compute='_compute_currency_rate', store=True, precompute=True, readonly=True, copy=False, digits=0, aggregator=None,
        help="Units of the plan's currency for one unit of the company's currency, as on orders: amount in the company's "
             "currency = amount of the plan / rate. Frozen at approval.")
    line_ids = fields.One2many('bas.sales.plan.line', 'plan_id', string="Lines", copy=True)
    taken_order_ids = fields.Many2many(
        'sale.order', 'bas_sales_plan_taken_order_rel', 'plan_id', 'order_id', string="Source Orders", copy=False,
        readonly=True, help="Open orders from which the plan was filled. Other plans show that they are planned already.")
    unpriced_text = fields.Char("Quantities Without a Price", compute='_compute_unpriced_text')
    # not stored: a manager who may read only some of the rows sees the total of these rows
    amount_total = fields.Monetary("Total", compute='_compute_totals', aggregator=None)
    quantity_total = fields.Float("Total Quantity", compute='_compute_totals', digits='Product Unit', aggregator=None)
    row_count = fields.Integer("Planned Rows", compute='_compute_row_count')
    manager_ids = fields.Many2many(
        'res.users', 'bas_sales_plan_manager_rel', 'plan_id', 'user_id', string="Managers with Rows",
        compute='_compute_manager_ids', store=True, copy=False,
        help="Managers with a target in this plan; each of them can read the rows of their own.")

    # Approval
    overlap_ids = fields.Many2many(
        'bas.sales.plan', string="Overlapping Approved Plans", compute='_compute_overlap_ids',
        help="Approved plans with the same rows, manager and team, whose dates are the same or cross.")
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    approved_by_id = fields.Many2one('res.users', readonly=True, copy=False, ondelete='set null')
    revision = fields.Integer(
        readonly=True, copy=False, help="How many times the plan was revised after an approval.")
    revision_ids = fields.One2many('bas.sales.plan.revision', 'plan_id', string="Revisions", copy=False)

    _unique_number = models.UniqueIndex('(company_id, name)', "A sales plan with this number already exists.")
    _dates_in_order = models.Constraint(
        'CHECK(date_from <= date_to)', "A sales plan cannot end before it begins.")

    period_label = fields.Char("Plan Period", compute='_compute_period_label')

    @api.depends('period')
    def _compute_date_from(self):
        """Begin with the next month, quarter or year; keep the start of a plan with any dates."""
        today = get_today(self.env)
        for plan in self:
            if plan.period in MONTHS:
                plan.date_from = start_of(today, plan.period) + relativedelta(months=MONTHS[plan.period])
            else:
                plan.date_from = plan.date_from or start_of(today, 'month') + relativedelta(months=1)

    @api.depends('period', 'date_from')
    def _compute_date_to(self):
        for plan in self:
            if plan.date_from and (plan.period in MONTHS or not plan.date_to or plan.date_to < plan.date_from):
                plan.date_to = end_of(plan.date_from, plan.period if plan.period in MONTHS else 'month')

    @api.depends('dimension')
    def _compute_by_quantity(self):
        for plan in self:
            plan.by_quantity = plan.dimension == 'product'

    @api.depends('pricelist_id', 'company_id')
    def _compute_currency_id(self):
        for plan in self:
            plan.currency_id = plan.pricelist_id.currency_id or plan.currency_id or plan.company_id.currency_id

    @api.depends('currency_id', 'company_id')
    def _compute_currency_rate(self):
        for plan in self:
            plan.currency_rate = plan._get_current_rate()

    @api.depends('line_ids.amount', 'line_ids.base_quantity')
    @api.depends_context('uid')
    def _compute_totals(self):
        sums = {plan: figures for plan, *figures in self.env['bas.sales.plan.line']._read_group(
            [('plan_id', 'in', self._origin.ids)], ['plan_id'], ['amount:sum', 'base_quantity:sum'])}
        for plan in self:
            plan.amount_total, plan.quantity_total = sums.get(plan._origin, (0.0, 0.0))

    def _compute_row_count(self):
        counts = dict(self.env['bas.sales.plan.line']._read_group(
            [('plan_id', 'in', self.ids)], ['plan_id'], ['row_key:count_distinct']))
        for plan in self:
            plan.row_count = counts.get(plan._origin, 0)

    @api.depends('line_ids.user_id')
    def _compute_manager_ids(self):
        managers = dict(self.env['bas.sales.plan.line']._read_group(
            [('plan_id', 'in', self.ids), ('user_id', '!=', False)], ['plan_id'], ['user_id:recordset']))
        for plan in self:
            plan.manager_ids = managers.get(plan._origin, False)

    @api.depends('name', 'date_from', 'date_to', 'period', 'user_id', 'revision')
    def _compute_display_name(self):
        for plan in self:
            parts = [plan.name, plan._get_period_label(), plan.user_id.name, plan.revision and self.env._(
                "revision %(number)s", number=plan.revision)]
            plan.display_name = " · ".join(part for part in parts if part)

    @api.depends('date_from', 'date_to', 'user_id', 'team_id', 'dimension', 'company_id', 'state')
    def _compute_overlap_ids(self):
        for plan in self:
            plan.overlap_ids = plan.search(plan._get_overlap_domain()) if plan.date_from and plan.date_to else False

    def _get_current_rate(self):
        """:return: units of the plan's currency for one unit of the company's currency, today"""
        self.ensure_one()
        company = self.company_id or self.env.company
        if not self.currency_id or self.currency_id == company.currency_id:
            return 1.0
        return self.env['res.currency']._get_conversion_rate(
            company.currency_id, self.currency_id, company, get_today(self.env))

    @api.onchange('period', 'date_from')
    def _onchange_date_from(self):
        """Replace any day of a period by its first day."""
        if self.date_from and self.period in MONTHS:
            self.date_from = start_of(self.date_from, self.period)

    @api.constrains('period', 'date_from', 'date_to', 'granularity')
    def _check_period(self):
        for plan in self:
            if plan.period in MONTHS and (plan.date_from, plan.date_to) != (
                    start_of(plan.date_from, plan.period), end_of(plan.date_from, plan.period)):
                raise ValidationError(self.env._(
                    "A plan for a month, a quarter or a year must cover all of its days; for other dates choose “Any Dates”."))
            if len(plan._get_columns()) > MAX_COLUMNS:
                raise ValidationError(self.env._(
                    "A plan has at most %(limit)s columns: choose larger columns or a shorter period.", limit=MAX_COLUMNS))

    @api.constrains('date_from', 'date_to', 'granularity', 'dimension', 'by_variant', 'by_order')
    def _check_lines(self):
        """Check that the existing lines are valid for the changed columns and rows."""
        self.line_ids._check_column()
        self.line_ids._check_key()

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        if any(plan.state != 'draft' for plan in plans):
            raise UserError(self.env._("A new sales plan must be a draft."))
        return plans

    def write(self, vals):
        is_to_convert = vals.get('convert_figures', True)
        vals = {name: value for name, value in vals.items() if name != 'convert_figures'}
        self._check_manual_changes(vals)
        if not vals.keys() & {'currency_id', 'pricelist_id'}:
            return super().write(vals)
        if is_to_convert and 'matrix' in vals:
            # The figures of the table were typed in the previous currency, so they are saved before it changes.
            super().write({'matrix': vals.pop('matrix')})
        before = {plan: (plan.currency_id, plan.amount_total) for plan in self}
        result = super().write(vals)
        for plan, (currency, total) in before.items():
            if plan.currency_id != currency and plan.line_ids:
                plan._apply_new_currency(currency, total, is_to_convert)
        return result

    def _check_manual_changes(self, vals):
        """:raises UserError: ``vals`` change the state, or the content of an approved plan"""
        if self._is_by_program():
            return
        if 'state' in vals:
            raise UserError(self.env._("The state of a sales plan is changed only with its buttons."))
        if set(vals) - OPEN_FIELDS - set(self.env['mail.thread']._fields):
            self._check_editable()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_editable()

    def _check_editable(self):
        for plan in self:
            if plan.state != 'draft':
                raise UserError(self.env._(
                    "The plan %(plan)s is approved and can no longer be edited. Press “Revise” to change it.",
                    plan=plan.display_name))

    def _get_columns(self):
        """:return: list of dates, the first day of each column; the first column begins when the plan does"""
        self.ensure_one()
        if not self.date_from or not self.date_to:
            return []
        step = {'day': {'days': 1}, 'week': {'days': 7}, 'month': {'months': 1}, 'quarter': {'months': 3}}
        columns = [self.date_from]
        following = start_of(self.date_from, self.granularity) + relativedelta(**step[self.granularity])
        while following <= self.date_to:
            columns.append(following)
            following += relativedelta(**step[self.granularity])
        return columns

    def _get_dimension_field(self):
        """:return: str: name of the line's field for the plan's dimension"""
        self.ensure_one()
        return {'category': 'categ_id', 'product': 'product_tmpl_id', 'manager': 'user_id'}[self.dimension]

    def _set_state(self, state, **values):
        """Change the state; the only method that does."""
        return self._program_write({'state': state, **values})

    def action_approve(self):
        """Approve the plans: freeze their figures and exchange rates."""
        for plan in self:
            if plan.state != 'draft':
                raise UserError(self.env._("The plan %(plan)s is already approved.", plan=plan.display_name))
            if not plan.line_ids:
                raise UserError(self.env._("The plan %(plan)s has no rows yet: there is nothing to approve.",
                                           plan=plan.display_name))
        self.check_access('write')
        for plan in self:
            plan._set_state(
                'approved', currency_rate=plan._get_current_rate(), frozen_rates=plan._get_current_rates(),
                approved_at=fields.Datetime.now(), approved_by_id=self.env.user.id)
        return True

    def action_close(self):
        """Close approved plans whose period is over; reports still show them."""
        if any(plan.state != 'approved' for plan in self):
            raise UserError(self.env._("Only an approved plan can be closed."))
        return self._set_state('closed')

    def action_reopen(self):
        if any(plan.state != 'closed' for plan in self):
            raise UserError(self.env._("Only a closed plan can be opened again."))
        return self._set_state('approved')

    def _get_overlap_domain(self):
        """:return: Domain of approved plans with the same scope whose dates are the same as, or cross, those of this plan.
            Plans within one another, such as a year and its months, are allowed."""
        self.ensure_one()
        first, last = self.date_from, self.date_to
        dates = (Domain('date_from', '=', first) & Domain('date_to', '=', last)
                 | Domain('date_from', '<', first) & Domain('date_to', '>=', first) & Domain('date_to', '<', last)
                 | Domain('date_from', '>', first) & Domain('date_from', '<=', last) & Domain('date_to', '>', last))
        return dates & Domain([
            ('id', '!=', self._origin.id), ('state', 'in', ('approved', 'closed')),
            ('company_id', '=', self.company_id.id), ('dimension', '=', self.dimension),
            ('user_id', '=', self.user_id.id), ('team_id', '=', self.team_id.id)])

    @api.depends('period', 'date_from', 'date_to')
    @api.depends_context('lang')
    def _compute_period_label(self):
        for plan in self:
            plan.period_label = plan._get_period_label()

    def _get_period_label(self):
        """:return: str: “March 2026”, “Q1 2026”, “2026” or the dates"""
        self.ensure_one()
        if not self.date_from or not self.date_to:
            return ''
        if self.period == 'month':
            return format_date(self.env, self.date_from, date_format='LLLL yyyy')
        if self.period == 'quarter':
            return format_date(self.env, self.date_from, date_format='QQQ yyyy')
        if self.period == 'year':
            return str(self.date_from.year)
        return f"{format_date(self.env, self.date_from)} – {format_date(self.env, self.date_to)}"

    def _get_column_label(self, date):
        """:return: str: short heading of the column that begins with ``date``"""
        self.ensure_one()
        if self.granularity == 'quarter':
            return format_date(self.env, date, date_format='QQQ yyyy')
        if self.granularity == 'month':
            return format_date(self.env, date, date_format='LLL yyyy')
        return format_date(self.env, date, date_format='dd.MM')
