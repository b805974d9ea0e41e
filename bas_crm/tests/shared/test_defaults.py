from lxml import etree

from odoo.tests import new_test_user, tagged

from ..common import InvoicingCase

OURS = 'bas_crm'
#: core's fields that ours replace
REPLACED = {('res.partner', 'company_type'), ('res.partner', 'is_company')}
#: an end is valid only with its beginning
PAIRED = {('bas.sales.plan', 'date_to')}
#: a default of each type; a plan begins on the first day of a month
VALUES = {
    'char': 'Own default', 'text': 'Own default', 'html': '<p>Own default</p>', 'integer': 7, 'float': 2.5, 'monetary': 70.0,
    'date': '2026-06-01', 'datetime': '2026-06-01 08:00:00'}


class DefaultsCase(InvoicingCase):
    """A user who may create all documents, and sets defaults in developer mode."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = new_test_user(cls.env, 'person', groups=(
            'sales_team.group_sale_manager,hr.group_hr_manager,account.group_account_invoice,bas_crm.group_see_cost'))
        cls.partner = cls.make_partner()
        cls.employee = cls.make_employee(user=cls.person)
        cls.order = cls.env['sale.order'].create({'partner_id': cls.partner.id, 'user_id': cls.person.id})
        cls.env['bas.contract'].create({'partner_id': cls.partner.id}).action_activate()

    def set_defaults(self, model, **values):
        """Defaults of the user, and nothing else."""
        own = self.env['ir.default'].with_user(self.person)
        own.search([('user_id', '=', self.person.id)]).unlink()
        for name, value in values.items():
            own.set(model, name, value, user_id=True)

    def as_person(self, model, **context):
        return self.env[model].with_user(self.person).with_context(**context)


@tagged('post_install', '-at_install')
class TestEveryDefault(DefaultsCase):
    """A new record has the defaults of all editable fields of ours, and of core's fields that ours replace."""

    def is_ours(self, model, field):
        return field._modules[:1] == (OURS,) or (model._name, field.name) in REPLACED

    def get_forms(self):
        """:return: list of (model as the user, names of its fields to test, spec of the whole form)"""
        forms = []
        for view in self.env['ir.ui.view'].search([('type', '=', 'form'), ('mode', '=', 'primary')]):
            model = self.env.get(view.model)
            if model is None or model._abstract or not any(self.is_ours(model, field) for field in model._fields.values()):
                continue
            model = model.with_user(self.person)
            if not model.has_access('create'):
                continue
            nodes = [node for node in etree.fromstring(model.get_view(view.id, 'form')['arch']).iter('field')
                     if not any(parent.tag == 'field' for parent in node.iterancestors())]
            editable = {node.get('name') for node in nodes if node.get('readonly') not in ('1', 'True')}
            names = [name for name, field in model._fields.items()
                     if name in editable and self.is_ours(model, field) and not field.readonly
                     and (field.store or field.inverse) and (model._name, name) not in PAIRED]
            forms.append((model, names, {node.get('name'): {} for node in nodes}))
        return forms

    def get_value(self, model, name):
        """:return: a default that differs from the value of a new record; None if the type has no such value"""
        field, usual = model._fields[name], model.default_get([name]).get(name)
        if field.type == 'boolean':
            return not usual
        if field.type == 'selection':
            return next(key for key in field.get_values(self.env) if key != usual)
        if field.type == 'many2one':
            return self.env[field.comodel_name].with_user(self.person).search([('id', '!=', usual)], limit=1).id or None
        return VALUES.get(field.type)

    def read_back(self, model, name, value):
        if model._fields[name].type in ('date', 'datetime'):
            return str(value)
        return value.id if model._fields[name].type == 'many2one' and not isinstance(value, int) else value

    def get_cases(self):
        """:yield: (model, name of the field, its default, spec of the form)"""
        for model, names, spec in self.get_forms():
            for name in names:
                self.set_defaults(model._name)
                value = self.get_value(model, name)
                if value is not None:
                    yield model, name, value, spec

    def test_every_form_opens_with_it(self):
        lost, seen = [], set()
        for model, name, value, spec in self.get_cases():
            seen.add((model._name, name))
            self.set_defaults(model._name, **{name: value})
            found = self.read_back(model, name, model.onchange({}, [], spec)['value'].get(name))
            if found != value:
                lost.append((model._name, name, value, found))
        self.assertEqual(lost, [])
        self.assertGreater(len(seen), 110)
        self.assertLessEqual({('res.partner', 'company_type'), ('sale.order', 'stage_id')}, seen)

    def get_least(self):
        """:return: dict: model → required values of a record"""
        partner = {'partner_id': self.partner.id}
        return {
            'res.partner': {'name': 'Новий'},
            'crm.lead': {'name': 'Новий'},
            'calendar.event': {'name': 'Новий', 'start': '2026-05-04 08:00:00', 'stop': '2026-05-04 09:00:00'},
            'sale.order': partner,
            'account.move': {**partner, 'move_type': 'out_invoice'},
            'bas.contract': partner,
            'bas.event': {'subject': 'Новий', 'start': '2026-06-01 06:00:00'},
            'bas.work.task': {'performer_id': self.employee.id},
            'bas.commercial.offer': {'order_id': self.order.id},
            'bas.sales.plan': {},
        }

    def test_every_new_record_has_it(self):
        """However it is created: by an import, another program, a button. Defaults of the context apply as well."""
        least, lost, seen = self.get_least(), [], set()
        for model, name, value, _spec in self.get_cases():
            if model._name not in least or (model._name, name) in seen:
                continue
            seen.add((model._name, name))
            vals = {key: given for key, given in least[model._name].items() if key != name}
            for defaults, context in (({name: value}, {}), ({}, {f'default_{name}': value})):
                self.set_defaults(model._name, **defaults)
                with self.env.cr.savepoint() as savepoint:
                    record = model.with_context(**context).create(vals)
                    found = self.read_back(model, name, record[name])
                    savepoint.rollback()
                if found != value:
                    lost.append((model._name, name, context, value, found))
        self.assertEqual(lost, [])
        self.assertGreater(len(seen), 70)


