from odoo.tests import tagged

from .test_manager_report import ManagerCase

FIGURES = ('partner_id', 'user_id', 'state', 'first_order_date', 'last_order_date', 'silent_days', 'order_count', 'amount')


@tagged('post_install', '-at_install')
class TestCustomerBase(ManagerCase):
    """What is asked for limits the orders that are read; the figures of a customer stay the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        nobody = cls.make_partner(name='Без менеджера', user_id=False)
        person = cls.make_partner(name='Особа', parent_id=cls.partner.id, user_id=cls.other.id)
        silent = cls.make_partner(name='Без замовлень', user_id=cls.other.id, is_customer=True)
        for partner, days in ((cls.partner, ('2026-01-10', '2026-02-10')), (person, ('2026-03-01',)),
                              (cls.neighbour, ('2025-03-01',)), (nobody, ('2026-03-05', '2026-03-06'))):
            for day in days:
                cls.make_order(day, partner=partner)
        cls.customers = cls.partner | cls.neighbour | nobody | silent

    def test_a_filter_does_not_change_the_figures(self):
        own, partner = self.own.id, self.partner.id
        for user in (self.head, self.own):
            report = self.env['bas.customer.base.report'].with_user(user)
            rows = report.search([('partner_id', 'in', self.customers.ids)])
            self.assertEqual(len(rows), 4 if user == self.head else 2)
            figures = {values['id']: values for values in rows.read(FIGURES)}
            for domain in (
                    [('user_id', '=', own)], [('user_id', '=', False)], [('user_id', 'in', [own, False])],
                    [('user_id', '!=', own)], ['!', ('user_id', '=', own)],
                    ['!', '&', ('user_id', '=', own), ('state', '=', 'silent')],
                    ['|', ('user_id', '=', own), ('order_count', '>', 1)],
                    ['|', ('id', '=', rows[0].id), ('user_id', '=', own)],
                    [('id', 'in', rows[:1].ids)], [('id', 'in', rows.ids), ('user_id', '=', own)], [('user_id', 'in', [])],
                    [('partner_id', '=', partner)]):
                report.env.invalidate_all()
                found = report.search([*domain, ('partner_id', 'in', self.customers.ids)])
                report.env.invalidate_all()
                self.assertEqual(
                    {values['id']: values for values in found.read(FIGURES)},
                    {row.id: figures[row.id] for row in rows.filtered_domain(domain)}, (user.login, domain))
