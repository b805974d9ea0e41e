import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.misc import format_date

from ..common_plan_fact import PlanFactCase


class HistoryCase(PlanFactCase):
    """A firm that moved on 15 March 2026."""

    MOVED_ON = '2026-03-15'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.bas_moved_on = cls.MOVED_ON
        cls.history = cls.env['bas.sales.history']

    @classmethod
    def sell_before(cls, product, quantity, amount, on='2026-03-05', **values):
        """A sale before the move."""
        return cls.env['bas.sales.history'].create({
            'date': on, 'product_id': product.id, 'quantity': quantity, 'amount': amount, 'partner_id': cls.partner.id,
            'user_id': cls.own.id, **values})


@tagged('post_install', '-at_install')
class TestSalesHistory(HistoryCase):
    """Sales before the move: days, refusals, names, defaults."""

    def test_a_month_is_kept_on_its_first_day(self):
        line = self.sell_before(self.table, 1, 100, '2026-02-17', period='month')
        self.assertEqual(str(line.date), '2026-02-01')
        line.date = '2026-01-31'
        self.assertEqual(str(line.date), '2026-01-01')
        line.write({'period': 'day', 'date': '2026-01-20'})
        self.assertEqual(str(line.date), '2026-01-20')
        line.period = 'month'
        self.assertEqual(str(line.date), '2026-01-01')
        self.assertEqual(str(line.copy({'date': '2026-02-28'}).date), '2026-02-01')

    def test_many_months_are_written_at_once(self):
        lines = self.history.create([
            {'date': f'2025-{month:02}-20', 'period': 'month', 'amount': 1} for month in (1, 1, 2, 2)])
        self.assertEqual([str(line.date) for line in lines], ['2025-01-01', '2025-01-01', '2025-02-01', '2025-02-01'])

    def test_a_month_by_default(self):
        line = self.history.with_context(default_period='month').create({'date': '2025-01-20', 'amount': 1})
        self.assertEqual(str(line.date), '2025-01-01')

    def test_the_name_is_the_document_else_the_day(self):
        line = self.sell_before(self.table, 1, 100, '2026-02-17', document='ВН-000123')
        self.assertEqual(line.display_name, 'ВН-000123')
        line.document = False
        self.assertEqual(line.display_name, format_date(self.env, line.date))
        line.period = 'month'
        self.assertEqual(line.display_name, format_date(self.env, line.date, date_format='LLLL yyyy'))

    def test_the_team_is_the_managers(self):
        team = self.env['crm.team'].create({'name': 'Роздріб', 'company_id': False, 'member_ids': [(4, self.own.id)]})
        self.assertEqual(self.sell_before(self.table, 1, 100).team_id, team)
        self.assertFalse(self.sell_before(self.table, 1, 100, user_id=False).team_id)
        self.assertFalse(self.sell_before(self.table, 1, 100, team_id=False).team_id)

    def test_by_hand(self):
        with Form(self.history.with_user(self.head)) as form:
            form.period = 'month'
            form.date = '2026-02-10'
            form.product_id = self.table
            form.quantity = 3
            form.amount = 300
            form.cost = 200
            form.user_id = self.own
        self.assertEqual(form.record.read(['quantity', 'amount', 'cost'])[0] | {'id': 0}, {
            'id': 0, 'quantity': 3, 'amount': 300, 'cost': 200})
        self.assertEqual(str(form.record.date), '2026-02-01')

    # ------------------------------------------------------------
    # Nothing counts twice
    # ------------------------------------------------------------

    def assert_refused(self, work, words):
        with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
            work()
            self.env.flush_all()

    def test_sales_from_the_day_of_the_move_on_are_refused(self):
        own = self.history.with_user(self.head)
        line, words = self.sell_before(self.table, 1, 100, '2026-03-14').with_user(self.head), 'earlier than the day of the move'
        for day in ('2026-03-15', '2026-03-16', '2027-01-01'):
            for work in (
                    lambda day=day: own.create({'date': day}),
                    lambda day=day: own.with_context(default_date=day).create({}),
                    lambda day=day: line.write({'date': day}),
                    lambda day=day: line.copy({'date': day}),
                    lambda day=day: own.web_save({'date': day}, {}),
                    lambda day=day: line.web_save({'date': day}, {})):
                self.assert_refused(work, words)
            result = own.load(['date', 'amount'], [[day, '5']])
            self.assertRegex(result['messages'][0]['message'], words)
            self.assertFalse(result['ids'])
        line.invalidate_recordset()
        self.assertEqual(str(line.date), '2026-03-14')

    def test_the_month_of_the_move_holds_sales_before_that_day(self):
        self.assertEqual(str(self.sell_before(self.table, 1, 100, '2026-03-20', period='month').date), '2026-03-01')
        self.assert_refused(lambda: self.sell_before(self.table, 1, 100, '2026-04-01', period='month'), 'earlier than')
        self.company.bas_moved_on = '2026-03-02'
        self.assert_refused(lambda: setattr(self.company, 'bas_moved_on', '2026-03-01'), 'must be later')

    def test_a_month_does_not_become_a_day_after_the_move(self):
        line = self.sell_before(self.table, 1, 100, '2026-03-01', period='month')
        self.assert_refused(lambda: line.write({'period': 'day', 'date': '2026-03-20'}), 'earlier than')

    def test_without_a_day_of_the_move_there_is_no_history(self):
        self.company.bas_moved_on = False
        self.assert_refused(lambda: self.sell_before(self.table, 1, 100), 'day of the move is not set')

    def test_the_day_of_the_move_stays_after_all_sales(self):
        self.sell_before(self.table, 1, 100, '2026-03-10')
        for day in ('2026-03-10', '2026-03-09', '2000-01-01', False):
            self.assert_refused(lambda day=day: setattr(self.company, 'bas_moved_on', day), 'must be later')
        self.company.bas_moved_on = '2026-03-11'
        self.company.bas_moved_on = '2026-05-01'
        self.history.search([]).unlink()
        self.company.bas_moved_on = False

    def test_settings(self):
        settings = self.env['res.config.settings'].create({'bas_moved_on': '2026-03-01'})
        self.assertFalse(settings.bas_invoices_before_move)
        self.sell(self.table, 1, 100, '2026-02-28')
        self.sell(self.table, 1, 100, '2026-02-27', refund=True)
        self.sell(self.table, 1, 100, '2026-02-27', post=False)
        self.sell(self.table, 1, 100, '2026-03-01')
        with Form(self.env['res.config.settings']) as form:
            form.bas_moved_on = '2026-03-01'
            self.assertEqual(form.bas_invoices_before_move, 2)
        form.record.execute()
        self.assertEqual(str(self.company.bas_moved_on), '2026-03-01')

    def test_a_draft_invoice_of_before_the_move_warns(self):
        early, late = (self.sell(self.table, 1, 100, day, post=False) for day in ('2026-03-14', '2026-03-15'))
        self.assertEqual((early.is_before_move, late.is_before_move), (True, False))
        early.action_post()
        self.assertFalse(early.is_before_move)
        self.company.bas_moved_on = False
        self.assertFalse(self.sell(self.table, 1, 100, '2020-03-14', post=False).is_before_move)

    def test_it_makes_no_accounting_entry(self):
        moves, orders = self.env['account.move'].search_count([]), self.env['sale.order'].search_count([])
        self.sell_before(self.table, 5, 500, cost=300)
        self.env.flush_all()
        self.assertEqual((self.env['account.move'].search_count([]), self.env['sale.order'].search_count([])), (moves, orders))
        self.assertEqual(self.partner.credit, 0)

    def test_a_company_with_history_is_not_deleted(self):
        company = self.env['res.company'].create({'name': 'Друга фірма', 'bas_moved_on': '2026-01-01'})
        self.history.create({'company_id': company.id, 'date': '2025-12-01', 'document': 'ВН-7'})
        with self.assertRaisesRegex(UserError, 'ВН-7'):
            company.unlink()

    def test_import(self):
        """With core's button: a product and a manager by name, a month by its first day."""
        result = self.history.with_user(self.head).load(
            ['date', 'period', 'product_id', 'user_id', 'quantity', 'amount', 'cost', 'document'],
            [['2025-05-01', 'month', 'Стіл', 'own', '2', '200', '90', ''],
             ['2025-05-07', 'day', 'Стілець', '', '-1', '-50', '-20', 'ВН-1']])
        self.assertFalse(result['messages'])
        lines = self.history.browse(result['ids'])
        self.assertEqual(lines.mapped('product_id'), self.table + self.chair)
        self.assertEqual((lines[0].user_id, sum(lines.mapped('amount')), sum(lines.mapped('cost'))), (self.own, 150, 70))

    def test_queries_of_many_lines(self):
        def make(count):
            return self.count_queries(lambda: self.history.with_user(self.head).create([{
                'date': f'2025-{1 + number % 12:02}-20', 'period': 'month', 'product_id': self.table.id,
                'partner_id': self.partner.id, 'user_id': self.own.id, 'amount': number} for number in range(count)]))
        make(1)
        few, many = make(12), make(240)
        self.assertLessEqual(many, few + 5)  # inserted by hundreds


