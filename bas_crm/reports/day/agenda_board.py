from odoo import api, models
from odoo.tools import SQL

from ...tools.marks import mark, read_mark

#: what the board asks of a column beside its figures: the cards on its first page, in their order
FIRST_PAGE = 'id:first_page'
#: the money at stake, as it is and converted
SUM, CONVERTED = 'amount:sum', 'amount:sum_currency'


class BasAgenda(models.Model):
    """The board in two queries: one finds the figures and the cards of all columns, the other reads the cards.

    Core looks for the cards of each column on its own, and the agenda is a query of six tables: to plan it takes the database
    longer than to run it for one person.
    """

    _inherit = 'bas.agenda'

    @api.model
    @api.readonly
    def web_read_group(self, domain, groupby, aggregates=(), limit=None, offset=0, order=None, **options):
        sizes = self._get_page_sizes(groupby, order, options)
        if not sizes:
            return super().web_read_group(domain, groupby, aggregates, limit, offset, order, **options)
        rows = mark(self, page_size=max(sizes.values()))._mark_companies()
        answer = super(BasAgenda, rows).web_read_group(
            domain, groupby, [*aggregates, FIRST_PAGE], limit, offset, order,
            **{**options, 'auto_unfold': False, 'opening_info': None})
        rows._open_columns(answer['groups'], sizes, options.get('unfold_read_specification') or {})
        return answer

    @api.model
    def _get_page_sizes(self, groupby, order, options):
        """:return: dict: column of the board → how many cards are shown, 0 for a folded one; empty if these are not the columns
            of the board, or not their first pages"""
        size = options.get('unfold_read_default_limit', 80)
        infos = options.get('opening_info') or []
        if not (list(groupby) == ['bucket'] and options.get('auto_unfold') and size and not order) or any(
                info.get('offset') or info.get('progressbar_domain') or not (info['folded'] or info.get('limit'))
                for info in infos) or 'max_number_opened_groups' in self.env.context:
            return {}
        sizes = {value: size for value, _label in self._fields['bucket'].selection}
        return {**sizes, **{info['value']: 0 if info['folded'] else info['limit'] for info in infos}}

    def _open_columns(self, groups, sizes, specification):
        pages = [(group.pop(FIRST_PAGE) or [])[:sizes[group['bucket']]] for group in groups]
        cards = self.browse(card for page in pages for card in page)
        read = dict(zip(cards.ids, cards.web_read(specification), strict=True))
        for group, page in zip(groups, pages, strict=True):
            if sizes[group['bucket']]:
                group['__records'] = [read[card] for card in page]

    def _read_group_select(self, aggregate_spec, query):
        size = read_mark(self, 'page_size')
        if aggregate_spec in (SUM, CONVERTED):
            return self._select_stake(aggregate_spec, query)
        if aggregate_spec != FIRST_PAGE or not size:
            return super()._read_group_select(aggregate_spec, query)
        return SQL("(ARRAY_AGG(%s ORDER BY %s, %s))[1:%s]", SQL.identifier(self._table, 'id'),
                   self._sql_place(query), self._order_to_sql(self._order, query), size)

    def _sql_place(self, query):
        """:return: SQL: a number that nearly always decides which of two cards of a column comes first, see ``_order``:
            numbers are compared many times faster than its four columns one after the other"""
        rank, date, amount = (self._field_to_sql(self._table, name, query) for name in ('rank', 'date', 'amount'))
        return SQL(
            """CASE WHEN %(date)s IS NULL THEN - %(amount)s::float8
                    ELSE EXTRACT(epoch FROM %(date)s)::float8 + (%(rank)s - 1) * 1e11 END""",
            rank=rank, date=date, amount=amount)
