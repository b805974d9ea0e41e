from ast import literal_eval

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestWorkTaskBilling(CrmCase):
    """The hours of an external task go to the customer's order, once and to the kopiyka."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hour = cls.env.ref('uom.product_uom_hour')
        cls.service = cls.env['product.product'].create({
            'name': 'Монтаж', 'type': 'service', 'list_price': 350.0, 'uom_id': cls.hour.id, 'taxes_id': False})
        cls.mounting = cls.env['bas.work.type'].create({'name': 'Монтаж', 'product_id': cls.service.id})
        cls.partner = cls.make_partner()
        cls.performer = cls.make_employee()

    def task(self, *lines, **values):
        lines = lines or ({},)
        return self.make_task(
            self.performer,
            *({'work_type_id': self.mounting.id, 'partner_id': self.partner.id, **line} for line in lines), **values)

    def test_on_the_order_of_the_task(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.own.id})
        task = self.task({'description': 'Вікно у вітальні'}, order_id=order.id)
        action = task.with_user(self.own).action_add_to_order()
        line = order.order_line
        self.assertEqual(action['res_id'], order.id)
        self.assertEqual((line.product_id, line.name, line.product_uom_id), (self.service, 'Вікно у вітальні', self.hour))
        self.assertEqual((line.product_uom_qty, line.price_unit, line.price_subtotal), (2.0, 350.0, 700.0))
        self.assertEqual(task.line_ids.sale_line_id, line)
        self.assertTrue(task.is_billed)
        with self.assertRaisesRegex(UserError, 'no hours to add'):
            task.action_add_to_order()

    def make_offer_without_its_order(self):
        """:return: a task and a sent offer with its hours, which were deleted from the order"""
        task = self.task()
        task.action_add_to_order()
        order = task.line_ids.sale_line_id.order_id
        order.with_user(self.own).action_create_offer()
        order.offer_ids.action_mark_sent()
        order.order_line.with_user(self.own).unlink()
        self.env.invalidate_all()
        self.assertFalse(task.is_billed)
        return task, order.offer_ids

    def test_hours_come_back_to_the_order_with_an_offer(self):
        task, offer = self.make_offer_without_its_order()
        offer.with_user(self.own).action_choose()
        self.assertEqual(task.line_ids.sale_line_id, offer.order_id.order_line)
        with self.assertRaisesRegex(UserError, 'no hours to add'):
            task.action_add_to_order()

    def test_hours_come_back_with_the_next_variant(self):
        task, offer = self.make_offer_without_its_order()
        variant = offer.with_user(self.own).copy()
        variant.action_mark_sent()
        variant.action_choose()
        self.assertEqual(task.line_ids.sale_line_id, offer.order_id.order_line)

    def test_hours_on_another_order_meanwhile_do_not_come_back(self):
        task, offer = self.make_offer_without_its_order()
        second = self.env['sale.order'].create({'partner_id': self.partner.id})
        task.line_ids.order_id = second
        task.action_add_to_order()
        self.assertEqual(task.line_ids.sale_line_id.order_id, second)
        with self.assertRaisesRegex(UserError, f'already on the order {second.name}'):
            offer.with_user(self.own).action_choose()

    def test_on_a_new_order_one_for_each_customer(self):
        other = self.make_partner(name='Інший')
        tasks = self.task() | self.task({}, {'partner_id': other.id})
        tasks.action_add_to_order()
        orders = tasks.line_ids.sale_line_id.order_id
        self.assertEqual(orders.partner_id, self.partner | other)
        self.assertEqual(sorted(orders.mapped('amount_untaxed')), [700.0, 1400.0])
        self.assertEqual(orders.user_id, self.own)

    def test_to_the_kopiyka_for_every_length(self):
        """Hours on an order have two digits; the amount stays that of the task all the same."""
        for minutes in (1, 7, 10, 20, 25, 50, 59, 61, 100, 145, 220, 475, 1111):
            hours, rest = divmod(minutes, 60)
            task = self.task({'start': '2026-03-02 00:00:00', 'stop': f'2026-03-02 {hours:02}:{rest:02}:00'})
            task.action_add_to_order()
            line = task.line_ids.sale_line_id
            expected = round(minutes * 350 / 60 + 1e-9, 2)
            self.assertEqual((task.amount_total, line.price_subtotal), (expected, expected), f'{minutes} minutes')

    def test_hours_added_later_go_once(self):
        task = self.task()
        task.action_add_to_order()
        order = task.line_ids.sale_line_id.order_id
        task.write({'line_ids': [(0, 0, {
            'work_type_id': self.mounting.id, 'partner_id': self.partner.id,
            'start': '2026-03-04 09:00:00', 'stop': '2026-03-04 10:00:00'})]})
        self.assertFalse(task.is_billed)
        self.assertNotIn(task, self.env['bas.work.task'].search([('is_billed', '=', True)]))
        task.action_add_to_order()
        self.assertIn(task, self.env['bas.work.task'].search([('is_billed', '=', True)]))
        self.assertEqual(order.order_line.mapped('price_subtotal'), [700.0, 350.0])

    def test_an_agreed_price_stands(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id})
        task = self.task({'price_hour': 333.33})
        task.order_id = order
        self.assertEqual((task.line_ids.price_hour, task.amount_total), (333.33, 666.66), 'also when the order is named later')
        task.action_add_to_order()
        self.assertEqual((task.amount_total, order.order_line.price_subtotal), (666.66, 666.66))

    def test_what_stands_on_an_order_is_not_changed_in_the_task(self):
        task = self.task()
        task.action_add_to_order()
        line = task.line_ids
        for vals in ({'duration': 5.0}, {'price_hour': 1.0}, {'partner_id': self.make_partner(name='Інший').id}):
            with self.assertRaisesRegex(UserError, 'already'), self.cr.savepoint():
                line.write(vals)
        with self.assertRaisesRegex(UserError, 'already'), self.cr.savepoint():
            task.operation = 'internal'
        with self.assertRaisesRegex(UserError, 'Remove the line'), self.cr.savepoint():
            line.unlink()
        line.start = '2026-03-09 09:00:00'
        self.assertEqual((line.duration, line.amount), (2.0, 700.0), 'another day is another day')

    def test_each_order_names_its_own_tasks(self):
        other = self.make_partner(name='Інший')
        tasks = self.task() | self.task({'partner_id': other.id}, user_id=self.other.id)
        tasks.action_add_to_order()
        first, second = (task.line_ids.sale_line_id.order_id for task in tasks)
        self.assertEqual((first.origin, first.user_id), (tasks[0].name, self.own))
        self.assertEqual((second.origin, second.user_id), (tasks[1].name, self.other))

    def test_a_line_taken_off_the_order_may_go_again(self):
        task = self.task()
        task.action_add_to_order()
        task.line_ids.sale_line_id.unlink()
        self.assertFalse(task.is_billed)
        task.action_add_to_order()
        self.assertEqual(task.line_ids.sale_line_id.price_subtotal, 700.0)

    def test_hours_of_a_cancelled_order_are_billed_by_another_once(self):
        task = self.task().with_user(self.own)
        task.action_add_to_order()
        lost = task.line_ids.sale_line_id.order_id
        self.assertTrue(task.is_billed)
        lost._action_cancel()
        self.assertFalse(task.is_billed)
        self.assertNotIn(task, task.search([('is_billed', '=', True)]))
        task.action_add_to_order()
        order = task.line_ids.sale_line_id.order_id
        self.assertNotEqual(order, lost)
        self.assertTrue(task.is_billed)
        self.assertIn(task, task.search([('is_billed', '=', True)]))
        lost.action_draft()
        self.assertEqual((order.amount_untaxed, lost.amount_untaxed), (700.0, 0.0), 'not billed twice')
        with self.assertRaisesRegex(UserError, 'no hours to add'):
            task.action_add_to_order()

    def test_a_cancelled_order_set_back_bills_its_hours_itself(self):
        task = self.task()
        task.action_add_to_order()
        order = task.line_ids.sale_line_id.order_id
        order._action_cancel()
        order.action_draft()
        self.assertTrue(task.is_billed)
        with self.assertRaisesRegex(UserError, 'no hours to add'):
            task.action_add_to_order()
        self.assertEqual(order.amount_untaxed, 700.0)

    def test_the_copy_of_a_task_is_on_no_order(self):
        task = self.task()
        task.action_add_to_order()
        self.assertFalse(task.copy().is_billed)

    def test_a_service_sold_by_the_piece(self):
        self.service.uom_id = self.env.ref('uom.product_uom_unit')
        task = self.task()
        task.action_add_to_order()
        line = task.line_ids.sale_line_id
        self.assertEqual((line.product_uom_id, line.product_uom_qty, line.price_subtotal), (self.hour, 2.0, 700.0))
        self.mounting.product_id = self.env['product.product'].create(
            {'name': 'Монтаж днями', 'type': 'service', 'uom_id': self.env.ref('uom.product_uom_day').id, 'taxes_id': False})
        task = self.task({'price_hour': 350.0})
        task.action_add_to_order()
        line = task.line_ids.sale_line_id
        self.assertEqual((line.product_uom_id, line.product_uom_qty, line.price_subtotal), (self.hour, 2.0, 700.0))

    def test_what_is_left_out_is_named(self):
        ready = {'description': 'Готове'}
        task = self.task(
            ready, {'description': 'Нічиє', 'partner_id': False}, {'description': 'Без ціни', 'price_hour': 0.0})
        action = task.with_user(self.own).action_add_to_order()
        message, order = action['params']['message'], task.line_ids.sale_line_id.order_id
        self.assertEqual(action['params']['next']['res_id'], order.id, 'the order opens all the same')
        self.assertEqual(order.order_line.mapped('name'), ['Готове'])
        for words in ('«Нічиє»: no customer', '«Без ціни»: there is no price', 'not done yet: Готове'):
            self.assertIn(words, message)
        with self.assertRaisesRegex(UserError, f'«Готове»: already on the order {order.name}'):
            task.with_user(self.own).action_add_to_order()
        task.line_ids[1].partner_id = self.partner
        task.line_ids[2].price_hour = 100.0
        self.assertFalse(task.is_billed)
        self.assertIn('already on the order', task.with_user(self.own).action_add_to_order()['params']['message'])
        self.assertTrue(task.is_billed)
        self.assertEqual(order.order_line.mapped('name'), ['Готове', 'Нічиє', 'Без ціни'], 'later hours go to the same order')

    def test_several_tasks_name_what_is_left_out(self):
        tasks = self.task() | self.task(operation='internal') | self.task({'partner_id': False})
        cancelled = self.task()
        cancelled.action_cancel()
        message = (tasks | cancelled).with_user(self.own).action_add_to_order()['params']['message']
        for task, words in zip((*tasks[1:], cancelled), ('internal', 'no customer', 'cancelled'), strict=True):
            self.assertRegex(message, f'{task.name}[^;]*{words}')
        self.assertFalse(cancelled.line_ids.sale_line_id)

    def test_a_colleagues_order_is_not_named(self):
        task = self.task()
        task.action_add_to_order()
        task.line_ids.sale_line_id.order_id.user_id = self.other
        with self.assertRaisesRegex(UserError, 'already on an order of a colleague'):
            task.with_user(self.own).action_add_to_order()

    def test_order_and_task_are_linked_both_ways(self):
        task = self.task({}, {'description': 'Нічиє', 'partner_id': False}).with_user(self.own)
        task.action_add_to_order()
        order = task.line_ids.sale_line_id.order_id
        self.assertEqual(task.order_id, order)
        self.assertEqual(order.work_task_ids, task)
        self.assertEqual(order.work_task_count, 1)
        self.assertEqual(order.action_view_tasks()['domain'], [('line_ids', 'any', [('order_id', 'in', order.ids)])])
        nobodys = task.line_ids[1]
        self.assertFalse(nobodys.order_id or nobodys.partner_id, 'nobody gets a customer by that')
        other = self.make_partner(name='Інший')
        task = self.task({}, {'partner_id': other.id}).with_user(self.own)
        task.action_add_to_order()
        self.assertFalse(task.order_id, 'a task for two customers is of no single order')
        self.assertEqual(task.line_ids.order_id, task.line_ids.sale_line_id.order_id)
        self.assertEqual([order.work_task_count for order in task.line_ids.order_id], [1, 1])

    def test_the_filter_finds_what_is_on_no_order(self):
        view = self.env.ref('bas_crm.bas_work_task_view_search')
        search = etree.fromstring(self.env['bas.work.task'].with_user(self.own).get_view(view.id, 'search')['arch'])
        domain = literal_eval(search.find(".//filter[@name='filter_unbilled']").get('domain'))

        def is_found(task):
            return task in self.env['bas.work.task'].with_user(self.own).search(domain)

        nobodys, free, internal, planned = (
            self.task({'partner_id': False}), self.task({'price_hour': 0.0}), self.task(operation='internal'), self.task())
        (nobodys | free | internal).action_done()
        self.assertEqual([is_found(task) for task in (nobodys, free, internal, planned)], [True, True, False, False])
        task = self.task({}, {'partner_id': False})
        task.action_done()
        task.action_add_to_order()
        self.assertTrue(is_found(task), 'one of its works is on no order')
        task.line_ids[1].partner_id = self.partner
        task.action_add_to_order()
        self.assertFalse(is_found(task))
        task.line_ids.sale_line_id.order_id._action_cancel()
        self.assertTrue(is_found(task), 'the order is lost, the work is not paid')

    def test_a_new_line_goes_on_from_the_one_before(self):
        with Form(self.env['bas.work.task'].with_user(self.own)) as form:
            form.performer_id = self.performer
            with form.line_ids.new() as line:
                line.work_type_id = self.mounting
                line.partner_id = self.partner
                line.start, line.stop = '2026-03-02 09:00:00', '2026-03-02 11:30:00'
            with form.line_ids.new() as line:
                self.assertEqual((line.partner_id, str(line.start), str(line.stop), line.duration),
                                 (self.partner, '2026-03-02 11:30:00', '2026-03-02 12:30:00', 1.0))
                line.work_type_id = self.mounting
        self.assertEqual(form.record.line_ids.partner_id, self.partner)
        self.assertEqual(form.record.line_ids.mapped('price_hour'), [350.0, 350.0])
        with Form(form.record) as form, form.line_ids.new() as line:
            self.assertEqual((line.partner_id, str(line.start)), (self.partner, '2026-03-02 12:30:00'))
            line.work_type_id = self.mounting

    def test_lines_made_by_a_program_are_as_given(self):
        task = self.task({}, {'partner_id': False})
        self.assertFalse(task.line_ids[1].partner_id)

    def test_a_task_tells_whether_vat_is_in_its_sums(self):
        tax = self.env['account.tax'].create({'name': 'ПДВ', 'amount': 20.0, 'type_tax_use': 'sale'})
        task = self.task()
        self.assertEqual(task.with_user(self.own).vat_note, 'without VAT')
        self.service.taxes_id = tax
        task.invalidate_recordset(['vat_note'])
        self.assertEqual(task.vat_note, 'without VAT')
        task.action_add_to_order()
        order = task.order_id
        self.assertEqual((task.amount_total, order.amount_untaxed, order.amount_total), (700.0, 700.0, 840.0))
        tax.price_include_override = 'tax_included'
        task = self.task()
        self.assertEqual(task.vat_note, 'with VAT')
        task.action_add_to_order()
        self.assertEqual((task.amount_total, task.order_id.amount_total), (700.0, 700.0))
        other = self.env['product.product'].create({'name': 'Демонтаж', 'type': 'service', 'taxes_id': False})
        kind = self.env['bas.work.type'].create({'name': 'Демонтаж', 'product_id': other.id})
        self.assertEqual(self.task({}, {'work_type_id': kind.id}).vat_note, 'partly with VAT')
        self.assertFalse(self.task(operation='internal').vat_note)

    def test_what_cannot_be_put_on_an_order_is_told(self):
        internal = self.task(operation='internal')
        with self.assertRaisesRegex(UserError, 'no hours to add'):
            internal.action_add_to_order()
        nameless = self.task({'work_type_id': False, 'price_hour': 100.0, 'description': 'Дрібниці'})
        with self.assertRaisesRegex(UserError, 'has no service yet'):
            nameless.action_add_to_order()
        self.assertFalse(self.env['sale.order'].search([('origin', '=', nameless.name)]), 'nothing is half done')
        closed = self.env['sale.order'].create({'partner_id': self.partner.id})
        closed._action_cancel()
        with self.assertRaisesRegex(UserError, 'is closed'):
            self.task(order_id=closed.id).action_add_to_order()
        locked = self.env['sale.order'].create({'partner_id': self.partner.id})
        locked.action_lock()
        task = self.task(order_id=locked.id)
        with self.assertRaisesRegex(UserError, 'is closed'):
            task.with_user(self.own).action_add_to_order()
        self.assertFalse(locked.order_line or task.line_ids.sale_line_id)

    def test_in_the_currency_of_the_order(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', euro.id)]).unlink()
        self.env['res.currency.rate'].create({
            'currency_id': euro.id, 'name': '2026-01-01', 'inverse_company_rate': 50.0, 'company_id': self.company.id})
        if self.company.currency_id == euro:
            self.skipTest('the company counts in euro')
        pricelist = self.env['product.pricelist'].create({'name': 'EUR', 'currency_id': euro.id})
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'pricelist_id': pricelist.id})
        task = self.task(order_id=order.id)
        task.action_add_to_order()
        self.assertEqual(order.order_line.price_subtotal, 14.0)
