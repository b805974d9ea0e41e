from odoo import api, models
from odoo.tools import SQL

CURRENCIES, CONVERTED = ':array_agg_distinct', ':sum_currency'


class BasReportMixin(models.AbstractModel):
    """Sums of money in reports of one currency.

    With every sum core's pivots ask for the currencies in it and for the sum converted to one of them. Both cost more than the
    sum itself; where the companies shown have one currency, the answers are known beforehand.
    """

    _inherit = 'bas.report.mixin'

    def _get_only_currency(self):
        """:return: res.currency: the one in which all rows stand that the person may read; empty if there are several"""
        currencies = self.env.companies.currency_id
        # a superuser reads other companies than those chosen
        return currencies.browse() if self.env.su or len(currencies) > 1 else currencies

    def _to_company_currency(self, order):
        """:return: SQL: the total of ``order``, an alias of sale_order, at its own rate in the currency of its company

        To how many digits it is rounded is known beforehand: a look-up in the query would keep it from running in parallel.
        """
        # a superuser reads documents of all companies
        companies = self.env['res.company'].sudo().with_context(active_test=False).search_fetch([], ['currency_id'])
        digits = SQL("CASE %s.company_id %s END", order, SQL(" ").join(
            SQL("WHEN %s THEN %s", each.id, each.currency_id.decimal_places) for each in companies))
        return SQL(
            "CASE WHEN %(order)s.currency_rate > 0 AND %(order)s.currency_rate != 1"
            " THEN ROUND(%(order)s.amount_total / %(order)s.currency_rate, %(digits)s) ELSE %(order)s.amount_total END",
            order=order, digits=digits)

    def _is_of_company_currency(self, name):
        """:return: whether ``name`` is the report's currency, which is its company's, or a sum in it"""
        field = self._fields.get(name)
        return name == 'currency_id' or (
            bool(field) and field.type == 'monetary' and field.get_currency_field(self) == 'currency_id')

    def _read_group_select(self, aggregate_spec, query):
        name, __, function = aggregate_spec.partition(':')
        currency = self._get_only_currency()
        if currency and self._is_of_company_currency(name):
            if f':{function}' == CONVERTED:
                return super()._read_group_select(f'{name}:sum', query)
            if f':{function}' == CURRENCIES:
                return SQL("ARRAY[%s]", currency.id)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        currency = self._get_only_currency()
        if not currency:
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        known = {spec: self._get_plain_sum(spec) for spec in aggregates}
        plain = list(dict.fromkeys(spec for spec in known.values() if spec))
        sets = super()._read_grouping_sets(domain, grouping_sets, plain, order)
        return [[
            (*row[:len(grouping)], *(
                row[len(grouping) + plain.index(known[spec])] if known[spec] else [currency.id] for spec in aggregates))
            for row in rows] for grouping, rows in zip(grouping_sets, sets, strict=True)]

    def _get_plain_sum(self, spec):
        """:return: the aggregate that answers for ``spec``; nothing for a list of currencies, of which there is one"""
        name = spec.partition(':')[0]
        if self._is_of_company_currency(name):
            if spec.endswith(CURRENCIES):
                return None
            if spec.endswith(CONVERTED):
                return f'{name}:sum'
        return spec
