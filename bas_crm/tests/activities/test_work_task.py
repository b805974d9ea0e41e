from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import CrmCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:10:00')
class TestWorkTask(CrmCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.make_partner()
        cls.performer = cls.make_employee()
        cls.service = cls.env['product.product'].create({
            'name': 'Монтаж', 'type': 'service', 'list_price': 350.0, 'uom_id': cls.env.ref('uom.product_uom_hour').id})
        cls.mounting = cls.env['bas.work.type'].create({'name': 'Монтаж', 'product_id': cls.service.id})

    def test_a_kind_of_work_costs_what_its_service_costs(self):
        self.assertEqual(self.mounting.price_hour, 350.0)
        self.mounting.price_hour = 400.0
        self.service.list_price = 500.0
        self.assertEqual(self.mounting.price_hour, 400.0)

    def test_hours_price_and_amount_to_the_kopiyka(self):
        """20 minutes at 350.00 are 116.67; 2 h 25 min are 845.83; together 962.50."""
        task = self.make_task(
            self.performer,
            {'work_type_id': self.mounting.id, 'partner_id': self.partner.id, 'stop': '2026-03-02 09:20:00'},
            {'work_type_id': self.mounting.id, 'partner_id': self.partner.id, 'stop': '2026-03-02 11:25:00'})
        self.assertEqual(task.line_ids.sorted('stop').mapped('amount'), [116.67, 845.83])
        self.assertEqual(task.amount_total, 962.50)
        self.assertAlmostEqual(task.duration_total, 2.75, places=6)
        self.assertEqual((task.date_start, task.date_stop), (datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 11, 25)))
        self.assertRegex(task.name, r'^\d{4}/2026$')

    def test_the_end_gives_the_hours_and_the_hours_the_end(self):
        form = Form(self.env['bas.work.task'].with_user(self.own))
        form.performer_id = self.performer
        with form.line_ids.new() as line:
            line.partner_id = self.partner
            line.work_type_id = self.mounting
            line.start = datetime(2026, 3, 2, 12)
            line.stop = datetime(2026, 3, 2, 15)
            self.assertEqual((line.duration, line.amount), (3.0, 1050.0))
            line.duration = 1.5
            self.assertEqual((line.stop, line.amount), (datetime(2026, 3, 2, 13, 30), 525.0))
        task = form.save()
        self.assertEqual((task.line_ids.duration, task.amount_total), (1.5, 525.0))

    def test_the_customers_price_list_gives_the_price(self):
        pricelist = self.env['product.pricelist'].create({
            'name': 'Постійні', 'currency_id': self.company.currency_id.id, 'item_ids': [(0, 0, {
                'applied_on': '0_product_variant', 'product_id': self.service.id, 'compute_price': 'fixed',
                'fixed_price': 280.0})]})
        self.partner.property_product_pricelist = pricelist
        other = self.env['bas.work.type'].create({'name': 'Інше', 'price_hour': 100.0})
        task = self.make_task(
            self.performer,
            {'work_type_id': self.mounting.id, 'partner_id': self.partner.id},
            {'work_type_id': other.id, 'partner_id': self.partner.id},
            {'work_type_id': self.mounting.id, 'partner_id': self.make_partner(name='Інший').id})
        self.assertEqual(task.line_ids.sorted('id').mapped('price_hour'), [280.0, 100.0, 350.0])
        line = task.line_ids.sorted('id')[0]
        line.price_hour = 333.33
        self.assertEqual(line.amount, 666.66, 'a price agreed on stands')

    def test_a_shared_kind_of_work_in_another_currency(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        self.env['res.currency.rate'].search([('currency_id', '=', euro.id)]).unlink()
        self.env['res.currency.rate'].create({
            'currency_id': euro.id, 'name': '2026-01-01', 'inverse_company_rate': 50.0, 'company_id': self.company.id})
        abroad = self.env['bas.work.type'].create({'name': 'За кордоном', 'price_hour': 10.0, 'currency_id': euro.id})
        task = self.make_task(self.performer, {'work_type_id': abroad.id, 'partner_id': self.partner.id})
        self.assertEqual(task.line_ids.price_hour, 500.0)

    def test_a_company_counts_the_works_of_its_people(self):
        person = self.env['res.partner'].create({'name': 'Марія', 'parent_id': self.partner.id})
        order = self.env['sale.order'].create({'partner_id': person.id})
        task = self.make_task(self.performer, order_id=order.id)
        self.assertEqual(self.partner.work_task_count, 1)
        self.assertEqual(self.env['bas.work.task'].search(self.partner.action_view_tasks()['domain']), task)

    def test_an_internal_task_has_no_customer_no_price_and_no_amount(self):
        task = self.make_task(self.performer, {'work_type_id': self.mounting.id, 'partner_id': self.partner.id})
        self.assertEqual(task.amount_total, 700.0)
        task.operation = 'internal'
        line = task.line_ids
        self.assertEqual((line.partner_id.id, line.price_hour, line.amount, task.amount_total), (False, 0.0, 0.0, 0.0))
        self.assertEqual(line.duration, 2.0)
        self.assertFalse(task.order_id)
        inside = self.make_task(
            self.performer, {'work_type_id': self.mounting.id, 'partner_id': self.partner.id}, operation='internal')
        self.assertFalse(inside.line_ids.partner_id)
        self.assertEqual(inside.amount_total, 0.0)

    def test_an_order_brings_its_customer(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id})
        task = self.make_task(self.performer, order_id=order.id)
        self.assertEqual((task.line_ids.order_id, task.line_ids.partner_id), (order, self.partner))
        order.invalidate_recordset()
        self.assertEqual((order.work_task_count, self.partner.work_task_count), (1, 1))
        self.assertEqual(self.env['bas.work.task'].search(self.partner.action_view_tasks()['domain']), task)

    def test_a_performer_sees_and_completes_own_tasks_only(self):
        performer_user = self.make_performer()
        mine = self.make_task(self.make_employee('Петро Лисенко', performer_user))
        theirs = self.make_task(self.performer)
        self.assertEqual(self.env['bas.work.task'].with_user(performer_user).search([]), mine)
        self.assertEqual(self.env['bas.work.task.line'].with_user(performer_user).search([]), mine.line_ids)
        self.assertEqual(self.env['calendar.event'].with_user(performer_user).search([]), mine.line_ids.calendar_event_id)
        self.assertFalse(theirs.with_user(performer_user).has_access('read'))
        seen = mine.with_user(performer_user)
        seen.line_ids.write({'stop': '2026-03-02 12:00:00'})
        seen.result = 'Карниз повішено'
        seen.action_done()
        self.assertEqual((mine.category, mine.line_ids.duration), ('done', 3.0))
        for vals in ({'performer_id': self.performer.id}, {'operation': 'internal'}, {'description': 'Інше'}):
            with self.assertRaisesRegex(UserError, 'Only a manager'):
                seen.write(vals)
        with self.assertRaisesRegex(UserError, 'Only a manager'):
            seen.line_ids.write({'price_hour': 1.0})
        with self.assertRaisesRegex(UserError, 'Only a manager'):
            seen.write({'line_ids': [(0, 0, {'start': '2026-03-03 09:00:00', 'stop': '2026-03-03 10:00:00'})]})
        with self.assertRaises(AccessError):
            seen.line_ids.unlink()

    def make_performer(self):
        return new_test_user(self.env, 'performer', groups='bas_crm.group_performer')

    def test_an_archived_performer_keeps_the_tasks(self):
        task = self.make_task(self.performer)
        self.performer.action_archive()
        task.action_done()
        self.assertEqual(task.performer_id, self.performer)
        with self.assertRaisesRegex(Exception, 'bas_work_task'), self.cr.savepoint(), self.muted():
            self.performer.unlink()

    def muted(self):
        return mute_logger('odoo.sql_db')

    def test_the_board_of_the_performer(self):
        task = self.make_task(self.performer)
        action = task.with_user(self.head).action_open_on_board()
        self.assertEqual(action['context']['initial_date'], datetime(2026, 3, 2, 9))
