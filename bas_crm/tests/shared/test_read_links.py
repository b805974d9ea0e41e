from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_screens import ScreensCase

#: core's links to documents, which core itself checks
DOCUMENTS = {
    'sale.order', 'sale.order.line', 'crm.lead', 'account.move', 'account.move.line', 'calendar.event', 'bas.contract',
    'bas.commercial.offer', 'bas.commercial.offer.line', 'bas.event', 'bas.work.task', 'bas.work.task.line', 'bas.sales.plan',
    'bas.sales.plan.line', 'bas.order.performer', 'bas.lead.contact',
}


@tagged('post_install', '-at_install')
class TestReadLinks(ScreensCase):
    """A link cannot be used to read a hidden record: no way of writing can set a link to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['bas.employee.calendar']._of_user(cls.other).is_shared = False
        cls.make_lead(user_id=cls.other.id, lead_contact_ids=[(0, 0, {'name': 'Ігор'})])
        # records that a manager of own documents may not read, one of each model
        cls.hidden = {}
        for model in sorted(DOCUMENTS):
            records = cls.env[model].search([])
            readable = records.with_user(cls.own)._filtered_access('read') if cls.env[model].with_user(cls.own).has_access(
                'read') else records.browse()
            cls.hidden[model] = (records - readable.sudo())[:1]

    def get_links(self):
        """:return: list of (model, field, hidden record) of all our links that a manager can try"""
        links = []
        for name in sorted(self.env.registry.models):
            model = self.env[name]
            if model._abstract or not model._auto:
                continue
            for link, comodel in model._get_links().items():
                if self.hidden.get(comodel):
                    links.append((model.with_user(self.own), link, self.hidden[comodel]))
        return links

    def to_value(self, model, name, record):
        return record.id if model._fields[name].type == 'many2one' else [(6, 0, record.ids)]

    def is_program_field(self, model, name):
        """:return: bool: whether the link is refused for any record"""
        return hasattr(model, '_get_program_fields') and name in model._get_program_fields() | model._set_once

    def is_refused(self, work, *arguments, is_program_field=False):
        """:return: bool: whether it is refused before anything is stored or revealed"""
        try:
            with self.env.cr.savepoint():
                result = work(*arguments)
                self.env.flush_all()
        except AccessError:
            return True
        except UserError as error:
            return is_program_field or str(error)
        except Exception as error:  # the document is refused for another reason
            return f"{type(error).__name__}: {error}"
        return result

    def test_hidden_records_exist(self):
        self.assertEqual({model for model, record in self.hidden.items() if not record}, set())
        models = {model._name for model, _name, _record in self.get_links()}
        self.assertLessEqual({
            'bas.offer.choice', 'bas.offer.decline', 'bas.order.cancel', 'bas.event.move', 'bas.lead.convert', 'bas.event',
            'bas.sales.plan.fill', 'bas.sales.plan.import', 'sale.order', 'account.move', 'bas.commercial.offer',
            'bas.work.task', 'bas.work.task.line', 'res.partner'}, models)

    def test_a_link_to_a_hidden_record_is_not_created(self):
        for model, name, record in self.get_links():
            with self.subTest(model=model._name, field=name):
                refused = self.is_refused(
                    model.create, {name: self.to_value(model, name, record)},
                    is_program_field=self.is_program_field(model, name))
                self.assertIs(refused, True)

    def test_a_form_does_not_show_a_hidden_link(self):
        for model, name, record in self.get_links():
            if not model.has_access('read'):
                continue
            with self.subTest(model=model._name, field=name):
                value = self.to_value(model, name, record)
                is_one = model._fields[name].type == 'many2one'
                forms = [value, {'id': record.id}, str(record.id)] if is_one else [
                    value, [{'id': record.id}], [(6, 0, [str(record.id)])], [(1, record.id, {})]]
                for form in forms:
                    self.assertIs(self.is_refused(model.onchange, {name: form}, [name], {'display_name': {}}), True, form)

    def test_a_default_of_the_context_has_no_effect(self):
        for model, name, record in self.get_links():
            with self.subTest(model=model._name, field=name):
                defaults = model.with_context(**{f'default_{name}': self.to_value(model, name, record)}).default_get([name])
                self.assertFalse(defaults.get(name))

    def test_a_link_to_a_hidden_record_is_not_written_or_copied(self):
        for model, name, record in self.get_links():
            if not model.has_access('write'):
                continue
            mine = model.search([], limit=1)
            if not mine:
                continue
            value = self.to_value(model, name, record)
            with self.subTest(model=model._name, field=name):
                known = self.is_program_field(model, name)
                for work, *rest in ((mine.write,), (mine.copy,), (mine.web_save, {'display_name': {}})):
                    self.assertIs(self.is_refused(work, {name: value}, *rest, is_program_field=known), True)

    def test_lines_are_checked_too(self):
        """Through the lines of an own document: create, write, copy, onchange."""
        tried = 0
        for model in ('bas.event', 'bas.work.task', 'bas.commercial.offer', 'sale.order', 'bas.lead.convert', 'crm.lead'):
            parent = self.env[model].with_user(self.own)
            for name, field in parent._fields.items():
                if field.type != 'one2many' or (field.compute and not field.store):
                    continue
                lines = self.env[field.comodel_name]
                for link, comodel in lines._get_links().items():
                    record = self.hidden.get(comodel)
                    if not record or link == field.inverse_name:
                        continue
                    tried += 1
                    line = {name: [(0, 0, {link: self.to_value(lines, link, record)})]}
                    mine = parent.search([], limit=1)
                    with self.subTest(model=model, field=name, link=link):
                        spec = {name: {'fields': {link: {}}}}
                        self.assertIs(self.is_refused(parent.onchange, line, [name], spec), True)
                        known = self.is_program_field(lines, link) or self.is_program_field(lines, field.inverse_name)
                        for work in (mine.write, mine.copy) if mine else ():
                            self.assertIs(self.is_refused(work, line, is_program_field=known), True)
        self.assertGreater(tried, 5)

    def test_the_comparison_of_a_colleagues_offers(self):
        order = self.orders.filtered(lambda order: order.user_id == self.other and order.offer_ids)
        Choice = self.env['bas.offer.choice'].with_user(self.own)
        with self.assertRaises(AccessError):
            Choice.create({'order_id': order.id})
        for value in (order.id, str(order.id), {'id': order.id}):
            with self.assertRaises(AccessError):
                Choice.onchange({'order_id': value}, ['order_id'], {'comparison': {}})
        shown = Choice.with_context(default_order_id=order.id).onchange({}, [], {'order_id': {}, 'comparison': {}})
        self.assertFalse(shown['value']['comparison'])
        mine = self.orders.filtered(lambda order: order.user_id == self.own and order.offer_ids)
        choice = Choice.create({'order_id': mine.id})
        self.assertIn('Стіл', choice.comparison)
        with self.assertRaises(AccessError):
            choice.order_id = order

    def test_lines_of_a_colleagues_document(self):
        hidden = self.orders.filtered(lambda order: order.user_id == self.other and order.offer_ids).offer_ids[:1]
        mine = self.orders.filtered(lambda order: order.user_id == self.own and order.offer_ids).offer_ids[:1].with_user(self.own)
        self.assertTrue(hidden.line_ids and mine.line_ids)
        spec = {'line_ids': {'fields': {'name': {}, 'price_unit': {}}}}
        for command in [(1, hidden.line_ids[0].id, {}), (4, hidden.line_ids[0].id), {'id': hidden.line_ids[0].id}]:
            with self.assertRaises(AccessError):
                mine.onchange({'line_ids': [command]}, ['line_ids'], spec)
        mine.onchange({'line_ids': [(1, mine.line_ids[0].id, {'name': 'Інакше'})]}, ['line_ids'], spec)
        other = mine.copy()
        with self.assertRaises(UserError):
            mine.copy({'line_ids': [(4, other.line_ids[0].id)]})
        self.assertEqual(other.line_ids[:1].offer_id, other)

    def test_existing_links_are_kept(self):
        """The main contract of a customer may be set on all its orders, even a colleague's; an own order keeps its contract."""
        contract = self.env['bas.contract'].search([('user_id', '=', self.other.id), ('state', '=', 'active')], limit=1)
        self.partner.main_contract_id = contract
        orders = self.env['sale.order'].with_user(self.own)
        order = orders.create({'partner_id': self.partner.id, 'contract_id': contract.id})
        self.assertEqual(order.contract_id, contract)
        shown = orders.onchange({'partner_id': self.partner.id, 'contract_id': contract.id}, ['partner_id'], {'contract_id': {}})
        self.assertNotIn('warning', shown)
        self.partner.main_contract_id = False
        order.write({'contract_id': contract.id, 'client_order_ref': '7'})
        self.assertEqual(order.copy().contract_id, contract)
        with self.assertRaises(AccessError):
            orders.create({'partner_id': self.partner.id, 'contract_id': contract.id})

    def test_many_records_take_one_check(self):
        contracts = self.env['bas.contract'].search([('user_id', '=', self.own.id)], limit=1)
        values = [{'subject': 'Дзвінок', 'partner_id': self.partner.id, 'contract_id': contracts.id}]
        events = self.env['bas.event'].with_user(self.own)

        def count(number):
            return self.count_queries(lambda: events._has_unreadable_links(values * number))

        count(1)
        self.assertEqual(count(50), count(1))


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestMirrorsByCompany(ScreensCase):
    """A calendar record of a document is visible only to users with access to the document's company."""

    def test_another_company_sees_no_mirrors(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        stranger = self.all.copy({'login': 'stranger', 'company_id': second.id, 'company_ids': [(6, 0, second.ids)]})
        events = self.env['calendar.event']
        mirrors = events.search([('bas_kind', '!=', False)])
        self.assertTrue(mirrors)
        self.assertEqual(mirrors.document_company_id, self.company)
        self.assertFalse(events.with_user(stranger).search([('id', 'in', mirrors.ids)]))
        self.assertFalse(events.with_user(stranger).search_count([('counterparty_id', '=', self.partner.id)]))
        with self.assertRaises(AccessError):
            mirrors[0].with_user(stranger).read(['name'])
        self.assertEqual(events.with_user(self.all).search([('id', 'in', mirrors.ids)]), mirrors)
        plain = events.create({'name': 'Нарада', 'start': '2026-03-02 08:00:00', 'stop': '2026-03-02 09:00:00'})
        self.assertTrue(events.with_user(stranger).search([('id', '=', plain.id)]), "core decides about other records")

    def test_a_mirror_follows_its_document(self):
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        event = self.make_event(partner_id=self.partner.id)
        event.company_id = second
        self.assertEqual(event.calendar_event_id.document_company_id, second)
        self.env['calendar.event'].with_user(self.own).create({
            'name': 'x', 'start': '2026-03-02 08:00:00', 'stop': '2026-03-02 09:00:00', 'document_company_id': second.id})
        self.assertFalse(self.env['calendar.event'].search([('name', '=', 'x')]).document_company_id)

    def test_no_buttons_without_the_right_to_finish(self):
        mirrors = self.env['calendar.event'].search([('bas_category', '=', 'planned')])
        for user in (self.own, self.users['performer'], self.users['both'], self.head):
            seen = mirrors.with_user(user)._filtered_access('read')
            for event in seen:
                documents = next(iter(event._get_documents().items()))
                document = self.env[documents[0]].with_user(user).browse(documents[1])
                self.assertEqual(event.can_finish, document.has_access('write'), f"{user.login}: {event.display_name}")
        calendar = self.env['bas.employee.calendar']._of_user(self.users['performer'])
        worker = mirrors.filtered(lambda event: event.employee_calendar_id == calendar).with_user(self.users['performer'])[:1]
        self.assertEqual((worker.can_finish, worker.can_call_off), (True, False))
