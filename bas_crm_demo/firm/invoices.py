"""Invoices and payments."""
from .moments import day_ago, moment_ago, move_back, tell_later
from .tables import read_table

#: days after which a partial payment is received
PART_AFTER = 5


def ship_and_collect(firm):
    rows = [row for row in read_table('orders.csv') if row['invoice']]
    orders = firm.env['sale.order'].union(*(firm.orders[row['id']] for row in rows))
    orders._create_invoices(grouped=True)
    invoices = {row['id']: firm.orders[row['id']].invoice_ids for row in rows}
    for row in rows:
        invoices[row['id']].invoice_date = day_ago(get_invoice_age(row))
    posted = firm.env['account.move'].union(*invoices.values())
    posted.sorted('invoice_date').action_post()
    _collect(firm, [row for row in rows if row['paid']], invoices)
    move_back({invoices[row['id']]: {'create_date': moment_ago(get_invoice_age(row), number)} for number, row in enumerate(rows)})
    tell_later({firm.orders[row['id']]: moment_ago(get_payment_age(row)) for row in rows if row['paid']})


def get_invoice_age(row):
    return int(row['age']) - int(row['invoice'])


def get_payment_age(row):
    """Register payments some days after the shipment; «40%» means a partial payment of 40 %."""
    days = PART_AFTER if row['paid'].endswith('%') else int(row['paid'])
    return max(0, get_invoice_age(row) - days)


def _collect(firm, rows, invoices):
    """Create and reconcile payments as core's dialog does, but all at once."""
    payments = firm.env['account.payment'].create([_get_payment_values(firm, row, invoices[row['id']]) for row in rows])
    payments.action_post()
    firm.env['account.move.line']._reconcile_plan([
        (payment.move_id + invoices[row['id']]).line_ids.filtered(
            lambda line: line.account_type == 'asset_receivable' and not line.reconciled)
        for row, payment in zip(rows, payments, strict=True)])


def _get_payment_values(firm, row, invoice):
    bank = firm.env['account.chart.template'].with_company(firm.company).ref('bank')
    share = int(row['paid'].rstrip('%')) if row['paid'].endswith('%') else 100
    return {
        'payment_type': 'inbound',
        'partner_type': 'customer',
        'partner_id': invoice.commercial_partner_id.id,
        'date': day_ago(get_payment_age(row)),
        'amount': invoice.currency_id.round(invoice.amount_residual * share / 100),
        'currency_id': invoice.currency_id.id,
        'journal_id': bank.id,
        'payment_method_line_id': bank.inbound_payment_method_line_ids[:1].id,
        'memo': invoice.name,
        'invoice_ids': [(6, 0, invoice.ids)],
    }
