import re

import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_methods import PublicMethodsCase

#: by its name such a method opens or reads, and changes nothing
READING = re.compile(r'action_(view|open)(_|$)|get_')
#: opens something and remembers it: the calendar is ticked on the user's board
REMEMBERING = {'bas.work.task.action_open_on_board', 'bas.employee.calendar.action_open_board'}


@tagged('post_install', '-at_install')
class TestReadOnly(PublicMethodsCase):
    """What only opens or reads may be served by a copy of the database that cannot be written to."""

    def iter_methods(self):
        """Every public method of ours, with a record that it can be called on."""
        for model in sorted(self.env.registry):
            record = self.env[model]
            methods = self.get_methods(record)
            if methods and not record._abstract and not record._transient:
                record = self.get_record(model) if record._auto else record.search([], limit=1)
            for name, method in methods.items():
                if not record._abstract or getattr(method, '_api_model', False):
                    yield record, name, method

    def is_read_only(self, record, name):
        return next((getattr(cls, name)._readonly for cls in type(record).mro()
                     if hasattr(getattr(cls, name, None), '_readonly')), False)

    def test_what_opens_or_reads_is_declared_so(self):
        undeclared = {f'{record._name}.{name}' for record, name, _method in self.iter_methods()
                      if READING.match(name) and not self.is_read_only(record, name)}
        self.assertFalse(undeclared - REMEMBERING)

    def test_what_is_declared_so_writes_nothing(self):
        tried, failures = 0, []
        for record, name, method in self.iter_methods():
            is_called_on_records = not getattr(method, '_api_model', False)
            if not self.is_read_only(record, name) or self.get_required(method) or (is_called_on_records and not record):
                continue
            tried += 1
            try:
                with self.env.cr.savepoint(flush=False) as savepoint, mute_logger('odoo.sql_db'):
                    self.env.cr.execute("SET TRANSACTION READ ONLY")
                    getattr(record.with_user(self.own), name)()
                    savepoint.rollback()
            except psycopg2.errors.ReadOnlySqlTransaction as error:
                failures.append(f'{record._name}.{name}: {error.cursor.query.decode()[:80]}')
            except UserError as error:  # there is nothing to open, or not for this user
                self.assertTrue(str(error))
            self.env.invalidate_all(flush=False)
        self.assertFalse(failures)
        self.assertGreater(tried, 30)
