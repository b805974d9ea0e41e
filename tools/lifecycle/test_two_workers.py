"""A server with two workers: customers accept while the manager saves the same orders; nobody waits for the other's print."""
import http.cookiejar
import json
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import psycopg2
import pytest
from runtime.database import create_database
from runtime.odoo import odoo_runtime
from runtime.paths import PRODUCT
from runtime.system import only_one

DATABASE, PORT = 'bas_crm_workers', 18069
#: seconds: what hangs does so until the limit of a request, which is minutes
LONG = 90
#: a picture of one point
SIGNATURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


class Client:
    """A browser: one session."""

    def __init__(self):
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def call(self, path, **params):
        request = urllib.request.Request(
            f'http://127.0.0.1:{PORT}{path}', json.dumps({'params': params}).encode(), {'Content-Type': 'application/json'})
        with self.opener.open(request, timeout=4 * LONG) as answer:
            return json.load(answer)

    def call_model(self, model, method, *args, **kwargs):
        return self.call(f'/web/dataset/call_kw/{model}/{method}', model=model, method=method, args=args, kwargs=kwargs)


@pytest.fixture(scope='module')
def odoo():
    with odoo_runtime(for_tests=True) as odoo, only_one(f'database-{DATABASE}'):
        create_database(odoo, DATABASE, [PRODUCT])
        yield odoo
        odoo.run('db', 'drop', DATABASE, log=odoo.home / f'{DATABASE}.log')


@pytest.fixture(scope='module')
def offers(odoo):
    code = (Path(__file__).parent / 'two_workers.py').read_text()
    done = subprocess.run(odoo.command('shell', '-d', DATABASE, '--no-http', '--log-level=warn'), env=odoo.env, text=True,
                          input=code, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert 'MADE ' in done.stdout, done.stdout
    return json.loads(done.stdout.partition('MADE ')[2].splitlines()[0])


@pytest.fixture(scope='module')
def server(odoo, offers):
    arguments = ('-d', DATABASE, '--db-filter', f'^{DATABASE}$', '--workers', 2, '--http-port', PORT, '--gevent-port', PORT + 1,
                 '--limit-memory-hard', 0)
    with open(odoo.home / f'{DATABASE}-server.log', 'w') as log:
        process = subprocess.Popen(odoo.command(*arguments), env=odoo.env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(lambda: urllib.request.urlopen(f'http://127.0.0.1:{PORT}/web/health', timeout=5).status == 200)
            yield
        finally:
            process.terminate()
            process.wait(60)


def _wait(is_ready, seconds=LONG):
    end = time.monotonic() + seconds
    while True:
        try:
            if is_ready():
                return
        except OSError:
            pass
        assert time.monotonic() < end, 'it has not come'
        time.sleep(0.5)


def accept(offer):
    """:return: what the customer's page gets, and after how many seconds"""
    began = time.monotonic()
    answer = Client().call(offer['url'], name='Оксана Коваль', signature=SIGNATURE)
    return answer['result'], time.monotonic() - began


def get_papers(odoo, order):
    """:return: names of what is attached to the history of an order"""
    return odoo.sql(f"SELECT name FROM ir_attachment WHERE res_model = 'sale.order' AND res_id = {order:d}"
                    " AND mimetype = 'application/pdf'", DATABASE)


def keep_saving(manager, orders, saved, stop):
    """A manager at work: saves the orders one after the other until ``stop`` is set."""
    while not stop.is_set():
        for order in orders:
            saved.append(manager.call_model(
                'sale.order', 'web_save', [order], {'client_order_ref': f'{len(saved)}'}, specification={'client_order_ref': {}}))
            time.sleep(0.3)


def test_two_customers_accept_while_the_manager_saves(odoo, server, offers):
    manager, saved, answers, stop = Client(), [], [], threading.Event()
    offers = offers[:2]
    assert manager.call('/web/session/authenticate', db=DATABASE, login='manager', password='manager of two')['result']['uid']
    saving = threading.Thread(target=keep_saving, args=(manager, [offer['order'] for offer in offers], saved, stop))
    customers = [threading.Thread(target=lambda offer=offer: answers.append(accept(offer))) for offer in offers]
    for thread in (saving, *customers):
        thread.start()
    for thread in customers:
        thread.join()
    stop.set()
    saving.join()
    for result, seconds in answers:
        assert 'message=accepted' in result.get('redirect_url', ''), result
        assert seconds < LONG
    assert len(answers) == 2 and saved and all('result' in answer for answer in saved), saved
    for offer in offers:
        assert odoo.sql(f"SELECT state FROM sale_order WHERE id = {offer['order']:d}", DATABASE) == ['sale']
        _wait(lambda offer=offer: get_papers(odoo, offer['order']))


def test_a_row_that_somebody_holds_makes_nobody_wait_for_long(odoo, server, offers):
    """Whoever holds the order for longer than a save takes is told of; the customer may try again."""
    connection = psycopg2.connect(
        dbname=DATABASE, **{key: odoo.env[name] for key, name in (('host', 'PGHOST'), ('port', 'PGPORT'), ('user', 'PGUSER'))
                            if name in odoo.env})
    with connection, connection.cursor() as cursor:
        cursor.execute('SELECT FROM sale_order WHERE id = %s FOR UPDATE', [offers[2]['order']])
        result, seconds = accept(offers[2])
    connection.close()
    assert 'error' in result
    assert seconds < LONG
    result, _seconds = accept(offers[2])
    assert 'message=accepted' in result.get('redirect_url', ''), result
