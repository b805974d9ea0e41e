from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import float_compare

from ...tools.item_texts import strip_code

#: custom texts of an item's attributes: records that belong to one line, so another line gets copies of them
CUSTOM_VALUES = 'product_custom_attribute_value_ids'
#: fields that lines of offers and of orders share under the same name
SHARED_FIELDS = (
    'sequence', 'display_type', 'is_optional', 'collapse_prices', 'collapse_composition', 'product_id', 'name',
    'product_uom_qty', 'product_uom_id', 'price_unit', 'technical_price_unit', 'discount', 'tax_ids', 'extra_tax_data',
    'product_no_variant_attribute_value_ids', CUSTOM_VALUES, 'combo_item_id',
)


class BasCommercialOfferLine(models.Model):
    """One line of a commercial offer: an item, a section or a note. Defaults are those of core's order line."""

    _name = 'bas.commercial.offer.line'
    _description = 'Line of a Commercial Offer'
    _order = 'offer_id, sequence, id'
    _check_company_auto = True

    offer_id = fields.Many2one('bas.commercial.offer', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='offer_id.company_id', store=True, precompute=True)
    currency_id = fields.Many2one(related='offer_id.currency_id')
    order_line_id = fields.Many2one(
        'sale.order.line', string="Line of the Order", readonly=True, index='btree_not_null', ondelete='set null')
    #: ids of the work task lines whose hours the order's line billed; kept in case that line is deleted
    hours_data = fields.Json(readonly=True, exportable=False, export_string_translation=False)
    sequence = fields.Integer(default=10)
    display_type = fields.Selection([
        ('line_section', "Section"),
        ('line_subsection', "Subsection"),
        ('line_note', "Note"),
    ])
    is_optional = fields.Boolean(
        "Optional", help="Offered on request: the customer sees the price, but it is not included in the total.")
    collapse_prices = fields.Boolean()
    collapse_composition = fields.Boolean()

    # Item and quantity
    product_id = fields.Many2one(
        'product.product', index='btree_not_null', ondelete='restrict', check_company=True,
        # A combo is configured on the order and comes from there.
        domain=[('sale_ok', '=', True), ('type', '!=', 'combo')])
    product_type = fields.Selection(related='product_id.type')
    product_no_variant_attribute_value_ids = fields.Many2many(
        'product.template.attribute.value', 'bas_offer_line_no_variant_value', string="Extra Values",
        compute='_compute_attribute_values', store=True, readonly=False, precompute=True, ondelete='restrict')
    name = fields.Text(
        "Description", compute='_compute_name', store=True, readonly=False, precompute=True, required=True)
    product_uom_qty = fields.Float("Quantity", digits='Product Unit', default=1.0, required=True)
    product_uom_id = fields.Many2one(
        'uom.uom', string="Unit", compute='_compute_product_uom_id', store=True, readonly=False, precompute=True,
        ondelete='restrict', domain="[('id', 'in', allowed_uom_ids)]")
    allowed_uom_ids = fields.Many2many('uom.uom', compute='_compute_allowed_uom_ids')

    # Price and amounts
    price_unit = fields.Float(
        compute='_compute_price_unit', store=True, readonly=False, precompute=True, required=True,
        min_display_digits='Product Price')
    technical_price_unit = fields.Float(
        compute='_compute_price_unit', store=True, readonly=False, precompute=True,
        help="The price from the price list. If the price of the line differs, it was typed by hand and is kept.")
    discount = fields.Float(
        "Discount (%)", digits='Discount', compute='_compute_discount', store=True, readonly=False, precompute=True)
    tax_ids = fields.Many2many(
        'account.tax', 'bas_offer_line_tax', string="Taxes", compute='_compute_tax_ids', store=True, readonly=False,
        precompute=True, check_company=True, ondelete='restrict', context={'active_test': False},
        domain="[('type_tax_use', '=', 'sale')]")
    extra_tax_data = fields.Json(readonly=True)
    price_subtotal = fields.Monetary("Subtotal", compute='_compute_amount', store=True, precompute=True)
    price_tax = fields.Float("Tax", compute='_compute_amount', store=True, precompute=True)
    price_total = fields.Monetary("Total", compute='_compute_amount', store=True, precompute=True)
    purchase_price = fields.Float(
        "Cost", compute='_compute_purchase_price', store=True, readonly=False, copy=False,
        min_display_digits='Product Price', groups='bas_crm.group_see_cost')
    margin = fields.Monetary(compute='_compute_margin', store=True, groups='bas_crm.group_see_cost')

    _item_has_product = models.Constraint(
        'CHECK(display_type IS NOT NULL OR (product_id IS NOT NULL AND product_uom_id IS NOT NULL))',
        "A line of an offer needs an item and its unit.")

    linked_line_id = fields.Many2one(
        'bas.commercial.offer.line', string="Part of", copy=False, readonly=True, index='btree_not_null', ondelete='cascade',
        domain="[('offer_id', '=', offer_id)]", help="The combo that the line is a part of, or the item it is an option for.")
    linked_line_ids = fields.One2many('bas.commercial.offer.line', 'linked_line_id', string="Parts")
    # As in core, the line stays if the choice of the combo is deleted.
    combo_item_id = fields.Many2one(
        'product.combo.item', string="Choice of the Combo", readonly=True, index='btree_not_null', ondelete='set null')
    selected_combo_items = fields.Char(store=False)  # core's list of lines writes it before it removes a combo
    product_custom_attribute_value_ids = fields.One2many(
        'product.attribute.custom.value', 'offer_line_id', string="Custom Values",
        compute='_compute_attribute_values', store=True, readonly=False, precompute=True, copy=True)

    def _as_order_lines(self):
        """:return: dict: line → a new, unsaved order line with its item, quantity and unit; items are read ahead together"""
        made = {}
        for line in self.filtered('product_id'):
            line._add_order_line(made)
        # Lines of one recordset read the data of their items together.
        suggested = dict(zip(made, self.env['sale.order.line'].concat(*made.values()), strict=True))
        return {line: suggested.get(line, self.env['sale.order.line']) for line in self}

    def _add_order_line(self, made):
        """:param dict made: line → its order line; gets this line, and before it the combo that it is a part of
        :return: the order line"""
        if self in made:
            return made[self]
        values = {
            'order_id': self.env['sale.order'].new(origin=self.offer_id.order_id._origin).id,
            'product_id': self.product_id.id,
            'product_uom_qty': self.product_uom_qty,
            'product_no_variant_attribute_value_ids': [Command.set(self.product_no_variant_attribute_value_ids._origin.ids)],
        }
        if self.product_uom_id:
            values['product_uom_id'] = self.product_uom_id.id
        if self.combo_item_id and self.linked_line_id:
            values.update(combo_item_id=self.combo_item_id.id, linked_line_id=self.linked_line_id._add_order_line(made))
        made[self] = self.env['sale.order.line'].new(values)
        return made[self]

    @api.depends('product_id')
    def _compute_name(self):
        for line, suggested in self._as_order_lines().items():
            line.name = strip_code(suggested.name, line.product_id) if suggested else line.name or ''

    @api.depends('product_id')
    def _compute_product_uom_id(self):
        for line in self:
            if line.product_uom_id not in line.product_id.uom_id | line.product_id.uom_ids:
                line.product_uom_id = line.product_id.uom_id

    @api.depends('product_id')
    def _compute_tax_ids(self):
        for line, suggested in self._as_order_lines().items():
            line.tax_ids = suggested.tax_ids._origin

    @api.depends('product_id.uom_id', 'product_id.uom_ids')
    def _compute_allowed_uom_ids(self):
        for line in self:
            line.allowed_uom_ids = line.product_id.uom_id | line.product_id.uom_ids

    @api.depends('product_id', 'product_uom_id', 'product_uom_qty')
    def _compute_price_unit(self):
        # A typed price is kept.
        free = self.filtered(lambda line: not float_compare(line.technical_price_unit, line.price_unit, precision_digits=6))
        for line, suggested in free._as_order_lines().items():
            line.price_unit = line.technical_price_unit = suggested.price_unit

    @api.depends('product_id', 'product_uom_id', 'product_uom_qty')
    def _compute_discount(self):
        for line, suggested in self._as_order_lines().items():
            if line.combo_item_id and line.linked_line_id:
                line.discount = line.linked_line_id.discount
            elif not line.product_id or suggested.pricelist_item_id._show_discount():
                line.discount = suggested.discount
            else:  # keep a typed discount
                line.discount = line.discount or 0.0

    @api.depends('product_id', 'product_uom_id')
    def _compute_purchase_price(self):
        lines = self.sudo()  # the user who offers the item may have no access to its cost
        known = lines.filtered(lambda line: (line.order_line_id.product_id, line.order_line_id.product_uom_id) == (
            line.product_id, line.product_uom_id))
        suggested = (lines - known)._as_order_lines()
        for line in lines:
            source = line.order_line_id if line in known else suggested[line]
            line.purchase_price = source.purchase_price if line.product_id else 0.0

    def _prepare_base_line_for_taxes_computation(self):
        """:return: dict: the line as core's tax engine takes it, the same as for an order line"""
        self.ensure_one()
        order = self.offer_id.order_id
        return self.env['account.tax']._prepare_base_line_for_taxes_computation(
            self,
            quantity=self.product_uom_qty,
            partner_id=order.partner_id,
            currency_id=self.currency_id or order.currency_id or self.env.company.currency_id,
            rate=order.currency_rate,
            name=self.name,
            **({'special_type': 'global_discount'} if self._is_global_discount() else {}),
        )

    def _is_global_discount(self):
        return (self.extra_tax_data or {}).get('computation_key', '').startswith('global_discount,')

    @api.depends('product_uom_qty', 'discount', 'price_unit', 'tax_ids', 'display_type')
    def _compute_amount(self):
        AccountTax = self.env['account.tax']
        for line in self:
            company = line.company_id or line.env.company
            base_line = line._prepare_base_line_for_taxes_computation()
            AccountTax._add_tax_details_in_base_line(base_line, company)
            AccountTax._round_base_lines_tax_details([base_line], company)
            line.price_subtotal = base_line['tax_details']['total_excluded_currency']
            line.price_total = base_line['tax_details']['total_included_currency']
            line.price_tax = line.price_total - line.price_subtotal

    @api.depends('price_subtotal', 'product_uom_qty', 'purchase_price')
    def _compute_margin(self):
        for line in self:
            line.margin = line.price_subtotal - line.purchase_price * line.product_uom_qty

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Checked after creation: the offer may come from a default in the context.
        lines.offer_id._serialize_editors()
        return lines

    def write(self, vals):
        if vals.keys() - {'order_line_id'}:
            (self.offer_id | self.offer_id.browse(vals.get('offer_id') or []))._serialize_editors()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self.offer_id._serialize_editors()  # not called when a whole offer is deleted: then the lines go by cascade

    def _prepare_order_line_values(self):
        """:return: dict of values for an order line made from this line; an item on request gets the quantity 0"""
        self.ensure_one()
        values = {name: as_written(self, name) for name in SHARED_FIELDS}
        return {**values, 'product_uom_qty': 0.0} if self._is_on_request() else values

    def _is_on_request(self):
        """:return: bool: whether the item is shown with its price, but not included in the totals"""
        self.ensure_one()
        return self.is_optional and not (self.display_type or self.combo_item_id or self._is_combo())

    # Linked data: a combo and its parts, an item and its custom attribute texts

    @api.depends('product_id')
    def _compute_attribute_values(self):
        """Drop attribute values that the new item does not have."""
        for line in self:
            valid = line.product_id.product_tmpl_id.valid_product_template_attribute_line_ids.product_template_value_ids
            line.product_no_variant_attribute_value_ids = line.product_no_variant_attribute_value_ids.filtered(
                lambda value, valid=valid: value._origin in valid)
            line.product_custom_attribute_value_ids = line.product_custom_attribute_value_ids.filtered(
                lambda custom, valid=valid: custom.custom_product_template_attribute_value_id._origin in valid)

    @api.constrains('linked_line_id', 'offer_id')
    def _check_linked_line(self):
        if self._has_cycle('linked_line_id') or any(
                line.linked_line_id and line.linked_line_id.offer_id != line.offer_id for line in self):
            raise ValidationError(self.env._("A line of an offer can only be a part of another line of the same offer."))

    def _link_like(self, sources):
        """Link the lines to each other in the same way as the lines that they were made from.

        :param sources: lines of an offer or an order, one for each line, in the same order
        """
        twins = dict(zip(sources, self, strict=True))
        for source, line in twins.items():
            if source.linked_line_id in twins:
                line._program_write({'linked_line_id': twins[source.linked_line_id].id})

    def _get_depth(self):
        """:return: int: the number of the line's ancestors: 0 for a line that is not a part of another"""
        return 1 + self.linked_line_id._get_depth() if self.linked_line_id else 0

    def _is_combo(self):
        return self.product_type == 'combo'

    def _get_combo_amount(self):
        """:return: float: sum of the amounts of a combo's parts; the combo's own line has no price"""
        return sum(part._get_print_amount() for part in self.linked_line_ids if part.combo_item_id)


