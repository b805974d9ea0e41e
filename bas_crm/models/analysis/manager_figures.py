from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.alphabet import alphabetical
from ...tools.arguments import read_domain
from ..orders.cost import COST_GROUP

INDICATORS = ('revenue', 'orders', 'debt', 'events', 'leads')
#: kinds of the report's rows from which figures are computed
SALES, ORDERS, DEBTS, OVERDUE, EVENTS = ('invoice', 'history'), ('order',), ('debt',), ('overdue', 'settled'), ('event',)
AVERAGE = ('invoice', 'order')
LEADS, DECISIONS = ('lead',), ('decision',)
#: measure → fields of the report that split it into several columns
DIMENSIONS = {'events': ('status_id', 'event_type'), 'leads': ('decision',)}
#: colours of the parts of bars: indexes of core's ``$o-colors``
GREEN, YELLOW, RED, BLUE, GREY = 10, 3, 1, 4, 0


class Kind(NamedTuple):
    """A kind of rows of the report.

    :ivar str label: for users
    :ivar tuple indicators: the indicators whose figures are computed from these rows
    :ivar str select: method of the report that returns the SQL of these rows
    """

    label: str
    indicators: tuple
    select: str


#: the position of a kind is a part of the ids of its rows
KINDS = {
    'invoice': Kind("Goods Issue", ('revenue',), '_select_invoices'),
    'order': Kind("Order", ('revenue', 'orders'), '_select_orders'),
    'debt': Kind("Movement of the Debt", ('debt',), '_select_debt'),
    'overdue': Kind("Debt Became Overdue", ('debt',), '_select_overdue'),
    'settled': Kind("Overdue Debt Settled", ('debt',), '_select_settled'),
    'event': Kind("Event", ('events',), '_select_events'),
    'lead': Kind("Lead Received", ('leads',), '_select_leads'),
    'decision': Kind("Lead Decided", ('leads',), '_select_decisions'),
    'history': Kind("Sale before the Move", ('revenue',), '_select_history'),
}


def get_kinds(indicator):
    """:return: tuple of the kinds of rows from which the figures of an indicator are computed"""
    return tuple(name for name, kind in KINDS.items() if indicator in kind.indicators)


class Column(NamedTuple):
    """A column of the table of an indicator.

    :ivar str name: unique in the table
    :ivar str type: ``amount``, ``count`` or ``share`` (0 to 1)
    :ivar str measure: measure of the report; None: the same as ``name``
    :ivar tuple match: (dimension, value): only rows with this value count
    :ivar tuple ratio: (numerator, denominator), instead of a measure
    :ivar tuple kinds: kinds of the rows that the figure sums up
    :ivar domain: further conditions of the rows that the figure sums up
    :ivar color: colour of the column's part of the bars; None: the column is not in the bars
    :ivar int good: 1 if more is better, -1 if less is better, 0 if neither
    """

    name: str
    label: str
    kinds: tuple
    type: str = 'count'
    measure: str = ''
    match: tuple = ()
    ratio: tuple = ()
    domain: tuple = ()
    color: int | None = None
    good: int = 1
    help: str = ''


