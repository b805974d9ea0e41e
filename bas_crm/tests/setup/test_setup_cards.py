import base64
import io
from unittest.mock import patch

from PIL import Image

from odoo.addons.mail.tests.common import MockEmail
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ...models.setup.setup import CARDS, STEPS
from ..common import InvoicingCase

IBAN = 'UA213223130000026007233566001'
ADMINISTRATOR = 'base.group_system,sales_team.group_sale_manager'


class SetupCase(InvoicingCase):
    """An administrator of a Ukrainian firm who works in Ukrainian."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_firm_ukrainian()
        cls.administrator = new_test_user(
            cls.env, 'boss', name='Кравець Дмитро', groups=ADMINISTRATOR, lang='uk_UA', email='boss@example.com')
        cls.keeper = new_test_user(
            cls.env, 'keeper', groups='base.group_erp_manager,base.group_partner_manager', lang='uk_UA',
            email='keeper@example.com')
        cls.setup = cls.by(cls.administrator)

    @classmethod
    def by(cls, user):
        return cls.env(user=user, context={'lang': user.lang or 'uk_UA'})['bas.setup']

    def get_card(self, key, user=None):
        return next(card for card in self.by(user or self.administrator).get_page()['cards'] if card['key'] == key)

    def open_dialog(self, step, user=None, **values):
        """:return: the record of the dialog that a step opens, with ``values``"""
        setup = self.by(user or self.administrator)
        action = setup.get_action(step)
        return setup.env[action['res_model']].with_context(**action['context']).create(values)

    def make_picture(self):
        stream = io.BytesIO()
        Image.new('RGB', (120, 40), '#c00').save(stream, 'PNG')
        return base64.b64encode(stream.getvalue())


@tagged('post_install', '-at_install')
class TestSetupCards(MockEmail, SetupCase):
    """Each card of «Getting Started» is computed from the data."""

    def test_page(self):
        page = self.setup.get_page()
        self.assertEqual([card['key'] for card in page['cards']], list(CARDS))
        self.assertEqual(page['done'], len([card for card in page['cards'] if card['state'] == 'done']))
        first = next(card for card in page['cards'] if card['state'] == 'todo')
        self.assertEqual(page['next'], first['key'])
        self.assertEqual([button['step'] for button in page['later']], ['company', 'manager', 'performer', 'leaver'])

    def test_requisites(self):
        self.company.partner_id.write({'company_registry': '32855962', 'legal_name': False, 'signatory_name': False})
        card = self.get_card('requisites')
        self.assertEqual(card['state'], 'todo')
        self.assertIn('Повна назва', card['gaps'])
        self.assertIn('Правильний код: у 32855962 хибна контрольна цифра', card['gaps'])
        self.open_dialog(
            'requisites', name='ТОВ «Затишок»', legal_name='Товариство «Затишок»', company_registry='3285 5961',
            street='вул. Ткацька, 2',
            city='Вінниця', phone='+380 432 01 22 81', signatory_name='Д. О. Кравець').action_save()
        card = self.get_card('requisites')
        self.assertEqual((card['state'], card['gaps']), ('done', []))
        self.assertEqual(self.company.partner_id.company_registry, '32855961')
        self.assertIn('Д. О. Кравець', card['facts'])

    def test_wrong_codes_are_refused_in_ukrainian(self):
        for values, message in (
                ({'company_registry': '32855962'}, 'Неправильний ЄДРПОУ: 32855962'),
                ({'company_registry': '3285'}, 'Неправильний ЄДРПОУ'),
                ({'company_registry': '1234567890', 'counterparty_type': 'entrepreneur'}, 'Неправильний РНОКПП: 1234567890'),
                ({'vat': '12345'}, 'Неправильний ІПН: 12345. У юридичної особи'),
                ({'vat': '1234567890', 'counterparty_type': 'entrepreneur'}, 'У підприємця це РНОКПП'),
                ({'email': 'щось'}, 'не')):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                self.open_dialog('requisites', **values)

    def test_the_dialog_shows_what_is_known(self):
        self.company.partner_id.write({'legal_name': 'Товариство', 'city': 'Вінниця'})
        form = Form(self.setup.env['bas.setup.requisites'])
        self.assertEqual((form.name, form.legal_name, form.city), ('ТОВ «Затишок»', 'Товариство', 'Вінниця'))
        form.company_registry, form.vat = ' 3285-5961 ', '3285 5961 2345'
        form.save().action_save()
        firm = self.company.partner_id
        self.assertEqual((firm.company_registry, firm.vat), ('32855961', '328559612345'))

    def test_bank_account(self):
        self.company.partner_id.bank_ids.unlink()
        self.assertEqual(self.get_card('bank')['state'], 'todo')
        dialog = self.open_dialog('bank', acc_number='UA21 3223 1300 0002 6007 2335 6600 1', bank_name='АТ «Укрексімбанк»')
        self.assertEqual(dialog.mfo, '322313')
        dialog.action_save()
        self.assertEqual(self.company.partner_id.bank_ids.bank_id.name, 'АТ «Укрексімбанк»')
        card = self.get_card('bank')
        self.assertEqual(card['state'], 'done')
        self.assertIn('АТ «Укрексімбанк»', card['facts'][0])
        journal = self.env['account.journal'].search([('bank_account_id', '=', self.company.partner_id.bank_ids.id)])
        self.assertEqual(journal.type, 'bank')
        # The same account again adds nothing.
        self.open_dialog('bank', acc_number=IBAN).action_save()
        self.assertEqual(len(self.company.partner_id.bank_ids), 1)
        self.assertEqual(self.company.partner_id.bank_ids.bank_id.name, 'АТ «Укрексімбанк»')

    def test_wrong_iban_is_refused_in_ukrainian(self):
        for number in ('UA213223130000026007233566002', 'UA123', '26007233566001', 'x'):
            with self.subTest(number), self.assertRaisesRegex(ValidationError, 'Неправильний IBAN'), self.cr.savepoint():
                self.open_dialog('bank', acc_number=number)

    def test_an_old_account_that_is_no_iban_is_told(self):
        self.company.partner_id.bank_ids.unlink()
        self.env['res.partner.bank'].create({'acc_number': '26007233566001', 'partner_id': self.company.partner_id.id})
        self.assertIn('Неправильний IBAN: 26007233566001', self.get_card('bank')['gaps'])

    def test_logo_is_drawn_into_the_sample_offer_before_it_is_saved(self):
        self.company.logo = False
        self.assertEqual(self.get_card('logo')['state'], 'later')
        form = Form(self.setup.env['bas.setup.logo'])
        without = form.preview
        self.assertIn('Стіл обідній, дуб', without)
        self.assertIn('ТОВ «Затишок»', without)
        form.logo = self.make_picture()
        self.assertIn('<img', form.preview)
        self.assertNotIn('<img', without)
        self.assertTrue(self.company.uses_default_logo, 'nothing is saved yet')
        self.assertFalse(self.env['bas.commercial.offer'].search_count([('name', '=', '0001')]))
        dialog = form.save()
        # as the client reads it when a button is pressed
        dialog.invalidate_recordset()
        self.assertIn('<img', dialog.with_context(bin_size=True).preview)
        dialog.action_save()
        self.assertEqual(self.get_card('logo')['state'], 'done')

    def test_a_file_that_is_no_picture_is_refused(self):
        with self.assertRaises(UserError):
            self.open_dialog('logo', logo=base64.b64encode(b'no picture'))

    def test_taxes(self):
        vat = {use: self.env['account.tax'].create({
            'name': f'ПДВ 20 {use}', 'amount': 20, 'amount_type': 'percent', 'type_tax_use': use, 'company_id': self.company.id,
            'country_id': self.company.account_fiscal_country_id.id}) for use in ('sale', 'purchase')}
        self.assertEqual(self.get_card('taxes')['state'], 'todo')
        self.company.chart_template = 'ua_psbo'
        self.open_dialog('taxes', system='vat').action_apply()
        self.assertEqual(self.company.account_sale_tax_id, vat['sale'])
        self.assertEqual(self.company.account_purchase_tax_id, vat['purchase'])
        self.assertIn('ПДВ', ''.join(self.get_card('taxes')['facts']))
        self.assertIn('ІПН платника ПДВ', self.get_card('requisites')['gaps'])
        form = Form(self.setup.env['bas.setup.taxes'])
        self.assertEqual(form.system, 'vat')
        form.system = 'single'
        self.assertEqual(form.tax_status, 'Платник єдиного податку, не є платником ПДВ')
        form.save().action_apply()
        self.assertFalse(self.company.account_sale_tax_id | self.company.account_purchase_tax_id)
        self.assertEqual(self.company.partner_id.tax_status, 'Платник єдиного податку, не є платником ПДВ')
        self.assertFalse(self.env['product.template'].create({'name': 'Стіл'}).taxes_id)
        self.assertIn('Без ПДВ: у нової номенклатури податку немає', self.get_card('taxes')['facts'])
        self.assertNotIn('ІПН платника ПДВ', self.get_card('requisites')['gaps'])

    def test_each_taxation_has_a_text_of_its_own(self):
        """What is told of the single tax never stays in the prints of a payer of VAT, whoever wrote it and in what language."""
        firm, proposed = self.company.partner_id, 'Платник єдиного податку, не є платником ПДВ'
        second = 'Платник єдиного податку 2 групи, не є платником ПДВ'
        self.company.chart_template, self.company.account_sale_tax_id = 'ua_psbo', False
        for saved in (proposed, second):
            firm.tax_status = saved
            for lang in ('uk_UA', 'en_US'):
                with self.subTest(saved=saved, lang=lang):
                    form = Form(self.setup.with_context(lang=lang).env['bas.setup.taxes'])
                    self.assertEqual((form.system, form.tax_status), ('single', saved))
                    form.system = 'vat'
                    self.assertFalse(form.tax_status)
                    form.system = 'single'
                    self.assertEqual(form.tax_status, saved)
                    self.assertFalse(self.open_dialog('taxes', system='vat').tax_status)
        # Typed over the proposal, it goes with the single tax as well.
        firm.tax_status = False
        form = Form(self.setup.env['bas.setup.taxes'])
        self.assertEqual(form.tax_status, proposed)
        form.tax_status = second
        form.system = 'vat'
        self.assertFalse(form.tax_status)

    def test_the_text_of_a_payer_of_vat_stays(self):
        self.company.chart_template = 'ua_psbo'
        self.company.account_sale_tax_id = self.env['account.tax'].create({
            'name': 'ПДВ 20', 'amount': 20, 'amount_type': 'percent', 'type_tax_use': 'sale', 'company_id': self.company.id,
            'country_id': self.company.account_fiscal_country_id.id})
        self.company.partner_id.tax_status = 'Платник податку на прибуток на загальних підставах'
        form = Form(self.setup.env['bas.setup.taxes'])
        self.assertEqual((form.system, form.tax_status), ('vat', 'Платник податку на прибуток на загальних підставах'))
        form.system = 'single'
        self.assertEqual(form.tax_status, 'Платник єдиного податку, не є платником ПДВ')

    def test_a_second_company_gets_clean_codes(self):
        """Both dialogs of requisites prepare the same values."""
        dialog = self.setup.env['bas.setup.company'].create({
            'name': 'ТОВ «Друга»', 'company_registry': '3285-5961', 'vat': ' 3285 5961 2345', 'system': 'single'})
        with patch.object(self.env.registry['bas.setup.taxes'], 'action_apply', autospec=True) as applied:
            dialog.action_save()
        second = self.env['res.company'].search([('name', '=', 'ТОВ «Друга»')])
        self.assertEqual((second.partner_id.company_registry, second.partner_id.vat), ('32855961', '328559612345'))
        taxes = applied.call_args.args[0]
        self.assertEqual((taxes.company_id, taxes.tax_status), (second, 'Платник єдиного податку, не є платником ПДВ'))

    def test_the_chart_of_accounts_is_loaded_by_core(self):
        self.company.chart_template = False
        dialog = self.open_dialog('taxes', system='single')
        Chart = self.env.registry['account.chart.template']
        with patch.object(Chart, 'try_loading', autospec=True) as loading:
            self.assertEqual(dialog.action_apply()['tag'], 'reload')
        self.assertEqual((loading.call_args.args[1], loading.call_args.kwargs['company']), ('ua_psbo', self.company))

    def test_the_chart_of_a_company_with_entries_is_not_replaced(self):
        self.make_invoice(self.make_partner(), 100)
        with self.assertRaisesRegex(UserError, 'план рахунків замінити не можна'):
            self.open_dialog('taxes', system='vat').action_apply()

    def test_prices(self):
        self.env.ref('base.group_user').implied_ids -= self.env.ref('product.group_product_pricelist')
        self.env['product.template'].create({'name': 'Стіл', 'sale_ok': True})
        card = self.get_card('prices')
        self.assertEqual(card['state'], 'done')
        self.env.ref('base.group_user')._apply_group(self.env.ref('product.group_product_pricelist'))
        self.env['product.pricelist'].with_context(active_test=False).search([]).active = False
        self.assertEqual(self.get_card('prices')['gaps'], ['Прайс-лист у валюті UAH'])
        self.env['product.pricelist'].create({'name': 'Роздріб', 'currency_id': self.env.ref('base.UAH').id})
        card = self.get_card('prices')
        self.assertEqual(card['state'], 'done')
        self.assertIn('Роздріб', card['facts'][0])

    def test_templates(self):
        self.company.bas_contract_template_id, self.company.bas_create_main_contract = False, True
        self.assertEqual(self.get_card('templates')['state'], 'later')
        template = self.env.ref('bas_crm.bas_contract_template_supply')
        self.open_dialog('main_template', contract_template_id=template.id, offer_design='pictures').action_save()
        self.assertEqual(self.company.bas_contract_template_id, template)
        self.assertEqual(self.company.bas_offer_design, 'pictures')
        self.assertEqual(self.get_card('templates')['state'], 'done')

    def test_mail(self):
        self.env['ir.mail_server'].search([]).active = False
        self.company.email = False
        self.assertEqual(self.get_card('mail')['gaps'], ['Сервер вихідної пошти', 'Ел. пошта нашої фірми, у реквізитах'])
        self.env['ir.mail_server'].create({'name': 'Пошта фірми', 'smtp_host': 'localhost', 'smtp_port': 25})
        self.company.email = 'office@example.com'
        card = self.get_card('mail')
        self.assertEqual((card['state'], card['facts']), ('done', ['Пошта фірми']))
        self.assertIn('action_send_test_letter', [button.get('call') for button in card['buttons']])
        self.assertFalse(self.get_card('mail', self.head)['buttons'])

    def test_test_letter(self):
        with self.mock_mail_gateway():
            action = self.setup.action_send_test_letter()
        self.assertEqual(action['params']['message'], 'Лист надіслано: boss@example.com.')
        self.assertEqual([letter['email_to'] for letter in self._mails], [[self.administrator.email_formatted]])

        def fail(letter, **_options):
            letter.write({'state': 'exception', 'failure_reason': 'relay access denied'})

        with patch.object(self.env.registry['mail.mail'], 'send', fail), \
                self.assertRaisesRegex(UserError, 'Лист не надіслано. Відповідь сервера: relay access denied'):
            self.setup.action_send_test_letter()
        for user in (self.own, self.clerk, self.head, self.portal):
            with self.assertRaises(AccessError):
                self.by(user).action_send_test_letter()

    def test_sms_and_transfer(self):
        self.env['iap.account'].search([]).state = 'unregistered'
        self.assertEqual(self.get_card('sms')['state'], 'later')
        service = self.env['iap.service'].search([('technical_name', '=', 'sms')])
        self.env['iap.account'].create({'service_id': service.id, 'state': 'registered'})
        self.assertEqual(self.get_card('sms')['state'], 'done')
        self.env['res.partner'].search([('is_customer', '=', True)]).is_customer = False
        self.assertEqual(self.get_card('transfer')['state'], 'later')
        self.make_partner(is_customer=True)
        self.assertEqual(self.get_card('transfer')['facts'], ['Покупців: 1'])

    def test_every_step_opens_for_the_administrator(self):
        for step in STEPS:
            with self.subTest(step):
                action = self.setup.get_action(step)
                self.assertIn(action['type'], ('ir.actions.act_window', 'ir.actions.client'))
                # core's «Create a new document» where a list has no words of its own
                self.assertNotRegex(action.get('help') or '', r'\bdocument\b')

    def test_who_sees_and_does_what(self):
        for user in (self.own, self.all, self.clerk, self.portal):
            with self.assertRaises(AccessError):
                self.by(user).get_page()
            for step in STEPS:
                with self.assertRaises(AccessError):
                    self.by(user).get_action(step)
            with self.assertRaises(AccessError):
                self.by(user).set_first_screen(False)
        offered = {user: {button.get('step') for card in self.by(user).get_page()['cards'] for button in card['buttons']}
                   | {button['step'] for button in self.by(user).get_page()['later']} for user in (self.head, self.keeper)}
        self.assertLessEqual({'stages', 'order_types', 'price_lists', 'contract_templates'}, offered[self.head])
        self.assertFalse({'requisites', 'taxes', 'bank', 'person', 'company', 'leaver', 'mail_servers'} & offered[self.head])
        self.assertTrue(self.get_card('requisites', self.head)['is_closed'])
        self.assertLessEqual({'requisites', 'bank', 'person', 'leaver', 'logo'}, offered[self.keeper])
        self.assertFalse({'taxes', 'company', 'stages'} & offered[self.keeper])
        for user, steps in offered.items():
            for step in STEPS.keys() - steps:
                with self.assertRaisesRegex(AccessError, 'Ваших прав недостатньо для кроку'):
                    self.by(user).with_context(lang='uk_UA').get_action(step)

    def test_dialogs_are_closed_to_others(self):
        for model in ('requisites', 'bank', 'templates', 'logo', 'person', 'leaver', 'taxes', 'company'):
            for user in (self.own, self.head, self.clerk, self.portal):
                with self.subTest(model=model), self.assertRaises(AccessError):
                    self.env[f'bas.setup.{model}'].with_user(user).create({})
        for user in (self.own, self.clerk, self.portal, self.keeper):
            with self.assertRaises(AccessError):
                self.env['bas.setup.stages'].with_user(user).create({})

    def test_the_first_screen_moves_into_the_settings(self):
        first = self.env.ref('bas_crm.setup_first_menu')
        self.by(self.head).set_first_screen(True)
        self.assertIn(first.id, self.env['ir.ui.menu'].with_user(self.head).load_menus(False))
        self.assertNotIn(first.id, self.env['ir.ui.menu'].with_user(self.own).load_menus(False))
        self.by(self.head).set_first_screen(False)
        self.assertNotIn(first.id, self.env['ir.ui.menu'].with_user(self.head).load_menus(False))
        self.assertIn(self.env.ref('bas_crm.setup_menu').id, self.env['ir.ui.menu'].with_user(self.head).load_menus(False))
        self.assertFalse(self.by(self.head).get_page()['in_menu'])
