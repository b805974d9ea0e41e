from functools import partial
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_screens import ScreensCase
from .test_record_queries import LIMIT, MANY

#: with so many rows there are some of most kinds on a page; a kind that comes later costs a few queries
SOME = 15


@tagged('post_install', '-at_install')
class TestSqlLists(ScreensCase):
    """A list that a query makes of other tables runs it once for a page, whatever the access rules look at."""

    def count_fetches(self, model):
        """:return: how often a page of the model's records is fetched, and how many records there are on it"""
        fetched, original = [], type(model)._fetch_query
        # what a list shows, and no more: what the rules look at beside it is read with the page, too
        shown = {'id', *(name for name, field in model._fields.items() if field.type in ('char', 'monetary'))}
        names = [name for name in shown if model._has_field_access(model._fields[name], 'read')]

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

    def test_a_page_tells_how_many_rows_there_are(self):
        """Of some lists the page and the number of rows are one query; they say what core says in two."""
        counted = [name for name in self.env.registry if getattr(self.env[name], '_counts_with_page', False)]
        self.assertEqual(sorted(counted), ['bas.agenda', 'bas.partner.history'])
        for name in counted:
            model = self.env[name].with_user(self.own)
            every = model.search_count([])
            self.assertGreater(every, 3)
            for options in ({'limit': 2}, {'limit': 2, 'offset': 1}, {'limit': 2, 'count_limit': 3}, {'limit': every},
                            {'limit': every + 1}, {'limit': 2, 'offset': every}, {'limit': 2, 'count_limit': 2}, {}):
                with self.subTest(f'{name}: {options}'):
                    read = partial(model.web_search_read, [], {'display_name': {}, 'date': {}}, **options)
                    answer = read()
                    one = self.count_queries(read)
                    with patch.object(type(model), '_counts_with_page', False):
                        two = self.count_queries(read)
                        self.assertEqual(answer, read())
                    is_counted = options.get('limit') == len(answer['records']) and options.get('count_limit') != 2
                    self.assertEqual(two - one > 0, is_counted)

    def get_shown(self, model):
        """:return: dict: what the client reads of the fields of the model's list and cards"""
        names = {field.get('name') for kind in ('list', 'kanban') for field in etree.fromstring(
            model.get_view(False, kind)['arch']).iter('field')}
        return {name: {'fields': {'display_name': {}}} if model._fields[name].type == 'many2one' else {} for name in names}

    def test_queries_do_not_grow_with_rows(self):
        """The second query of a page is counted, too: what is computed of a row is read for all rows at once."""
        for number in range(9):
            type(self).partner = self.make_partner(name=f'Фірма {number}', is_customer=True, user_id=self.own.id)
            self.make_chain(self.own)
        grown, sizes = {}, {}
        for name in sorted(self.env.registry):
            model, counts = self.env[name].with_user(self.own), {}
            if model._auto or model._abstract or not name.startswith('bas.'):
                continue
            read = partial(model.web_search_read, [], self.get_shown(model))
            for limit in (SOME, SOME, MANY):  # the first time fills the caches of the registry
                counts[limit] = self.count_queries(partial(read, limit=limit))
                sizes[name] = len(model.search([], limit=limit))
            growth = (counts[MANY] - counts[SOME]) / max(sizes[name] - SOME, 1)
            if growth > 2 * LIMIT:
                grown[name] = round(growth, 2)
        self.assertFalse(grown)
        self.assertGreater(len([size for size in sizes.values() if size > SOME]), 6, 'most lists have rows enough to tell')

    def test_a_row_is_opened_without_the_list(self):
        """The document of a row is that which its columns name, and the query of the list is not run again to find it."""
        documents = {
            'bas.agenda': self.find_document_of_step,
            'bas.partner.history': lambda row: self.env['bas.work.task.line'].browse(row.res_id).task_id if row.kind == 'task'
            else self.env[row.res_model].browse(row.res_id),
            'bas.order.standing': lambda row: row.order_id,
            'bas.cancellation.report': lambda row: row.order_id,
            'bas.customer.base.report': lambda row: row.partner_id,
            'bas.funnel.report': lambda row: row.order_id,
            'bas.lead.funnel.report': lambda row: row.lead_id,
            'bas.manager.report': lambda row: row.order_id or row.event_id or row.lead_id or row.move_id or row.history_id,
            'bas.debtor.report': lambda row: row.move_id,
            'bas.money.report': self.find_document_of_money,
            'bas.plan.fact.report': lambda row: row.move_id or row.history_id or row.plan_id,
        }
        self.make_lead().activity_schedule(date_deadline='2026-03-05', user_id=self.own.id)
        mixin = type(self.env['bas.sql.list.mixin'])
        opened = {name for name in self.env.registry if hasattr(self.env[name], 'action_open') and issubclass(
            type(self.env[name]), mixin._base_classes__[0]) and not self.env[name]._abstract}
        self.assertEqual(opened, documents.keys())
        self.company.bas_moved_on = '2026-04-01'
        self.env['bas.sales.history'].create({
            'date': '2026-03-02', 'product_id': self.product.id, 'quantity': 1, 'amount': 90, 'partner_id': self.partner.id,
            'user_id': self.own.id})
        # The database dates leads itself, whatever the clock of the documents says.
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-05'")
        self.env.invalidate_all()
        for name, find in documents.items():
            rows = self.env[name].search([])
            self.assertTrue(rows, name)
            expected = {row: find(row) for row in rows}
            self.env.invalidate_all()
            with self.subTest(name), patch.object(type(rows), '_fetch_query', side_effect=AssertionError(name)):
                for row in rows:
                    if not expected[row].with_user(self.all).sudo(False).has_access('read'):
                        with self.assertRaises(AccessError), mute_logger('odoo.addons.base.models.ir_rule'):
                            row.with_user(self.all).action_open()
                        continue
                    action = row.with_user(self.all).action_open()
                    self.assertEqual((action['res_model'], action['res_id']), (expected[row]._name, expected[row].id))

    def find_document_of_money(self, row):
        """Managers have no access to payments: they get the customer."""
        source = row._get_sources()[row]
        document = source if source._name == 'account.payment' else source.move_id
        return document if document.with_user(self.all).sudo(False).has_access('read') else row.partner_id

    def find_document_of_step(self, row):
        step = self.env[row.res_model].browse(row.res_id)
        return {
            'bas.work.task.line': lambda: step.task_id, 'mail.activity': lambda: self.env[step.res_model].browse(step.res_id),
        }.get(step._name, lambda: step)()
