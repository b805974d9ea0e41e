from odoo.fields import Command
from odoo.tests import tagged

from ...models.moving_in.usage import IGNORED, _get_query, find_used
from ..common_moving import MovingCase, make_source

#: columns of the program that hold an id, but are no use of the record that a person would miss
NO_USE = {
    # where a window, an embedded view or a filter of it was opened: the model is that of another field
    'ir.filters.embedded_parent_res_id',
    # the team or project that owns an alias, not a record that an import creates
    'mail.alias.alias_parent_thread_id',
}


@tagged('post_install', '-at_install')
class TestImportUsage(MovingCase):
    """An undo keeps what is used, however the link is stored."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A main contract takes over the terms of its customer, and so would use them as well.
        cls.company.bas_create_main_contract = False
        cls.mine = cls.make_partner(name='ТОВ «Ромашка»')
        cls.pricelist = cls.env['product.pricelist'].create({'name': 'Дилерські'})
        cls.term = cls.env['account.payment.term'].create({'name': 'Оплата, днів: 14'})
        cls.firm = cls.make_partner(name='ТОВ «Нова»')

    def read_reasons(self, record, own=None, **kwargs):
        """:return: dict: id of the record, if it is used → by whom"""
        created = {record._name: record.ids, **({own._name: own.ids} if own else {})}
        return find_used(self.env, created, self.env['bas.import']._get_parts(), **kwargs)[record._name]

    def read_used(self, record, own=None, **kwargs):
        return self.read_reasons(record, own, **kwargs).keys()

    def test_links_that_differ_from_company_to_company(self):
        for name, stored, record in (
                ('property_product_pricelist', 'specific_property_product_pricelist', self.pricelist),
                ('property_payment_term_id', 'property_payment_term_id', self.term),
                ('property_supplier_payment_term_id', 'property_supplier_payment_term_id', self.term)):
            with self.subTest(name):
                self.assertFalse(self.read_reasons(record))
                self.mine[name] = record
                self.assertEqual(self.read_used(record), {record.id})
                # The link of a record that goes, too, and one that is given back before, keep nothing.
                self.assertFalse(self.read_used(record, self.mine))
                self.assertFalse(self.read_used(record, restored={f'res.partner.{stored}': set(self.mine.ids)}))
                self.mine[name] = False

    def test_the_link_of_another_company_counts(self):
        other = self.env['res.company'].create({'name': 'ФОП Петренко'})
        self.mine.with_company(other).property_payment_term_id = self.term
        self.assertEqual(self.read_used(self.term), {self.term.id})

    def test_an_undo_keeps_the_terms_that_a_person_has_chosen(self):
        session = self.bring(make_source(
            ['№ договору', 'Дата', 'Контрагент', 'Вид договору', 'Валюта', 'Термін оплати покупця'],
            [['1', '01.02.2026', 'ТОВ «Ромашка»', 'З покупцем', 'UAH', '17']], 'contract'))
        created = session.change_ids.filtered(lambda change: change.res_model == 'account.payment.term')
        term = self.env['account.payment.term'].browse(created.res_id)
        self.assertEqual(len(term), 1, session.row_ids.mapped('problem'))
        self.mine.property_payment_term_id = term
        preview = session.get_undo_preview()
        self.assertEqual((preview['deleted'], preview['archived']), (1, 1))
        session.action_undo()
        self.assertEqual(self.mine.property_payment_term_id, term)
        self.assertFalse(term.active)
        self.assertFalse(self.find('1', 'bas.contract'))

    def test_default_values(self):
        self.env['ir.default'].set('bas.contract', 'pricelist_id', self.pricelist.id)
        self.assertEqual(self.read_used(self.pricelist), {self.pricelist.id})
        tag = self.env['res.partner.category'].create({'name': 'Опт'})
        self.env['ir.default'].set('res.partner', 'category_id', tag.ids)
        self.assertEqual(self.read_used(tag), {tag.id})

    def test_links_by_model_and_number(self):
        links = {
            'mail.scheduled.message': {
                'model': 'res.partner', 'res_id': self.firm.id, 'body': 'Завтра', 'scheduled_date': '2030-01-01 10:00:00',
                'author_id': self.env.user.partner_id.id},
            'mail.activity': {'res_model_id': self.env['ir.model']._get_id('res.partner'), 'res_id': self.firm.id},
            'ir.attachment': {'name': 'Скан', 'res_model': 'res.partner', 'res_id': self.firm.id, 'raw': b'1'},
            'ir.actions.act_window': {'name': 'Картка', 'res_model': 'res.partner', 'res_id': self.firm.id},
            'mail.alias': {
                'alias_name': 'nova', 'alias_model_id': self.env['ir.model']._get_id('res.partner'),
                'alias_force_thread_id': self.firm.id},
        }
        for model, values in links.items():
            with self.subTest(model):
                link = self.env[model].create(values)
                self.assertEqual(self.read_used(self.firm), {self.firm.id})
                link.unlink()
                self.assertFalse(self.read_used(self.firm))

    def test_a_link_to_a_record_of_another_model_with_the_same_number_is_none(self):
        self.env['ir.attachment'].create({'name': 'Скан', 'res_model': 'crm.lead', 'res_id': self.firm.id, 'raw': b'1'})
        self.assertFalse(self.read_used(self.firm))

    def test_properties(self):
        category = self.env['product.category'].create({
            'name': 'Меблі', 'product_properties_definition': [
                {'name': 'maker', 'string': 'Виробник', 'type': 'many2one', 'comodel': 'res.partner'},
                {'name': 'sellers', 'string': 'Продавці', 'type': 'many2many', 'comodel': 'res.partner'},
                {'name': 'weight', 'string': 'Вага', 'type': 'integer'}]})
        item = self.env['product.template'].create({'name': 'Стіл', 'categ_id': category.id})
        item.product_properties = {'maker': False, 'sellers': [], 'weight': self.firm.id}
        self.assertFalse(self.read_used(self.firm))
        item.product_properties = {'maker': self.firm.id, 'sellers': []}
        self.assertEqual(self.read_used(self.firm), {self.firm.id})
        item.product_properties = {'maker': False, 'sellers': [self.mine.id, self.firm.id]}
        self.assertEqual(self.read_used(self.firm), {self.firm.id})
        self.assertFalse(self.read_used(self.firm, item))

    def test_a_record_of_the_calendar_that_shows_a_document_is_none(self):
        event = self.env['bas.event'].create({'subject': 'Дзвінок', 'start': '2026-05-04 09:00:00', 'user_id': self.own.id})
        mirror = self.env['calendar.event'].search([('res_model', '=', 'bas.event'), ('res_id', '=', event.id)])
        self.assertTrue(mirror)
        self.assertFalse(self.read_used(event, mirror))
        self.env['calendar.event'].create({
            'name': 'Своє', 'start': '2026-05-04 09:00:00', 'stop': '2026-05-04 10:00:00',
            'res_model_id': self.env['ir.model']._get_id('res.partner'), 'res_id': self.firm.id})
        self.assertEqual(self.read_used(self.firm), {self.firm.id})

    def test_a_tag(self):
        tag = self.env['res.partner.category'].create({'name': 'Опт'})
        self.mine.category_id = [Command.link(tag.id)]
        self.assertEqual(self.read_used(tag), {tag.id})

    def test_every_stored_link_is_looked_at(self):
        """Each field that stores the id of a record in any form has its query, and the query runs."""
        links = 0
        for model in self.env.registry.values():
            if not model._auto or model._abstract or model._transient or model._name.startswith(IGNORED):
                continue
            for field in model._fields.values():
                target = getattr(field, 'comodel_name', None) or 'res.partner'
                if not self.holds_link(field):
                    continue
                query = _get_query(self.env, field, target, [1, 2], [3])
                self.assertIsNotNone(query, field)
                self.env.execute_query(query)
                links += 1
        self.assertGreater(links, 500)

    def holds_link(self, field):
        if not field.store or str(field) in NO_USE:
            return False
        if field.type == 'many2many':
            return bool(field.relation)
        is_number = field.type == 'integer' and field.name.endswith(('res_id', 'thread_id'))
        return bool(field.column_type) and (is_number or field.type in (
            'many2one', 'many2one_reference', 'reference', 'properties'))
