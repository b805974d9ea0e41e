"""Events and work tasks get their numbering, and everybody gets a calendar."""
from odoo import SUPERUSER_ID, api
from odoo.tools.sql import table_columns

#: code of the numbering → what it is called, before the name of the company
NUMBERED = {'bas.contract': "Contracts", 'bas.event': "Events", 'bas.work.task': "Work Tasks"}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.flush_all()
    create_sequences(env)
    if {'name', 'user_id', 'employee_id', 'color', 'active'} <= table_columns(cr, 'bas_employee_calendar').keys():
        create_calendars(cr)
        if 'employee_calendar_id' in table_columns(cr, 'calendar_event'):
            cr.execute("""
                UPDATE calendar_event record SET employee_calendar_id = calendar.id
                  FROM bas_employee_calendar calendar
                 WHERE record.employee_calendar_id IS NULL AND calendar.user_id = record.user_id""")
    env.invalidate_all()
    env.registry.clear_cache()


def create_sequences(env):
    Sequence = env['ir.sequence']
    known = {(sequence.code, sequence.company_id) for sequence in Sequence.search([('code', 'in', list(NUMBERED))])}
    Sequence.create([{
        'name': f'{title} of {company.name}',
        'code': code,
        'company_id': company.id,
        'suffix': '/%(range_year)s',
        'padding': 4,
        'use_date_range': True,
    } for company in env['res.company'].search([]) for code, title in NUMBERED.items() if (code, company) not in known])


def create_calendars(cr):
    # of users: who logs in here, with the employee that the user is
    cr.execute("""
        INSERT INTO bas_employee_calendar (name, user_id, employee_id, active, create_uid, create_date, write_uid, write_date)
             SELECT partner.name, users.id, (SELECT employee.id FROM hr_employee employee
                                              WHERE employee.user_id = users.id AND employee.active
                                              ORDER BY employee.name, employee.id LIMIT 1),
                    TRUE, 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
               FROM res_users users
               JOIN res_partner partner ON partner.id = users.partner_id
              WHERE users.active AND users.share IS NOT TRUE
                AND NOT EXISTS (SELECT FROM bas_employee_calendar known WHERE known.user_id = users.id)
           ORDER BY users.id""")
    # of employees who do not log in
    cr.execute("""
        INSERT INTO bas_employee_calendar (name, employee_id, active, create_uid, create_date, write_uid, write_date)
             SELECT employee.name, employee.id, employee.active, 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
               FROM hr_employee employee
          LEFT JOIN res_users users ON users.id = employee.user_id AND users.active AND users.share IS NOT TRUE
              WHERE users.id IS NULL
                AND NOT EXISTS (SELECT FROM bas_employee_calendar known WHERE known.employee_id = employee.id)
           ORDER BY employee.id""")
    cr.execute("UPDATE bas_employee_calendar SET color = id % 11 + 1 WHERE COALESCE(color, 0) = 0")
