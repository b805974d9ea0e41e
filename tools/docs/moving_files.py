"""Lists of an invented firm, as BAS saves them, for the pictures of moving in."""
import io

from bas_files import LISTS, make_firm, make_list_sheet, write_xlsx

SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'


def make_lists():
    """:return: list of dicts: files for Playwright"""
    firm = make_firm(5, counterparties=40, prices=0)
    return [{'name': f'{LISTS[kind][0].uk}.xlsx', 'mimeType': SHEET, 'buffer': _save(firm, kind)}
            for kind in ('counterparty', 'contact', 'contract', 'item')]


def _save(firm, kind):
    stream = io.BytesIO()
    write_xlsx(make_list_sheet(firm, kind, grouped=kind in {'counterparty', 'item'}), stream)
    return stream.getvalue()
