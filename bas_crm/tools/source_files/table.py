"""What a file of another program holds, in the same shape for every format: tables of text cells, remarks and problems."""
import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

_logger = logging.getLogger(__name__)

#: why a file cannot be read: code → the sentence, whose translation is made by the models; arguments in its brackets
FILE_PROBLEMS = {
    'empty_file': "The file is empty.",
    'lost': "The file is no longer on the server. Add it again.",
    'no_table': "There is no table in the file.",
    'cut': "The file is damaged or cut off: it ends too early.",
    'broken': "The file is damaged and cannot be read as %(format)s.",
    'password': "The file is protected by a password.",
    'not_a_list': "The file is %(what)s, and there is no list in it.",
    'mxl_binary': "The file is a spreadsheet document of BAS in its own format. Save it as xlsx.",
    'xlsb': "The file is a binary workbook of Excel. Save it as xlsx.",
    'unknown_xml': "The XML file is of an unknown kind: its root is %(root)s.",
    'xml_entities': "The XML file declares a document type or entities, and such files are not read.",
    'handshake': "The file holds only the handshake of an exchange, and no data.",
    'archive_entries': "There are more than %(limit)s files in the archive.",
    'archive_size': "Unpacked, the archive is larger than %(limit)s MB.",
    'archive_ratio': "Unpacked, the archive is more than %(limit)s times larger; such files are not read.",
    'archive_depth': "An archive within an archive within an archive is not read.",
    'archive_empty': "There are no files in the archive.",
    'no_lists': "The file holds none of the lists that can be imported; it has: %(text)s",
    'too_large': "The file is larger than %(limit)s MB.",
    'too_many_rows': "There are more than %(limit)s rows.",
    'too_many_columns': "There are more than %(limit)s columns.",
    'long_cell': "Row %(row)s has a cell longer than %(limit)s characters.",
}
#: what a person should know of a table that was read: code → the sentence
REMARKS = {
    'no_rows': "There are headings, but no rows below them.",
    'no_header': "No headings were found: the columns are known by their contents only.",
    'error_cell': "The cell has the error %(text)s; it was read as empty.",
    'eaten_account': "The spreadsheet made the date %(text)s of the number of an account.",
    'eaten_number': "The spreadsheet rounded the long number %(text)s; its last digits are lost.",
    'bad_letters': "Some letters are damaged in the file.",
    'maybe_cut': "The last row is shorter than the others and has no end: the file may be cut off.",
    'free_quotes': "Quotation marks are not in pairs; they were read as ordinary characters.",
    'bad_card': "The card cannot be read: %(text)s",
    'invoices': "These are %(count)s invoices to customers, which are not imported. Such a file holds no orders: save the list "
                "of orders from BAS.",
    'deleted_objects': "Marked for deletion in BAS and left out: %(count)s.",
    'deletions': "The message asks to delete objects (%(count)s); nothing is deleted.",
    'other_objects': "Not imported: %(text)s",
    'no_heading': "The cell «%(text)s» is beyond the columns of the table and was not read.",
    'after_total': "The row is below the total and was not read.",
    'more': "There are more remarks.",
    'only_name': "The row «%(text)s» has nothing but a name: it may be a group.",
    'other_list': "«%(text)s» is not moved in. The counterparties, items, orders and debts come from the lists of BAS and its "
                  "report on settlements.",
    'unknown_list': "It is not clear what is listed here. Choose it above; prints of documents and other reports are not moved "
                    "in.",
    'price_columns': "Each kind of price has a column, and its prices go into a price list of their own: %(text)s. The rows "
                     "counted here are prices.",
    'hidden_sheet': "The sheet «%(text)s» is hidden in the file, so its rows are not moved in. If they should be, choose above "
                    "what they are.",
    'hidden_broken': "The hidden sheet could not be read to its end.",
    'prices_apart': "The prices of the columns %(text)s are a list of their own, below.",
    'signature': "The row is a place for a signature and was not read.",
    'second_table': "Another table begins at this row and was not read: put it into a file of its own.",
}
#: nobody reads more of them
MAX_REMARKS = 1_000
#: why the text of a cell is no value of its type: code → the sentence
VALUE_PROBLEMS = {
    'number': "«%(text)s» is not a number.",
    'percent': "«%(text)s» is a percentage, and a number is expected here.",
    'large': "«%(text)s» is too large a number.",
    'date': "«%(text)s» is not a date.",
    'year': "The year of «%(text)s» is not possible.",
    'bool': "«%(text)s» is neither yes nor no.",
    'code': "«%(text)s» is not a code.",
    'check_digit': "The check digit of the code «%(text)s» is wrong.",
    'eaten_number': "The spreadsheet rounded «%(text)s»; its last digits are lost.",
    'phone': "«%(text)s» is not a phone number.",
    'email': "«%(text)s» is not an e-mail address.",
}


class FileProblem(Exception):
    """The file, or one file of an archive, cannot be read.

    :param str code: key of :data:`FILE_PROBLEMS`
    :param arguments: what its sentence has in brackets
    """

    def __init__(self, code, **arguments):
        super().__init__(FILE_PROBLEMS[code] % arguments)
        self.code = code
        self.arguments = arguments
        self.file = ''  # its name, with that of the archive before a slash


