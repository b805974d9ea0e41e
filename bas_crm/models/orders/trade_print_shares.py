from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from ...tools.shares import split

#: what a document consists of; a line's total is the sum of both
AMOUNTS = ('untaxed', 'tax')


class BasPrintTrade(models.AbstractModel):
    """What goods and services of one document come to, when something is taken from the document as a whole.

    A negative line is such a deduction: core's discount on the order, a sum taken off by hand. It is no line of a print:
    the lines sold under the same taxes bear it in proportion to their amounts, so that goods issue and act add up to the
    invoice. What is left of rounding goes to the larger part.
    """

    _inherit = 'bas.print.trade.mixin'

    def _get_trade_part(self, line):
        """:return: which part of the document a line belongs to; without an item it counts as goods"""
        return 'service' if line.product_id.type == 'service' else 'goods'

    def _is_deduction(self, line):
        """An advance is paid already and takes nothing off the price."""
        amount = line.price_subtotal or line.price_total
        is_sold = not self._get_heading_kind(line) and not line.is_downpayment
        return is_sold and self.currency_id.compare_amounts(amount, 0) < 0

    # ------------------------------------------------------------
    # Deductions
    # ------------------------------------------------------------

    def _get_trade_amounts(self):
        """:return: dict: line sold → its share of the document: dict ``untaxed``, ``tax``, ``total``, never negative"""
        lines = self._get_trade_lines().filtered(lambda line: not self._get_heading_kind(line) and not line.is_downpayment)
        deductions = lines.filtered(self._is_deduction)
        sold = lines - deductions
        amounts = {name: {} for name in AMOUNTS}
        for line in sold:
            amounts['untaxed'][line] = line.price_subtotal
            amounts['tax'][line] = self.currency_id.round(line.price_total - line.price_subtotal)
        for deduction in deductions:
            self._deduct('untaxed', -deduction.price_subtotal, amounts, deduction)
            self._deduct('tax', deduction.price_subtotal - deduction.price_total, amounts, deduction)
        return {line: {
            'untaxed': amounts['untaxed'][line], 'tax': amounts['tax'][line],
            'total': self.currency_id.round(amounts['untaxed'][line] + amounts['tax'][line])} for line in sold}

    def _deduct(self, name, amount, amounts, deduction):
        """Take ``amount`` from the lines it belongs to first, what they cannot bear from the others."""
        rest = self.currency_id.round(amount)
        for lines in self._get_bearers(deduction, list(amounts[name])):
            if self.currency_id.compare_amounts(rest, 0) <= 0:
                return
            rest -= self._deduct_from(lines, min(rest, sum(amounts[name][line] for line in lines)), amounts[name])

    def _get_bearers(self, deduction, sold):
        """:return: lists of lines, those first that the deduction belongs to: of the same taxes, then of others; goods
            taken back are taken from goods"""
        if self._get_trade_part(deduction) != 'service' and deduction.product_id:
            goods = [line for line in sold if self._get_trade_part(line) != 'service']
            yield from self._get_bearers_by_taxes(deduction, goods)
        yield from self._get_bearers_by_taxes(deduction, sold)

    def _get_bearers_by_taxes(self, deduction, sold):
        taxes = deduction.tax_ids._origin
        yield [line for line in sold if line.tax_ids._origin == taxes]
        yield [line for line in sold if taxes and taxes <= line.tax_ids._origin]
        yield sold

    def _deduct_from(self, lines, amount, amounts):
        """Divide ``amount`` between the parts of the document, then between the lines of each."""
        if self.currency_id.compare_amounts(amount, 0) <= 0:
            return 0.0
        parts = defaultdict(list)
        for line in lines:
            parts[self._get_trade_part(line)].append(line)
        weights = [sum(amounts[line] for line in part) for part in parts.values()]
        unit = self.currency_id.rounding
        for part, share in zip(parts.values(), split(amount, weights, unit), strict=True):
            for line, taken in zip(part, split(share, [amounts[line] for line in part], unit), strict=True):
                amounts[line] = self.currency_id.round(amounts[line] - taken)
        return amount

    # ------------------------------------------------------------
    # Totals
    # ------------------------------------------------------------

    def _get_trade_totals(self, kind):
        """Goods issue and act of one document, and the advances in it, add up to it to the kopiyka.

        :return: dict: ``untaxed``, ``tax``, ``total``, in the currency of the document
        """
        if kind == 'payment_invoice':
            return {'untaxed': self.amount_untaxed, 'tax': self.amount_tax, 'total': self.amount_total}
        return self._get_part_totals()['service' if kind == 'service_act' else 'goods']

    def _check_trade_totals(self, kind):
        """:raises UserError: more is taken off than there is"""
        if any(self.currency_id.compare_amounts(amount, 0) < 0 for amount in self._get_trade_totals(kind).values()):
            raise UserError(self.env._(
                "More is taken off in %(document)s than is sold, so it cannot be printed. Check the lines with negative amounts.",
                document=self.display_name))

    def _get_part_totals(self):
        """:return: dict: ``goods``, ``service`` → totals; the larger one bears what rounding leaves"""
        advances = self._get_trade_lines().filtered('is_downpayment')
        left = {
            'untaxed': self.amount_untaxed - sum(advances.mapped('price_subtotal')),
            'tax': self.amount_tax - sum(advances.mapped('price_total')) + sum(advances.mapped('price_subtotal'))}
        parts = {part: dict.fromkeys(AMOUNTS, 0.0) for part in ('goods', 'service')}
        for line, amounts in self._get_trade_amounts().items():
            totals = parts['service' if line.product_id.type == 'service' else 'goods']
            for name in AMOUNTS:
                totals[name] += amounts[name]
        largest = max(parts.values(), key=lambda totals: totals['untaxed'] + totals['tax'])
        for name in AMOUNTS:
            largest[name] += left[name] - sum(totals[name] for totals in parts.values())
        return {part: self._round_totals(totals) for part, totals in parts.items()}

    def _round_totals(self, totals):
        rounded = {name: self.currency_id.round(totals[name]) + 0.0 for name in AMOUNTS}
        return {**rounded, 'total': self.currency_id.round(sum(rounded.values()))}
