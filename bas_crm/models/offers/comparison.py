from odoo import models

from ...tools.print_text import split_text

#: letters on a line of the printed table: of what is compared, and of all variants together
TITLE_LETTERS, VARIANTS_LETTERS = 34, 96

#: in what two lines may differ for the customer
COMPARED_FIELDS = ('product_id', 'product_uom_qty', 'product_uom_id', 'price_unit', 'discount', 'tax_ids', 'is_optional')


class BasCommercialOffer(models.Model):
    """Several variants side by side: on the order, on the customer's page and on paper the same table."""

    _inherit = 'bas.commercial.offer'

    def _render_comparison(self):
        """:return: Markup of the table, empty without offers"""
        return self.env['ir.qweb']._render('bas_crm.offer_comparison', self._get_comparison()) if self else False

    def _get_comparison(self, for_customer=False, is_print=False):
        """Put lines that mean the same into one row.

        :param for_customer: leave out the lines and prices that sections hide from him
        :param is_print: no row is longer than a page
        :return: dict: ``offers``; ``rows``: list of dicts with ``title``, ``display_type`` (also ``combo``, and ``part``
            for a choice in it), ``is_rest`` for one that only goes on with the texts of the row above, ``is_begun`` for that
            one, and ``cells``: for each offer a dict of its ``line`` (or none), its ``text`` where it is another than the
            title, whether it ``differs`` from the first variant, ``has_prices`` and ``has_figures``
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
        """Add the lines of one offer to ``rows``: each to the row of the same origin, else of the same item, else to a
        row of its own below the one before.

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
        """:return: list of rows: the figures stand where the text of their cell ends"""
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
