"""Make a table of a sheet: its headings, rows, groups and totals."""
import math
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath

from .header import find_header
from .headings import find_other_list, find_source, is_heading, recognise
from .raw import HEAD_ROWS, MAX_CELL, MAX_ROWS, RawRow, check_width
from .table import FileProblem, SourceColumn, SourceRow, SourceTable
from .texts import clean_text

SAMPLES = 3
#: names that programs give to a sheet
NO_NAME = re.compile(r'(?:TDSheet|Sheet|Лист|Аркуш|Лист_)\s*\d*', re.IGNORECASE)
#: fields that say what a row is about, and may be merged over several rows
REFERRING = {
    'counterparty', 'edrpou', 'contract', 'order', 'order_number', 'order_date', 'item', 'responsible', 'date', 'contact'}
#: kinds of prints that name the counterparty once, in the first of its rows
HEADED = {'contact_info'}
#: beginnings of the names of months, Ukrainian and Russian
MONTHS = ('січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру'
          '|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек')
_FOOTER = re.compile(
    r'(?:итого|всього|усього|всего|разом|підсумок|загальний підсумок|общий итог|total|grand total)\b\s*:?'
    rf'(?:\s*[(,:]?\s*(?:по|за (?:період|период|місяць|месяц|рік|год|день|квартал|[іiv]+ кв\w*|\d+|(?:{MONTHS})\w+ \d+)'
    r'|на (?:дату|кінець|конец|початок|начало|\d)'
    r'|документ\w*|рядк\w*|строк\w*|грн|вал|uah|кількість|количество)\b.*)?', re.IGNORECASE)
_NUMBER = re.compile(r'[(+−–-]?\s?\d[\d\s\xa0.,]*\)?\s?(?:%|грн\.?|₴)?')
_ERROR = re.compile(r'#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|Н/Д|ССЫЛКА!|ДЕЛ/0!|ЗНАЧ!|ИМЯ\?|ЧИСЛО!|ПУСТО!|ПОСИЛАННЯ!|ДІЛ/0!'
                    r"|ЗНАЧЕННЯ!|ІМ['’]Я\?)", re.IGNORECASE)
#: an account like 20.01, of which a spreadsheet has made a day
_EATEN = re.compile(rf'\d{{1,2}}[.-](?:{MONTHS}'
                    r'|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w?', re.IGNORECASE)


def make_table(file, sheet):
    """
    :param SourceFile file: the file
    :param RawSheet sheet: one sheet of it
    :return: SourceTable, or None if the sheet is empty
    """
    try:
        return _make_table(file, sheet)
    except FileProblem:
        if not sheet.is_hidden:
            raise
        # What nobody sees does not keep the other sheets from being read.
        return SourceTable(read=_read_nothing, file=file.name, format=sheet.format, columns=[], sheet=sheet.name, is_hidden=True)


def _read_nothing(table):
    table.remark('hidden_broken')
    yield from ()


def _make_table(file, sheet):
    head = list(islice(_read_narrow(sheet.rows()), HEAD_ROWS))
    if not head:
        return None
    header = find_header(head, sheet.merges)
    shape = Shape(header, head, sheet.merges)
    table = SourceTable(
        read=lambda table: shape.read_sheet(table, sheet), file=file.name, format=sheet.format, columns=[],
        encoding=sheet.encoding, sheet='' if NO_NAME.fullmatch(sheet.name) and not sheet.is_hidden else sheet.name,
        is_hidden=sheet.is_hidden, header_rows=header.rows, title=header.title)
    table.columns = [SourceColumn(heading) for heading in (*header.headings, *header.levels[:-1])]
    _add_samples(table, shape.read_rows(table, iter(head)))
    table.totals, table.groups, table.remarks = {}, 0, []
    headings = [column.heading for column in table.columns]
    table.source = find_source(headings)
    table.kind, fields = recognise(headings, [column.samples for column in table.columns], get_names(table))
    for column, (field, confidence) in zip(table.columns, fields, strict=True):
        column.field, column.confidence = field, confidence
    return table


