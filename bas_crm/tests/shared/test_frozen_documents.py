import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_forgery import MODULE, ForgeryCase, picture

#: intended cascades of the database: a row is deleted with its document, a setting with its owner
CASCADES = {
    ('bas.commercial.offer', 'order_id'),  # sale.order has deleted its offers one by one already
    ('bas.commercial.offer.line', 'offer_id'), ('bas.commercial.offer.line', 'linked_line_id'),
    ('bas.event.participant', 'event_id'),
    ('bas.lead.contact', 'lead_id'), ('bas.order.performer', 'order_id'), ('bas.order.stage', 'order_type_id'),
    ('bas.order.stage.log', 'order_id'), ('bas.sales.plan.line', 'plan_id'), ('bas.sales.plan.revision', 'plan_id'),
    ('bas.handover.line', 'handover_id'), ('bas.handover.item', 'handover_id'),
    ('bas.work.task.line', 'task_id'), ('product.attribute.custom.value', 'offer_line_id'),
    ('bas.morning.letter', 'user_id'), ('bas.employee.calendar', 'user_id'), ('bas.employee.calendar.filter', 'user_id'),
    ('bas.employee.calendar.filter', 'calendar_id'),
    ('bas.import.table', 'import_id'), ('bas.import.column', 'table_id'), ('bas.import.row', 'import_id'),
    ('bas.import.row', 'table_id'), ('bas.import.question', 'import_id'), ('bas.import.change', 'import_id'),
    ('bas.import.key', 'import_id'), ('bas.import.key', 'company_id'),
    # settings of one company
    ('bas.contract.template', 'company_id'), ('bas.event.subject', 'company_id'), ('bas.offer.template', 'company_id'),
    ('bas.order.type', 'company_id'), ('bas.work.type', 'company_id'),
}


