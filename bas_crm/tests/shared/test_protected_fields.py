from odoo.fields import Command
from odoo.tests import tagged

from ..common_forgery import ForgeryCase

#: fields that no view lets a user edit, but that are not protected; with the reason
EXPLAINED = {
    ('res.company', 'bas_answer_since'),  # set when the setting of hours is turned on
    # the client writes them without showing them: date widgets, lists with sections, the board
    ('bas.event', 'stop'), ('sale.order', 'work_stop'), ('bas.sales.plan', 'date_to'), ('calendar.event', 'employee_calendar_id'),
    ('bas.commercial.offer.line', 'is_optional'), ('bas.commercial.offer.line', 'collapse_prices'),
    ('bas.commercial.offer.line', 'collapse_composition'), ('bas.commercial.offer.line', 'technical_price_unit'),
    ('bas.commercial.offer.line', 'product_no_variant_attribute_value_ids'),
    # a screen of its own: the assistant of moving in
    ('bas.import', 'file_ids'), ('bas.import', 'source'), ('bas.import', 'policy'), ('bas.import.table', 'kind'),
    ('bas.import.column', 'field_name'), ('bas.import.column', 'policy'), ('bas.import.row', 'values'),
    ('bas.import.row', 'is_skipped'), ('bas.import.question', 'answer'), ('bas.import.question', 'res_id'),
    ('bas.import.question', 'answer_value'),
    # the parent document of a row: set by the one2many, never changed afterwards
    ('bas.commercial.offer.line', 'offer_id'), ('bas.event.participant', 'event_id'), ('bas.order.performer', 'order_id'),
    ('bas.sales.plan.line', 'plan_id'), ('bas.work.task.line', 'task_id'), ('product.attribute.custom.value', 'offer_line_id'),
    ('bas.handover.line', 'handover_id'), ('bas.handover.line', 'kind'),
    # the same; core's merge of leads moves the former, the head of sales reorders the latter
    ('bas.lead.contact', 'lead_id'), ('bas.order.stage', 'order_type_id'),
    # checkboxes of each user on the board
    ('bas.employee.calendar.filter', 'user_id'), ('bas.employee.calendar.filter', 'calendar_id'),
    ('bas.employee.calendar.filter', 'checked'),
    # settings and catalogues of administrators, protected by access rights
    ('bas.order.requirement', 'field_name'), ('bas.order.requirement', 'sequence'), ('bas.work.type', 'currency_id'),
    ('bas.work.type', 'color'),
}


