"""Indexes by which a part of a text is found."""
from odoo.modules.db import FunctionStatus


def trigram_index(registry, column):
    """:return: str: definition of an index as core makes it for ``index='trigram'``, for a field that has another index, too;
        empty if PostgreSQL has no trigrams"""
    if not registry.has_trigram:
        return ''
    is_plain = registry.has_unaccent != FunctionStatus.INDEXABLE
    return f'USING gin ({column if is_plain else registry.unaccent(column)} gin_trgm_ops)'
