from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: fields for the value of the plan's dimension; a line has one of them
DIMENSION_FIELDS = ('categ_id', 'product_tmpl_id', 'user_id')


class BasSalesPlanLine(models.Model):
    """One cell of a sales plan: target sales of one object in one column of time.

    ``row_key`` is ``<id of the dimension's value>/<id of the variant>/<id of the order>``; 0 means empty or not used:
    ``17/0/0`` is category, product or manager 17 (according to the plan's dimension), ``17/342/0`` its variant 342,
    ``0/0/0`` in a plan by manager the documents without a manager.
    If ``quantity`` is not 0, ``amount`` is quantity × ``price_unit``, rounded to the currency; otherwise it can be any amount.
    """

    _name = 'bas.sales.plan.line'
    _description = 'Line of a Sales Plan'
    _inherit = ['bas.plan.overlap.mixin']
    _order = 'plan_id, date, id'
    _rec_names_search = ['product_id', 'product_tmpl_id', 'categ_id', 'user_id', 'order_id']
    _check_company_auto = True

    plan_id = fields.Many2one('bas.sales.plan', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='plan_id.company_id', store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related='plan_id.currency_id', store=True, precompute=True)
    state = fields.Selection(related='plan_id.state')
    date = fields.Date(required=True, index=True, help="First day of the column.")

    # Object
    categ_id = fields.Many2one('product.category', string="Category", index='btree_not_null', ondelete='restrict')
    product_tmpl_id = fields.Many2one(
        'product.template', string="Product", compute='_compute_product_tmpl_id', store=True, readonly=False,
        precompute=True, index='btree_not_null', ondelete='restrict', check_company=True)
    product_id = fields.Many2one(
        'product.product', string="Product Variant", index='btree_not_null', ondelete='restrict', check_company=True)
    order_id = fields.Many2one(
        'sale.order', string="Customer Order", index='btree_not_null', ondelete='restrict', check_company=True)
    user_id = fields.Many2one(
        'res.users', string="Manager", index='btree_not_null', ondelete='restrict',
        domain=lambda self: self.env['res.users']._get_seller_domain(),
        help="In a plan by manager; empty: documents without a manager.")
    row_key = fields.Char(
        compute='_compute_row_key', store=True, precompute=True, index=True,
        help="<id of the dimension's value>/<id of the variant>/<id of the order>, 0 for an empty part.")

    # Figures
    quantity = fields.Float(digits='Product Unit')
    product_uom_id = fields.Many2one(
        'uom.uom', string="Unit", compute='_compute_product_uom_id', store=True, readonly=False, precompute=True,
        ondelete='restrict')
    base_quantity = fields.Float(
        "Quantity in the Product's Unit", compute='_compute_base_quantity', store=True, precompute=True, digits=0,
        min_display_digits='Product Unit', help="Not rounded, like the quantities of facts: a piece is 0.08333… of a dozen.")
    price_unit = fields.Float(
        "Price", compute='_compute_price_unit', store=True, readonly=False, precompute=True, digits=0,
        min_display_digits='Product Price', aggregator=None)
    amount = fields.Monetary(
        compute='_compute_amount', inverse='_inverse_amount', store=True, readonly=False, precompute=True)

    _unique_row_key = models.UniqueIndex(
        '(plan_id, row_key, date)', "The plan already has this row: one row for one object.")
    _not_negative = models.Constraint(
        'CHECK(quantity >= 0 AND amount >= 0 AND price_unit >= 0)',
        "Figures of a sales plan cannot be negative.")

    @api.depends('product_id')
    def _compute_product_tmpl_id(self):
        for line in self:
            line.product_tmpl_id = line.product_id.product_tmpl_id or line.product_tmpl_id

    @api.depends('plan_id.dimension', 'categ_id', 'product_tmpl_id', 'user_id', 'product_id', 'order_id')
    def _compute_row_key(self):
        for line in self:
            value = line[line.plan_id._get_dimension_field()] if line.plan_id else line.product_tmpl_id
            line.row_key = '/'.join(str(record._origin.id or 0) for record in (value, line.product_id, line.order_id))

    @api.depends('product_tmpl_id')
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_tmpl_id.uom_id

    @api.depends('quantity', 'product_uom_id', 'product_tmpl_id.uom_id')
    def _compute_base_quantity(self):
        for line in self:
            unit, own = line.product_uom_id, line.product_tmpl_id.uom_id
            line.base_quantity = (
                line.quantity if not unit or not own or unit == own
                else unit._compute_quantity(line.quantity, own, round=False, raise_if_failure=False))

    @api.depends('product_tmpl_id', 'product_id', 'product_uom_id')
    def _compute_price_unit(self):
        """Take the price without taxes from the plan's price list; 0 without a price list."""
        groups = defaultdict(self.browse)
        for line in self:
            groups[line.plan_id, line.date] += line
        for (plan, date), lines in groups.items():
            prices = plan._get_prices(lines.product_id | lines.filtered(
                lambda line: not line.product_id).product_tmpl_id.product_variant_id, date) if plan.pricelist_id else {}
            for line in lines:
                product = line.product_id or line.product_tmpl_id.product_variant_id
                price = prices.get(product.id)
                line.price_unit = line.price_unit if price is None else product.uom_id._compute_price(
                    price, line.product_uom_id)

    @api.depends('quantity', 'price_unit')
    def _compute_amount(self):
        for line in self:
            amount = line.quantity * line.price_unit if line.quantity else line.amount
            line.amount = line.currency_id.round(amount) if line.currency_id else amount

    @api.onchange('amount')
    def _inverse_amount(self):
        """Adjust the price when the user types an amount."""
        for line in self:
            if line.quantity and line.currency_id and line.currency_id.compare_amounts(
                    line.quantity * line.price_unit, line.amount):
                line.price_unit = line.amount / line.quantity

    def _compute_display_name(self):
        for line in self:
            order = line.order_id.with_context(sale_show_partner_name=True)  # the number alone does not show the customer
            parts = [line.product_id or line.product_tmpl_id or line.categ_id, line.user_id, order]
            line.display_name = " · ".join(record.display_name for record in parts if record) or self.env._("Without a manager")

    @api.constrains('date', 'plan_id')
    def _check_column(self):
        for plan in self.plan_id:
            columns = set(plan._get_columns())
            strange = self.filtered(lambda line, plan=plan, columns=columns: (
                line.plan_id == plan and line.date not in columns))
            if strange:
                raise ValidationError(self.env._(
                    "The plan has figures for %(date)s, where no column begins. Remove them before its dates or columns "
                    "change.", date=strange[0].date))

    @api.constrains('plan_id', 'categ_id', 'product_tmpl_id', 'product_id', 'order_id', 'user_id')
    def _check_key(self):
        for line in self:
            plan, own = line.plan_id, line.plan_id._get_dimension_field()
            strange = [name for name in DIMENSION_FIELDS if line[name] and name != own and not (
                name == 'product_tmpl_id' and line.product_id)]
            if strange or (own != 'user_id' and not line[own]) or (line.order_id and not plan.by_order) \
                    or bool(line.product_id) != plan.by_variant:
                raise ValidationError(self.env._(
                    "The rows of the plan do not fit its settings. A row needs: %(parts)s.",
                    parts=", ".join(plan._get_row_parts())))
            if line.product_id and line.product_tmpl_id != line.product_id.product_tmpl_id:
                raise ValidationError(self.env._(
                    "%(variant)s is not a variant of %(product)s.", variant=line.product_id.display_name,
                    product=line.product_tmpl_id.display_name))

    @api.constrains('plan_id', 'categ_id')
    def _check_categories(self):
        """No planned category may be within another, since a fact belongs to one row."""
        for plan in self.plan_id.filtered(lambda plan: plan.dimension == 'category'):
            categories = plan.line_ids.categ_id
            for categ in categories:
                outer = categories.filtered(lambda other, categ=categ: (
                    other != categ and categ.parent_path.startswith(other.parent_path)))
                if outer:
                    raise ValidationError(self.env._(
                        "“%(inner)s” is within “%(outer)s”, so sales would count in both rows. Plan only one of them.",
                        inner=categ.display_name, outer=outer[0].display_name))

    @api.constrains('product_uom_id', 'product_tmpl_id')
    def _check_unit(self):
        for line in self:
            unit, own = line.product_uom_id, line.product_tmpl_id.uom_id
            if unit and own and unit != own and not unit._has_common_reference(own):
                raise ValidationError(self.env._(
                    "%(product)s is counted in %(own)s, which cannot be converted to %(unit)s.",
                    product=line.product_tmpl_id.display_name, own=own.name, unit=unit.name))

    @api.constrains('plan_id', 'row_key', 'product_uom_id')
    def _check_one_unit(self):
        mixed = self._read_group([('plan_id', 'in', self.plan_id.ids), ('product_uom_id', '!=', False)],
                                 ['plan_id', 'row_key'], ['product_tmpl_id:recordset'],
                                 having=[('product_uom_id:count_distinct', '>', 1)], limit=1)
        for _plan, _key, products in mixed:
            raise ValidationError(self.env._(
                "%(product)s is counted in two units; a row has only one.", product=products[:1].display_name))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Checked after the creation, since the plan may come from a default in the context.
        lines.plan_id._serialize_editors()._check_editable()
        return lines

    def write(self, vals):
        # The lines' present plan and, if they are moved, their new one.
        plans = (self.plan_id | self.plan_id.browse(vals.get('plan_id') or []))._serialize_editors()
        plans._check_editable()
        return super(BasSalesPlanLine, self.with_env(plans.env)).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.plan_id._serialize_editors()._check_editable()

    @api.readonly
    def action_open_plan(self):
        self.ensure_one()
        return self.plan_id._get_form_action()