@tagged('post_install', '-at_install')
class TestFrozenDocuments(ForgeryCase):
    """A document that is sent, approved, signed or billed cannot be changed through its rows, and its links are consistent."""

    def setUp(self):
        super().setUp()
        self.offer = self.records['bas.commercial.offer']

    def assert_refused(self, work, error=UserError, said=None):
        savepoint = self.cr.savepoint()
        try:
            with self.assertRaisesRegex(error, said or ''):
                work()
                self.env.flush_all()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    # ------------------------------------------------------------
    # Rows of frozen documents
    # ------------------------------------------------------------

    def get_rows(self, model, parent_field, parent, row):
        """:return: dict: way → function that creates a row in ``parent``, or moves a row of another document there"""
        rows = row.with_user(self.head if model in ('bas.sales.plan.line', 'bas.handover.line') else self.own)
        values = {name: value for name, value in self.prepare_values(row).items() if name != parent_field}
        lines = next(field.name for field in parent._fields.values() if field.type == 'one2many'
                     and field.comodel_name == model and field.inverse_name == parent_field)
        return {
            'create': lambda: rows.create({**values, parent_field: parent.id}),
            'default': lambda: rows.with_context(**{f'default_{parent_field}': parent.id}).create(values),
            'lines': lambda: parent.with_env(rows.env).write({lines: [Command.create(values)]}),
            'link': lambda: parent.with_env(rows.env).write({lines: [Command.link(row.id)]}),
            'write': lambda: rows.write({parent_field: parent.id}),
            'copy': lambda: rows.copy({**values, parent_field: parent.id}),
        }

    def test_no_row_can_be_added_to_a_frozen_document(self):
        sent = self.offer.copy()
        sent.action_mark_sent()
        approved = self.env['bas.sales.plan'].search([('id', '!=', self.records['bas.sales.plan'].id)], limit=1)
        approved.action_approve()
        self.make_lead(user_id=self.all.id)
        passed = self.env['bas.handover'].with_user(self.head).create({'user_id': self.all.id, 'deputy_id': self.other.id})
        passed.action_pass()
        total, planned = sent.amount_total, approved.amount_total
        for model, field, parent in (
            ('bas.commercial.offer.line', 'offer_id', sent), ('bas.sales.plan.line', 'plan_id', approved),
            ('bas.handover.line', 'handover_id', passed),
        ):
            for way, work in self.get_rows(model, field, parent, self.records[model]).items():
                with self.subTest(model=model, way=way):
                    self.assert_refused(work)
        self.assertEqual((sent.amount_total, approved.amount_total), (total, planned))

    def test_lines_of_a_handover_that_is_carried_out(self):
        handover = self.env['bas.handover'].with_user(self.head).create({'user_id': self.own.id, 'deputy_id': self.other.id})
        handover.line_ids[-1].unlink()
        handover.line_ids[-1].is_included = False
        handover.action_pass()
        self.assertEqual(handover.state, 'done')
        line = handover.line_ids[0]
        for work in (
            lambda: line.write({'is_included': False}), lambda: line.write({'user_id': self.all.id}), line.unlink, line.copy,
            lambda: line.create({'handover_id': handover.id, 'kind': 'plan_rows'}),
            lambda: handover.write({'line_ids': [Command.update(line.id, {'is_included': False})]}),
        ):
            self.assert_refused(work, said='can no longer be changed')

    def test_performers_of_a_closed_order_cannot_be_changed(self):
        performer = self.records['bas.order.performer'].with_user(self.own)
        self.order.write({'state': 'cancel'})
        for work in (
            lambda: performer.write({'hours': 9}),
            performer.unlink,
            lambda: performer.create({'order_id': self.order.id, 'employee_id': self.colleague.id}),
            lambda: performer.with_context(default_order_id=self.order.id).create({'employee_id': self.colleague.id}),
            lambda: self.order.with_user(self.own).write({'performer_ids': [Command.update(performer.id, {'share': 1})]}),
        ):
            self.assert_refused(work, said='is cancelled')

    def test_worked_hours_can_be_entered_in_a_locked_order(self):
        """With core's «Lock Confirmed Sales» an order is locked at once. Its lines are frozen, but hours are entered later."""
        self.order.offer_ids.unlink()
        self.order.write({'state': 'sale', 'locked': True})
        performer, order = self.records['bas.order.performer'].with_user(self.own), self.order.with_user(self.own)
        order.write({'performer_ids': [
            Command.update(performer.id, {'hours': 3}), Command.create({'employee_id': self.colleague.id, 'hours': 1})]})
        self.assertEqual(order.performer_ids.mapped('hours'), [3, 1])
        self.assertEqual(order.performer_ids.mapped('share'), [75, 25])
        (order.performer_ids - performer).unlink()
        self.assertEqual(order.performer_ids, performer)
        self.assert_refused(lambda: order.order_line[0].write({'product_uom_qty': 7}), said='locked')

    def test_texts_of_a_sent_offer_cannot_be_edited(self):
        attribute = self.env['product.attribute'].create({
            'name': 'Напис', 'create_variant': 'no_variant', 'value_ids': [(0, 0, {'name': 'Свій', 'is_custom': True})]})
        template = self.env['product.template'].create({'name': 'Табличка', 'attribute_line_ids': [(0, 0, {
            'attribute_id': attribute.id, 'value_ids': [(6, 0, attribute.value_ids.ids)]})]})
        value = template.attribute_line_ids.product_template_value_ids
        self.offer.action_mark_sent()
        texts = self.env['product.attribute.custom.value'].with_user(self.own)
        values = {'custom_product_template_attribute_value_id': value.id, 'custom_value': 'Чуже'}
        line = self.offer.line_ids[0]
        for work in (
            lambda: texts.create({**values, 'offer_line_id': line.id}),
            lambda: texts.with_context(default_offer_line_id=line.id).create(values),
            lambda: texts.create(values).write({'offer_line_id': line.id}),
        ):
            self.assert_refused(work)

    def test_an_offer_by_default_of_a_closed_order(self):
        self.order.write({'state': 'cancel'})
        self.assert_refused(lambda: self.env['bas.commercial.offer'].with_user(self.own).with_context(
            default_order_id=self.order.id).create({}), said='is cancelled')

    def test_terms_of_an_active_contract_are_frozen(self):
        contract = self.records['bas.contract'].with_user(self.own)
        contract.action_activate()
        self.assert_refused(lambda: contract.write({'partner_id': self.stranger.id}), said='cannot be changed')
        contract.write({'amount_limit': 5})
        contract.write({'is_signed': True})
        for values in ({'amount_limit': 7}, {'date_end': '2027-01-01'}, {'name': 'Інший'}):
            self.assert_refused(lambda values=values: contract.write(values), said='cannot be changed')
        contract.write({'amount_limit': 5, 'is_signed': True})
        contract.write({'is_signed': False, 'amount_limit': 7})
        self.assertEqual(contract.amount_limit, 7)

    def test_a_posted_invoice_keeps_its_contract(self):
        accountant = self.env['res.users'].create({
            'name': 'Бухгалтер', 'login': 'bukhhalter',
            'group_ids': [(6, 0, [self.env.ref('account.group_account_invoice').id])]})
        invoice = self.records['account.move'].with_user(accountant)
        self.assert_refused(lambda: invoice.write({'contract_id': self.records['bas.contract'].id}), said='is posted')

    # ------------------------------------------------------------
    # Links
    # ------------------------------------------------------------

    def test_a_calendar_record_linked_one_way_is_no_mirror(self):
        """A document moves and deletes only a calendar record that is linked in both directions."""
        private = self.env['calendar.event'].with_user(self.head).create({
            'name': 'Лікар', 'start': '2026-03-02 10:00:00', 'stop': '2026-03-02 11:00:00', 'privacy': 'private'})
        for document in (self.records['bas.event'], self.records['bas.work.task.line']):
            mirror = document.calendar_event_id
            document.calendar_event_id = private  # as can be done with access to the database
            document.write({'start': '2026-03-05 08:00:00', 'stop': '2026-03-05 09:00:00'})
            self.assertEqual((str(private.start), private.name), ('2026-03-02 10:00:00', 'Лікар'))
            document.calendar_event_id = private
            document.unlink()
            self.assertTrue(private.exists())
            mirror.unlink()

    def test_a_context_cannot_create_a_mirror(self):
        event = self.records['bas.event']
        model_id = self.env['ir.model']._get_id('bas.event')
        values = {'name': 'Проста', 'start': '2026-03-02 10:00:00', 'stop': '2026-03-02 11:00:00'}
        contexts = (
            {'default_res_model': 'bas.event', 'default_res_id': event.id},
            {'default_res_model_id': model_id, 'default_res_id': event.id},
            {'active_model': 'bas.event', 'active_id': event.id},
            {'default_bas_kind': 'call', 'default_bas_category': 'done', 'default_author_id': self.head.id,
             'default_counterparty_id': self.partner.id},
        )
        names = ('res_model', 'res_model_id', 'res_id', 'bas_kind', 'bas_category', 'author_id', 'counterparty_id')
        for user in (self.clerk, self.performer, self.own):
            records = self.env['calendar.event'].with_user(user)
            for context in contexts:
                record = records.with_context(**context).create(values)
                self.assertFalse(any(record[name] for name in names), context)
            record = records.create({**values, 'res_model': 'crm.lead', 'res_model_id': model_id, 'res_id': event.id})
            self.assertFalse(record.res_model_id or record.res_id)
            record.write({'res_model': 'crm.lead', 'res_model_id': model_id, 'res_id': event.id})
            self.assertFalse(record.res_model_id or record.res_id)

    def test_hours_are_billed_once(self):
        line = self.records['bas.work.task.line']
        product = self.env['product.product'].create({'name': 'Робота', 'type': 'service'})
        line.work_type_id = self.env['bas.work.type'].create({'name': 'Монтаж', 'product_id': product.id, 'price_hour': 100})
        task = line.task_id.with_user(self.own)
        task.action_add_to_order()
        self.assertTrue(line.sale_line_id)
        for work in (
            lambda: line.with_user(self.own).write({'sale_line_id': False}),
            lambda: task.write({'line_ids': [Command.update(line.id, {'sale_line_id': False})]}),
            lambda: line.with_user(self.own).write({'order_id': self.order.id}),
            task.action_add_to_order,
        ):
            self.assert_refused(work)
        line.sale_line_id.unlink()
        self.env.invalidate_all()
        self.assertFalse(line.sale_line_id, 'taken off the order, the hours are free again')

    def test_linked_documents_have_the_same_customer(self):
        other = self.env['sale.order'].search([('partner_id', '=', self.stranger.id)])
        event, line = (self.records[name].with_user(self.own) for name in ('bas.event', 'bas.work.task.line'))
        lead = self.make_lead(partner_id=self.stranger.id)
        contract = self.env['bas.contract'].create({'partner_id': self.stranger.id, 'user_id': self.own.id})
        for number, work in enumerate((
            lambda: event.write({'order_id': other.id}),
            lambda: event.write({'lead_id': lead.id}),
            lambda: event.write({'contract_id': contract.id}),
            lambda: event.copy({'order_id': other.id}),
            lambda: event.with_context(default_order_id=other.id).create({
                'subject': 'Чуже', 'partner_id': self.partner.id, 'start': '2026-03-02 10:00:00'}),
            lambda: line.write({'order_id': self.order.id, 'partner_id': self.stranger.id}),
            lambda: self.records['bas.contract'].with_user(self.own).write({'parent_id': contract.id}),
            lambda: self.order.with_user(self.own).write({'contract_id': contract.id}),
        )):
            with self.subTest(number=number):
                self.assert_refused(work, said='belongs to|is of|the same counterparty|is with')
        event.write({'order_id': self.order.id})
        self.assert_refused(
            lambda: self.order.with_user(self.own).write({'partner_id': self.stranger.id}), said='cannot be changed')

    def test_an_event_needs_a_user_who_can_log_in(self):
        calendar = self.env['bas.employee.calendar']._of_employee(self.colleague)
        event = self.records['bas.event']
        record = event.calendar_event_id.with_user(self.all)
        people = record.sudo().partner_ids
        for values in ({'employee_calendar_id': calendar.id}, {'user_id': self.portal.id}, {'user_id': False},
                       {'employee_calendar_id': False}):
            self.assert_refused(lambda values=values: record.write(values), said='Choose an employee|does not log in')
        self.assert_refused(lambda: event.with_user(self.all).write({'user_id': self.portal.id}))
        self.env.invalidate_all()
        self.assertEqual((event.user_id, event.calendar_event_id.partner_ids), (self.own, people))

    # ------------------------------------------------------------
    # Core's fields that the program sets
    # ------------------------------------------------------------

    def test_no_order_is_confirmed_past_its_offers(self):
        order = self.order.with_user(self.own)
        for work in (lambda: order.write({'state': 'sale'}), order.action_confirm, lambda: order.web_save({'state': 'sale'}, {})):
            self.assert_refused(work, said='none is chosen')

    def test_state_and_stage_agree_however_an_order_begins(self):
        orders = self.env['sale.order'].with_user(self.own)
        for state in ('draft', 'sent', 'sale', 'cancel'):
            for order in (orders.create({'partner_id': self.partner.id, 'state': state}),
                          orders.with_context(default_state=state).create({'partner_id': self.partner.id}),
                          orders.with_context(default_stage_id=self.order.order_type_id._get_stage('sale').id, default_state=state
                                              ).create({'partner_id': self.partner.id})):
                self.assertTrue(order._is_stage_consistent(), state)
                self.assertEqual(bool(order.cancel_reason_id), order.state == 'cancel', 'the funnel counts it by a reason')

    def test_a_lost_lead_is_decided(self):
        lead, customer = self.make_lead(), self.make_lead(partner_name='ТОВ «Мрія»')
        lead.with_user(self.own).write({'active': False, 'probability': 0})
        self.assertEqual(lead.decision, 'junk')
        customer._convert_to_customer()
        self.assert_refused(
            lambda: customer.with_user(self.own).write({'active': False, 'probability': 0}), said='cannot be marked as lost')

    # ------------------------------------------------------------
    # Signatures
    # ------------------------------------------------------------

    def test_a_signature_is_a_picture(self):
        self.offer.action_mark_sent()
        for signature in (b'<html><script>1</script></html>', b'<svg xmlns="http://www.w3.org/2000/svg"/>', b'%PDF-1.7',
                          b'GIF89a', b'\x89PNG\r\n\x1a\n', bytes(2_000_000)):
            self.assert_refused(lambda signature=signature: self.offer._accept(
                'Оксана', base64.b64encode(signature).decode()), said='a picture')
        self.assert_refused(lambda: self.offer._accept('О' * 300_000, picture()), said='shorter name')
        self.assert_refused(lambda: self.offer._decline('Д' * 300_000), said='shorter')
        self.assertEqual(self.offer.state, 'sent')

    def test_an_attachment_cannot_replace_a_signature(self):
        attachments = self.env['ir.attachment'].with_user(self.own)
        values = {'name': 'signature', 'res_model': self.offer._name, 'res_id': self.offer.id, 'datas': picture()}
        self.assert_refused(lambda: attachments.create({**values, 'res_field': 'signature'}), AccessError)
        self.assert_refused(lambda: attachments.create(values).write({'res_field': 'signature'}), AccessError)
        self.offer._decide({'signature': picture()})
        kept = attachments.search([('res_model', '=', self.offer._name), ('res_field', '=', 'signature')])
        self.assert_refused(lambda: (kept or attachments.sudo().search([('res_field', '=', 'signature')]).sudo(False)).unlink())

    # ------------------------------------------------------------
    # Deleting
    # ------------------------------------------------------------

    def test_cascades_of_deletions(self):
        cascades = {
            (model._name, field.name) for model in self.get_our_models() for field in self.get_our_fields(model)
            if field.type == 'many2one' and field.ondelete == 'cascade'}
        self.assertEqual(cascades, CASCADES, 'no document goes with a master record; a part goes with its document')

    def test_the_database_matches_the_declaration(self):
        letters = {'cascade': 'c', 'set null': 'n', 'restrict': 'r'}
        for model in self.get_our_models():
            for field in self.get_our_fields(model):
                if field.type != 'many2one' or not field.column_type or field.company_dependent:
                    continue
                self.env.cr.execute("""
                    SELECT confdeltype FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)
                     WHERE conrelid = %s::regclass AND contype = 'f' AND attname = %s""", (model._table, field.name))
                for rule, in self.env.cr.fetchall():
                    self.assertEqual(rule, letters[field.ondelete or 'set null'], f"{field}: {MODULE}")

    def test_a_company_with_documents_cannot_be_deleted(self):
        company = self.env['res.company'].search([('name', '=', 'ТОВ «Друга»')])
        event = self.make_event(company_id=company.id, user_id=False)
        record = event.calendar_event_id
        self.assert_refused(company.unlink, said='so it cannot be deleted')
        self.assertTrue(event.exists() and record.exists())
