from odoo import api, models
from odoo.fields import Command

from ...tools.source_files.values import clean_text
from .item_values import name_unit, read_tax_rate
from .kind import ImportField
from .order_control import compare_sums
from .order_line_links import assign_lines, find_orders, find_variants
from .order_sums import is_same_sum, is_sum
from .order_undo import find_kept


class BasImportKindOrderLine(models.AbstractModel):
    """Lines of orders. They replace the line that stands for the whole amount of an order, see ``order_sums.py``."""

    _name = 'bas.import.kind.order_line'
    _inherit = 'bas.import.kind'
    _description = 'Order Lines to Import'
    _kind = 'order_line'
    _target = 'sale.order.line'
    _import_order = 65
    #: a «place» is a line of the order that the row means, see ``order_line_links.py``
    _decisive = ('guid', 'place')

    @api.model
    def _get_title(self):
        return self.env._("Order Lines")

    @api.model
    def _get_fields(self):
        return {
            **super()._get_fields(),
            'order': ImportField(self.env._("Order"), required=True),
            'order_number': ImportField(self.env._("Order Number")),
            'order_date': ImportField(self.env._("Order Date"), 'date'),
            'line': ImportField(self.env._("Line Number"), 'integer'),
            'item': ImportField(self.env._("Item"), 'reference', refers_to='item', required=True),
            'article': ImportField(self.env._("Article"), 'code'),
            'item_code': ImportField(self.env._("Item's Code"), 'code'),
            'characteristic': ImportField(self.env._("Characteristic")),
            'content': ImportField(self.env._("Content"), 'text'),
            'quantity': ImportField(self.env._("Quantity"), 'number', target='product_uom_qty', required=True),
            'unit': ImportField(self.env._("Unit"), 'reference', target='product_uom_id', refers_to='uom.uom'),
            'price': ImportField(self.env._("Price"), 'number', target='price_unit'),
            'discount': ImportField(self.env._("Discount, %"), 'percent', target='discount'),
            'amount': ImportField(self.env._("Amount"), 'number'),
            'vat': ImportField(self.env._("VAT, %")),
            'vat_amount': ImportField(self.env._("VAT Amount"), 'number'),
            'total': ImportField(self.env._("Total"), 'number'),
            'date': ImportField(self.env._("Shipment Date"), 'date'),
        }

    @api.model
    def _get_quiet_context(self):
        return {**super()._get_quiet_context(), 'skip_procurement': True, 'sale_no_log_for_new_lines': True}

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------

    @api.model
    def _read_row(self, batch, row, fields):
        self._read_names(batch, row)
        super()._read_row(batch, row, fields)
        row.values.pop('order', None)
        find_orders(batch, row)
        self._check_numbers(row)
        self._read_vat(batch, row)

    def _read_names(self, batch, row):
        """An article or a code finds the item more surely than its name; units of BAS have names of their own."""
        for name in ('item_code', 'article'):
            text = row.raw.get(name)
            if text and batch.find('item', [text])[text]:
                row.raw['item'] = text
        if row.raw.get('item_guid'):
            guid = row.raw['item_guid']
            row.raw['item'] = guid if batch.find('item', [guid])[guid] else row.raw.get('item', guid)
        name_unit(batch, row)

    def _check_numbers(self, row):
        quantity, price, amount = row.get('quantity'), row.get('price'), row.get('amount')
        if quantity is not None and quantity <= 0:
            row.error(self.env._("The quantity must be more than zero."))
        if min(price or 0, amount or 0, row.get('total') or 0) < 0:
            row.error(self.env._("The price or the amount is negative."))
        if not row.problems and quantity:
            self._read_price(row, quantity)

    def _read_price(self, row, quantity):
        """The sum of the line is that of the file: the price or the discount gives way to it, but not to its rounding."""
        price, discount = row.get('price'), row.get('discount') or 0
        amount = row.get('amount') if row.get('amount') is not None else row.get('total')
        if price is None and amount is None:
            row.error(self.env._("The line has neither a price nor an amount."))
            return
        if price is None:
            price, discount = amount / quantity, 0
        whole = quantity * price
        if amount is not None and abs(whole * (1 - discount / 100) - amount) > 0.005 * quantity + 0.005:
            price, discount = (price, (1 - amount / whole) * 100) if amount < whole else (amount / quantity, 0)
        row.values.update(price=price, discount=discount)

    def _read_vat(self, batch, row):
        """Find the tax of the line; without one that fits, the line has none and its price has the VAT in it."""
        total, amount = row.get('total'), row.get('amount')
        is_added = total is not None and amount is not None and not is_same_sum(total, amount)
        if rate := self._get_rate(row):
            taxes = batch.cache['taxes of lines']
            if (rate, is_added) not in taxes:
                taxes[rate, is_added] = self._find_tax(batch, rate, is_added)
            row.values['taxes'] = taxes[rate, is_added].ids
            if not row.get('taxes'):
                row.remark(self.env._(
                    "There is no sales tax of %(rate)s %% that fits the amount of the file: the line has no tax, and its total "
                    "is right.", rate=f'{rate:g}'))
        if is_added and amount and row.get('price') and not row.get('taxes'):
            row.values['price'] *= total / amount

    def _get_rate(self, row):
        """:return: float: rate of VAT; 0 without VAT"""
        text, amount, vat = row.raw.get('vat'), row.get('amount'), row.get('vat_amount')
        rate = read_tax_rate(text) if text else None
        if text and rate is None:
            row.remark(self.env._("«%(text)s» is no rate of VAT: the line has no tax.", text=text))
        if rate is None and not text and vat and amount:
            total = row.get('total')
            net = amount if total is not None and not is_same_sum(total, amount) else amount - vat
            rate = round(vat / net * 100) if net else 0
        return rate or 0

    def _find_tax(self, batch, rate, is_added):
        """:param bool is_added: the tax is added to the amount; otherwise it is in it
        :return: ``account.tax``"""
        found = self.env['account.tax'].search([
            *self.env['account.tax']._check_company_domain(batch.company), ('type_tax_use', '=', 'sale'),
            ('amount_type', '=', 'percent'), ('amount', '=', rate)])
        return found.filtered(lambda tax: tax.price_include != is_added)[:1]

    # ------------------------------------------------------------
    # Matching
    # ------------------------------------------------------------

    @api.model
    def _get_keys(self, row):
        keys = [('guid', row.get('guid'))] if row.get('guid') else []
        return [*keys, *([('place', f"{row.get('order')}/{row.id}")] if row.get('order') else [])]

    @api.model
    def _find_by_keys(self, batch, keys):
        return assign_lines(batch) if keys.get('place') else {}

    @api.model
    def _get_key_title(self, type_):
        return self.env._("place in the order") if type_ == 'place' else super()._get_key_title(type_)

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model
    def _before_write(self, batch):
        find_variants(batch, batch.get_open_rows())

    @api.model
    def _prepare_values(self, batch, row):
        vals = self._complete(row, super()._prepare_values(batch, row))
        if row.record and is_sum(batch, row.record):
            # All of it is written, whatever the policy is, see ``_after_write``.
            row.values['whole'] = vals
            return {}
        if row.record.tax_ids:
            del vals['tax_ids']  # of links, a policy only adds more
        return vals

    def _complete(self, row, vals):
        """:return: dict: ``vals`` of a line, with prices and taxes of the file: core would look up those of today"""
        product = row.get('product')
        vals.update(tax_ids=[Command.set(row.get('taxes') or [])], discount=row.get('discount') or 0)
        if row.get('content'):
            vals['name'] = clean_text(row.get('content'))
        if product and row.get('unit') and not self._is_same_measure(product, row.get('unit')):
            row.remark(self.env._("The item is not measured in this unit: the line has the item's own unit."))
            del vals['product_uom_id']
        return vals

    def _is_same_measure(self, product, unit):
        return product.uom_id._has_common_reference(self.env['uom.uom'].browse(unit))

    @api.model
    def _prepare_new_values(self, batch, row):
        product = row.get('product')
        return {
            **super()._prepare_new_values(batch, row), 'order_id': row.get('order'), 'product_id': product and product.id,
            'product_uom_id': product and product.uom_id.id, 'sequence': row.get('line') or 10, 'customer_lead': 0,
            'analytic_distribution': False}

    @api.model
    def _after_write(self, batch):
        """A line that stands for the whole amount becomes the first item; values of the program, whatever the policy is."""
        whole = self.env['sale.order.line']
        for row in batch.get_written_rows():
            if row.get('whole'):
                whole |= row.record
                vals = {**self._prepare_new_values(batch, row), **row.get('whole')}
                vals.pop('order_id')
                vals.setdefault('name', self._get_name(row))
                batch.write_values(row, row.record, vals)
        if not batch.is_check:
            whole._free_product()
            batch.changes.flush()
            compare_sums(batch)

    @api.model
    def _before_restore(self, records):
        """The items of a list become the whole amount again."""
        records._free_product()

    def _get_name(self, row):
        product = row.get('product').with_context(lang=row.record.order_id._get_lang())
        return product.get_product_multiline_description_sale()

    @api.model
    def _get_source_of(self, target):
        return {'tax_ids': 'vat', 'name': 'content', 'product_id': 'item'}.get(target) or super()._get_source_of(target)

    # ------------------------------------------------------------
    # Undoing
    # ------------------------------------------------------------

    @api.model
    def _find_kept(self, session, records):
        """An order that stays keeps its lines, though nobody may refer to a single one of them."""
        kept = find_kept(session, records.order_id)
        return {line.id: kept[line.order_id.id] for line in records if line.order_id.id in kept}
