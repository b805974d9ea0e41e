from datetime import date
from email.message import EmailMessage

from psycopg2.errors import CheckViolation, NotNullViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.shared.base import CORE_FIELDS, TYPES
from ..common_world import WorldCase

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
#: errors that core shows to the user as a message
WORDS = (UserError, CheckViolation, NotNullViolation, UniqueViolation)


@tagged('post_install', '-at_install')
class TestBounds(WorldCase):
    """Any value that a person or another program sends for a number, date or text is either stored or refused with a message."""

    def get_fields(self, model):
        is_own = model._original_module == 'bas_crm'
        return sorted(
            name for name, field in model._fields.items()
            if field.type in TYPES and name not in MAGIC_COLUMNS and (field.store or field.inverse)
            and (is_own or not field.readonly)
            and (is_own or field._modules[:1] == ('bas_crm',) or name in CORE_FIELDS.get(model._name, ())))

    def attempt(self, what, work):
        """Do it and roll back; :raises AssertionError: it raises an error without a message for the user"""
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
        """:return: values of a new record like ``record``"""
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
                ('start', '0026-03-02 10:00:00', 'the year 26 is out of range'), ('start', 'abc', 'abc is not a date'),
                ('duration', 1e15, 'the number is too large'), ('duration', 'x', 'x is not a number'),
                ('duration', float('nan'), 'nan is not a number'), ('subject', 'x' * 3000, 'the text is too long'),
                ('subject', 'a\x00', 'cannot be stored')):
            with self.assertRaisesRegex(UserError, words):
                self.event.write({field: value})
            with self.assertRaisesRegex(UserError, words):
                self.make_event(**{field: value})
            with self.assertRaisesRegex(UserError, words):
                self.event.onchange({field: value}, [field], {field: {}})

    def test_an_email_with_an_oversized_subject(self):
        """The gateway must accept any e-mail; a refusal would stop the following ones."""
        alias = self.env['mail.alias'].create({
            'alias_name': 'border', 'alias_model_id': self.env['ir.model']._get_id('crm.lead'), 'alias_contact': 'everyone',
            'alias_domain_id': self.env['mail.alias.domain'].create({'name': 'border.example.com'}).id})
        for number, subject in enumerate(('x' * 3000, 'Ї' * 3000)):
            message = EmailMessage()
            message['From'], message['To'] = 'guest@example.com', alias.alias_full_name
            message['Subject'], message['Message-Id'] = subject, f'<border-{number}@example.com>'
            message.set_content('Так')
            lead = self.env['crm.lead'].browse(self.env['mail.thread'].sudo().message_process(False, message.as_bytes()))
            self.assertEqual(lead.name, subject[:2000])
        for model, names in CORE_FIELDS.items():
            record = self.get_record(model).sudo()
            for name in names:
                if record._fields[name].type == 'char':
                    record.write({name: 'a\x00b\ud800' + 'x' * 3000})
                    record.flush_recordset()
                    self.assertLessEqual(len(record[name]), 2000, name)
                    self.assertTrue(record[name].startswith('ab') or name in ('phone', 'email', 'email_from', 'vat'), name)

    def test_a_synchronisation_with_invalid_values(self):
        """Core's Google and Outlook synchronisations bring many records at once; only values of documents are not taken."""
        synchronised = self.env['calendar.event'].with_user(self.own).with_context(dont_notify=True)
        values = {'location': 'x' * 3000, 'name': 'y\x00' * 3000, 'start': '2300-03-02 10:00:00', 'stop': '2300-03-02 11:00:00'}
        event = synchronised.create(values)
        self.env.flush_all()
        self.assertEqual((len(event.location), event.name, event.start.year), (2000, 'y' * 2000, 2300))
        mirror = self.event.calendar_event_id.with_env(synchronised.env)
        start = mirror.start
        mirror.write(values)
        self.env.flush_all()
        self.assertEqual((len(mirror.location), mirror.start, self.event.start), (2000, start, start))
        with self.assertRaises(UserError):
            self.env['calendar.event'].with_user(self.own).create(values)
        with self.assertRaisesRegex(UserError, 'the text is too long'):
            self.event.sudo().write({'subject': 'x' * 3000})

    def test_every_field_is_within_bounds(self):
        """New fields of ours are checked automatically."""
        for name in self.get_own_models():
            model = self.env[name]
            bounded = model._get_bounded_fields()
            for field in self.get_fields(model):
                self.assertIn(field, bounded, name)

    def test_bounds_cost_no_query(self):
        with self.assertQueryCount(0):
            self.event._check_bounds([{'start': '2026-03-02 10:00:00', 'subject': 'x', 'duration': 5.0}] * 100)
