"""``bin/load``: how operations are dealt out, and what is made of what was measured."""
import http.server
import json
import threading

import pytest
from load import clients, mix, runner, table
from load.mark import CORE, OURS
from load.mix import ACCEPTANCE, CYCLE, MIX, Calls, Deal, Sample
from load.table import Measured


class Clock:
    """Moves on by a second whenever somebody looks at it."""

    def __init__(self):
        self.now = -1

    def __call__(self):
        self.now += 1
        return self.now


def take_all(deal):
    return list(iter(deal.take, None))


def test_a_cycle_holds_each_operation_as_often_as_the_mix_says():
    assert {operation: mix.shuffle().count(operation) for operation in MIX} == MIX


def test_the_last_cycle_is_whole_when_the_time_is_over():
    # The clock is looked at before each cycle: at 1, 2 and 3 seconds.
    assert take_all(Deal(3, Clock())) == mix.shuffle() * 2
    assert len(take_all(Deal(0, Clock()))) == 0


def test_the_same_operations_come_at_each_run():
    assert take_all(Deal(5, Clock())) == take_all(Deal(5, Clock()))
    assert len(mix.shuffle()) == CYCLE


def test_calls_take_turns_and_an_offer_is_accepted_once():
    calls = Calls({'report': [['funnel'], ['managers']], ACCEPTANCE: [['first']]})
    taken = []
    for operation in ('report', 'report', 'report', ACCEPTANCE, ACCEPTANCE):
        with calls.taken(operation) as sent:
            taken.append(sent)
    assert taken == [['funnel'], ['managers'], ['funnel'], ['first'], None]


@pytest.mark.parametrize(('one_acceptance', 'others'), [(True, False), (False, True)])
def test_customers_of_core_sign_one_after_the_other(one_acceptance, others):
    calls = Calls({'report': [['funnel']], ACCEPTANCE: [['first'], ['second']]}, one_acceptance)
    came = threading.Event()

    def sign():
        with calls.taken(ACCEPTANCE):
            came.set()

    with calls.taken(ACCEPTANCE):
        second = threading.Thread(target=sign)
        second.start()
        assert came.wait(0.2) == others
        with calls.taken('report') as sent:  # nobody else waits
            assert sent == ['funnel']
    second.join()


# ------------------------------------------------------------
# The table
# ------------------------------------------------------------

def measure(*times, seconds=1.0, error='', **values):
    return Measured([Sample('report', time, error) for time in times], seconds, **values)


def test_percentiles_are_measured_times():
    assert table.get_percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert table.get_percentile(range(1, 101), 0.95) == 95
    assert table.get_percentile([7], 0.95) == 7


def test_the_table_has_both_sides_and_their_ratio():
    measured = {4: {OURS: measure(0.01, 0.02, 0.03, seconds=2, retries=2), CORE: measure(0.02, 0.02, 0.02, 0.02, seconds=2)}}
    lines = [line.split() for line in table.write_table(measured).splitlines()]
    assert lines[1] == ['4', 'all', 'core', '4', '2.0', '20', '20', '0', '0']
    assert lines[2] == ['4', 'all', 'ours', '3', '1.5', '20', '30', '2', '0', '0.75', '✗']
    assert lines[4] == ['4', 'report', 'ours', '3', '1.5', '20', '30', '0', '1.00']
    assert table.find_faults(measured) == ['4 clients: 0.75 of the throughput of core, not 0.95']


def test_errors_of_ours_are_faults_and_each_is_told_once():
    measured = {1: {OURS: measure(0.1, 0.1, error='HTTP 500'), CORE: measure(0.1, 0.1, error='no answer')}}
    assert table.find_faults(measured) == ['1 clients: report: HTTP 500']
    measured = {1: {OURS: measure(0.1, 0.1, problems=['ERROR in the log']), CORE: measure(0.1)}}
    assert table.find_faults(measured) == ['1 clients: ERROR in the log']


def test_errors_of_the_log_are_told_by_their_first_line():
    log = """2026-03-10 10:00:00,000 1 INFO firm odoo.http: retried
2026-03-10 10:00:00,000 1 WARNING firm py.warnings: deprecated
  where
2026-03-10 10:00:00,000 1 ERROR ? werkzeug: Request timed out: TimeoutError('timed out')
2026-03-10 10:00:00,000 1 ERROR firm odoo.http: Exception
Traceback
"""
    assert runner.find_errors(log) == ['2026-03-10 10:00:00,000 1 ERROR firm odoo.http: Exception']


# ------------------------------------------------------------
# A client
# ------------------------------------------------------------

@pytest.fixture
def server():
    """A server that answers every call with what the call asks for."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            wanted = json.loads(self.rfile.read(int(self.headers['Content-Length'])))['params']
            self.send_response(wanted.get('status', 200))
            self.end_headers()
            self.wfile.write(json.dumps(wanted.get('answer', {'result': True})).encode())

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f'http://127.0.0.1:{server.server_port}'
        server.shutdown()


@pytest.mark.parametrize(('params', 'error'), [
    ({}, ''), ({'status': 502}, 'HTTP 502'),
    ({'answer': {'error': {'data': {'name': 'odoo.exceptions.UserError', 'message': 'No'}}}}, 'odoo.exceptions.UserError: No'),
    ({'answer': {'result': {'error': 'The signature is missing.'}}}, 'The signature is missing.'),
])
def test_what_goes_wrong_is_told(server, params, error):
    assert clients.Client(server).send('/path', params) == error


def test_who_has_no_answer_is_told(monkeypatch):
    assert clients.Client('http://127.0.0.1:9').send('/path', {}).startswith('no answer: ')


def test_clients_share_the_operations(server):
    calls = Calls({operation: [[('/path', {})]] for operation in MIX if operation != ACCEPTANCE} | {
        ACCEPTANCE: [[('/path', {})]] * 100})
    samples, seconds = clients.run_clients(server, 'firm', calls, 3, 0.2)
    assert len(samples) % CYCLE == 0 and len(samples) >= CYCLE and seconds >= 0.2
    assert not [sample for sample in samples if sample.error]
