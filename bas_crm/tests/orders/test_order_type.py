from lxml import etree

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common_orders import OrderStageCase


@tagged('post_install', '-at_install')
class TestOrderType(OrderStageCase):
    """The head of sales edits types and their stages."""

    def save(self, order_type, *commands, **values):
        """Save as the form does: all rows at once, by the head of sales."""
        return order_type.with_user(self.head).web_save({'all_stage_ids': list(commands), **values}, {'name': {}})

    def row(self, name, **values):
        return (1, self.stages[name].id, values)

    # ------------------------------------------------------------
    # The form
    # ------------------------------------------------------------

    def test_the_head_opens_and_saves_a_type(self):
        reference = self.env.ref('bas_crm.bas_order_requirement_client_order_ref')
        self.stages['Shipped'].requirement_ids = reference
        row = {'name': {}, 'trigger': {}, 'requirement_ids': {'fields': {'display_name': {}}}}
        read, = self.sales.with_user(self.head).web_read({'name': {}, 'stage_ids': {'fields': row}})
        shipped = next(stage for stage in read['stage_ids'] if stage['name'] == 'Shipped')
        self.assertEqual([field['display_name'] for field in shipped['requirement_ids']], ['Customer Reference'])
        catalogue = self.env['bas.order.requirement'].with_user(self.head)
        (found, title), = catalogue.name_search('deliv', limit=1)
        self.assertEqual(title, catalogue.browse(found).display_name)
        self.save(self.sales, self.row('Agreed', requirement_ids=[(4, found)]))
        self.assertEqual(self.stages['Agreed'].requirement_ids.ids, [found])

    def test_the_form_shows_archived_stages_and_takes_them_back(self):
        with Form(self.sales.with_user(self.head)) as form, form.all_stage_ids.edit(3) as stage:
            self.assertEqual(stage.name, 'Being Fulfilled')
            stage.active = False
        self.assertFalse(self.stages['Being Fulfilled'].active)
        with Form(self.sales.with_user(self.head)) as form, form.all_stage_ids.edit(3) as stage:
            self.assertEqual(stage.name, 'Being Fulfilled')
            stage.active = True
        self.assertTrue(self.stages['Being Fulfilled'].active)

    def test_archived_types_and_reasons_are_found(self):
        for model in ('bas.order.type', 'bas.cancel.reason'):
            view = etree.fromstring(self.env[model].with_user(self.head).get_view(view_type='search')['arch'])
            self.assertTrue(view.xpath("//filter[@name='filter_archived']"), model)

    def test_fields_are_called_as_on_the_order(self):
        """In the user's language, and never by a technical name."""
        self.env['res.lang']._activate_lang('uk_UA')
        requirement = self.env.ref('bas_crm.bas_order_requirement_payment_term_id')
        self.assertEqual(requirement.with_context(lang='en_US').display_name, 'Payment Terms')
        title = requirement.with_context(lang='uk_UA').display_name
        self.assertNotEqual(title, 'Payment Terms')
        self.assertEqual(requirement.with_context(lang='uk_UA').search([('display_name', '=', title)]), requirement)

    def test_a_note_of_empty_lines_counts_as_empty(self):
        self.stages['Agreed'].requirement_ids = self.env.ref('bas_crm.bas_order_requirement_note')
        order = self.make_order(note='<p><br></p>')
        with self.assertRaisesRegex(UserError, 'Fill in'):
            order.stage_id = self.stages['Agreed']

    # ------------------------------------------------------------
    # Contradictory types
    # ------------------------------------------------------------

    def test_contradictory_types(self):
        draft, sent, sale, lost = (
            {'name': 'Новий'}, {'name': 'Надіслано', 'trigger': 'offer_sent'}, {'name': 'Узгоджено', 'trigger': 'confirmed'},
            {'name': 'Скасовано', 'is_cancelled': True})
        for stages in ([sale, lost], [sent, sale, lost], [draft, sale, sent, lost], [draft, sent, lost], [draft, sale],
                       [{'name': 'Одразу', 'is_done': True}, lost]):
            with self.assertRaisesRegex(ValidationError, 'needs a first stage', msg=str(stages)):
                self.env['bas.order.type'].create({'name': 'Хибний', 'stage_ids': [
                    (0, 0, {**stage, 'sequence': rank}) for rank, stage in enumerate(stages)]})
        right = self.env['bas.order.type'].create({'name': 'Добрий', 'stage_ids': [
            (0, 0, {**stage, 'sequence': rank}) for rank, stage in enumerate([draft, sent, sale, lost])]})
        self.assertEqual([right._get_stage(state).name for state in ('draft', 'sent', 'sale', 'cancel')],
                         ['Новий', 'Надіслано', 'Узгоджено', 'Скасовано'])

    def test_a_new_stage_does_not_contradict_standing_orders(self):
        between = self.env['bas.order.stage'].create({'order_type_id': self.sales.id, 'name': 'Між', 'sequence': 27})
        self.make_order(stage_id=between.id)
        with self.assertRaisesRegex(UserError, 'do not fit'):
            self.env['bas.order.stage'].create({
                'order_type_id': self.sales.id, 'name': 'Усно', 'sequence': 25, 'trigger': 'confirmed'})

    def test_a_deleted_stage_does_not_contradict_standing_orders(self):
        early = self.env['bas.order.stage'].create({
            'order_type_id': self.sales.id, 'name': 'Усно', 'sequence': 25, 'trigger': 'confirmed'})
        between = self.env['bas.order.stage'].create({'order_type_id': self.sales.id, 'name': 'Між', 'sequence': 27})
        self.make_order(stage_id=between.id)
        with self.assertRaisesRegex(UserError, 'do not fit'):
            early.unlink()

    def test_a_needed_stage_cannot_be_moved_to_another_type(self):
        with self.assertRaisesRegex(ValidationError, 'Sales'):
            self.stages['Cancelled'].order_type_id = self.env.ref('bas_crm.bas_order_type_work')

    def test_a_type_cannot_take_a_needed_stage_of_another(self):
        with self.assertRaisesRegex(ValidationError, 'Sales'):
            self.save(self.env.ref('bas_crm.bas_order_type_work'), (4, self.stages['Cancelled'].id))

    # ------------------------------------------------------------
    # One save
    # ------------------------------------------------------------

    def test_the_cancelled_stage_is_replaced_in_one_save(self):
        self.make_order()
        self.save(self.sales, self.row('Cancelled', is_cancelled=False, sequence=65, active=False),
                  (0, 0, {'name': 'Відмова', 'sequence': 80, 'is_cancelled': True}))
        order = self.make_order()
        order.action_cancel()
        self.assertEqual(order.stage_id.name, 'Відмова')

    def test_confirmation_is_moved_to_an_earlier_stage_in_one_save(self):
        self.save(self.sales, self.row('Offer Sent', trigger='confirmed'), self.row('Agreed', trigger=False))
        order = self.make_order()
        order.action_confirm()
        self.assertEqual(order.stage_id.name, 'Offer Sent')

    def test_a_stage_is_inserted_and_all_are_renumbered_in_one_save(self):
        agreed = self.bring(self.make_order(), 'Agreed')
        rows = [self.row(name, sequence=rank) for rank, name in enumerate(self.stages, 2)]
        self.save(self.sales, (0, 0, {'name': 'Звернення', 'sequence': 1}), *rows)
        self.assertEqual(self.sales.stage_ids.sorted('sequence')[0].name, 'Звернення')
        self.assertEqual((self.make_order().stage_id.name, agreed.stage_id.name), ('Звернення', 'Agreed'))

    def test_a_save_that_contradicts_orders_is_rolled_back(self):
        self.bring(self.make_order(), 'Offer Sent')
        with self.assertRaisesRegex(UserError, 'do not fit'):
            self.save(self.sales, self.row('Offer Sent', trigger='confirmed'), self.row('Agreed', trigger=False))

    def test_a_direct_write_is_checked_whatever_the_context(self):
        """A context sent by RPC cannot disable the check."""
        order = self.make_order()
        with self.assertRaisesRegex(ValidationError, 'needs a first stage'):
            self.stages['Agreed'].with_context(arranging_types=self.sales.ids).write({'trigger': 'offer_sent', 'sequence': 1})
        with self.assertRaisesRegex(UserError, 'Change its type'):
            order.with_context(moving_orders=order.ids).stage_id = self.env.ref('bas_crm.bas_order_stage_work_request')

    # ------------------------------------------------------------
    # Companies, archive
    # ------------------------------------------------------------

    def test_a_shared_type_with_orders_of_others_gets_no_company(self):
        other = self.env['res.company'].create({'name': 'ФОП Гончар'})
        self.make_order(company_id=other.id, user_id=False)
        with self.assertRaisesRegex(ValidationError, 'Orders of ФОП Гончар'):
            self.sales.company_id = self.company

    def test_every_company_keeps_a_type(self):
        types = self.env['bas.order.type'].search([('company_id', '=', False)])
        with self.assertRaisesRegex(UserError, 'last type of orders'):
            types.action_archive()
        with self.assertRaisesRegex(UserError, 'last type of orders'):
            types.unlink()

    def test_with_all_types_of_the_operation_archived_another_takes_over(self):
        self.env['bas.order.type'].search([('operation', '=', 'customer_order')]).action_archive()
        order = self.make_order()
        self.assertEqual(order.order_type_id.operation, 'work_order')
        self.assertEqual(order.stage_id, order.order_type_id.stage_ids[0])