class BasSalesPlan(models.Model):
    """Prices of lines from the plan's price list, and the warning about quantities without a price."""

    _inherit = 'bas.sales.plan'

    def _get_prices(self, products, date):
        """Get prices of the plan's price list on a day, in the plan's currency, without taxes (as revenue is counted).

        :param products: ``product.product`` records
        :return: dict: id of the product → price of one unit of the product; empty without a price list
        """
        self.ensure_one()
        if not self.pricelist_id or not products:
            return {}
        products = products.with_company(self.company_id)
        prices = self.pricelist_id._get_products_price(products, 1.0, currency=self.currency_id, date=date)
        for product in products:
            taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
            if any(taxes.mapped('price_include')):
                prices[product.id] = taxes.compute_all(
                    prices[product.id], self.currency_id, 1.0, product, rounding_method='round_globally')['total_excluded']
        return prices

    @api.depends('state', 'by_quantity', 'line_ids.quantity', 'line_ids.amount')
    def _compute_unpriced_text(self):
        """Warn about rows of a draft with a quantity and no price, since they add nothing to the amount."""
        for plan in self:
            keys = {line.row_key for line in plan.line_ids if line.quantity and not line.amount} \
                if plan.by_quantity and plan.state == 'draft' else ()
            plan.unpriced_text = plan._get_unpriced_text(len(keys)) if keys else False

    def _get_unpriced_text(self, count):
        """:param int count: of rows
        :return: str: a warning that explains how to add prices"""
        return self.env._(
            "Rows with a quantity and no price: %(count)s. Choose a price list in the plan and fill again with its prices, or "
            "type the prices in the table.", count=count)

    def _get_row_parts(self):
        """:return: list of labels of the objects that a row of this plan consists of"""
        self.ensure_one()
        names = self.env['bas.sales.plan.line'].fields_get(
            [self._get_dimension_field(), 'product_id', 'order_id'], ['string'])
        return [names[name]['string'] for name, used in (
            (self._get_dimension_field(), True), ('product_id', self.by_variant), ('order_id', self.by_order)) if used]
