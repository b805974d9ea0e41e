"""What the readers of sheets have in common: rows as they are in the file, before anybody knows what is a heading."""
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from .table import FileProblem

#: a sheet has no more rows and columns with something in them
MAX_ROWS, MAX_COLUMNS = 300_000, 200
#: a row with more is of no list: nothing is looked for in it
MAX_ROW_CELLS = 5 * MAX_COLUMNS
#: what a spreadsheet lets a cell hold
MAX_CELL = 32_767
#: digits that a number of a spreadsheet can have
EXACT_DIGITS = 15
#: rows in which the headings and the samples are looked for
HEAD_ROWS = 200


class RawRow(NamedTuple):
    """:param number: 1-based, as the spreadsheet shows it
    :param cells: index of the column → text that is not empty
    :param level: of the outline, 0 for the outermost
    :param indent: of the first cell
    :param remarks: tuples ``(code, column, text)``"""

    number: int
    cells: dict[int, str]
    level: int = 0
    indent: int = 0
    remarks: tuple = ()


class Merge(NamedTuple):
    """Cells that are merged into one: 1-based rows as in :class:`RawRow`, indexes of columns, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_needed(self):
        """Those of the headings, and those of one value for several rows; BAS merges the cells of nearly every row of a print."""
        return self.top <= HEAD_ROWS or self.bottom > self.top


@dataclass
class RawSheet:
    """:param rows: callable that reads the rows from the beginning; empty ones may be left out
    :param merges: merged cells, as far as they are needed
    :param is_hidden: a person does not see the sheet in the workbook"""

    rows: Callable[[], Iterator[RawRow]]
    name: str = ''
    format: str = ''
    encoding: str = ''
    merges: list[Merge] = field(default_factory=list)
    remarks: list[tuple] = field(default_factory=list)
    is_hidden: bool = False


def check_width(count):
    """
    :param int count: cells of a row with something in them
    :raises FileProblem: it is far too wide
    """
    if count > MAX_ROW_CELLS:
        raise FileProblem('too_many_columns', limit=MAX_COLUMNS)


def show_number(number):
    """A number of a spreadsheet as text: ``32855961.0`` → ``'32855961'``, ``0.30000000000000004`` → ``'0.3'``.

    :param float number: finite
    """
    if number == int(number) and abs(number) < 10 ** EXACT_DIGITS:
        return str(int(number))
    return format(Decimal(f'{number:.{EXACT_DIGITS}g}'), 'f')


def show_moment(moment):
    """``YYYY-MM-DD``, with the time unless it is midnight"""
    return moment.isoformat(' ', 'seconds').removesuffix(' 00:00:00')
