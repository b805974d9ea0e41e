"""Files that other programs export become tables of text cells: BAS and 1C, spreadsheets, Google, HubSpot, address books.

Pure Python without models. A file is recognised by its contents, never by its name; it is data, never a formula or a path.

* ``table.py`` has the classes and the codes of problems; ``read.py`` is the way in, ``contents.py`` finds the format
* ``archive.py`` and ``safe_xml.py`` keep zip and XML of strangers within bounds
* sheets: ``xlsx.py``, ``xls.py``, ``xml_2003.py``, ``ods.py``, ``mxl.py``, ``html.py`` and ``text.py`` give the rows as they
  are (``raw.py``), ``header.py`` finds the headings, ``shapes.py`` the rows, groups and totals, ``price_columns.py`` the
  prices of a list with a column for each kind of them; ``vcard.py`` reads cards
* objects of a base: ``enterprise_data.py``, ``universal_xml.py``, ``exchange_file.py`` and what they share
* ``headings.py`` with ``headings.tsv`` knows the words of the headings, ``values.py`` what the cells mean
"""
from .read import read_file
from .table import (
    FILE_PROBLEMS, REMARKS, VALUE_PROBLEMS, FileProblem, Remark, SourceColumn, SourceFile, SourceRow, SourceTable, ValueProblem,
)
