"""What was shipped and what was paid for it."""
from .moments import day_ago, moment_ago, move_back
from .tables import read_table


def ship_and_collect(firm):
    rows = [row for row in read_table('orders.csv') if row['invoice']]
    orders = firm.env['sale.order'].union(*(firm.orders[row['id']] for row in rows))
    orders._create_invoices(grouped=True)
    invoices = {row['id']: firm.orders[row['id']].invoice_ids for row in rows}
    for row in rows:
        invoices[row['id']].invoice_date = _get_day(row)
    posted = firm.env['account.move'].union(*invoices.values())
    posted.sorted('invoice_date').action_post()
    for row in rows:
        if row['paid']:
            _collect(firm, row, invoices[row['id']])
    move_back({invoices[row['id']]: {'create_date': moment_ago(_get_age(row), number)} for number, row in enumerate(rows)})


def _get_age(row):
    return int(row['age']) - int(row['invoice'])


def _get_day(row):
    return day_ago(_get_age(row))


def _collect(firm, row, invoice):
    """The money came so many days later; «40%» is a part of it that has come, and the rest has not."""
    is_part = row['paid'].endswith('%')
    days, share = (5, int(row['paid'].rstrip('%'))) if is_part else (int(row['paid']), 100)
    values = {
        'payment_date': day_ago(max(0, _get_age(row) - days)),
        'journal_id': firm.env['account.chart.template'].with_company(firm.company).ref('bank').id,
        'amount': round(invoice.amount_residual * share / 100, 2),
    }
    register = firm.env['account.payment.register'].with_context(active_model='account.move', active_ids=invoice.ids)
    wizard = register.create(values)
    wizard._create_payments()
    wizard.unlink()
