from odoo import models
from odoo.tools import SQL

from ...tools.days import get_today

SUM, CONVERTED = 'amount:sum', 'amount:sum_currency'


class BasAgenda(models.Model):
    """Money at stake of many steps: a document for which several steps are planned is counted once."""

    _inherit = 'bas.agenda'

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec not in (SUM, CONVERTED):
            return super()._read_group_select(aggregate_spec, query)
        column = {name: self._field_to_sql(self._table, name, query) for name in ('id', 'order_id', 'lead_id', 'amount')}
        amount = column['amount']
        if aggregate_spec == CONVERTED:
            amount = SQL("%s * %s", amount, self._sql_rate(self._field_to_sql(self._table, 'currency_id', query)))
        # Of an order and its offers, the largest amount counts.
        return SQL(
            """(SELECT SUM(value::numeric)
                  FROM jsonb_each_text(jsonb_object_agg(COALESCE('o' || %(order)s, 'l' || %(lead)s, 's' || %(id)s),
                                                        COALESCE(%(amount)s, 0) ORDER BY %(amount)s NULLS FIRST)))""",
            order=column['order_id'], lead=column['lead_id'], id=column['id'], amount=amount)

    def _sql_rate(self, currency):
        """:return: SQL: by what an amount is multiplied, to be in the currency of the company that is selected first"""
        companies, main = self.env.companies, self.env.company
        rates = (companies.currency_id | main.currency_id)._get_rates(main, get_today(self.env))
        return SQL("CASE %s %s END", currency, SQL(" ").join(
            SQL("WHEN %s THEN %s", currency_id, rates[main.currency_id.id] / rate) for currency_id, rate in rates.items()))
