"""What a released version of the add-on has stored, kept as one file and put into a database of core's modules.

The file holds the difference between two databases: the firm before the add-on (versions/base.py) and the same firm that has
worked with it (versions/work.py). In the second one the ids of all new rows begin at ``FIRST_ID``, so they meet no row of
another build of Odoo; a row of core is named by its external id.
"""
import json
import lzma
import re
import socket
import sys
from functools import cached_property
from pathlib import Path

import psycopg2
from psycopg2.extras import execute_values

#: ids of rows that came with the add-on or with the work of the firm
FIRST_ID = 1_000_000
#: tables whose rows say nothing of the firm
LEFT_OUT = {
    'bus_bus', 'ir_actions_server_history', 'ir_config_parameter', 'ir_cron_progress', 'ir_cron_trigger', 'ir_logging',
    'ir_profile', 'mail_mail', 'mail_mail_res_partner_rel', 'mail_notification', 'mail_presence', 'res_device_log',
    'res_users_log', 'account_payment_register', 'account_payment_register_move_line_rel', 'orm_signaling_assets',
    'orm_signaling_default', 'orm_signaling_groups', 'orm_signaling_registry', 'orm_signaling_routing',
    'orm_signaling_stable', 'orm_signaling_templates'}
#: tables whose rows name another row by its model and id
BY_MODEL = {
    'ir_model_data': ('model', 'res_id'), 'mail_message': ('model', 'res_id'), 'mail_followers': ('res_model', 'res_id'),
    'ir_attachment': ('res_model', 'res_id'), 'mail_activity': ('res_model', 'res_id')}
#: rows of core that the add-on changes by itself when it is updated, or that change all the time
NOT_CHANGED = {'ir_module_module', 'ir_cron', 'ir_model_fields', 'ir_ui_view', 'ir_model'}

#: the sequence of a default; the column of a reference; a row of core without an external id
NEXT = re.compile(r"nextval\('\"?(\w+)\"?'::regclass\)")
REFERENCE = re.compile(r'FOREIGN KEY \("?(\w+)"?\)')
PLACE = re.compile(r'(\d+)th (\w+)')

COLUMNS = """
    SELECT table_class.relname, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)
      FROM pg_attribute JOIN pg_class table_class ON table_class.oid = attrelid
 LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
  ORDER BY relname, attnum"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid), confrelid::regclass::text,
           (SELECT array_agg(attname ORDER BY attnum)
              FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey))::text[]
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'c', 'f')
  ORDER BY contype = 'f', 1, 2"""
INDEXES = """
    SELECT index_class.relname, pg_get_indexdef(indexrelid)
      FROM pg_index JOIN pg_class index_class ON index_class.oid = indexrelid
     WHERE relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
  ORDER BY 1"""
SEQUENCES = """SELECT sequencename, increment_by, last_value FROM pg_sequences
                WHERE schemaname = 'public' AND sequencename !~ '_id_seq$' ORDER BY 1"""


class Schema:
    """The tables of a database."""

    def __init__(self, cursor):
        self.cursor, self.columns = cursor, {}
        for table, name, kind, required, default in self.fetch(COLUMNS):
            self.columns.setdefault(table, {})[name] = (kind, required, default)
        self.constraints = {(table, name): (kind, text) for table, name, kind, text, *_rest in self.fetch(CONSTRAINTS)}
        self.references = {(table, columns[0]): other for table, _name, kind, _text, other, columns in self.fetch(CONSTRAINTS)
                           if kind == 'f' and len(columns) == 1}
        self.indexes = dict(self.fetch(INDEXES))
        self.sequences = {name: rest for name, *rest in self.fetch(SEQUENCES)}

    def fetch(self, query, values=None):
        self.cursor.execute(query, values)
        return self.cursor.fetchall()


