"""What the add-on requires, the database requires: whatever module was installed or updated last. Runs in Odoo's shell."""
# ruff: noqa: F821
from odoo.tools import SQL

env.cr.execute("""
    SELECT relname, attname FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
     WHERE relnamespace = current_schema::regnamespace AND attnotnull AND attnum > 0""")
not_null = set(env.cr.fetchall())
required = [field for model in env.values() if model._auto and not model._abstract for field in model._fields.values()
            if 'bas_crm' in field._modules and field.required and field.store and field.column_type]
missing = [str(field) for field in required if (env[field.model_name]._table, field.name) not in not_null]
assert not missing, f'required fields without NOT NULL: {missing}'
assert len(required) > 50, len(required)

# A company made by SQL, as a module makes it that is loaded before ours: with what core requires, and nothing of ours.
partner = env.company.partner_id.copy({'name': 'By SQL'})
columns = [column for table, column in not_null if table == 'res_company' and column not in ('id', 'name', 'partner_id')]
columns = SQL(', ').join(SQL.identifier(column) for column in columns if not column.startswith('bas_'))
env.flush_all()
env.cr.execute(SQL(
    "INSERT INTO res_company (name, partner_id, %(columns)s) SELECT 'By SQL', %(partner)s, %(columns)s FROM res_company LIMIT 1 "
    "RETURNING id", columns=columns, partner=partner.id))
company = env['res.company'].browse(env.cr.fetchone())
assert company.bas_offer_design == 'strict', company.bas_offer_design
