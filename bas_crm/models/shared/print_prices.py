from odoo import api, models
from odoo.tools import float_repr, float_round

#: the screen shows no more decimals of a price
MOST_DIGITS = 6


class BasPrint(models.AbstractModel):
    """Prices in a printed table: with the tax in them or without, as the column says; what is taken off or added."""

    _inherit = 'bas.print.mixin'

    @api.model
    def _format_price(self, price, currency):
        """With all its decimals, at least those of the currency."""
        digits = self._count_price_digits(price, currency)
        decimals = float_repr(float_round(price, digits), digits).partition('.')[2].rstrip('0')
        return self._format_number(price, max(currency.decimal_places, len(decimals)))

    @api.model
    def _count_price_digits(self, price, currency):
        """:return: how many decimals were typed; of a quotient without an end, how many are set for prices"""
        for digits in range(currency.decimal_places, MOST_DIGITS + 1):
            if abs(float_round(price, digits) - price) < 1e-9 * max(1.0, abs(price)):
                return digits
        return max(currency.decimal_places, self._get_price_precision())

    @api.model
    def _get_price_precision(self):
        return self.env['decimal.precision'].precision_get('Product Price')

    def _get_print_price(self, line, quantity, is_included):
        """:param line: of an order, an offer or an invoice
        :param is_included: whether the column shows prices with the tax in them
        :return: pair: the price of one, the amount of all, both before the discount of the line
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

    # ------------------------------------------------------------
    # Discounts; a negative one is a surcharge
    # ------------------------------------------------------------

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
        :return: the text, with a sign where the column holds discounts and surcharges
        """
        sign = '' if kind != 'both' else '+' if value < 0 else '−' if value > 0 else ''
        return f'{sign}{text}'
