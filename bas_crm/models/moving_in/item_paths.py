"""Where groups of items stand: a list names the group above a group, and that one is a row of its own, maybe in another file."""
from typing import NamedTuple

from odoo.tools import SQL

from ...tools.source_files.values import clean_text
from .groups import join_groups
from .item_values import split_path

#: groups in groups in groups
DEEPEST = 100


class Group(NamedTuple):
    """A row of a list of groups; ``above``: names of the groups above it, the outermost first."""

    id: int
    name: str
    above: tuple
    above_guid: str


class GroupPaths:
    """The groups of all lists of an import, by their references and by their names."""

    def __init__(self, batch):
        self._by_id, self._by_guid, self._by_name = {}, {}, {}
        for id_, name, text, above_guid, guid, groups in _read_rows(batch):
            above = join_groups((groups or '').split('\n'), split_path(text))
            group = Group(id_, clean_text(name or ''), above, above_guid or '')
            self._by_id[id_] = group
            self._by_guid.setdefault(guid, group) if guid else None
            self._by_name.setdefault(group.name.casefold(), {}).setdefault((above, above_guid), group)

    def get_path_of_row(self, id_):
        """:return: tuple of the names above the group of a row and its own; see :meth:`get_path`"""
        return self._follow(self._by_id.get(id_))

    def get_path(self, name, guid=''):
        """
        :return: tuple of names from the outermost group to this one. In a group that is inside itself a name is repeated. The
            name alone, if no list tells where it stands, or if several groups have it
        """
        return self._follow(self._find(name, guid)) or ((name,) if name else ())

    def has(self, guid):
        return guid in self._by_guid

    def _find(self, name, guid):
        found = self._by_guid.get(guid) if guid else None
        same = list(self._by_name.get(clean_text(name).casefold(), {}).values())
        return found or (same[0] if len(same) == 1 else None)

    def _follow(self, group):
        names, seen = [], set()
        while group and len(names) < DEEPEST:
            names.append(group.name)
            if group.id in seen:
                break
            seen.add(group.id)
            above = group.above
            group = self._find(above[0], group.above_guid) if len(above) == 1 else None
            if not group:
                names += reversed(above)
        return tuple(reversed(names))


def get_group_paths(batch):
    """:return: ``GroupPaths``, read once for a batch"""
    known = batch.cache['group paths']
    if not known:
        known['paths'] = GroupPaths(batch)
    return known['paths']


def _read_rows(batch):
    return batch.env.execute_query(SQL(
        """SELECT row.id, values->>'name', values->>'group', values->>'group_guid', values->>'guid', values->>'groups'
             FROM bas_import_row row JOIN bas_import_table list ON list.id = row.table_id AND list.kind = 'item_group'
            WHERE row.import_id = %s AND NOT row.is_skipped ORDER BY row.id""", batch.session.id))
