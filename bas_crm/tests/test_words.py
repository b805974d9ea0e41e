from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path


@tagged('post_install', '-at_install')
class TestWords(TransactionCase):
    """Words of Odoo that are wrong in Ukrainian are others with us, and stay so when Odoo's are loaded again."""

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

    def test_what_a_firm_has_worded_itself_stays(self):
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
        words = file_path('bas_crm/migrations/19.0.1.6.0/words.po')
        ukrainian = self.env(context={'lang': 'uk_UA'})
        first, label = ukrainian.ref('bas_crm.bas_order_stage_sale_new'), ukrainian.ref('bas_crm.field_bas_sales_plan__date_to')
        for word, kept in (('Свіже', True), ('Новий', False)):
            first.name = word
            self.env['ir.module.module']._replace_words('uk_UA', words)
            self.assertEqual(first.name, word if kept else 'Нове')
        label.field_description = 'Кому'
        self.env['ir.module.module']._replace_words('uk_UA', words)
        self.assertEqual(label.field_description, 'По')
