from datetime import date

from psycopg2.errors import CheckViolation, NotNullViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.bas_bounds import CORE_FIELDS, TYPES
from .common_world import WorldCase

NUMBERS = [
    float('nan'), float('inf'), float('-inf'), 1e300, -1e300, 1e15, -1e15, 1e12, 2 ** 31, 2 ** 63, 10 ** 400, -1, 0, 'abc',
    '1e999', 'nan', '5', [], [1], {}, {'id': 1}, True, None, '', (1, 2)]
DATES = [
    '0001-01-01', '0026-03-02', '0999-12-31', '1899-12-31', '2201-01-01', '9999-12-31', '9999-12-31 23:59:59',
    '2026-02-30', '2026-13-45', 'abc', '2026', '2026-03-02T10:00:00Z', '2026-03-02 10:00', '-1-01-01', 5, 1e300, float('nan'), [],
    [1], {}, True, None, '', date.min, date.max, '2026-03-02', '2200-12-31', '1900-01-01']
TEXTS = [
    'x' * 300_000, 'Ї' * 3000, 'a\x00b', '\x00', '\ud800', 'a\udfffb', 5, 1.5, float('nan'), [], [1], {}, {'a': 1}, (1,), True,
    None, '', '🙂', '<script>', '%', '\\', "'", '${1}', '{{ 1/0 }}']
VALUES = {
    **dict.fromkeys(('integer', 'float', 'monetary'), NUMBERS), **dict.fromkeys(('date', 'datetime'), DATES),
    **dict.fromkeys(('char', 'text', 'html'), TEXTS)}
#: what core turns into words for the person at the border of the server
WORDS = (UserError, CheckViolation, NotNullViolation, UniqueViolation)


@tagged('post_install', '-at_install')
class TestBounds(WorldCase):
    """Whatever a person or another program sends for a number, a date or a text: it is taken, or refused in words."""

    def get_fields(self, model):
        is_own = model._original_module == 'bas_crm'
        return sorted(
            name for name, field in model._fields.items()
            if field.type in TYPES and name not in MAGIC_COLUMNS and (field.store or field.inverse)
            and (is_own or not field.readonly)
            and (is_own or field._modules[:1] == ('bas_crm',) or name in CORE_FIELDS.get(model._name, ())))

    def attempt(self, what, work):
        """Do it and undo it; :raises AssertionError: it ends in another error than one in words"""
        try:
            with self.env.cr.savepoint() as savepoint:
                with mute_logger('odoo.sql_db'):
                    work()
                    self.env.flush_all()
                savepoint.rollback()
        except WORDS:
            self.refusals += 1
        except Exception as error:
            self.failures.append(f'{what}: {type(error).__name__}: {str(error)[:150]}')
        finally:
            self.env.invalidate_all()

    def check_models(self, names):
        self.failures, self.refusals, tried = [], 0, 0
        for name in names:
            record = self.get_record(name).with_user(self.head)
            for field in self.get_fields(record):
                for value in VALUES[record._fields[field].type]:
                    what = f'{name}.{field} = {str(value)[:30]!r}'
                    if record:
                        self.attempt(what, lambda record=record, field=field, value=value: self.write_value(record, field, value))
                    tried += 1
                for value in VALUES[record._fields[field].type][::3]:
                    what = f'create {name}.{field} = {str(value)[:30]!r}'
                    self.attempt(what, lambda record=record, field=field, value=value: record.create(
                        {**self.get_values(record), field: value}))
        self.assertGreater(tried, 100)
        self.assertGreater(self.refusals, 0)
        self.assertFalse(self.failures, f'{len(self.failures)} of {tried}:\n' + '\n'.join(self.failures))

    def write_value(self, record, field, value):
        record.write({field: value})
        record.env.flush_all()

    def get_values(self, record):
        """:return: values of a new record like this one"""
        return record.sudo().copy_data()[0] if record else {}

    def test_our_models(self):
        names = self.get_own_models()
        self.assertGreater(len(names), 25)
        self.check_models(names)

    def test_our_fields_of_cores_models(self):
        own = set(self.get_own_models())
        names = [
            name for name, model in self.env.registry.items()
            if name not in own and not model._abstract and not model._transient and model._auto
            and self.get_fields(self.env[name])]
        self.assertLessEqual({'sale.order', 'crm.lead', 'res.partner', 'calendar.event'}, set(names))
        self.check_models(sorted(names))

    def test_the_words(self):
        for field, value, words in (
                ('start', '0026-03-02 10:00:00', 'the year 26 is none of a document'), ('start', 'abc', 'abc is no date'),
                ('duration', 1e15, 'the number is too large'), ('duration', 'x', 'x is no number'),
                ('duration', float('nan'), 'nan is no number'), ('subject', 'x' * 3000, 'the text is too long'),
                ('subject', 'a\x00', 'cannot be stored')):
            with self.assertRaisesRegex(UserError, words):
                self.event.write({field: value})
            with self.assertRaisesRegex(UserError, words):
                self.make_event(**{field: value})
            with self.assertRaisesRegex(UserError, words):
                self.event.onchange({field: value}, [field], {field: {}})

    def test_every_field_is_within_bounds(self):
        """A new field of ours is checked without anybody thinking of it."""
        for name in self.get_own_models():
            model = self.env[name]
            bounded = model._get_bounded_fields()
            for field in self.get_fields(model):
                self.assertIn(field, bounded, name)

    def test_bounds_cost_no_query(self):
        with self.assertQueryCount(0):
            self.event._check_bounds([{'start': '2026-03-02 10:00:00', 'subject': 'x', 'duration': 5.0}] * 100)
