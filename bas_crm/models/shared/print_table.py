from odoo import api, models

from ...tools.print_text import split_text

HEADINGS = ('section', 'subsection')
#: in pixels: what a table has on a page, what its text needs at least, what stands around the text of a cell
TABLE_WIDTH, TEXT_WIDTH, PADDING = 640, 130, 14
#: in pixels at the size of letters of a table: a digit, a blank or a comma of a number, a letter of a text
DIGIT, BLANK, LETTER = 6.6, 3.2, 6.0
#: where numbers leave no room for the text, all letters are as much smaller
SMALLER = 0.8


class BasPrint(models.AbstractModel):
    """Printed tables: columns as wide as their figures ask, rows that fit on a page."""

    _inherit = 'bas.print.mixin'

    @api.model
    def _lay_out_table(self, table):
        """:param table: dict for the template ``print_lines``: ``columns``, ``groups``, ``totals``
        :return: the same dict with columns that hold their figures, long texts in several rows, and ``scale``, the size of
            letters
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
                self._measure(text) * scale for text in texts if column.get('css') == 'bas-number'), 0)
            columns.append({**column, 'width': f'{width:.0f}px'})
            left -= width
        return columns, left

    @api.model
    def _to_pixels(self, width):
        return float(width[:-1]) * TABLE_WIDTH / 100 if width.endswith('%') else float(width.removesuffix('px'))

    @api.model
    def _measure(self, text):
        """:return: pixels that a number takes on one line of its cell"""
        return PADDING + sum(DIGIT if letter.isalnum() else BLANK for letter in text)

    # ------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------

    @api.model
    def _group_print_rows(self, rows):
        """Rows that stay on one page: a heading with the first line under it, a line with its notes.

        :param rows: list of dicts with ``kind``: section, subsection, note or line
        :return: list of lists of them
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
        """Divide rows that may not fit on a page; what follows the first part of one may stand on the next page."""
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
        """:return: list of rows; those after the first hold nothing but the rest of the text"""
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
