"""Files as BAS writes them, with invented firms, for the tests and benchmarks of moving in.

``make_firm(seed, counterparties=…)`` gives a firm (:class:`~bas_files.firm.Firm`), the same for the same seed. Its lists become
sheets (``make_list_sheet(firm, kind, language, fields, grouped)``, reports, a print), and a sheet is saved to a binary stream in
a format of spreadsheets: ``write_xlsx``, ``write_bas_xlsx``, ``write_xls``, ``write_csv``, ``write_ods``, ``write_mxl``,
``write_html``, ``write_xml_2003``. The formats of objects take
the whole firm: ``write_enterprise_data``, ``write_universal_xml``, ``write_exchange_file``; so do those of other programs.

``LISTS[kind]`` tells what stands in the cells: a test compares what was read with ``column.get(record)``.
"""
from .archives import write_zip
from .details import contact_lines, details_of_counterparty, details_of_lead, spell_phone
from .enterprise_data import VERSIONS, write_enterprise_data
from .exchange_file import write_exchange_file
from .formats import write_bas_xlsx, write_csv, write_mxl, write_xls, write_xlsx
from .lists import KINDS, LANGUAGES, LISTS
from .making import TODAY, make_firm
from .ods import write_ods
from .other_crms import write_google_csv, write_hubspot_companies_csv, write_hubspot_csv, write_vcards
from .sheets import (
    Sheet, break_pages, cell_of, choose_columns, make_contact_print_sheet, make_debts_sheet, make_list_sheet, make_price_sheet,
    make_sales_sheet,
)
from .shown import show
from .universal_xml import write_universal_xml
from .web import write_html, write_xml_2003