class Keeper:
    """Writes the difference between a database and the one that it was made from."""

    def __init__(self, before, after):
        self.before, self.after = Schema(before), Schema(after)
        self.names = {(model, number): f'{module}.{name}' for model, number, module, name in self.before.fetch(
            'SELECT model, res_id, module, name FROM ir_model_data ORDER BY id DESC')}
        self.models = {}
        for (model, _number) in self.names:
            self.models.setdefault(model.replace('.', '_'), model)
        self.models |= {'ir_act_window': 'ir.actions.act_window', 'ir_act_server': 'ir.actions.server'}

    def get_difference(self):
        before, after = self.before, self.after
        return {
            'tables': {table: columns for table, columns in after.columns.items() if table not in before.columns},
            'columns': {table: new for table, columns in after.columns.items() if table in before.columns and (
                new := {name: kind for name, kind in columns.items() if name not in before.columns[table]})},
            'constraints': [[*key, *kind] for key, kind in after.constraints.items() if key not in before.constraints],
            'indexes': [text for name, text in after.indexes.items() if name not in before.indexes],
            'sequences': {name: rest for name, rest in after.sequences.items() if name not in before.sequences},
            'rows': {table: rows for table in after.columns if table not in LEFT_OUT and (rows := self.get_rows(table))},
            'changes': [change for table in before.columns if table not in LEFT_OUT | NOT_CHANGED
                        for change in self.get_changes(table)],
        }

    def get_rows(self, table):
        """:return: [columns, rows as texts] of what the table has now and had not; None where there is nothing"""
        columns = list(self.after.columns[table])
        texts = ', '.join(f'"{name}"::text' for name in columns)
        query = f'SELECT {texts} FROM ONLY "{table}"'
        if table not in self.before.columns:
            rows = self.after.fetch(query)
        elif 'id' in columns:
            rows = self.after.fetch(f'{query} WHERE id >= {FIRST_ID} ORDER BY "{table}".id')
        else:
            known = set(self.before.fetch(query))
            rows = [row for row in self.after.fetch(query) if row not in known]
        if table == 'ir_attachment':
            rows = [row for row in rows if _is_of_firm(dict(zip(columns, row, strict=True)))]
        return rows and [columns, [list(self.name_row(table, dict(zip(columns, row, strict=True))).values()) for row in rows]]

    def get_changes(self, table):
        """:return: [table, external id, {column: text}] of each row of core that is another one now"""
        columns = list(self.after.columns[table])
        if 'id' not in columns:
            return
        common = [name for name in columns if name in self.before.columns[table]]
        texts = ', '.join(f'"{name}"::text' for name in common)
        known = {row[0]: row for row in self.before.fetch(f'SELECT id, {texts} FROM ONLY "{table}"')}
        texts = ', '.join(f'"{name}"::text' for name in [*common, *(name for name in columns if name not in common)])
        query = f'SELECT id, {texts} FROM ONLY "{table}" WHERE id < {FIRST_ID} ORDER BY "{table}".id'
        for number, *row in self.after.fetch(query):
            was = [*known[number][1:], *[None] * (len(columns) - len(common))] if number in known else row
            names = [*common, *(name for name in columns if name not in common)]
            changed = {name: now for name, now, then in zip(names, row, was, strict=True)
                       if now != then and name not in ('write_date', 'write_uid') and not _is_translation(now, then)}
            if changed:
                yield [table, self.name_id(table, number), self.name_row(table, changed)]

    def name_row(self, table, row):
        """:return: the row with external ids in the place of ids of core's rows"""
        row = {name: self.name_id(self.after.references.get((table, name)), value) for name, value in row.items()}
        if table in BY_MODEL and set(BY_MODEL[table]) <= row.keys():
            model, number = BY_MODEL[table]
            if row[number] and int(row[number]) < FIRST_ID:
                row[number] = self.names.get((row[model], int(row[number])), row[number])
        return row

    def name_id(self, table, value):
        """:return: the external id of a row of core, else its place among the rows of its table"""
        if table not in self.before.columns or not value or int(value) >= FIRST_ID:
            return value
        name = self.names.get((self.models.get(table), int(value)))
        if name:
            return name
        (place,), = self.before.fetch(f'SELECT count(*) FROM "{table}" WHERE id < %s', [value])
        return f'{place}th {table}'


