from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestHiddenLinks(CrmCase):
    """A document taken over from a colleague can be edited, even if it is linked to hidden documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.performer = new_test_user(cls.env, 'vykonavets', groups='bas_crm.group_performer')
        cls.worker = cls.make_employee('Петро Лисенко', cls.performer)
        cls.partner, cls.stranger = cls.make_partner(), cls.make_partner(name='ТОВ «Обрій»')
        cls.product = cls.env['product.product'].create({'name': 'Стіл', 'list_price': 100.0, 'taxes_id': False})
        theirs = {'partner_id': cls.partner.id, 'user_id': cls.other.id}
        cls.order = cls.env['sale.order'].create({**theirs, 'order_line': [(0, 0, {'product_id': cls.product.id})]})
        cls.frame = cls.env['bas.contract'].create({**theirs, 'name': 'Р-1'})
        cls.contract = cls.env['bas.contract'].create({**theirs, 'name': 'Р-2'})
        cls.lead = cls.make_lead(**theirs)
        cls.call = cls.make_event(**theirs, subject='Таємна розмова')
        cls.their_task = cls.make_task(cls.make_employee(), {'partner_id': cls.partner.id}, user_id=cls.other.id)
        cls.events = {
            field: cls.make_event(partner_id=cls.partner.id, **{field: record.id}) for field, record in (
                ('order_id', cls.order), ('contract_id', cls.contract), ('lead_id', cls.lead), ('work_task_id', cls.their_task))}
        cls.task = cls.make_task(
            cls.worker, {'partner_id': cls.partner.id, 'order_id': cls.order.id}, order_id=cls.order.id, event_id=cls.call.id)
        cls.my_order = cls.env['sale.order'].create({
            'partner_id': cls.partner.id, 'user_id': cls.own.id, 'contract_id': cls.contract.id})
        cls.my_contract = cls.env['bas.contract'].create({
            'partner_id': cls.partner.id, 'user_id': cls.own.id, 'parent_id': cls.frame.id})
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_the_documents_are_hidden(self):
        for record in (self.order, self.contract, self.frame, self.lead, self.call, self.their_task):
            self.assertFalse(record.with_user(self.own).has_access('read'), record)

    def test_every_constraint_passes(self):
        for record, user in [(event, self.own) for event in self.events.values()] + [
            (self.task, self.own), (self.task, self.performer), (self.task.line_ids, self.own),
            (self.task.line_ids, self.performer), (self.my_order, self.own), (self.my_contract, self.own)]:
            self.env.invalidate_all()
            with self.subTest(record=record, user=user.login):
                record.with_user(user)._validate_fields(record._fields)

    def test_a_performer_saves_the_hours_of_a_task_made_from_an_event(self):
        self.env.invalidate_all()
        task = self.task.with_user(self.performer)
        task.write({'line_ids': [Command.update(task.line_ids.id, {'stop': '2026-03-02 12:00:00'})]})
        self.assertEqual(task.duration_total, 3)
        task.web_save({'line_ids': [Command.update(task.line_ids.id, {'description': 'Готово'})]}, {'line_ids': {}})
        self.assertEqual(task.line_ids.description, 'Готово')

    def test_a_salesperson_changes_a_task_of_a_colleagues_event(self):
        task = self.task.with_user(self.own)
        task.write({'line_ids': [Command.create({
            'partner_id': self.partner.id, 'description': 'Ще раз', 'start': '2026-03-03 09:00:00'})]})
        task.line_ids[0].write({'partner_id': self.partner.id})
        self.assertEqual(len(task.line_ids), 2)

    def test_events_that_were_taken_over(self):
        person = self.env['res.partner'].create({'name': 'Марія', 'parent_id': self.partner.id})
        for field, event in self.events.items():
            self.env.invalidate_all()
            with self.subTest(field=field):
                event.with_user(self.own).write({'partner_id': person.id})
                self.assertEqual(event.partner_id, person)

    def test_a_refusal_names_no_hidden_document(self):
        secrets = (self.order.name, self.contract.name, 'Таємна розмова', self.lead.name, self.their_task.name)
        line = self.task.line_ids
        works = [(event, {'partner_id': self.stranger.id}) for event in self.events.values()] + [
            (line, {'partner_id': self.stranger.id, 'order_id': self.order.id}),
            (self.task, {'line_ids': [Command.update(line.id, {'partner_id': self.stranger.id, 'order_id': False})]})]
        for record, values in works:
            self.env.invalidate_all()
            with self.subTest(record=record), self.cr.savepoint():
                with self.assertRaisesRegex(ValidationError, 'no access') as caught:
                    record.with_user(self.own).write(values)
                    self.env.flush_all()
                for secret in secrets:
                    self.assertNotIn(secret, str(caught.exception))
        with self.assertRaisesRegex(ValidationError, self.order.name):
            self.events['order_id'].with_user(self.all).write({'partner_id': self.stranger.id})

    def test_an_order_keeps_its_counterparty_if_a_document_has_it(self):
        """Also if the first document found already belongs to another counterparty, e.g. after a merge of cards."""
        other_event, event = self.make_event(partner_id=self.stranger.id), self.make_event(
            partner_id=self.partner.id, user_id=self.other.id, subject='Чужа розмова', start='2026-03-01 08:00:00',
            stop='2026-03-01 09:00:00')
        third = self.make_partner(name='ТОВ «Третя»')
        order = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.own.id})
        for found in (other_event, event):
            self.env.cr.execute("UPDATE bas_event SET order_id = %s WHERE id = %s", [order.id, found.id])
        self.env.invalidate_all()
        found = self.env['bas.event'].search([('order_id', '=', order.id)])
        self.assertEqual(found[0], other_event)
        with self.assertRaisesRegex(UserError, 'cannot be changed') as caught:
            order.with_user(self.own).write({'partner_id': third.id})
        self.assertNotIn('Чужа розмова', str(caught.exception))

    def test_a_contract_for_orders_of_two_companies(self):
        """Each order is checked by its own company and customer: the hidden contract is the main one only for the first order."""
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        self.own.company_ids |= second
        self.contract.action_activate()
        self.contract.action_set_main()
        self.assertEqual(self.partner.main_contract_id, self.contract)
        first = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.own.id, 'contract_id': False})
        abroad = self.env['sale.order'].with_company(second).create({
            'partner_id': self.partner.id, 'user_id': self.own.id, 'company_id': second.id})
        same = self.env['sale.order'].create({'partner_id': self.partner.id, 'user_id': self.own.id, 'contract_id': False})
        mine = self.env['sale.order'].with_user(self.own).with_context(allowed_company_ids=[self.company.id, second.id])
        with self.assertRaises(AccessError):
            mine.browse((first | abroad).ids).write({'contract_id': self.contract.id})
        mine.browse((first | same).ids).write({'contract_id': self.contract.id})
        self.assertEqual((first | same).contract_id, self.contract)
