"""Sales before the move without a manager may be those of the whole firm, so managers with their own documents do not see
them. Rules are not updated by data files, and one that the firm has changed stays as it is."""

BEFORE = "['|', ('user_id', '=', user.id), ('user_id', '=', False)]"
AFTER = "['|', ('user_id', '=', user.id), '&', ('user_id', '=', False), ('kind', '!=', 'history')]"


def migrate(cr, version):
    cr.execute("""
        UPDATE ir_rule rule SET domain_force = %s
          FROM ir_model_data data
         WHERE data.module = 'bas_crm' AND data.model = 'ir.rule' AND data.name = 'bas_manager_report_rule_own'
           AND data.res_id = rule.id AND rule.domain_force = %s""", [AFTER, BEFORE])
