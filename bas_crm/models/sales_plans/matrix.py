from collections import defaultdict

from odoo import api, fields, models

from ...tools.alphabet import alphabetical
from ...tools.arguments import read_ids

#: field of the line → model of the object that a row plans
OBJECT_MODELS = {
    'categ_id': 'product.category',
    'product_tmpl_id': 'product.template',
    'product_id': 'product.product',
    'order_id': 'sale.order',
    'user_id': 'res.users',
}


class BasSalesPlan(models.Model):
    """The plan as a table: the form that the screen, the xlsx file and a stored revision share."""

    _inherit = 'bas.sales.plan'

    #: no dependencies on purpose: a recomputation, e.g. when a date changes, would discard figures typed and not saved
    matrix = fields.Json(compute='_compute_matrix', inverse='_inverse_matrix', copy=False)

    def _compute_matrix(self):
        for plan in self:
            plan.matrix = plan._get_matrix()

    def _inverse_matrix(self):
        for plan in self:
            matrix = plan.matrix or {}
            plan._check_shape(matrix, dict)
            changes = matrix.get('changes')
            # The cache holds the client's changes; the next read must build the table from the lines.
            plan.invalidate_recordset(['matrix'], flush=False)
            if changes:
                plan.set_cells(changes)
        self.invalidate_recordset(['matrix'], flush=False)

    def _get_matrix(self):
        """:return: dict of JSON values

        * ``columns``: list of ``{date, label}``;
        * ``rows``: list of ``{key, name, detail, uom_id, uom, prices, cells}``, by name; ``cells`` is
          ``{date: [quantity, price, amount]}`` without empty cells, ``prices`` is ``{date: price}`` of the price list;
        * settings of the screen: ``title``, ``row_parts``, ``dimension``, ``by_variant``, ``by_order``,
          ``by_quantity``, ``currency``, ``digits``, ``editable``.
        """
        self.ensure_one()
        cells = defaultdict(dict)
        units = {}
        lines = self._origin.line_ids
        lines.fetch(['row_key', 'date', 'quantity', 'price_unit', 'amount', 'product_uom_id'])
        for line in lines:
            cells[line.row_key][fields.Date.to_string(line.date)] = [line.quantity, line.price_unit, line.amount]
            units.setdefault(line.row_key, line.product_uom_id)
        rows = self._prepare_rows(list(cells), units)
        for row in rows:
            row['cells'] = cells[row['key']]
        return {**self._get_matrix_frame(), 'rows': rows}

    def _get_matrix_frame(self):
        """:return: dict: the table without rows"""
        return {
            'columns': [{'date': fields.Date.to_string(date), 'label': self._get_column_label(date)}
                        for date in self._get_columns()],
            'row_parts': self._get_row_parts(),
            'date_from': fields.Date.to_string(self.date_from),
            'date_to': fields.Date.to_string(self.date_to),
            'granularity': self.granularity,
            'dimension': self.dimension,
            'by_variant': self.by_variant,
            'by_order': self.by_order,
            'by_quantity': self.by_quantity,
            'currency': self.currency_id.name,
            'digits': self.currency_id.decimal_places,
            'quantity_digits': self.env['decimal.precision'].precision_get('Product Unit'),
            'price_digits': self.env['decimal.precision'].precision_get('Product Price'),
            'editable': self.state == 'draft' and self.has_access('write'),
        }

    def _prepare_rows(self, keys, units=None):
        """:param list keys: ``row_key`` texts
        :param dict units: key → ``uom.uom``, where it is not the product's own
        :return: list of rows without figures, sorted by name"""
        self.ensure_one()
        parsed = {key: self._parse_key(key) for key in keys}
        records = {}
        for field, model in OBJECT_MODELS.items():
            # sudo: everybody who may read a plan sees the names of its objects, also of orders of other managers.
            records[field] = {record.id: record for record in self.env[model].sudo().browse(
                {values[field] for values in parsed.values() if values.get(field)})}
        rows = [self._prepare_row(key, {
            field: records[field][value] for field, value in values.items() if value}, (units or {}).get(key))
            for key, values in parsed.items()]
        self._add_prices(rows)
        return sorted(rows, key=lambda row: (alphabetical(row['name']), alphabetical(row['detail']), row['key']))

    def _prepare_row(self, key, objects, unit):
        own = self._get_dimension_field()
        product = objects.get('product_id')
        value = objects.get(own)
        if own == 'product_tmpl_id' and product:
            value, product = product, None
        order = objects.get('order_id')
        details = [product.display_name] if product else []
        if self.by_order:
            details.append(f"{order.name} · {order.partner_id.display_name}" if order else self.env._("without an order"))
        counted = objects.get('product_id') or objects.get('product_tmpl_id')
        unit = unit or (counted.uom_id if counted else self.env['uom.uom'])
        return {
            'key': key,
            'name': value.display_name if value else self.env._("Without a manager"),
            'detail': " · ".join(details),
            'uom_id': unit.id,
            'uom': unit.sudo().name or '',  # sudo: everybody who may read the plan sees the names of units
            'prices': {},
            'cells': {},
        }

    def _add_prices(self, rows):
        """Add to rows of products the prices of the price list for each column, in the row's unit."""
        if not self.pricelist_id or not self.by_quantity:
            return
        products = self._get_priced_products([row['key'] for row in rows])
        priced = self.env['product.product'].union(*products.values())
        columns = self._get_columns()
        # If no rule has dates, the prices of one day are valid for all columns.
        dated = self.env['product.pricelist.item'].search_count(
            ['|', ('date_start', '!=', False), ('date_end', '!=', False)], limit=1)
        first = self._get_prices(priced, columns[0]) if columns else {}
        by_date = {date: self._get_prices(priced, date) if dated and date != columns[0] else first for date in columns}
        for row in rows:
            product = products[row['key']]
            unit = self.env['uom.uom'].browse(row['uom_id'])
            row['prices'] = {
                fields.Date.to_string(date): product.uom_id._compute_price(prices[product.id], unit)
                for date, prices in by_date.items() if product}

    def _get_priced_products(self, keys):
        """:return: dict: key → the ``product.product`` whose price is the default of a row, or an empty recordset"""
        return {key: product if product._name == 'product.product' else product.product_variant_id
                for key, product in self._get_products(keys).items()}

    def _get_products(self, keys):
        """:return: dict: key → the ``product.product`` or else the ``product.template`` of a row; may be empty"""
        parsed = {key: self._parse_key(key) for key in keys}
        variants, templates = ({record.id: record for record in self.env[OBJECT_MODELS[field]].browse(
            {values[field] for values in parsed.values() if values.get(field)})} for field in ('product_id', 'product_tmpl_id'))
        nothing = self.env['product.template']
        return {
            key: variants.get(values['product_id'])
            or templates.get(values.get('product_tmpl_id'), nothing)
            for key, values in parsed.items()}

    # ------------------------------------------------------------
    # Keys
    # ------------------------------------------------------------

    def _make_key(self, value_id, product_id=None, order_id=None):
        """:return: str: a key, see ``bas.sales.plan.line``"""
        return f"{value_id or 0}/{product_id or 0}/{order_id or 0}"

    def _parse_key(self, key):
        """:return: dict: field of the line → id or False"""
        value_id, product_id, order_id = (int(part) or False for part in key.split('/'))
        return {self._get_dimension_field(): value_id, 'product_id': product_id, 'order_id': order_id}

    # ------------------------------------------------------------
    # New rows
    # ------------------------------------------------------------

    def _check_readable(self, field, record_ids):
        """Check read access to the records, since rows read the names of their objects with sudo."""
        self.env[OBJECT_MODELS[field]].browse(filter(None, record_ids)).check_access('read')

    @api.readonly
    def get_rows(self, object_ids, order_ids=None):
        """Prepare new rows for objects; nothing is saved.

        :param list object_ids: ids of categories, products, variants or managers, according to the plan's rows
            (variants if the plan is by product and variant); 0 for documents without a manager
        :param list order_ids: a row is made for each combination of object and order
        :return: list of rows as in ``matrix``
        """
        self.ensure_one()
        self.check_access('read')
        object_ids = read_ids(self.env, object_ids, 'object_ids', none_allowed=True)
        order_ids = read_ids(self.env, order_ids, 'order_ids', none_allowed=True)
        of_variants = self.dimension == 'product' and self.by_variant
        self._check_readable('product_id' if of_variants else self._get_dimension_field(), object_ids)
        self._check_readable('order_id', order_ids or ())
        if of_variants:
            variants = self.env['product.product'].browse(object_ids)
            pairs = [(variant.product_tmpl_id.id, variant.id) for variant in variants]
        else:
            pairs = [(object_id, 0) for object_id in object_ids]
        return self._prepare_rows([
            self._make_key(value_id, product_id, order_id)
            for value_id, product_id in pairs for order_id in (order_ids or [0])])

    @api.readonly
    def get_rows_of_variants(self, object_ids, variant_ids, order_ids=None):
        """As ``get_rows``, for plans by category or manager that are detailed by variant.

        :return: list of rows
        """
        self.ensure_one()
        self.check_access('read')
        object_ids = read_ids(self.env, object_ids, 'object_ids', none_allowed=True)
        variant_ids = read_ids(self.env, variant_ids, 'variant_ids', none_allowed=True)
        order_ids = read_ids(self.env, order_ids, 'order_ids', none_allowed=True)
        self._check_readable(self._get_dimension_field(), object_ids)
        self._check_readable('product_id', variant_ids)
        self._check_readable('order_id', order_ids or ())
        return self._prepare_rows([
            self._make_key(value_id, variant_id, order_id)
            for value_id in object_ids for variant_id in variant_ids for order_id in (order_ids or [0])])

    @api.readonly
    def get_rows_of_categories(self, category_ids):
        """:return: list of rows: all products for sale of these categories and their subcategories"""
        self.ensure_one()
        model = 'product.product' if self.by_variant else 'product.template'
        products = self.env[model].search([
            ('categ_id', 'child_of', read_ids(self.env, category_ids, 'category_ids')), ('sale_ok', '=', True),
            *self.env[model]._check_company_domain(self.company_id)])
        return self.get_rows(products.ids)
