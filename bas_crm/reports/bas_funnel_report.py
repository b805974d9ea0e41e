from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ..models.bas_funnel_mixin import CONTEXT_KEYS

#: an id of a row tells order and stage, and is a whole number that JavaScript holds exactly
ROW = 1 << 20
OUTCOMES = ('moved_on', 'there', 'lost', 'returned')


def known(field, *args, **kwargs):
    """:return: a column of the report: what it holds depends on the reading that the context names"""
    return field(*args, readonly=True, depends_context=CONTEXT_KEYS, **kwargs)


class BasFunnelReport(models.Model):
    """The sales funnel: one row per order and stage that it has come to, or gone past, up to the moment T.

    Let a row of the log be known if it was entered by T, and open if it was not left by T; the type of the order is that of
    its open stage. The ranks are the stages of the type without cancelled ones, in today's order; c is the rank of the open
    stage (of a cancelled order: of the last one before; where there is none: 1), h the highest rank reached. There is a row
    for each rank s ≤ h: *moved on* for s < c, at c *lost* if the order is cancelled, else *there*, *returned* above c. So
    counts never grow from a stage to the next, and count = moved on + there + lost + returned.

    A snapshot holds only the row at c, of orders that are not cancelled. See ``bas.funnel.mixin`` for the context.
    """

    _name = 'bas.funnel.report'
    _inherit = ['bas.report.mixin', 'bas.funnel.figures.mixin']
    _description = 'Sales Funnel'
    _auto = False
    _rec_name = 'order_id'
    _order = 'created_at desc, id desc'
    _depends = {
        'bas.order.stage': ['order_type_id', 'sequence', 'is_cancelled', 'is_done'],
        'bas.order.stage.log': ['order_id', 'stage_id', 'entered_at', 'left_at', 'hours', 'began_at'],
        'bas.order.type': ['operation'],
        'res.company': ['currency_id'],
        'res.partner': ['commercial_partner_id'],
        'sale.order': ['user_id', 'team_id', 'company_id', 'partner_id', 'source_id', 'amount_total', 'currency_rate', 'stage_id',
                       'cancel_reason_id'],
    }

    _ratios = {'hours': ('hours_total', 'stood_count')}
    _step_field = 'stage_id'
    _reason_field = 'cancel_reason_id'

    # what is counted, and whose it is
    order_id = known(fields.Many2one, 'sale.order')
    stage_id = known(fields.Many2one, 'bas.order.stage')
    order_type_id = known(fields.Many2one, 'bas.order.type')
    operation = known(fields.Selection, [('customer_order', "Customer Order"), ('work_order', "Work Order")])
    current_stage_id = known(fields.Many2one, 'bas.order.stage', string="Stage Today")
    user_id = known(fields.Many2one, 'res.users', string="Manager")
    team_id = known(fields.Many2one, 'crm.team', string="Sales Team")
    partner_id = known(fields.Many2one, 'res.partner', string="Customer")
    partner_tag_ids = fields.Many2many(
        related='partner_id.category_id', string="Customer Tags", depends_context=CONTEXT_KEYS)
    source_id = known(fields.Many2one, 'utm.source', string="Acquisition Source")
    company_id = known(fields.Many2one, 'res.company')
    currency_id = known(fields.Many2one, 'res.currency')
    created_at = known(fields.Datetime, "Order Came")
    entered_at = known(fields.Datetime, "Came to the Stage", help="For the first time; empty for a stage that was jumped over.")

    # what came of it
    outcome = known(fields.Selection, [
        ('moved_on', "Moved On"), ('there', "Stands There"), ('lost', "Lost"), ('returned', "Went Back")])
    is_current = known(fields.Boolean, "Last Stage", help="Where the order stood last.")
    is_lost = known(fields.Boolean, "Lost Here")
    is_done = known(fields.Boolean, "Fulfilled")
    cancel_reason_id = known(fields.Many2one, 'bas.cancel.reason', help="Of the orders that were lost in this stage.")

    # figures
    moved_on_count = known(fields.Integer, "Moved On: Count")
    there_count = known(fields.Integer, "Stands There: Count")
    lost_count = known(fields.Integer, "Losses: Count")
    returned_count = known(fields.Integer, "Went Back: Count")
    amount = known(fields.Monetary, help="Total of the order, in the currency of the company.")
    lost_amount = known(fields.Monetary, "Losses: Amount")
    hours = known(fields.Float, "Average Hours", aggregator='avg', help="Spent in the stage; empty for one that was jumped over.")
    hours_total = known(fields.Float, "Hours: Total")
    stood_count = known(fields.Integer, "Stood There: Count", help="Orders that have not jumped over the stage.")
    median_hours = known(fields.Float, "Median Hours", aggregator='avg', help="Half of the orders stayed no longer.")

    @property
    def _table_query(self):
        bounds = self._get_bounds()
        ranks = self.env['bas.order.stage']._get_ranks()
        if type_id := self._get_type_id():
            ranks = [row for row in ranks if row[1] == type_id]
        # A type without stages is an empty funnel: nothing has an id of 0.
        ranks = ranks or [(0, 0, 0)]
        return self._select_standing(bounds, ranks) if bounds.reading == 'snapshot' else self._select_path(bounds, ranks)

    # ------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------

    def _is_open(self, bounds, stay):
        """:return: whether a stay lasts at T; whatever has not been left lasts today, which an index finds"""
        if bounds.is_now:
            return SQL("%s IS NULL", SQL.identifier(stay, 'left_at'))
        left_at = SQL.identifier(stay, 'left_at')
        return SQL("(%(left)s IS NULL OR %(left)s >= %(limit)s)", left=left_at, limit=bounds.limit)

    def _get_hours(self, bounds, stay):
        """:return: how long a stay has lasted up to T"""
        return SQL(
            "CASE WHEN %(open)s THEN date_part('epoch', %(moment)s::timestamp - %(entered)s) / 3600 ELSE %(hours)s END",
            open=self._is_open(bounds, stay), moment=bounds.moment, entered=SQL.identifier(stay, 'entered_at'),
            hours=SQL.identifier(stay, 'hours'))

    def _get_stages(self, ranks):
        return SQL("(VALUES %s)", SQL(", ").join(SQL("(%s, %s, %s)", *row) for row in ranks))

    def _select_path(self, bounds, ranks):
        """All stages that orders have reached.

        The log is read once: an order's stays become one row with the hours of each stage in a column of its own, and
        PostgreSQL leaves out the columns that nobody asks for. The orders are joined before an order becomes its stages,
        which OFFSET 0 keeps PostgreSQL from turning round: it takes many orders for few. A cancelled stage has the rank 0,
        so the last stay of all, by id, tells whether the order is lost, and the last one with a rank where.
        """
        positive = [row for row in ranks if row[2]] or ranks
        return SQL(
            """%(select)s
                 FROM %(orders)s AS o
                 JOIN %(stages)s AS stage(id, type_id, rank) ON %(same_type)s stage.rank BETWEEN 1 AND o.h
                 %(joins)s""",
            select=self._select_columns(
                hours=self._pick(positive, 'hours'), entered=self._pick(positive, 'entered'), began=SQL("o.began_at"),
                rank=SQL("stage.rank"), current=SQL("o.c"), lost=SQL("o.lost")),
            # PostgreSQL takes few rows for equal; where there is one type only it need not be told so.
            same_type=SQL("stage.type_id = o.type_id AND") if len({row[1] for row in ranks}) > 1 else SQL(),
            orders=self._select_orders(bounds, ranks, positive), stages=self._get_stages(ranks), joins=self._get_joins())

    def _select_orders(self, bounds, ranks, positive):
        return SQL(
            """(SELECT history.*, GREATEST(highest, 1) AS h, COALESCE(last_on_path %% %(row)s, 1) AS c,
                       last_of_all %% %(row)s = 0 AS lost, document.id, document.stage_id, document.user_id,
                       document.team_id, document.company_id, document.partner_id, document.source_id,
                       document.amount_total, document.currency_rate, document.cancel_reason_id
                  FROM %(history)s AS history
                  JOIN sale_order document ON document.id = history.order_id
                OFFSET 0)""",
            row=ROW, history=self._select_history(bounds, ranks, positive))

    def _select_history(self, bounds, ranks, positive):
        """:return: one row an order: its stays up to T, if it stands in one of the stages"""
        return SQL(
            """(SELECT stay.order_id, stage.type_id, MIN(stay.began_at) AS began_at, MAX(stage.rank) AS highest,
                       MAX(stay.id::bigint * %(row)s + stage.rank) AS last_of_all,
                       MAX(stay.id::bigint * %(row)s + stage.rank) FILTER (WHERE stage.rank > 0) AS last_on_path, %(columns)s
                  FROM bas_order_stage_log stay
                  JOIN %(stages)s AS stage(id, type_id, rank) ON stage.id = stay.stage_id
                 WHERE stay.entered_at < %(limit)s AND %(chosen)s
              GROUP BY stay.order_id, stage.type_id
                HAVING BOOL_OR(%(open)s))""",
            row=ROW, columns=self._get_stage_columns(bounds, positive), stages=self._get_stages(ranks), limit=bounds.limit,
            chosen=self._get_choice(bounds), open=self._is_open(bounds, 'stay'))

    def _get_choice(self, bounds):
        """:return: which orders are read"""
        if bounds.reading == 'cohort':
            return SQL("TRUE %s", self._get_range(bounds, SQL("stay.began_at")))
        if not bounds.start and not bounds.stop:
            return SQL("TRUE")
        return SQL(
            "stay.order_id IN (SELECT moved.order_id FROM bas_order_stage_log moved WHERE moved.entered_at < %s %s)",
            bounds.limit, self._get_range(bounds, SQL("moved.entered_at")))

    def _get_range(self, bounds, moment):
        return SQL("%s %s", SQL("AND %s >= %s", moment, bounds.start) if bounds.start else SQL(),
                   SQL("AND %s < %s", moment, bounds.stop) if bounds.stop else SQL())

    def _get_stage_columns(self, bounds, ranks):
        return SQL(", ").join(
            SQL("SUM(%(hours)s) FILTER (WHERE stay.stage_id = %(stage)s) AS %(hours_name)s,"
                " MIN(stay.entered_at) FILTER (WHERE stay.stage_id = %(stage)s) AS %(entered_name)s",
                hours=self._get_hours(bounds, 'stay'), stage=stage_id,
                hours_name=SQL.identifier(f'hours_{stage_id}'), entered_name=SQL.identifier(f'entered_{stage_id}'))
            for stage_id, *__ in ranks)

    def _pick(self, ranks, name):
        """:return: the column of the row's own stage"""
        return SQL("CASE stage.id %s END", SQL(" ").join(
            SQL("WHEN %s THEN %s", stage_id, SQL.identifier('o', f'{name}_{stage_id}')) for stage_id, *__ in ranks))

    def _select_standing(self, bounds, ranks):
        """Only where orders stand: the open stays are all that has to be read."""
        hours = SQL("(SELECT SUM(%s) %s)", self._get_hours(bounds, 'past'), self._from_past(bounds))
        entered = SQL("(SELECT MIN(past.entered_at) %s)", self._from_past(bounds))
        return SQL(
            """%(select)s
                 FROM bas_order_stage_log stay
                 JOIN %(stages)s AS stage(id, type_id, rank) ON stage.id = stay.stage_id AND stage.rank > 0
                 JOIN sale_order o ON o.id = stay.order_id
                 %(joins)s
                WHERE %(open)s AND stay.entered_at < %(limit)s""",
            select=self._select_columns(
                hours=hours, entered=entered, began=SQL("stay.began_at"), rank=SQL("stage.rank"), current=SQL("stage.rank"),
                lost=SQL("FALSE")),
            stages=self._get_stages(ranks), joins=self._get_joins(), open=self._is_open(bounds, 'stay'),
            limit=bounds.limit)

    def _from_past(self, bounds):
        return SQL(
            """FROM bas_order_stage_log past
              WHERE past.order_id = stay.order_id AND past.stage_id = stay.stage_id AND past.entered_at < %s""", bounds.limit)

    def _get_joins(self):
        """Tables of which nothing is asked cost nothing."""
        return SQL(
            """LEFT JOIN bas_order_type type ON type.id = stage.type_id
               LEFT JOIN bas_order_stage definition ON definition.id = stage.id
               LEFT JOIN res_company company ON company.id = o.company_id
               LEFT JOIN res_partner customer ON customer.id = o.partner_id""")

    def _select_columns(self, hours, entered, began, rank, current, lost):
        parts = {
            'moved_on': SQL("%s < %s", rank, current),
            'there': SQL("%s = %s AND NOT %s", rank, current, lost),
            'lost': SQL("%s = %s AND %s", rank, current, lost),
            'returned': SQL("%s > %s", rank, current),
        }
        amount = SQL(
            "CASE WHEN o.currency_rate > 0 AND o.currency_rate != 1 THEN ROUND(o.amount_total / o.currency_rate, 2)"
            " ELSE o.amount_total END")
        return SQL(
            """SELECT o.id::bigint * %(row)s + stage.id AS id, o.id AS order_id, stage.id AS stage_id,
                      stage.type_id AS order_type_id, type.operation, o.stage_id AS current_stage_id, o.user_id, o.team_id,
                      customer.commercial_partner_id AS partner_id, o.source_id, o.company_id, company.currency_id,
                      %(began)s AS created_at, %(entered)s AS entered_at, CASE %(outcomes)s END AS outcome,
                      %(rank)s = %(current)s AS is_current, %(lost)s AS is_lost, definition.is_done,
                      CASE WHEN %(lost)s THEN o.cancel_reason_id END AS cancel_reason_id, %(counts)s,
                      %(amount)s AS amount, CASE WHEN %(lost)s THEN %(amount)s ELSE 0 END AS lost_amount,
                      %(hours)s AS hours, %(hours)s AS hours_total, %(hours)s AS median_hours,
                      CASE WHEN %(hours)s IS NULL THEN 0 ELSE 1 END AS stood_count""",
            row=ROW, began=began, entered=entered, rank=rank, current=current, lost=parts['lost'], amount=amount, hours=hours,
            outcomes=SQL(" ").join(SQL("WHEN %s THEN %s", parts[outcome], outcome) for outcome in OUTCOMES),
            counts=SQL(", ").join(
                SQL("CASE WHEN %s THEN 1 ELSE 0 END AS %s", parts[outcome], SQL.identifier(f'{outcome}_count'))
                for outcome in OUTCOMES))

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == 'median_hours:avg':
            return SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)", self._field_to_sql(self._table, 'median_hours', query))
        return super()._read_group_select(aggregate_spec, query)

    # ------------------------------------------------------------
    # What the funnel is drawn from
    # ------------------------------------------------------------

    def _get_chosen_type(self, counts):
        """Orders of one type only are compared.

        :param dict counts: {stage: number of rows}
        :return: the type that the context names; else the company's default where it has orders, or the one that has most
        """
        types = self.env['bas.order.type']
        if type_id := self._get_type_id():
            # A favourite may name a type that is gone, or one of a company that is not looked at.
            return types.with_context(active_test=False).search([('id', '=', type_id)])
        default = types._get_default(self.env.company)
        found = defaultdict(int)
        for stage, count in counts.items():
            found[stage.order_type_id] += count
        return default if default in found or not found else max(found, key=found.get)

    def _get_steps(self, counts, stood):
        """:return: the stages to draw; archived ones only where something has stood or was lost"""
        path = self._get_chosen_type(counts)._get_path(archived=True) if self._get_chosen_type(counts) else counts
        return [stage for stage in path if stage.active or stood.get(stage)]

    def _describe_step(self, step):
        return {'id': step.id, 'name': step.name, 'color': step.color, 'is_done': step.is_done}

    def _describe_choice(self, counts):
        types = self.env['bas.order.type'].search([('active', '=', True)])
        chosen = self._get_chosen_type(counts)
        return {'type': chosen.id, 'types': [{'id': kind.id, 'name': kind.name} for kind in types | chosen]}

    def action_open(self):
        """Open the order of a row."""
        self.ensure_one()
        return self.order_id.get_formview_action()
