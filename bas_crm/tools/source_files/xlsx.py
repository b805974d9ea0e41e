"""Workbooks of Excel (xlsx), read row by row.

openpyxl's reading of large files gives neither the levels of the outline, by which BAS shows groups, nor merged cells; so the
XML of the sheets is read here, and openpyxl's knowledge of formats and days is used.
"""
import math
import posixpath
import re

from . import cell_formats, safe_xml
from .archive import DAMAGED, open_entry, open_zip
from .raw import Merge, RawRow, RawSheet
from .shapes import make_table
from .table import FileProblem
from .texts import keep_text

#: bytes of the table of texts, and how many texts it may have: they stay in memory
MAX_STRINGS_BYTES, MAX_STRINGS = 200_000_000, 3_000_000
RELATION = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id'
STRICT_RELATION = '{http://purl.oclc.org/ooxml/officeDocument/relationships}id'
_MERGE = re.compile(rb'mergeCell\b[^>]{0,100}?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
DIGITS = '0123456789'
NO_FORMAT = (cell_formats.CellFormat(), 0)
_ESCAPE = re.compile(r'_x([0-9A-Fa-f]{4})_')


def read_tables(file):
    """:return: Iterator[SourceTable]: one for each sheet that is not empty"""
    book = Workbook(file)
    for name, part, is_hidden in book.find_sheets():
        sheet = RawSheet(lambda part=part: book.read_rows(part), name=name, format='xlsx', merges=book.find_merges(part),
                         is_hidden=is_hidden)
        if table := make_table(file, sheet):
            yield table


class Workbook:
    """:param SourceFile file: the file"""

    def __init__(self, file):
        self.file = file
        self.is_1904 = False
        self.formats = []  # tuples (CellFormat, indent), by style
        self.strings = []
        with self._open() as archive:
            # BAS writes «xl/SharedStrings.xml», other programs backslashes: Excel reads the parts under any spelling.
            self.parts = {spell_part(name): name for name in archive.namelist()}
            if 'xl/styles.xml' in self.parts:
                self._read_styles(archive)
            if 'xl/sharedstrings.xml' in self.parts:
                self._read_strings(archive)

    def _open(self):
        return open_zip(self.file.open())

    def _find_part(self, name):
        """:return: str: the name as the archive has it"""
        return self.parts.get(spell_part(name), name)

    def _iterate(self, archive, name, tag, events=('end',)):
        """:return: Iterator of elements; nothing but FileProblem is raised"""
        try:
            for _event, element in safe_xml.iterate(
                    lambda: open_entry(archive, self._find_part(name)), events, tag, 'xlsx'):
                yield element
                safe_xml.forget(element)
        except DAMAGED as error:
            raise FileProblem('cut') from error

    def find_sheets(self):
        """:return: list of tuples ``(name, name of its part, whether it is hidden)``"""
        sheets = []
        with self._open() as archive:
            parts = {element.get('Id'): element.get('Target', '')
                     for element in self._iterate(archive, 'xl/_rels/workbook.xml.rels', '{*}Relationship')}
            for element in self._iterate(archive, 'xl/workbook.xml', ('{*}workbookPr', '{*}sheet')):
                if safe_xml.local_name(element) == 'workbookPr':
                    self.is_1904 = element.get('date1904') in ('1', 'true')
                else:
                    target = parts.get(element.get(RELATION) or element.get(STRICT_RELATION), '')
                    sheets.append((element.get('name', ''), posixpath.normpath(posixpath.join('/xl', target)).lstrip('/'),
                                   element.get('state', 'visible') != 'visible'))
        return [sheet for sheet in sheets if spell_part(sheet[1]) in self.parts and 'chartsheet' not in sheet[1]]

    def find_merges(self, part):
        """Merged cells are listed behind the rows; a search in the text is quicker than to parse all rows for them."""
        merges = []
        try:
            with self._open() as archive, open_entry(archive, self._find_part(part)) as stream:
                rest = b''
                while chunk := stream.read(1_000_000):
                    chunk = rest + chunk
                    for left, top, right, bottom in _MERGE.findall(chunk):
                        merge = Merge(int(top), _get_column(left), int(bottom), _get_column(right))
                        if merge.is_needed:
                            merges.append(merge)
                    rest = chunk[chunk.rfind(b'<'):][-300:]
        except DAMAGED as error:
            raise FileProblem('cut') from error
        return merges

    def _read_styles(self, archive):
        codes, xfs = {}, []
        for element in self._iterate(archive, 'xl/styles.xml', ('{*}numFmt', '{*}cellXfs')):
            if safe_xml.local_name(element) == 'numFmt':
                codes[element.get('numFmtId')] = element.get('formatCode', '')
            else:
                xfs = [(xf.get('numFmtId', '0'), xf.find('{*}alignment')) for xf in element.iterfind('{*}xf')]
                for number, alignment in xfs:
                    code = codes.get(number) or cell_formats.get_builtin(int(number) if number.isdigit() else 0)
                    indent = alignment.get('indent', '0') if alignment is not None else '0'
                    self.formats.append((cell_formats.find_format(code), int(indent) if indent.isdigit() else 0))

    def _read_strings(self, archive):
        if archive.getinfo(self._find_part('xl/sharedStrings.xml')).file_size > MAX_STRINGS_BYTES:
            raise FileProblem('archive_size', limit=MAX_STRINGS_BYTES // 1_000_000)
        for element in self._iterate(archive, 'xl/sharedStrings.xml', '{*}si'):
            if len(self.strings) >= MAX_STRINGS:
                raise FileProblem('archive_size', limit=MAX_STRINGS_BYTES // 1_000_000)
            self.strings.append(_get_text(element))

    def read_rows(self, part):
        """:return: Iterator[RawRow]"""
        number = 0
        with self._open() as archive:
            for element in self._iterate(archive, part, '{*}row'):
                number = int(element.get('r') or number + 1)
                cells, remarks, indent = self._read_cells(element)
                if cells:
                    level = element.get('outlineLevel', '0')
                    yield RawRow(number, cells, int(level) if level.isdigit() else 0, indent, tuple(remarks))

    def _read_cells(self, row):
        """:return: tuple ``(cells, remarks, indent of the first cell)``"""
        cells, remarks, indent, column = {}, [], 0, -1
        value_tag = row.tag[:-3] + 'v'  # in the namespace of the row
        for cell in row:
            reference = cell.get('r')
            column = _get_column(reference.rstrip(DIGITS)) if reference else column + 1
            if not len(cell):
                continue
            cell_format, cell_indent = self._get_format(cell.get('s'))
            text, remark = self._read_cell(cell, value_tag, cell_format)
            if not text or not (clean := keep_text(text)):
                continue
            if not cells:
                indent = cell_indent or len(text) - len(text.lstrip(' \xa0'))
            cells[column] = clean
            if remark:
                remarks.append((remark, column, clean))
        return cells, remarks, indent

    def _get_format(self, style):
        try:
            return self.formats[int(style or 0)]
        except (IndexError, ValueError):
            return NO_FORMAT

    def _read_cell(self, cell, value_tag, cell_format):
        """:return: tuple ``(text, code of a remark or '')``"""
        kind = cell.get('t', 'n')
        if kind == 'inlineStr':
            return _get_text(cell), ''
        value = next((child.text for child in cell if child.tag == value_tag), None)
        if not value:
            return '', ''
        if kind == 's':
            index = int(value) if value.isdigit() else -1
            return (self.strings[index] if 0 <= index < len(self.strings) else ''), ''
        if kind == 'n':
            return self._read_number(value, cell_format)
        if kind == 'b':
            return ('true' if value.strip() == '1' else 'false'), ''
        if kind == 'd':
            return value.replace('T', ' ').removesuffix(' 00:00:00'), ''
        return _unescape(value), ''

    def _read_number(self, value, cell_format):
        try:
            number = float(value)
        except ValueError:
            return value, ''
        return cell_formats.show(number, cell_format, self.is_1904) if math.isfinite(number) else ('', '')


def spell_part(name):
    """:return: str: what all spellings of the name of a part have in common"""
    return name.replace('\\', '/').casefold()


def _get_text(element):
    """Text of runs, without the readings of Asian letters."""
    if len(element) == 1 and not len(element[0]):  # plain text, as nearly always
        return _unescape(element[0].text or '')
    texts = [run.text or '' for run in element.iter('{*}t') if safe_xml.local_name(run.getparent()) != 'rPh']
    return _unescape(''.join(texts))


def _unescape(text):
    """``'_x000D_'`` stands for a control character."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if '_x' in text else text


_COLUMNS = {}


def _get_column(letters):
    """``'A'`` → 0, ``'AB'`` → 27"""
    if isinstance(letters, bytes):
        letters = letters.decode('ascii')
    index = _COLUMNS.get(letters)
    if index is None:
        index = 0
        for letter in letters.upper():
            index = index * 26 + ord(letter) - 64
        index = _COLUMNS[letters] = max(index - 1, 0)
    return index
