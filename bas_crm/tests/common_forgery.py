import base64
import io

from lxml import etree
from PIL import Image

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import InvoicingCase

MODULE = 'bas_crm'
#: ways of a view to say that a field is not for typing
ALWAYS = {'1', 'True', 'true'}


def picture():
    """:return: base64 of a small PNG"""
    stream = io.BytesIO()
    Image.new('RGB', (60, 30), 'white').save(stream, 'PNG')
    return base64.b64encode(stream.getvalue()).decode()


class ForgeryCase(InvoicingCase):
    """One record of each model with protected fields, and users who try to change them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.performer = new_test_user(cls.env, 'vykonavets', groups='bas_crm.group_performer')
        cls.roles = {'own': cls.own, 'all': cls.all, 'head': cls.head, 'performer': cls.performer, 'clerk': cls.clerk}
        cls.records = cls.make_records()

    @classmethod
    def make_records(cls):
        cls.env['res.company'].create({'name': 'ТОВ «Друга»'})
        cls.partner, cls.stranger = cls.make_partner(user_id=cls.own.id), cls.make_partner(name='ТОВ «Обрій»')
        employee, cls.colleague = cls.make_employee(user=cls.performer), cls.make_employee('Петро Лисенко')
        product = cls.env['product.product'].create({'name': 'Стіл', 'list_price': 100.0, 'taxes_id': False})
        cls.env['product.combo'].create({'name': 'Набір', 'combo_item_ids': [(0, 0, {'product_id': product.id})]})
        cls.env['sale.order'].create({'partner_id': cls.stranger.id, 'user_id': cls.own.id})
        contract, _second = cls.env['bas.contract'].create([
            {'partner_id': cls.partner.id, 'user_id': cls.own.id}, {'partner_id': cls.partner.id, 'user_id': cls.own.id}])
        cls.order = cls.env['sale.order'].create({
            'partner_id': cls.partner.id, 'user_id': cls.own.id,
            'order_line': [(0, 0, {'product_id': product.id}), (0, 0, {'product_id': product.id, 'product_uom_qty': 2})],
            'performer_ids': [(0, 0, {'employee_id': employee.id, 'hours': 2})]})
        cls.order.action_create_offer()
        cls.order.action_create_offer()
        offer = cls.order.offer_ids[0]
        event = cls.make_event(partner_id=cls.partner.id)
        cls.make_event(subject='Друга')
        task = cls.make_task(employee, {'partner_id': cls.partner.id, 'description': 'Монтаж'})
        cls.make_task(employee)
        category, cls.category = cls.env['product.category'].create([{'name': 'Столи'}, {'name': 'Стільці'}])
        plan, _second = cls.env['bas.sales.plan'].create([{
            'date_from': '2026-04-01', 'user_id': cls.own.id,
            'line_ids': [(0, 0, {'categ_id': category.id, 'date': '2026-04-01', 'amount': 100})]} for _each in range(2)])
        plan.action_approve()
        plan.action_revise()
        invoice = cls.make_invoice(cls.partner, 100, invoice_user_id=cls.own.id)
        payment = cls.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=cls.make_invoice(cls.partner, 50).ids).create({})._create_payments()
        return {record._name: record for record in (
            cls.make_lead(), cls.partner, contract, cls.order, cls.order.order_type_id, cls.order.stage_id,
            cls.order.stage_log_ids[:1], cls.order.performer_ids, offer, offer.line_ids[:1], event, event.participant_ids[:1],
            event.calendar_event_id, task, task.line_ids, plan, plan.line_ids, plan.revision_ids, invoice,
            invoice.invoice_line_ids[:1], cls.env['bas.employee.calendar']._of_user(cls.own),
            cls.order.activity_schedule(user_id=cls.own.id), payment.move_id.line_ids.matched_debit_ids, cls.make_reminder(event),
            cls.env['bas.morning.letter']._program_create([{'user_id': cls.own.id, 'day': '2026-03-02'}]),
            *cls.make_imports(), *cls.make_handovers())}

    @classmethod
    def make_reminder(cls, event):
        """A reminder of a debt, and one of another customer."""
        return cls.env['bas.debt.reminder']._program_create([{
            'partner_id': partner.id, 'company_id': cls.company.id, 'day': '2026-03-02', 'way': 'call', 'event_id': event.id,
            'user_id': cls.own.id, 'amount': 100} for partner in (cls.partner, cls.stranger)])[0]

    @classmethod
    def make_imports(cls):
        """An import with all that belongs to it, and another one.

        :return: list of a record of each of its models
        """
        for _each in range(2):
            session = cls.env['bas.import'].create({})
            table = cls.env['bas.import.table'].create({'import_id': session.id, 'file': 'list.xlsx', 'kind': 'counterparty'})
            column = cls.env['bas.import.column'].create({'table_id': table.id, 'heading': 'Назва', 'key': 'name'})
            row = cls.env['bas.import.row'].create({'import_id': session.id, 'table_id': table.id, 'values': {'name': 'Обрій'}})
            question = cls.env['bas.import.question'].create({
                'import_id': session.id, 'name': 'Хто це?', 'question_type': 'reference', 'key': 'reference|res.users|бойко',
                'options': ['use', 'skip'], 'res_model': 'res.users', 'row_ids': row.ids})
            change = cls.env['bas.import.change'].create({
                'import_id': session.id, 'kind': 'created', 'res_model': 'res.partner', 'res_id': cls.partner.id})
            key = cls.env['bas.import.key'].create({
                'company_id': session.company_id.id, 'source': 'bas', 'kind': 'counterparty', 'value': f'code:{session.id}',
                'res_model': 'res.partner', 'res_id': cls.partner.id, 'import_id': session.id})
        return [session, table, column, row, question, change, key]

    @classmethod
    def make_handovers(cls):
        """A handover with all that belongs to it, and another one.

        :return: list of a record of each of its models
        """
        for _each in range(2):
            handover = cls.env['bas.handover'].create({'user_id': cls.own.id, 'deputy_id': cls.other.id})
            item = cls.env['bas.handover.item'].create({
                'handover_id': handover.id, 'kind': 'customers', 'res_model': 'res.partner', 'res_id': cls.partner.id,
                'res_name': 'ТОВ «Світанок»', 'old_user_id': cls.own.id, 'new_user_id': cls.other.id})
        return [handover, handover.line_ids[:1], item]

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------

    def get_our_models(self):
        return [model for name, model in sorted(self.env.items()) if model._auto and not (model._abstract or model._transient)]

    def get_our_fields(self, model):
        """:return: list of the stored fields that are ours: all of our own models, and what we add to core's"""
        is_own = model._original_module == MODULE
        return [field for name, field in model._fields.items() if field.store and name not in models.MAGIC_COLUMNS
                and field.type != 'one2many' and (is_own or field._modules[:1] == (MODULE,))]

    def get_protected(self):
        """:return: dict: model → names of the fields that nobody may set"""
        found = {model._name: [field.name for field in self.get_our_fields(model) if field.readonly]
                 for model in self.get_our_models()}
        found['sale.order'] += ['signature', 'signed_by', 'signed_on']  # core's, and they open or fix the order
        return {model: names for model, names in found.items() if names}

    def get_typed(self):
        """:return: set of (model, field) that some view lets a person edit"""
        typed = set()
        views = self.env['ir.ui.view'].search([('type', 'in', ('form', 'list', 'kanban')), ('mode', '=', 'primary')])
        for view in views.filtered(lambda view: view.model in self.env):
            root = etree.Element('root')
            root.append(view._get_combined_arch())
            self._find_typed(self.env[view.model], root, typed)
        return typed

    def _find_typed(self, model, node, typed):
        for child in node.iterchildren(tag=etree.Element):
            if child.tag != 'field' or child.get('name') not in model._fields:
                self._find_typed(model, child, typed)
                continue
            field = model._fields[child.get('name')]
            is_shown_only = child.get('readonly') in ALWAYS or (child.get('readonly') is None and field.readonly) or (
                child.get('widget') == 'statusbar' and 'clickable' not in child.get('options', ''))
            is_hidden = child.get('invisible') in ALWAYS or child.get('column_invisible') in ALWAYS
            if not (is_shown_only or is_hidden):
                typed.add((model._name, field.name))
                if field.related:
                    typed.add((field.related_field.model_name, field.related_field.name))
            if field.relational:
                self._find_typed(self.env[field.comodel_name], child, typed)

    # ------------------------------------------------------------
    # Forging
    # ------------------------------------------------------------

    def get_forged(self, record, name):
        """:return: a value for the field, as ``write`` takes it, that is not what the record holds"""
        field, value = record._fields[name], record.sudo()[name]
        if field.type in ('many2one', 'many2many'):
            other = self.env[field.comodel_name].with_context(active_test=False).search([('id', 'not in', value.ids)], limit=1)
            self.assertTrue(other, f"make_records: one more {field.comodel_name} is needed for {field}")
            return other.id if field.type == 'many2one' else [Command.set(other.ids)]
        if field.type == 'selection':
            return next(key for key in field.get_values(self.env) if key != value)
        return {
            'many2one_reference': 77,
            'boolean': not value, 'integer': 77, 'float': 77.0, 'monetary': 77.0, 'json': {'forged': 1}, 'binary': picture(),
            'date': '2020-02-02', 'datetime': '2020-02-02 02:02:02'}.get(field.type, 'Forged')

    def read_value(self, record, name):
        record.invalidate_recordset([name])
        value = record.sudo()[name]
        return value.ids if isinstance(value, models.BaseModel) else value

    def is_forged(self, record, name, forged):
        field, value = record._fields[name], record.sudo()[name]
        if field.type == 'binary':
            return bool(value)
        if field.type == 'many2many':
            return value.ids == forged[0][2]
        return field.convert_to_write(value, record) == field.convert_to_write(field.convert_to_cache(forged, record), record)

    def attempt(self, work):
        """Run ``work`` and roll it back.

        :return: what ``work`` returns, None where it is refused; any other error is one of the test
        """
        savepoint = self.env.cr.savepoint()
        try:
            result = work()
            self.env.flush_all()
            return result
        except UserError:
            return None
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def prepare_values(self, record):
        """:return: values of another record like this one, of fields that a person gives"""
        own = {
            'bas.order.performer': lambda: {'employee_id': self.colleague.id},
            'bas.order.type': lambda: {'stage_ids': record.sudo().copy_data()[0]['stage_ids']},
            'bas.sales.plan.line': lambda: {'categ_id': self.category.id},
        }.get(record._name, dict)()
        protected = set(self.get_protected()[record._name]) - record._set_once
        values = {name: value for name, value in record.sudo().copy_data()[0].items()
                  if name not in protected and record._fields[name].type not in ('one2many', 'many2many')}
        return {**values, **own}

    def get_parents(self, record):
        """:return: list of (parent, field): documents in whose lines the record stands"""
        return [
            (record.sudo()[field.inverse_name], field.name)
            for model in self.get_our_models() for field in model._fields.values()
            if field.type == 'one2many' and field.store and field.comodel_name == record._name and field.inverse_name
            and record._fields[field.inverse_name].type == 'many2one' and record.sudo()[field.inverse_name]]

    def to_text(self, record, name, forged):
        """:return: (column, cell) of an import"""
        kind = record._fields[name].type
        text = str(forged[0][2][0] if kind == 'many2many' else forged)
        return (f'{name}/.id' if kind in ('many2one', 'many2many') else name), text