@tagged('post_install', '-at_install')
class TestProtectedFields(ForgeryCase):
    """Nobody can set protected fields: all stored fields of ours, all ways, all roles.

    The fields are read from the registry and from all views, so a new field is tested automatically.
    """

    def test_fields_that_nobody_edits_are_read_only(self):
        typed = self.get_typed()
        for model in self.get_our_models():
            open_fields = {
                field.name for field in self.get_our_fields(model)
                if not field.readonly and (model._name, field.name) not in typed | EXPLAINED
                and field.name != 'active'  # archived and unarchived by core's action menu
            }
            self.assertFalse(open_fields, f"{model._name}: no view lets a person edit these: make them readonly, or explain them")

    def test_every_model_with_such_fields_takes_part(self):
        for model, names in self.get_protected().items():
            self.assertTrue(hasattr(self.env[model], '_get_program_fields'), f"{model} needs bas.protected.mixin")
            self.assertLessEqual(set(names), self.env[model]._get_program_fields())
            self.assertIn(model, self.records, "make_records: one record of each model")

    def test_none_of_them_is_copied(self):
        kept = {  # a copy of an offer is another variant for the same order, so the program copies its lines
            'order_id', 'order_line_id', 'combo_item_id', 'extra_tax_data', 'hours_data'}
        for model, names in self.get_protected().items():
            if self.records[model].with_user(self.head).has_access('create'):
                copied = {name for name in names if self.env[model]._fields[name].copy}
                self.assertFalse(copied - kept, f"{model}: copy=False is missing")

    # ------------------------------------------------------------
    # Ways to write
    # ------------------------------------------------------------

    def each(self):
        for model, names in self.get_protected().items():
            record = self.records[model]
            for user in self.roles.values():
                yield record.with_user(user), names, user

    def assert_stays(self, record, name, get_ways):
        before = self.read_value(record, name)
        for way, work in get_ways(record, name, self.get_forged(record, name)).items():
            after = self.attempt(lambda work=work: (work(), self.env.flush_all(), [self.read_value(record, name)])[-1])
            self.assertIn(after, (None, [before]), f"{record._name}.{name} by {way} of {record.env.user.login}")

    def get_writings(self, record, name, forged):
        return {
            'write': lambda: record.write({name: forged}),
            'web_save': lambda: record.web_save({name: forged}, {}),
            'onchange and web_save': lambda: (
                record.onchange({name: forged}, [name], {name: {}}), record.web_save({name: forged}, {})),
            'emptied': lambda: record.write({name: False}),
        }

    def get_imports(self, record, name, forged):
        column, cell = self.to_text(record, name, forged)
        return {'load': lambda: record.browse().load(['.id', column], [[str(record.id), cell]])}

    def get_commands(self, record, name, forged):
        def command(parent, lines):
            return lambda: parent.with_env(record.env).write({lines: [Command.update(record.id, {name: forged})]})
        return {lines: command(parent, lines) for parent, lines in self.get_parents(record)}

    def test_write(self):
        for record, names, _user in self.each():
            for name in names:
                self.assert_stays(record, name, self.get_writings)

    def test_load(self):
        for record, names, _user in self.each():
            for name in names if record.has_access('write') else ():
                self.assert_stays(record, name, self.get_imports)

    def test_lines_of_the_parent(self):
        for record, names, _user in self.each():
            for name in names:
                self.assert_stays(record, name, self.get_commands)

    def get_creations(self, record, name, forged):
        values = self.prepare_values(record)

        def command(parent, lines):
            inverse = parent._fields[lines].inverse_name
            rest = {key: value for key, value in values.items() if key != inverse}
            return lambda: parent.with_env(record.env).write({lines: [Command.create({**rest, name: forged})]})
        return {
            'create': lambda: record.browse().create({**values, name: forged}),
            'copy': lambda: record.copy({name: forged}),
            'web_save': lambda: record.browse().web_save({**values, name: forged}, {}),
            **{lines: command(parent, lines) for parent, lines in self.get_parents(record)},
        }

    def test_create(self):
        for record, names, _user in self.each():
            if not record.has_access('create'):
                continue
            for name in set(names) - record._set_once:
                forged = self.get_forged(record, name)
                for way, work in self.get_creations(record, name, forged).items():
                    self.assert_not_made(record, name, forged, way, work)

    def assert_not_made(self, record, name, forged, way, work):
        known = set(record.sudo().with_context(active_test=False).search([]).ids)

        def check():
            work()
            made = record.sudo().with_context(active_test=False).search([('id', 'not in', list(known))])
            return [self.is_forged(one, name, forged) for one in made]
        self.assertNotIn(True, self.attempt(check) or [], f"{record._name}.{name} by {way} of {record.env.user.login}")

    def test_defaults(self):
        for record, names, user in self.each():
            if not record.has_access('create'):
                continue
            values = self.prepare_values(record)
            if user in (self.own, self.head):
                made = self.attempt(lambda record=record, values=values: record.browse().create(values))
                self.assertTrue(made, f"prepare_values: {user.login} cannot create {record._name} with them")
            forged = {name: self.get_forged(record, name) for name in names if name not in record._set_once}
            self.assertFalse(self.attempt(lambda record=record, values=values, forged=forged: self.find_offered(
                record.with_context(**{f'default_{name}': value for name, value in forged.items()}), values, forged)),
                f"{record._name} by the context of {user.login}")
            self.assertFalse(self.attempt(lambda record=record, values=values, forged=forged: self.find_offered(
                self.with_own_defaults(record, forged), values, forged)), f"{record._name} by own defaults of {user.login}")
            self.env.registry.clear_cache()

    def with_own_defaults(self, record, forged):
        for name, value in forged.items():
            if record._fields[name].type not in ('json', 'binary') and not record._fields[name].company_dependent:
                self.env['ir.default'].set(record._name, name, value, user_id=record.env.uid)
        return record

    def find_offered(self, record, values, forged):
        """:return: list of fields that a form, or a new record, takes from a user's defaults"""
        offered, made = record.browse().default_get(list(forged)), record.browse().create(values)
        self.env.flush_all()
        return [name for name, value in forged.items() if self.is_forged(made, name, value) or (
            name in offered and offered[name] == value)]

    def test_no_mark_sent_from_outside_unprotects_a_field(self):
        order = self.order.with_user(self.own)
        for mark in (True, 'PROGRAM', 1, {}, ['by_program'], [True]):
            context = {'by_program': mark, 'deciding': mark, 'deciding_offers': mark, 'bas_plan_step': mark, 'mirroring': mark}
            self.assertIsNone(self.attempt(lambda context=context: order.with_context(**context).write(
                {'bas_payment_status': 'paid'})))