@tagged('post_install', '-at_install')
class TestDefaultsThatMeet(DefaultsCase):
    """If several fields have the same meaning because ours replaces core's, the default set by the user decides."""

    # ------------------------------------------------------------
    # Kind of counterparty
    # ------------------------------------------------------------

    def get_kinds(self, vals=None, **context):
        """:return: set of (kind, core's kind, is a company) of an opened card and of a created one"""
        cards = self.as_person('res.partner', **context)
        names = ('counterparty_type', 'company_type', 'is_company')
        opened = cards.onchange(dict(vals or {}), [], {name: {} for name in ('name', 'parent_id', *names)})['value']
        made = cards.create({'name': 'Новий', **(vals or {})})
        return {tuple({**(vals or {}), **opened}[name] for name in names), tuple(made[name] for name in names)}

    def test_kind_of_a_new_card(self):
        person, company = ('individual', 'person', False), ('legal_entity', 'company', True)
        entrepreneur, state = ('entrepreneur', 'company', True), ('government', 'company', True)
        menu = {'default_is_company': True}
        for own, context, expected in (
            ({}, {}, person),
            ({}, menu, company),
            # the user's own default takes priority over the menu's
            ({'company_type': 'person'}, menu, person),
            ({'counterparty_type': 'individual'}, menu, person),
            ({'counterparty_type': 'entrepreneur'}, menu, entrepreneur),
            ({'company_type': 'company'}, {}, company),
            ({'company_type': 'company', 'counterparty_type': 'entrepreneur'}, {}, entrepreneur),
            ({'is_company': True}, {}, company),
            ({'is_company': True}, {'default_is_company': False}, person),
            # our field takes priority over core's
            ({'company_type': 'person', 'counterparty_type': 'government'}, {}, state),
            # values of the caller take priority over the user's own default
            ({'company_type': 'person'}, {'default_company_type': 'company'}, company),
            ({'counterparty_type': 'government'}, {'default_company_type': 'person'}, person),
            ({'counterparty_type': 'government'}, {'default_company_type': 'company'}, state),
            ({'company_type': 'company'}, {'default_counterparty_type': 'individual'}, person),
            ({'counterparty_type': 'individual'}, {'default_counterparty_type': 'government', **menu}, state),
        ):
            self.set_defaults('res.partner', **own)
            self.assertEqual(self.get_kinds(**context), {expected}, (own, context))

    def test_given_values_take_priority_over_defaults(self):
        self.set_defaults('res.partner', company_type='person')
        made = self.as_person('res.partner').create([
            {'name': 'А', 'is_company': True}, {'name': 'Б', 'counterparty_type': 'government'}, {'name': 'В'}])
        self.assertEqual(made.mapped('counterparty_type'), ['legal_entity', 'government', 'individual'])
        self.set_defaults('res.partner', counterparty_type='entrepreneur')
        made = self.as_person('res.partner').create([{'name': 'А', 'is_company': False}, {'name': 'Б', 'company_type': 'person'}])
        self.assertEqual(made.mapped('counterparty_type'), ['individual', 'individual'])

    def test_a_contact_person_has_no_kind(self):
        self.set_defaults('res.partner', counterparty_type='entrepreneur')
        nobody = (False, 'person', False)
        self.assertEqual(self.get_kinds(default_parent_id=self.partner.id), {nobody})
        contact = self.as_person('res.partner').create({'name': 'Особа', 'parent_id': self.partner.id})
        self.assertEqual((contact.counterparty_type, contact.company_type, contact.is_company), nobody)
        self.partner.with_user(self.person).child_ids = [(0, 0, {'name': 'Друга особа'})]
        self.assertFalse(self.partner.child_ids.filtered('is_company'))

    # ------------------------------------------------------------
    # Type and stage of an order
    # ------------------------------------------------------------

    def get_ways(self, **context):
        """:return: set of (type, operation, stage) of an opened order and of a created one; the stage of the former if it has
            one"""
        orders = self.as_person('sale.order', **context)
        opened = orders.onchange({}, [], {'partner_id': {}, 'order_type_id': {}, 'operation': {}, 'stage_id': {}})['value']
        made = orders.create({'partner_id': self.partner.id})
        stage = opened['stage_id'] or made.order_type_id._get_stage('draft').id
        return {(opened['order_type_id'], opened['operation'], stage),
                (made.order_type_id.id, made.operation, made.stage_id.id)}

    def test_type_and_stage_of_a_new_order(self):
        sale, work = self.env.ref('bas_crm.bas_order_type_sale'), self.env.ref('bas_crm.bas_order_type_work')
        special = sale.copy({'name': 'Виставка', 'sequence': 90})
        later = special._get_path().filtered(lambda stage: special._get_state(stage) == 'draft')[-1:]
        begins = {order_type: order_type._get_stage('draft') for order_type in (sale, work, special)}
        customers, works = {'default_operation': 'customer_order'}, {'default_operation': 'work_order'}
        for own, context, (order_type, stage) in (
            ({}, {}, (sale, begins[sale])),
            ({}, works, (work, begins[work])),
            ({'order_type_id': special.id}, {}, (special, begins[special])),
            ({'order_type_id': special.id}, customers, (special, begins[special])),
            ({'order_type_id': special.id}, works, (work, begins[work])),
            ({'stage_id': later.id}, {}, (special, later)),
            ({'stage_id': later.id}, works, (work, begins[work])),
            ({'order_type_id': sale.id, 'stage_id': later.id}, {}, (special, later)),
            ({'order_type_id': sale.id}, {'default_stage_id': later.id}, (special, later)),
            ({'order_type_id': work.id}, {'default_order_type_id': special.id}, (special, begins[special])),
        ):
            self.set_defaults('sale.order', **own)
            self.assertEqual(self.get_ways(**context), {(order_type.id, order_type.operation, stage.id)}, (own, context))
        special.active = False
        self.set_defaults('sale.order', order_type_id=special.id)
        self.assertEqual(self.get_ways(), {(sale.id, 'customer_order', begins[sale].id)}, 'what is archived is no default')

    def test_a_work_order_by_default_has_its_number(self):
        self.set_defaults('sale.order', order_type_id=self.env.ref('bas_crm.bas_order_type_work').id)
        order = self.as_person('sale.order').create({'partner_id': self.partner.id})
        self.assertRegex(order.name, r'^\d{4}/\d{4}$')

    # ------------------------------------------------------------
    # Durations, numbers, offers
    # ------------------------------------------------------------

    def test_default_duration_of_an_event(self):
        self.set_defaults('bas.event', duration=2.0)
        start = {'default_start': '2026-06-01 08:00:00'}
        for context, stop in (
                ({}, '10:00'), ({'default_stop': '2026-06-01 09:30:00'}, '09:30'), ({'default_duration': 1}, '09:00')):
            events = self.as_person('bas.event', **start, **context)
            opened = events.onchange({}, [], {'start': {}, 'stop': {}, 'duration': {}})['value']
            made = events.create({'subject': 'Дзвінок'})
            for found in (opened['stop'], made.stop):
                self.assertEqual(str(found), f'2026-06-01 {stop}:00', context)
            self.assertEqual(opened['duration'], made.duration)
        given = self.as_person('bas.event').create({'subject': 'Дзвінок', 'start': '2026-06-01 08:00:00', 'duration': 0.5})
        self.assertEqual(str(given.stop), '2026-06-01 08:30:00')

    def test_a_number_belongs_to_the_default_year_and_company(self):
        elsewhere = self.env['res.company'].create({'name': 'Друга фірма'})
        self.person.company_ids |= elsewhere
        tasks = self.as_person('bas.work.task', default_date='2024-06-01')
        self.assertTrue(tasks.create({'performer_id': self.employee.id}).name.endswith('/2024'))
        self.set_defaults('bas.sales.plan', date_from='2025-06-01', company_id=elsewhere.id)
        plan = self.as_person('bas.sales.plan', allowed_company_ids=[self.company.id, elsewhere.id]).create({})
        self.assertEqual((plan.company_id, plan.name), (elsewhere, '0001/2025'))

    def test_design_and_template_of_an_offer(self):
        self.order.order_line = [(0, 0, {'product_id': self.env['product.product'].create({'name': 'Стіл'}).id})]
        template = self.env['bas.offer.template'].create({'name': 'Свій', 'sequence': 99})
        self.set_defaults('bas.commercial.offer', design='pictures', template_id=template.id)
        offer = self.env['bas.commercial.offer'].browse(self.order.with_user(self.person).action_create_offer()['res_id'])
        self.assertEqual((offer.design, offer.template_id), ('pictures', template))
        self.set_defaults('bas.commercial.offer')
        self.company.bas_offer_design = 'pictures'
        offer = self.env['bas.commercial.offer'].browse(self.order.with_user(self.person).action_create_offer()['res_id'])
        self.assertEqual(offer.design, 'pictures', 'without a default of his own, that of the company')
        self.assertNotEqual(offer.template_id, template)
