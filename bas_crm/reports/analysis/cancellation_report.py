from odoo import fields, models
from odoo.tools import SQL

from ...tools.marks import mark, read_mark


class BasCancellationReport(models.Model):
    """Cancelled orders by reason: one row per order, dated by its cancellation."""

    _name = 'bas.cancellation.report'
    _inherit = ['bas.report.mixin']
    _description = 'Reasons of Cancellation'
    _auto = False
    _rec_name = 'order_id'
    _order = 'date desc, id desc'
    _depends = {
        'bas.order.stage.log': ['order_id', 'entered_at', 'left_at'],
        'res.company': ['currency_id'],
        'res.partner': ['commercial_partner_id'],
        'sale.order': ['state', 'user_id', 'team_id', 'company_id', 'partner_id', 'amount_total', 'currency_rate',
                       'order_type_id', 'cancel_reason_id', 'date_order'],
    }

    order_id = fields.Many2one('sale.order', readonly=True)
    date = fields.Datetime("Cancelled on", readonly=True)
    cancel_reason_id = fields.Many2one('bas.cancel.reason', string="Reason of Cancellation", readonly=True)
    order_type_id = fields.Many2one('bas.order.type', string="Type of Order", readonly=True)
    user_id = fields.Many2one('res.users', string="Manager", readonly=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    order_count = fields.Integer("Orders", readonly=True)
    amount = fields.Monetary(readonly=True, help="Total of the order, in the currency of the company.")

    @property
    def _table_query(self):
        entered, ordered = SQL("log.entered_at"), SQL("o.date_order")
        periods = read_mark(self, 'cancelled_in')
        if not periods:
            return self._select(SQL("COALESCE(%s, %s)", entered, ordered), SQL("TRUE"))
        return SQL(
            "(%s) UNION ALL (%s)",
            self._select(entered, self._is_in(periods, entered)),
            self._select(ordered, SQL("log.id IS NULL AND %s", self._is_in(periods, ordered))))

    def _select(self, moment, where):
        """The open history entry of a cancelled order begins with the cancellation."""
        return SQL("""
            SELECT o.id, o.id AS order_id, %(moment)s AS date, o.cancel_reason_id, o.order_type_id,
                   o.user_id, o.team_id, customer.commercial_partner_id AS partner_id, o.company_id, company.currency_id,
                   1 AS order_count,
                   %(amount)s AS amount
              FROM sale_order o
              LEFT JOIN res_company company ON company.id = o.company_id
              LEFT JOIN res_partner customer ON customer.id = o.partner_id
              LEFT JOIN bas_order_stage_log log ON log.order_id = o.id AND log.left_at IS NULL
             WHERE o.state = 'cancel' AND %(where)s""",
            moment=moment, where=where, amount=self._to_company_currency(SQL("o")))

    def _is_in(self, periods, moment):
        return SQL("(%s)", SQL(" OR ").join(
            SQL("%(moment)s >= %(begin)s AND %(moment)s < %(end)s", moment=moment, begin=begin, end=end)
            for begin, end in periods))

    def _cancelled_in(self, *periods):
        """:param periods: pairs of the moments between which an order was cancelled
        :return: the report; it looks only at the orders of these moments"""
        return mark(self, cancelled_in=periods)

    def _get_document(self):
        return self.env['sale.order'].browse(self.id)
