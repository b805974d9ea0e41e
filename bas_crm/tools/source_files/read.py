"""The way into the package: a file of any format gives its tables."""
from functools import partial

from . import enterprise_data, exchange_file, html, mxl, ods, text, universal_xml, vcard, xls, xlsx, xml_2003
from .archive import Unpacked, count_unpacked, open_zip, read_archive
from .contents import find_format
from .price_columns import split_prices
from .table import FileProblem, SourceFile, forbid_other_errors

#: format → module with ``read_tables(file)``, which yields the tables of a ``SourceFile``
READERS = {'xlsx': xlsx, 'xls': xls, 'ods': ods, 'csv': text, 'mxl': mxl, 'vcf': vcard, 'enterprise_data': enterprise_data,
           'universal_xml': universal_xml, 'exchange_file': exchange_file, 'html': html,
           'xml_2003': xml_2003}
#: formats that are archives themselves
SPREADSHEETS = ('xlsx', 'ods')
#: size of a file; an archive in an archive is read, one within that is not
MAX_BYTES, MAX_DEPTH = 500_000_000, 2


def read_file(name, stream, problems=None):
    """Read the tables of a file; a zip gives those of all its files. The rows are read later, by ``SourceTable.rows()``.

    :param str name: as the person has called the file
    :param BinaryIO stream: its bytes, readable from any position; stays open until the rows are read
    :param list problems: gets the ``FileProblem`` of each file in an archive that cannot be read; without it, it is raised
    :return: Iterator[SourceTable]
    :raises FileProblem: and nothing else
    """
    yield from _read(name, stream, problems, Unpacked())


def _read(name, stream, problems, unpacked, depth=0):
    try:
        file = SourceFile(name, stream)
        if file.size > MAX_BYTES:
            raise FileProblem('too_large', limit=MAX_BYTES // 1_000_000)
        if (found := find_format(file)) in SPREADSHEETS:
            with file.open() as packed, open_zip(packed) as archive:
                count_unpacked(archive, unpacked, is_spreadsheet=True)
        if found != 'zip':
            yield from _read_tables(file, found)
        elif depth < MAX_DEPTH:
            read_entry = partial(_read, problems=problems, unpacked=unpacked, depth=depth + 1)
            tables = read_archive(file, read_entry, unpacked, problems)
            yield from forbid_other_errors(tables, found)
        else:
            raise FileProblem('archive_depth')
    except FileProblem as problem:
        problem.file = problem.file or name
        raise


def _read_tables(file, found):
    is_empty = True
    for table in forbid_other_errors(READERS[found].read_tables(file), found):
        is_empty = False
        yield from split_prices(table) if table.header_rows else [table]
    if is_empty:
        raise FileProblem('no_table')