@tagged('post_install', '-at_install')
class TestSalesHistoryAccess(HistoryCase):
    """Own sales, all sales, head of sales; cost; companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.sell_before(cls.table, 1, 100, cost=60)
        cls.others = cls.sell_before(cls.table, 1, 200, cost=120, user_id=cls.other.id)
        cls.nobodys = cls.sell_before(cls.table, 1, 400, cost=240, user_id=False)

    def test_who_reads_what(self):
        for user, seen in ((self.own, self.mine), (self.other, self.others), (self.all, self.mine + self.others + self.nobodys),
                           (self.head, self.mine + self.others + self.nobodys)):
            history = self.history.with_user(user)
            self.assertEqual(set(history.search([]).ids), set(seen.ids), user.login)
            self.assertEqual(history._read_group([], [], ['amount:sum'])[0][0], sum(seen.mapped('amount')))
        with self.assertRaises(AccessError):
            self.others.with_user(self.own).read(['amount'])

    def test_performers_clerks_and_customers_see_nothing(self):
        performer = new_test_user(self.env, 'performer', groups='bas_crm.group_performer')
        for user in (performer, self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.history.with_user(user).search([])

    def test_only_the_head_of_sales_changes(self):
        for user in (self.own, self.all):
            line = self.mine.with_user(user)
            for work in (lambda line=line: line.create({'date': '2025-01-01'}), lambda line=line: line.write({'amount': 1}),
                         line.copy, line.unlink, lambda line=line: line.load(['date'], [['2025-01-01']]).get('x')):
                try:
                    work()
                except AccessError:
                    continue
                self.assertEqual(self.history.search_count([('date', '=', '2025-01-01')]), 0)
        self.mine.with_user(self.head).amount = 5
        self.mine.with_user(self.head).unlink()

    def test_the_cost_is_closed(self):
        self.own.group_ids += self.env.ref('base.group_allow_export')
        history = self.history.with_user(self.own)
        self.assertNotIn('cost', history.fields_get())
        self.assertNotIn('cost', history.get_view(view_type='list')['arch'])
        for work in (
                lambda: self.mine.with_user(self.own).read(['cost']), lambda: history.search([('cost', '>', 0)]),
                lambda: history.search([], order='cost'), lambda: history._read_group([], [], ['cost:sum']),
                lambda: self.mine.with_user(self.own).export_data(['cost']),
                lambda: history.formatted_read_group([], ['user_id'], ['cost:sum'])):
            with self.assertRaises(AccessError):
                work()
        self.own.group_ids += self.env.ref('bas_crm.group_see_cost')
        self.assertEqual(history._read_group([], [], ['cost:sum']), [(60,)])

    def test_other_companies(self):
        company = self.env['res.company'].create({'name': 'Друга фірма', 'bas_moved_on': '2026-02-01'})
        self.head.company_ids += company
        both = self.history.with_user(self.head).with_context(allowed_company_ids=(self.company + company).ids)
        line = both.create({'company_id': company.id, 'date': '2026-01-31', 'amount': 7})
        self.assertFalse(line.with_context(allowed_company_ids=self.company.ids).search([('id', '=', line.id)]))
        with self.assertRaisesRegex(ValidationError, re.escape(format_date(self.env, company.bas_moved_on))):
            line.write({'date': '2026-02-02'})  # before the move of the first company
        with self.assertRaises(ValidationError):
            self.mine.with_user(self.head).with_context(**both.env.context).company_id = company
        self.table.company_id = self.company
        with self.assertRaises(UserError):
            line.product_id = self.table
        self.assertEqual(len(both.search(Domain('company_id', '=', company.id))), 1)
