from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty
from odoo.tools.misc import format_date

from ...tools.shares import split

#: parts of a document; the total of a line is the sum of both
AMOUNTS = ('untaxed', 'tax')


class BasPrintTrade(models.AbstractModel):
    """A sale that is printed as «Рахунок на оплату», «Видаткова накладна», «Акт наданих послуг».

    Requisites of primary documents follow law 996-XIV, art. 9; the layout is that of BAS.
    """

    _name = 'bas.print.trade.mixin'
    _inherit = 'bas.print.mixin'
    _description = 'Printed Sale'

    def _check_trade_print(self, kind):
        """:raises UserError: the document cannot be printed as ``kind``"""

    def _get_trade_lines(self):
        """:return: lines of the document in order, with headings and notes"""
        raise NotImplementedError

    def _get_trade_number(self):
        raise NotImplementedError

    def _get_form_number(self, kind):
        """:return: the number in the title of the print"""
        return self._get_trade_number()

    def _get_trade_date(self):
        """:return: date"""
        raise NotImplementedError

    def _get_trade_deadline(self):
        """:return: the day until which the invoice can be paid, or False"""
        raise NotImplementedError

    def _get_trade_user(self):
        """:return: the user who issued the document"""
        raise NotImplementedError

    def _get_trade_note(self):
        """:return: HTML"""
        raise NotImplementedError

    def _get_amount_to_pay(self):
        return self.amount_total

    def _get_trade_print(self, kind):
        """All data of the print, as texts in the language of the document.

        :param kind: ``payment_invoice``, ``goods_issue``, ``service_act``
        :return: dict for the template of the same name
        :raises UserError: the document cannot be printed as ``kind``
        """
        self.ensure_one()
        self._check_trade_print(kind)
        if not self._select_trade_lines(kind):
            raise UserError(self._get_no_lines_message(kind))
        self._check_trade_totals(kind)
        doc = self._in_text_lang()
        return {**doc._get_trade_common(kind), **getattr(doc, f'_get_{kind}_print')()}

    def _get_trade_common(self, kind):
        totals = self._get_trade_totals(kind)
        return {
            'doc': self,
            'title': self._get_trade_title(kind),
            'supplier': self._get_print_party(self.company_id.partner_id, self._get_print_account(), has_tax_status=True),
            'customer': self._get_print_party(self.partner_id),
            'basis': self._get_trade_basis(),
            'place': self.company_id.city or '',
            'table': self._get_trade_table(kind),
            'summary': self._get_trade_summary(kind, totals),
            'words': self._get_amount_in_words(totals['total'], self.currency_id),
            'vat_words': self._get_vat_words(totals['tax'], self.currency_id),
        }

    def _get_trade_title(self, kind):
        titles = {
            'payment_invoice': self.env._("Invoice for Payment"),
            'goods_issue': self.env._("Goods Issue"),
            'service_act': self.env._("Act of Services Rendered"),
        }
        return self.env._("%(document)s No. %(number)s of %(date)s", document=titles[kind],
                          number=self._get_form_number(kind), date=self._format_date(self._get_trade_date()))

    def _get_trade_basis(self):
        """:return: «№ 42 від 01.02.2026», the contract; an empty string without a contract"""
        # The print shows the contract even if the manager may not open it.
        contract = self.contract_id.sudo()
        return contract.display_name if contract else ''

    def _get_trade_summary(self, kind, totals):
        lines = self._select_trade_lines(kind).filtered(lambda line: not self._get_heading_kind(line))
        return self.env._(
            "Total: %(count)s items, %(amount)s %(currency)s.", count=len(lines),
            amount=self._format_amount(totals['total'], self.currency_id), currency=self._get_print_currency(self.currency_id))

    def _get_payment_invoice_print(self):
        purpose, deadline, note = self._get_payment_purpose(), self._get_trade_deadline(), self._get_trade_note()
        return {
            'payment': self._get_payment_sample(purpose),
            'qr': self._get_payment_qr(self._get_amount_to_pay(), purpose),
            'deadline': self._format_date(deadline),
            'has_goods': bool(self._select_trade_lines('goods_issue')),
            'note': False if is_html_empty(note) else note,
            'issuer': self._get_trade_user().name or '',
            'logo': not self.company_id.uses_default_logo and self.company_id.partner_id.image_512,
        }

    def _get_payment_purpose(self):
        tax = self.amount_tax
        vat = self.env._("without VAT") if self.currency_id.is_zero(tax) else self.env._(
            "VAT %(amount)s %(currency)s", amount=self._format_amount(tax, self.currency_id),
            currency=self._get_print_currency(self.currency_id))
        return self.env._("Payment of invoice No. %(number)s of %(date)s, %(vat)s", number=self._get_trade_number(),
                          date=format_date(self.env, self._get_trade_date()), vat=vat)

    def _get_goods_issue_print(self):
        return {
            'signatures': [
                self._get_print_signature(self.env._("Shipped by"), self.company_id.partner_id),
                self._get_print_signature(self.env._("Received by")),
            ],
        }

    def _get_service_act_print(self):
        firm, customer = self.company_id.partner_id, self.partner_id.commercial_partner_id
        totals = self._get_trade_totals('service_act')
        return {
            'approvals': [self._get_print_signature(party.legal_name or party.name or '', party) for party in (firm, customer)],
            'opening': self._get_act_opening(firm, customer),
            'cost': self._get_act_cost(totals),
            'signatures': [
                self._get_print_signature(self.env._("From the contractor*"), firm),
                self._get_print_signature(self.env._("From the customer*"), customer),
            ],
        }

    def _get_act_opening(self, firm, customer):
        def represented(party):
            name = party.legal_name or party.name or ''
            by = party.signatory_genitive
            return self.env._("%(party)s, represented by %(signatory)s", party=name, signatory=by) if by else name

        contract = self._get_trade_basis()
        basis = self.env._("Contract %(contract)s", contract=contract) if contract else self.env._(
            "Invoice No. %(number)s", number=self._get_trade_number())
        return self.env._(
            "We, the undersigned, the representative of the customer %(customer)s, on the one side, and the representative of"
            " the contractor %(contractor)s, on the other side, have drawn up this act to the effect that on the basis of:"
            " %(basis)s, the contractor has done the following works (rendered the following services):",
            customer=represented(customer), contractor=represented(firm), basis=basis)

    def _get_act_cost(self, totals):
        """:return: the sentence with the amounts in words"""
        words = (self._get_amount_in_words(totals[name], self.currency_id) for name in ('total', 'untaxed', 'tax'))
        total, untaxed, tax = (text[:1].lower() + text[1:] for text in words)  # within a sentence
        if self.currency_id.is_zero(totals['tax']):
            return self.env._("The total cost of the works (services) is %(total)s.", total=total)
        return self.env._(
            "The total cost of the works (services) is %(untaxed)s without VAT, the VAT is %(tax)s,"
            " the total cost of the works (services) with VAT is %(total)s.", untaxed=untaxed, tax=tax, total=total)

    # Amounts of goods and of services if the document as a whole has a deduction

    def _get_trade_part(self, line):
        """:return: ``goods`` or ``service``; a line without an item counts as goods"""
        return 'service' if line.product_id.type == 'service' else 'goods'

    def _is_deduction(self, line):
        """Tell whether the line reduces the price. An advance does not: it has been paid already."""
        amount = line.price_subtotal or line.price_total
        is_sold = not self._get_heading_kind(line) and not line.is_downpayment
        return is_sold and self.currency_id.compare_amounts(amount, 0) < 0

    def _get_trade_amounts(self):
        """:return: dict: sold line → its share of the document: dict ``untaxed``, ``tax``, ``total``, never negative"""
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
        """Deduct ``amount`` first from the lines it belongs to, and the rest from the others."""
        rest = self.currency_id.round(amount)
        for lines in self._get_lines_to_deduct_from(deduction, list(amounts[name])):
            if self.currency_id.compare_amounts(rest, 0) <= 0:
                return
            rest -= self._deduct_from(lines, min(rest, sum(amounts[name][line] for line in lines)), amounts[name])

    def _get_lines_to_deduct_from(self, deduction, sold):
        """:return: list of groups of lines in the order of deduction: lines with the same taxes before others; returned goods are
            deducted from goods"""
        if self._get_trade_part(deduction) != 'service' and deduction.product_id:
            goods = [line for line in sold if self._get_trade_part(line) != 'service']
            yield from self._group_by_same_taxes(deduction, goods)
        yield from self._group_by_same_taxes(deduction, sold)

    def _group_by_same_taxes(self, deduction, sold):
        taxes = deduction.tax_ids._origin
        yield [line for line in sold if line.tax_ids._origin == taxes]
        yield [line for line in sold if taxes and taxes <= line.tax_ids._origin]
        yield sold

    def _deduct_from(self, lines, amount, amounts):
        """Divide ``amount`` between the parts of the document, then between the lines of each part."""
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

    def _get_trade_totals(self, kind):
        """Totals of a print. Goods issue, act and advances of one document add up to its total exactly.

        :return: dict: ``untaxed``, ``tax``, ``total``, in the currency of the document
        """
        if kind == 'payment_invoice':
            return {'untaxed': self.amount_untaxed, 'tax': self.amount_tax, 'total': self.amount_total}
        return self._get_part_totals()['service' if kind == 'service_act' else 'goods']

    def _check_trade_totals(self, kind):
        """:raises UserError: the deductions exceed the amount"""
        if any(self.currency_id.compare_amounts(amount, 0) < 0 for amount in self._get_trade_totals(kind).values()):
            raise UserError(self.env._(
                "The deductions in %(document)s exceed the amount sold, so it cannot be printed. "
                "Check the lines with negative amounts.",
                document=self.display_name))

    def _get_part_totals(self):
        """:return: dict: ``goods``, ``service`` → totals; the larger part gets the rounding difference"""
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
