from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import InvoicingCase


@tagged('post_install', '-at_install')
class TestPartnerHistory(InvoicingCase):
    """All documents of a counterparty in one list, newest first."""

    def make_order(self, partner, user, **values):
        table = self.env['product.product'].create({'name': 'Стіл', 'taxes_id': False})
        return self.env['sale.order'].create({
            'partner_id': partner.id, 'user_id': user.id, **values,
            'order_line': [(0, 0, {'product_id': table.id, 'product_uom_qty': 2, 'price_unit': 450.0})]})

    def test_every_kind_of_document_newest_first(self):
        partner = self.make_partner()
        person = self.env['res.partner'].create({'name': 'Марія', 'parent_id': partner.id})
        lead = self.make_lead(partner_id=person.id)
        event = self.make_event(partner_id=person.id)
        cancelled = self.make_event(partner_id=partner.id, subject='Скасована')
        cancelled.action_cancel()
        task = self.make_task(self.make_employee(), {'partner_id': partner.id, 'price_hour': 100.0},
                              {'partner_id': person.id, 'price_hour': 50.0})
        contract = self.env['bas.contract'].create({'partner_id': partner.id, 'date': '2026-03-01', 'user_id': self.own.id})
        order = self.make_order(person, self.own, date_order='2026-03-04 10:00:00')
        offer = self.env['bas.commercial.offer'].browse(order.action_create_offer()['res_id'])
        invoice = self.make_invoice(partner, 700.0, invoice_user_id=self.own.id)
        self.make_invoice(self.make_partner(name='Інший'), 100.0)
        action = partner.action_view_history()
        rows = self.env['bas.partner.history'].search(action['domain'])
        self.assertEqual(rows.mapped('date'), sorted(rows.mapped('date'), reverse=True))
        by_kind = {row.kind: row for row in rows if row.name != 'Скасована'}
        self.assertEqual(set(by_kind), {'lead', 'event', 'task', 'contract', 'order', 'offer', 'invoice'})
        self.assertEqual(len(rows), 8)
        self.assertEqual(len(set(rows.ids)), 8)
        self.assertEqual(by_kind['task'].amount, 300.0, 'two hours at 100 and two at 50')
        self.assertEqual(by_kind['invoice'].amount, 700.0)
        self.assertEqual((by_kind['offer'].amount, by_kind['offer'].category), (900.0, 'planned'))
        for kind, document in (('lead', lead), ('event', event), ('task', task), ('contract', contract), ('order', order),
                               ('offer', offer), ('invoice', invoice)):
            opened = by_kind[kind].action_open()
            self.assertEqual((opened['res_model'], opened['res_id']), (document._name, document.id))

    def test_own_users_see_their_own_rows(self):
        partner = self.make_partner()
        self.make_event(partner_id=partner.id)
        self.make_event(partner_id=partner.id, user_id=self.other.id)
        for user in (self.own, self.other):
            self.make_order(partner, user).action_create_offer()
        domain = partner.action_view_history()['domain']
        History = self.env['bas.partner.history']
        self.assertEqual(History.with_user(self.own).search(domain).user_id, self.own)
        self.assertEqual(History.with_user(self.all).search_count(domain), 6, 'an event, an order and an offer of each')
        own = History.with_user(self.own).search(domain)
        self.assertEqual(sorted(own.mapped('kind')), ['event', 'offer', 'order'])
        for user in (self.clerk, self.portal):
            with self.assertRaises(AccessError):
                History.with_user(user).search(domain)

    def test_another_company_has_its_own_history(self):
        partner = self.make_partner()
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.env['bas.event'].create({'subject': 'Там', 'start': '2026-03-02 08:00:00', 'company_id': second.id,
                                      'partner_id': partner.id, 'user_id': False})
        self.assertFalse(self.env['bas.partner.history'].with_user(self.head).search(partner.action_view_history()['domain']))

    def read_history(self, partner, user=None):
        """:return: dict: kind → row of the history, as ``user`` reads it"""
        history = self.env['bas.partner.history'].with_user(user or self.own)
        return {row.kind: row for row in history.search(partner.action_view_history()['domain'])}

    def say(self, row):
        return row.standing, row.number, row.name, row.text

    def test_states_and_subjects_are_those_of_the_documents(self):
        partner = self.make_partner()
        lead = self.make_lead(
            partner_id=partner.id, name='Столи для кафе', description='<p>Дзвонила <b>Марія</b></p><p>о 9:00</p>')
        event = self.make_event(partner_id=partner.id, description='<ul><li>заміри</li><li>ціна</li></ul>')
        kind = self.env['bas.work.type'].create({'name': 'Монтаж'})
        task = self.make_task(
            self.make_employee(), {'partner_id': partner.id, 'work_type_id': kind.id, 'description': 'Карниз'},
            {'partner_id': partner.id, 'work_type_id': kind.id}, {'partner_id': self.make_partner(name='Інший').id})
        order = self.make_order(partner, self.own, client_order_ref='Лист 5')
        chair = self.env['product.product'].create({'name': 'Стілець', 'taxes_id': False})
        order.order_line = [(0, 0, {'product_id': chair.id}), (0, 0, {'display_type': 'line_note', 'name': 'Нотатка'})]
        offer = self.env['bas.commercial.offer'].browse(order.action_create_offer()['res_id'])
        offer.title = 'з доставкою'
        invoice = self.make_invoice(partner, 700.0, invoice_user_id=self.own.id)
        rows = self.read_history(partner)
        self.assertEqual(self.say(rows['lead']), (lead.stage_id.name, False, 'Столи для кафе', 'Дзвонила Марія о 9:00'))
        self.assertEqual(self.say(rows['event']), ('Planned', event.name, 'Обговорити заміри', 'заміри ціна'))
        self.assertEqual(self.say(rows['task']), ('Planned', task.name, 'Монтаж and 1 more', 'Карниз'))
        self.assertEqual(self.say(rows['order']), (order.stage_id.name, order.name, 'Лист 5 · Стіл and 1 more', False))
        self.assertEqual(self.say(rows['offer'])[:3], ('Draft', offer.name, 'A · з доставкою · Лист 5 · Стіл and 1 more'))
        self.assertEqual(self.say(rows['invoice']), ('Not Paid', invoice.name, 'Стіл', False))
        self.assertEqual(rows['invoice'].category, 'planned', 'the money has not come')

    def test_results_of_documents(self):
        partner = self.make_partner()
        self.make_lead(partner_id=partner.id).action_set_lost(
            lost_reason_id=self.env['crm.lost.reason'].create({'name': 'Задорого'}).id)
        self.make_event(partner_id=partner.id).action_done()
        order = self.make_order(partner, self.own)
        order.cancel_reason_id = self.env.ref('bas_crm.bas_cancel_reason_expensive')
        order._action_cancel()
        invoice = self.make_invoice(partner, 700.0, invoice_user_id=self.own.id)
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids).create({})._create_payments()
        self.env.flush_all()
        rows = self.read_history(partner)
        self.assertEqual(rows['event'].standing, 'Done')
        self.assertEqual((rows['lead'].standing, rows['lead'].text), ('Low-Quality Lead', 'Задорого'))
        self.assertEqual((rows['order'].standing, rows['order'].text), (order.stage_id.name, order.cancel_reason_id.name))
        self.assertIn(rows['invoice'].standing, ('Paid', 'In Payment'))
        self.assertEqual(rows['invoice'].category, 'done')

    def test_found_by_subject_and_by_number(self):
        partner = self.make_partner()
        event = self.make_event(partner_id=partner.id)
        history = self.env['bas.partner.history']
        for found in (history.search([('name', 'ilike', 'заміри'), ('partner_id', '=', partner.id)]),
                      history.search([('number', 'ilike', event.name), ('partner_id', '=', partner.id)])):
            self.assertEqual(found.mapped('res_id'), event.ids)

    def make_every_kind(self, partner):
        self.make_lead(partner_id=partner.id, name='Столи для кафе')
        self.make_event(partner_id=partner.id, subject='Обговорити заміри')
        montage = self.env['bas.work.type'].create({'name': 'Монтаж'})
        self.make_task(
            self.make_employee(), {'partner_id': partner.id, 'description': 'Доставка'},
            {'partner_id': partner.id, 'work_type_id': montage.id})
        template = self.env['bas.contract.template'].create({
            'name': 'Рамковий', 'contract_type': 'customer', 'body': '<p>Текст</p>'})
        self.env['bas.contract'].create({'partner_id': partner.id, 'user_id': self.own.id, 'template_id': template.id})
        order = self.make_order(partner, self.own)
        lamp = self.env['product.product'].create({'name': 'Світильник', 'taxes_id': False})
        order.order_line = [(0, 0, {'product_id': lamp.id}), (0, 0, {'display_type': 'line_note', 'name': 'Примітка'})]
        self.env['bas.commercial.offer'].browse(order.action_create_offer()['res_id']).title = 'економ'
        invoice = self.make_invoice(partner, 700.0, invoice_user_id=self.own.id)
        self.assertEqual(invoice.invoice_line_ids.name, 'Стіл')

    def test_found_by_the_text_of_its_column(self):
        partner = self.make_partner()
        self.make_every_kind(partner)
        contract = self.env['bas.contract'].create({'partner_id': partner.id, 'user_id': self.own.id, 'contract_type': 'agent'})
        history = self.env['bas.partner.history'].with_user(self.own)

        def find(operator, value):
            return sorted(history.search([('name', operator, value), ('partner_id', '=', partner.id)]).mapped('kind'))

        self.assertEqual(find('ilike', 'стіл'), ['invoice', 'offer', 'order'])
        self.assertEqual(find('ilike', 'світильник'), ['offer', 'order'], 'it is among the «more»')
        self.assertEqual(find('ilike', 'економ'), ['offer'])
        self.assertEqual(find('ilike', 'монтаж'), ['task'])
        self.assertEqual(find('ilike', 'доставка'), ['task'])
        self.assertEqual(find('ilike', 'рамковий'), ['contract'])
        self.assertEqual(find('ilike', 'commission'), ['contract'])
        self.assertEqual(find('ilike', 'стол'), ['lead'])
        self.assertEqual(find('=', 'Обговорити заміри'), ['event'])
        self.assertEqual(find('in', ['Обговорити заміри', 'Монтаж']), ['event', 'task'])
        self.assertEqual(find('ilike', 'примітка'), [], 'a note is no item')
        rows = history.search([('name', 'not ilike', 'стіл'), ('partner_id', '=', partner.id)])
        self.assertEqual(sorted(rows.mapped('kind')), ['contract', 'contract', 'event', 'lead', 'task'])
        self.assertEqual(find('=', False), [], 'every row has a name')
        contract.sudo().write({'contract_type': 'customer', 'template_id': False})
        bare = self.env['sale.order'].create({'partner_id': partner.id, 'user_id': self.own.id})
        unnamed = history.search([('name', '=', False), ('partner_id', '=', partner.id)])
        self.assertEqual(sorted((row.kind, row.res_id) for row in unnamed), [('contract', contract.id), ('order', bare.id)])
        self.assertFalse(any(unnamed.mapped('name')))
        self.assertTrue(all(history.search([('name', '!=', False), ('partner_id', '=', partner.id)]).mapped('name')))

    def test_only_the_first_line_of_long_documents_is_read(self):
        partner = self.make_partner()
        invoice = self.make_invoice(partner, 700.0, invoice_user_id=self.own.id)
        invoice.button_draft()
        invoice.invoice_line_ids = [(0, 0, {'name': f'Позиція {number}', 'price_unit': 1.0, 'tax_ids': False})
                                    for number in range(30)]
        invoice.action_post()
        self.make_task(self.make_employee(), *[{'partner_id': partner.id}] * 30)
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.read_history(partner)
        self.assertEqual(rows['invoice'].name, 'Стіл and 30 more')
        self.assertTrue(rows['task'].name.endswith('and 29 more'))
        for model, field in (('account.move.line', 'name'), ('bas.work.task.line', 'description')):
            self.assertLessEqual(len(self.env[model]._fields[field]._get_cache(self.env)), 1, model)

    def test_queries_do_not_grow_with_the_history(self):
        short, long = self.make_partner(name='Коротка'), self.make_partner(name='Довга')
        for partner, count in ((short, 1), (long, 8)):
            for _each in range(count):
                self.make_lead(partner_id=partner.id, description='<p>Столи</p>')
                self.make_event(partner_id=partner.id, description='<p>Ціна</p>')
                self.make_task(self.make_employee(), {'partner_id': partner.id})
                self.env['bas.contract'].create({'partner_id': partner.id, 'user_id': self.own.id})
                self.make_order(partner, self.own).action_create_offer()
                self.make_invoice(partner, 700.0, invoice_user_id=self.own.id)
        history = self.env['bas.partner.history'].with_user(self.own)
        specification = {name: {} for name in ('date', 'kind', 'number', 'name', 'text', 'standing', 'category', 'amount')}

        def read(partner, count):
            rows = history.web_search_read([('partner_id', '=', partner.id)], specification, limit=80)
            self.assertEqual(len(rows['records']), count * 7)

        read(short, 1)  # the first call fills permanent caches
        few = self.count_queries(lambda: read(short, 1))
        self.assertEqual(self.count_queries(lambda: read(long, 8)), few)
        self.assertLessEqual(few, 36)
