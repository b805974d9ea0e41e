"""Existing orders get a type, the stage that fits their state, and the first entry of their stage history.

Stages of 19.0.1.2.0 keep the fields that they ask for. Done again, it changes nothing.
"""
from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.sql import table_columns, table_exists

#: table → columns without which orders stay as they are
NEEDED = {
    'sale_order': {'order_type_id', 'operation', 'stage_id'},
    'bas_order_type': {'sequence', 'operation', 'company_id', 'active'},
    'bas_order_stage': {'order_type_id', 'sequence', 'is_done', 'is_cancelled', 'trigger', 'active'},
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.flush_all()
    if table_exists(cr, 'bas_order_stage_required_field'):
        keep_required_fields(cr)
    if all(columns <= table_columns(cr, table).keys() for table, columns in NEEDED.items()):
        put_orders_into_stages(cr)
        if 'cancel_reason_id' in table_columns(cr, 'sale_order') and table_exists(cr, 'bas_cancel_reason'):
            give_a_reason(cr)
        begin_history(cr)
    env.invalidate_all(flush=False)


def keep_required_fields(cr):
    """The fields that stages ask for were rows of core's list of fields, and are rows of a catalogue of ours now."""
    if ({'field_name', 'sequence'} <= table_columns(cr, 'bas_order_requirement').keys()
            and table_exists(cr, 'bas_order_stage_requirement')):
        cr.execute("""
            INSERT INTO bas_order_requirement (field_name, sequence, create_uid, create_date, write_uid, write_date)
                 SELECT DISTINCT field.name, 1000, 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
                   FROM bas_order_stage_required_field old JOIN ir_model_fields field ON field.id = old.field_id
            ON CONFLICT (field_name) DO NOTHING""")
        cr.execute("""
            INSERT INTO bas_order_stage_requirement (stage_id, requirement_id)
                 SELECT old.stage_id, requirement.id
                   FROM bas_order_stage_required_field old JOIN ir_model_fields field ON field.id = old.field_id
                   JOIN bas_order_requirement requirement ON requirement.field_name = field.name
            ON CONFLICT DO NOTHING""")
    cr.execute("DROP TABLE bas_order_stage_required_field")


def put_orders_into_stages(cr):
    """The type is the first one of the company for customer orders, else the first one that all companies share.

    The stage: of a confirmed order the one at which orders are confirmed, or else done; of one that was sent, the one of
    a sent offer; the first one otherwise.
    """
    cr.execute("""
        WITH chosen AS (
             SELECT DISTINCT ON (company.id) company.id AS company_id, type.id AS type_id, type.operation
               FROM res_company company
               JOIN bas_order_type type ON type.active AND (type.company_id = company.id OR type.company_id IS NULL)
           ORDER BY company.id, type.operation <> 'customer_order', type.company_id IS NULL, type.sequence, type.id),
        path AS (
             SELECT DISTINCT ON (chosen.company_id, kind.state)
                    chosen.company_id, chosen.type_id, chosen.operation, kind.state, stage.id AS stage_id
               FROM chosen
         CROSS JOIN (VALUES ('draft'), ('sent'), ('sale'), ('cancel')) kind (state)
               JOIN bas_order_stage stage ON stage.order_type_id = chosen.type_id AND stage.active
                    AND (stage.is_cancelled IS TRUE) = (kind.state = 'cancel')
                    AND (kind.state <> 'sale' OR stage.trigger = 'confirmed' OR stage.is_done)
           ORDER BY chosen.company_id, kind.state,
                    CASE kind.state WHEN 'sale' THEN stage.trigger IS DISTINCT FROM 'confirmed'
                                    WHEN 'sent' THEN stage.trigger IS DISTINCT FROM 'offer_sent' END,
                    stage.sequence, stage.id)
        UPDATE sale_order SET order_type_id = path.type_id, operation = path.operation, stage_id = path.stage_id
          FROM path
         WHERE sale_order.stage_id IS NULL AND sale_order.company_id = path.company_id AND sale_order.state = path.state""")


def give_a_reason(cr):
    cr.execute("""
        UPDATE sale_order SET cancel_reason_id = reason.id
          FROM bas_cancel_reason reason
          JOIN ir_model_data data ON data.model = 'bas.cancel.reason' AND data.res_id = reason.id
         WHERE data.module = 'bas_crm' AND data.name = 'bas_cancel_reason_unspecified'
           AND sale_order.state = 'cancel' AND sale_order.cancel_reason_id IS NULL""")


def begin_history(cr):
    values = {
        'order_id': SQL("o.id"),
        'order_type_id': SQL("o.order_type_id"),
        'company_id': SQL("o.company_id"),
        'order_user_id': SQL("o.user_id"),
        'stage_id': SQL("o.stage_id"),
        'entered_at': SQL("came.moment"),
        'began_at': SQL("came.moment"),
        'create_uid': SQL("1"),
        'create_date': SQL("came.now"),
        'write_uid': SQL("1"),
        'write_date': SQL("came.now"),
    }
    columns = [name for name in values if name in table_columns(cr, 'bas_order_stage_log')]
    if not {'order_id', 'stage_id', 'entered_at'} <= set(columns):
        return
    cr.execute(SQL("""
        INSERT INTO bas_order_stage_log (%(columns)s)
             SELECT %(values)s
               FROM sale_order o
         CROSS JOIN (SELECT date_trunc('second', now() AT TIME ZONE 'UTC') AS now) clock
         CROSS JOIN LATERAL (SELECT clock.now, LEAST(COALESCE(CASE WHEN o.state IN ('sale', 'cancel') THEN o.date_order END,
                                                              o.create_date), clock.now) AS moment) came
              WHERE o.stage_id IS NOT NULL AND NOT EXISTS (SELECT FROM bas_order_stage_log WHERE order_id = o.id)""",
        columns=SQL(', ').join(map(SQL.identifier, columns)), values=SQL(', ').join(values[name] for name in columns)))
