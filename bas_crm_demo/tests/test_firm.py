import re

from stdnum.iso7064 import mod_97_10
from stdnum.ua import rntrc

from odoo.addons.bas_crm.tools.codes import is_edrpou
from odoo.addons.bas_crm.tools.phones import normalize_phones
from odoo.tests import tagged

from .common import DemoFirmCase

#: a foreign guest house and what is the same in every language
LATIN_ALLOWED = re.compile(r'Pensjonat Złoty Klon Sp\. z o\.o\.|Joanna Wiśniewska|Kierownik zakupów|Prezes zarządu')


def is_iban(number):
    # stdnum.iban itself does not find its table of countries inside Odoo, which hooks into its import.
    return number.startswith('UA') and len(number) == 29 and mod_97_10.is_valid(number[4:] + number[:4])


@tagged('post_install', '-at_install')
class TestFirm(DemoFirmCase):

    def test_company(self):
        self.assertEqual(self.company.name, 'ТОВ «Затишок Плюс»')
        self.assertEqual((self.company.country_id.code, self.company.currency_id.name), ('UA', 'UAH'))
        self.assertEqual(self.company.chart_template, 'ua_psbo')
        for tax in (self.company.account_sale_tax_id, self.company.account_purchase_tax_id):
            self.assertEqual((tax.amount, tax.amount_type), (20, 'percent'))
        card = self.company.partner_id
        self.assertFalse(card.has_wrong_code)
        for name in ('legal_name', 'company_registry', 'vat', 'street', 'city', 'zip', 'phone', 'email',
                     'signatory_name', 'signatory_position', 'signatory_genitive', 'signatory_basis'):
            self.assertTrue(card[name], name)
        self.assertTrue(is_iban(card.bank_ids.sanitized_acc_number))
        self.assertEqual(self.env['account.journal'].search([
            ('type', '=', 'bank'), ('company_id', '=', self.company.id)]).bank_account_id, card.bank_ids)

    def get_counterparties(self):
        return self.find('res.partner', [('parent_id', '=', False), ('counterparty_type', '!=', False)]).filtered(
            lambda partner: partner.is_customer or partner.is_supplier or partner.is_other_relation)

    def test_counterparties(self):
        partners = self.get_counterparties()
        self.assertGreaterEqual(len(partners), 40)
        for kind in ('legal_entity', 'entrepreneur', 'individual', 'government'):
            self.assertGreaterEqual(len(partners.filtered(lambda partner, kind=kind: partner.counterparty_type == kind)), 5, kind)
        for flag in ('is_customer', 'is_supplier', 'is_other_relation'):
            self.assertTrue(any(partners.mapped(flag)), flag)
        customers = partners.filtered('is_customer')
        self.assertTrue(all(customers.mapped('acquisition_source_id.name')) and all(partners.user_id.mapped('active')))
        self.assertTrue(all(partner.user_id for partner in partners))
        kinds = set(partners.child_ids.mapped('type'))
        self.assertLessEqual({'contact', 'delivery', 'postal', 'actual'}, kinds)
        self.assertGreaterEqual(len(partners.category_id), 8)

    def test_codes(self):
        ukrainian = self.get_counterparties().filtered(lambda partner: partner.country_id.code == 'UA')
        wrong = ukrainian.filtered('has_wrong_code')
        self.assertEqual(len(wrong), 3, "so that the filter has something to find")
        for partner in (ukrainian - wrong).filtered('company_registry'):
            is_valid = is_edrpou if partner.counterparty_type in ('legal_entity', 'government') else rntrc.is_valid
            self.assertTrue(is_valid(partner.company_registry), partner.name)
        self.assertEqual(len(ukrainian.filtered(lambda partner: not partner.company_registry)), 1, "a person may have no code")
        payers = ukrainian.filtered('vat')
        self.assertGreaterEqual(len(payers), 10)
        self.assertEqual(len(set(ukrainian.filtered('company_registry').mapped('company_registry'))), len(ukrainian) - 1)

    def test_a_list_was_moved_in(self):
        session = self.env['bas.import'].search([('company_id', '=', self.company.id)])
        self.assertEqual((session.state, session.user_id), ('done', self.env.ref('base.user_admin')))
        self.assertEqual(session.row_ids.mapped('action'), ['create'] * 4)
        suppliers = self.find('res.partner', [('company_registry', 'in', ['43117454', '43620183', '39882546', '44207192'])])
        self.assertEqual(suppliers.mapped('is_supplier'), [True] * 4)
        self.assertFalse(any(suppliers.mapped('has_wrong_code')))
        self.assertTrue(session.get_reconciliation()['is_green'])

    def test_the_owner_gets_the_morning_on_mondays(self):
        self.assertEqual(self.users['owner'].bas_morning_weekday, '0')
        self.assertFalse(self.users['manager'].bas_morning_weekday)

    def test_bank_accounts(self):
        accounts = self.get_counterparties().bank_ids
        self.assertGreaterEqual(len(accounts), 25)
        for account in accounts:
            self.assertTrue(is_iban(account.sanitized_acc_number), account.acc_number)
            self.assertTrue(account.mfo_code and account.bank_id)
        self.assertEqual(len(set(accounts.mapped('sanitized_acc_number'))), len(accounts))

    def test_nobody_can_be_reached(self):
        partners = self.find('res.partner')
        self.assertEqual([email for email in partners.mapped('email') if email and not email.endswith('.example')], [])
        self.assertEqual([email for email in self.find('crm.lead').mapped('email_from')
                          if email and not email.endswith('.example')], [])
        for phone in filter(None, [*partners.mapped('phone'), *self.find('crm.lead').mapped('phone')]):
            self.assertEqual(len(normalize_phones(phone)), 1, phone)

    def test_products(self):
        templates = self.find('product.template')
        self.assertGreaterEqual(len(templates), 25)
        self.assertGreaterEqual(len(templates.product_variant_ids), 60)
        self.assertGreaterEqual(len(templates.filtered(lambda template: template.type == 'service')), 5)
        self.assertEqual(set(templates.uom_id.mapped('name')), {'шт', 'год', 'пог. м', 'м²', 'компл.'})
        self.assertEqual(set(templates.taxes_id.mapped('amount')), {20})
        for product in templates.product_variant_ids:
            self.assertLess(0, product.standard_price)
            self.assertLess(product.standard_price, product.lst_price)
        articles = templates.product_variant_ids.mapped('default_code')
        self.assertEqual(len(set(articles)), len(templates.product_variant_ids))
        self.assertTrue(templates.seller_ids.partner_id.filtered('is_supplier'))

    def test_price_lists(self):
        pricelists = self.find('product.pricelist', [('active', '=', True)])
        self.assertEqual(len(pricelists), 3)
        self.assertEqual({'UAH', 'EUR'}, set(pricelists.currency_id.mapped('name')))
        product = self.env['product.product'].search([('default_code', '=', 'ПЛ-ВОВ'), ('company_id', '=', self.company.id)])
        wholesale = pricelists.filtered(lambda pricelist: 'Оптовий' in pricelist.name)
        self.assertEqual(wholesale._get_product_price(product, 1), product.lst_price * 0.9)

    def test_it_speaks_ukrainian(self):
        admin = self.env.ref('base.user_admin')
        guests = [admin, admin.partner_id]
        for model in ('crm.lead', 'res.partner', 'product.template', 'product.pricelist', 'account.payment.term', 'crm.team',
                      'hr.department', 'hr.job', 'account.journal', 'account.tax', 'res.users'):
            for record in self.find(model).filtered(lambda record: record not in guests):
                self.assertFalse(re.search('[A-Za-z]{2}', LATIN_ALLOWED.sub('', record.name or '')), f'{model}: {record.name}')
        for model in ('crm.tag', 'res.partner.category', 'product.category', 'product.attribute', 'uom.uom', 'res.bank'):
            ids = self.env['ir.model.data'].search([('module', '=', 'bas_crm_demo'), ('model', '=', model)]).mapped('res_id')
            self.assertTrue(ids, model)
            for record in self.env[model].browse(ids):
                self.assertFalse(re.search('[A-Za-z]', record.name), f'{model}: {record.name}')
