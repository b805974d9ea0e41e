from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ...tools.listed_selection import ListedSelection
from ..common_forgery import ForgeryCase


@tagged('post_install', '-at_install')
class TestSelections(ForgeryCase):
    """Core checks the values of a selection only where the code has a list of them."""

    def find_listed(self):
        """:return: list of our stored selection fields whose values a method lists"""
        return [
            field for name in sorted(self.env.registry) for field in self.env[name]._fields.values()
            if field.type == 'selection' and field.store and not field.related and not isinstance(field.selection, list)
            and field._modules[:1] == ('bas_crm',)]

    def test_values_of_a_method_are_checked(self):
        fields = self.find_listed()
        self.assertLessEqual(
            {'bas.handover.line.kind', 'bas.import.table.kind', 'bas.contract.template.contract_type', 'bas.calendar.entry.kind'},
            {str(field) for field in fields})
        self.assertFalse([str(field) for field in fields if not isinstance(field, ListedSelection)])

    def test_a_wrong_value(self):
        tried = 0
        for field in self.find_listed():
            record = self.records.get(field.model_name)
            record = self.env[field.model_name].search([], limit=1) if record is None else record
            for value in ('x', ['x'], 5) if record else ():
                tried += 1
                with self.subTest(str(field), value=value), self.assertRaisesRegex(ValidationError, 'no value'), \
                        self.env.cr.savepoint():
                    record.sudo().write({field.name: value})
        self.assertGreater(tried, 9)
        with self.assertRaises(ValidationError):
            self.env['bas.calendar.entry'].create({'name': 'Дзвінок', 'kind': 'x'})
