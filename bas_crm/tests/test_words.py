from odoo.tests import TransactionCase, tagged


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
        self.env['ir.module.module']._load_module_terms(['base', 'crm', 'sale', 'bas_crm'], ['uk_UA'], overwrite=True)
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
