"""Reminders of debts in the last days: the managers can remind the same customers again today."""
from .moments import day_ago

#: days ago and how, of the customers whose debts are the oldest
REMINDERS = ((9, 'letter'), (3, 'call'), (2, 'letter'))


def remind_of_debts(firm):
    overdue = firm.env['bas.debtor.report'].search(
        [('company_id', '=', firm.company.id), ('age', '!=', 'not_due')], order='days_overdue desc, id')
    debtors = [(partner, rows) for partner, rows in overdue.grouped('partner_id').items()
               if partner.email and partner.user_id][:len(REMINDERS)]
    firm.env['bas.debt.reminder']._program_create([{
        'company_id': firm.company.id,
        'partner_id': partner.id,
        'user_id': partner.user_id.id,
        'day': day_ago(days),
        'way': way,
        'address': partner.email if way == 'letter' else False,
        'amount': sum(rows.mapped('residual')),
        'document_count': len(rows),
    } for (partner, rows), (days, way) in zip(debtors, REMINDERS, strict=False)])
