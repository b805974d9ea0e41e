from collections.abc import Collection

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd
from odoo.tools import SQL

from ...tools.days import get_today
from ...tools.marks import mark, read_mark


class Page:
    """A page of rows that is being read.

    :ivar count: how many rows there are on all pages; 0 before they are counted
    """

    count = 0


class BasSqlListMixin(models.AbstractModel):
    """A list that a query makes of other tables.

    Core reads a page of records, and then, to check the access rules again, the fields that the rules look at: of such a model
    that would run the whole query a second time. They are fetched together with the page.
    """

    _name = 'bas.sql.list.mixin'
    _description = 'List Made by a Query'

    #: whether a page and the number of all rows are read by one query: for lists of one person or one customer, whose rows are
    #: gone through for each of the two anyway
    _counts_with_page = False

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        if field_names is None or self.env.su:
            return super().search_fetch(domain, field_names, offset=offset, limit=limit, order=order)
        names = self._get_rule_fields()
        records = super().search_fetch(
            domain, list(dict.fromkeys([*field_names, *names])), offset=offset, limit=limit, order=order)
        for field in map(self._fields.get, names):
            if 'uid' in self.pool.field_depends_context[field]:
                # Rules are checked as superuser, for whom core keeps what depends on the user apart: here the value is the same.
                field._insert_cache(records.sudo(), [field.convert_to_cache(record[field.name], record) for record in records])
        return records

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        rows = mark(self, page=Page()) if self._counts_with_page and limit else self
        return super(BasSqlListMixin, rows).web_search_read(
            domain, specification, offset=offset, limit=limit, order=order, count_limit=count_limit)

    def _fetch_query(self, query, fields):
        page = read_mark(self, 'page')
        if not page or page.count or not query.limit or any(not field.column_type for field in fields):
            return super()._fetch_query(query, fields)
        columns = [field for field in dict.fromkeys(fields) if field.name != 'id']
        found = self.env.execute_query(query.select(
            SQL("COUNT(*) OVER ()"), SQL.identifier(self._table, 'id'),
            *(self._field_to_sql(self._table, field.name, query) for field in columns)))
        if not found:
            return self.browse()
        (page.count, *__), ids, *values = zip(*found, strict=True)
        records = self.browse(ids)
        for field, column in zip(columns, values, strict=True):
            field._insert_cache(records, column)
        return records

    def _format_web_search_read_results(self, domain, records, offset=0, limit=None, count_limit=None):
        page = read_mark(self, 'page')
        if not page or not page.count or not records:
            return super()._format_web_search_read_results(domain, records, offset, limit, count_limit)
        return {'length': max(len(records) + offset, min(page.count, count_limit or page.count)), 'records': records}

    @api.model
    def _search(self, domain, *args, **options):
        """Rows of known ids are looked for in the documents of these ids, see :meth:`_sql_searched`; rows of known kinds are made
        of the documents of these kinds alone, see :meth:`_get_asked_kinds`."""
        domain = Domain(domain)
        ids = domain.value if getattr(domain, 'field_expr', '') == 'id' and domain.operator == 'in' else ()
        is_known = isinstance(ids, Collection) and ids and all(isinstance(row_id, int) for row_id in ids)
        rows = mark(self, searched_ids=tuple(ids)) if is_known else self
        if 'kind' in self._fields:
            rows = mark(rows, asked_kinds=self._find_kinds(domain))
        return super(BasSqlListMixin, rows)._search(domain, *args, **options)

    @api.model
    def _find_kinds(self, domain):
        """:return: frozenset of the kinds of all rows that meet the domain; None if it does not say"""
        for condition in domain.children if isinstance(domain, DomainAnd) else [domain]:
            if getattr(condition, 'field_expr', '') == 'kind' and condition.operator in ('=', 'in'):
                values = condition.value if condition.operator == 'in' else [condition.value]
                if isinstance(values, Collection) and all(isinstance(value, str) for value in values):
                    return frozenset(values)
        return None

    @api.model
    def _get_asked_kinds(self, kinds):
        """:param kinds: names of the kinds of rows of this model, in their order
        :return: list: those that are asked for; PostgreSQL takes its time to plan even a branch that it leaves out then
        """
        asked = read_mark(self, 'asked_kinds')
        found = [kind for kind in kinds if asked is None or kind in asked]
        # One branch alone would be joined anew with what it is made of, by worse estimates.
        return found if len(found) > 1 else list(kinds)

    @api.model
    def _get_searched_sources(self, sources):
        """:param sources: names of the sources by their positions; an id is ``id of the document * number + position``
        :return: list: those of which rows are looked for
        """
        ids = read_mark(self, 'searched_ids')
        if not ids:
            return list(sources)
        positions = {row_id % len(sources) for row_id in ids}
        return [source for position, source in enumerate(sources) if position in positions]

    @api.model
    def _sql_searched(self, sources, source, document):
        """:param document: SQL: the id of a document of ``source``
        :return: SQL: whether its row is looked for
        """
        ids = read_mark(self, 'searched_ids')
        if not ids:
            return SQL("TRUE")
        position = list(sources).index(source)
        return SQL("%s IN %s", document, tuple(
            row_id // len(sources) for row_id in ids if row_id % len(sources) == position))

    @api.model
    def _get_rule_fields(self):
        """:return: names of the fields of this model that its access rules look at, for this user"""
        rules = self.env['ir.rule']._compute_domain(self._name, 'read')
        names = {condition.field_expr.split('.')[0] for condition in rules.iter_conditions()}
        return sorted(name for name in names if name in self._fields and self._has_field_access(self._fields[name], 'read'))

    def _read_group_select(self, aggregate_spec, query):
        """As in core, which takes it that the own currency of the selected company has the rate 1: it may have another one."""
        selected = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec.endswith(':sum_currency') and (rate := self._get_own_rate()) != 1:
            return SQL("%s * %s", selected, rate)
        return selected

    @api.model
    def _get_own_rate(self):
        """:return: float: the rate of today of the currency of the company that is selected first"""
        company = self.env.company
        return company.currency_id._get_rates(company, get_today(self.env))[company.currency_id.id]

    def _to_company_currency(self, order, total=None):
        """:param order: SQL: an alias of sale_order, at whose own rate the amount is converted
        :param total: SQL: the amount; by default the total of the order
        :return: SQL: the amount in the currency of the order's company
        """
        digits = SQL("CASE %s.company_id %s END", order, read_mark(self, 'company_digits') or self._sql_company_digits())
        return SQL(
            "CASE WHEN %(order)s.currency_rate > 0 AND %(order)s.currency_rate != 1"
            " THEN ROUND(%(total)s / %(order)s.currency_rate, %(digits)s) ELSE %(total)s END",
            order=order, digits=digits, total=total or SQL("%s.amount_total", order))

    @api.model
    def _get_all_companies(self, names=()):
        """:param names: what is read of them beside their currencies"""
        # sudo: a superuser reads documents of all companies
        companies = self.env['res.company'].sudo().with_context(active_test=False)
        return companies.search_fetch([], ['currency_id', *names])

    def _sql_company_digits(self, companies=None):
        """:return: SQL: for each company the number of decimals of its currency, as constants: a subquery would prevent parallel
            execution. A query that converts several amounts takes them once, as the mark ``company_digits``."""
        companies = self._get_all_companies() if companies is None else companies
        return SQL(" ").join(SQL("WHEN %s THEN %s", each.id, each.currency_id.decimal_places) for each in companies)

    @api.readonly
    def action_open(self):
        """Open the document of a row. The id of a row tells which, so the query of the whole list is not run again for it."""
        return self._get_document_to_open().get_formview_action()

    def _get_document_to_open(self):
        """:raises AccessError: the user may not read the list, or the document"""
        self.ensure_one()
        self.browse().check_access('read')
        document = self._get_document()
        document.check_access('read')
        return document

    def _check_is_row(self):
        """For lists that open the customer in place of a document which the user may not read.

        :raises UserError: the user's list has no such row
        """
        if not self.search_count([('id', '=', self.id)]):
            raise UserError(self.env._("This row is not in the list any more. Refresh the screen to see what is left."))

    def _get_document(self):
        """:return: the document of a row, by the id of the row alone; who opens it has to have access to it"""
        raise NotImplementedError
