"""What the add-on does once in a database, when it is installed and uninstalled."""
from odoo import fields
from odoo.tools import SQL

from .models.orders.cost import fill_costs
from .models.orders.invoicing import fill_payment_statuses
from .models.orders.stage_log import fill_progress

UKRAINIAN = 'uk_UA'
#: xmlid → usual acquisition sources of a small firm; core does not translate names of sources
SOURCES = {
    'utm_source_phone': lambda env: env._("Phone Call"),
    'utm_source_website': lambda env: env._("Website"),
    'utm_source_email': lambda env: env._("E-mail"),
    'utm_source_recommendation': lambda env: env._("Recommendation"),
    'utm_source_social': lambda env: env._("Social Networks"),
    'utm_source_search': lambda env: env._("Internet Search"),
    'utm_source_exhibition': lambda env: env._("Exhibition"),
    'utm_source_advertising': lambda env: env._("Advertising Campaign"),
}
#: core's stage → its name in our application
STAGES = {
    'crm.stage_lead2': lambda env: env._("In Work"),
    'crm.stage_lead4': lambda env: env._("Customer"),
}
#: core's Ukrainian names, which are not terms of sales
STAGE_NAMES_OF_CORE = ('Підтверджено', 'Впіймано')


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
    _create_sources(env)
    archive_sources_of_core(env)
    _name_stages(env)


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


def _create_sources(env):
    """Create sources in the language of the firm, at the top of the list. Existing sources do not change."""
    for sequence, (name, title) in enumerate(SOURCES.items(), 1):
        if env['utm.source'].search_count([('name', '=', title(env))]):
            continue
        source = env['utm.source'].create({'name': title(env), 'sequence': sequence})
        env['ir.model.data']._update_xmlids([{'xml_id': f'bas_crm.{name}', 'record': source, 'noupdate': True}])


def archive_sources_of_core(env):
    """Archive «Monster» and «Craigslist», which no Ukrainian customer uses, unless a record has them as its source."""
    data = env['ir.model.data'].search([('module', '=', 'utm'), ('model', '=', 'utm.source')])
    sources = env['utm.source'].browse(data.mapped('res_id')).exists()
    (sources - _get_used_sources(env)).active = False


def _name_stages(env):
    """Correct Ukrainian names of core's stages that the firm has not renamed."""
    for xmlid, title in STAGES.items():
        stage = env.ref(xmlid, raise_if_not_found=False)
        if stage and stage.name in STAGE_NAMES_OF_CORE:
            stage.name = title(env)


def uninstall_hook(env):
    """Delete our number sequences. Reasons and sources that documents use remain, and calendar records become plain events."""
    env['ir.sequence'].search([('code', 'in', list(env['res.company']._get_numbered_models()))]).unlink()
    mirrored = env['ir.model'].search([('model', 'in', env['calendar.event']._get_mirrored_models())])
    env.cr.execute(SQL("UPDATE calendar_event SET res_model_id = NULL, res_model = NULL, res_id = NULL WHERE res_model_id IN %s",
                       tuple(mirrored.ids)))
    # Reasons and sources cannot be deleted before the documents that use them; the tables of both are dropped as a whole.
    env['ir.model.data'].search([('module', '=', 'bas_crm'), ('model', '=like', 'bas.%')]).unlink()
    in_use = {
        'crm.lost.reason': _get_used(env, 'lost_reason_id', ['crm.lead']),
        'utm.source': _get_used_sources(env),
    }
    for model, records in in_use.items():
        env['ir.model.data'].search([
            ('module', '=', 'bas_crm'), ('model', '=', model), ('res_id', 'in', records.ids)]).unlink()


def _get_used_sources(env):
    return (_get_used(env, 'source_id', ['crm.lead', 'sale.order', 'account.move'])
            | _get_used(env, 'acquisition_source_id', ['res.partner']))


def _get_used(env, field, models):
    """:return: the records that documents of ``models`` have in ``field``"""
    rows = [env[model].with_context(active_test=False)._read_group([(field, '!=', False)], [field]) for model in models]
    return env[env[models[0]]._fields[field].comodel_name].union(*(record for found in rows for record, in found))
