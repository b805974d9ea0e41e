from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common_plan import PlanCase

APRIL, JULY = '2026-04-01', '2026-07-01'
MALFORMED, NO_ROW, GONE, NO_DATE, NO_NUMBER = (
    'wrong format', 'is not a row of a sales plan', 'does not exist any more', 'is not the date of a column', 'is not a number')


@freeze_time('2026-03-16 10:00:00')
@tagged('post_install', '-at_install')
class TestSalesPlanChanges(PlanCase):
    """``set_cells`` refuses any wrong input with a clear message, and the plan is not changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.make_plan(figures=[(cls.desk, APRIL, 3, 100)])
        cls.key = f'{cls.desk.id}/0/0'

    def cell(self, **values):
        return {'cells': [
            {'key': f'{self.chair.id}/0/0', 'date': APRIL, 'quantity': 1, 'amount': 5},
            {'key': self.key, 'date': APRIL, 'quantity': 1, 'price_unit': 5, 'amount': 5, **values}]}

    def assert_refused(self, changes, said):
        with self.subTest(changes=changes), self.assertRaisesRegex(UserError, said):
            self.plan.with_user(self.head).set_cells(changes)
        self.env.invalidate_all()
        self.assertEqual(self.get_cells(self.plan), {('Стіл', APRIL): (3, 100)}, 'nothing has changed')

    def test_another_shape(self):
        for changes in ('x', [], 5, None, {'cells': 'x'}, {'cells': {'key': self.key}}, {'cells': ['x']}, {'rows': self.key},
                        {'removed': [self.key]}, {'removed': [{'key': self.key, 'was': [3, 0, 100]}]},
                        self.cell(was=100), self.cell(was=[3, 100]), self.cell(was={'quantity': 3})):
            self.assert_refused(changes, MALFORMED)
        with self.assertRaisesRegex(UserError, MALFORMED):
            self.plan.matrix = 'x'

    def test_no_key(self):
        for key in (None, 17, ['17/0/0'], '', '17', '17/0', '17/0/0/0', '17/0/0\n', 'a/0/0', '-1/0/0', '1.5/0/0', ' 17/0/0',
                    '²/0/0', '१७/0/0', '017/0/0', f'{2 ** 31}/0/0', f'{10 ** 30}/0/0'):
            self.assert_refused(self.cell(key=key), NO_ROW)
            self.assert_refused({'rows': [key]}, NO_ROW)
            self.assert_refused({'removed': [{'key': key}]}, NO_ROW)
        self.assert_refused({'cells': [{'date': APRIL}]}, NO_ROW)

    def test_unknown_objects(self):
        for parts in ((2 ** 31 - 1, 0, 0), (self.desk.id, 2 ** 31 - 1, 0), (self.desk.id, 0, 2 ** 31 - 1)):
            key = '/'.join(map(str, parts))
            self.assert_refused(self.cell(key=key), GONE)
            self.assert_refused({'rows': [key]}, GONE)

    def test_no_date(self):
        for date in (None, False, '', 5, {}, {'a': 1}, [APRIL], 'квітень', '2026-02-30', '01.04.2026'):
            self.assert_refused(self.cell(date=date), NO_DATE)
        self.assert_refused(self.cell(date=JULY), 'no column for')
        self.assert_refused({'removed': [{'key': self.key, 'was': {'квітень': [3, 0, 100]}}]}, NO_DATE)

    def test_no_number(self):
        for figure in ('5', 'багато', '', [], {}, True, float('nan'), float('inf'), -float('inf'), 10 ** 400, 1e308):
            for name in ('quantity', 'price_unit', 'amount'):
                self.assert_refused(self.cell(**{name: figure}), rf'{NO_NUMBER}.*Стіл.*2026')
            self.assert_refused(self.cell(was=[3, figure, 100]), NO_NUMBER)
        for name in ('quantity', 'price_unit', 'amount'):
            self.assert_refused(self.cell(**{name: -1}), 'be negative. See “.*Стіл”')

    def test_nothing_is_a_number_too(self):
        self.plan.set_cells(self.cell(quantity=None, price_unit=False, amount=7, was=[3, None, 100]))
        self.plan.set_cells({'cells': None, 'removed': [{'key': f'{self.chair.id}/0/0', 'was': None}]})
        self.assertEqual(self.get_cells(self.plan), {('Стіл', APRIL): (0, 7)})

    def test_said_in_the_language_of_whoever_asks(self):
        self.env['res.lang']._activate_lang('uk_UA')
        plan = self.plan.with_context(lang='uk_UA')
        for changes, said in (
            ({'cells': 'x'}, 'Зміни таблиці надійшли в неправильному вигляді. Нічого не збережено.'),
            ({'rows': ['17']}, '«17» — не рядок плану продажів.'),
            ({'rows': [f'{2 ** 31 - 1}/0/0']}, f'Об’єкта, який планує рядок {2 ** 31 - 1}/0/0, більше немає.'),
            (self.cell(date='квітень'), '«квітень» — не дата колонки.'),
            (self.cell(amount='багато'), '«багато» — не число, яке може бути в плані.'),
        ):
            with self.assertRaisesRegex(UserError, said):
                plan.set_cells(changes)
