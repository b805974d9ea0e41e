from odoo import models
from odoo.tools import SQL

from ...tools.marks import mark, read_mark


class BasManagerReport(models.Model):
    """Read the first orders of customers alone: found first and then looked up, instead of compared with each order."""

    _inherit = 'bas.manager.report'

    def _only_first_orders(self):
        """:return: the report; its rows of orders are only the first ones of customers in the period, if there is one"""
        return mark(self, first_orders=True)

    def _from_orders(self, bounds):
        if not read_mark(self, 'first_orders'):
            return super()._from_orders(bounds)
        moment = SQL("(date_part('epoch', o.date_order)::int8 << 31) + o.id")
        return SQL(
            """(SELECT buyer.commercial_partner_id, o.company_id, MIN(%s) AS moment
                  FROM sale_order o JOIN res_partner buyer ON buyer.id = o.partner_id
                 WHERE o.state = 'sale' %s
              GROUP BY buyer.commercial_partner_id, o.company_id) first
               JOIN sale_order d ON d.id = (first.moment & 2147483647)::int4 AND d.company_id = first.company_id
               LEFT JOIN res_company company ON company.id = d.company_id
               LEFT JOIN res_partner customer ON customer.id = d.partner_id
               LEFT JOIN bas_order_stage stage ON stage.id = d.stage_id
               WHERE d.state = 'sale' %s""",
            moment, bounds.before_end(SQL("o.date_order")), bounds.in_moments(SQL("d.date_order")))
