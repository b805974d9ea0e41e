from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import formatLang

from ...tools.dialogs import tell
from ...tools.shares import split

AMOUNT_STEPS = [('0', "Not Rounded"), ('1', "1"), ('10', "10"), ('100', "100"), ('1000', "1 000")]
QUANTITY_STEPS = [('pieces', "Whole Pieces"), ('0', "Not Rounded"), ('1', "1"), ('10', "10"), ('100', "100")]


class BasSalesPlanFill(models.TransientModel):
    """Dialog that fills a plan with figures of a source: past sales, another plan, open orders, or a total."""

    _name = 'bas.sales.plan.fill'
    _description = 'Fill a Sales Plan'

    plan_id = fields.Many2one('bas.sales.plan', required=True, ondelete='cascade')
    company_id = fields.Many2one(related='plan_id.company_id')
    currency_id = fields.Many2one(related='plan_id.currency_id')
    by_quantity = fields.Boolean(related='plan_id.by_quantity')
    dimension = fields.Selection(related='plan_id.dimension')
    has_pricelist = fields.Boolean(compute='_compute_has_pricelist')

    # Source
    source = fields.Selection([
        ('facts', "Sales of a past period"),
        ('plan', "Another plan"),
        ('orders', "Open orders"),
        ('total', "A total, spread by the proportions of past sales"),
    ], required=True, default='facts')
    date_from = fields.Date(
        "From", required=True, compute='_compute_period', store=True, readonly=False, precompute=True)
    date_to = fields.Date("Until", required=True, compute='_compute_period', store=True, readonly=False, precompute=True)
    source_plan_id = fields.Many2one(
        'bas.sales.plan', string="Take from the Plan", ondelete='cascade', compute='_compute_period', store=True,
        readonly=False, precompute=True,
        domain="[('id', '!=', plan_id), ('company_id', '=', company_id)]")
    with_drafts = fields.Boolean("Offers and Drafts Too")
    undated_label = fields.Char("Orders Without a Day in the Plan", compute='_compute_undated')
    undated_on = fields.Date(
        "Plan Them On", help="A day of the plan. Empty: orders without a day of delivery, or due before the plan begins, are "
        "left out.")
    taken_label = fields.Char("Already Planned", compute='_compute_undated')
    total = fields.Monetary("Total to Spread")

    # How
    growth = fields.Float(help="10 %: the plan is 10 % higher than the source; a negative number makes it lower.")
    amount_step = fields.Selection(AMOUNT_STEPS, string="Round Sums to", required=True, default='0')
    quantity_step = fields.Selection(QUANTITY_STEPS, string="Round Quantities to", required=True, default='pieces',
        help="Whole pieces: quantities of products sold by the piece remain whole after the growth, and amounts follow them.")
    price_source = fields.Selection(
        [('source', "As in the source"), ('pricelist', "From the plan's price list")], string="Prices", required=True,
        compute='_compute_price_source', store=True, readonly=False, precompute=True)
    mode = fields.Selection(
        [('add', "Add to what is in the plan"), ('replace', "Replace the whole plan")], required=True,
        compute='_compute_mode', store=True, readonly=False, precompute=True)

    # Filters
    user_ids = fields.Many2many(
        'res.users', string="Only Managers", domain=lambda self: self.env['res.users']._get_seller_domain())
    categ_ids = fields.Many2many('product.category', string="Only Categories")
    product_ids = fields.Many2many('product.template', string="Only Products", domain="[('sale_ok', '=', True)]")

    # Result
    preview = fields.Char("Result", compute='_compute_preview')
    notes = fields.Text("Left Out", compute='_compute_preview')
    error_ids = fields.One2many(
        'bas.sales.plan.fill.error', 'fill_id', string="Accuracy", compute='_compute_error_ids', store=True)

    @api.depends('plan_id')
    def _compute_period(self):
        """The same days of last year."""
        for fill in self:
            plan, year = fill.plan_id, relativedelta(years=1)
            fill.date_from = plan.date_from and plan.date_from - year
            # Computed from the next day, so that the last day of February remains the last day of February.
            fill.date_to = plan.date_to and plan.date_to + relativedelta(days=1) - year - relativedelta(days=1)
            fill.source_plan_id = plan and plan._get_similar_plans(fill.date_from, fill.date_to)[:1]

    @api.depends('plan_id')
    def _compute_mode(self):
        """By default, do not replace figures that are in the plan already."""
        for fill in self:
            fill.mode = 'add' if fill.plan_id.line_ids else 'replace'

    @api.depends('plan_id.pricelist_id')
    def _compute_has_pricelist(self):
        for fill in self:
            fill.has_pricelist = bool(fill.plan_id.pricelist_id)

    @api.depends('plan_id')
    def _compute_price_source(self):
        for fill in self:
            fill.price_source = 'pricelist' if fill.plan_id.pricelist_id else 'source'

    @api.depends('source', 'date_from', 'date_to', 'source_plan_id', 'with_drafts', 'undated_on', 'total', 'growth',
                 'amount_step', 'quantity_step', 'price_source', 'user_ids', 'categ_ids', 'product_ids')
    def _compute_preview(self):
        for fill in self:
            try:
                cells, left_out = fill._get_cells()
            except UserError as error:
                fill.preview, fill.notes = str(error), False
                continue
            fill.notes = "\n".join(fill._get_notes(cells, left_out)) or False
            fill.preview = self.env._(
                "%(rows)s rows, %(amount)s",
                rows=len({key for key, _column in cells}),
                amount=formatLang(self.env, sum(figures['amount'] for figures in cells.values()),
                                  currency_obj=fill.currency_id)) if cells else self.env._("There is nothing to fill from.")

    @api.depends('date_from', 'date_to', 'source_plan_id', 'with_drafts', 'growth', 'user_ids', 'categ_ids', 'product_ids')
    def _compute_error_ids(self):
        for fill in self:
            fill.error_ids = [Command.clear(), *map(Command.create, fill._get_errors())]

    @api.depends('source', 'with_drafts', 'user_ids', 'categ_ids', 'product_ids')
    def _compute_undated(self):
        self.undated_label = self.taken_label = False
        for fill in self.filtered(lambda fill: fill.source == 'orders' and fill.plan_id):
            orders = fill._get_orders()
            fill.undated_label = fill._get_undated_label(orders)
            fill.taken_label = fill._get_taken_label(orders)

    # ------------------------------------------------------------
    # Filling
    # ------------------------------------------------------------

    def action_fill(self):
        """Fill the plan.

        :raises UserError: the source has no figures; the plan is not changed
        """
        self.ensure_one()
        cells, left_out = self._get_cells()
        if not cells:
            raise UserError(self.env._(
                "There is nothing to fill from: the source has no figures for these dates, managers and products. "
                "The plan was not changed."))
        notes = self._get_notes(cells, left_out)
        self.plan_id._fill(cells, self.mode == 'replace')
        if self.source == 'orders':
            self.plan_id._keep_taken_orders(self._get_planned_orders(self._get_orders()), self.mode == 'replace')
        return tell(
            " ".join(notes), 'warning' if notes else 'success', title=self.env._("Filled: %(preview)s", preview=self.preview))

    def _get_cells(self):
        """:return: (dict: (key, column) → dict of figures in the plan's currency and units, dict of what is left out)"""
        self.ensure_one()
        plan = self.plan_id
        self._check_source()
        cells, left_out = plan._collect(self._get_figures(), self._get_shift())
        cells = plan._drop_returns(cells, left_out)
        if self.source == 'total':
            return self._spread(cells), left_out
        return plan._convert_cells(
            cells, growth=self.growth, amount_step=float(self.amount_step),
            quantity_step=None if self.quantity_step == 'pieces' else float(self.quantity_step),
            pricelist=self.price_source == 'pricelist'), left_out

    def _check_source(self):
        plan = self.plan_id
        if self.source == 'plan' and not self.source_plan_id:
            raise UserError(self.env._("Choose the plan to fill from."))
        if self.source in ('facts', 'total') and (not self.date_from or not self.date_to or self.date_from > self.date_to):
            raise UserError(self.env._("The period to fill from ends before it begins."))
        if self.source == 'total' and self.total <= 0:
            raise UserError(self.env._("Enter the total to spread."))
        if self.growth <= -1:
            raise UserError(self.env._("A decrease of 100 % or more leaves nothing to plan."))
        if self.source == 'orders' and self.undated_on and not plan.date_from <= self.undated_on <= plan.date_to:
            raise UserError(self.env._("For orders without a day of delivery choose a day of the plan, or leave it empty."))

    def _get_shift(self):
        if self.source == 'orders':
            return relativedelta()
        return self.plan_id._get_shift(self.source_plan_id.date_from if self.source == 'plan' else self.date_from)

    def _get_filters(self):
        """:return: dict: filters of the dialog, as keyword arguments of the sources' methods"""
        return {'users': self.user_ids._origin, 'categories': self.categ_ids._origin, 'products': self.product_ids._origin}

    def _get_figures(self):
        plan = self.plan_id
        if self.source == 'plan':
            return plan._get_plan_figures(self.source_plan_id, **self._get_filters())
        if self.source == 'orders':
            return plan._get_open_orders(plan.date_from, self.with_drafts, self.undated_on or None, **self._get_filters())
        return plan._get_facts(self.date_from, self.date_to, **self._get_filters())

    def _spread(self, cells):
        """Distribute the total over rows and columns in the proportions of ``cells``, without a rounding difference;
        quantities follow from the source's prices."""
        plan = self.plan_id
        sold = {cell: figures for cell, figures in cells.items() if figures[1] > 0}
        if not sold:
            return {}
        parts = split(plan.currency_id.round(self.total), [amount for _quantity, amount in sold.values()],
                      plan.currency_id.rounding)
        digits = self.env['decimal.precision'].precision_get('Product Unit')
        units = plan._get_key_units({key for key, _column in sold})
        rate, result = plan._get_current_rate(), {}
        for ((key, column), (quantity, amount)), part in zip(sold.items(), parts, strict=True):
            if part:
                count = round(max(quantity, 0) * units.get(key, 1.0) * part / (amount * rate), digits)
                count = count if plan.by_quantity else 0.0
                result[key, column] = {'quantity': count, 'price_unit': part / count if count else 0.0, 'amount': part}
        return result
