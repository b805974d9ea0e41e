from collections import defaultdict
from math import fsum

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

#: with more groups of the finest grouping than this, totals of a pivot are left to PostgreSQL
MAX_GROUPS = 20_000
GRANULARITIES = ('day', 'week', 'month', 'quarter', 'year')
#: models of few records: groups by them are put in order in Python
FEW = frozenset((
    'bas.cancel.reason', 'bas.order.stage', 'bas.order.type', 'crm.stage', 'crm.team', 'res.company', 'res.users', 'utm.source'))
CURRENCIES, CONVERTED = ':array_agg_distinct', ':sum_currency'


class BasReportMixin(models.AbstractModel):
    """Common code of our SQL reports: ratios that are correct at every level of grouping, and faster pivots.

    A ratio is declared in ``_ratios``: ``{field: (numerator, denominator)}``; all three are fields of the report. For any
    aggregator, a group has Σ numerator / Σ denominator (as a fraction, not per cent), or no value if the denominator is 0:
    an average of ratios would be meaningless.
    """

    _name = 'bas.report.mixin'
    _inherit = ['bas.sql.list.mixin']
    _description = 'Report with Ratios'

    _ratios = {}
    #: the export of a grouped list reads the figures of groups from the model, see ``controllers/report_xlsx.py``
    _has_group_figures = True

    def _read_group_select(self, aggregate_spec, query):
        name, __, function = aggregate_spec.partition(':')
        currency = self._get_only_currency()
        if currency and self._is_of_company_currency(name):
            if f':{function}' == CURRENCIES:
                return SQL("ARRAY[%s]", currency.id)
            if f':{function}' == CONVERTED:
                aggregate_spec, function = f'{name}:sum', 'sum'
        if name not in self._ratios or function in ('count', 'count_distinct'):
            return super()._read_group_select(aggregate_spec, query)
        numerator, denominator = (
            super(BasReportMixin, self)._read_group_select(f'{part}:sum', query) for part in self._ratios[name])
        return SQL("1.0 * %s / NULLIF(%s, 0)", numerator, denominator)  # 1.0: two counts would be divided as integers

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        """As in core, but PostgreSQL groups by ids: else it sorts all rows by names of users and stages to order the groups."""
        terms = self._get_quick_order(groupby, order) if order and groupby and not having else None
        if not terms or not self._has_few_groups(groupby):
            return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        rows = super()._read_group(domain, groupby, aggregates)
        keys = self._get_sort_keys(groupby, rows)
        self._sort_groups(rows, groupby, terms, keys)
        return rows[offset:offset + limit if limit else None]

    def _has_few_groups(self, groupby):
        """:return: whether Python can sort the groups, and there are never many of them"""
        return all(self._is_plain(spec) and self._fields[spec.partition(':')[0]].comodel_name in {None, *FEW} for spec in groupby)

    def _sort_groups(self, rows, grouping, terms, keys):
        for spec, descending in reversed(terms):
            if spec in grouping:
                position, ranks = grouping.index(spec), keys[spec]
                rows.sort(key=lambda row, position=position, ranks=ranks: ranks[row[position]], reverse=descending)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        """As in core, but if all rows have one currency, amounts are not converted and the currencies are not queried."""
        def read(plain):
            sets = self._read_quick_sets(domain, grouping_sets, plain, order) if len(grouping_sets) > 1 else None
            return sets or super(BasReportMixin, self)._read_grouping_sets(domain, grouping_sets, plain, order)
        return self._read_with_plain_sums(grouping_sets, aggregates, read)

    def _read_with_plain_sums(self, grouping_sets, aggregates, read):
        """:param read: ``read(aggregates)`` returns rows of each grouping, or None
        :return: rows with all ``aggregates``, or None; of one currency only plain sums are read"""
        currency = self._get_only_currency()
        known = {spec: self._get_plain_sum(spec) if currency else spec for spec in aggregates}
        plain = list(dict.fromkeys(spec for spec in known.values() if spec))
        sets = read(plain)
        return sets and [[
            (*row[:len(grouping)], *(
                row[len(grouping) + plain.index(known[spec])] if known[spec] else [currency.id] for spec in aggregates))
            for row in rows] for grouping, rows in zip(grouping_sets, sets, strict=True)]

    def _read_quick_sets(self, domain, grouping_sets, aggregates, order):
        """If all aggregates are additive, read only the finest grouping and sum up the totals in Python.

        PostgreSQL computes GROUPING SETS in one process, with the names of users and products among the keys; one plain
        grouping by ids runs in parallel and is two to five times faster.

        :return: as ``_read_grouping_sets``; None if core has to read them
        """
        finest = max(grouping_sets, key=len, default=())
        terms = self._get_quick_order(finest, order) if finest else None
        if terms is None or not self._is_quick(finest, grouping_sets, aggregates):
            return None
        sums = list(dict.fromkeys(part for spec in aggregates for part in self._get_sums(spec)))
        cells = self._read_finest(domain, finest, sums)
        if len(cells) > MAX_GROUPS:
            return None
        keys = self._get_sort_keys(finest, cells)
        return [self._roll_up(cells, finest, grouping, sums, aggregates, terms, keys) for grouping in grouping_sets]

    def _read_finest(self, domain, groupby, sums):
        """:return: rows of ``groupby`` values and sums; several rows of one group are added up by the caller"""
        return self._read_group(domain, groupby, sums, limit=MAX_GROUPS + 1)

    def _get_sums(self, spec):
        """:return: the sums that an aggregate is computed from"""
        ratio = self._ratios.get(spec.partition(':')[0])
        return [f'{part}:sum' for part in ratio] if ratio else [spec]

    def _is_quick(self, finest, grouping_sets, aggregates):
        return (all(set(grouping) <= set(finest) for grouping in grouping_sets)
                and all(self._is_plain(spec) for spec in finest)
                and all(spec == '__count' or spec.endswith((':sum', ':sum_currency')) or spec.partition(':')[0] in self._ratios
                        for spec in aggregates))

    def _is_plain(self, spec):
        """:return: whether each value of a grouping makes one group, and Python can sort the values as PostgreSQL does"""
        name, __, granularity = spec.partition(':')
        field = self._fields.get(name)  # none for a path over several records
        if field and field.type in ('date', 'datetime'):
            return granularity in GRANULARITIES
        return bool(field) and field.type in ('many2one', 'selection', 'boolean')

    def _get_quick_order(self, specs, order):
        """:return: list of (grouping, descending); None if the order uses anything else than the groupings"""
        terms = []
        for part in (order or ','.join(specs)).split(','):
            spec, *direction = part.split()
            if spec not in specs or direction not in ([], ['asc'], ['desc'], ['ASC'], ['DESC']):
                return None
            terms.append((spec, direction in (['desc'], ['DESC'])))
        return terms

    def _get_sort_keys(self, specs, cells):
        """:return: {grouping: {value: its position in the order}}; an empty value is the last, like NULL in PostgreSQL"""
        return {spec: self._rank(spec, {cell[position] for cell in cells}) for position, spec in enumerate(specs)}

    def _rank(self, spec, values):
        field = self._fields[spec.partition(':')[0]]
        if field.type == 'many2one':
            # sudo: as in core, groups are sorted by names also of records that the user may not read
            records = self.env[field.comodel_name].sudo().with_context(active_test=False)
            known = records.search([('id', 'in', [value.id for value in values if value])])
            ranks = {record_id: rank for rank, record_id in enumerate(known.ids)}
            return {value: ranks.get(value.id, len(ranks)) for value in values}
        in_order = sorted(values) if field.type == 'boolean' else [*sorted(value for value in values if value), False]
        return {value: rank for rank, value in enumerate(in_order)}

    def _roll_up(self, cells, finest, grouping, sums, aggregates, terms, keys):
        """:return: rows of one grouping: values, then aggregates"""
        positions = [finest.index(spec) for spec in grouping]
        groups = defaultdict(list)
        for cell in cells:
            groups[tuple(cell[position] for position in positions)].append(cell[len(finest):])
        if not grouping and not cells:
            groups[()] = []
        recipes = [(spec, [sums.index(part) for part in self._get_sums(spec)]) for spec in aggregates]
        rows = []
        for group, parts in groups.items():
            columns = zip(*parts, strict=True) if parts else [()] * len(sums)
            totals = [self._total(spec, column) for spec, column in zip(sums, columns, strict=True)]
            rows.append((*group, *(self._figure(spec, [totals[position] for position in recipe]) for spec, recipe in recipes)))
        self._sort_groups(rows, grouping, terms, keys)
        return rows

    def _total(self, spec, column):
        known = [value for value in column if value is not False and value is not None]
        if any(isinstance(value, list) for value in known):
            return sorted({part for value in known for part in value if part})
        if len(known) < 2:
            return known[0] if known else self._read_group_empty_value(spec)
        return fsum(known) if any(isinstance(value, float) for value in known) else sum(known)

    def _figure(self, spec, totals):
        """:param list totals: [sum], or [numerator, denominator] of a ratio"""
        if len(totals) == 1:
            return totals[0]
        numerator, denominator = totals
        # no sales means 0 % completion, so 0 is a known value; compared by identity because False == 0
        is_known = numerator is not False and numerator is not None
        return numerator / denominator if is_known and denominator else self._read_group_empty_value(spec)

    # The person's documents

    def _get_person_condition(self, model_name, alias, name):
        """Put what the access rule says of the manager of a row to where the rows are made of.

        PostgreSQL does not move the rule itself into a subquery that has a fence or an aggregate: without this, a salesperson
        pays for the documents of the whole firm.

        :param model_name: model whose field ``name`` becomes ``user_id`` of the rows
        :param alias: of its table in the query
        :return: SQL: a condition that every row meets that the user may read
        """
        # What the rule says of other fields is checked outside; the rules are optimised, so nothing in them is negated.
        own = self.env['ir.rule']._compute_domain(self._name, 'read').map_conditions(
            lambda condition: Domain(name, condition.operator, condition.value) if condition.field_expr == 'user_id'
            else Domain.TRUE)
        return self._get_document_condition(own, model_name, alias)

    def _get_document_condition(self, domain, model_name, alias):
        """:return: SQL: the domain of columns of the model, whose table has this alias"""
        # sudo: only columns are named
        documents = self.env[model_name].sudo()
        return domain.optimize_full(documents)._to_sql(documents, alias, Query(self.env, alias, SQL.identifier(documents._table)))

    # Amounts in reports with one currency

    def _get_only_currency(self):
        """:return: res.currency: the only currency of the rows that the user may read; empty if there are several"""
        currencies = self.env.companies.currency_id
        # a superuser reads rows of other companies, too, not only of the selected ones
        return currencies.browse() if self.env.su or len(currencies) > 1 else currencies

    def _is_of_company_currency(self, name):
        """:return: whether ``name`` is the report's currency field, which is the company's currency, or an amount in it"""
        field = self._fields.get(name)
        return name == 'currency_id' or (
            bool(field) and field.type == 'monetary' and field.get_currency_field(self) == 'currency_id')

    def _get_plain_sum(self, spec):
        """:return: the plain sum that replaces ``spec``; None for a list of currencies, since there is only one"""
        name = spec.partition(':')[0]
        if self._is_of_company_currency(name):
            if spec.endswith(CURRENCIES):
                return None
            if spec.endswith(CONVERTED):
                return f'{name}:sum'
        return spec
