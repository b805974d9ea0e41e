from datetime import date

from freezegun import freeze_time
from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..common_plan import PlanCase


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlan(PlanCase):
    """A plan from its first draft to its closing, and what is refused on the way."""

    def test_a_new_plan_is_for_the_next_period(self):
        for period, first, last in (('month', date(2026, 4, 1), date(2026, 4, 30)),
                                    ('quarter', date(2026, 4, 1), date(2026, 6, 30)),
                                    ('year', date(2027, 1, 1), date(2027, 12, 31))):
            plan = self.env['bas.sales.plan'].create({'period': period})
            self.assertEqual((plan.date_from, plan.date_to), (first, last))

    def test_numbers_go_by_the_year_of_the_plan(self):
        first, second = self.make_plan(), self.make_plan()
        self.assertEqual(int(second.name[:4]), int(first.name[:4]) + 1)
        self.assertEqual(first.name[4:], '/2026')
        self.assertEqual(self.make_plan(period='year', date_from='2027-01-01', date_to='2027-12-31').name[4:], '/2027')

    def test_columns(self):
        plan = self.make_plan()
        self.assertEqual(plan._get_columns(), [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)])
        plan.granularity = 'quarter'
        self.assertEqual(plan._get_columns(), [date(2026, 4, 1)])
        plan.write({'period': 'custom', 'date_from': '2026-04-08', 'date_to': '2026-04-21', 'granularity': 'week'})
        # A Wednesday; then Mondays.
        self.assertEqual(plan._get_columns(), [date(2026, 4, 8), date(2026, 4, 13), date(2026, 4, 20)])
        plan.granularity = 'day'
        self.assertEqual(len(plan._get_columns()), 14)

    def test_days_over_a_year_are_too_many_columns(self):
        with self.assertRaisesRegex(ValidationError, 'at most 100 columns'):
            self.make_plan(period='year', date_from='2026-01-01', date_to='2026-12-31', granularity='day')

    def test_a_month_is_a_whole_month(self):
        with self.assertRaisesRegex(ValidationError, 'Any Dates'):
            self.make_plan(period='month', date_from='2026-04-05', date_to='2026-04-30')
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            self.make_plan(period='custom', date_from='2026-04-05', date_to='2026-04-01')

    def test_price_and_sum_follow_each_other(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 3, 100)])
        line = plan.line_ids
        self.assertAlmostEqual(line.price_unit, 100 / 3)
        line.quantity = 6
        self.assertEqual(line.amount, 200.00)
        line.amount = 50.01
        self.assertAlmostEqual(line.price_unit, 8.335)
        line.price_unit = 1.115
        self.assertEqual(line.amount, 6.69)
        line.quantity = 0
        self.assertEqual(line.amount, 6.69, 'a sum without a quantity is a plan, too')
        line.amount = 40
        self.assertEqual((line.quantity, line.amount, plan.amount_total), (0, 40, 40))

    def test_price_list(self):
        pricelist = self.env['product.pricelist'].create({'name': 'Опт', 'item_ids': [
            (0, 0, {'compute_price': 'percentage', 'percent_price': 10, 'applied_on': '3_global'}),
            (0, 0, {'compute_price': 'fixed', 'fixed_price': 850, 'applied_on': '1_product', 'product_tmpl_id': self.desk.id,
                    'date_start': '2026-05-15 00:00:00'})]})
        tax = self.env['account.tax'].create({
            'name': 'ПДВ у ціні', 'amount': 20, 'amount_type': 'percent', 'price_include_override': 'tax_included'})
        self.chair.taxes_id = tax
        plan = self.make_plan(pricelist_id=pricelist.id)
        rows = {row['name']: row['prices'] for row in plan.get_rows((self.desk | self.chair).ids)}
        self.assertEqual(rows['[СТ-1] Стіл'], {'2026-04-01': 900, '2026-05-01': 900, '2026-06-01': 850})
        # 300 less 10 % is 270, of which 45 is tax: facts are counted without it.
        self.assertAlmostEqual(rows['[СЦ-1] Стілець']['2026-04-01'], 225)
        line = self.env['bas.sales.plan.line'].create({
            'plan_id': plan.id, 'date': '2026-06-01', 'product_tmpl_id': self.desk.id, 'quantity': 2})
        self.assertEqual((line.price_unit, line.amount), (850, 1700))

    def test_row_keys(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id})
        variant = self.desk.product_variant_id
        plan = self.make_plan(by_variant=True, by_order=True)
        line = self.env['bas.sales.plan.line'].create({
            'plan_id': plan.id, 'date': '2026-04-01', 'product_id': variant.id, 'order_id': order.id, 'amount': 1})
        self.assertEqual(line.row_key, f'{self.desk.id}/{variant.id}/{order.id}')
        self.assertEqual(self.make_plan('category', [(self.textile, '2026-04-01', 0, 5)]).line_ids.row_key,
                         f'{self.textile.id}/0/0')
        nobody = self.make_plan('manager', [(self.env['res.users'], '2026-04-01', 0, 5)])
        self.assertEqual(nobody.line_ids.row_key, '0/0/0')

    def test_one_row_for_one_object(self):
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            self.make_plan(figures=[(self.desk, '2026-04-01', 1, 5), (self.desk, '2026-04-01', 1, 5)])

    def test_categories_never_nest(self):
        with self.assertRaisesRegex(ValidationError, 'Столи” is within “Меблі'):
            self.make_plan('category', [(self.furniture, '2026-04-01', 0, 5), (self.tables, '2026-05-01', 0, 5)])

    def test_what_does_not_fit_is_refused(self):
        plan = self.make_plan(figures=[(self.desk, '2026-05-01', 2, 10)])
        line = plan.line_ids
        for values, said in (
            ({'date': '2026-05-02'}, 'no column begins'),
            ({'user_id': self.own.id}, 'do not fit its settings'),
            ({'product_tmpl_id': False}, 'do not fit its settings'),
            ({'product_uom_id': self.env.ref('uom.product_uom_kgm').id}, 'cannot be converted to'),
        ):
            with self.assertRaisesRegex(ValidationError, said), self.env.cr.savepoint():
                line.write(values)
            self.env.invalidate_all()
        for values in ({'quantity': -1}, {'amount': -1}):
            with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                line.write(values)
                line.flush_recordset()
            self.env.invalidate_all()
        for values, said in (({'granularity': 'quarter'}, 'no column begins'), ({'dimension': 'manager'}, 'not fit its settings'),
                             ({'by_variant': True}, 'do not fit its settings'), ({'period': 'month', 'date_from': '2026-04-01',
                                                                        'date_to': '2026-04-30'}, 'no column begins')):
            with self.assertRaisesRegex(ValidationError, said), self.env.cr.savepoint():
                plan.write(values)
            self.env.invalidate_all()

    def test_units_of_one_kind_are_converted(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 2, 2400)])
        plan.line_ids.product_uom_id = self.env.ref('uom.product_uom_dozen')
        self.assertEqual((plan.line_ids.quantity, plan.line_ids.base_quantity), (2, 24))
        self.assertEqual(plan.quantity_total, 24)

    def test_an_archived_product_stays_in_the_plan(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 2, 10)])
        self.desk.active = False
        self.assertEqual(plan._get_matrix()['rows'][0]['name'], '[СТ-1] Стіл')
        plan.action_approve()
        self.assertEqual(plan.state, 'approved')

    def test_a_plan_of_a_closed_year_changes_no_books(self):
        self.company.fiscalyear_lock_date = '2025-12-31'
        plan = self.make_plan(figures=[(self.desk, '2025-01-01', 1, 7)], period='year', date_from='2025-01-01',
                              date_to='2025-12-31')
        plan.action_approve()
        self.assertEqual((plan.state, plan.amount_total), ('approved', 7))

    # ------------------------------------------------------------
    # States
    # ------------------------------------------------------------

    def test_approval_freezes(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 2, 10)])
        plan.action_approve()
        self.assertEqual((plan.state, plan.approved_by_id, str(plan.approved_at)),
                         ('approved', self.env.user, '2026-03-16 10:00:00'))
        changes = (
            lambda: plan.line_ids.write({'amount': 5}),
            lambda: plan.line_ids.unlink(),
            lambda: plan.line_ids.create({'plan_id': plan.id, 'date': '2026-05-01', 'product_tmpl_id': self.desk.id}),
            lambda: plan.write({'date_to': '2026-05-31'}),
            lambda: plan.write({'currency_id': self.env.ref('base.EUR').id}),
            lambda: plan.set_cells({'cells': []}),
            lambda: plan.unlink(),
        )
        for change in changes:
            with self.assertRaisesRegex(UserError, 'can no longer be edited'):
                change()
        plan.note = 'З акцією в травні'
        self.assertEqual(plan.amount_total, 10)

    def test_no_way_round_the_freeze(self):
        """Lines cannot be moved to an approved plan, nor created there by a default; a default cannot approve a plan."""
        plan, draft = (self.make_plan(figures=[(product, '2026-04-01', 2, 10)]) for product in (self.desk, self.chair))
        plan.action_approve()
        for change in (
            lambda: draft.line_ids.write({'plan_id': plan.id}),
            lambda: plan.line_ids.with_context(default_plan_id=plan.id).create({
                'date': '2026-05-01', 'product_tmpl_id': self.desk.id}),
        ):
            with self.assertRaisesRegex(UserError, 'can no longer be edited'), self.cr.savepoint():
                change()
        self.assertEqual(plan.with_context(default_state='approved').create({}).state, 'draft')
        self.env.invalidate_all()
        self.assertEqual((plan.amount_total, len(plan.line_ids), draft.line_ids.plan_id), (10, 1, draft))

    def test_states_move_by_buttons_only(self):
        plan = self.make_plan()
        with self.assertRaisesRegex(UserError, 'nothing to approve'):
            plan.action_approve()
        with self.assertRaisesRegex(UserError, 'only with its buttons'):
            plan.write({'state': 'approved'})
        with self.assertRaisesRegex(UserError, 'only with its buttons'):
            plan.with_context(bas_plan_step=True).write({'state': 'approved'})
        with self.assertRaisesRegex(UserError, 'must be a draft'):
            self.make_plan(state='approved')
        with self.assertRaisesRegex(UserError, 'Only an approved plan'):
            plan.action_close()
        plan.set_cells({'rows': [f'{self.desk.id}/0/0']})
        plan.action_approve()
        plan.action_close()
        with self.assertRaisesRegex(UserError, 'Open a closed one'):
            plan.action_revise()
        plan.action_reopen()
        self.assertEqual(plan.state, 'approved')

    def test_a_revision_keeps_the_old_figures(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 2, 10), (self.chair, '2026-05-01', 0, 7)])
        plan.action_approve()
        plan.action_revise()
        self.assertEqual((plan.state, plan.revision), ('draft', 1))
        plan.line_ids.filtered(lambda line: line.product_tmpl_id == self.desk).amount = 99
        plan.line_ids.filtered(lambda line: line.product_tmpl_id == self.chair).unlink()
        kept = plan.revision_ids
        self.assertEqual((kept.number, kept.amount_total, plan.amount_total), (0, 17, 99))
        self.assertEqual({row['name']: row['cells'] for row in kept.matrix['rows']}, {
            '[СТ-1] Стіл': {'2026-04-01': [2, 5, 10]}, '[СЦ-1] Стілець': {'2026-05-01': [0, 0, 7]}})
        kept.reason = 'Новий прайс'
        with self.assertRaisesRegex(UserError, 'cannot be changed'):
            kept.amount_total = 5
        with self.assertRaisesRegex(UserError, 'earlier figures'):
            plan.unlink()
        plan.action_approve()
        self.assertIn('revision 1', plan.display_name)

    def test_a_revision_can_be_given_up(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 2, 10), (self.chair, '2026-05-01', 0, 7)])
        plan.line_ids[0].product_uom_id = self.env.ref('uom.product_uom_dozen')
        plan.action_approve()
        before = [(line.row_key, line.date, line.quantity, line.amount, line.product_uom_id) for line in plan.line_ids]
        plan.action_revise()
        plan.line_ids.unlink()
        plan.action_discard_revision()
        self.assertEqual((plan.state, plan.revision, plan.amount_total), ('approved', 0, 17))
        self.assertFalse(plan.revision_ids)
        self.assertEqual([(line.row_key, line.date, line.quantity, line.amount, line.product_uom_id)
                          for line in plan.line_ids], before)

    def test_a_revision_is_not_given_up_in_another_currency_or_for_another_manager(self):
        """Figures of a revision cannot be restored after the currency has changed, since they have the old one."""
        euro = self.env.ref('base.EUR')
        euro.active = True
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 2, 10)])
        plan.action_approve()
        plan.action_revise()
        for name, value, before in (
                ('currency_id', euro, self.company.currency_id), ('user_id', self.own, self.env['res.users'])):
            plan[name] = value
            with self.assertRaisesRegex(UserError, 'company, manager, team or currency of the plan'), self.cr.savepoint():
                plan.action_discard_revision()
            plan[name] = before
        plan.action_discard_revision()
        self.assertEqual((plan.state, plan.amount_total), ('approved', 10))

    def test_the_rate_is_frozen_at_approval(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        rate = self.env['res.currency.rate'].create({
            'name': '2026-03-16', 'company_rate': 0.5, 'currency_id': euro.id, 'company_id': self.company.id})
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 1, 10)], currency_id=euro.id)
        self.assertEqual(plan.currency_rate, 0.5)
        rate.company_rate = 0.4
        plan.action_approve()
        self.assertEqual(plan.currency_rate, 0.4, 'that of the day of approval')
        rate.company_rate = 0.8
        self.env.invalidate_all()
        self.assertEqual(plan.currency_rate, 0.4)

    def test_a_plan_that_a_program_opens_tells_that_no_reason_was_given(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 2, 10)])
        for reason in ('', '   ', None, 7):
            plan.action_approve()
            plan.with_user(self.head).action_revise(reason)
            self.assertIn('no reason given', plan.message_ids[0].body)
            self.assertFalse(plan.revision_ids[0].reason)

    def test_why_it_is_changed_is_asked(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 2, 10)])
        plan.action_approve()
        dialog = self.env['bas.sales.plan.revise'].with_user(self.head).create({'plan_id': plan.id, 'reason': ' '})
        with self.assertRaisesRegex(UserError, 'why the plan is changed'):
            dialog.action_revise()
        dialog.reason = 'Ціни зросли у квітні '
        dialog.action_revise()
        self.assertEqual((plan.state, plan.revision_ids.reason), ('draft', 'Ціни зросли у квітні'))
        self.assertIn('Ціни зросли у квітні', plan.message_ids[0].body)
        with self.assertRaises(AccessError):
            self.env['bas.sales.plan.revise'].with_user(self.own).create({'plan_id': plan.id, 'reason': 'x'})

    def test_another_plan_for_the_same_is_named(self):
        first = self.make_plan(figures=[(self.desk, '2026-04-01', 1, 10)])
        second = self.make_plan(figures=[(self.desk, '2026-05-01', 1, 10)])
        self.assertFalse(second.overlap_ids)
        first.action_approve()
        second.invalidate_recordset()
        self.assertEqual(second.overlap_ids, first)
        for other in (self.make_plan('category'), self.make_plan(user_id=self.own.id),
                      self.make_plan(date_from='2026-07-01', date_to='2026-09-30')):
            self.assertFalse(other.overlap_ids)
        dialog = self.env['bas.sales.plan.approve'].with_user(self.head).create({'plan_id': second.id})
        self.assertEqual(dialog.overlaps, f'«{first.display_name}»')
        dialog.action_approve()
        self.assertEqual(second.state, 'approved', 'the user can go on')

    def test_a_year_and_its_months_are_no_overlap(self):
        """Plans overlap if their dates are the same or cross, not if one is within the other."""
        quarter = self.make_plan(figures=[(self.desk, '2026-04-01', 1, 10)])
        quarter.action_approve()
        for period, first, last, is_overlap in (
                ('year', '2026-01-01', '2026-12-31', False), ('month', '2026-05-01', '2026-05-31', False),
                ('month', '2026-06-01', '2026-06-30', False), ('custom', '2026-04-10', '2026-04-20', False),
                ('custom', '2026-03-20', '2026-04-20', True), ('custom', '2026-06-30', '2026-07-15', True),
                ('custom', '2026-04-01', '2026-06-30', True), ('custom', '2026-07-01', '2026-07-15', False)):
            with self.subTest(f'{first} – {last}'):
                plan = self.make_plan(period=period, date_from=first, date_to=last)
                self.assertEqual(bool(plan.overlap_ids), is_overlap)

    def test_managers_are_chosen_among_those_who_sell(self):
        """Each of our fields for a sales manager offers salespeople only, no other employees and no portal users."""
        places = [('bas.sales.plan', 'user_id'), ('bas.sales.plan.line', 'user_id'), ('bas.sales.plan.fill', 'user_ids')]
        for model, name in places:
            domain = safe_eval(self.env[model]._fields[name].get_description(self.env)['domain'], {
                'company_id': self.company.id})
            self.check_offered(domain)
        for model in ('res.partner', 'crm.lead'):
            view = self.env.ref('bas_crm.crm_lead_view_form') if model == 'crm.lead' else None
            arch = etree.fromstring(self.env[model].get_view(view and view.id, 'form')['arch'])
            for node in arch.xpath("//field[@name='user_id'][@string='Manager']"):
                self.check_offered(safe_eval(node.get('domain')))

    def check_offered(self, domain):
        offered = self.env['res.users'].search(domain)
        self.assertLessEqual(self.own | self.other | self.all | self.head, offered)
        self.assertFalse(offered & (self.clerk | self.portal))

    # ------------------------------------------------------------
    # The next period
    # ------------------------------------------------------------

    def test_copy_to_the_next_period(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 3, 100), (self.chair, '2026-06-01', 0, 7),
                                       (self.curtain, '2026-05-01', 1, 9)])
        self.curtain.active = False
        plan.action_approve()
        following = self.env['bas.sales.plan'].browse(plan.action_copy_to_next_period()['res_id'])
        self.assertEqual((following.state, following.date_from, following.date_to),
                         ('draft', date(2026, 7, 1), date(2026, 9, 30)))
        self.assertEqual(self.get_cells(following), {
            ('Стіл', '2026-07-01'): (3, 100), ('Стілець', '2026-09-01'): (0, 7)})

    def test_copy_of_days_to_a_shorter_month_loses_nothing(self):
        plan = self.make_plan(period='month', date_from='2026-03-01', date_to='2026-03-31', granularity='day', figures=[
            (self.desk, '2026-03-30', 1, 10), (self.desk, '2026-03-31', 2, 20)])
        following = self.env['bas.sales.plan'].browse(plan.action_copy_to_next_period()['res_id'])
        self.assertEqual(self.get_cells(following), {('Стіл', '2026-04-30'): (3, 30)})

    def test_duplicate(self):
        plan = self.make_plan(figures=[(self.desk, '2026-04-01', 3, 100)])
        plan.action_approve()
        copy = plan.copy()
        self.assertEqual((copy.state, self.get_cells(copy)), ('draft', {('Стіл', '2026-04-01'): (3, 100)}))
        self.assertNotEqual(copy.name, plan.name)
