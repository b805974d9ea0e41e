from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import html2plaintext, mute_logger

from ..common import CrmCase


@tagged('post_install', '-at_install')
class TestContract(CrmCase):

    def make_contract(self, **values):
        partner_id = values.pop('partner_id', None) or self.make_partner().id
        return self.env['bas.contract'].create({'partner_id': partner_id, **values})

    def test_numbers_restart_each_year_and_company(self):
        company = self.env['res.company'].create({'name': 'Друга фірма'})
        self.env.user.company_ids |= company
        numbers = [
            self.env['bas.contract'].create({'partner_id': self.make_partner().id, 'company_id': owner.id, 'date': date}).name
            for owner, date in (
                (company, '2031-02-01'), (company, '2031-03-01'), (company, '2032-01-10'), (self.company, '2031-02-01'))]
        self.assertEqual(numbers, ['0001/2031', '0002/2031', '0001/2032', '0001/2031'])

    @mute_logger('odoo.sql_db')
    def test_the_same_number_in_a_year_is_refused(self):
        first = self.make_contract(name='15', date='2026-01-10')
        self.make_contract(name='15', date='2027-01-10', partner_id=first.partner_id.id)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.make_contract(name='15', date='2026-11-10', partner_id=first.partner_id.id)

    def test_text_is_filled_from_the_cards(self):
        self.company.partner_id.write({'country_id': self.env.ref('base.pl').id, 'lang': 'en_US'})
        template = self.env['bas.contract.template'].create({
            'name': 'T', 'body': '<p>№ {contract_number} {partner_party}; {partner_email}</p>'})
        partner = self.make_partner(
            legal_name='ТОВ «A & <B>»', signatory_genitive='директора Коваля Т. О.', signatory_basis='Статуту')
        contract = self.make_contract(partner_id=partner.id, template_id=template.id, name='7')
        self.assertIn('№ 7 ТОВ «A &amp; &lt;B&gt;», represented by директора Коваля Т. О., acting on the basis of Статуту',
                      contract.body)
        self.assertIn('____', contract.body, 'a blank for the e-mail that nobody knows')
        self.assertIn('e-mail', contract.missing_data)
        self.assertTrue(contract.has_blanks)
        partner.email = 'a@b.example'
        self.assertTrue(contract.has_blanks, 'the text is as it was until it is filled again')
        contract.action_fill_from_template()
        self.assertIn('a@b.example', contract.body)
        self.assertFalse(contract.missing_data or contract.has_blanks)

    def test_blanks_inside_a_party_are_shown(self):
        template = self.env['bas.contract.template'].create({'name': 'T', 'body': '<p>{partner_party}</p>'})
        contract = self.make_contract(template_id=template.id)
        self.assertIn('the counterparty as a party', contract.missing_data)

    def test_optional_data_is_no_blank(self):
        template = self.env['bas.contract.template'].create({'name': 'T', 'body': '<p>{date_end}; {amount_limit}</p>'})
        self.assertFalse(self.make_contract(template_id=template.id).has_blanks)

    def test_the_last_day_belongs_to_the_term(self):
        template = self.make_template('діє до {date_end}.')
        self.env['res.lang']._activate_lang('uk_UA')
        self.company.country_id = self.env.ref('base.ua')
        for end, text in (('2026-12-31', 'діє до 31 грудня 2026 р. включно.'), (False, 'діє до повного виконання зобов’язань.')):
            body = self.make_contract(template_id=template.id, date_end=end).body
            self.assertEqual(' '.join(html2plaintext(body).split()), text)

    def test_the_kind_of_the_settlement_is_named_once(self):
        template = self.make_template('{contract_city}')
        self.env['res.lang']._activate_lang('uk_UA')
        self.company.country_id = self.env.ref('base.ua')
        for city, text in (('Вінниця', 'м. Вінниця'), ('м.Київ', 'м.Київ'), ('смт Стрижавка', 'смт Стрижавка'),
                           ('с-ще Стрижавка', 'с-ще Стрижавка'), ('Село Якушинці', 'Село Якушинці'),
                           ('с. Якушинці', 'с. Якушинці'), ('Миргород', 'м. Миргород'), ('Славута', 'м. Славута')):
            self.company.partner_id.city = city
            body = self.make_contract(template_id=template.id).body
            self.assertEqual(' '.join(html2plaintext(body).split()), text)

    def test_a_main_contract_is_filled_until_it_is_signed(self):
        contract = self.make_contract(template_id=self.env.ref('bas_crm.bas_contract_template_supply').id)
        contract.action_activate()
        contract.partner_id.legal_name = 'Товариство «Нова назва»'
        contract.action_fill_from_template()
        self.assertIn('Нова назва', contract.body)
        contract.is_signed = True
        with self.assertRaises(UserError):
            contract.action_fill_from_template()

    def test_a_split_placeholder_is_refused(self):
        with self.assertRaises(ValidationError) as caught:
            self.env['bas.contract.template'].create({'name': 'T', 'body': '<p>{partner_<b>name</b>}</p>'})
        self.assertIn('{partner_', str(caught.exception))
        spaced = self.env['bas.contract.template'].create({'name': 'T', 'body': '<p>{ partner_name }</p>'})
        self.assertIn('Світанок', self.make_contract(template_id=spaced.id).body)

    def test_a_copy_is_a_new_contract(self):
        with freeze_time('2026-11-20'):
            copy = self.make_contract(date='2024-01-10', date_end='2024-12-31', state='active').copy()
        self.assertEqual((str(copy.date), copy.date_end, copy.state), ('2026-11-20', False, 'draft'))
        self.assertTrue(copy.name.endswith('/2026'))

    def test_number_of_the_company_it_is_made_in(self):
        company = self.env['res.company'].create({'name': 'Друга фірма'})
        self.env.user.company_ids |= company
        contracts = self.env['bas.contract'].with_context(default_company_id=company.id)
        numbers = [contracts.create({'partner_id': self.make_partner().id, 'date': '2031-02-01'}).name for _time in range(2)]
        self.assertEqual(numbers, ['0001/2031', '0002/2031'])

    def test_counterparties_with_one_number_are_not_merged_blindly(self):
        first, second = self.make_contract(name='1', date='2026-01-10'), self.make_contract(name='1', date='2026-03-10')
        partners = first.partner_id | second.partner_id
        wizard = self.env['base.partner.merge.automatic.wizard']
        with self.assertRaises(UserError) as caught:
            wizard._merge(partners.ids, second.partner_id)
        self.assertIn('1', str(caught.exception))
        first.name = '1а'
        wizard._merge(partners.ids, second.partner_id)
        self.assertEqual(first.partner_id, second.partner_id)

    def test_the_main_contract_moves_with_the_merged_card(self):
        """A salesperson merges two cards; only the card that is deleted has main contracts, in two companies."""
        second = self.env['res.company'].create({'name': 'Друга фірма'})
        merger = new_test_user(
            self.env, 'merger', groups='sales_team.group_sale_salesman,base.group_partner_manager',
            company_ids=[(6, 0, (self.company | second).ids)])
        for had_before in (False, True):
            with self.subTest(had_before=had_before):
                kept, gone = self.make_partner(), self.make_partner(name='ТОВ «Світанок» (двічі)')
                past, contracts = (self.env['bas.contract'].create([
                    {'partner_id': partner.id, 'company_id': company.id, 'user_id': user.id}
                    for company, user in ((self.company, self.other), (second, merger))]) for partner in (kept, gone))
                (past | contracts).action_activate()
                contracts.action_set_main()
                if had_before:
                    past.action_set_main()
                    past.action_cancel()
                self.env.flush_all()
                self.env.invalidate_all()
                self.env['base.partner.merge.automatic.wizard'].with_user(merger).create({
                    'dst_partner_id': kept.id, 'partner_ids': [(6, 0, (kept | gone).ids)]}).action_merge()
                self.env.invalidate_all()
                self.assertFalse(gone.exists())
                self.assertEqual(contracts.partner_id, kept)
                for contract in contracts:
                    self.assertEqual(kept.with_company(contract.company_id).main_contract_id, contract)

    def test_a_merged_card_keeps_its_own_main_contract(self):
        merger = new_test_user(self.env, 'merger', groups='sales_team.group_sale_salesman,base.group_partner_manager')
        contracts = self.make_contract(name='1') | self.make_contract(name='2')
        contracts.action_activate()
        contracts.action_set_main()
        partners, kept = contracts.partner_id, contracts[0].partner_id
        self.env['base.partner.merge.automatic.wizard'].with_user(merger).create({})._merge(partners.ids, kept.with_user(merger))
        self.assertEqual(kept.main_contract_id, contracts[0])
        with self.assertRaisesRegex(UserError, 'cannot be changed manually'):
            kept.with_user(merger).write({'main_contract_id': contracts[1].id})

    def test_a_counterparty_with_contracts_cannot_become_a_contact_person(self):
        person = self.env['res.partner'].create({'name': 'Ігор'})
        self.make_contract(partner_id=person.id)
        with self.assertRaises(ValidationError):
            person.parent_id = self.make_partner()

    def test_there_is_one_main_contract(self):
        first = self.make_contract(state='active')
        second = self.make_contract(partner_id=first.partner_id.id, state='active')
        first.action_set_main()
        self.assertEqual((first.is_main, second.is_main), (True, False))
        second.action_set_main()
        self.assertEqual((first.is_main, second.is_main), (False, True))

    @freeze_time('2026-06-15')
    def test_an_ended_contract_is_not_the_main_one(self):
        cancelled = self.make_contract(state='active')
        expired = self.make_contract(state='active', date_end='2026-06-14')
        (cancelled | expired).action_set_main()
        cancelled.action_cancel()
        self.env['bas.contract']._cron_expire()
        for contract in (cancelled, expired):
            self.assertFalse(contract.is_main or contract.partner_id.main_contract_id)

    def test_a_main_contract_reset_to_draft_and_activated_again(self):
        contract = self.make_contract(state='active')
        contract.action_set_main()
        contract.action_draft()
        self.assertFalse(contract.is_main)
        contract.action_activate()
        self.assertTrue(contract.is_main)

    def test_main_contract_is_in_force_with_a_customer(self):
        with self.assertRaises(UserError):
            self.make_contract().action_set_main()
        with self.assertRaises(UserError):
            self.make_contract(contract_type='supplier', state='active').action_set_main()

    def test_text_of_a_ukrainian_firm_is_ukrainian(self):
        self.company.partner_id.write({'country_id': self.env.ref('base.ua').id, 'lang': 'en_US'})
        template = self.env['bas.contract.template'].create({'name': 'T', 'body': '<p>{contract_date} {company_party}</p>'})
        contract = self.make_contract(template_id=template.id, date='2026-03-05')
        self.assertIn('5 березня 2026 р.', contract.body)
        self.assertIn(', що діє на підставі ____', contract.body)

    def test_text_is_edited_only_in_a_draft(self):
        contract = self.make_contract(body='<p>Hand-made</p>')
        contract.action_activate()
        with self.assertRaises(UserError):
            contract.body = '<p>Changed</p>'
        contract.action_draft()
        contract.body = '<p>Changed</p>'

    def test_an_unknown_placeholder_is_refused_at_saving(self):
        with self.assertRaises(ValidationError) as caught:
            self.env['bas.contract.template'].create({'name': 'T', 'body': '<p>{partner_nane}</p>'})
        self.assertIn('{partner_name}', str(caught.exception))

    def test_ready_templates(self):
        templates = self.env['bas.contract.template'].search([])
        self.assertGreaterEqual(len(templates), 4)
        for template in templates:
            self.assertIn('Цивільного кодексу', template.body)
            self.assertNotIn('Господарськ', template.body)
            self.assertIn('ТОВ «Світанок»', self.make_contract(template_id=template.id).body)

    def make_template(self, body):
        return self.env['bas.contract.template'].create({'name': 'T', 'body': f'<p>{body}</p>'})

    def test_changes_since_filling_are_shown(self):
        contract = self.make_contract(name='7', template_id=self.make_template('№ {contract_number}, {partner_email}').id)
        self.assertFalse(contract.changed_since_filling)
        contract.amount_limit = 1000
        self.assertFalse(contract.changed_since_filling, 'the text does not speak of it')
        contract.name = '7-А'
        contract.partner_id.email = 'a@b.example'
        self.assertEqual(contract.changed_since_filling, "number of the contract, the counterparty's e-mail")
        contract.body = '<p>№ <b>7-А</b>, ____________</p>'
        self.assertEqual(contract.changed_since_filling, "the counterparty's e-mail", 'the number is put right by hand')
        contract.action_fill_from_template()
        self.assertFalse(contract.changed_since_filling)

    def test_another_template_does_not_overwrite_the_text(self):
        first, second = self.make_template('Перший {partner_name}'), self.make_template('Другий {partner_name}')
        filled, written = self.make_contract(template_id=first.id), self.make_contract(body='<p>Власний</p>')
        for contract, text in ((filled, 'Перший'), (written, 'Власний')):
            contract.template_id = second
            self.assertIn(text, contract.body)
            self.assertEqual(contract.changed_since_filling, 'template')
            contract.action_fill_from_template()
            self.assertIn('Другий', contract.body)
            self.assertFalse(contract.changed_since_filling)
        empty = self.make_contract()
        empty.template_id = second
        self.assertIn('Другий', empty.body)

    def test_terms_of_a_signed_contract_cannot_be_changed(self):
        contract = self.make_contract(state='active', amount_limit=100)
        with Form(contract) as form:
            form.amount_limit = 200
            form.is_signed = True
        self.assertEqual((contract.amount_limit, contract.is_signed), (200, True), 'what was typed before the tick is saved')
        for name, value in (('amount_limit', 300), ('name', '8'), ('date_end', '2030-01-01')):
            with self.assertRaises(AssertionError), Form(contract) as form:
                form[name] = value
        ended = self.make_contract(state='cancelled')
        with self.assertRaises(AssertionError), Form(ended) as form:
            form.amount_limit = 300

    def test_terms_come_from_the_counterparty(self):
        terms = self.env['account.payment.term'].create([{'name': name} for name in ('14 днів', '30 днів', '7 днів')])
        pricelist = self.env['product.pricelist'].create({'name': 'Опт'})
        partner = self.make_partner(
            property_payment_term_id=terms[0].id, property_supplier_payment_term_id=terms[1].id,
            specific_property_product_pricelist=pricelist.id)
        template = self.make_template('{payment_term}')
        contract = self.make_contract(partner_id=partner.id, template_id=template.id)
        self.assertEqual((contract.payment_term_id, contract.pricelist_id), (terms[0], pricelist))
        self.assertIn('14 днів', contract.body)
        supply = self.make_contract(partner_id=partner.id, contract_type='supplier')
        self.assertEqual((supply.payment_term_id, supply.pricelist_id), (terms[1], self.env['product.pricelist']))
        agreed = self.make_contract(partner_id=partner.id, payment_term_id=terms[2].id, pricelist_id=False)
        self.assertEqual((agreed.payment_term_id, agreed.pricelist_id), (terms[2], self.env['product.pricelist']))

    def test_a_price_list_in_another_currency_is_chosen_manually(self):
        foreign = self.env.ref('base.EUR') if self.company.currency_id != self.env.ref('base.EUR') else self.env.ref('base.USD')
        foreign.active = True
        pricelist = self.env['product.pricelist'].create({'name': 'Foreign', 'currency_id': foreign.id})
        contract = self.make_contract(partner_id=self.make_partner(specific_property_product_pricelist=pricelist.id).id)
        self.assertEqual((contract.pricelist_id.id, contract.currency_id), (False, self.company.currency_id))

    def test_the_text_names_the_currency(self):
        self.company.partner_id.country_id = self.env.ref('base.ua')
        euro = self.env.ref('base.EUR')
        euro.active = True
        template = self.make_template('Валюта: {currency}')
        contract = self.make_contract(contract_type='other', currency_id=euro.id, template_id=template.id)
        self.assertIn('Валюта: євро', contract.body)

    def test_deleting_a_template_keeps_the_text(self):
        template = self.env['bas.contract.template'].create({'name': 'T', 'body': '<p>{partner_name}</p>'})
        contract = self.make_contract(template_id=template.id)
        template.unlink()
        self.assertIn('Світанок', contract.body)
        with self.assertRaises(UserError):
            contract.action_fill_from_template()

    @freeze_time('2026-06-15')
    def test_expiry(self):
        last_day = self.make_contract(date_end='2026-06-15', state='active')
        past = self.make_contract(date_end='2026-06-14', state='active')
        far = self.make_contract(date_end='2026-07-16', state='active')
        self.env['bas.contract']._cron_expire()
        self.assertEqual((last_day.state, past.state, far.state), ('active', 'expired', 'active'))
        self.assertTrue(last_day.is_expiring)
        self.assertFalse(far.is_expiring)

    def test_a_contract_ends_when_the_day_ends_in_its_company(self):
        """The job has no user. At 22:30 UTC it is already the next day in Kyiv, but not in New York."""
        abroad = self.env['res.company'].create({'name': 'Філія', 'bas_tz': 'America/New_York'})
        here = self.make_contract(date_end='2026-12-31', state='active')
        there = self.make_contract(date_end='2026-12-31', state='active', company_id=abroad.id)
        job = self.env['bas.contract'].with_context(tz=False)
        with freeze_time('2026-12-31 21:30:00'):
            job._cron_expire()
            self.assertEqual((here.state, there.state, here.is_expiring), ('active', 'active', True))
        with freeze_time('2026-12-31 22:30:00'):
            self.env.invalidate_all()
            self.assertFalse(here.is_expiring, 'it has ended')
            job._cron_expire()
            self.assertEqual((here.state, there.state), ('expired', 'active'))

    @mute_logger('odoo.sql_db')
    def test_bad_dates_and_persons(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.make_contract(date_start='2026-02-01', date_end='2026-01-01')
        person = self.env['res.partner'].create({'name': 'Ігор', 'parent_id': self.make_partner().id})
        with self.assertRaises(ValidationError):
            self.make_contract(partner_id=person.id)

    def test_currency_and_price_list_agree(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        foreign = euro if self.company.currency_id != euro else self.env.ref('base.USD')
        with self.assertRaises(ValidationError):
            self.make_contract(currency_id=foreign.id)
        pricelist = self.env['product.pricelist'].create({'name': 'Foreign', 'currency_id': foreign.id})
        self.assertEqual(self.make_contract(pricelist_id=pricelist.id).currency_id, foreign)
        with self.assertRaises(ValidationError):
            self.make_contract(pricelist_id=pricelist.id, currency_id=self.company.currency_id.id)

    def test_in_force_is_not_deleted(self):
        contract = self.make_contract(state='active')
        with self.assertRaises(UserError):
            contract.unlink()
        contract.action_cancel()
        contract.unlink()

    def test_framework_contract_has_no_cycle(self):
        frame = self.make_contract()
        under = self.make_contract(partner_id=frame.partner_id.id, parent_id=frame.id)
        with self.assertRaises(ValidationError):
            frame.parent_id = under