def _read_narrow(raw_rows):
    """:return: Iterator[RawRow]: those with something in them; the first that is far too wide ends the reading"""
    for row in raw_rows:
        check_width(len(row.cells))
        if row.cells:
            yield row


def get_names(table):
    """:return: list of texts: what the list may be called"""
    return [*table.title.split('\n'), table.sheet, PurePath(table.file).stem]


def _add_samples(table, rows):
    for row in rows:
        for index, text in row.values.items():
            samples = table.columns[index].samples
            if len(samples) < SAMPLES:
                samples.append(text)


class Shape:
    """How to read the rows of a table, once its headings are known.

    :param Header header: its headings
    :param list[RawRow] head: first rows of the sheet
    :param list[Merge] merges: its merged cells
    """

    def __init__(self, header, head, merges):
        self.header = header
        self.width = len(header.headings)
        self.last = max(header.rows, default=0)
        self.texts = [clean_text(heading).casefold() for heading in header.headings if heading]
        #: (row, column) of a cell that is merged with those below it → the last row
        self.merged = {(one.top, one.left): one.bottom for one in merges if one.bottom > one.top > self.last}
        #: the texts of each row of the heading, and of the joined one, by column
        self.headings = [{index: clean_text(text).casefold() for index, text in cells.items() if text} for cells in (
            *(raw.cells for raw in head if raw.number in header.rows), dict(enumerate(header.headings)))]
        data = [raw for raw in head if raw.number > self.last]
        # Totals below their rows are a person's own grouping: its rows are all alike.
        self.has_levels = any(raw.level for raw in data) and data[0].level == min(raw.level for raw in data)
        # In a tree most rows are indented; a blank before a name here and there is a slip.
        self.has_indents = not self.has_levels and sum(raw.indent > 0 for raw in data) * 2 >= max(2, len(data))

    def read_sheet(self, table, sheet):
        """:return: Iterator[SourceRow]: all rows of the sheet, with what is to be noted of the table"""
        for code, text in sheet.remarks:
            table.remark(code, text=text)
        if not self.header.rows:
            table.remark('no_header')
        if not table.kind:
            self._remark_unknown(table)
        count = 0
        for row in self.read_rows(table, _read_narrow(sheet.rows())):
            count += 1
            if count > MAX_ROWS:
                raise FileProblem('too_many_rows', limit=MAX_ROWS)
            yield row
        if not count:
            table.remark('no_rows')

    def _remark_unknown(self, table):
        if name := find_other_list(get_names(table)):
            table.remark('other_list', text=name[:60])
        else:
            table.remark('unknown_list')

    def read_rows(self, table, raw_rows: Iterator[RawRow]):
        """A row with deeper ones below it is a group. Its depth is that of the outline, or else the indent of its first cell."""
        groups, pending, spans = [], None, {}  # groups: tuples (depth, name); spans: column → (last row, text)
        for raw in self._find_data(table, raw_rows):
            if pending:
                depth = self._leave_groups(groups, pending)
                if self._get_depth(raw) > depth:
                    groups.append((depth, pending.cells[min(pending.cells)]))
                    table.groups += 1
                else:
                    self._remark_only_name(table, pending, raw)
                    yield self._make_row(table, pending, groups, spans)
            pending = raw
        if pending:
            self._leave_groups(groups, pending)
            yield self._make_row(table, pending, groups, spans)

    def _remark_only_name(self, table, raw, next_raw):
        """A group without an outline, or one that is empty, looks like a row with nothing but a name."""
        if len(raw.cells) == 1 and len(self.texts) > 3 and (self.has_levels or len(next_raw.cells) > 2):
            table.remark('only_name', raw.number, min(raw.cells), text=raw.cells[min(raw.cells)][:60])

    def _leave_groups(self, groups, raw):
        depth = self._get_depth(raw)
        while groups and groups[-1][0] >= depth:
            groups.pop()
        return depth

    def _get_depth(self, raw):
        return raw.level if self.has_levels else raw.indent if self.has_indents else 0

    def _find_data(self, table, raw_rows):
        """:return: Iterator[RawRow]: rows below the heading, without totals, repeated headings and signatures"""
        has_total, below = False, []  # below a total: rows with few cells, which are signatures unless a whole row follows
        for raw in raw_rows:
            if raw.number <= self.last or not raw.cells:
                continue
            if any('____' in text for text in raw.cells.values()):
                table.remark('signature', row=raw.number)
            elif self._is_footer(raw):
                table.totals = {index: text for index, text in raw.cells.items() if self._is_total(table, index, text)}
                has_total = True
            elif self._is_repeated_heading(raw):
                continue
            elif has_total and len(raw.cells) < min(3, len(self.texts)) and len(below) < HEAD_ROWS:
                below.append(raw)
            elif self._is_other_heading(raw):
                table.remark('second_table', row=raw.number)
                break
            else:
                yield from below
                yield raw
                has_total, below = False, []
        for raw in below:
            table.remark('after_total', row=raw.number)

    def _is_total(self, table, index, text):
        """A number below names is how many there are, and no sum."""
        samples = table.columns[index].samples if index < self.width else ()
        return _NUMBER.fullmatch(text) and (not samples or any(map(_NUMBER.fullmatch, samples)))

    def _is_footer(self, raw):
        first = raw.cells[min(raw.cells)]
        return bool(_FOOTER.fullmatch(clean_text(first))) and (
            len(raw.cells) == 1 or any(_NUMBER.fullmatch(text) for text in raw.cells.values()))

    def _is_repeated_heading(self, raw):
        """Every page of a print has the headings again, or the numbers of the columns."""
        texts = list(raw.cells.values())
        if raw.number == self.last + 1 and len(texts) > 2 and texts == [str(number + 1) for number in range(len(texts))]:
            return True
        if not self.texts or not 1 < len(texts) <= len(self.texts):
            return False
        return any(all(clean_text(text).casefold() == heading.get(index) for index, text in raw.cells.items())
                   for heading in self.headings)

    def _is_other_heading(self, raw):
        """Another table below this one: four known headings at least, and nothing else in their row."""
        return self.header.rows and len(raw.cells) > 3 and all(map(is_heading, raw.cells.values()))

    def _make_row(self, table, raw, groups, spans):
        for code, column, text in raw.remarks:
            table.remark(code, raw.number, column, text=text)
        values = {}
        for index, text in raw.cells.items():
            if index >= self.width:
                table.remark('no_heading', raw.number, index, text=text[:60])
            elif len(text) > MAX_CELL:
                raise FileProblem('long_cell', row=raw.number, limit=MAX_CELL)
            elif text[0] == '#' and _ERROR.fullmatch(text):
                table.remark('error_cell', raw.number, index, text=text)
            else:
                values[index] = text
                if text[0].isdigit() and len(text) < 8 and _EATEN.fullmatch(text):
                    table.remark('eaten_account', raw.number, index, text=text)
        self._fill_merged(table, raw, values, spans)
        names = tuple(name for _depth, name in groups)
        self._add_levels(values, names)
        return SourceRow(raw.number, values, names)

    def _fill_merged(self, table, raw, values, spans):
        """A counterparty that is merged over the rows of its people is that of each of them; an amount is not repeated."""
        for column, text in values.items():
            if table.kind in HEADED and table.columns[column].field == 'counterparty':
                spans[column] = (math.inf, text)
            elif last := self.merged.get((raw.number, column)):
                spans[column] = (last, text)
        for column, (last, text) in spans.items():
            if raw.number <= last and column not in values and table.columns[column].field in REFERRING:
                values[column] = text

    def _add_levels(self, values, names):
        """The headings of the groups are columns: those of the outer ones after all others."""
        outer = len(self.header.levels) - 1
        for level, name in enumerate(names[:max(outer, 0)]):
            values[self.width + level] = name
        if len(names) < outer and (name := values.pop(self.header.level_column, None)):
            values[self.width + len(names)] = name  # a group without rows of its own
