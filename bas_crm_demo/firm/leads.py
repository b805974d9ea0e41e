"""A year of leads: decided as customers, decided as low quality, and open ones."""
from datetime import timedelta

from odoo import fields

from .counterparties import complete_cards, get_card_values, get_category, get_source, get_tag
from .moments import day_ago, moment_ago, move_back
from .tables import pick, read_table, split

STAGES = {'new': 'crm.stage_lead1', 'qualified': 'crm.stage_lead2', 'proposition': 'crm.stage_lead3'}
REASONS = {
    'terms': 'bas_crm.crm_lost_reason_terms',
    'competitor': 'bas_crm.crm_lost_reason_competitor',
    'no_need': 'bas_crm.crm_lost_reason_no_need',
    'expensive': 'crm.lost_reason_1',
    'absent': 'crm.lost_reason_3',
}
ACTIVITIES = {
    'call': 'mail.mail_activity_data_call',
    'email': 'mail.mail_activity_data_email',
    'meeting': 'mail.mail_activity_data_meeting',
    'todo': 'mail.mail_activity_data_todo',
}


def receive_leads(firm):
    """Create all leads, decide on each as its salesperson, then set the dates in the past."""
    rows = read_table('leads.csv')
    for name in dict.fromkeys(name for row in rows for name in split(row['tags'])):
        get_tag(firm, name)
        get_category(firm, name)  # tags pass to the counterparty
    leads = firm.env['crm.lead'].create([_get_values(firm, row) for row in rows])
    firm.leads.update(zip((row['id'] for row in rows), leads, strict=True))
    # Contracts are created in their own chapter, in the order of dates and numbers.
    firm.company.bas_create_main_contract = False
    for key, user in firm.users.items():
        _decide(firm, [row for row in rows if row['user'] == key], user)
    firm.company.bas_create_main_contract = True
    _complete_customers(firm)
    _plan_activities(firm, rows)
    _move_back(firm, rows)


def _get_values(firm, row):
    return {
        **pick(row, 'name', 'partner_name', 'contact_name', 'function', 'phone', 'city', 'description'),
        'email_from': row['email'],
        'type': 'lead',
        'company_id': firm.company.id,
        'country_id': firm.env.ref('base.ua').id,
        'user_id': firm.users[row['user']].id,
        'team_id': firm.env.ref('bas_crm_demo.team').id,
        'stage_id': firm.env.ref(STAGES[row['stage']]).id,
        'source_id': get_source(firm, row['source']).id,
        'tag_ids': [(6, 0, [get_tag(firm, name).id for name in split(row['tags'])])],
        'expected_revenue': float(row['revenue'] or 0),
        'lead_contact_ids': [(0, 0, dict(zip(('name', 'function', 'phone', 'email'), split(person, '|'), strict=True)))
                             for person in split(row['people'])],
    }


def _decide(firm, rows, user):
    for row in rows:
        if not row['decision']:
            continue
        lead = firm.leads[row['id']].with_user(user)
        if row['decision'] == 'junk':
            _mark_junk(firm, lead, row)
        else:
            known = firm.counterparties.get(row['link'])
            lead._convert_to_customer(known and known.with_user(user), create_order=row['decision'] == 'order')


def _mark_junk(firm, lead, row):
    wizard = lead.env['crm.lead.lost'].create({
        'lead_ids': [(6, 0, lead.ids)],
        'lost_reason_id': firm.env.ref(REASONS[row['reason']]).id,
        'lost_feedback': row['note'],
    })
    wizard.action_lost_reason_apply()
    wizard.sudo().unlink()  # sudo: a manager may not delete it, and the demo firm must leave nothing behind


def _complete_customers(firm):
    """Add codes, bank accounts and addresses of the new customers."""
    rows = [row for row in read_table('counterparties.csv') if row['lead']]
    for row in rows:
        counterparty = firm.leads[row['lead']].counterparty_id
        counterparty.write(get_card_values(firm, row))
        firm.counterparties[row['id']] = counterparty
    complete_cards(firm, rows)


def _plan_activities(firm, rows):
    plans = [(row, *split(row['activity'], '|')) for row in rows if row['activity']]
    firm.env['mail.activity'].create([{
        'res_model_id': firm.env['ir.model']._get_id('crm.lead'),
        'res_id': firm.leads[row['id']].id,
        'activity_type_id': firm.env.ref(ACTIVITIES[kind]).id,
        'date_deadline': fields.Date.context_today(firm.company) + timedelta(days=int(days)),
        'summary': summary,
        'user_id': firm.users[row['user']].id,
    } for row, kind, days, summary in plans])


def _move_back(firm, rows):
    moved, customers = {}, {row['lead']: row['id'] for row in read_table('counterparties.csv') if row['lead']}
    for number, row in enumerate(rows):
        lead, created = firm.leads[row['id']], moment_ago(row['age'], number)
        decided = row['decision'] and max(
            moment_ago(int(row['age']) - int(row['after']), number + 3), created + timedelta(minutes=20))
        days = (day_ago(int(row['age']) - int(row['after'])) - day_ago(row['age'])).days if decided else None
        moved[lead] = {
            'create_date': created, 'date_open': created, 'date_last_stage_update': decided or created, 'day_open': 0,
            'date_closed': decided or None, 'decision_date': decided or None, 'day_close': days,
            **({'date_conversion': decided} if decided and row['decision'] != 'junk' else {}),
        }
        if row['id'] in customers:
            family = firm.counterparties[customers[row['id']]]
            moved.update({partner: {'create_date': decided} for partner in family | family.child_ids})
    move_back(moved)
