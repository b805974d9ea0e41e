"""Which values of a file are written to a record that exists: the policy, and what people have changed since the last import."""
from odoo import fields
from odoo.tools import SQL, float_is_zero


def dump_value(record, name):
    """:return: the value of a field as JSON, in the format of ``write``; ids of x2many in order; None for an empty one"""
    value, kind = record[name], record._fields[name].type
    if kind in ('many2many', 'one2many'):
        return sorted(value.ids) or None
    if kind in ('many2one', 'many2one_reference'):
        return (value if kind == 'many2one_reference' else value.id) or None
    if kind in ('date', 'datetime'):
        return fields.Datetime.to_string(value) if kind == 'datetime' else fields.Date.to_string(value) or None
    if kind in ('char', 'text', 'html'):
        return str(value) if value else None
    return value or None if kind in ('boolean', 'selection', 'json') else value


def dump_values(record, names):
    return {name: dump_value(record, name) for name in names}


def read_ids(value):
    """:return: set of the ids of commands that link records"""
    ids = set()
    for command in value or ():
        ids.update(command[2] if command[0] == fields.Command.SET else [command[1]])
    return ids


def is_blank(value, kind):
    return value in (None, False, '') or (kind in ('float', 'monetary', 'integer') and not value) or value == []


class Differ:
    """Compares the values of rows with those of records."""

    def __init__(self, batch):
        self.batch = batch
        self.known = {}
        #: (model, id) of a record that this import has created → when it has last written it
        self.own = {}

    def load(self, records):
        """Read the values that imports have written to the records, in one query."""
        new = [id_ for id_ in records.ids if (records._name, id_) not in self.known]
        for id_ in new:
            self.known[records._name, id_] = {}
        rows = self.batch.env.execute_query(SQL(
            """SELECT res_id, kind, field_name, after, import_id, create_date FROM bas_import_change
                WHERE res_model = %s AND res_id = ANY(%s) AND kind != 'linked' AND undo_state IS NULL ORDER BY id""",
            records._name, new)) if new else []
        for id_, kind, name, after, session, moment in rows:
            key = (records._name, id_)
            self.known[key].update((after or {}) if kind == 'created' else {name: after})
            if (kind == 'created' and session == self.batch.session.id) or key in self.own:
                self.own[key] = moment

    def get_changes(self, row, record, vals):
        """:return: dict: the values of ``vals`` that are to be written to the record"""
        known = self.known.get((record._name, record.id))
        if known is None:
            self.load(record)
            known = self.known[record._name, record.id]
        return {name: value for name, value in vals.items() if self._is_written(row, record, name, value, known)}

    def _is_written(self, row, record, name, value, known):
        kind = record._fields[name].type
        current = dump_value(record, name)
        wanted = self.dump_wanted(record, name, value)
        if is_blank(wanted, kind) or self._is_equal(record, name, current, wanted):
            return False
        policy = self._get_policy(row, record, name)
        is_filled = not is_blank(current, kind) and kind != 'many2many' and not self._is_default(record, name, known)
        if policy == 'create_only' or (policy == 'fill_empty' and is_filled):
            return False
        last = known.get(name)
        if name in known and not self._is_equal(record, name, current, last):
            # A person has changed the value since the last import.
            return not self._is_equal(record, name, wanted, last) and self._may_overwrite(row, record, name)
        return True

    def _is_default(self, record, name, known):
        """:return: bool: whether this import has created the record without the field, and nobody has touched it since"""
        moment = self.own.get((record._name, record.id))
        return bool(moment) and name not in known and record.write_date <= moment

    def dump_wanted(self, record, name, value):
        field = record._fields[name]
        if field.type == 'many2many':
            return sorted({*record[name].ids, *read_ids(value)})
        if field.type in ('many2one', 'many2one_reference', 'json'):
            return value or None
        # Markup is compared as it is stored: Odoo cleans it, «<br/>» becomes «<br>».
        cached = field.convert_to_cache(value, record, validate=field.type == 'html')
        if field.type in ('date', 'datetime'):
            return (fields.Datetime if field.type == 'datetime' else fields.Date).to_string(cached) or None
        if field.type in ('char', 'text', 'html'):
            return str(cached).strip() if cached else None
        return cached

    def _is_equal(self, record, name, first, second):
        field = record._fields[name]
        if field.type in ('float', 'monetary'):
            digits = field.get_digits(self.batch.env) if field.type == 'float' else (16, 2)
            return float_is_zero((first or 0) - (second or 0), precision_digits=digits[1] if digits else 6)
        if is_blank(first, field.type) and is_blank(second, field.type):
            return True
        return first == second

    def _get_policy(self, row, record, name):
        if row.is_claimed:
            return 'fill_empty'
        source = self.batch.kind._get_source_of(name)
        usual = self.batch.session.policy
        if usual == 'fill_empty':
            usual = self.batch.kind._policy or usual
        return self.batch.cache['policies'].get(source) or usual

    def _may_overwrite(self, row, record, name):
        answer = self.batch.ask(row, self.batch.kind._get_conflict_question(self.batch, record, name))
        return bool(answer) and answer.answer == 'overwrite'
