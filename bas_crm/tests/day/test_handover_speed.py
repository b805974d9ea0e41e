from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .test_handover import HandoverCase


@tagged('post_install', '-at_install')
class TestHandoverSpeed(HandoverCase):
    """Looking at a handover, passing and returning ask as few queries for thirty records of a kind as for three."""

    def make_many(self, count):
        leads = self.env['crm.lead'].create([{'name': f'Лід {index}', 'user_id': self.own.id} for index in range(count)])
        firms = self.env['res.partner'].create([
            {'name': f'Фірма {index}', 'is_company': True, 'user_id': self.own.id} for index in range(count)])
        self.env['bas.event'].create([{
            'subject': 'Дзвінок', 'user_id': self.own.id, 'partner_id': firm.id, 'start': fields.Datetime.now()}
            for firm in firms])
        self.env['sale.order'].create([{'partner_id': firm.id, 'user_id': self.own.id} for firm in firms])
        for lead in leads:
            lead.activity_schedule('mail.mail_activity_data_todo', date_deadline='2030-03-05', user_id=self.own.id)
        return 5 * count

    def count(self, count):
        """:return: queries of the numbers before, of passing and of returning"""
        total = self.make_many(count)
        handover = self.make_handover()
        before = self.count_queries(lambda: handover.line_ids.mapped('count'))
        self.assertEqual(sum(handover.line_ids.mapped('count')), total)
        passed = self.count_queries(handover.action_pass)
        self.assertEqual(handover.item_count, total)
        returned = self.count_queries(handover.action_undo)
        self.assertEqual(set(handover.item_ids.mapped('outcome')), {'returned'})
        for table in ('crm_lead', 'res_partner', 'bas_event', 'sale_order', 'mail_activity'):  # the next count begins anew
            self.env.cr.execute(SQL(
                "UPDATE %s SET user_id = %s WHERE user_id = %s", SQL.identifier(table), self.all.id, self.own.id))
        self.env.invalidate_all()
        return before, passed, returned

    def test_queries_do_not_grow(self):
        self.count(1)  # fills permanent caches
        few, many = self.count(3), self.count(30)
        for name, three, thirty in zip(('numbers', 'passing', 'return'), few, many, strict=True):
            self.assertLessEqual(thirty, three + 3, f'{name}: {few}, {many}')
