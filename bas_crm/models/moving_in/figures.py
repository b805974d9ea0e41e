"""What lists of figures have in common: rows without a code are known by what they say, sums are in the company's currency."""
import hashlib
import json

from odoo.tools import SQL, format_date

from ...tools.source_files.values import clean_text


def get_figure_key(batch, row, names):
    """What identifies a row without a code: everything that it says but its sums. Rows that say the same are told apart by
    their order in the list.

    :param names: fields that say what the sums are of
    :return: str
    """
    numbers = batch.cache['figure numbers', names]
    if not numbers:
        numbers.update(_number_rows(batch, names))
    texts = [clean_text(row.raw.get(name) or '').casefold() for name in names]
    text = json.dumps([texts, row.groups, numbers.get(row.id, 1)], ensure_ascii=False)
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _number_rows(batch, names):
    """:return: dict: id of a row of the batch → how many rows of the list up to it say the same"""
    texts = SQL(", ").join([SQL("values ->> %s", name) for name in (*names, 'groups')])
    return dict(batch.env.execute_query(SQL(
        """SELECT id, number FROM (
               SELECT id, row_number() OVER (PARTITION BY %s ORDER BY id) AS number FROM bas_import_row WHERE table_id = %s
           ) AS numbered WHERE id = ANY(%s)""", texts, batch.table.id, [row.id for row in batch.rows])))


def convert(batch, row, amount, day):
    """:return: float: the amount in the company's currency, by the rate of the day; the row gets an error if there is none"""
    currency = batch.env['res.currency'].browse(row.get('currency') or batch.company.currency_id.id)
    if currency == batch.company.currency_id or not amount:
        return amount
    if not _has_rate(batch, currency, day):
        row.error(batch.env._(
            "There is no rate of %(currency)s on %(day)s. Add the rate, or give the sum in %(own)s.", currency=currency.name,
            day=format_date(batch.env, day), own=batch.company.currency_id.name))
        return 0.0
    return currency._convert(amount, batch.company.currency_id, batch.company, day)


def _has_rate(batch, currency, day):
    known = batch.cache['first rates']
    if currency not in known:
        domain = [('currency_id', '=', currency.id), ('company_id', 'in', (False, batch.company.root_id.id))]
        known[currency] = batch.env['res.currency.rate'].search(domain, order='name', limit=1).name
    return bool(known[currency]) and known[currency] <= day
