"""The facts of the firm: one table a kind of thing, in ``data``; here they become Python's."""
import csv

from odoo.tools import file_open


def read_table(name):
    """:return: rows of ``data/<name>``, each a dict: column → text, '' where the cell is empty"""
    with file_open(f'bas_crm_demo/data/{name}', 'r') as file:
        return list(csv.DictReader(file))


def split(text, separator=';'):
    """``'a; b'`` → ``['a', 'b']``, ``''`` → ``[]``"""
    return [part.strip() for part in text.split(separator) if part.strip()]


def pick(row, *names):
    """:return: the cells of ``row`` that hold something, under the names of Odoo's fields"""
    return {name: row[name] for name in names if row.get(name)}
