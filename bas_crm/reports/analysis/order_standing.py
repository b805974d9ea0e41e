from dateutil.relativedelta import relativedelta

from odoo import fields, models
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

    def _select_usual(self, now):
        """Each stage and company reads its own part of an index, which has the hours, so the entries are neither searched for
        nor sorted all together. Materialized, so that it is read once; grouped, so that PostgreSQL knows that there is one row,
        and leaves it out where the usual time is not asked for."""
        return SQL(
            """WITH usual AS MATERIALIZED (
                   SELECT stage.id AS stage_id, company.id AS company_id, entries.hours
                     FROM bas_order_stage stage
               CROSS JOIN res_company company
               CROSS JOIN LATERAL (%s) entries
                    WHERE stage.is_done IS NOT TRUE AND stage.is_cancelled IS NOT TRUE)
               SELECT stage_id, company_id, MIN(hours) AS hours FROM usual GROUP BY stage_id, company_id""",
            self._select_percentile(SQL("stage.id"), SQL("company.id"), now - WINDOW))

    def _select_percentile(self, stage, company, since):
        return SQL(
            """SELECT percentile_cont(%(usual)s) WITHIN GROUP (ORDER BY hours) AS hours
                 FROM bas_order_stage_log entry
                WHERE entry.stage_id = %(stage)s AND entry.company_id = %(company)s AND entry.left_at > %(since)s
               HAVING COUNT(*) >= %(enough)s""",
            usual=USUAL, stage=stage, company=company, since=since, enough=ENOUGH)

    def _with_usual_hours(self):
        """:return: the report; it knows the usual times as constants, so that PostgreSQL counts the orders in several processes.
            It reads the usual times of several stages at once, too."""
        for name in ('bas.order.stage', 'bas.order.stage.log'):
            self.env[name].flush_model(self._depends[name])
        since = fields.Datetime.now() - WINDOW
        stages = self.env.execute_query(SQL(
            "SELECT id FROM bas_order_stage WHERE is_done IS NOT TRUE AND is_cancelled IS NOT TRUE"))
        rows = self.env.execute_query(SQL(" UNION ALL ").join(
            SQL("(SELECT %s, %s, usual.hours FROM (%s) usual)", stage_id, company_id, self._select_percentile(
                SQL("%s", stage_id), SQL("%s", company_id), since))
            for stage_id, in stages for company_id in self.env.companies.ids)) if stages else []
        values = SQL(", ").join(SQL("(%s, %s, %s::float8)", *row) for row in rows) or SQL("(0, 0, NULL::float8)")
        return mark(self, usual_hours=SQL("SELECT * FROM (VALUES %s) AS usual(stage_id, company_id, hours)", values))

    def _get_document(self):
        # sudo: only the number of the order is read.
        return self.env['bas.order.stage.log'].sudo().browse(self.id).order_id.sudo(False)
