from odoo import api, models
from odoo.tools import float_repr, float_round

from ...tools.print_text import split_text

HEADINGS = ('section', 'subsection')
#: in pixels: width of a table on a page, minimum width of its text column, horizontal padding of a cell
TABLE_WIDTH, TEXT_WIDTH, PADDING = 640, 130, 14
#: in pixels at the normal font size of a table: a digit, a space or comma in a number, a letter of a text
DIGIT, BLANK, LETTER = 6.6, 3.2, 6.0
#: factor by which the font shrinks if the numbers leave too little room for the text
SMALLER = 0.8
#: the screen shows at most this number of decimals of a price
MOST_DIGITS = 6


class BasPrint(models.AbstractModel):
    """Printed tables: columns as wide as their figures need, rows that fit on a page."""

    _inherit = 'bas.print.mixin'

    @api.model
    def _lay_out_table(self, table):
        """:param table: dict for the template ``print_lines``: ``columns``, ``groups``, ``totals``
        :return: the same dict with column widths, long texts split into several rows, and ``scale``, the factor of the font size
        """
        scale = 1.0
        columns, left = self._fit_columns(table, scale)
        if left < TEXT_WIDTH:
            scale = SMALLER
            columns, left = self._fit_columns(table, scale)
        letters = max(int(left / (LETTER * scale)), 12)
        return {**table, 'columns': columns, 'groups': self._split_groups(table['groups'], columns, letters), 'scale': scale}

    @api.model
    def _fit_columns(self, table, scale):
        """:return: pair: columns, each as wide as its longest figure; pixels that are left for the text"""
        columns, left = [], TABLE_WIDTH
        for place, column in enumerate(table['columns']):
            if column.get('css') == 'bas-text':
                columns.append({**column, 'width': 'auto'})
                continue
            texts = [row['cells'][place] for group in table['groups'] for row in group if row['kind'] == 'line']
            if place == len(table['columns']) - 1:
                texts += [text for _label, text in table['totals']]
            width = max(self._to_pixels(column['width']) * scale, *(
                self._measure_number(text) * scale for text in texts if column.get('css') == 'bas-number'), 0)
            columns.append({**column, 'width': f'{width:.0f}px'})
            left -= width
        return columns, left

    @api.model
    def _to_pixels(self, width):
        return float(width[:-1]) * TABLE_WIDTH / 100 if width.endswith('%') else float(width.removesuffix('px'))

    @api.model
    def _measure_number(self, text):
        """:return: pixels that a number needs on one line of its cell"""
        return PADDING + sum(DIGIT if letter.isalnum() else BLANK for letter in text)

    @api.model
    def _group_print_rows(self, rows):
        """Group rows that must be on one page: a heading with the first line under it, a line with its notes.

        :param rows: list of dicts with ``kind``: section, subsection, note or line
        :return: list of lists of rows
        """
        groups, is_open = [], False
        for row in rows:
            kind = row['kind']
            if groups and (is_open or (kind == 'note' and len(groups[-1]) < 4)):
                groups[-1].append(row)
            else:
                groups.append([row])
            is_open = kind in HEADINGS or (is_open and kind == 'note')
        return groups

    @api.model
    def _split_groups(self, groups, columns, letters):
        """Split groups that may not fit on a page. The parts after the first one may be printed on the next page."""
        place = next((place for place, column in enumerate(columns) if column.get('css') == 'bas-text'), None)
        divided = []
        for group in groups:
            parts = [[]]
            for row in group:
                first, *others = self._split_row(row, place, letters)
                parts[-1].append(first)
                parts += [[other] for other in others]
            divided += parts
        return divided

    @api.model
    def _split_row(self, row, place, letters):
        """:return: list of rows; the rows after the first one hold only the rest of the text"""
        is_line = row['kind'] == 'line'
        if is_line and place is None:
            return [row]
        text = row['cells'][place] if is_line else row['text']
        texts = split_text(text, letters if is_line else int(TABLE_WIDTH / LETTER))
        rows = []
        for number, part in enumerate(texts):
            cells = [part if index == place else cell if not number else '' for index, cell in enumerate(row['cells'])] \
                if is_line else None
            css = ' '.join(filter(None, ['bas-going-on' if number else '', 'bas-begun' if number < len(texts) - 1 else '']))
            rows.append({**row, **({'cells': cells} if is_line else {'text': part}), 'css': css})
        return rows

    # Prices in a printed table: with or without tax, as the column says; discounts and surcharges

    @api.model
    def _format_price(self, price, currency):
        """Format a price with all its decimals, at least with those of the currency."""
        digits = self._count_price_digits(price, currency)
        decimals = float_repr(float_round(price, digits), digits).partition('.')[2].rstrip('0')
        return self._format_number(price, max(currency.decimal_places, len(decimals)))

    @api.model
    def _count_price_digits(self, price, currency):
        """:return: how many decimals were typed; for a price with endless decimals, the precision set for prices"""
        for digits in range(currency.decimal_places, MOST_DIGITS + 1):
            if abs(float_round(price, digits) - price) < 1e-9 * max(1.0, abs(price)):
                return digits
        return max(currency.decimal_places, self._get_price_precision())

    @api.model
    def _get_price_precision(self):
        return self.env['decimal.precision'].precision_get('Product Price')

    def _get_print_price(self, line, quantity, is_included):
        """:param line: line of an order, an offer or an invoice
        :param is_included: whether the column shows prices with tax
        :return: pair: unit price and amount, both before the discount of the line
        """
        taxes, currency = line.tax_ids.flatten_taxes_hierarchy(), self.currency_id
        if all(tax.price_include == is_included for tax in taxes):
            return line.price_unit, currency.round(line.price_unit * quantity)
        AccountTax = self.env['account.tax']
        base_line = AccountTax._prepare_base_line_for_taxes_computation(
            {}, tax_ids=line.tax_ids, price_unit=line.price_unit, quantity=quantity or 1.0, currency_id=currency,
            product_id=line.product_id)
        AccountTax._add_tax_details_in_base_line(base_line, self.company_id)
        amount = base_line['tax_details'][f'raw_total_{"included" if is_included else "excluded"}_currency']
        digits = max(self._count_price_digits(line.price_unit, currency), self._get_price_precision())
        return float_round(amount / (quantity or 1.0), digits), currency.round(amount) if quantity else 0.0

    def _get_discount_kind(self, values):
        """:param values: discounts of all lines, in per cent or money
        :return: ``discount``, ``surcharge``, ``both`` or False
        """
        values = list(values)
        has_discount, has_surcharge = any(value > 0 for value in values), any(value < 0 for value in values)
        if has_discount and has_surcharge:
            return 'both'
        return 'surcharge' if has_surcharge else 'discount' if has_discount else False

    def _get_discount_label(self, kind):
        return {
            'both': self.env._("Discount (−), surcharge (+)"),
            'surcharge': self.env._("Surcharge"),
        }.get(kind, self.env._("Discount"))

    @api.model
    def _sign_discount(self, kind, value, text):
        """:param text: ``value`` without its sign, as it is printed
        :return: the text, with a sign if the column holds both discounts and surcharges
        """
        sign = '' if kind != 'both' else '+' if value < 0 else '−' if value > 0 else ''
        return f'{sign}{text}'
