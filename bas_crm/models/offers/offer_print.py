import base64

from markupsafe import Markup

from odoo import models
from odoo.tools.image import image_data_uri, image_process
from odoo.tools.misc import format_date

from ...tools.item_texts import strip_code
from ...tools.print_text import split_text

#: in pixels; twice the size on the page, for a sharp print
LOGO_SIZE = (480, 124)
#: kind of heading → kinds of headings that end its part
ENDS = {'line_section': {'line_section'}, 'line_subsection': {'line_section', 'line_subsection'}}
#: number of characters that fit on a line of the printed comparison: in the title, and in all variants together
TITLE_LETTERS, VARIANTS_LETTERS = 34, 96
#: fields in which the customer sees a difference between two lines
COMPARED_FIELDS = ('product_id', 'product_uom_qty', 'product_uom_id', 'price_unit', 'discount', 'tax_ids', 'is_optional')


class BasCommercialOffer(models.Model):
    """The data of the printed offer. Figures are formatted as text here; the templates only place them."""

    _inherit = 'bas.commercial.offer'

    def _get_report_base_filename(self):
        title = self.env._("Commercial Offer")
        return f'{title} {self.name} {self.variant}'

    def _get_print_requisites(self):
        """:return: list of texts for the letterhead"""
        firm = self.company_id.partner_id
        return [text for text in (
            self._format_address(firm),
            self._join_labelled(self._get_party_codes(firm)),
            ' · '.join(filter(None, [firm.phone, firm.email, self.company_id.website])),
        ) if text]

    def _get_print_logo(self):
        """:return: str: the logo as a data URI, scaled down to the size that the page needs"""
        logo = image_process(base64.b64decode(self.company_id.logo), size=LOGO_SIZE)
        return image_data_uri(base64.b64encode(logo))

    def _get_print_payment_code(self):
        return self._get_payment_qr(self.amount_total, self.env._(
            "Payment under the commercial offer %(number)s of %(date)s", number=self.name,
            date=format_date(self.env, self.date, date_format='dd.MM.yyyy')))

    def _get_print_table(self):
        """:return: dict for the template ``print_lines``: ``columns``, ``groups``, ``totals``"""
        picture = {'label': '', 'width': '66px', 'css': 'bas-center'}
        kind = self._get_line_discount_kind()
        discount = {'label': self._get_discount_label(kind), 'width': '62px', 'css': 'bas-number'}
        amount = self.env._("Amount, %(currency)s", currency=self._get_print_currency(self.currency_id))
        columns = [
            {'label': self.env._("No."), 'width': '28px', 'css': 'bas-center'},
            picture,
            {'label': self.env._("Goods and Services"), 'width': 'auto', 'css': 'bas-text'},
            {'label': self.env._("Quantity"), 'width': '62px', 'css': 'bas-number'},
            {'label': self.env._("Unit"), 'width': '56px', 'css': 'bas-center'},
            {'label': self.env._("Price"), 'width': '76px', 'css': 'bas-number'},
            discount,
            {'label': amount, 'width': '86px', 'css': 'bas-number'},
        ]
        if self.design != 'pictures':
            columns.remove(picture)
        if not kind:
            columns.remove(discount)
        return {'columns': columns, 'groups': self._group_print_rows(self._get_print_rows()), 'totals': self._get_print_totals()}

    def _get_print_rows(self):
        """:return: list of dicts with ``kind`` and ``cells`` or ``text``, without the lines that a heading hides"""
        rows, number, without_prices = [], 0, self._get_lines_below('collapse_prices')
        for line in self.line_ids - self._get_lines_below('collapse_composition'):
            kind = (line.display_type or 'line').removeprefix('line_')
            if line.display_type in ENDS:
                rows.append({'kind': kind, 'text': self._get_heading(line)})
            elif line.display_type:
                rows.append({'kind': kind, 'text': line.name})
            elif line._is_combo():
                rows.append({'kind': 'subsection', 'text': self._get_combo_heading(line, line not in without_prices)})
            else:
                number += 1
                rows.append({'kind': kind, 'cells': line._get_print_cells(number, line not in without_prices)})
        return rows

    def _get_heads(self):
        """:return: dict: line → the headings that it belongs to"""
        heads, above = {}, {}
        for line in self.line_ids:
            above = {kind: head for kind, head in above.items() if line.display_type not in ENDS[kind]}
            heads[line] = line.browse().concat(*above.values())
            if line.display_type in ENDS:
                above[line.display_type] = line
        return heads

    def _get_lines_below(self, flag):
        """:return: the lines that belong to a heading with ``flag`` set"""
        return self.line_ids.browse().concat(*(
            line for line, heads in self._get_heads().items() if any(heads.mapped(flag))))

    def _get_heading(self, head):
        """:return: str: the name of a section with the sum of its lines"""
        amount = self._get_section_amount(head)
        parts = [head.name, self.env._("(on request)") if head.is_optional else '']
        if not self.currency_id.is_zero(amount):
            parts.append(f"— {self._format_amount(amount, self.currency_id)}")
        return ' '.join(filter(None, parts))

    def _get_combo_heading(self, combo, has_prices):
        """:return: str: the name of a combo with its quantity and the sum of its parts"""
        amount = f'— {self._format_amount(combo._get_combo_amount(), self.currency_id)}' if has_prices else ''
        quantity = f'× {self._format_quantity(combo.product_uom_qty)} {combo.product_uom_id.name}'
        return ' '.join(filter(None, (strip_code(combo.name, combo.product_id), quantity, amount)))

    def _get_section_amount(self, head):
        lines, amount = list(self.line_ids), 0.0
        for line in lines[lines.index(head) + 1:]:
            if line.display_type in ENDS[head.display_type]:
                break
            amount += 0.0 if line._is_on_request() else line._get_print_amount()
        return amount

    def _get_print_totals(self):
        """:return: list of (label, text) below the table"""
        changes = [line._get_print_discount() for line in self.line_ids if not line._is_on_request()]
        taken, added = sum(change for change in changes if change > 0), -sum(change for change in changes if change < 0)
        totals = [(self._get_discount_label(kind), amount) for kind, amount in (('discount', taken), ('surcharge', added))
                  if not self.currency_id.is_zero(amount)]
        groups = [tuple(group) for group in self.tax_groups or []]
        if self.currency_id.is_zero(self.amount_tax):
            totals.append((self.env._("Total without VAT"), self.amount_total))
        elif self._is_tax_included():
            totals += [(self.env._("Total"), self.amount_total),
                       *((self.env._("Including %(tax)s", tax=name), amount) for name, amount in groups)]
        else:
            totals += [(self.env._("Total without VAT"), self.amount_untaxed), *groups,
                       (self.env._("Total with VAT"), self.amount_total)]
        return [(title + ':', self._format_amount(amount, self.currency_id)) for title, amount in totals]

    def _is_tax_included(self):
        """:return: bool: whether the prices of the offer include taxes"""
        taxes = self.line_ids.tax_ids.flatten_taxes_hierarchy()
        return bool(taxes) and all(taxes.mapped('price_include'))

    def _get_line_discount_kind(self):
        return self._get_discount_kind(self.line_ids.filtered(lambda line: not line.display_type).mapped('discount'))

    # Comparison of variants: the same table on the order, on the customer's page and in the print

    def _render_comparison(self):
        """:return: Markup of the table, empty without offers"""
        return self.env['ir.qweb']._render('bas_crm.offer_comparison', self._get_comparison()) if self else False

    def _get_comparison(self, for_customer=False, is_print=False):
        """Compare the offers, with matching lines in one row.

        :param for_customer: leave out the lines and prices that sections hide from the customer
        :param is_print: split long rows, so that no row is longer than a page
        :return: dict: ``offers``; ``rows``: list of dicts with ``title``, ``display_type`` (also ``combo``, and ``part``
            for a choice in it), ``is_rest`` if the row continues the texts of the row above, ``is_begun`` if the next row
            continues this one, and ``cells``: for each offer a dict of its ``line`` (or none), its ``text`` if it differs
            from the title, whether it ``differs`` from the first variant, ``has_prices`` and ``has_figures``
        """
        rows, hidden, without_prices = [], self.line_ids.browse(), self.line_ids.browse()
        for offer in self if for_customer else ():
            hidden |= offer._get_lines_below('collapse_composition')
            without_prices |= offer._get_lines_below('collapse_prices')
        for offer in self:
            offer._join_rows(rows, offer.line_ids - hidden)
        described = [self._describe_row(lines, without_prices) for lines in rows]
        if is_print:
            described = [part for row in described for part in self._divide_row(row)]
        return {'offers': self, 'rows': described, 'is_print': is_print}

    def _join_rows(self, rows, lines):
        """Add the lines of one offer to ``rows``: each to the row of the same order line, else of the same content, else to
        a new row below the previous line's.

        :param rows: list of dicts: offer → line
        """
        self.ensure_one()
        row_of = {}
        for is_same in (_has_same_origin, _has_same_content):
            for line in lines - lines.browse([line.id for line in row_of]):
                row = next((row for row in rows if self not in row and any(is_same(line, other) for other in row.values())), None)
                if row is not None:
                    row[self] = line
                    row_of[line] = row
        place = 0
        for line in lines:
            if line in row_of:
                place = next(index for index, row in enumerate(rows) if row is row_of[line]) + 1
            else:
                rows.insert(place, {self: line})
                place += 1

    def _describe_row(self, lines, without_prices):
        first = next(iter(lines.values()))
        title = first._get_customer_text()
        texts = {offer: line._get_customer_text() for offer, line in lines.items()}
        return {
            'title': title,
            'display_type': 'combo' if first._is_combo() else 'part' if first.combo_item_id else first.display_type,
            'cells': [{
                'line': lines.get(offer),
                'text': texts[offer] if texts.get(offer, title) != title else '',
                'differs': _differs(lines.get(self[:1]), lines.get(offer)),
                'has_prices': offer in lines and lines[offer] not in without_prices,
                'has_figures': True,
            } for offer in self],
        }

    def _divide_row(self, row):
        """:return: list of rows that ``row`` is split into; the figures are in the row where the text of their cell ends"""
        letters = max(VARIANTS_LETTERS // len(self), 8)
        titles = split_text(row['title'] or '', TITLE_LETTERS)
        texts = [split_text(cell['text'], letters) for cell in row['cells']]
        rows, count = [], max(map(len, [titles, *texts]))
        for number in range(count):
            title, *parts = (part[number] if number < len(part) else '' for part in [titles, *texts])
            rows.append({
                **row, 'title': title, 'is_rest': bool(number), 'is_begun': number < count - 1,
                'cells': [{**cell, 'text': text, 'has_figures': number == len(all_of_it) - 1}
                          for cell, text, all_of_it in zip(row['cells'], parts, texts, strict=True)]})
        return rows


class BasCommercialOfferLine(models.Model):
    _inherit = 'bas.commercial.offer.line'

    def _get_customer_text(self):
        """:return: str: the description for the customer: without the item's internal code, with a mark if it is on request"""
        self.ensure_one()
        text = strip_code(self.name or '', self.product_id)
        mark = self.env._("(on request)")
        return f'{text}\n{mark}' if self._is_on_request() else text

    def _get_discount_words(self):
        """:return: «знижка 10 %», «надбавка 10 %»"""
        percent = self.offer_id._format_quantity(abs(self.discount))
        return self.env._("discount %(percent)s%%", percent=percent) if self.discount > 0 else self.env._(
            "surcharge %(percent)s%%", percent=percent)

    def _get_print_amount(self):
        """:return: float: the amount of the line, with taxes if the prices include them"""
        return self.price_total if self.offer_id._is_tax_included() else self.price_subtotal

    def _get_print_discount(self):
        """:return: float: the amount of the line's discount, with taxes if the prices include them"""
        offer = self.offer_id
        if not self.discount or self.display_type:
            return 0.0
        _price, full = offer._get_print_price(self, self.product_uom_qty, offer._is_tax_included())
        return full - self._get_print_amount()

    def _get_print_price(self):
        """:return: str: the price, with taxes if the amount beside it includes them"""
        offer = self.offer_id
        price, _full = offer._get_print_price(self, self.product_uom_qty, offer._is_tax_included())
        return offer._format_price(price, self.currency_id)

    def _get_print_cells(self, number, has_prices):
        """:return: list of texts, one for each column of the table"""
        offer = self.offer_id
        kind = offer._get_line_discount_kind()
        percent = f'{offer._format_quantity(abs(self.discount))}\N{NO-BREAK SPACE}%' if self.discount else ''
        discount = offer._sign_discount(kind, self.discount, percent)
        return [
            str(number),
            *([self._get_print_picture()] if offer.design == 'pictures' else []),
            self._get_customer_text(),
            offer._format_quantity(self.product_uom_qty),
            self.product_uom_id.name or '',
            self._get_print_price() if has_prices else '',
            *([discount if has_prices else ''] if kind else []),
            offer._format_amount(self._get_print_amount(), self.currency_id) if has_prices else '',
        ]

    def _get_print_picture(self):
        """:return: Markup of the item's picture, embedded as a data URI"""
        picture = self.product_id.image_128
        return Markup('<img src="%s" class="bas-picture"/>') % image_data_uri(picture) if picture else ''


def _differs(line, other):
    if not line or not other:
        return line != other
    return line._get_customer_text() != other._get_customer_text() or any(
        line[name] != other[name] for name in COMPARED_FIELDS)


def _has_same_origin(line, other):
    return bool(line.order_line_id) and line.order_line_id == other.order_line_id


def _has_same_content(line, other):
    if line.display_type or other.display_type:
        return line.display_type == other.display_type and line.name == other.name
    return (line.product_id, line.combo_item_id) == (other.product_id, other.combo_item_id)
