"""Files that other programs export become tables of text cells: BAS and 1C, spreadsheets, Google, HubSpot, address books.

Pure Python without models. A file is recognised by its contents, never by its name; it is data, never a formula or a path.

``table.py`` has the classes, ``contents.py`` finds the format; one file per format reads it. ``shapes.py`` finds the table in a
sheet: its heading, groups and totals. ``headings.py`` knows the words of the headings, ``values.py`` what the cells mean.
"""
from .read import read_file
from .table import (
    FILE_PROBLEMS, REMARKS, VALUE_PROBLEMS, FileProblem, Remark, SourceColumn, SourceFile, SourceRow, SourceTable, ValueProblem,
)
