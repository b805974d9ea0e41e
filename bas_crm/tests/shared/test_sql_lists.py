from unittest.mock import patch

from odoo.tests import tagged

from ..common_screens import ScreensCase


@tagged('post_install', '-at_install')
class TestSqlLists(ScreensCase):
    """A list that a query makes of other tables runs it once for a page, whatever the access rules look at."""

    def count_fetches(self, model):
        """:return: how often a page of the model's records is fetched, and how many records there are on it"""
        fetched, original = [], type(model)._fetch_query
        names = [name for name, field in model._fields.items() if field.store and field.type == 'char'][:1] or ['id']

        def fetch(records, query, fields):
            fetched.append(records)
            return original(records, query, fields)

        with patch.object(type(model), '_fetch_query', fetch):
            page = model.web_search_read([], {name: {} for name in names}, limit=80)
        return len(fetched), len(page['records'])

    def test_one_query_for_a_page(self):
        shown, failures = 0, []
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(self.own)
            if model._auto or model._abstract or not name.startswith('bas.'):
                continue
            self.env.invalidate_all()
            with self.subTest(name):
                fetches, count = self.count_fetches(model)
                shown += bool(count)
                if fetches > 1:
                    failures.append(f'{name}: {fetches}')
        self.assertGreater(shown, 4, 'most of the lists have something to show')
        self.assertFalse(failures)