class Putter:
    """Puts what is kept into a database of core's modules, prepared by versions/base.py."""

    def __init__(self, cursor, kept):
        self.cursor, self.kept, self.schema = cursor, kept, Schema(cursor)
        self.ids = {f'{module}.{name}': number for module, name, number in self.schema.fetch(
            'SELECT module, name, res_id FROM ir_model_data')}
        self.core_references = set(self.schema.references)

    def put(self):
        dropped = [(table, name, text) for (table, name), (kind, text) in self.schema.constraints.items()
                   if kind == 'f' and table in self.kept['rows']]
        for table, name, _text in dropped:
            self.cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        self.create_tables()
        self.schema = Schema(self.cursor)
        for table, (columns, rows) in self.kept['rows'].items():
            self.insert(table, columns, rows)
        for table, number, values in self.kept['changes']:
            self.change(table, number, values)
        self.create_constraints(dropped)
        self.set_sequences()

    def create_tables(self):
        for name, (increment, last) in self.kept['sequences'].items():
            self.cursor.execute(f'CREATE SEQUENCE "{name}" INCREMENT BY {increment}')
            if last:
                self.cursor.execute('SELECT setval(%s, %s)', [name, last])
        for table, columns in self.kept['tables'].items():
            for _kind, _required, default in columns.values():
                if default and (sequence := NEXT.match(default)):
                    self.cursor.execute(f'CREATE SEQUENCE "{sequence[1]}"')
            self.cursor.execute(f'CREATE TABLE "{table}" ({", ".join(_describe(*column) for column in columns.items())})')
        for table, columns in self.kept['columns'].items():
            for name, (kind, _required, default) in columns.items():
                self.cursor.execute(f'ALTER TABLE "{table}" ADD COLUMN {_describe(name, (kind, False, default))}')

    def insert(self, table, columns, rows):
        known = self.schema.columns[table]
        names, kinds = ', '.join(f'"{name}"' for name in columns), ', '.join(f'%s::{known[name][0]}' for name in columns)
        found = [[self.find(table, name, value) for name, value in zip(columns, row, strict=True)] for row in rows]
        execute_values(self.cursor, f'INSERT INTO "{table}" ({names}) VALUES %s', found, f'({kinds})')

    def change(self, table, number, values):
        known = self.schema.columns[table]
        texts = ', '.join(f'"{name}" = %s::{known[name][0]}' for name in values)
        self.cursor.execute(f'UPDATE "{table}" SET {texts} WHERE id = %s',
                            [*(self.find(table, name, value) for name, value in values.items()), self.find_id(number)])

    def find(self, table, column, value):
        if (table, column) in self.references or column == BY_MODEL.get(table, (None, None))[1]:
            return self.find_id(value)
        return value

    @cached_property
    def references(self):
        """Columns that name a row of another table, by the constraints of both."""
        return {(table, REFERENCE.match(text)[1]) for table, _name, kind, text in self.kept['constraints']
                if kind == 'f'} | self.core_references

    def find_id(self, value):
        """:return: id of the row that has a name, see :meth:`Keeper.name_id`"""
        if not value or value.isdecimal():
            return value
        if place := PLACE.match(value):
            return self.schema.fetch(f'SELECT id FROM "{place[2]}" ORDER BY id LIMIT 1 OFFSET {place[1]}')[0][0]
        return self.ids[value]

    def create_constraints(self, dropped):
        for table, name, _kind, text in self.kept['constraints']:
            self.cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}')
        for table, name, text in dropped:
            self.cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}')
        for text in self.kept['indexes']:
            self.cursor.execute(text)
        for table, columns in self.kept['columns'].items():
            for name, (_kind, required, _default) in columns.items():
                if required:
                    self.cursor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{name}" SET NOT NULL')

    def set_sequences(self):
        """New rows come after those that were put in."""
        for table, (columns, _rows) in self.kept['rows'].items():
            default = self.schema.columns[table]['id'][2] if 'id' in columns else None
            if default and (sequence := NEXT.match(default)):
                self.cursor.execute(
                    f'SELECT setval(%s, GREATEST((SELECT max(id) FROM "{table}"), (SELECT last_value FROM "{sequence[1]}")))',
                    [sequence[1]])


def _describe(name, column):
    kind, required, default = column
    return f'"{name}" {kind}{" NOT NULL" if required else ""}{f" DEFAULT {default}" if default else ""}'


def _is_of_firm(attachment):
    """:return: whether it is no bundle of scripts, and no picture that core or the add-on makes by itself"""
    return not (attachment['url'] or '').startswith('/web/assets/') and (
        not attachment['res_field'] or attachment['res_model'].startswith('bas.'))


def _is_translation(now, then):
    """:return: whether two values of a translated column say the same in English"""
    if not (now and then and now.startswith('{') and '"en_US"' in now):
        return False
    return json.loads(now)['en_US'] == json.loads(then).get('en_US')


def keep(before, after, path):
    """Write what the database ``after`` has and ``before`` has not."""
    with psycopg2.connect(dbname=before) as first, psycopg2.connect(dbname=after) as second:
        difference = Keeper(first.cursor(), second.cursor()).get_difference()
    text = json.dumps(difference, ensure_ascii=False, separators=(',', ':'))
    text = text.replace(f'@{socket.gethostname()}>', '@firm.example>')  # in the ids of messages
    Path(path).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def put(database, path):
    """Put what is kept in a file into a database."""
    kept = json.loads(lzma.decompress(Path(path).read_bytes()))
    with psycopg2.connect(dbname=database) as connection:
        Putter(connection.cursor(), kept).put()


if __name__ == '__main__':
    {'keep': keep, 'put': put}[sys.argv[1]](*sys.argv[2:])
