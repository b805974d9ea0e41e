"""Employees: five users, each with another role, and workers without a login."""
PASSWORD = 'demo'
DOMAIN = 'zatyshok.example'
DEPARTMENTS = {
    'office': 'Адміністрація',
    'sales': 'Відділ продажів',
    'workshop': 'Пошивний цех',
    'fitting': 'Служба замірів і монтажу',
}
#: of everybody, and of those who keep the cards of counterparties
EVERYDAY = ('base.group_user', 'base.group_allow_export')
CARDS = 'base.group_partner_manager'
#: login → name, position, department, phone, groups
USERS = {
    'owner': ('Кравець Дмитро Олександрович', 'Директор', 'office', '+380 67 010 22 81', (
        'sales_team.group_sale_manager', 'account.group_account_manager', 'hr.group_hr_manager', CARDS,
        'product.group_product_manager', 'spreadsheet_dashboard.group_dashboard_manager')),
    'head': ('Ткачук Олена Вікторівна', 'Керівниця відділу продажів', 'sales', '+380 50 010 34 17', (
        'sales_team.group_sale_manager', 'account.group_account_invoice', 'product.group_product_manager', CARDS)),
    'manager': ('Мельник Ірина Сергіївна', 'Менеджерка з продажу', 'sales', '+380 63 010 48 92', (
        'sales_team.group_sale_salesman', CARDS)),
    'manager2': ('Бондар Андрій Павлович', 'Менеджер з продажу', 'sales', '+380 97 010 51 06', (
        'sales_team.group_sale_salesman', CARDS)),
    'performer': ('Гончар Василь Михайлович', 'Майстер з монтажу', 'fitting', '+380 68 010 60 73', (
        'bas_crm.group_performer',)),
}
#: what opens after login: the own day, unless it is named here
HOME, HOMES = 'bas_crm.bas_agenda_action', {'owner': 'bas_crm.bas_morning_action', 'head': 'bas_crm.bas_morning_action'}
#: without a login: name, position, department, phone
OTHERS = {
    'accountant': ('Шевчук Світлана Іванівна', 'Головна бухгалтерка', 'office', '+380 66 010 27 45'),
    'measurer': ('Лисенко Петро Андрійович', 'Майстер із замірів', 'fitting', '+380 93 010 63 18'),
    'seamstress': ('Савчук Надія Петрівна', 'Швачка', 'workshop', '+380 96 010 71 50'),
    'seamstress2': ('Поліщук Галина Юріївна', 'Швачка', 'workshop', '+380 98 010 72 64'),
}


def hire_people(firm):
    _create_users(firm)
    _create_employees(firm)
    _create_team(firm)
    firm.users['owner'].bas_morning_weekday = '0'


def _create_users(firm):
    firm.env['res.users'].create([{
        'name': name,
        'login': f'{key}@{DOMAIN}',
        'email': f'{key}@{DOMAIN}',
        'phone': phone,
        'password': PASSWORD,
        'lang': 'uk_UA',
        'tz': 'Europe/Kyiv',
        'company_id': firm.company.id,
        'company_ids': [(6, 0, firm.company.ids)],
        'group_ids': [(6, 0, [firm.env.ref(group).id for group in EVERYDAY + groups])],
        'action_id': firm.env.ref(HOMES.get(key, HOME)).id,
        # notifications in Odoo, not by e-mail
        'notification_type': 'inbox',
        **({'odoobot_state': 'disabled'} if 'odoobot_state' in firm.env['res.users'] else {}),
    } for key, (name, _position, _department, phone, groups) in USERS.items()])
    for key in USERS:
        user = firm.env['res.users'].search([('login', '=', f'{key}@{DOMAIN}')])
        user.partner_id.function = USERS[key][1]
        firm.users[key] = firm.own(f'user_{key}', user)
    # Talk and digests of the whole database are not for them.
    partners = firm.env['res.partner'].union(*(user.partner_id for user in firm.users.values()))
    firm.env['discuss.channel.member'].search([('partner_id', 'in', partners.ids)]).unlink()
    digests = firm.env['digest.digest'].search([('user_ids', 'in', [user.id for user in firm.users.values()])])
    digests.user_ids = [(3, user.id) for user in firm.users.values()]


def _create_employees(firm):
    env = firm.env
    departments = {key: env['hr.department'].create({'name': name, 'company_id': firm.company.id})
                   for key, name in DEPARTMENTS.items()}
    people = {**{key: row[:4] for key, row in USERS.items()}, **OTHERS}
    jobs = {position: env['hr.job'].create({'name': position, 'company_id': firm.company.id})
            for position in dict.fromkeys(position for _name, position, *_rest in people.values())}
    employees = env['hr.employee'].create([{
        'name': name,
        'company_id': firm.company.id,
        'user_id': firm.users[key].id if key in firm.users else False,
        'job_id': jobs[position].id,
        'job_title': position,
        'department_id': departments[department].id,
        'work_phone': phone,
        'tz': 'Europe/Kyiv',
    } for key, (name, position, department, phone) in people.items()])
    firm.employees.update(zip(people, employees, strict=True))
    employees.message_ids.unlink()  # core's advice to set up onboarding plans
    owner, head = firm.employees['owner'], firm.employees['head']
    (employees - owner).parent_id = owner
    (firm.employees['manager'] + firm.employees['manager2']).parent_id = head
    departments['sales'].manager_id = head
    departments['office'].manager_id = owner


def _create_team(firm):
    team = firm.env['crm.team'].create({
        'name': 'Відділ продажів',
        'company_id': firm.company.id,
        'user_id': firm.users['head'].id,
        'use_leads': True,
        'sequence': 1,
        'member_ids': [(6, 0, [firm.users[key].id for key in ('head', 'manager', 'manager2')])],
    })
    firm.own('team', team)
