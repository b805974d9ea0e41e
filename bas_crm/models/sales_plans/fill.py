from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Command
from odoo.tools.float_utils import float_compare, float_round

from .matrix import OBJECT_MODELS


class BasSalesPlan(models.Model):
    """Filling a plan: converts figures of a source (see ``_get_facts``) to cells of this plan."""

    _inherit = 'bas.sales.plan'

    def _get_shift(self, date_from):
        """Get the shift from days of a source that begins on ``date_from`` to days of this plan.

        If both begin on the first day of a month, the shift is in whole months: March stays March, and the 31st becomes the
        last day of a shorter month. Otherwise it is in days, so that the first days match.

        :return: relativedelta
        """
        self.ensure_one()
        if date_from.day == 1 and self.date_from.day == 1:
            return relativedelta(
                months=(self.date_from.year - date_from.year) * 12 + self.date_from.month - date_from.month)
        return relativedelta(days=(self.date_from - date_from).days)

    def _collect(self, figures, shift, known=()):
        """Sum figures by row and column.

        :param list figures: see ``bas_sales_plan_sources``
        :param shift: relativedelta from days of the source to days of this plan
        :param known: more values of the dimension; pass the same in two calls to fold categories in the same way
        :return: (dict: (key, column) → [quantity, amount in company currency], dict of what is left out: reason → {id of a
            value of the dimension: amount}; reasons: ``'dates'`` outside the plan, ``'objects'`` that cannot be rows,
            ``'archived'``)
        """
        self.ensure_one()
        columns = self._get_columns()
        rows = self._get_rows_of_values({value for _date, value, *_rest in figures} | set(known))
        archived = self._get_archived({variant for _date, _value, variant, *_rest in figures if variant})
        cells, left_out = defaultdict(lambda: [0.0, 0.0]), defaultdict(lambda: defaultdict(float))
        for date, value, variant, order, quantity, amount in figures:
            day = date + shift
            if not self.date_from <= day <= self.date_to:
                left_out['dates'][value or False] += amount or 0.0
            elif rows.get(value) is None or (self.by_variant and not variant):
                left_out['objects'][value or False] += amount or 0.0
            elif rows[value] == 'archived' or variant in archived:
                left_out['archived'][value or False] += amount or 0.0
            else:
                column = max(column for column in columns if column <= day)
                cell = cells[self._make_key(rows[value], variant, order), column]
                cell[0] += quantity or 0.0
                cell[1] += amount or 0.0
        return cells, left_out

    def _get_rows_of_values(self, values):
        """:return: dict: id of a value of the dimension → id of its row, ``'archived'``, or nothing"""
        known = {value for value in values if value}
        if self.dimension == 'category':
            return self._get_planned_categories(known)
        records = self.env[OBJECT_MODELS[self._get_dimension_field()]].with_context(active_test=False).browse(known)
        rows = {record.id: record.id if record.active else 'archived' for record in records}
        # What was sold without a manager is planned without one.
        return {**rows, **({None: 0, False: 0} if self.dimension == 'manager' else {})}

    def _get_planned_categories(self, known):
        """Map categories to rows that do not overlap: to the nearest planned ancestor, otherwise to the topmost known
        category. A category of which only a subcategory is planned has no row."""
        planned = self.line_ids.categ_id
        categories = self.env['product.category'].browse(known)
        inner = {int(part) for categ in planned for part in categ.parent_path.split('/')[:-2]}
        candidates = set(planned.ids) | {
            categ.id for categ in categories if categ.id not in inner
            and not set(map(int, categ.parent_path.split('/')[:-1])) & set(planned.ids)}
        rows = {}
        for categ in categories:
            outermost = next((int(part) for part in categ.parent_path.split('/')[:-1] if int(part) in candidates), None)
            if outermost and categ.id not in inner:
                rows[categ.id] = outermost
        return rows

    def _get_archived(self, variant_ids):
        variants = self.env['product.product'].with_context(active_test=False).browse(variant_ids)
        return set(variants.filtered(lambda variant: not variant.active).ids)

    def _drop_returns(self, cells, left_out):
        """Leave out cells in which returns exceed sales, since a plan has no negative figures.

        :return: the other cells; the removed ones are added to ``left_out`` (see :meth:`_collect`) as ``'returns'``
        """
        kept = {}
        for (key, column), (quantity, amount) in cells.items():
            if amount < 0 or (not amount and quantity < 0):
                left_out['returns'][self._parse_key(key)[self._get_dimension_field()]] += amount
            else:
                kept[key, column] = [quantity, amount]
        return kept

    def _convert_cells(self, cells, growth=0.0, amount_step=0.0, quantity_step=None, pricelist=False):
        """Convert figures to the plan's currency and units, apply growth and rounding; the results are never negative.

        :param dict cells: (key, column) → [quantity, amount in company currency]
        :param float growth: 0.1 for ten percent more
        :param float amount_step: amounts are rounded to its multiples; 0: to the rounding of the currency
        :param float quantity_step: the same for quantities; 0: to the digits of quantities; None: whole pieces stay whole, and
            amounts follow the quantities
        :param bool pricelist: take prices from the price list, not from the source
        :return: dict: (key, column) → dict of ``quantity``, ``price_unit``, ``amount``; empty cells are left out
        """
        prices = self._get_prices_of_cells(cells) if pricelist and self.by_quantity else {}
        keys = {key for key, _column in cells}
        units, pieces = self._get_key_units(keys), self._get_pieces(keys) if quantity_step is None and growth else {}
        rate, result = self._get_current_rate(), {}
        for (key, column), (quantity, amount) in cells.items():
            grown, amount = max(quantity, 0.0) * (1 + growth), max(amount, 0.0) * (1 + growth) * rate
            whole = self._round_pieces(quantity, grown, pieces.get(key))
            amount, grown = amount * whole / grown if grown else amount, whole
            quantity = self._round_quantity(grown * units.get(key, 1.0), quantity_step) if self.by_quantity else 0.0
            price = prices.get((key, column))
            amount = self.currency_id.round(quantity * price if price and quantity else amount)
            if amount_step:
                amount = float_round(amount, precision_rounding=amount_step)
            if quantity or amount:
                result[key, column] = {
                    'quantity': quantity, 'price_unit': amount / quantity if quantity else price or 0.0, 'amount': amount}
        return result

    def _round_quantity(self, quantity, step):
        digits = self.env['decimal.precision'].precision_get('Product Unit')
        return float_round(quantity, precision_rounding=step) if step else float_round(quantity, precision_digits=digits)

    def _get_pieces(self, keys):
        """:return: dict: key of a product that is counted in pieces → number of pieces in its unit. Needed because core
            rounds all units in the same way."""
        root = self.env['uom.uom'].browse(self.env['ir.model.data']._xmlid_to_res_id('uom.product_uom_unit') or [])
        if not root or not self.by_quantity:
            return {}
        units = {key: product.uom_id for key, product in self._get_products(keys).items() if product}
        return {key: 1.0 if unit == root else unit.factor / root.factor for key, unit in units.items()
                if unit == root or unit._has_common_reference(root)}

    def _round_pieces(self, quantity, grown, pieces):
        """:param float pieces: number of pieces in one unit; None if the product is not counted in pieces
        :return: ``grown``, rounded to whole pieces if ``quantity`` is whole; at least one piece"""
        if not pieces or float_compare(quantity * pieces, round(quantity * pieces), precision_digits=6):
            return grown
        return max(float_round(grown * pieces, precision_digits=0), 1.0 if grown > 0 else 0.0) / pieces

    def _get_key_units(self, keys):
        """:return: dict: key of an existing row with another unit than the product's → number of its units in one unit of the
            product"""
        lines = {line.row_key: line for line in self.line_ids if line.product_uom_id != line.product_tmpl_id.uom_id}
        return {key: line.product_tmpl_id.uom_id._compute_quantity(1.0, line.product_uom_id, round=False)
                for key, line in lines.items() if key in keys and line.product_tmpl_id}

    def _get_prices_of_cells(self, cells):
        """:return: dict: (key, column) → price in the plan's currency for the row's unit"""
        rows = {row['key']: row for row in self._prepare_rows(
            list({key for key, _column in cells}), {
                line.row_key: line.product_uom_id for line in self.line_ids if line.product_uom_id})}
        return {(key, column): rows[key]['prices'].get(column.isoformat()) for key, column in cells}

    def _keep_taken_orders(self, orders, replace):
        """Store from which orders the plan was filled.

        :param orders: ids
        """
        commands = [Command.link(order) for order in orders]
        self._program_write({'taken_order_ids': [Command.clear(), *commands] if replace else commands})

    def _fill(self, cells, replace):
        """Write cells: replace the present figures, or add to them.

        :param dict cells: (key, column) → dict of ``quantity``, ``price_unit``, ``amount``
        """
        self._check_editable()
        self._serialize_editors()
        # The figures are in the units of the present rows, so these units are kept even if the rows are replaced.
        units = self._get_units()
        if replace:
            self.line_ids.unlink()
        else:
            standing = {(line.row_key, line.date): line for line in self.line_ids}
            for (key, column), figures in cells.items():
                line = standing.get((key, column))
                if line:
                    figures['quantity'] += line.quantity
                    figures['amount'] += line.amount
                    figures['price_unit'] = (
                        figures['amount'] / figures['quantity'] if figures['quantity'] else line.price_unit)
        self._write_cells(cells, units=units)
