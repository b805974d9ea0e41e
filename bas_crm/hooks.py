"""What the add-on does once in a database, when it is installed and uninstalled."""
from odoo import fields
from odoo.tools import SQL

from .models.orders.cost import fill_costs
from .models.orders.invoicing import fill_payment_statuses
from .models.orders.stage_log import fill_progress

UKRAINIAN = 'uk_UA'


def post_init_hook(env):
    """Create number sequences and calendars, set decisions of existing leads, types, stages and history of existing orders,
    costs of existing sales, and name the usual sources and stages."""
    prepare_planning(env)
    prepare_orders(env)
    show_discounts(env)
    fill_costs(env)
    fill_payment_statuses(env)
    _mark_customers_and_suppliers(env)
    _decide_old_leads(env)
    if env['res.lang']._get_data(code=UKRAINIAN):
        env = env(context={**env.context, 'lang': UKRAINIAN})
    env['utm.source']._create_usual()
    env['utm.source']._get_unused_of_core().active = False
    env['crm.stage']._correct_names()
    if env['sale.order'].search_count([], limit=1):
        env['bas.setup'].set_first_screen(False)  # a firm at work knows where its settings are


def prepare_planning(env):
    """Create number sequences and calendars for existing companies and users. Idempotent."""
    env['res.company'].search([])._create_number_sequences()
    users = env['res.users'].with_context(active_test=False).search([('share', '=', False), ('active', '=', True)])
    env['bas.employee.calendar']._ensure_for_users(users)
    env['bas.employee.calendar']._ensure_for_employees(env['hr.employee'].with_context(active_test=False).search([]))
    # In SQL: the records must not change for core, for other calendars or for attendees.
    env['bas.employee.calendar'].flush_model()
    env.cr.execute(SQL("""
        UPDATE calendar_event record SET employee_calendar_id = calendar.id
          FROM bas_employee_calendar calendar
         WHERE record.employee_calendar_id IS NULL AND calendar.user_id = record.user_id"""))
    env['calendar.event'].invalidate_model(['employee_calendar_id'])


def prepare_orders(env):
    """Activate the predefined order types, and assign existing orders to their stages."""
    (env.ref('bas_crm.bas_order_type_sale') | env.ref('bas_crm.bas_order_type_work')).action_unarchive()
    bring_orders_into_stages(env)


def show_discounts(env):
    """Enable discounts on lines by default; a firm can disable them in the settings."""
    env.ref('base.group_user')._apply_group(env.ref('sale.group_discount_per_so_line'))


def bring_orders_into_stages(env):
    """Give existing orders a type, the stage that fits their state, and their first stage history entry.

    In SQL: the orders must not change for core or for followers. Idempotent.
    """
    for company in env['res.company'].with_context(active_test=False).search([]):
        order_type = env['bas.order.type']._get_default(company)
        for state in ('draft', 'sent', 'sale', 'cancel'):
            env.cr.execute(SQL("""
                UPDATE sale_order SET order_type_id = %(type)s, operation = %(operation)s, stage_id = %(stage)s
                 WHERE stage_id IS NULL AND company_id = %(company)s AND state = %(state)s""",
                type=order_type.id, operation=order_type.operation, stage=order_type._get_stage(state).id,
                company=company.id, state=state))
    env.cr.execute(SQL("""
        UPDATE sale_order SET cancel_reason_id = %s
         WHERE state = 'cancel' AND cancel_reason_id IS NULL""", env['bas.cancel.reason']._get_unspecified().id or None))
    env.cr.execute(SQL("""
        INSERT INTO bas_order_stage_log (order_id, order_type_id, company_id, order_user_id, stage_id, entered_at, began_at,
                                         user_id, create_uid, create_date, write_uid, write_date)
             SELECT id, order_type_id, company_id, user_id, stage_id, came.moment, came.moment,
                    NULL, %(uid)s, %(now)s, %(uid)s, %(now)s
               FROM sale_order o
         CROSS JOIN LATERAL (SELECT LEAST(COALESCE(CASE WHEN o.state IN ('sale', 'cancel') THEN o.date_order END,
                                                   o.create_date), %(now)s) AS moment) came
              WHERE stage_id IS NOT NULL AND NOT EXISTS (SELECT FROM bas_order_stage_log WHERE order_id = o.id)""",
        uid=env.uid, now=fields.Datetime.now()))
    fill_progress(env.cr)
    env.invalidate_all()


def _mark_customers_and_suppliers(env):
    partners = env['res.partner'].with_context(active_test=False)
    partners.search([('customer_rank', '>', 0), ('is_customer', '=', False)]).is_customer = True
    partners.search([('supplier_rank', '>', 0), ('is_supplier', '=', False)]).is_supplier = True


def _decide_old_leads(env):
    """Set the decision of existing leads that are won or lost. In SQL: nothing must change for core or for followers."""
    env.cr.execute(SQL("""
        UPDATE crm_lead lead
           SET decision_date = COALESCE(date_closed, write_date),
               decision = CASE WHEN won_status = 'lost' THEN 'junk'
                               WHEN EXISTS (SELECT FROM sale_order WHERE opportunity_id = lead.id) THEN 'order'
                               ELSE 'customer' END
         WHERE decision IS NULL AND (won_status = 'lost' OR (won_status = 'won' AND partner_id IS NOT NULL))"""))
    env['crm.lead'].invalidate_model(['decision', 'decision_date'])


def uninstall_hook(env):
    """Delete our number sequences. Reasons and sources that documents use remain, and calendar records become plain events."""
    env['ir.sequence'].search([('code', 'in', list(env['res.company']._get_numbered_models()))]).unlink()
    mirrored = env['ir.model'].search([('model', 'in', env['calendar.event']._get_mirrored_models())])
    env.cr.execute(SQL("UPDATE calendar_event SET res_model_id = NULL, res_model = NULL, res_id = NULL WHERE res_model_id IN %s",
                       tuple(mirrored.ids)))
    # Reasons and sources cannot be deleted before the documents that use them; the tables of both are dropped as a whole.
    env['ir.model.data'].search([('module', '=', 'bas_crm'), ('model', '=like', 'bas.%')]).unlink()
    leads = env['crm.lead'].with_context(active_test=False)
    in_use = {
        'crm.lost.reason': leads.search([('lost_reason_id', '!=', False)]).lost_reason_id,
        'utm.source': env['utm.source']._get_used(),
    }
    for model, records in in_use.items():
        env['ir.model.data'].search([
            ('module', '=', 'bas_crm'), ('model', '=', model), ('res_id', 'in', records.ids)]).unlink()