class BasManagerFigures(models.AbstractModel):
    """The figures of the managers' view, print and xlsx file, computed from one ``_read_group`` of the report."""

    _name = 'bas.manager.figures.mixin'
    _inherit = ['bas.manager.period.mixin']
    _description = "Figures of the Managers' Analysis"

    @api.model
    @api.readonly
    def get_figures(self, indicator, domain=()):
        """Read one indicator of all managers in the period of the context and in the period that it is compared with.

        :param str indicator: one of ``INDICATORS``
        :param list domain: domain of the report
        :return: dict of ``indicator``; ``period`` and ``previous`` (``from``, ``to``: texts, or False); ``compare``: with which
            period, see ``bas.comparison.mixin``; ``is_unfinished``: the other period has as many days as have passed of this
            one; ``currency_id``;
            ``columns`` (name, label, type, help, color or False, good, ``domain`` of the rows behind); ``rows``, one a manager
            and one without: ``user_id`` (or False), ``name``, ``active``, ``figures`` and ``previous`` ({column: number, or
            False where there is none}); ``total`` with ``figures`` and ``previous``. Amounts are in the currency. If the
            context has two managers, the rows are theirs, in this order, and ``difference`` ({column: number, or False}) is
            the first one's figure less the second one's.
        """
        if not isinstance(indicator, str) or indicator not in INDICATORS:
            raise UserError(self.env._("Unknown indicator «%(indicator)s».", indicator=indicator))
        return self._read_figures(indicator, read_domain(self, domain), self._get_pair())

    @api.model
    @api.readonly
    def get_pair(self, domain=()):
        """Read all indicators of the two managers of the context.

        :return: list of dicts, see :meth:`get_figures`; empty if two managers are not chosen, or one was deleted"""
        domain, pair = read_domain(self, domain), self._get_pair()
        return [self._read_figures(indicator, domain, pair) for indicator in INDICATORS] if pair else []

    def _read_figures(self, indicator, domain, pair):
        if pair:
            domain &= Domain('user_id', 'in', pair.ids)
        columns, period, before = self._get_columns(indicator), self._get_period(), self._get_compared_period()
        cells, earlier = self._read_periods(indicator, domain, columns, before)
        rows = [{
            **self._describe_manager(user), 'figures': self._get_figures(columns, cells.get(user, {})),
            'previous': self._get_figures(columns, earlier.get(user, {})),
        } for user in pair or {**cells, **earlier}]
        if not pair:
            rows.sort(key=lambda row: (
                not row['user_id'], -(row['figures'][columns[0].name] or 0), alphabetical(row['name'])))
        return {
            'indicator': indicator,
            'period': self._describe_period(*period),
            'previous': self._describe_period(*before) if any(before) else False,
            'compare': self._get_comparison(),
            'is_unfinished': bool(self._is_unfinished() and any(before)),
            'currency_id': self.env.company.currency_id.id,
            'columns': [self._describe_column(column) for column in columns],
            'rows': rows,
            'total': {'figures': self._get_total(columns, cells), 'previous': self._get_total(columns, earlier)},
            **({'difference': self._get_difference(columns, rows)} if pair else {}),
        }

    def _get_difference(self, columns, rows):
        """:return: {column: the first manager's figure less the second one's; False if one of them has none}"""
        pairs = {column: [row['figures'][column.name] for row in rows] for column in columns}
        return {
            column.name: False if first is False or second is False
            else self.env.company.currency_id.round(first - second) if column.type == 'amount' else first - second
            for column, (first, second) in pairs.items()}

    def _describe_manager(self, user):
        # sudo: the name is shown also if the manager is archived or belongs to another company.
        user = user.sudo()
        return {
            'user_id': user.id,
            'name': user.name if user else self.env._("Manager not specified"),
            'active': not user or user.active,
        }

    def _describe_period(self, first, last):
        return {'from': (first and str(first)) or False, 'to': (last and str(last)) or False}

    def _describe_column(self, column):
        domain = [('kind', 'in', list(column.kinds)), *column.domain]
        if column.match:
            domain.append((column.match[0], '=', column.match[1]))
        return {
            'name': column.name, 'label': column.label, 'type': column.type, 'help': column.help, 'good': column.good,
            'color': False if column.color is None else column.color, 'domain': domain,
        }

    def _read_periods(self, indicator, domain, columns, before):
        """:param before: first and last day of the period that it is compared with; (None, None): with none
        :return: the cells of the period, and of the other one, see :meth:`_read_cells`"""
        return [self._read_cells(indicator, domain, columns), self._in_period(*before)._read_cells(
            indicator, domain, columns) if any(before) else {}]

    def _read_cells(self, indicator, domain, columns):
        """:return: {manager: {(measure, dimension, its value): sum}}; the total of a measure has no dimension"""
        measures = list(dict.fromkeys(
            name for column in columns for name in (column.ratio or (column.measure or column.name,))))
        dimensions = DIMENSIONS.get(indicator, ())
        rows = self._read_group(
            [*domain, ('kind', 'in', get_kinds(indicator))], ['user_id', *dimensions], [self._get_sum(name) for name in measures])
        cells = defaultdict(lambda: defaultdict(float))
        for user, *values in rows:
            figures = dict(zip(measures, values[len(dimensions):], strict=True))
            for measure, figure in figures.items():
                cells[user][measure, None, None] += figure or 0
                for dimension, value in zip(dimensions, values[:len(dimensions)], strict=True):
                    value = value.id if isinstance(value, models.BaseModel) else value
                    cells[user][measure, dimension, value] += figure or 0
        return cells

    def _get_sum(self, measure):
        several = self._fields[measure].type == 'monetary' and len(self.env.companies.currency_id) > 1
        return f'{measure}:sum_currency' if several else f'{measure}:sum'

    def _get_figures(self, columns, cells):
        return {column.name: self._get_figure(column, cells) for column in columns}

    def _get_figure(self, column, cells):
        if column.ratio:
            above, below = (cells.get((measure, None, None), 0) for measure in column.ratio)
            figure = above / below if below else False
            return self.env.company.currency_id.round(figure) if figure is not False and column.type == 'amount' else figure
        figure = cells.get((column.measure or column.name, *(column.match or (None, None))), 0)
        return self.env.company.currency_id.round(figure) if column.type == 'amount' else round(figure)

    def _get_total(self, columns, cells):
        total = defaultdict(float)
        for figures in cells.values():
            for key, figure in figures.items():
                total[key] += figure
        return self._get_figures(columns, total)

    def _get_columns(self, indicator):
        """:return: the columns of an indicator that the user may see; managers are sorted by the first one"""
        return getattr(self, f'_get_{indicator}_columns')()

    def _get_revenue_columns(self):
        columns = [Column(
            'revenue', self.env._("Revenue"), SALES, 'amount', color=BLUE,
            help=self.env._("Without taxes, less returns; with sales before the move."))]
        if self.env.user.has_group(COST_GROUP):
            columns += [
                Column('cost', self.env._("Cost of Sales"), SALES, 'amount', good=0),
                Column('gross_profit', self.env._("Gross Profit"), SALES, 'amount'),
            ]
        return columns + [Column(
            'average_revenue', self.env._("Average Revenue per Order"), AVERAGE, 'amount',
            ratio=('invoiced_revenue', 'order_count'),
            help=self.env._("Revenue of invoices divided by the number of confirmed orders of the period."))]

    def _get_orders_columns(self):
        columns = [
            Column('order_count', self.env._("Total Orders"), ORDERS, help=self.env._("Confirmed in the period.")),
            Column('order_amount', self.env._("Amount of Orders"), ORDERS, 'amount', help=self.env._("With taxes.")),
            Column('new_order_count', self.env._("Orders of New Customers"), ORDERS, help=self.env._(
                "The first order of a customer who did not buy before the move either.")),
            Column('paid_order_count', self.env._("Paid"), ORDERS, color=GREEN),
            Column('partly_paid_order_count', self.env._("Partly Paid"), ORDERS, color=YELLOW, good=0),
            Column('unpaid_order_count', self.env._("Not Paid"), ORDERS, color=RED, good=-1),
            Column('orders_in_work', self.env._("In Work"), ORDERS, good=0, help=self.env._("Confirmed, but not fulfilled yet.")),
        ]
        whole = ('order_count', 'order_amount')
        return [column if column.name in whole else column._replace(domain=((column.name, '=', 1),)) for column in columns]

    def _get_debt_columns(self):
        return [
            Column('debt', self.env._("Debt"), DEBTS, 'amount', color=BLUE, good=-1, domain=(('has_debt', '=', True),),
                   help=self.env._("At the end of the period, less prepayments.")),
            Column('overdue_debt', self.env._("Overdue Debt"), OVERDUE, 'amount', color=RED, good=-1,
                   domain=(('is_overdue', '=', True),), help=self.env._("The due date had passed at the end of the period.")),
            Column('overdue_share', self.env._("Overdue Share"), get_kinds('debt'), 'share', ratio=('overdue_debt', 'debt'),
                   good=-1, domain=('|', ('has_debt', '=', True), ('is_overdue', '=', True))),
        ]

    def _get_events_columns(self):
        statuses = self.env['bas.activity.status'].with_context(active_test=False).search([('category', '!=', False)])
        types = self._fields['event_type']._description_selection(self.env)
        return [
            Column('event_count', self.env._("Total Events"), EVENTS),
            *(Column(f'status_{status.id}', status.name, EVENTS, measure='event_count', match=('status_id', status.id),
                     color=status.color, good=0) for status in statuses),
            *(Column(f'type_{name}', label, EVENTS, measure='event_count', match=('event_type', name), good=0)
              for name, label in types),
        ]

    def _get_leads_columns(self):
        return [
            Column('lead_count', self.env._("Leads Received"), LEADS, color=BLUE),
            Column('decided_lead_count', self.env._("Leads Decided"), DECISIONS, color=GREEN),
            *(Column(f'decision_{name}', label, DECISIONS, measure='decided_lead_count', match=('decision', name),
                     good=-1 if name == 'junk' else 1)
              for name, label in self._fields['decision']._description_selection(self.env)),
        ]
