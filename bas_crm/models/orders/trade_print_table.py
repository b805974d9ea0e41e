from odoo import api, models

from ...tools.item_texts import strip_code
from ..shared.print_mixin import NBSP

#: columns in order: name → width in per cent; the text column gets the rest
WIDTHS = {'number': 4, 'code': 10, 'text': 0, 'quantity': 8, 'unit': 10, 'price': 12, 'full': 12, 'discount': 10, 'amount': 14}
STYLES = {
    'number': 'bas-center', 'text': 'bas-text', 'unit': 'bas-center',
    **dict.fromkeys(('quantity', 'price', 'full', 'discount', 'amount'), 'bas-number')}


class BasPrintTrade(models.AbstractModel):
    """The table of a printed sale: its lines, prices and totals."""

    _inherit = 'bas.print.trade.mixin'
    #: name of the field with the quantity of a line
    _trade_quantity_field = 'quantity'

    # ------------------------------------------------------------
    # Selection of lines
    # ------------------------------------------------------------

    @api.model
    def _get_heading_kind(self, line):
        """:return: ``section``, ``subsection``, ``note``; False for a line with an item"""
        kind = line.display_type
        return kind.removeprefix('line_') if kind and kind.startswith('line_') else False

    @api.model
    def _is_trade_line(self, line, kind):
        """Tell whether the print contains a line. Without an item it counts as goods; an advance is neither goods nor service."""
        if self._is_deduction(line):
            return False
        if kind == 'payment_invoice':
            return True
        return not line.is_downpayment and (line.product_id.type == 'service') == (kind == 'service_act')

    def _select_trade_lines(self, kind):
        """:return: the lines of this print with their headings and notes"""
        lines = self._get_trade_lines()
        selected, headings, is_kept = lines.browse(), lines.browse(), None
        for line in lines:
            heading = self._get_heading_kind(line)
            if heading == 'note':
                # A note before the first line of a section introduces the section.
                headings, selected = (headings | line, selected) if is_kept is None else (
                    headings, selected | line if is_kept else selected)
            elif heading:
                is_kept = None
                headings = line if heading == 'section' else headings | line
            else:
                is_kept = self._is_trade_line(line, kind)
                if is_kept:
                    selected, headings = selected | headings | line, lines.browse()
        return selected

    # ------------------------------------------------------------
    # Prices and totals
    # ------------------------------------------------------------

    def _has_vat_included(self):
        """Tell whether prices include tax; if only some do, all are shown without tax."""
        lines = self._get_trade_lines().filtered(lambda line: not self._get_heading_kind(line))
        taxes = lines.tax_ids.flatten_taxes_hierarchy()
        return bool(taxes) and all(taxes.mapped('price_include'))

    def _get_trade_rows(self, lines):
        """:return: dict: line → dict of figures: ``quantity``, ``price``, ``full`` (before discounts), ``discount``,
            ``amount``"""
        is_included, shares = self._has_vat_included(), self._get_trade_amounts()
        return {line: self._get_trade_row(line, is_included, shares.get(line)) for line in lines}

    def _get_trade_row(self, line, is_included, share):
        """:param share: the amounts of the line after deductions of the document; None for an advance"""
        quantity = line[self._trade_quantity_field]
        own = line.price_total if is_included else line.price_subtotal
        amount = share['total' if is_included else 'untaxed'] if share else own
        price, full = self._get_print_price(line, quantity, is_included)
        full = full if line.discount else own
        return {'quantity': quantity, 'price': price, 'full': full, 'discount': full - amount, 'amount': amount}

    # ------------------------------------------------------------
    # The table
    # ------------------------------------------------------------

    def _get_trade_table(self, kind):
        """:return: dict for the template ``bas_crm.print_lines``"""
        lines = self._select_trade_lines(kind)
        totals, is_included = self._get_trade_totals(kind), self._has_vat_included()
        sold = lines.filtered(lambda line: not self._get_heading_kind(line))
        figures = self._get_trade_rows(sold)
        discounts = self._get_trade_discount_kind(figures)
        names = self._get_trade_column_names(kind, discounts)
        rows, number = [], 0
        for line in lines:
            heading = self._get_heading_kind(line)
            number += not heading
            rows.append({'kind': heading, 'text': line.name or ''} if heading else {
                'kind': 'line', 'cells': self._get_trade_cells(line, number, figures[line], names, discounts)})
        has_tax = not self.currency_id.is_zero(totals['tax'])
        return {
            'columns': self._get_trade_columns(kind, names, is_included if has_tax else None, discounts),
            'groups': self._group_print_rows(rows),
            'totals': self._get_trade_total_rows(kind, totals, is_included, figures),
        }

    def _get_trade_discount_kind(self, figures):
        return self._get_discount_kind(self.currency_id.round(row['discount']) for row in figures.values())

    @api.model
    def _get_trade_column_names(self, kind, has_discount):
        """The invoice shows amounts before discount, while primary documents show codes of items instead."""
        hidden = {'code'} if kind == 'payment_invoice' else {'full'}
        if not has_discount:
            hidden |= {'full', 'discount'}
        return [name for name in WIDTHS if name not in hidden]

    def _get_no_lines_message(self, kind):
        return {
            'payment_invoice': self.env._("%(document)s has no lines to be paid.", document=self.display_name),
            'goods_issue': self.env._("%(document)s has no goods to issue.", document=self.display_name),
            'service_act': self.env._("%(document)s has no services to accept.", document=self.display_name),
        }[kind]

    def _get_trade_columns(self, kind, names, is_included, discounts):
        """:param is_included: whether prices include tax; None if there is no tax
        :param discounts: result of ``_get_discount_kind``
        """
        vat = {True: self.env._("with VAT"), False: self.env._("without VAT"), None: ''}[is_included]
        texts = {
            'payment_invoice': self.env._("Goods (services)"), 'goods_issue': self.env._("Goods"),
            'service_act': self.env._("Works, services")}
        labels = {
            'number': self.env._("No."), 'code': self.env._("Code"), 'text': texts[kind], 'quantity': self.env._("Qty"),
            'unit': self.env._("Unit"),
            'price': ' '.join((self.env._("Price"), vat)), 'discount': self._get_discount_label(discounts),
            'full': self.env._("Amount before surcharge") if discounts == 'surcharge' else self.env._("Amount before discount"),
            'amount': ' '.join((self.env._("Amount"), vat))}
        widths = {**{name: WIDTHS[name] for name in names}, 'text': 100 - sum(WIDTHS[name] for name in names)}
        return [
            {'label': labels[name].strip(), 'width': f'{widths[name]}%', 'css': STYLES.get(name)} for name in names]

    def _get_trade_cells(self, line, number, row, names, discounts):
        currency, code = self.currency_id, line.product_id.default_code or ''
        cells = {
            'number': str(number),
            'code': code,
            'text': strip_code(line.name or line.product_id.display_name or '', line.product_id),
            'quantity': self._format_quantity(row['quantity']),
            'unit': line.product_uom_id.name or '',
            'price': self._format_price(row['price'], currency),
            **{name: self._format_amount(row[name], currency) for name in ('full', 'amount')},
            'discount': self._sign_discount(
                discounts, currency.round(row['discount']), self._format_amount(abs(row['discount']), currency)),
        }
        return [cells[name] for name in names]

    def _get_trade_total_rows(self, kind, totals, is_included, figures):
        """:return: list of (label, text); a cash rounding difference is a row before the totals, so that the column adds up"""
        untaxed, tax, total = (self._format_amount(totals[name], self.currency_id) for name in ('untaxed', 'tax', 'total'))
        is_of_total = is_included or self.currency_id.is_zero(totals['tax'])
        if self.currency_id.is_zero(totals['tax']):
            rows = [(self.env._("Total"), total), (self.env._("Without tax (VAT)"), '-')]
        elif kind == 'goods_issue':
            rows = [(self.env._("Total without VAT"), untaxed), (self.env._("VAT"), tax), (self.env._("Total with VAT"), total)]
        elif is_included:
            rows = [(self.env._("Total"), total), (self.env._("Including VAT"), tax)]
        else:
            rows = [(self.env._("Total"), untaxed), (self.env._("VAT amount"), tax), (self.env._("Grand total with VAT"), total)]
        rounding = totals['total' if is_of_total else 'untaxed'] - sum(row['amount'] for row in figures.values())
        if not self.currency_id.is_zero(rounding):
            rows.insert(0, (self.env._("Rounding"), self._format_amount(rounding, self.currency_id)))
        return [(f'{label}:'.replace(' ', NBSP), text) for label, text in rows]
