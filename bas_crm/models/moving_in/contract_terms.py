"""Price lists and payment terms of contracts: BAS keeps a kind of prices and a number of days."""
from odoo.fields import Command

from .pricelists import find_pricelists

# ------------------------------------------------------------
# Price lists
# ------------------------------------------------------------

def choose_pricelists(batch):
    """Give each contract a price list in its own currency, as orders need it; where there is none, one is made.

    In BAS a contract in euro may have prices in hryvnias.
    """
    rows = [row for row in batch.get_open_rows() if _needs_another(batch, row)]
    currencies = batch.env['res.currency'].browse({row.get('currency') for row in rows})
    known = find_pricelists(batch, set(currencies))
    for row in rows:
        _choose(batch, row, known[currencies.browse(row.get('currency'))])


def _needs_another(batch, row):
    """A contract that is here already keeps its currency and its price list, unless the file gives it both."""
    pricelist = batch.env['product.pricelist'].browse(row.get('pricelist'))
    currency = row.get('currency')
    if not currency or (row.record and row.record.currency_id.id != currency):
        return False
    is_named = pricelist and pricelist.currency_id.id != currency
    return is_named or (not pricelist and not row.record and currency != batch.company.currency_id.id)


def _choose(batch, row, pricelist):
    named = batch.env['product.pricelist'].browse(row.values.pop('pricelist', False))
    if row.get('kind') not in (None, 'customer') or row.get('currency') == batch.company.currency_id.id:
        pricelist = batch.env['product.pricelist']
    if named:
        row.remark(batch.env._("The price list «%(pricelist)s» is in %(its)s, so the contract does not get it.",
                               pricelist=named.name, its=named.currency_id.name))
    if pricelist:
        row.values['pricelist'] = pricelist.id


# ------------------------------------------------------------
# Payment terms
# ------------------------------------------------------------

def read_payment_days(row):
    """A number is the days within which a customer pays, or within which we pay a supplier; zero is none."""
    days = _read_days(row.raw.get('payment_term'))
    if days is not None:
        row.raw.pop('payment_term')
        row.values['payment_days'] = days
    own = _read_days(row.get('supplier_payment_term'))
    if own == 0 or (own and row.get('kind') == 'supplier' and not row.raw.get('payment_term')):
        row.values.pop('supplier_payment_term')
        row.values['payment_days'] = own or row.get('payment_days')


def _read_days(text):
    """:return: int; None if it is no number of days"""
    days, _point, rest = (text or '').strip().partition('.')
    return int(days) if days.isdecimal() and len(days) < 5 and not rest.strip('0') else None


def choose_payment_terms(batch):
    rows = [row for row in batch.get_open_rows() if row.get('payment_days')]
    known = _find_terms(batch) if rows else {}
    new = sorted({row.get('payment_days') for row in rows} - known.keys())
    created = batch.create_records('account.payment.term', [(None, {
        'name': batch.env._("Payment, days: %s", days), 'company_id': batch.company.id,
        'line_ids': [Command.create({
            'value': 'percent', 'value_amount': 100, 'delay_type': 'days_after', 'nb_days': days})],
    }) for days in new])
    known.update(zip(new, created, strict=True))
    for row in rows:
        if term := known[row.get('payment_days')]:
            row.values['payment_term'] = term.id


def _find_terms(batch):
    """:return: dict: number of days → the first term by which all is due then"""
    known = batch.cache['payment terms']
    if not known:
        for term in batch.env['account.payment.term'].search([('company_id', 'in', (False, batch.company.id))]):
            line = term.line_ids
            if len(line) == 1 and (line.value, line.value_amount, line.delay_type) == ('percent', 100, 'days_after'):
                known.setdefault(line.nb_days, term)
    return known
