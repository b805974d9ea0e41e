"""Long texts in the cells of a printed table.

wkhtmltopdf repeats the header of a table on every page, but prints it over a row that does not fit on one page, and crashes
on high rows at the end of a page. So a long text is split into several low rows.
"""
import re
from math import ceil

#: maximum lines of a row; a higher row is split
MOST_LINES, PART_LINES = 8, 6


def break_words(text, width):
    """:return: the text with possible line breaks inside long words"""
    return re.sub(rf'\S{{{width}}}(?=\S)', lambda match: match[0] + '\N{ZERO WIDTH SPACE}', text)


def count_lines(text, width):
    """:return: number of lines that the text needs in a column of ``width`` letters"""
    return sum(max(ceil(len(paragraph) / width), 1) for paragraph in (text or '').split('\n'))


def split_text(text, width, most=MOST_LINES, height=PART_LINES):
    """Split a text of more than ``most`` lines into parts of at most ``height`` lines, between paragraphs or words.

    :param str text: with line breaks
    :param int width: letters that fit on one line of the column
    :return: list of texts, at least one
    """
    if count_lines(text, width) <= most:
        return [text]
    parts, lines = [[]], 0
    for paragraph in text.split('\n'):
        for piece in _cut_paragraph(paragraph, width * height):
            needed = count_lines(piece, width)
            if lines and lines + needed > height:
                parts.append([])
                lines = 0
            parts[-1].append(piece)
            lines += needed
    return ['\n'.join(part) for part in parts]


def _cut_paragraph(paragraph, most):
    """:return: list of texts of at most ``most`` letters, split between words if possible"""
    pieces = []
    while len(paragraph) > most:
        place = paragraph.rfind(' ', 1, most + 1)
        place = place if place > 0 else most
        pieces.append(paragraph[:place])
        paragraph = paragraph[place:].lstrip(' ')
    return [*pieces, paragraph]
