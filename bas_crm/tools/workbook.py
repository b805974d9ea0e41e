"""Spreadsheets that the firm takes away."""
import io

import xlsxwriter

from odoo.http import content_disposition

#: a name is a text, whatever it begins with: no formula, no link
OPTIONS = {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False}


def make_workbook(write):
    """:param write: callable that fills a ``xlsxwriter.Workbook``
    :return: bytes of the file
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        write(book)
    return stream.getvalue()


def get_workbook_headers(name):
    """:return: list of the HTTP headers of a spreadsheet called ``name``"""
    return [
        ('Content-Type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
        ('Content-Disposition', content_disposition(f'{name}.xlsx')),
    ]
