import re
import runpy
from pathlib import Path

import psycopg2

from odoo.models import LOG_ACCESS_COLUMNS
from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.sql import table_columns

OURS = 'bas_crm'
SCRIPTS = sorted(Path(file_path('bas_crm/migrations')).glob('*/*.py'))


@tagged('post_install', '-at_install')
class TestMigrations(TransactionCase):
    """Migration scripts know only the database of their version. They must not fail if something was removed later."""

    def run_script(self, path):
        self.env.flush_all()
        runpy.run_path(str(path))['migrate'](self.env.cr, '19.0.1.0.0')
        self.env.flush_all()

    def run_changed(self, path, query):
        """Run a script in a database that a query has changed, and roll back.

        :return: list with at most one error message
        """
        savepoint = self.env.cr.savepoint()
        try:
            self.env.cr.execute(query)
            self.run_script(path)
            return []
        except (psycopg2.Error, LookupError, ValueError) as error:
            return [f'{path.parent.name}/{path.name}, {query}: {str(error).splitlines()[0]}']
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def get_columns(self):
        """:return: dict: table → names of the columns of this add-on"""
        columns = {}
        for model in self.env.values():
            if model._auto and not model._abstract:
                existing = table_columns(self.env.cr, model._table)
                columns[model._table] = {field.name for field in model._fields.values()
                                         if field._modules[:1] == (OURS,) and field.name in existing
                                         and field.name not in LOG_ACCESS_COLUMNS}
        return columns

    def test_scripts_are_idempotent(self):
        self.assertGreater(len(SCRIPTS), 15)
        self.assertEqual([wrong for path in SCRIPTS for wrong in self.run_changed(path, "SELECT 1")], [])

    def test_records_of_ours_are_renamed_or_deleted(self):
        renamed = "UPDATE ir_model_data SET name = name || '_renamed' WHERE module = 'bas_crm'"
        deleted = """DELETE FROM ir_ui_menu WHERE id IN (
                         SELECT res_id FROM ir_model_data WHERE module = 'bas_crm' AND model = 'ir.ui.menu')"""
        self.assertEqual([
            wrong for path in SCRIPTS for query in (renamed, deleted) for wrong in self.run_changed(path, query)], [])

    def test_tables_and_columns_of_ours_have_gone(self):
        columns, problems = self.get_columns(), []
        for path in SCRIPTS:
            words = set(re.findall(r'\w+', ''.join(file.read_text() for file in (path, *path.parent.glob('*.sql')))))
            for table in sorted(words & columns.keys()):
                queries = [f'ALTER TABLE {table} RENAME TO {table}_gone'] if table.startswith('bas_') else []
                queries += [f'ALTER TABLE {table} RENAME COLUMN {column} TO {column}_gone'
                            for column in sorted(words & columns[table])]
                problems += [wrong for query in queries for wrong in self.run_changed(path, query)]
        self.assertEqual(problems, [], '\n'.join(problems))
