from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common_plan import PlanCase


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanAccess(PlanCase):
    """Who reads and who makes plans: by role and by company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.performer = new_test_user(cls.env, 'performer', groups='bas_crm.group_performer')
        figures = [(cls.desk, '2026-04-01', 1, 10)]
        cls.mine = cls.make_plan(figures=figures, user_id=cls.own.id)
        cls.theirs = cls.make_plan(figures=figures, user_id=cls.other.id)
        cls.everybodys = cls.make_plan(figures=figures)
        cls.second = cls.env['res.company'].create({'name': 'Друга фірма'})
        cls.abroad = cls.env['bas.sales.plan'].with_company(cls.second).create({
            'company_id': cls.second.id, 'user_id': cls.own.id})
        cls.plans = cls.mine | cls.theirs | cls.everybodys | cls.abroad
        (cls.mine | cls.theirs | cls.everybodys).action_approve()
        cls.mine.action_revise()

    def seen(self, user, records):
        return self.env[records._name].with_user(user).search([('id', 'in', records.ids)])

    def test_who_reads(self):
        for user, plans in ((self.own, self.mine), (self.other, self.theirs), (self.all, self.plans - self.abroad),
                            (self.head, self.plans - self.abroad)):
            self.assertEqual(self.seen(user, self.plans), plans, user.login)
            self.assertEqual(self.seen(user, self.plans.line_ids).plan_id, plans, user.login)
            self.assertEqual(self.seen(user, self.plans.revision_ids).plan_id, plans & self.mine, user.login)
        for user in (self.performer, self.clerk, self.portal, self.env.ref('base.public_user')):
            for records in (self.plans, self.plans.line_ids, self.plans.revision_ids):
                with self.assertRaises(AccessError):
                    self.seen(user, records)

    def test_who_changes(self):
        for user in (self.own, self.all):
            plan = self.mine.with_user(user)
            self.assertFalse(plan.matrix['editable'])
            for change in (lambda plan=plan: plan.write({'note': 'x'}), lambda plan=plan: plan.set_cells({'rows': []}),
                           plan.action_approve, lambda plan=plan: plan.write({'matrix': {'changes': {'rows': ['1/0/0']}}}),
                           lambda plan=plan: plan.line_ids.write({'amount': 1}), plan.action_discard_revision,
                           lambda plan=plan: plan.env['bas.sales.plan.fill'].create({'plan_id': plan.id}),
                           lambda plan=plan: plan.env['bas.sales.plan'].create({})):
                with self.assertRaises(AccessError):
                    change()
        plan = self.mine.with_user(self.head)
        plan.set_cells({'cells': [{'key': f'{self.desk.id}/0/0', 'date': '2026-05-01', 'amount': 5}]})
        plan.action_approve()
        plan.action_close()
        self.assertEqual((plan.state, plan.amount_total), ('closed', 15))

    def test_the_name_of_somebody_elses_order_is_read(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.other.id})
        plan = self.make_plan(by_order=True, user_id=self.own.id)
        plan.set_cells({'rows': [f'{self.desk.id}/0/{order.id}']})
        self.env.invalidate_all()
        row, = plan.with_user(self.own).matrix['rows']
        self.assertIn(order.name, row['detail'])

    def test_rows_to_add_tell_no_names_of_what_may_not_be_read(self):
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.other.id})
        plan = self.make_plan(by_order=True, user_id=self.own.id)
        by_category = self.make_plan('category', by_order=True, by_variant=True, user_id=self.own.id)
        foreign = self.env['product.template'].create({'name': 'Чуже', 'company_id': self.second.id})
        for ask in (
            lambda: plan.with_user(self.own).get_rows([self.desk.id], [order.id]),
            lambda: plan.with_user(self.head).get_rows([foreign.id]),
            lambda: by_category.with_user(self.own).get_rows_of_variants(
                [self.tables.id], [self.desk.product_variant_id.id], [order.id]),
        ):
            with self.assertRaises(AccessError):
                ask()
        row, = plan.with_user(self.head).get_rows([self.desk.id], [order.id])
        self.assertIn(order.name, row['detail'])

    def test_kept_figures_are_neither_made_nor_removed_by_hand(self):
        kept = self.mine.revision_ids.with_user(self.head)
        for change in (kept.unlink, lambda: kept.copy({'number': 7}), lambda: self.mine.with_user(self.head).write({
                'revision_ids': [(5, 0, 0)]})):
            with self.assertRaises(AccessError):
                change()
        self.mine.with_user(self.head).action_discard_revision()
        self.assertEqual(self.mine.state, 'approved')

    def test_objects_of_another_company_are_refused(self):
        product = self.env['product.template'].create({'name': 'Чуже', 'company_id': self.second.id})
        with self.assertRaisesRegex(Exception, 'Чуже|compan'):
            self.make_plan(figures=[(product, '2026-04-01', 1, 1)])

    def test_companies_are_apart(self):
        head = new_test_user(self.env, 'head2', groups='sales_team.group_sale_manager', company_id=self.second.id,
                             company_ids=[(6, 0, self.second.ids)])
        self.assertEqual(self.seen(head, self.plans), self.abroad)
        self.assertEqual(self.abroad.name[:4], '0001', 'numbers of its own')

    def test_a_manager_sees_her_target_in_the_plan_of_all(self):
        """Her rows of an approved plan by managers, and their sum; no row of a colleague, and no draft."""
        plan = self.make_plan('manager')
        lines = self.env['bas.sales.plan.line'].create([
            {'plan_id': plan.id, 'date': '2026-04-01', 'user_id': user.id, 'amount': amount}
            for user, amount in ((self.own, 500), (self.other, 700), (self.all, 900))])
        self.assertFalse(self.seen(self.own, plan), "a draft is nobody's target yet")
        plan.action_approve()
        self.env.flush_all()
        for user, amount in ((self.own, 500), (self.other, 700)):
            self.env.invalidate_all()
            theirs = self.seen(user, plan)
            self.assertEqual(theirs, plan)
            self.assertEqual((theirs.amount_total, theirs.plan_amount, theirs.row_count), (amount, amount, 1))
            self.assertEqual([row['name'] for row in theirs.matrix['rows']], [user.name])
            self.assertEqual(theirs.line_ids.mapped('amount'), [amount])
            rows = theirs.env['bas.plan.fact.report'].search(theirs.action_open_plan_fact().get('domain') or [
                ('plan_id', '=', plan.id)])
            self.assertEqual(rows.mapped('plan_amount'), [amount])
            self.assertIn(plan.id, [record['id'] for record in theirs.search_read([('state', '=', 'approved')], ['id'])])
            with self.assertRaises(AccessError):
                theirs.write({'note': 'x'})
            with self.assertRaises(AccessError):
                lines.filtered(lambda line: line.user_id == self.all).with_user(user).read(['amount'])
        self.env.invalidate_all()
        self.assertEqual(plan.with_user(self.head).amount_total, 2100)
        self.assertEqual(self.seen(self.own, self.plans), self.mine, 'plans without her rows stay closed')
