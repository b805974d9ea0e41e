from pathlib import Path

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

OURS = 'bas_crm'
#: computed tracked fields that existed in 19.0.1.6.0
RELEASED = {f'bas.commercial.offer.{name}' for name in ('amount_total', 'partner_id', 'user_id')}


@tagged('post_install', '-at_install')
class TestSchema(TransactionCase):
    """Structure of the database, also with other modules installed."""

    def get_fields(self):
        """:return: list of (model, field): all stored fields with a column that this add-on defines or changes"""
        return [(model, field) for model in self.env.values() if model._auto and not model._abstract
                for field in model._fields.values() if field.store and field.column_type and OURS in field._modules]

    def test_required_fields_are_not_null(self):
        self.env.cr.execute("""
            SELECT relname, attname FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
             WHERE relnamespace = current_schema::regnamespace AND attnotnull AND attnum > 0""")
        not_null = set(self.env.cr.fetchall())
        required = [(model._table, field.name) for model, field in self.get_fields() if field.required]
        self.assertEqual([column for column in required if column not in not_null], [])
        self.assertGreater(len(required), 50)

    def test_no_column_is_indexed_twice_in_the_same_way(self):
        self.env.cr.execute("""
            SELECT array_agg(DISTINCT name ORDER BY name)
              FROM (SELECT indexname AS name, tablename,
                           regexp_replace(indexdef, '^CREATE (UNIQUE )?INDEX \\S+', '') AS definition
                      FROM pg_indexes WHERE schemaname = current_schema) indexes
          GROUP BY tablename, definition
            HAVING count(*) > 1 AND (tablename LIKE 'bas\\_%' OR bool_or(name LIKE '%\\_bas\\_%'))""")
        self.assertEqual(self.env.cr.fetchall(), [])

    def test_computed_fields_with_a_history_are_filled_in_sql(self):
        """Otherwise an update would compute them record by record, and log each in its history."""
        scripts = ''.join(path.read_text() for path in Path(file_path('bas_crm/migrations')).glob('*/pre-*.py'))
        computed = {field for _model, field in self.get_fields() if field._modules[0] == OURS and field.compute
                    and field.readonly and getattr(field, 'tracking', None)}
        self.assertEqual({str(field) for field in computed if f'ADD COLUMN IF NOT EXISTS {field.name} ' not in scripts}, RELEASED)

    def test_our_fields_on_tables_of_core_are_not_required(self):
        """While a module loaded before ours is updated, core drops NOT NULL constraints of later modules on its table. Until our
        module is checked again, Odoo warns of them, and rows can be created without a value."""
        self.assertEqual([
            str(field) for model, field in self.get_fields()
            if field.required and field._modules[0] == OURS and model._original_module != OURS], [])
