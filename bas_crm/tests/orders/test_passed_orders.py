from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import InvoicingCase
from ..screens import Screens


class PassedOrdersCase(InvoicingCase):
    """Orders with invoices. An order that is passed to a colleague leaves its invoice with the salesperson who sold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time('2026-03-10 10:00:00')
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.product = cls.env['product.product'].create({
            'name': 'Стіл', 'list_price': 100, 'taxes_id': False, 'invoice_policy': 'order'})
        cls.partner = cls.make_partner(email='svitanok@example.com', is_customer=True)
        cls.order, cls.second = cls.make_order(cls.own), cls.make_order(cls.own)
        cls.invoice = cls.make_bill(cls.order)
        cls.env.flush_all()

    @classmethod
    def make_order(cls, user, **values):
        order = cls.env['sale.order'].create({
            'partner_id': cls.partner.id, 'user_id': user.id, **values,
            'order_line': [Command.create({'product_id': cls.product.id, 'product_uom_qty': 4})]})
        order.action_confirm()
        return order

    @classmethod
    def make_bill(cls, orders, post=True):
        invoice = orders._create_invoices()
        invoice.invoice_date = '2026-03-10'
        if post:
            invoice.action_post()
        return invoice

    def pass_on(self, order=None, user=None):
        (order or self.order).with_user(self.head).user_id = user or self.other
        self.env.flush_all()
        self.env.invalidate_all()

    def who_reads(self, invoice):
        """:return: users who find the invoice, its lines and its row in the history, and may read it; each way must give the same
            result"""
        readers = self.env['res.users']
        for user in self.own | self.other | self.all:
            self.env.invalidate_all()
            env = self.env(user=user)
            ways = {
                bool(env['account.move'].search_count([('id', '=', invoice.id)])),
                bool(env['account.move.line'].search_count([('move_id', '=', invoice.id), ('display_type', '=', 'product')])),
                invoice.with_user(user).has_access('read'), invoice.invoice_line_ids.with_user(user).has_access('read')}
            if invoice.state == 'posted':
                ways.add(bool(env['bas.partner.history'].search_count(
                    [('res_model', '=', 'account.move'), ('res_id', '=', invoice.id)])))
            self.assertEqual(len(ways), 1, user.login)
            readers += user if ways == {True} else self.env['res.users']
        return readers

    def open_form(self, invoice, user):
        screens = Screens(self.env, user)
        screens.open_window({'res_model': 'account.move', 'res_id': invoice.id, 'views': [(False, 'form')]}, 'form', 2)
        return screens.errors


@tagged('post_install', '-at_install')
class TestPassedOrders(PassedOrdersCase):
    """A salesperson opens, prints and sends the invoices of visible orders."""

    def test_order_passed_to_a_colleague(self):
        self.assertEqual(self.who_reads(self.invoice), self.own | self.all)
        self.pass_on()
        self.assertEqual(self.invoice.invoice_user_id, self.own, "the figures belong to the salesperson who sold")
        self.assertEqual(self.who_reads(self.invoice), self.own | self.other | self.all)
        self.assertFalse(self.open_form(self.invoice, self.other))
        mine = self.order.with_user(self.other)
        self.assertEqual((mine.invoice_count, mine.action_view_invoice()['res_id']), (1, self.invoice.id))
        self.assertEqual(mine.read(['invoice_ids'])[0]['invoice_ids'], self.invoice.ids)
        partner = self.partner.with_user(self.other)
        self.assertEqual(partner.customer_invoice_count, 1)

    def test_the_salesperson_of_the_invoice_is_another_one(self):
        """If the invoice has no salesperson, only the order decides."""
        self.invoice.invoice_user_id = self.head
        self.assertEqual(self.who_reads(self.invoice), self.own | self.all)
        self.pass_on()
        self.assertEqual(self.who_reads(self.invoice), self.other | self.all, "the former owner no longer sees the order")
        self.pass_on(user=self.own)
        self.assertEqual(self.who_reads(self.invoice), self.own | self.all)

    def test_an_order_without_a_salesperson_is_visible_to_all(self):
        self.invoice.invoice_user_id = self.head
        self.order.user_id = False
        self.env.flush_all()
        self.assertEqual(self.who_reads(self.invoice), self.own | self.other | self.all)

    def test_an_invoice_without_an_order_is_visible_to_its_salesperson(self):
        loose = self.make_invoice(self.partner, 100, invoice_user_id=self.head.id)
        self.assertEqual(self.who_reads(loose), self.all)
        self.assertFalse(loose.bas_order_ids)

    def test_the_invoice_is_printed_and_sent(self):
        self.pass_on()
        reports = self.env['ir.actions.report'].with_user(self.other)
        for report in ('account.report_invoice_with_payments', 'bas_crm.action_report_goods_issue'):
            html, _kind = reports._render_qweb_html(report, self.invoice.ids)
            self.assertIn(self.invoice.name, html.decode())
        self.send(self.invoice, self.other)
        self.assertTrue(self.invoice.is_move_sent)
        self.assertTrue(self.invoice.message_ids.filtered(lambda message: self.partner in message.partner_ids))

    def send(self, invoice, user):
        action = invoice.with_user(user).action_invoice_sent()
        wizard = self.env['account.move.send.wizard'].with_user(user).with_context(**action['context']).create({
            'move_id': invoice.id, 'sending_methods': ['email']})
        with self.allow_pdf_render():
            wizard.action_send_and_print()

    def test_several_invoices_are_sent(self):
        second = self.make_bill(self.second)
        self.pass_on(self.order | self.second)
        both = (self.invoice | second).with_user(self.other)
        action = both.action_send_and_print()
        self.assertEqual(action['res_model'], 'account.move.send.batch.wizard')
        wizard = self.env[action['res_model']].with_user(self.other).with_context(**action['context']).create({})
        self.assertEqual(wizard.move_ids, both)
        self.assertTrue(wizard.read(['summary_data', 'alerts']))

    def test_invoices_are_posted_if_the_firm_allows_it(self):
        draft = self.make_bill(self.second, post=False)
        self.company.bas_sellers_post_invoices = True
        self.pass_on(self.second)
        self.assertFalse(draft.with_user(self.own).can_seller_post, "own invoice, but no longer own order")
        self.assertTrue(draft.with_user(self.other).can_seller_post)
        draft.with_user(self.other).action_post()
        self.assertEqual((draft.state, draft.invoice_user_id), ('posted', self.own))

    def test_credit_note(self):
        self.invoice.invoice_user_id = self.head
        self.pass_on()
        wizard = self.env['account.move.reversal'].with_context(
            active_model='account.move', active_ids=self.invoice.ids).create({'journal_id': self.invoice.journal_id.id})
        refund = self.env['account.move'].browse(wizard.reverse_moves()['res_id'])
        self.assertEqual((refund.move_type, refund.invoice_user_id), ('out_refund', self.head))
        refund.action_post()
        self.assertEqual(self.who_reads(refund), self.other | self.all)
        self.assertFalse(self.open_form(refund, self.other))

    def test_invoice_of_two_orders_of_two_people(self):
        invoice = self.make_bill(self.make_order(self.own) | self.make_order(self.own))
        self.assertEqual(len(invoice), 1)
        first, second = invoice.invoice_line_ids.sale_line_ids.order_id
        invoice.invoice_user_id = self.head
        self.pass_on(second)
        self.assertEqual(self.who_reads(invoice), self.own | self.other | self.all)
        self.assertFalse(self.open_form(invoice, self.other))
        self.pass_on(first, self.head)
        self.assertEqual(self.who_reads(invoice), self.other | self.all)

    def test_down_payment(self):
        wizard = self.env['sale.advance.payment.inv'].with_context(
            active_model='sale.order', active_ids=self.second.ids).create({'advance_payment_method': 'percentage', 'amount': 30})
        wizard.create_invoices()
        self.assertFalse(self.second.invoice_ids.bas_order_ids)
        self.pass_on(self.second)
        self.assertEqual(self.second.invoice_ids.bas_order_ids, self.second)
        self.assertIn(self.other, self.who_reads(self.second.invoice_ids))

    def test_access_follows_the_lines(self):
        draft = self.make_bill(self.make_order(self.own) | self.make_order(self.other), post=False)
        draft = draft[:1]
        draft.invoice_user_id = self.head
        line = self.second.order_line
        order = draft.bas_order_ids
        added = self.env['account.move.line'].create({
            'move_id': draft.id, 'name': 'Стіл', 'quantity': 1, 'price_unit': 10, 'sale_line_ids': [Command.link(line.id)]})
        self.assertEqual(draft.bas_order_ids, order | self.second)
        added.sale_line_ids = False
        self.assertEqual(draft.bas_order_ids, order)
        line.invoice_lines = [Command.link(added.id)]
        self.assertEqual(draft.bas_order_ids, order | self.second)
        added.unlink()
        self.assertEqual(draft.bas_order_ids, order)
        copied = draft.copy()
        self.assertFalse(copied.bas_order_ids, "a copy belongs to no order")

    def test_an_order_that_is_deleted(self):
        draft = self.make_bill(self.second, post=False)
        self.pass_on(self.second)
        self.assertEqual(draft.bas_order_ids, self.second)
        self.second._action_cancel()
        draft.write({'state': 'draft'})
        self.second.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(draft.bas_order_ids)
        self.env.cr.execute("SELECT count(*) FROM bas_account_move_order_rel WHERE move_id = %s", [draft.id])
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_an_order_of_another_company(self):
        """An invoice of an order in a company without access cannot be read either."""
        firm = self.env['res.company'].create({'name': 'ТОВ «Друга»'})
        self.env['account.chart.template'].try_loading('generic_coa', firm, install_demo=False)
        admin = self.env(context={**self.env.context, 'allowed_company_ids': firm.ids})
        both = new_test_user(self.env, 'both_firms', groups='sales_team.group_sale_salesman',
                             company_ids=[Command.set([self.company.id, firm.id])])
        order = admin['sale.order'].create({
            'partner_id': self.partner.id, 'company_id': firm.id, 'user_id': both.id,
            'order_line': [Command.create({'product_id': self.product.id, 'tax_ids': False})]})
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_user_id = self.head
        self.env.flush_all()
        for companies, seen in ((firm, True), (self.company | firm, True), (self.company, False)):
            Move = self.env['account.move'].with_user(both).with_context(allowed_company_ids=companies.ids)
            self.assertEqual(bool(Move.search([('id', '=', invoice.id)])), seen)
        order.user_id = self.other
        self.env.flush_all()
        self.assertFalse(self.env['account.move'].with_user(self.other).search([('id', '=', invoice.id)]))

    def test_only_exceptions_are_stored(self):
        """Nothing is stored for an invoice whose salesperson has the order: core's rule shows it."""
        self.assertFalse(self.invoice.bas_order_ids)
        self.pass_on()
        self.assertEqual(self.invoice.bas_order_ids, self.order)
        self.pass_on(user=self.own)
        self.assertFalse(self.invoice.bas_order_ids)

    def test_many_orders_are_passed_on(self):
        """What follows for their invoices takes the same number of queries for any number of them."""
        orders = self.env['sale.order'].union(*(self.make_order(self.own) for _each in range(12)))
        for order in orders:
            self.make_bill(order)

        def pass_on(orders, user):
            orders.user_id = user
            self.env.flush_all()

        def count_for_invoices(orders):
            pass_on(orders, self.other)
            ours = self.count_queries(lambda: pass_on(orders, self.all))
            self.assertEqual(orders.invoice_ids.bas_order_ids, orders)
            with patch.object(self.env.registry['account.move'], '_compute_bas_order_ids', lambda moves: None):
                return ours - self.count_queries(lambda: pass_on(orders, self.other))
        self.assertLessEqual(count_for_invoices(orders), count_for_invoices(orders[:2]) + 1)

    def test_no_other_accounting_rights(self):
        bill = self.env['account.move'].create({
            'move_type': 'in_invoice', 'partner_id': self.partner.id, 'invoice_date': '2026-03-10', 'invoice_line_ids': [
                Command.create({'name': 'x', 'price_unit': 9, 'sale_line_ids': [Command.link(self.order.order_line.id)]})]})
        self.pass_on()
        mine = self.invoice.with_user(self.other)
        for model in ('account.payment', 'account.bank.statement.line', 'account.move.reversal'):
            self.assertFalse(self.env[model].with_user(self.other).has_access('read'), model)
        self.assertEqual(self.who_reads(bill), self.env['res.users'])
        for write in (lambda: mine.write({'ref': 'x'}), mine.button_draft, mine.button_cancel, mine.unlink, mine.copy):
            with self.assertRaises(UserError):
                write()

    def test_an_invoice_cannot_be_linked_to_an_own_order(self):
        """A line of an order, or the field itself, gives no access to another invoice."""
        theirs = self.make_bill(self.make_order(self.other))
        mine = self.second.order_line.with_user(self.own)
        ways = (
            lambda: mine.write({'invoice_lines': [Command.link(theirs.invoice_line_ids.id)]}),
            lambda: theirs.with_user(self.own).write({'bas_order_ids': [Command.link(self.second.id)]}),
            lambda: theirs.with_user(self.all).write({'bas_order_ids': [Command.clear()]}),
            lambda: self.env['account.move'].with_user(self.own).create({
                'move_type': 'out_invoice', 'bas_order_ids': [Command.link(self.second.id)]}))
        for way in ways:
            with self.assertRaises(UserError):
                way()
            self.env.invalidate_all()
            self.assertEqual(self.who_reads(theirs), self.other | self.all)

    def test_the_list_takes_two_more_queries_at_most(self):
        """The access rule costs at most two queries for any number of invoices: their orders, and the salespeople of these."""
        orders = self.env['sale.order'].union(*(self.make_order(self.own) for _each in range(12)))
        for order in orders:
            self.make_bill(order)
        self.pass_on(orders)
        Move = self.env['account.move'].with_user(self.own)
        domain = [('move_type', '=', 'out_invoice')]
        columns = {name: {} for name in ('name', 'invoice_partner_display_name', 'invoice_date', 'amount_total_signed', 'state')}

        def read(limit):
            return self.count_queries(lambda: Move.web_search_read(domain, columns, limit=limit))
        read(1)
        few, many = read(2), read(12)
        self.assertEqual(few, many)
        rules = self.env.ref('bas_crm.account_move_rule_own_orders') | self.env.ref('bas_crm.account_move_line_rule_own_orders')
        rules.active = False
        read(1)
        self.assertLessEqual(many - read(12), 2)

    def test_entries_without_orders_take_no_more_queries(self):
        values = {'move_type': 'entry', 'line_ids': [
            Command.create({'name': 'x', 'debit': debit, 'credit': credit, 'account_id': account.id})
            for account, debit, credit in zip(self.invoice.line_ids.account_id[:2], (5, 0), (0, 5), strict=True)]}

        def post():
            self.env['account.move'].create([values] * 10).action_post()
        post()
        ours = self.count_queries(post)
        self.patch(self.env.registry['account.move'], '_compute_bas_order_ids', lambda moves: None)
        self.assertLessEqual(ours - self.count_queries(post), 2)

    def test_existing_invoices(self):
        """The query of the update gives the same result as the compute."""
        self.pass_on()
        refund = self.invoice._reverse_moves()
        self.make_bill(self.second).invoice_user_id = False
        two = self.make_bill(self.make_order(self.own) | self.make_order(self.own))
        two.invoice_user_id = self.head
        moves = self.invoice | refund | two | self.second.invoice_ids | self.make_invoice(self.partner, 5)
        self.env.flush_all()
        self.assertEqual([len(move.bas_order_ids) for move in moves], [1, 1, 2, 0, 0])
        known = {move: move.bas_order_ids for move in moves}
        self.env.cr.execute("DROP TABLE bas_account_move_order_rel")
        self.env['account.move']._fill_orders()
        self.env.invalidate_all()
        self.assertEqual({move: move.bas_order_ids for move in moves}, known)


@tagged('post_install', '-at_install')
class TestPassedOrdersPortal(PassedOrdersCase, HttpCase):

    def test_the_portal_does_not_change(self):
        self.portal.partner_id.parent_id = self.partner
        stranger = self.make_bill(self.make_order(self.own, partner_id=self.make_partner(name='ТОВ «Обрій»').id))
        self.pass_on()
        self.order.user_id = False
        self.env.flush_all()
        self.assertEqual(self.env['account.move'].with_user(self.portal).search([]), self.invoice)
        with self.assertRaises(AccessError):
            self.invoice.with_user(self.portal).read(['bas_order_ids'])
        self.authenticate('portal', 'portal')
        self.assertIn(self.invoice.name, self.url_open('/my/invoices').text)
        self.assertEqual(self.url_open(f'/my/invoices/{self.invoice.id}').status_code, 200)
        self.assertNotIn(stranger.name, self.url_open('/my/invoices').text)
