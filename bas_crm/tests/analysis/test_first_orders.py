import random
from datetime import date, timedelta

from odoo.tests import tagged

from .test_manager_report import ManagerCase

FIRST = date(2026, 1, 1)
PERIODS = [(date(2026, 1, 5), date(2026, 1, 11)), (date(2026, 2, 1), date(2026, 2, 28)), (date(2026, 1, 1), date(2026, 12, 31)),
           (None, date(2026, 2, 15)), (date(2026, 2, 15), None), (None, None)]


@tagged('post_install', '-at_install')
class TestFirstOrders(ManagerCase):
    """An order is of a new customer if it is the customer's first one, whoever made it and whenever: in each period, and for a
    salesperson, who reads only own orders."""

    def make_orders(self, seed):
        """:return: dict: order → its day"""
        chance = random.Random(seed)
        customers = [self.make_partner(name=f'Клієнт {seed}-{number}') for number in range(5)]
        persons = [self.make_partner(name='Особа', parent_id=customer.id) for customer in customers[:2]]
        users = [self.own, self.other, self.env['res.users']]
        orders = {}
        for _each in range(12):
            day = FIRST + timedelta(days=chance.randrange(80))
            order = self.make_order(day, partner=chance.choice([*customers, *persons]))
            order.user_id = chance.choice(users)
            orders[order] = day
        return orders

    def get_first(self, orders):
        firsts = {}
        for order in sorted(orders, key=lambda order: (orders[order], order.id)):
            firsts.setdefault(order.partner_id.commercial_partner_id, order)
        return firsts.values()

    def test_first_orders_of_every_period(self):
        for seed in range(3):
            orders = self.make_orders(seed)
            self.env.flush_all()
            for user in (self.head, self.own):
                for begin, end in PERIODS:
                    report = self.report.with_user(user).with_context(
                        bas_manager_period='custom', bas_manager_from=begin and str(begin), bas_manager_to=end and str(end))
                    domain = [
                        ('kind', '=', 'order'), ('new_order_count', '=', 1), ('order_id', 'in', [order.id for order in orders])]
                    expected = {
                        order.id for order in self.get_first(orders)
                        if (user == self.head or order.user_id in (user, self.env['res.users']))
                        and (not begin or orders[order] >= begin) and (not end or orders[order] <= end)}
                    for read in (report, report._only_first_orders()):
                        found = {order.id for order, in read._read_group(domain, ['order_id'])}
                        self.assertEqual(found, expected, (seed, user.login, begin, end))

    def test_first_orders_of_two_periods_at_once(self):
        orders = self.make_orders(5)
        self.env.flush_all()
        two = PERIODS[:2]
        report = self.report.with_user(self.head).with_context(
            bas_manager_period='custom', bas_manager_from=str(two[0][0]), bas_manager_to=str(two[1][1]))
        found = {order.id for order, in report._only_first_orders(*two)._read_group(
            [('kind', '=', 'order'), ('new_order_count', '=', 1), ('order_id', 'in', [order.id for order in orders])],
            ['order_id'])}
        self.assertEqual(found, {order.id for order in self.get_first(orders) if any(
            begin <= orders[order] <= end for begin, end in two)})
        self.assertTrue(found)
