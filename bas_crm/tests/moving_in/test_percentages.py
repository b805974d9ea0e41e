"""A percentage in a column of sums is an error, wherever a list has a column of numbers."""
from odoo.tests import tagged

from ...models.moving_in.reading import read_value
from ...tools.source_files import ValueProblem
from ..common_moving import MovingCase, make_source

#: fields that hold percentages
PERCENTAGES = {('order_line', 'discount')}


@tagged('post_install', '-at_install')
class TestPercentages(MovingCase):

    def test_percentages_are_read_where_they_are_expected(self):
        found = set()
        for kind in self.env['bas.import.kind']._get_all():
            for name, field in kind._get_fields().items():
                if field.type in ('number', 'integer'):
                    with self.subTest(kind=kind._kind, field=name), self.assertRaises(ValueProblem) as caught:
                        read_value(self.env, field, '5%')
                    self.assertEqual(caught.exception.code, 'percent')
                elif field.type == 'percent':
                    found.add((kind._kind, name))
                    self.assertEqual([read_value(self.env, field, text) for text in ('5%', '5 %', '5')], [5, 5, 5])
        self.assertEqual(found, PERCENTAGES)

    def test_the_row_says_what_is_wrong(self):
        session = self.bring(make_source(['Найменування', 'Артикул', 'Ціна'], [['Стіл', 'А1', '5%']], kind='item'))
        self.assertEqual(self.read_actions(session), ['error'])
        self.assertIn('«5%» is a percentage', session.row_ids.problem)
