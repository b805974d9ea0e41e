import runpy
import threading
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import file_path
from odoo.tools.translate import code_translations

#: stages of an order type: a draft, a confirmed and a cancelled one
STAGES = (
    {'name': 'Складаємо', 'sequence': 1},
    {'name': 'Узгоджено', 'sequence': 2, 'trigger': 'confirmed'},
    {'name': 'Скасовано', 'sequence': 3, 'is_cancelled': True},
)


@tagged('post_install', '-at_install')
class TestWords(TransactionCase):
    """Wrong Ukrainian translations of Odoo are replaced, even after Odoo's translations are loaded again."""

    def setUp(self):
        super().setUp()
        # as the server does for a request
        self.startPatcher(patch.object(threading.current_thread(), 'dbname', self.env.cr.dbname, create=True))

    def assertWords(self):
        ukrainian = self.env(context={'lang': 'uk_UA'})
        self.assertEqual(ukrainian.ref('base.field_res_partner__function').field_description, 'Посада')
        self.assertEqual(ukrainian.ref('sale.field_sale_report__product_uom_qty').field_description, 'Замовлена кількість')
        self.assertEqual(ukrainian.ref('crm.mt_lead_won').description, 'Лід став покупцем')
        self.assertEqual(ukrainian.ref('crm.stage_lead1').name, 'Новий', 'a state is not called as the button is')
        order = ukrainian['sale.order'].fields_get(['state', 'payment_term_id', 'user_id', 'partner_id', 'validity_date'])
        self.assertEqual({name: field['string'] for name, field in order.items() if name != 'state'}, {
            'payment_term_id': 'Умови оплати', 'user_id': 'Менеджер', 'partner_id': 'Покупець', 'validity_date': 'Дійсне до'})
        self.assertEqual(dict(order['state']['selection'])['draft'], 'Замовлення на узгодженні')
        self.assertIn('Повернути в роботу', ukrainian['sale.order'].get_view(view_type='form')['arch'])

    def test_words(self):
        self.assertWords()
        self.env['ir.module.module']._load_module_terms(['base', 'crm', 'sale'], ['uk_UA'], overwrite=True)
        self.assertWords()

    def test_words_of_scripts(self):
        scripts, _params = self.env['ir.http']._get_translations_for_webclient(['web', 'mail', 'bas_crm'], 'uk_UA')
        words = {module: {message['id']: message['string'] for message in scripts[module]['messages']} for module in scripts}
        self.assertEqual(words['web']['Archive'], 'Архівувати')
        self.assertEqual(words['web']['Discard'], 'Не зберігати')
        self.assertEqual(words['mail']['Overdue'], 'Прострочено')
        self.assertEqual(words['web']['Save'], 'Зберегти', 'the others are those of Odoo')
        english, _params = self.env['ir.http']._get_translations_for_webclient(['web'], 'en_US')
        self.assertFalse(english['web']['messages'])

    def test_messages_of_odoo(self):
        manager = new_test_user(self.env, 'words_manager', groups='sales_team.group_sale_salesman', lang='uk_UA')
        other = self.env['crm.lead'].create({'name': 'Чужий лід', 'type': 'lead', 'user_id': self.env.ref('base.user_admin').id})
        with self.assertRaisesRegex(AccessError, 'Цей запис вам недоступний'):
            other.with_user(manager).with_context(lang='uk_UA').read(['name'])
        ukrainian = self.env(context={'lang': 'uk_UA'})
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        partner = ukrainian['res.partner'].create({'name': 'ТОВ «Клен»', 'company_id': second.id})
        with self.assertRaisesRegex(UserError, 'Дані різних компаній не можна поєднувати'):
            ukrainian['sale.order'].create({'partner_id': partner.id, 'company_id': self.env.company.id})
        account = ukrainian['res.partner.bank'].with_context(display_account_trust=True).create({
            'acc_number': 'UA213223130000026007233566001', 'partner_id': partner.id})
        self.assertEqual(account.display_name, 'UA21 3223 1300 0002 6007 2335 6600 1 (не перевірений)')

    def test_other_databases_keep_the_texts_of_core(self):
        thread = threading.current_thread()
        self.assertEqual(code_translations.get_python_translations('account', 'uk_UA').get('untrusted'), 'не перевірений')
        for other in ('a_database_without_us', None):
            with patch.object(thread, 'dbname', other):
                self.assertEqual(code_translations.get_python_translations('account', 'uk_UA').get('untrusted'), 'ненадійний')
        self.assertFalse(code_translations.get_python_translations('account', 'en_US').get('untrusted'))

    def test_texts_changed_by_the_firm_are_kept(self):
        ukrainian = self.env(context={'lang': 'uk_UA'})
        label = ukrainian.ref('sale.field_sale_order__payment_term_id')
        form = ukrainian.ref('sale.view_order_form')
        for word, then in (('Коли платять',) * 2, ('Термін оплати', 'Умови оплати'), ('Payment Terms', 'Умови оплати')):
            label.field_description = word
            self.env['ir.module.module']._load_module_terms(['bas_crm'], ['uk_UA'])
            self.assertEqual(label.field_description, then)
        for word, then in (('Почати знову',) * 2, ('Зробити пропозицією', 'Повернути в роботу')):
            form.update_field_translations('arch_db', {'uk_UA': {'Set to Quotation': word}})
            self.env['ir.module.module']._load_module_terms(['bas_crm'], ['uk_UA'])
            self.assertIn(f'string="{then}"', form.arch_db)

    def test_words_of_earlier_versions(self):
        script = runpy.run_path(file_path('bas_crm/migrations/19.0.1.6.0/post-words.py'))
        ukrainian = self.env(context={'lang': 'uk_UA'})
        first, label = ukrainian.ref('bas_crm.bas_order_stage_sale_new'), ukrainian.ref('bas_crm.field_bas_sales_plan__date_to')
        for word, kept in (('Свіже', True), ('Новий', False)):
            first.name = word
            script['migrate'](self.env.cr, '19.0.1.5.0')
            self.assertEqual(first.name, word if kept else 'Нове')
        label.field_description = 'Кому'
        script['migrate'](self.env.cr, '19.0.1.5.0')
        self.assertEqual(label.field_description, 'По')

    def test_fields_without_a_label_are_not_offered(self):
        for model in self.env.values():
            for name, field in model._fields.items():
                if field._module == 'bas_crm' and not field.export_string_translation and not model._abstract:
                    self.assertFalse(field.exportable, f"{model._name}.{name} has no word, and the export offers it")
                    self.assertTrue(field.type == 'json' or not field._description_searchable,
                                    f"{model._name}.{name} has no word, and filters offer it")

    def test_stages_with_the_same_name_show_their_type(self):
        ukrainian = self.env(context={'lang': 'uk_UA'})
        first = ukrainian['bas.order.type'].create({'name': 'Роздріб', 'stage_ids': [(0, 0, values) for values in STAGES]})
        second = ukrainian['bas.order.type'].create({'name': 'Опт', 'stage_ids': [(0, 0, values) for values in STAGES]})
        stages = (first | second).stage_ids.filtered(lambda stage: stage.name == 'Складаємо')
        self.assertEqual(stages.mapped('display_name'), ['Складаємо', 'Складаємо'])
        found = stages.with_context(bas_stages_of_all_types=True)
        self.assertEqual(sorted(found.mapped('display_name')), ['Складаємо (Опт)', 'Складаємо (Роздріб)'])
        stages[0].name = 'Складаємо замовлення'
        self.assertEqual(found[0].display_name, 'Складаємо замовлення', 'one name, one type')
        context = self.env.ref('bas_crm.bas_funnel_report_action_time').context
        self.assertIn("'bas_stages_of_all_types': True", context)
