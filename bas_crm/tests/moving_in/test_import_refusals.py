from unittest.mock import patch

from psycopg2 import DataError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.moving_in.saving import explain
from ..common_moving import PARTNERS, MovingCase, make_source


@tagged('post_install', '-at_install')
class TestRefusals(MovingCase):
    """Why a model refuses a value is told in the user's words: what Python and the database say is for the log."""

    def test_a_wrong_value_names_its_field(self):
        kind = self.env.registry['bas.import.kind.counterparty']
        original = kind._prepare_new_values

        def prepare(model, batch, row):
            return {**original(model, batch, row), **({'type': 'bogus'} if row.get('name') == 'Друга' else {})}

        with patch.object(kind, '_prepare_new_values', prepare):
            session = self.bring(make_source(PARTNERS, [['Перша', '', '', '', '1'], ['Друга', '', '', '', '2']]))
        self.assertEqual(self.read_actions(session), ['create', 'error'])
        self.assertEqual(session.row_ids.sorted('id')[1].problem, '«Address Type» cannot have the value «bogus».')

    def test_no_words_of_python_or_of_the_database(self):
        partners = self.env['res.partner']
        errors = [ValueError("Wrong value for res.partner.type: 'x'"), ValueError('Expected singleton: res.partner(1, 2)'),
                  ValueError("invalid literal for int() with base 10: 'x'")]
        with self.assertRaises(DataError) as caught, mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.env.cr.execute("SELECT 99999999999::int4")
        errors.append(caught.exception)
        for error in errors:
            text = explain(partners, error, {'name': 'x', 'color': 5})
            self.assertEqual(text, 'A value of the row cannot be stored in «Contact»: it is too large, or it is of another kind.')
        self.assertEqual(explain(partners, caught.exception, {'color': 99999999999}),
                         '«Color Index» cannot have the value «99999999999».')

    def test_the_sentence_of_a_constraint_is_kept(self):
        self.make_partner(name='ТОВ «Ромашка»')
        session = self.bring(make_source(['№ договору', 'Контрагент', 'Сума договору'], [['1', 'ТОВ «Ромашка»', '-5']],
                                         kind='contract'))
        self.assertEqual(session.row_ids.problem, 'The amount limit of a contract cannot be negative.')
