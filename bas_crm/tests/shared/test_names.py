from odoo.tests import tagged

from ..common import CrmCase

#: a text that is in no name
UNKNOWN = 'Ґандзя-77'


@tagged('post_install', '-at_install')
class TestNames(CrmCase):
    """Whatever has a name is found by it: in a filter that a person composes, and in a field that links to it."""

    def get_named(self):
        """:return: list of our models whose records have a name of their own"""
        return [self.env[name] for name, model in sorted(self.env.registry.items()) if (
            model._original_module == 'bas_crm' and not model._abstract and not model._transient and (
                model._rec_name or model._rec_names_search or any(
                    '_compute_display_name' in vars(cls) for cls in model.mro() if 'bas_crm' in cls.__module__)))]

    def test_an_unknown_name_finds_nothing(self):
        models = {model._name for model in self.get_named()}
        self.assertLessEqual({'bas.handover', 'bas.import.table', 'bas.sales.plan.line', 'bas.money.report', 'bas.event'}, models)
        for model in self.get_named():
            # Core warns of a model without a searchable name, and finds all its records.
            with self.subTest(model=model._name), self.assertNoLogs('odoo.models', 'WARNING'):
                self.assertEqual(model.name_search(UNKNOWN), [])
                self.assertFalse(model.search([('display_name', 'ilike', UNKNOWN)]))

    def test_a_list_of_an_import_is_found_by_its_file(self):
        session = self.env['bas.import'].create({})
        table = self.env['bas.import.table'].create({'import_id': session.id, 'file': 'Контрагенти.xlsx', 'sheet': 'Аркуш 2'})
        row = self.env['bas.import.row'].create({'import_id': session.id, 'table_id': table.id, 'number': 1, 'values': {}})
        for text in ('контрагенти', 'Аркуш 2'):
            self.assertEqual(self.env['bas.import.row'].with_user(self.head).search([('table_id', 'ilike', text)]), row)

    def test_an_absence_is_found_by_its_people(self):
        absence = self.env['bas.handover'].create({
            'kind': 'temporary', 'user_id': self.own.id, 'deputy_id': self.other.id,
            'date_from': '2126-03-01', 'date_to': '2126-03-05'})
        self.assertIn(absence, self.env['bas.handover'].search([('display_name', 'ilike', self.other.name)]))
