from odoo import api, fields, models
from odoo.exceptions import ValidationError


class BasCommercialOffer(models.Model):
    _inherit = 'bas.commercial.offer'

    @api.onchange('line_ids')
    def _onchange_line_ids(self):
        """As on core's order: what a combo is made of has its quantity and discount, and goes with it."""
        combos = {line._origin: line for line in self.line_ids if not line.selected_combo_items}
        for part in self.line_ids.filtered(lambda line: line.combo_item_id and line.linked_line_id):
            combo = combos.get(part.linked_line_id._origin)
            if not combo:
                self.line_ids -= part
            elif (part.product_uom_qty, part.discount) != (combo.product_uom_qty, combo.discount):
                part.update({'product_uom_qty': combo.product_uom_qty, 'discount': combo.discount})

    def copy(self, default=None):
        offers = super().copy(default)
        for source, offer in zip(self, offers, strict=True) if 'line_ids' not in (default or {}) else ():
            offer.line_ids._link_like(source.line_ids)
        return offers


class BasCommercialOfferLine(models.Model):
    """What hangs together: a combo and what was chosen for it, an item and what was typed for it."""

    _inherit = 'bas.commercial.offer.line'

    linked_line_id = fields.Many2one(
        'bas.commercial.offer.line', string="Part of", copy=False, readonly=True, index='btree_not_null', ondelete='cascade',
        domain="[('offer_id', '=', offer_id)]", help="The combo that the line is a part of, or the item it is an option for.")
    linked_line_ids = fields.One2many('bas.commercial.offer.line', 'linked_line_id', string="Parts")
    # Core, too, lets a line outlive the combo's choice that it was made from.
    combo_item_id = fields.Many2one(
        'product.combo.item', string="Choice of the Combo", readonly=True, index='btree_not_null', ondelete='set null')
    selected_combo_items = fields.Char(store=False)  # core's list of lines writes it before it takes a combo away
    product_no_variant_attribute_value_ids = fields.Many2many(
        compute='_compute_attribute_values', store=True, readonly=False, precompute=True)
    product_custom_attribute_value_ids = fields.One2many(
        'product.attribute.custom.value', 'offer_line_id', string="Custom Values",
        compute='_compute_attribute_values', store=True, readonly=False, precompute=True, copy=True)

    @api.depends('product_id')
    def _compute_attribute_values(self):
        """What was chosen for one item means nothing for another."""
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
            raise ValidationError(self.env._("A line of an offer can be a part of another line of the same offer only."))

    def _link_like(self, sources):
        """Make the lines hang together as those that they were made of.

        :param sources: lines of an offer or an order, one for each line
        """
        twins = dict(zip(sources, self, strict=True))
        for source, line in twins.items():
            if source.linked_line_id in twins:
                line._program_write({'linked_line_id': twins[source.linked_line_id].id})

    def _get_depth(self):
        """:return: how many lines this one is a part of, one within the other"""
        return 1 + self.linked_line_id._get_depth() if self.linked_line_id else 0

    def _is_combo(self):
        return self.product_type == 'combo'

    def _get_combo_amount(self):
        """:return: what the parts of a combo come to; a line of a combo has no price of its own"""
        return sum(part._get_print_amount() for part in self.linked_line_ids if part.combo_item_id)


class ProductAttributeCustomValue(models.Model):
    _inherit = 'product.attribute.custom.value'

    offer_line_id = fields.Many2one(
        'bas.commercial.offer.line', string="Line of an Offer", copy=False, index='btree_not_null', ondelete='cascade')

    _offer_line_value_unique = models.UniqueIndex(
        '(offer_line_id, custom_product_template_attribute_value_id) WHERE offer_line_id IS NOT NULL',
        "Only one text is written for a choice of an item.")

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        # Afterwards: the line may have come by a default of the context.
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
        """:raises UserError: one of these lines is of an offer that the customer has got"""
        if line_ids:
            self.env['bas.commercial.offer.line'].browse(line_ids).offer_id._check_is_draft()
