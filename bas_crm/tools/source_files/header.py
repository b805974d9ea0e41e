"""Find the headings of a table among the first rows of a sheet: anywhere, below a title and parameters, in one or more rows."""
import re
from dataclasses import dataclass

from .headings import DIMENSIONS, is_heading, join_lines, simplify
from .raw import MAX_COLUMNS
from .table import FileProblem
from .texts import clean_text

#: a heading of more rows is none
MAX_HEADER_ROWS = 4
#: numbers, days, codes, phones: what a heading is not
_VALUE = re.compile(r'[\d\s\xa0.,:+()%-]*\d[\d\s\xa0.,:+()%-]*|\S+@\S+|true|false')


@dataclass
class Header:
    """:param rows: numbers of its rows; none if the sheet has no headings
    :param headings: of each column, '' for none
    :param levels: headings of the groups, the outermost first, where a report writes them one below the other in one column
    :param level_column: that column
    :param title: what is above it"""

    rows: tuple[int, ...]
    headings: list[str]
    levels: tuple[str, ...] = ()
    level_column: int = -1
    title: str = ''


def find_header(rows, merges):
    """
    :param list[RawRow] rows: first rows of a sheet that are not empty
    :param list[Merge] merges: merged cells
    :rtype: Header
    """
    place = _find_place(rows)
    if place is None:
        return Header((), [''] * _find_width(rows, rows))
    first, last = _find_extent(rows, place, merges)
    header = rows[first:last + 1]
    width = _find_width(rows, header)
    grid = [[row.cells.get(column, '') for column in range(width)] for row in header]
    title = '\n'.join(' '.join(row.cells.values()) for row in rows[:first])
    levels, level_column = _find_levels(grid)
    return Header(tuple(row.number for row in header), _join(grid, header, merges, level_column), levels, level_column, title)


def _find_width(rows, header):
    """A stray cell far to the right does not widen the table.

    :raises FileProblem: it is too wide
    """
    if max(len(row.cells) for row in header) > MAX_COLUMNS:
        raise FileProblem('too_many_columns', limit=MAX_COLUMNS)
    width = 1 + max(max(row.cells) for row in rows)
    return width if width <= MAX_COLUMNS else 1 + max(max(row.cells) for row in header)


def _find_place(rows):
    """:return: index of the row with the most words known as headings, else of the first row that looks like one, or None"""
    hits = [sum(map(is_heading, set(row.cells.values()))) for row in rows]
    best = max(hits)
    for index, row in enumerate(rows):
        # The first of several headings, if it is nothing but known words; else the one with most of them.
        if best > 1 and hits[index] >= max(2, best / 2) and hits[index] * 4 >= len(row.cells) * 3:
            return index
    # One or two known words among many cells are chance.
    enough = [index for index, row in enumerate(rows) if hits[index] == best and (best > 3 or best * 4 >= len(row.cells))]
    if best and enough and (best > 1 or len(rows[enough[0]].cells) <= 2):
        return _prefer_wide(rows, enough, best)
    for index, row in enumerate(rows[:-1]):
        texts = [clean_text(text).casefold() for text in row.cells.values()]
        is_text = len(set(texts)) == len(texts) > 1 and not any(map(_VALUE.fullmatch, texts))
        below = rows[index + 1].cells
        if is_text and len(below) > 1 and any(_VALUE.fullmatch(text) for text in below.values()):
            return index
    return None


def _prefer_wide(rows, places, best):
    """A title of one known word is no heading, if a row below it has one, too."""
    if best > 1:
        return places[0]
    return max(places, key=lambda index: (len(rows[index].cells), -index))


def _find_extent(rows, place, merges):
    """:return: tuple of the indexes of the first and the last row of the heading"""
    first = last = place
    while first and last - first + 1 < MAX_HEADER_ROWS and len(rows[first - 1].cells) > 1 and not _has_values(
            rows[first - 1]) and _continues(rows[first - 1], rows[first], merges, rows[first - 1].number):
        first -= 1
    while last + 1 < len(rows) and last - first + 1 < MAX_HEADER_ROWS and (
            _continues(rows[last], rows[last + 1], merges, rows[first].number) or _is_level(rows[first:last + 3])):
        last += 1
    return first, last


