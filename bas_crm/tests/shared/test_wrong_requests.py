import json
import threading
from itertools import product

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common_world import WorldCase

TEXTS = ['', 'x', '[]', '{}', 'null', '5', '"x"', '[1]', '{"model": 5}', '{"model": "res.users"}', '{"domain": 5}',
         '{"domain": "x"}',
         '{"domain": [5]}', '{"domain": [["no", "=", 1]]}', '{"domain": [["id", "no", 1]]}', '{"groupby": "x"}',
         '{"groupby": [5]}',
         '{"groupby": ["order_id.partner_id.name"]}', '{"groupby": ["no"]}', '{"groupby": ["entered_at:no"]}', '{"context": 5}',
         '{"context": [1]}', '{"context": {"lang": 5}}', '{"context": {"tz": "no"}}', '{"context": {"allowed_company_ids": "x"}}',
         '{"context": {"allowed_company_ids": [999999]}}', '{"context": {"allowed_company_ids": [1e20]}}',
         '{"context": {"bas_funnel_period": 5, "bas_manager_period": []}}', '{"context": {"bas_funnel_from": "x"}}',
         '[' * 5000, 'Ї' * 300,
         '{"domain": [["name", "ilike", "\\ud800"]]}', '\x00']
VALUES = [None, '', 'x', 'Ї', 5, 1.5, True, [], ['x'], {}, {'x': 1}, 'x' * 10_000, '\x00', '\ud800', [[1]]]
TOKENS = ['', 'x', 'Їжак', '../../etc/passwd', 'x' * 5000, '%F0%28%8C%28']
NUMBERS = ['0', '1', '999999999', '99999999999999999999', '-1', 'x', '1.5', '']


@tagged('post_install', '-at_install')
class TestWrongRequests(WorldCase, HttpCase):
    """Our routes answer invalid input with a page or a message, never with a server error."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer._mark_sent()
        cls.offer._portal_ensure_token()
        cls.token = cls.offer.access_token
        cls.env.flush_all()

    def get_routes(self):
        """:return: dict: path → routing of the controllers of this add-on"""
        thread = threading.current_thread()
        if not hasattr(thread, 'dbname'):
            thread.dbname = self.env.cr.dbname
            self.addCleanup(delattr, thread, 'dbname')
        return {
            rule.rule: rule.endpoint.routing for rule in self.env['ir.http'].routing_map().iter_rules()
            if rule.endpoint.func.__module__.startswith('odoo.addons.bas_crm.')
            or rule.rule.startswith(('/my/offers', '/bas_crm'))}

    def open(self, url, data=None, **kwargs):
        with mute_logger('odoo.http', 'odoo.addons.base.models.ir_http', 'odoo.sql_db'):
            response = self.url_open(url, data=data, allow_redirects=False, **kwargs)
        self.assertLess(response.status_code, 500, f'{url} {str(data)[:200]}: {response.text[-300:]}')
        return response

    def call(self, url, **params):
        response = self.open(url, data=json.dumps({'jsonrpc': '2.0', 'method': 'call', 'params': params}),
                             headers={'Content-Type': 'application/json'})
        answer = response.json()
        if 'error' in answer:
            self.assertIn(answer['error']['data']['name'].rpartition('.')[2], (
                'NotFound', 'UserError', 'AccessError', 'MissingError', 'ValidationError', 'BadRequest',
            ), (url, str(params)[:200]))
        return answer

    def test_every_route_is_known_here(self):
        self.assertEqual({path.partition('<')[0] for path in self.get_routes()}, {
            '/bas_crm/funnel/xlsx', '/bas_crm/managers/xlsx', '/bas_crm/sales_plan/', '/bas_crm/calendar/', '/bas_crm/import/',
            '/my/offers',
            '/my/offers/page/', '/my/offers/'}, 'a new address is to be tried with wrong input, too')

    def test_paths(self):
        for login in (None, 'portal', 'head'):
            self.authenticate(login, login)
            for path, value in product(self.get_routes(), [*NUMBERS, *TOKENS]):
                head, _bracket, tail = path.partition('<')
                url = head + (value + tail.partition('>')[2] if tail else '')
                self.open(url.replace('%2F', '/'))
                self.open(url, data={'csrf_token': 'x'})
            for name in ('access_token', 'report_type', 'download', 'message', 'error', 'which', 'page', 'sortby'):
                for token in TOKENS[1:4]:
                    self.open(f'/my/offers/{self.offer.id}?access_token={self.token}&{name}={token}')

    def test_reports_as_files(self):
        self.authenticate('head', 'head')
        self.patch(Request, 'validate_csrf', lambda self, token: True)
        for path, text in product(('/bas_crm/funnel/xlsx', '/bas_crm/managers/xlsx'), TEXTS):
            self.open(path, data={'data': text})
        for path in ('/bas_crm/funnel/xlsx', '/bas_crm/managers/xlsx'):
            self.assertEqual(self.open(path, data={'x': 1}).status_code, 400)
            self.assertEqual(self.open(path, data={'data': 'x'}).status_code, 400)
            self.assertEqual(self.open(path, data={'data': '{}'}).status_code, 200)
            self.assertEqual(self.open(f'{path}?data=x', data={'x': 1}).status_code, 400)

    def test_answers_of_a_customer(self):
        self.authenticate(None, None)
        url = f'/my/offers/{self.offer.id}'
        for name, value in product(('name', 'signature', 'access_token', 'which', 'unknown'), VALUES):
            answer = self.call(f'{url}/accept', **{'access_token': self.token, 'name': '', 'signature': '', name: value})
            self.assertTrue('error' in answer or 'error' in answer['result'])
        for token in (*TOKENS, self.token[:-1], self.token + 'Ї'):
            self.assertIn('error', self.call(f'{url}/accept', access_token=token, name='Ігор', signature='x'))
        self.patch(Request, 'validate_csrf', lambda self, token: True)
        for name, value in product(('access_token', 'reason', 'which'), ('', 'Ї', 'x' * 10_000, '\x00', ' ')):
            self.open(f'{url}/decline', data={'access_token': self.token, 'reason': '', name: value})
        self.offer.invalidate_recordset()

    def test_prints(self):
        self.authenticate('head', 'head')
        for report, options in product(('bas_crm.report_funnel', 'bas_crm.report_managers'), (
                '', '{}', '{"domain":5}', '{"domain":[5]}', '{"groupby":[5]}', '{"user_id":"x"}', '{"model":5}',
                '{"model":"res.users"}')):
            self.open(f'/report/html/{report}/0' + (f'?options={options}' if options else ''))
