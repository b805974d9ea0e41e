from enum import Enum

from odoo import models
from odoo.tools import SQL

from ...tools.marks import read_mark
from .funnel_report import ROW

OUTCOMES = ('moved_on', 'there', 'lost', 'returned')


class Grain(Enum):
    """Kinds of rows from which figures are summed up faster than from rows of the report, see :mod:`.funnel_quick`.

    ``ORDER``: one row per order, at the furthest stage reached, in a snapshot at its current stage. ``ENTRY``: one row per
    entry of the stage history, with its hours. ``STAGE``: one row per order and stage in which it has been, with its hours.
    All have the columns of the order, but no outcome. ``ROW``: the rows of the report.
    """

    ORDER, ENTRY, STAGE, ROW = 'order', 'entry', 'stage', 'row'


class BasFunnelReport(models.Model):
    """SQL of the funnel. It is based on the history entry (``bas.order.stage.log``) that was open at the moment T; the entry
    has all that is needed of the order's progress up to T."""

    _inherit = 'bas.funnel.report'
    _depends = {
        'bas.order.stage': ['order_type_id', 'sequence', 'is_cancelled', 'is_done'],
        'bas.order.stage.log': [
            'order_id', 'order_type_id', 'order_user_id', 'company_id', 'stage_id', 'entered_at', 'left_at', 'hours', 'began_at'],
        'bas.order.type': ['operation'],
        'res.company': ['currency_id'],
        'res.currency': ['decimal_places'],
        'res.partner': ['commercial_partner_id'],
        'sale.order': ['user_id', 'team_id', 'company_id', 'partner_id', 'source_id', 'amount_total', 'currency_rate', 'stage_id',
                       'cancel_reason_id'],
    }

    @property
    def _table_query(self):
        bounds = self._get_bounds()
        ranks = self.env['bas.order.stage']._get_ranks()
        if type_id := self._get_type_id():
            ranks = [row for row in ranks if row[1] == type_id]
        # A type without stages gives an empty funnel: no record has the id 0.
        ranks = ranks or [(0, 0, 0)]
        select = {
            Grain.ORDER: self._select_orders, Grain.ENTRY: self._select_entries, Grain.STAGE: self._select_entries,
        }.get(read_mark(self, 'funnel_grain')) or (
            self._select_snapshot if bounds.reading == 'snapshot' else self._select_path)
        return select(bounds, ranks)

    # ------------------------------------------------------------
    # Orders and their stages
    # ------------------------------------------------------------

    def _select_path(self, bounds, ranks):
        """Build the query of all stages that orders have reached.

        The orders are joined before they are multiplied by stages. OFFSET 0 keeps PostgreSQL from reordering these joins,
        since it underestimates the number of orders. Hours are read only if they are requested.
        """
        stage = SQL("stage.id")
        return SQL(
            """SELECT %(columns)s
                 FROM (SELECT %(orders)s OFFSET 0) AS o
                 JOIN %(stages)s AS stage(id, type_id, rank) ON %(same_type)s stage.rank BETWEEN 1 AND o.h
            LEFT JOIN LATERAL %(history)s AS past ON past.order_id = o.id
                 %(joins)s""",
            columns=self._get_columns(
                stage, SQL("stage.rank"), hours=self._pick(ranks, 'hours'), entered=self._pick(ranks, 'entered')),
            # PostgreSQL underestimates the result of this condition; it is not needed if there is only one type.
            same_type=SQL("stage.type_id = o.type_id AND") if len({row[1] for row in ranks}) > 1 else SQL(),
            orders=self._get_orders(bounds, ranks), stages=self._get_stages(ranks),
            history=self._select_history(bounds, ranks), joins=self._get_joins(stage))

    def _select_snapshot(self, bounds, ranks):
        """Build the query of the current stages of orders that are not cancelled."""
        hours = SQL("(SELECT SUM(%s) %s)", self._get_hours(bounds, 'past'), self._from_past(bounds))
        entered = SQL("(SELECT MIN(past.entered_at) %s)", self._from_past(bounds))
        stage = SQL("o.standing_stage_id")
        return SQL(
            "SELECT %s FROM (SELECT %s) AS o %s", self._get_columns(stage, SQL("o.c"), hours=hours, entered=entered),
            self._get_orders(bounds, ranks), self._get_joins(stage))

    def _get_columns(self, stage, rank, hours, entered):
        """:return: SQL: all columns of the report"""
        parts = {
            'moved_on': SQL("%s < o.c", rank),
            'there': SQL("%s = o.c AND NOT o.lost", rank),
            'lost': SQL("%s = o.c AND o.lost", rank),
            'returned': SQL("%s > o.c", rank),
        }
        # time in a final stage is not a waiting time
        hours = SQL("CASE WHEN definition.is_done IS NOT TRUE THEN %s END", hours)
        return SQL(
            """o.id::bigint * %(row)s + %(stage)s AS id, %(stage)s AS stage_id, o.standing_stage_id, %(order)s,
               %(entered)s AS entered_at, CASE %(outcomes)s END AS outcome, %(rank)s = o.c AS is_current, %(lost)s AS is_lost,
               definition.is_done, CASE WHEN %(lost)s THEN o.cancel_reason_id END AS cancel_reason_id, %(counts)s,
               %(amount)s AS amount, CASE WHEN %(lost)s THEN %(amount)s ELSE 0 END AS lost_amount,
               %(hours)s AS hours, %(hours)s AS hours_total, %(hours)s AS median_hours,
               CASE WHEN %(hours)s IS NULL THEN 0 ELSE 1 END AS stood_count""",
            row=ROW, stage=stage, order=self._get_order_columns(), entered=entered, rank=rank, lost=parts['lost'], hours=hours,
            amount=self._to_company_currency(SQL("o")),
            outcomes=SQL(" ").join(SQL("WHEN %s THEN %s", parts[outcome], outcome) for outcome in OUTCOMES),
            counts=SQL(", ").join(
                SQL("CASE WHEN %s THEN 1 ELSE 0 END AS %s", parts[outcome], SQL.identifier(f'{outcome}_count'))
                for outcome in OUTCOMES))

    # ------------------------------------------------------------
    # Rows to add up from
    # ------------------------------------------------------------

    def _select_orders(self, bounds, ranks):
        stage = SQL("o.standing_stage_id" if bounds.reading == 'snapshot' else "o.reached_stage_id")
        return SQL(
            """SELECT o.id, %(stage)s AS stage_id, o.standing_stage_id, %(order)s, %(amount)s AS amount, o.lost AS is_lost,
                      CASE WHEN o.lost THEN o.cancel_reason_id END AS cancel_reason_id
                 FROM (SELECT %(orders)s) AS o %(joins)s""",
            stage=stage, order=self._get_order_columns(), amount=self._to_company_currency(SQL("o")),
            orders=self._get_orders(bounds, ranks), joins=self._get_joins(stage))

    def _select_entries(self, bounds, ranks):
        """Build the query of history entries in stages of the type that the order had at T, final ones left out. Columns that
        the log has are not read from the order."""
        entries = SQL(
            """SELECT log.order_id AS id, %(type)s AS type_id, log.stage_id, log.order_user_id AS user_id, log.company_id,
                      log.began_at, log.is_first, %(hours)s AS hours
                 FROM bas_order_stage_log log %(last)s
                WHERE log.entered_at < %(limit)s AND (%(of_type)s) AND %(chosen)s""",
            hours=self._get_hours(bounds, 'log'), limit=bounds.limit,
            type=SQL("stage.order_type_id") if self._needs_last_entry(bounds) else SQL("log.order_type_id"),
            last=self._join_last_entry(bounds), of_type=self._is_of_type(bounds, ranks),
            chosen=SQL("log.stage_id = last.standing_stage_id") if bounds.reading == 'snapshot'
            else SQL("%s %s", self._get_own_condition('log'), self._get_cohort(bounds, 'log')))
        if read_mark(self, 'funnel_grain') is Grain.STAGE:
            # Grouped by what rows are filtered by, so that PostgreSQL leaves others out before it sums up.
            entries = SQL(
                """SELECT id, MIN(type_id) AS type_id, stage_id, user_id, company_id, MIN(began_at) AS began_at,
                          TRUE AS is_first, SUM(hours) AS hours
                     FROM (%s) AS log GROUP BY id, stage_id, user_id, company_id""", entries)
        return SQL(
            """SELECT o.stage_id, %(order)s, o.hours AS hours_total, o.hours AS median_hours,
                      CASE WHEN o.is_first THEN 1 ELSE 0 END AS stood_count
                 FROM (SELECT o.*, document.team_id, document.partner_id, document.source_id,
                              document.stage_id AS current_stage_id
                         FROM (%(entries)s) AS o
                    LEFT JOIN sale_order document ON document.id = o.id) AS o %(joins)s""",
            order=self._get_order_columns(), entries=entries, joins=self._get_joins(SQL("o.stage_id")))

    def _needs_last_entry(self, bounds):
        """:return: whether the entry that was open at T has to be read, too: it tells the type of the order at that time (that
            of today is on every entry), when the order moved last, and its stage"""
        return not bounds.is_now or bounds.reading == 'snapshot' or (bounds.reading == 'flow' and bool(bounds.start))

    def _join_last_entry(self, bounds):
        if not self._needs_last_entry(bounds):
            return SQL()
        return SQL(
            """JOIN bas_order_stage_log last ON last.order_id = log.order_id AND last.entered_at < %s AND %s AND %s
               JOIN bas_order_stage stage ON stage.id = last.stage_id""",
            bounds.limit, self._is_open(bounds, 'last'), self._get_choice(bounds, 'last'))

    def _is_of_type(self, bounds, ranks):
        """:return: SQL: whether an entry is in a stage of the order's type at T; cancelled and final stages, which have no hours,
            are left out"""
        final = self.env['bas.order.stage']._get_final_ids()
        types = dict.fromkeys(row[1] for row in ranks)
        return SQL(" OR ").join(SQL(
            "%s AND log.stage_id = ANY(%s)",
            SQL("last.stage_id = ANY(%s)", [row[0] for row in ranks if row[1] == type_id and (
                row[2] or bounds.reading != 'snapshot')]) if self._needs_last_entry(bounds)
            else SQL("log.order_type_id = %s", type_id),
            [row[0] for row in ranks if row[1] == type_id and row[2] and row[0] not in final]) for type_id in types)

    # ------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------

    def _get_orders(self, bounds, ranks):
        """:return: SQL after SELECT: one row per order, as of T

        ``c``: rank of the stage in which it counts, ``h``: rank of the furthest one. PostgreSQL reads the order itself only for
        columns that the log does not have.
        """
        if bounds.reading == 'snapshot':
            ranks = [row for row in ranks if row[2]] or [(0, 0, 0)]
        return SQL(
            """log.order_id AS id, own.type_id, document.stage_id AS current_stage_id, log.order_user_id AS user_id,
               document.team_id, log.company_id, document.partner_id, document.source_id, document.amount_total,
               document.currency_rate, document.cancel_reason_id, log.began_at, log.reached_stage_id, log.standing_stage_id,
               own.rank = 0 AS lost, %(reached)s AS h, %(standing)s AS c
                 FROM bas_order_stage_log log
                 JOIN %(stages)s AS own(id, type_id, rank) ON own.id = log.stage_id
            LEFT JOIN sale_order document ON document.id = log.order_id
                WHERE %(open)s AND log.entered_at < %(limit)s AND %(chosen)s""",
            reached=self._get_rank(ranks, SQL("log.reached_stage_id")),
            standing=self._get_rank(ranks, SQL("log.standing_stage_id")), stages=self._get_stages(ranks),
            open=self._is_open(bounds, 'log'), limit=bounds.limit, chosen=self._get_choice(bounds))

    def _get_order_columns(self):
        return SQL(
            """o.id AS order_id, o.type_id AS order_type_id, type.operation, o.current_stage_id, o.user_id, o.team_id,
               customer.commercial_partner_id AS partner_id, o.source_id, o.company_id, company.currency_id,
               o.began_at AS created_at""")

    def _get_joins(self, stage):
        """:return: SQL: LEFT JOINs; PostgreSQL skips those whose columns are not requested"""
        return SQL(
            """LEFT JOIN bas_order_type type ON type.id = o.type_id
               LEFT JOIN bas_order_stage definition ON definition.id = %s
               LEFT JOIN res_company company ON company.id = o.company_id
               LEFT JOIN res_partner customer ON customer.id = o.partner_id""", stage)

    def _get_stages(self, ranks):
        return SQL("(VALUES %s)", SQL(", ").join(SQL("(%s, %s, %s)", *row) for row in ranks))

    def _get_rank(self, ranks, stage):
        known = [SQL("WHEN %s THEN %s", stage_id, rank) for stage_id, __, rank in ranks if rank]
        return SQL("CASE %s %s ELSE 1 END", stage, SQL(" ").join(known)) if known else SQL("1")

    def _is_open(self, bounds, log):
        """:return: SQL: whether a history entry is open at T, in a form that an index supports"""
        left_at = SQL.identifier(log, 'left_at')
        if bounds.is_now:
            return SQL("%s IS NULL", left_at)
        return SQL("COALESCE(%s, 'infinity'::timestamp) >= %s", left_at, bounds.limit)

    def _get_choice(self, bounds, alias='log'):
        """Entries of an order follow each other: an order moved in the period if the entry that is open at its end began in it.

        :param alias: of the entry that was open at T
        :return: SQL: condition that selects the orders of the period that the user may see
        """
        start = bounds.start if bounds.reading == 'flow' else None
        return SQL(
            "%s %s %s %s", self._get_own_condition(alias), self._get_cohort(bounds, alias),
            SQL("AND %s >= %s", SQL.identifier(alias, 'entered_at'), start) if start else SQL(), self._get_page(alias))

    def _get_cohort(self, bounds, alias):
        """:return: SQL: condition on any entry of an order: it began in the period, if the reading is ``cohort``"""
        if bounds.reading != 'cohort':
            return SQL()
        began_at = SQL.identifier(alias, 'began_at')
        return SQL("%s %s", SQL("AND %s >= %s", began_at, bounds.start) if bounds.start else SQL(),
                   SQL("AND %s < %s", began_at, bounds.stop) if bounds.stop else SQL())

    def _get_page(self, alias):
        """:return: SQL: condition that selects the orders of a page, see :mod:`.funnel_page`"""
        shown = self._get_shown_orders()
        return SQL("AND %s IN %s", SQL.identifier(alias, 'order_id'), shown) if shown else SQL()

    def _get_own_condition(self, alias):
        return self._get_person_condition('bas.order.stage.log', alias, 'order_user_id')

    # ------------------------------------------------------------
    # Hours
    # ------------------------------------------------------------

    def _get_hours(self, bounds, log):
        """:return: SQL: hours of a history entry up to T"""
        return SQL(
            "CASE WHEN %(open)s THEN date_part('epoch', %(moment)s::timestamp - %(entered)s) / 3600 ELSE %(hours)s END",
            open=self._is_open(bounds, log), moment=bounds.moment, entered=SQL.identifier(log, 'entered_at'),
            hours=SQL.identifier(log, 'hours'))

    def _select_history(self, bounds, ranks):
        """:return: SQL: one row per order, with columns for the hours and the beginning of each stage

        Of a whole firm all orders are read in one pass; of a page or of a person's few, each by its index: PostgreSQL takes them
        for fewer than they are, and would read all for each.
        """
        is_limited = self._get_shown_orders() or self._get_own_condition('log').code != 'TRUE'
        return SQL(
            """(SELECT log.order_id, %(columns)s
                  FROM bas_order_stage_log log WHERE log.entered_at < %(limit)s AND %(chosen)s GROUP BY log.order_id)""",
            limit=bounds.limit, chosen=SQL("log.order_id = o.id") if is_limited else self._is_of_chosen(bounds),
            columns=SQL(", ").join(
                SQL("SUM(%(hours)s) FILTER (WHERE log.stage_id = %(stage)s) AS %(hours_name)s,"
                    " MIN(log.entered_at) FILTER (WHERE log.stage_id = %(stage)s) AS %(entered_name)s",
                    hours=self._get_hours(bounds, 'log'), stage=stage_id,
                    hours_name=SQL.identifier(f'hours_{stage_id}'), entered_name=SQL.identifier(f'entered_{stage_id}'))
                for stage_id, *__ in ranks))

    def _is_of_chosen(self, bounds):
        """:return: SQL: whether an entry is of an order of the period"""
        if bounds.reading != 'flow' or not bounds.start:
            return SQL("TRUE %s", self._get_cohort(bounds, 'log'))
        return SQL(
            "log.order_id IN (SELECT last.order_id FROM bas_order_stage_log last WHERE last.entered_at < %s AND %s AND %s)",
            bounds.limit, self._is_open(bounds, 'last'), self._get_choice(bounds, 'last'))

    def _pick(self, ranks, name):
        """:return: SQL: value of the column ``name`` for the stage of the row"""
        return SQL("CASE stage.id %s END", SQL(" ").join(
            SQL("WHEN %s THEN %s", stage_id, SQL.identifier('past', f'{name}_{stage_id}')) for stage_id, *__ in ranks))

    def _from_past(self, bounds):
        return SQL(
            """FROM bas_order_stage_log past
              WHERE past.order_id = o.id AND past.stage_id = o.standing_stage_id AND past.entered_at < %s""", bounds.limit)

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == 'median_hours:avg':
            return SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)", self._field_to_sql(self._table, 'median_hours', query))
        return super()._read_group_select(aggregate_spec, query)
