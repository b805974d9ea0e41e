"""Writing of records with the changes that an undo needs, and of the results of rows."""
import json
import logging

from psycopg2 import Error as DatabaseError

from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, mute_logger
from odoo.tools.misc import exception_to_unicode

from .policy import dump_values

_logger = logging.getLogger(__name__)

#: what a model raises when it refuses values
REFUSALS = (UserError, DatabaseError, ValueError)
#: somebody else is writing the same records at this moment: the values are not refused, and the server does the batch again
RETRIED = PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
#: pseudo field of a change: when and by whom a record was written before
TOUCHED = 'write_date'


class Changes:
    """Writes the records of a batch, and saves what it has changed, in a few queries."""

    def __init__(self, batch):
        self.batch = batch
        self.created, self.written, self.linked, self.waiting = [], [], [], []

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    def create_all(self, model, pairs):
        """Create all at once; if the model refuses that, half by half, so that one wrong row stops none of the others.

        :param pairs: list of (row or None, values)
        :return: list of records; an empty one for each that is refused
        """
        try:
            with mute_logger('odoo.sql_db'), self.batch.env.cr.savepoint():
                # The batch creation of core's own import: it synchronizes the fields of partners once for all.
                records = list(model._load_records_create([dict(vals) for _row, vals in pairs]))
                self.batch.env.flush_all()
        except RETRIED:
            raise
        except REFUSALS as error:
            if half := len(pairs) // 2:
                return self.create_all(model, pairs[:half]) + self.create_all(model, pairs[half:])
            if pairs[0][0] is not None:
                pairs[0][0].error(explain(model, error, pairs[0][1]))
            return [model]
        self.created += [(row and row.id, record, list(vals)) for (row, vals), record in zip(pairs, records, strict=True)]
        return records

    def write_later(self, row, record, vals, before):
        """Write later, together with the other rows, see :meth:`flush`."""
        self.waiting.append((row, record, vals, {**before, TOUCHED: dump_touched(record)}))

    def flush(self):
        waiting, self.waiting = self.waiting, []
        if waiting:
            self._write(waiting)

    def _write(self, waiting):
        try:
            with mute_logger('odoo.sql_db'), self.batch.env.cr.savepoint():
                for _row, record, vals, _before in waiting:
                    record.write(dict(vals))
                self.batch.env.flush_all()
        except RETRIED:
            raise
        except REFUSALS as error:
            if half := len(waiting) // 2:
                self._write(waiting[:half])
                self._write(waiting[half:])
            else:
                waiting[0][0].error(explain(waiting[0][1], error, waiting[0][2]))
            return
        self.written += [(row.id, record, before) for row, record, _vals, before in waiting]

    # ------------------------------------------------------------
    # Saving
    # ------------------------------------------------------------

    def save(self):
        """Save what was changed, with the values after it as the models have stored them."""
        rows = []
        for row_id, record, names in self.created:
            stored = [name for name in names if name in record._fields and record._fields[name].store]
            rows.append(self._prepare(row_id, 'created', record, after=dump_values(record, stored)))
        for row_id, record, before in self.written:
            after = {**dump_values(record, before.keys() - {TOUCHED}), TOUCHED: dump_touched(record)}
            rows += [self._prepare(row_id, 'written', record, name, value, after[name]) for name, value in before.items()]
        rows += [self._prepare(row.id, 'linked', record) for row, record in self.linked]
        insert(self.batch.env['bas.import.change'], rows)
        self.created, self.written, self.linked = [], [], []

    def _prepare(self, row_id, kind, record, name=None, before=None, after=None):
        return {
            'import_id': self.batch.session.id, 'row_id': row_id, 'kind': kind, 'res_model': record._name, 'res_id': record.id,
            'field_name': name, 'before': before, 'after': after}

    def save_keys(self):
        """Remember the codes of the source, so that its next file finds the same records."""
        session, kind = self.batch.session, self.batch.kind
        keys = {}
        for row in self.batch.rows:
            for type_, value in row.new_keys if row.is_open and row.record else ():
                keys.setdefault(f'{type_}:{value}', set()).add(row.record)
        # Rows with the same code may have become several records. Then the code would find a wrong one, so it is not kept.
        keys = {value: next(iter(records)) for value, records in keys.items() if len(records) == 1}
        # A code may be known of a record that is deleted by now.
        insert(self.batch.env['bas.import.key'], [{
            'company_id': session.company_id.id, 'source': session.source, 'kind': kind._kind, 'value': value,
            'res_model': record._name, 'res_id': record.id, 'import_id': session.id} for value, record in keys.items()], SQL(
                """ON CONFLICT (company_id, source, kind, value) DO UPDATE SET
                   res_model = EXCLUDED.res_model, res_id = EXCLUDED.res_id, import_id = EXCLUDED.import_id"""))