class ValueProblem(ValueError):
    """A text is no value of the type that is wanted.

    :param str code: key of :data:`VALUE_PROBLEMS`
    :param arguments: what its sentence has in brackets
    """

    def __init__(self, code, **arguments):
        super().__init__(VALUE_PROBLEMS[code] % arguments)
        self.code = code
        self.arguments = arguments


def forbid_other_errors(iterator, file_format):
    """A damage that nobody has thought of is a problem of the file for the user, and an error in the log for us."""
    try:
        yield from iterator
    except FileProblem:
        raise
    except Exception as error:
        _logger.exception('a %s file cannot be read', file_format)
        raise FileProblem('broken', format=file_format) from error


@dataclass(frozen=True)
class Remark:
    """:param row: 1-based number of the row in the file, 0 for the whole table
    :param column: index of the column, -1 for the whole row"""

    code: str
    row: int = 0
    column: int = -1
    arguments: dict = field(default_factory=dict)


@dataclass
class SourceColumn:
    """:param heading: both levels of a heading of two rows, joined by « / »
    :param samples: the first three texts that are not empty
    :param field: field of the kind of list (see ``headings.py``), '' for none
    :param confidence: 100 the exact heading, 80 nearly, 60 known by contents, 0 none"""

    heading: str
    samples: list[str] = field(default_factory=list)
    field: str = ''
    confidence: int = 0


@dataclass(frozen=True)
class SourceRow:
    """:param number: 1-based number of the row in the file, or of the object
    :param values: index of the column → text; empty cells are left out
    :param groups: names of the group rows above it, the outermost first"""

    number: int
    values: dict[int, str]
    groups: tuple[str, ...] = ()


@dataclass
class SourceTable:
    """One list of a file. ``totals``, ``groups`` and ``remarks`` are complete when ``rows()`` has ended.

    :param read: yields the rows of the table that it is called with, and notes its totals, groups and remarks
    :param file: 'list.xlsx', 'archive.zip/list.csv'
    :param sheet: '' where the format has none
    :param source: 'bas', 'google', 'hubspot' or 'other'
    :param format: 'xlsx', 'xls', 'ods', 'csv', 'mxl', 'vcf', 'enterprise_data', 'universal_xml', 'exchange_file',
        'html' or 'xml_2003'
    :param encoding: '' where the format tells it itself
    :param header_rows: 1-based numbers in the file
    :param kind: kind of list (see ``headings.py``), '' for an unknown one
    :param version: of EnterpriseData, else ''
    :param title: what is written above the headings: name and period of a report, its filters
    :param is_hidden: its sheet is hidden in the workbook: it is told, and not imported unless a person wants it
    """

    read: Callable[['SourceTable'], Iterator[SourceRow]]
    file: str
    format: str
    columns: list[SourceColumn]
    kind: str = ''
    sheet: str = ''
    source: str = 'other'
    encoding: str = ''
    header_rows: tuple[int, ...] = ()
    version: str = ''
    title: str = ''
    is_hidden: bool = False
    #: of a message of an exchange, as far as it tells them: 'message_no', 'received_no', 'from', 'to', 'created'
    attributes: dict[str, str] = field(default_factory=dict)
    #: index of the column → number in the file's own footer
    totals: dict[int, str] = field(default_factory=dict)
    #: how many group rows were met
    groups: int = 0
    remarks: list[Remark] = field(default_factory=list)

    def rows(self):
        """:return: Iterator[SourceRow]: reads the file; a second call reads it again
        :raises FileProblem: the file is damaged somewhere"""
        self.totals, self.groups, self.remarks = {}, 0, []
        if self.is_hidden:
            self.remark('hidden_sheet', text=self.sheet)
        try:
            yield from forbid_other_errors(self.read(self), self.format)
        except FileProblem:
            if not self.is_hidden:
                raise
            self.remark('hidden_broken')

    def remark(self, code, row=0, column=-1, **arguments):
        if len(self.remarks) < MAX_REMARKS:
            self.remarks.append(Remark(code, row, column, arguments))
        elif len(self.remarks) == MAX_REMARKS:
            self.remarks.append(Remark('more', row))


class SourceFile:
    """A file to read: its name, and as many readers of its bytes as are needed, each with a position of its own.

    :param str name: with that of the archive before a slash
    :param BinaryIO stream: can be read from any position; stays open as long as the file is read
    """

    HEAD = 65536

    def __init__(self, name: str, stream: BinaryIO):
        self.name = name
        self._stream = stream
        stream.seek(0, io.SEEK_END)
        self.size = stream.tell()
        stream.seek(0)
        self.head = stream.read(self.HEAD)

    def open(self) -> BinaryIO:
        return io.BufferedReader(_Reader(self._stream, self.size), self.HEAD)


class _Reader(io.RawIOBase):
    """Reads a stream that others read too."""

    def __init__(self, stream, size):
        self._stream, self._size, self._position = stream, size, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self._position

    def seek(self, offset, whence=io.SEEK_SET):
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer):
        self._stream.seek(self._position)
        part = self._stream.read(len(buffer))
        buffer[:len(part)] = part
        self._position += len(part)
        return len(part)
