"""A manager reads her rows of approved plans by managers. Rules are not updated by data files, and one that the firm has
changed stays as it is."""

BEFORE = {
    'bas_sales_plan_rule_own': "[('user_id', '=', user.id)]",
    'bas_sales_plan_line_rule_own': "[('plan_id.user_id', '=', user.id)]",
}
AFTER = {
    'bas_sales_plan_rule_own':
        "['|', ('user_id', '=', user.id), '&', ('state', 'in', ('approved', 'closed')), ('manager_ids', 'in', user.ids)]",
    'bas_sales_plan_line_rule_own':
        "['|', ('plan_id.user_id', '=', user.id), '&', ('plan_id.state', 'in', ('approved', 'closed')), "
        "('user_id', '=', user.id)]",
}


def migrate(cr, version):
    for name, domain in AFTER.items():
        cr.execute("""
            UPDATE ir_rule rule SET domain_force = %s
              FROM ir_model_data data
             WHERE data.module = 'bas_crm' AND data.model = 'ir.rule' AND data.name = %s AND data.res_id = rule.id
               AND rule.domain_force = %s""", [domain, name, BEFORE[name]])
    # totals are summed for whoever asks, no longer kept
    cr.execute("ALTER TABLE IF EXISTS bas_sales_plan DROP COLUMN IF EXISTS amount_total, DROP COLUMN IF EXISTS quantity_total")
    # the mark on the form of the user is called otherwise; terms are not renamed by an update
    cr.execute("""
        UPDATE res_groups SET name = name || jsonb_build_object('uk_UA', 'Бачить собівартість')
         WHERE name ->> 'uk_UA' = 'Бачить собівартість і маржу'""")
