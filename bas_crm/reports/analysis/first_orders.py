from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ...models.analysis.manager_period import ReportPeriod
from ...tools.marks import mark, read_mark

#: a period of which the orders are a small part of all
SHORT = timedelta(days=100)
#: one integer of time and id, so that MIN finds the earliest order, and among those of one second the lowest id
FIRST_MOMENT = SQL("(date_part('epoch', o.date_order)::int8 << 31) + o.id")


class BasManagerReport(models.Model):
    """The first orders of customers, of which orders of new customers are counted."""

    _inherit = 'bas.manager.report'

    def _select_first(self, bounds):
        """:return: SQL: the first confirmed order of a customer in a company"""
        return SQL(
            """SELECT buyer.commercial_partner_id, o.company_id, MIN(%s) AS moment
                 FROM sale_order o JOIN res_partner buyer ON buyer.id = o.partner_id
                WHERE o.state = 'sale' %s %s
             GROUP BY buyer.commercial_partner_id, o.company_id""",
            FIRST_MOMENT, bounds.before_end(SQL("o.date_order")), self._get_buyer_condition(bounds))

    def _get_buyer_condition(self, bounds):
        """:return: SQL: the customers of the orders that are read, if these are a small part of all orders"""
        own, periods = self._get_person_condition('sale.order', 'd', 'user_id'), self._get_order_periods(bounds)
        lengths = [period.last - period.first if period.first and period.last else SHORT for period in periods]
        return SQL(
            """AND buyer.commercial_partner_id IN (
                   SELECT customer.commercial_partner_id FROM sale_order d JOIN res_partner customer ON customer.id = d.partner_id
                    WHERE d.state = 'sale' AND %s AND (%s))""", own, SQL(" OR ").join(
                SQL("(TRUE %s)", period.in_moments(SQL("d.date_order"))) for period in periods),
        ) if sum(lengths, timedelta()) < SHORT or own.code != 'TRUE' else SQL()

    def _only_first_orders(self, *periods):
        """:param periods: pairs of a first and a last day within the period of the context; none: all its days
        :return: the report; its rows of orders are only the first ones of customers"""
        return mark(self, first_orders=periods or (self._get_period(),))

    def _get_order_periods(self, bounds):
        """:return: list of ReportPeriod: the days of the orders that are read"""
        return [ReportPeriod(*days, bounds.zone) for days in read_mark(self, 'first_orders', [(bounds.first, bounds.last)])]

    def _from_first_orders(self, bounds):
        """:return: SQL after FROM: first orders are found first and then looked up, instead of compared with every order; those
            of other days are left out before"""
        periods = self._get_order_periods(bounds)
        return SQL(
            """(%s) first
               JOIN sale_order d ON d.id = (first.moment & 2147483647)::int4
               LEFT JOIN res_company company ON company.id = d.company_id
               LEFT JOIN res_partner customer ON customer.id = d.partner_id
               LEFT JOIN bas_order_stage stage ON stage.id = d.stage_id
               WHERE d.state = 'sale' AND (%s)""", self._select_first(bounds), SQL(" OR ").join(SQL(
                   "(first.moment >> 31 BETWEEN %s AND %s %s)", *period.get_seconds(), period.in_moments(SQL("d.date_order")),
            ) for period in periods))