def _has_values(row):
    return any(map(_VALUE.fullmatch, row.cells.values()))


def _is_level(rows):
    """Tell whether the last but one of the rows is the heading of a level of groups, below the others; a group has deeper rows.

    :param list[RawRow] rows: the heading so far, this row and the one below it
    """
    *header, row, below = rows if len(rows) > 2 else (None, None)
    if not header or len(row.cells) != 1 or row.number != header[-1].number + 1 or len(header[0].cells) < 2:
        return False
    column, text = next(iter(row.cells.items()))
    tops = [upper.cells.get(column, '') for upper in header]
    return all(simplify(one) in DIMENSIONS for one in (*tops, text)) and (below.level, below.indent) <= (row.level, row.indent)


def _continues(upper, lower, merges, start):
    """Tell whether two rows are parts of one heading: merged cells say it, or one has texts where the other has none.

    :param int start: number of the first row of the heading
    """
    if lower.number != upper.number + 1:
        return False
    if any(start <= merge.top <= upper.number < merge.bottom for merge in merges):
        return True
    if _has_values(lower):
        return False
    wide = [merge for merge in merges if merge.top == upper.number == merge.bottom and merge.right > merge.left]
    if wide and len(upper.cells) > 1 and all(column in lower.cells for merge in wide for column in range(
            merge.left, merge.right + 1)) and any(map(is_heading, lower.cells.values())):
        return True  # each of the columns below a wide text has a text of its own
    known = sum(map(is_heading, lower.cells.values()))
    if known * 2 < len(lower.cells):
        return False
    if wide:
        return any(merge.left < column <= merge.right for merge in wide for column in lower.cells) and len(upper.cells) > 1
    if known == len(lower.cells) > 1:
        return True
    return bool(set(lower.cells) - set(upper.cells)) and bool(set(upper.cells) - set(lower.cells))


def _find_levels(grid):
    """A report by groups has their headings one below the other in its first column: «Менеджер», «Контрагент», «Номенклатура».

    :return: tuple ``(headings, column)``; ``((), -1)`` if it has none
    """
    first = next((column for column in range(len(grid[0])) if any(row[column] for row in grid)), 0)
    texts = [clean_text(row[first]) for row in grid if row[first]]
    others = [[bool(row[column]) for row in grid] for column in range(first + 1, len(grid[0]))]
    is_stacked = len(texts) > 1 and all(map(is_heading, texts)) and (
        all(simplify(text) in DIMENSIONS for text in texts) or any(sum(column) == 1 and column[0] for column in others))
    return (tuple(texts), first) if is_stacked else ((), -1)


def _join(grid, header, merges, level_column):
    """:return: list of the headings: of several rows joined by « / », where the upper one spans several columns"""
    merges = [merge for merge in merges if merge.left != level_column]  # its blank columns are its own
    upper_texts = [_spread(row, raw.number, grid[index + 1:], merges)
                   for index, (row, raw) in enumerate(zip(grid, header, strict=True))]
    joined = []
    for column in range(len(grid[0])):
        parts = [clean_text(join_lines(row[column])) for row in upper_texts if row[column]]
        if column == level_column:
            parts = parts[-1:]
        joined.append(' / '.join(dict.fromkeys(parts)))
    return joined


def _spread(row, number, lower_rows, merges):
    """Write the text of an upper row over all columns that it spans."""
    spread = list(row)
    for merge in merges:
        if merge.top <= number <= merge.bottom:
            for column in range(merge.left, min(merge.right + 1, len(row))):
                spread[column] = row[merge.left]
    is_merged = any(merge.top <= number <= merge.bottom and merge.right > merge.left for merge in merges)
    if lower_rows and not is_merged:  # no merged cells in a text: an empty place belongs to the text on its left
        for column in range(1, len(row)):
            if not spread[column] and any(lower[column] for lower in lower_rows):
                spread[column] = spread[column - 1]
    return spread
