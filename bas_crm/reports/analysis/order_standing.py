from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.marks import mark, read_mark

#: the usual time is computed from history entries that ended within this time
WINDOW = relativedelta(years=1)
#: the minimal number of history entries from which the usual time is computed
ENOUGH = 4
USUAL = 0.75


class BasOrderStanding(models.Model):
    """Open orders with the time in their current stage, compared with the usual time in this stage.

    The usual time is the 75th percentile of the history entries of the stage that ended in the last twelve months (three of
    four orders needed no longer), if there are at least ``ENOUGH``. Fulfilled and cancelled orders are left out.
    """

    _name = 'bas.order.standing'
    _inherit = ['bas.report.mixin']
    _description = 'Order Standing in a Stage'
    _auto = False
    _rec_name = 'order_id'
    _order = 'over_hours desc, hours desc, id'
    _depends = {
        'bas.order.stage': ['order_type_id', 'is_cancelled', 'is_done'],
        'bas.order.stage.log': ['order_id', 'company_id', 'stage_id', 'entered_at', 'left_at', 'hours'],
        'res.company': ['currency_id'],
        'res.partner': ['commercial_partner_id'],
        'sale.order': ['user_id', 'team_id', 'company_id', 'partner_id', 'amount_total', 'currency_rate'],
    }

    order_id = fields.Many2one('sale.order', readonly=True)
    order_type_id = fields.Many2one('bas.order.type', readonly=True)
    stage_id = fields.Many2one('bas.order.stage', readonly=True)
    user_id = fields.Many2one('res.users', string="Manager", readonly=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    amount = fields.Monetary(readonly=True)
    entered_at = fields.Datetime("In Stage Since", readonly=True)
    hours = fields.Float("Stands, Hours", aggregator='avg', readonly=True)
    usual_hours = fields.Float(
        "Usual, Hours", aggregator='avg', readonly=True,
        help="Three of four orders left the stage no later, in the last twelve months. Empty while too few have been there.")
    over_hours = fields.Float("Longer than Usual, Hours", readonly=True)
    is_long = fields.Boolean("Longer than Usual", readonly=True)

    @property
    def _table_query(self):
        now = fields.Datetime.now()
        return SQL(
            """SELECT *, GREATEST(hours - usual_hours, 0) AS over_hours, COALESCE(hours > usual_hours, FALSE) AS is_long
                 FROM (SELECT log.id, log.order_id, stage.order_type_id, log.stage_id, o.user_id, o.team_id,
                              customer.commercial_partner_id AS partner_id, o.company_id, company.currency_id,
                              %(amount)s AS amount, log.entered_at,
                              date_part('epoch', %(now)s::timestamp - log.entered_at) / 3600 AS hours,
                              usual.hours AS usual_hours
                         FROM bas_order_stage_log log
                         JOIN bas_order_stage stage ON stage.id = log.stage_id
                         JOIN sale_order o ON o.id = log.order_id
                    LEFT JOIN res_company company ON company.id = o.company_id
                    LEFT JOIN res_partner customer ON customer.id = o.partner_id
                    LEFT JOIN (%(usual)s) usual ON usual.stage_id = log.stage_id AND usual.company_id = log.company_id
                        WHERE log.left_at IS NULL AND stage.is_done IS NOT TRUE
                          AND stage.is_cancelled IS NOT TRUE) AS standing""",
            now=now, usual=read_mark(self, 'usual_hours') or self._select_usual(now), amount=self._to_company_currency(SQL("o")))

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        """As in core; a page and the number of all rows are two queries, and the usual times are read once for both."""
        return super(BasOrderStanding, self._with_usual_hours()).web_search_read(
            domain, specification, offset=offset, limit=limit, order=order, count_limit=count_limit)

    def _with_usual_hours(self):
        """:return: the report; it knows the usual times as constants, so that PostgreSQL goes through the orders in several
            processes"""
        return mark(self, usual_hours=self._read_usual())

    def _read_usual(self):
        """:return: SQL: rows of ``_select_usual`` as constants"""
        self.browse().check_access('read')
        self.env['bas.order.stage.log'].flush_model()
        rows = self.env.execute_query(self._select_usual(fields.Datetime.now())) or [(None, None, None)]
        return SQL("SELECT stage_id::int, company_id::int, hours::float8 FROM (VALUES %s) AS usual(stage_id, company_id, hours)",
                   SQL(", ").join(SQL("(%s, %s, %s)", *row) for row in rows))

    def _select_usual(self, now):
        """Each stage and company reads its own part of an index, which has the hours, so the entries are neither searched for
        nor sorted all together. Materialized, so that it is read once; grouped, so that PostgreSQL knows that there is one row,
        and leaves it out where the usual time is not asked for."""
        return SQL(
            """WITH usual AS MATERIALIZED (
                   SELECT stage.id AS stage_id, company.id AS company_id, entries.hours
                     FROM bas_order_stage stage
               CROSS JOIN res_company company
               CROSS JOIN LATERAL (
                          SELECT percentile_cont(%(usual)s) WITHIN GROUP (ORDER BY hours) AS hours
                            FROM bas_order_stage_log entry
                           WHERE entry.stage_id = stage.id AND entry.company_id = company.id AND entry.left_at > %(since)s
                          HAVING COUNT(*) >= %(enough)s) entries
                    WHERE stage.is_done IS NOT TRUE AND stage.is_cancelled IS NOT TRUE)
               SELECT stage_id, company_id, MIN(hours) AS hours FROM usual GROUP BY stage_id, company_id""",
            usual=USUAL, since=now - WINDOW, enough=ENOUGH)

    def _get_document(self):
        # sudo: only the number of the order is read.
        return self.env['bas.order.stage.log'].sudo().browse(self.id).order_id.sudo(False)
