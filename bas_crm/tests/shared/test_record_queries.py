from datetime import datetime, timedelta

from lxml import etree

from odoo.tests import tagged

from ..common_offers import OfferCase

FEW, MANY = 3, 30
#: how many queries one more record may cost
LIMIT = 0.15
#: header buttons of lists that only open something for the chosen rows
OPENERS = {'action_send', 'action_open_invoices', 'action_open_history', 'action_open_plan_lines', 'action_remind'}
#: steps of My Day: each is moved to its own hour, of its own person, and no more than 200 at once
BOUNDED = {'action_tomorrow', 'action_next_monday', 'action_plan_call', 'action_not_reached'}


@tagged('post_install', '-at_install')
class TestRecordQueries(OfferCase):
    """What a person does with many rows at once: the number of queries does not grow with the number of rows.

    Each case is done with 3 and with 30 records. Where core itself asks for each record, the same is done with core alone, in
    the same test, and we add nothing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.make_employee(user=cls.own)
        cls.work_type = cls.env['bas.work.type'].create({
            'name': 'Монтаж', 'price_hour': 100, 'product_id': cls.delivery.id})
        cls.env = cls.env(context={**cls.env.context, 'tracking_disable': False})
        cls.number = 0

    # ------------------------------------------------------------
    # Measuring
    # ------------------------------------------------------------

    def get_growth(self, prepare, act):
        """:return: float: queries of ``act`` for one more record"""
        counts = {}
        for count in (FEW, FEW, MANY):  # the first time fills the caches of the registry
            records = prepare(count).with_user(self.own)
            records = records.browse(records.ids)  # as the web client's call comes
            counts[count] = self.count_queries(lambda records=records: act(records))
        return (counts[MANY] - counts[FEW]) / (MANY - FEW)

    def check(self, cases, core=0.0):
        """:param dict cases: name → (function of a number that makes records, function of the records)"""
        growths = {name: self.get_growth(*case) for name, case in cases.items()}
        grown = {name: round(growth, 2) for name, growth in growths.items() if growth > core + LIMIT}
        self.assertFalse(grown, f"queries for each record more; core's are {core:.2f}")

    def take_numbers(self, count):
        """:return: list of numbers that no record of this test has had"""
        type(self).number += count
        return range(self.number - count, self.number)

    # ------------------------------------------------------------
    # Records
    # ------------------------------------------------------------

    def make_partners(self, count):
        return self.env['res.partner'].create([
            {'name': f'ТОВ «Світанок-{number}»', 'is_company': True, 'phone': f'+38067{number:07d}', 'user_id': self.own.id}
            for number in self.take_numbers(count)])

    def make_leads(self, count):
        return self.env['crm.lead'].create([{
            'name': f'Лід {number}', 'type': 'lead', 'partner_name': f'ТОВ «Ранок-{number}»', 'contact_name': f'Особа {number}',
            'phone': f'+38050{number:07d}', 'email_from': f'osoba{number}@example.com', 'user_id': self.own.id,
        } for number in self.take_numbers(count)])

    def prepare_events(self, count, **values):
        return [{
            'subject': f'Подія {number}', 'event_type': 'call', 'user_id': self.own.id, 'partner_id': self.partner.id,
            'start': datetime(2026, 3, 2, 8) + timedelta(hours=number), **values} for number in self.take_numbers(count)]

    def make_events(self, count, **values):
        return self.env['bas.event'].create(self.prepare_events(count, **values))

    def prepare_tasks(self, count):
        return [{
            'performer_id': self.employee.id, 'user_id': self.own.id, 'line_ids': [(0, 0, {
                'start': datetime(2026, 3, 2, 8) + timedelta(hours=number), 'partner_id': self.partner.id,
                'work_type_id': self.work_type.id})]} for number in self.take_numbers(count)]

    def make_tasks(self, count):
        return self.env['bas.work.task'].create(self.prepare_tasks(count))

    def prepare_orders(self, count, **values):
        return [{'partner_id': self.partner.id, 'user_id': self.own.id, 'order_line': [(0, 0, {
            'product_id': self.product.id, 'price_unit': 10})], **values} for _each in range(count)]

    def make_orders(self, count, **values):
        return self.env['sale.order'].create(self.prepare_orders(count, **values))

    def make_bare_orders(self, count):
        """Orders without a type have no stages: what is done with them is core's."""
        orders = self.make_orders(count)
        orders.order_type_id = False
        return orders

    def make_offers(self, count):
        return self.env['bas.commercial.offer'].create([{
            'order_id': order.id, 'line_ids': [(0, 0, {'product_id': self.product.id})]} for order in self.make_orders(count)])

    def make_contracts(self, count):
        return self.env['bas.contract'].create([
            {'partner_id': partner.id, 'user_id': self.own.id} for partner in self.make_partners(count)])

    def make_active_contracts(self, count):
        contracts = self.make_contracts(count)
        contracts.action_activate()
        return contracts

    # ------------------------------------------------------------
    # Events and tasks
    # ------------------------------------------------------------

    def test_events(self):
        create = self.env['bas.event'].with_user(self.own).create
        move = self.env['bas.event.move'].with_user(self.own)
        self.check({
            'create': (self.make_partners, lambda partners: create(self.prepare_events(len(partners)))),
            'write': (self.make_events, lambda events: events.write({'subject': 'Інша', 'direction': 'in'})),
            'type': (self.make_events, lambda events: events.write({'event_type': 'meeting'})),
            'action_done': (self.make_events, lambda events: events.action_done()),
            'action_cancel': (self.make_events, lambda events: events.action_cancel()),
            'action_plan': (self.make_done_events, lambda events: events.action_plan()),
            'archive': (self.make_events, lambda events: events.action_archive()),
            'unlink': (self.make_events, lambda events: events.unlink()),
        })
        # Each event gets its own time, and core saves each record whose time changes.
        core = self.get_growth(self.make_records, self.move_by_core)
        self.check({'action_move': (self.make_events, lambda events: move.create(
            {'event_ids': [(6, 0, events.ids)], 'choice': 'week'}).action_move())}, core)

    def make_records(self, count):
        return self.env['calendar.event'].create([{
            'name': f'Запис {number}', 'user_id': self.own.id, 'start': datetime(2026, 3, 2, 8) + timedelta(hours=number),
            'stop': datetime(2026, 3, 2, 9) + timedelta(hours=number)} for number in self.take_numbers(count)])

    def move_by_core(self, records):
        for record in records:
            record.write({'start': record.start + timedelta(days=7), 'stop': record.stop + timedelta(days=7)})

    def make_done_events(self, count):
        events = self.make_events(count)
        events.action_done()
        return events

    def test_tasks(self):
        create = self.env['bas.work.task'].with_user(self.own).create
        self.check({
            'create': (self.make_partners, lambda partners: create(self.prepare_tasks(len(partners)))),
            'write': (self.make_tasks, lambda tasks: tasks.write({'result': 'Зроблено'})),
            'hours': (self.make_tasks, lambda tasks: tasks.line_ids.write({'duration': 3})),
            'action_done': (self.make_tasks, lambda tasks: tasks.action_done()),
            'action_cancel': (self.make_tasks, lambda tasks: tasks.action_cancel()),
        })
        # Core reads each attendee that it takes out of a record.
        self.check({
            'performer': (self.make_tasks, lambda tasks: tasks.write({'performer_id': self.colleague.id})),
            'unlink': (self.make_tasks, lambda tasks: tasks.unlink()),
        }, 1.0)
        # Still to be done together: the lines of the order and the messages of each task.
        self.check({'action_add_to_order': (self.make_done_tasks, lambda tasks: tasks.action_add_to_order())}, 4.0)

    @property
    def colleague(self):
        return self.env['hr.employee'].search([('name', '=', 'Петро Лисенко')], limit=1) or self.make_employee('Петро Лисенко')

    def make_done_tasks(self, count):
        tasks = self.make_tasks(count)
        tasks.action_done()
        return tasks

    def test_calendar_records(self):
        def records(make):
            return lambda count: (documents := make(count)) and (
                documents.calendar_event_id if documents._name == 'bas.event' else documents.line_ids.calendar_event_id)

        shift = {'start': datetime(2026, 5, 4, 8), 'stop': datetime(2026, 5, 4, 9)}
        for make in (self.make_events, self.make_tasks):
            self.check({
                'drag': (records(make), lambda events: events.write(shift)),
                'action_document_done': (records(make), lambda events: events.action_document_done()),
                'unlink': (records(make), lambda events: events.unlink()),
            })

    # ------------------------------------------------------------
    # Activities
    # ------------------------------------------------------------

    def make_refused(self, documents):
        """Documents of which somebody has said that no step is needed."""
        documents._program_write({'bas_no_step_reason': 'Чекають'})
        return documents

    def plan(self, documents, user=None):
        model, user = self.env['ir.model']._get_id(documents._name), user or self.own
        return self.env['mail.activity'].with_user(user).create([{
            'res_model_id': model, 'res_id': document.id, 'user_id': user.id, 'date_deadline': '2026-03-05',
        } for document in documents])

    def test_activities(self):
        core = self.get_growth(lambda count: self.env['product.template'].create(
            [{'name': f'Стіл {number}'} for number in self.take_numbers(count)]), lambda products: self.plan(
                products, self.env.ref('base.user_admin')))
        self.check({
            'partners': (self.make_partners, self.plan),
            'leads': (lambda count: self.make_refused(self.make_leads(count)), self.plan),
            'orders': (lambda count: self.make_refused(self.make_orders(count)), self.plan),
            'offers': (lambda count: self.make_refused(self.make_offers(count)), self.plan),
        }, core)

    # ------------------------------------------------------------
    # Counterparties and contracts
    # ------------------------------------------------------------

    def test_counterparties(self):
        bare = self.get_growth(self.make_partners, lambda partners: partners.write({'ref': '7'}))
        self.check({
            'write': (self.make_partners, lambda partners: partners.write({'is_supplier': True})),
            'code': (self.make_partners, lambda partners: partners.write({'company_registry': '12345678'})),
            'rename': (self.make_partners, lambda partners: partners.write({'name': 'ТОВ «Зоря»'})),
        }, bare)

    def test_rename_with_many_events(self):
        def make(count):
            partner = self.make_partners(1)
            self.make_events(count, partner_id=partner.id)
            self.env['bas.work.task'].create([{
                **values, 'line_ids': [(0, 0, {**values['line_ids'][0][2], 'partner_id': partner.id})],
            } for values in self.prepare_tasks(count)])
            return partner

        self.check({'rename': (make, lambda partner: partner.write({'name': 'ТОВ «Зоря»'}))})

    def test_contracts(self):
        create = self.env['bas.contract'].with_user(self.own).create
        self.check({
            'create': (self.make_partners, lambda partners: create([{'partner_id': partner.id} for partner in partners])),
            'write': (self.make_contracts, lambda contracts: contracts.write({'date_start': '2026-02-01'})),
            'action_activate': (self.make_contracts, lambda contracts: contracts.action_activate()),
            'action_set_main': (self.make_active_contracts, lambda contracts: contracts.action_set_main()),
            'action_cancel': (self.make_active_contracts, lambda contracts: contracts.action_cancel()),
            'action_draft': (self.make_active_contracts, lambda contracts: contracts.action_draft()),
            'unlink': (self.make_contracts, lambda contracts: contracts.unlink()),
        })

    # ------------------------------------------------------------
    # Orders and offers
    # ------------------------------------------------------------

    def test_orders(self):
        create = self.env['sale.order'].with_user(self.own).create
        steps = (
            ('Offer Sent', lambda orders: orders.action_quotation_sent()),
            ('Agreed', lambda orders: orders.action_confirm()),
            ('Cancelled', lambda orders: orders._action_cancel()),
        )
        for name, by_core in steps:
            vals = {'stage_id': self.stages[name].id, **({'cancel_reason_id': self.reason.id} if name == 'Cancelled' else {})}
            core = self.get_growth(self.make_bare_orders, by_core)
            self.check({f'stage {name}': (self.make_orders, lambda orders, vals=vals: orders.write(vals))}, core)
        cancel = self.env['bas.order.cancel'].with_user(self.own)
        core = self.get_growth(self.make_bare_orders, lambda orders: orders._action_cancel())
        self.check({'action_cancel_orders': (self.make_orders, lambda orders: cancel.create(
            {'order_ids': [(6, 0, orders.ids)], 'reason_id': self.reason.id}).action_cancel_orders())}, core)
        self.check({'write': (self.make_orders, lambda orders: orders.write({'client_order_ref': '7'}))})
        core = self.get_growth(self.make_bare_orders, lambda orders: orders.with_user(self.head).unlink())
        self.check({'unlink': (self.make_orders, lambda orders: orders.with_user(self.head).unlink())}, core)
        without = {'order_type_id': False, 'stage_id': False}
        core = self.get_growth(self.make_partners, lambda partners: create(self.prepare_orders(len(partners), **without)))
        self.check({'create': (self.make_partners, lambda partners: create(self.prepare_orders(len(partners))))}, core)

    def test_offers(self):
        self.check({
            'lines': (self.make_offers, lambda offers: self.env['bas.commercial.offer.line'].create(
                [{'offer_id': offer.id, 'product_id': self.chair.id} for offer in offers])),
            'write': (self.make_offers, lambda offers: offers.write({'title': 'З доставкою'})),
            'unlink': (self.make_offers, lambda offers: offers.unlink()),
        })
        core = self.get_growth(self.make_bare_orders, lambda orders: orders.action_quotation_sent())
        self.check({'action_mark_sent': (self.make_offers, lambda offers: offers.action_mark_sent())}, core)

    def test_lines_of_an_offer(self):
        def make(count):
            return self.env['product.product'].create([
                {'name': f'Стілець {number}', 'list_price': 90, 'taxes_id': [(6, 0, self.vat.ids)]} for number in range(count)])

        def write(items):
            self.make_offers(1).write({'line_ids': [(0, 0, {'product_id': item.id}) for item in items]})

        self.check({'lines': (make, write)})

    # ------------------------------------------------------------
    # Leads
    # ------------------------------------------------------------

    def test_leads(self):
        lost = self.env['crm.lead.lost'].with_user(self.own)
        reason = self.env['crm.lost.reason'].create({'name': 'Спам'})
        core = self.get_growth(self.make_leads, lambda leads: leads.write({'priority': '1'}))
        self.check({
            'write': (self.make_leads, lambda leads: leads.write({'description': 'Інше'})),
            'action_mark_junk': (self.make_leads, lambda leads: leads.action_mark_junk() and lost.create({
                'lead_ids': [(6, 0, leads.ids)], 'lost_reason_id': reason.id}).action_lost_reason_apply()),
            'action_return_to_work': (self.make_lost_leads, lambda leads: leads.action_return_to_work()),
        }, core)

    def make_lost_leads(self, count):
        leads = self.make_leads(count)
        leads.action_set_lost()
        return leads

    def convert_by_core(self, leads):
        self.env['crm.lead2opportunity.partner.mass'].with_user(self.own).with_context(
            active_model='crm.lead', active_ids=leads.ids,
        ).create({'name': 'convert', 'action': 'create', 'deduplicate': False}).action_mass_convert()
        leads.action_set_won()

    def test_conversion(self):
        """Core creates the customers one by one, we create them together: a sixth of core's queries."""
        core = self.get_growth(self.make_leads, self.convert_by_core)
        without = {'order_type_id': False, 'stage_id': False}
        create = self.env['sale.order'].with_user(self.own).create
        order = self.get_growth(self.make_partners, lambda partners: create(self.prepare_orders(len(partners), **without)))
        self.check({'action_convert_to_customer': (
            self.make_leads, lambda leads: leads.action_convert_to_customer())}, core / 6)
        self.check({'action_convert_to_customer_and_order': (
            self.make_leads, lambda leads: leads.action_convert_to_customer_and_order())}, core / 6 + order)

    # ------------------------------------------------------------
    # All of them
    # ------------------------------------------------------------

    def test_every_button_of_a_list_takes_part(self):
        buttons = set()
        for view in self.env['ir.ui.view'].search([('type', '=', 'list'), ('mode', '=', 'primary')]):
            if view.xml_id.startswith('bas_crm.'):
                tree = etree.fromstring(view.arch)
                buttons |= {button.get('name') for button in tree.iterfind('header/button') if button.get('type') == 'object'}
        names = set()
        for code in vars(type(self)).values():
            names |= {text for text in _find_texts(getattr(code, '__code__', None)) if text.startswith('action_')}
        self.assertFalse(buttons - OPENERS - BOUNDED - names, "a case for each button")


def _find_texts(code):
    """:return: set of the texts and names in a function and in the functions within it"""
    if code is None:
        return set()
    found = {text for text in code.co_consts if isinstance(text, str)} | set(code.co_names)
    return found.union(*(_find_texts(inner) for inner in code.co_consts if hasattr(inner, 'co_consts')))
