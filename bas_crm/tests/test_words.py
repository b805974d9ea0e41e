from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestWords(TransactionCase):
    """Words of Odoo that are wrong in Ukrainian are others with us, and stay so when Odoo's are loaded again."""

    def assertWords(self):
        ukrainian = self.env(context={'lang': 'uk_UA'})
        self.assertEqual(ukrainian.ref('base.field_res_partner__function').field_description, 'Посада')
        self.assertEqual(ukrainian.ref('sale.field_sale_report__product_uom_qty').field_description, 'Замовлена кількість')
        self.assertEqual(ukrainian.ref('crm.mt_lead_won').description, 'Лід став покупцем')

    def test_words(self):
        self.assertWords()
        self.env['ir.module.module']._load_module_terms(['base', 'crm', 'sale', 'bas_crm'], ['uk_UA'], overwrite=True)
        self.assertWords()
