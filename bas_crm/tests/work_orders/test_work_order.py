from ast import literal_eval
from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...tools.shares import split
from ..common import CrmCase


class WorkOrderCase(CrmCase):
    """A firm that mounts cornices: a work, goods, a material; two performers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        products = cls.env['product.product']
        cls.mounting = products.create({'name': 'Монтаж карниза', 'type': 'service', 'list_price': 450.0, 'taxes_id': False})
        cls.travel = products.create({'name': 'Виїзд', 'type': 'service', 'list_price': 100.0, 'taxes_id': False})
        cls.cornice = products.create({'name': 'Карниз', 'type': 'consu', 'list_price': 1200.0, 'taxes_id': False})
        cls.dowel = products.create({'name': 'Дюбель', 'type': 'consu', 'list_price': 0.0, 'taxes_id': False})
        cls.work_type = cls.env.ref('bas_crm.bas_order_type_work')
        cls.partner = cls.make_partner()
        cls.first, cls.second = cls.make_employee(), cls.make_employee('Петро Лисенко')

    @classmethod
    def make_order(cls, *performers, lines=None, **values):
        """:param performers: dicts of ``bas.order.performer``
        :param lines: list of (product, quantity)"""
        lines = [(cls.mounting, 4)] if lines is None else lines
        return cls.env['sale.order'].create({
            'partner_id': cls.partner.id, 'user_id': cls.own.id, 'order_type_id': cls.work_type.id,
            'date_order': '2026-03-02 08:00:00',
            'performer_ids': [(0, 0, performer) for performer in performers],
            'order_line': [(0, 0, {'product_id': product.id, 'product_uom_qty': quantity}) for product, quantity in lines],
            **values})


@tagged('post_install', '-at_install')
class TestWorkOrderNumbers(WorkOrderCase):
    """A work order has a number of its own, from 1 every year, in each company."""

    def test_from_one_each_year(self):
        self.env['ir.sequence'].search([('code', '=', 'bas.work.order')]).unlink()
        days = ('2030-12-30 10:00:00', '2030-12-31 10:00:00', '2031-01-02 10:00:00')
        self.assertEqual([self.make_order(date_order=day).name for day in days], ['0001/2030', '0002/2030', '0001/2031'])

    def test_the_year_is_that_of_the_users_clock(self):
        orders = self.env['sale.order'].with_context(tz='Europe/Kyiv')
        order = orders.create({'partner_id': self.partner.id, 'order_type_id': self.work_type.id,
                               'date_order': '2030-12-31 22:30:00'})
        self.assertTrue(order.name.endswith('/2031'), order.name)

    @freeze_time('2030-05-05 10:00:00')
    def test_each_company_counts_for_itself(self):
        other = self.env['res.company'].create({'name': 'Друга фірма'})
        first = self.make_order(date_order='2030-05-05 10:00:00')
        second = self.env['sale.order'].with_company(other).create(
            {'partner_id': self.partner.id, 'company_id': other.id, 'order_type_id': self.work_type.id})
        self.assertEqual((first.name, second.name), ('0001/2030', '0001/2030'))

    def test_customer_orders_keep_the_numbers_of_core(self):
        own = self.env['ir.sequence'].search([('code', '=', 'bas.work.order'), ('company_id', '=', self.company.id)])
        before = own.date_range_ids.mapped('number_next')
        orders = self.env['sale.order'].create([{'partner_id': self.partner.id}, {'partner_id': self.partner.id, 'name': 'New'}])
        for order in orders:
            self.assertNotIn('/', order.name)
            self.assertNotEqual(order.name, 'New')
        self.assertEqual(own.date_range_ids.mapped('number_next'), before)

    def test_a_number_once_given_stays(self):
        order = self.make_order()
        number = order.name
        order.order_type_id = self.env.ref('bas_crm.bas_order_type_sale')
        self.assertEqual((order.name, order.operation), (number, 'customer_order'))
        self.assertEqual(self.make_order(name='НР-7').name, 'НР-7')

    def test_a_batch_takes_its_numbers_at_once(self):
        """However many orders: the numbers take the same few queries."""
        self.make_order()
        company, counts = self.company, []
        for count in (2, 40):
            documents = [(company.id, datetime(2026, 3, 2).date(), {}) for _each in range(count)]
            self.env.flush_all()
            begins = self.cr.sql_log_count
            company._number_documents('bas.work.order', documents)
            counts.append(self.cr.sql_log_count - begins)
            self.assertEqual(len({vals['name'] for _company, _day, vals in documents}), count)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 4)
        orders = self.env['sale.order'].create([{
            'partner_id': self.partner.id, 'order_type_id': self.work_type.id, 'date_order': '2026-03-02 08:00:00'}
            for _each in range(5)])
        numbers = [int(order.name.split('/')[0]) for order in orders]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 5)))

    def test_a_copy_has_its_own_number_its_performers_and_no_time(self):
        order = self.make_order({'employee_id': self.first.id, 'hours': 3}, work_start='2026-03-04 07:00:00')
        copy = order.copy()
        self.assertNotEqual(copy.name, order.name)
        self.assertIn('/', copy.name)
        self.assertEqual((copy.performer_ids.employee_id, copy.performer_ids.hours), (self.first, 3.0))
        self.assertEqual((copy.work_start, copy.work_stop), (False, False))


@tagged('post_install', '-at_install')
class TestWorkOrder(WorkOrderCase):
    """The times, the parts and the performers of a work order."""

    def test_made_from_the_list_of_work_orders(self):
        with Form(self.env['sale.order'].with_context(default_operation='work_order')) as form:
            form.partner_id = self.partner
        order = form.save()
        self.assertEqual((order.order_type_id, order.operation), (self.work_type, 'work_order'))
        self.assertEqual(order.stage_id, self.work_type.stage_ids[:1])
        self.assertIn('/', order.name)

    def test_the_operation_is_that_of_the_type(self):
        orders = self.env['sale.order']
        order = orders.with_context(default_operation='work_order').create({'partner_id': self.partner.id})
        self.assertEqual(order.operation, 'work_order')
        order = orders.create({'partner_id': self.partner.id, 'operation': 'work_order'})
        self.assertEqual(order.order_type_id, self.work_type)
        order = orders.create({'partner_id': self.partner.id, 'operation': 'customer_order', 'order_type_id': self.work_type.id})
        self.assertEqual(order.operation, 'work_order')

    def test_lists_do_not_mix(self):
        work, sale = self.make_order(), self.env['sale.order'].create({'partner_id': self.partner.id})
        for action, expected in (('sale_order_action', sale), ('sale_order_action_work', work)):
            domain = self.env.ref(f'bas_crm.{action}').domain
            found = self.env['sale.order'].search([*literal_eval(domain), ('id', 'in', (work | sale).ids)])
            self.assertEqual(found, expected)

    def test_the_board_shows_the_stages_of_works(self):
        orders = self.env['sale.order'].with_context(read_group_expand=True, default_operation='work_order')
        board = orders.web_read_group([('operation', '=', 'work_order'), ('id', '=', 0)], ['stage_id'], [])
        self.assertEqual([group['stage_id'][0] for group in board['groups']], self.work_type.stage_ids.ids)

    def test_the_finish_follows_the_start(self):
        order = self.make_order({'employee_id': self.first.id, 'hours': 3}, {'employee_id': self.second.id, 'hours': 1.5})
        self.assertFalse(order.work_stop)
        order.work_start = '2026-03-04 07:00:00'
        self.assertEqual(order.work_stop, datetime(2026, 3, 4, 10), 'as long as the longest performer')
        order.work_start = '2026-03-04 09:00:00'
        self.assertEqual(order.work_stop, datetime(2026, 3, 4, 10), 'a finish that still makes sense stays')
        order.work_start = '2026-03-06 09:00:00'
        self.assertEqual(order.work_stop, datetime(2026, 3, 6, 12))
        order.work_start = False
        self.assertFalse(order.work_stop)

    def test_a_work_does_not_finish_before_it_starts(self):
        order = self.make_order(work_start='2026-03-04 07:00:00', work_stop='2026-03-04 07:00:00')
        with self.assertRaisesRegex(ValidationError, f'{order.name} cannot finish before'):
            order.work_stop = '2026-03-04 06:59:00'

    def test_works_goods_and_materials(self):
        order = self.make_order(lines=[(self.mounting, 4), (self.travel, 1), (self.cornice, 2), (self.dowel, 8)])
        order.order_line = [(0, 0, {'display_type': 'line_section', 'name': 'Розділ'})]
        cornices, dowels = order.order_line[2:4]
        dowels.is_material = True
        self.assertEqual(order.order_line.mapped('work_kind'), ['work', 'work', 'goods', 'material', False])
        self.assertEqual((order.works_amount, order.goods_amount, order.materials_amount), (1900.0, 2400.0, 0.0))
        dowels.price_unit = 1.25
        self.assertEqual((order.materials_amount, order.amount_untaxed), (10.0, 4310.0))
        dowels.work_kind = 'goods'
        self.assertEqual((dowels.is_material, order.materials_amount, order.goods_amount), (False, 0.0, 2410.0))
        for line, kind in ((cornices, 'work'), (order.order_line[0], 'material')):
            with self.assertRaisesRegex(UserError, 'Works are services'), self.cr.savepoint():
                line.work_kind = kind
        cornices.work_kind = 'material'
        self.assertTrue(cornices.is_material)
        cornices.product_id = self.travel
        self.assertEqual((cornices.is_material, cornices.work_kind), (False, 'work'), 'a service is not used up')

    def test_shares_by_hours(self):
        third = self.make_employee('Іван Мороз')
        order = self.make_order({'employee_id': self.first.id, 'hours': 1}, {'employee_id': self.second.id, 'hours': 1},
                                {'employee_id': third.id, 'hours': 1})
        self.assertEqual(order.performer_ids.mapped('share'), [33.34, 33.33, 33.33])
        self.assertAlmostEqual(order.share_total, 100)
        order.performer_ids[0].hours = 6
        self.assertEqual(order.performer_ids.mapped('share'), [75.0, 12.5, 12.5])
        order.performer_ids[2].unlink()
        self.assertEqual(order.performer_ids.mapped('share'), [85.71, 14.29])
        order.performer_ids.hours = 0
        self.assertEqual(order.performer_ids.mapped('share'), [50.0, 50.0], 'nobody knows better')

    def test_a_written_share_stays(self):
        order = self.make_order({'employee_id': self.first.id, 'hours': 2, 'share': 70},
                                {'employee_id': self.second.id, 'hours': 2, 'share': 0})
        self.assertEqual(order.performer_ids.mapped('share'), [70.0, 0.0])
        order.performer_ids[0].hours = 6
        self.assertEqual(order.performer_ids.mapped('share'), [70.0, 0.0])

    def test_shares_on_the_screen(self):
        with Form(self.make_order()) as form:
            with form.performer_ids.new() as row:
                row.employee_id, row.hours = self.first, 1
            with form.performer_ids.new() as row:
                row.employee_id, row.hours = self.second, 3
            self.assertEqual([row['share'] for row in form.performer_ids._records], [25.0, 75.0])
        order = form.record
        self.assertEqual(order.performer_ids.mapped('share'), [25.0, 75.0])
        order.performer_ids[1].hours = 1
        self.assertEqual(order.performer_ids.mapped('share'), [50.0, 50.0], 'what the screen reckoned was written by nobody')
        with Form(order) as form:
            with form.performer_ids.edit(1) as row:
                row.hours = 4
            self.assertEqual([row['share'] for row in form.performer_ids._records], [20.0, 80.0], 'the colleague at once')
            with form.performer_ids.edit(0) as row:
                row.hours = 4
            self.assertEqual([row['share'] for row in form.performer_ids._records], [50.0, 50.0])
            form.performer_ids.remove(0)
            self.assertEqual([row['share'] for row in form.performer_ids._records], [100.0])
        order.performer_ids = [(0, 0, {'employee_id': self.first.id, 'hours': 1, 'sequence': 1})]
        self.env.invalidate_all()
        self.assertEqual(order.performer_ids.mapped('share'), [20.0, 80.0])
        order.performer_ids[0].hours = 4
        self.assertEqual(order.performer_ids.mapped('share'), [50.0, 50.0])
        with Form(order) as form:
            with form.performer_ids.edit(0) as row:
                row.share = 40
            with form.performer_ids.edit(1) as row:
                row.hours = 12
            self.assertEqual(form.share_total, 115.0, 'one is written, one reckoned')
        self.assertEqual(order.performer_ids.mapped('share'), [40.0, 75.0])
        order.performer_ids[1].hours = 4
        self.assertEqual(order.performer_ids.mapped('share'), [40.0, 50.0])

    def test_amounts_add_up_to_the_works(self):
        third = self.make_employee('Іван Мороз')
        order = self.make_order(*({'employee_id': one.id, 'hours': 1} for one in (self.first, self.second, third)),
                                lines=[(self.travel, 1)])
        self.assertEqual(order.performer_ids.mapped('amount'), [33.34, 33.33, 33.33])
        order.order_line.price_unit = 0.01
        self.assertEqual(order.performer_ids.mapped('amount'), [0.01, 0.0, 0.0])
        order.order_line.price_unit = 1000
        order.performer_ids.share = 20
        self.assertEqual(order.share_total, 60)
        self.assertEqual(order.performer_ids.mapped('amount'), [333.34, 333.33, 333.33], 'in proportion, whatever the total')

    def test_every_division_adds_up(self):
        for total in (0, 0.01, 0.99, 100, 1234.57, -10.01, 99999.99):
            for weights in ([1], [1, 1, 1], [0, 0], [33.33, 33.33, 33.33], [70, 0, 12.5, 0.01], [1] * 7):
                parts = split(total, weights)
                self.assertEqual(round(sum(parts), 2), total)
                if any(weights):
                    for part, weight in zip(parts, weights, strict=True):
                        self.assertLess(abs(part - total * weight / sum(weights)), 0.01)
        self.assertEqual(split(100, []), [])

    def test_what_the_database_refuses(self):
        order = self.make_order({'employee_id': self.first.id})
        for error, vals in ((UniqueViolation, {'employee_id': self.first.id}),
                            (CheckViolation, {'employee_id': self.second.id, 'hours': -1}),
                            (CheckViolation, {'employee_id': self.second.id, 'share': -1})):
            with self.assertRaises(error), mute_logger('odoo.sql_db'), self.cr.savepoint():
                order.performer_ids.create({'order_id': order.id, **vals})
        strange = self.make_employee('Чужий', company_id=self.env['res.company'].create({'name': 'Друга фірма'}).id)
        with self.assertRaisesRegex(UserError, 'Чужий'):
            order.performer_ids.create({'order_id': order.id, 'employee_id': strange.id})

    def test_from_an_event(self):
        event = self.make_event(partner_id=self.partner.id)
        action = event.with_user(self.own).action_create_work_order()
        self.assertEqual(action['context']['default_operation'], 'work_order')
        form = Form(self.env['sale.order'].with_user(self.own).with_context(**action['context']))
        order = form.save()
        self.assertEqual((order.partner_id, order.operation), (self.partner, 'work_order'))
        self.assertEqual(event.order_id, order)
        with self.assertRaisesRegex(UserError, 'Choose the counterparty'):
            self.make_event().action_create_work_order()