class BasCommercialOffer(models.Model):
    _inherit = 'bas.commercial.offer'

    @api.onchange('line_ids')
    def _onchange_line_ids(self):
        """As on core's order: the parts of a combo get its quantity and discount, and are removed with it."""
        combos = {line._origin: line for line in self.line_ids if not line.selected_combo_items}
        for part in self.line_ids.filtered(lambda line: line.combo_item_id and line.linked_line_id):
            combo = combos.get(part.linked_line_id._origin)
            if not combo:
                self.line_ids -= part
            elif (part.product_uom_qty, part.discount) != (combo.product_uom_qty, combo.discount):
                part.update({'product_uom_qty': combo.product_uom_qty, 'discount': combo.discount})


class ProductAttributeCustomValue(models.Model):
    _inherit = 'product.attribute.custom.value'

    offer_line_id = fields.Many2one(
        'bas.commercial.offer.line', string="Line of an Offer", copy=False, index='btree_not_null', ondelete='cascade')

    _offer_line_value_unique = models.UniqueIndex(
        '(offer_line_id, custom_product_template_attribute_value_id) WHERE offer_line_id IS NOT NULL',
        "An attribute value of a line can have only one custom text.")

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        # Checked after creation: the line may come from a default in the context.
        self._check_offers_are_drafts(values.offer_line_id.ids)
        return values

    def write(self, vals):
        self._check_offers_are_drafts({*self.offer_line_id.ids, *filter(None, [vals.get('offer_line_id')])})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._check_offers_are_drafts(self.offer_line_id.ids)

    @api.model
    def _check_offers_are_drafts(self, line_ids):
        """:raises UserError: one of these lines belongs to an offer that is not a draft any more"""
        if line_ids:
            self.env['bas.commercial.offer.line'].browse(line_ids).offer_id._check_is_draft()


def as_written(line, name):
    """:return: the value of a field of an offer's or order's line, in the format that ``write`` of another line takes"""
    if name != CUSTOM_VALUES:
        return line._fields[name].convert_to_write(line[name], line)
    return [Command.clear(), *(Command.create({
        'custom_product_template_attribute_value_id': value.custom_product_template_attribute_value_id.id,
        'custom_value': value.custom_value,
    }) for value in line[name])]
