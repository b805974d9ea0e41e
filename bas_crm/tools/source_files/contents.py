"""Find the format of a file by its contents. Names lie: a report of BAS called .xls may be xlsx, text or HTML."""
import re
import zipfile

from . import safe_xml
from .table import FileProblem

BOMS = ((b'\xef\xbb\xbf', 'utf-8-sig'), (b'\xff\xfe', 'utf-16'), (b'\xfe\xff', 'utf-16'))
#: first bytes → what the file is; none of them holds a list that can be read
NO_LISTS = (
    (b'%PDF', 'PDF'), (b'\x89PNG', 'PNG'), (b'\xff\xd8\xff', 'JPEG'), (b'GIF8', 'GIF'), (b'RIFF', 'WebP'), (b'BM', 'BMP'),
    (b'Rar!', 'RAR'), (b"7z\xbc\xaf\x27\x1c", '7z'), (b'\x1f\x8b', 'gzip'), (b'BZh', 'bzip2'), (b'\xfd7zXZ', 'xz'),
    (b'{\\rtf', 'RTF'), (b'MZ', 'EXE'), (b'1CDBMSV8', '1CD'), (b'SQLite format', 'SQLite'), (b'\x00\x00\x00\x18ftyp', 'MP4'),
)
MAY_BE_TEXT = (b'RIFF', b'BM', b'BZh', b'MZ')
OLE = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
#: first records of a BIFF stream without the OLE container around it
BARE_BIFF = (b'\x09\x00\x04\x00', b'\x09\x02\x06\x00', b'\x09\x04\x06\x00', b'\x09\x08\x08\x00', b'\x09\x08\x10\x00')
#: folders of a zip → what the file is
OFFICE = {'word/': 'DOCX', 'ppt/': 'PPTX', 'visio/': 'VSDX'}
SPREADSHEET_ODF = 'application/vnd.oasis.opendocument.spreadsheet'
#: (namespace, name) of the root of an XML file → format; None is any namespace
ROOTS = (
    ('http://v8.1c.ru/8.2/data/spreadsheet', 'document', 'mxl'),
    (None, 'Message', 'enterprise_data'),
    (None, '_1CV8DtUD', 'universal_xml'),
    (None, 'ФайлОбмена', 'exchange_file'),
    ('urn:schemas-microsoft-com:office:spreadsheet', 'Workbook', 'xml_2003'),
)
#: so many do no harm
FEW = 10
#: control characters that no text has; a file with many of them is none
_BINARY = re.compile(rb'[\x01-\x08\x0e-\x1a\x1c-\x1f]')


def find_format(file):
    """
    :param SourceFile file: the file
    :return: 'xlsx', 'xls', 'ods', 'csv', 'mxl', 'vcf', 'enterprise_data', 'universal_xml', 'exchange_file',
        'html', 'xml_2003' or 'zip'
    :raises FileProblem: there is no list in such a file, or a person must save it in another way
    """
    head = file.head
    if not head.strip(b'\xef\xbb\xbf\xff\xfe\x00 \t\r\n'):
        raise FileProblem('empty_file')
    if head.startswith(b'PK'):
        return _find_zip_format(file)
    if head.startswith(OLE):
        return _find_ole_format(file)
    if head.startswith(BARE_BIFF):
        return 'xls'
    if head.removeprefix(b'\xef\xbb\xbf').startswith((b'MOXCEL', b'{"MOXCEL"')):
        raise FileProblem('mxl_binary')
    for start, what in NO_LISTS:
        if head.startswith(start) and not (start in MAY_BE_TEXT and _is_text(head)):
            raise FileProblem('not_a_list', what=what)
    return _find_text_format(file)


def find_encoding(head):
    """:return: 'utf-16' or similar, if the first bytes say it; else None"""
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return encoding
    # Text in UTF-16 without a mark: every other byte is of the Latin or Cyrillic page.
    even, odd = head[0:2000:2], head[1:2000:2]
    for pages, encoding in ((odd, 'utf-16-le'), (even, 'utf-16-be')):
        if len(pages) > 3 and sum(byte in (0, 4) for byte in pages) > len(pages) * 0.9:
            return encoding
    return None


def _find_text_format(file):
    encoding = find_encoding(file.head) or 'utf-8'
    start = file.head[:4096].decode(encoding, 'replace').lstrip('\ufeff\x00 \t\r\n')
    if re.match(r'<!doctype html|<html|<head|<meta|<style|<body|<div|<table', start, re.IGNORECASE):
        if re.search(rb'<\0?t\0?[drh]\b', file.head, re.IGNORECASE) or file.size > len(file.head):
            return 'html'
        raise FileProblem('not_a_list', what='HTML')
    if re.match(r'BEGIN:VCARD', start, re.IGNORECASE):
        return 'vcf'
    if start.startswith(('<?xml', '<!DOCTYPE')) or re.match(r'<[\w:]+[\s>/]', start):
        return _find_xml_format(file)
    if not _is_text(file.head):
        raise FileProblem('not_a_list', what='binary')
    return 'csv'


def _is_text(head):
    """A NUL here and there does not make a text binary."""
    if find_encoding(head):
        return True
    return len(_BINARY.findall(head)) <= max(FEW, len(head) // 100) and head.count(0) <= max(FEW, len(head) // 5)


def _find_xml_format(file):
    with file.open() as stream:
        namespace, name = safe_xml.find_root(stream)
    for wanted_namespace, wanted_name, found in ROOTS:
        if name == wanted_name and wanted_namespace in (None, namespace):
            return found
    raise FileProblem('unknown_xml', root=name[:80])


def _find_zip_format(file):
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            names = [name.replace('\\', '/') for name in archive.namelist()]
            is_odf = 'mimetype' in names and archive.getinfo('mimetype').file_size < 200
            kind = archive.read('mimetype').decode('ascii', 'replace').strip() if is_odf else ''
    except RuntimeError as error:  # zipfile's word for a password
        raise FileProblem('password') from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise FileProblem('cut') from error
    if kind:
        if kind.startswith(SPREADSHEET_ODF):
            return 'ods'
        raise FileProblem('not_a_list', what=kind.rpartition('.')[2][:40])
    if '[content_types].xml' not in map(str.casefold, names):
        return 'zip'
    for folder, what in OFFICE.items():
        if any(name.startswith(folder) for name in names):
            raise FileProblem('not_a_list', what=what)
    if 'xl/workbook.bin' in names:
        raise FileProblem('xlsb')
    return 'xlsx'


def _find_ole_format(file):
    """An OLE container names its streams in UTF-16, somewhere in the file."""
    with file.open() as stream:
        data = stream.read(100_000_000)
    for name, problem in (
            ('EncryptedPackage', FileProblem('password')),
            ('WordDocument', FileProblem('not_a_list', what='DOC')),
            ('PowerPoint Document', FileProblem('not_a_list', what='PPT'))):
        if name.encode('utf-16-le') in data:
            raise problem
    return 'xls'