def dump_touched(record):
    """:return: list: when and by whom the record was written, to the microsecond"""
    return [record.write_date and record.write_date.isoformat(sep=' '), record.write_uid.id]


def explain(record, error, vals=None):
    """:param dict vals: the values that the model has refused
    :return: str: why a model refuses values, for a person and in the language of the user"""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, DatabaseError) and (text := record._sql_error_to_message(error)) != exception_to_unicode(error):
        return text
    # What Python and the database say of a value is in English, and speaks of types: the field is named instead.
    _logger.info('%s refuses values of an import: %s', record._name, error)
    for name, value in (vals or {}).items():
        if _is_impossible(record, name, value):
            return record.env._("«%(field)s» cannot have the value «%(value)s».", value=str(value)[:60],
                                field=record._fields[name]._description_string(record.env))
    return record.env._("A value of the row cannot be stored in «%(model)s»: it is too large, or it is of another kind.",
                        model=record.env['ir.model']._get(record._name).name)


def _is_impossible(record, name, value):
    """:return: bool: whether the field cannot have the value, whatever the others are"""
    field = record._fields[name]
    try:
        field.convert_to_cache(value, record)
    except (UserError, ValueError, TypeError):
        return True
    return field.type == 'integer' and isinstance(value, int) and not -2 ** 31 <= value < 2 ** 31


def insert(model, rows, conflict=None):
    """Insert rows into a table of ours in one query.

    :param rows: list of dicts with the same names
    :param SQL conflict: what happens to a row that exists
    """
    if not rows:
        return
    names = list(rows[0])
    columns = SQL(', ').join(map(SQL.identifier, names))
    types = SQL(', ').join(SQL('%s %s', SQL.identifier(name), SQL(model._fields[name].column_type[1])) for name in names)
    model.env.cr.execute(SQL(
        """INSERT INTO %s (%s, create_uid, create_date, write_uid, write_date)
           SELECT %s, %s, %s, %s, %s FROM jsonb_to_recordset(%s) AS row (%s) %s""",
        SQL.identifier(model._table), columns, columns, model.env.uid, model.env.cr.now(), model.env.uid, model.env.cr.now(),
        json.dumps(rows), types, conflict or SQL()))
    model.invalidate_model()


def update(model, rows):
    """Update rows of a table in one query, without the ORM: only columns of which nothing is computed.

    :param rows: list of dicts with the same names, ``id`` among them
    """
    if not rows:
        return
    names = [name for name in rows[0] if name != 'id']
    types = SQL(', ').join(SQL('%s %s', SQL.identifier(name), SQL(model._fields[name].column_type[1])) for name in names)
    model.env.cr.execute(SQL(
        "UPDATE %s AS old SET %s FROM jsonb_to_recordset(%s) AS new (id int4, %s) WHERE old.id = new.id",
        SQL.identifier(model._table),
        SQL(', ').join(SQL('%s = new.%s', SQL.identifier(name), SQL.identifier(name)) for name in names),
        json.dumps(rows), types))
    model.invalidate_model(names)
