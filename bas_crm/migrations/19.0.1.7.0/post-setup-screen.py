"""A firm that has orders has been set up: «Getting Started» stands in its settings, not at the beginning of the menu."""


def migrate(cr, version):
    cr.execute("""
        INSERT INTO ir_config_parameter (key, value, create_uid, create_date, write_uid, write_date)
             SELECT 'bas_crm.setup_finished', 'True', 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
              WHERE EXISTS (SELECT FROM sale_order)
        ON CONFLICT (key) DO NOTHING""")
