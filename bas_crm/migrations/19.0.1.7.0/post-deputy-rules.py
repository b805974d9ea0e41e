"""Deputies see the calendar of the people whom they stand in for. Rules are not updated by data files; the person in a rule that
the firm has changed in another way is found as well."""

RULES = ('calendar_event_rule_own', 'calendar_attendee_rule_own')
DEPUTY = 'user._get_represented_users()'


def migrate(cr, version):
    for field in ('user_id', 'author_id', 'employee_calendar_id.user_id'):
        for path in (field, f'event_id.{field}'):
            cr.execute("""
                UPDATE ir_rule rule SET domain_force = replace(domain_force, %s, %s)
                  FROM ir_model_data data
                 WHERE data.module = 'bas_crm' AND data.model = 'ir.rule' AND data.name = ANY(%s) AND data.res_id = rule.id""",
                       [f"('{path}', '=', user.id)", f"('{path}', 'in', user.ids + {DEPUTY}.ids)", list(RULES)])
