from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common_plan import PlanCase

APRIL, MAY = '2026-04-01', '2026-05-01'
WARNINGS = 'odoo.tests.form.onchange'


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanCurrency(PlanCase):
    """A draft gets another currency. 40 hryvnias are a dollar today, 50 are a euro; yesterday they were 20."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('uk_UA')
        cls.hryvnia, cls.dollar, cls.euro = (cls.env.ref(f'base.{code}') for code in ('UAH', 'USD', 'EUR'))
        (cls.hryvnia | cls.dollar | cls.euro).active = True
        cls.company.currency_id = cls.hryvnia
        cls.env['res.currency.rate'].search([]).unlink()
        cls.env['res.currency.rate'].create([
            {'name': day, 'inverse_company_rate': rate, 'currency_id': currency.id, 'company_id': cls.company.id}
            for currency, day, rate in ((cls.dollar, '2026-03-15', 20), (cls.dollar, '2026-03-16', 40),
                                        (cls.euro, '2026-03-16', 50))])
        cls.plan = cls.make_plan(currency_id=cls.hryvnia.id, figures=[
            (cls.desk, APRIL, 3, 100), (cls.chair, APRIL, 8, 640), (cls.curtain, MAY, 0, 999_260)]).with_user(
                cls.head).with_context(tracking_disable=False, lang='uk_UA')
        cls.cr.flush()  # changes of a record that is new are not tracked
        cls.same = {'Стіл': (3, 33.333333, 100), 'Стілець': (8, 80, 640), 'Штора': (0, 0, 999_260)}
        cls.converted = {'Стіл': (3, 0.833333, 2.5), 'Стілець': (8, 2, 16), 'Штора': (0, 0, 24_981.5)}

    def get_figures(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return {line.product_tmpl_id.name: (line.quantity, round(line.price_unit, 6), line.amount) for line in self.plan.line_ids}

    def get_last_note(self):
        """:return: (text of the newest note, what was tracked in it)"""
        self.env.flush_all()
        self.cr.flush()
        self.env.invalidate_all()
        message = self.plan.message_ids[:1]
        return message.preview.replace('\N{NO-BREAK SPACE}', ' '), [
            (value.old_value_char, value.new_value_char) for value in message.sudo().tracking_value_ids]

    def test_the_numbers_stay_where_somebody_says_so(self):
        with Form(self.plan) as form:
            self.assertFalse(form.conversion_label, 'nothing to convert')
            with self.assertLogs(WARNINGS, 'WARNING') as warned:
                form.currency_id = self.dollar
            self.assertRegex(
                warned.output[0].replace('\N{NO-BREAK SPACE}', ' '),
                r'Суми буде перераховано 1 000 000,00 ₴ → \$ 25 000,00 за курсом на сьогодні \(1 USD = 40,0000 UAH\)')
            self.assertEqual(form.conversion_label, '1 USD = 40,0000 UAH')
            form.convert_figures = False
        self.assertEqual(self.get_figures(), self.same)
        self.assertEqual(self.get_last_note(), (
            'Суми не змінено: 1 000 000,00 ₴ → $ 1 000 000,00.', [('UAH', 'USD')]))

    def test_the_form_converts(self):
        with Form(self.plan) as form, self.assertLogs(WARNINGS, 'WARNING'):
            form.currency_id = self.dollar
        self.assertEqual(self.get_figures(), self.converted)
        self.assertEqual(self.get_last_note(), (
            'Суми перераховано за курсом на сьогодні (1 USD = 40,0000 UAH): 1 000 000,00 ₴ → $ 25 000,00.', [('UAH', 'USD')]))
        with Form(self.plan) as form:
            form.note = 'У доларах'
        self.assertEqual(self.get_figures(), self.converted, 'nothing is converted twice')

    def test_a_price_list_brings_its_currency(self):
        pricelist = self.env['product.pricelist'].create({'name': 'Експорт', 'currency_id': self.euro.id})
        self.env['res.config.settings'].create({'group_product_pricelist': True}).execute()
        with Form(self.plan) as form:
            with self.assertLogs(WARNINGS, 'WARNING') as warned:
                form.pricelist_id = pricelist
            self.assertIn('1 EUR = 50,0000 UAH', warned.output[0])
        self.assertEqual((self.plan.currency_id, self.plan.amount_total), (self.euro, 20_000))

    def test_no_figures_no_warning(self):
        empty = self.make_plan(currency_id=self.hryvnia.id).with_user(self.head)
        with self.assertNoLogs(WARNINGS, 'WARNING'):
            with Form(empty) as form:
                form.currency_id = self.dollar
            with Form(self.env['bas.sales.plan'].with_user(self.head)) as form:
                form.currency_id = self.dollar
            with Form(self.plan) as form:
                form.note = 'Та сама валюта'
        self.assertEqual(empty.currency_id, self.dollar)

    def test_programs_say_it_with_the_currency(self):
        self.plan.write({'currency_id': self.dollar.id, 'convert_figures': False})
        self.assertEqual(self.get_figures(), self.same)
        self.plan.write({'currency_id': self.hryvnia.id})
        self.assertEqual(self.plan.amount_total, 40_000_000)
        self.plan.write({'convert_figures': True})
        self.plan.write({'currency_id': self.hryvnia.id, 'convert_figures': True})
        self.assertEqual(self.plan.amount_total, 40_000_000, 'it is of this currency already')

    def test_sums_are_quantity_by_price_to_the_hundredth(self):
        """Seven at 0.333 are 2.33: of that come 93.20 hryvnias, not the 93.24 of seven at 13.32, and 1.86 euros."""
        self.plan.write({'currency_id': self.dollar.id, 'convert_figures': False})
        line = self.plan.line_ids.filtered(lambda line: line.product_tmpl_id == self.desk)
        line.write({'quantity': 7, 'price_unit': 0.333})
        self.assertEqual(line.amount, 2.33)
        for currency, price, amount in ((self.hryvnia, 93.2 / 7, 93.2), (self.euro, 93.2 / 7 / 50, 1.86)):
            self.plan.write({'currency_id': currency.id, 'convert_figures': True})
            self.assertEqual(self.get_figures()['Стіл'], (7, round(price, 6), amount))
            self.assertEqual(currency.round(7 * line.price_unit), amount)

    def test_what_was_typed_before_is_converted_too(self):
        self.plan.write({'currency_id': self.dollar.id, 'convert_figures': True, 'matrix': {'changes': {'cells': [{
            'key': f'{self.desk.id}/0/0', 'date': APRIL, 'quantity': 3, 'price_unit': 400, 'amount': 1200,
            'was': [3, 33.33, 100]}]}}})
        self.assertEqual(self.get_figures()['Стіл'], (3, 10, 30))

    def test_no_rate_is_not_one_for_one(self):
        zloty = self.env.ref('base.PLN')
        zloty.active = True
        with Form(self.plan) as form:
            with self.assertLogs(WARNINGS, 'WARNING') as warned:
                form.currency_id = zloty
            self.assertIn('PLN не має курсу', warned.output[0])
        self.assertEqual(self.get_figures(), self.same)
        self.assertIn('PLN не має курсу, тому суми лишилися як були', self.get_last_note()[0])

    def test_an_approved_plan_keeps_its_currency(self):
        self.plan.action_approve()
        with self.assertRaisesRegex(UserError, 'змінити цифри не можна'):
            self.plan.write({'currency_id': self.dollar.id, 'convert_figures': True})
        self.assertEqual(self.get_figures(), self.same)

    def test_speed(self):
        """Two hundred rows are converted in about as many queries as three: rows are written a hundred at a time."""
        def convert(currency):
            return self.count_queries(lambda: self.plan.write({'currency_id': currency.id, 'convert_figures': True}))

        convert(self.dollar)
        few = convert(self.hryvnia)
        products = self.env['product.template'].create([{'name': f'Товар {number:03}'} for number in range(200)])
        self.plan.set_cells({'cells': [
            {'key': f'{product.id}/0/0', 'date': MAY, 'quantity': 1, 'amount': 40} for product in products]})
        self.assertLess(convert(self.dollar), few + 20)
        self.assertEqual(self.plan.amount_total, 25_200)
