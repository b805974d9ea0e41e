from odoo import api, models
from odoo.tools import SQL

from ...tools.marks import mark, read_mark
from .funnel_query import Grain
from .funnel_report import ROW


class BasFunnelReport(models.Model):
    """Pages of the funnel's list.

    An order has several rows, and the list is usually in the order of what all of them have in common. Then the rows of a page
    are of as many orders at most: these are found first, and the history is read for them alone.
    """

    _inherit = 'bas.funnel.report'

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **options):
        rows = self
        if limit and order and not read_mark(self, 'funnel_grain') and self._is_order_of_documents(domain, order):
            orders = mark(self, funnel_grain=Grain.ORDER)._search(domain, limit=offset + limit, order=order)
            rows = mark(self, funnel_page=SQL("(%s)", orders.select(SQL.identifier(self._table, 'order_id'))))
        return super(BasFunnelReport, rows)._search(domain, offset=offset, limit=limit, order=order, **options)

    def _is_order_of_documents(self, domain, order):
        """:return: whether neither the domain nor the order tells rows of an order apart, but for the last term «id»"""
        terms = [term.split()[0] for term in order.split(',') if term.split()]
        return self._is_whole(domain, [term for term in terms if term != 'id'])

    def _get_shown_orders(self):
        """:return: SQL: ids of the orders whose rows are read; None: of all"""
        if ids := read_mark(self, 'searched_ids'):
            return SQL("%s", tuple({row_id // ROW for row_id in ids}))
        return read_mark(self, 'funnel_page')
