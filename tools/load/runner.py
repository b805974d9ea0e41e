"""Two servers side by side, and clients that work at one of them at a time."""
import contextlib
import json
import subprocess

from runtime.console import Stop, say, step
from runtime.database import copy_template, create_database, ensure_database, state_of
from runtime.demo import serving
from runtime.odoo import odoo_runtime
from runtime.paths import CHECKOUT, PRODUCT, of_checkout
from runtime.system import free_port, only_one
from testing.known_lines import problems_in

from .clients import run_clients
from .mark import CORE, MARK, OURS
from .mix import MIX, Calls
from .table import Measured, find_faults, write_table

CLIENTS, SECONDS, WORKERS = [1, 4, 16], 10, 2
#: of each kind of documents in a firm
RECORDS = 200
#: so that a slow moment of the machine meets both
TURNS = (CORE, OURS, OURS, CORE)
#: acceptances prepared for each second: more than two workers manage
ACCEPTANCES = 2
RETRY = 'tries left, try again'
#: wkhtmltopdf opens connections that it does not use; the server says so and goes on
UNUSED = 'Request timed out'


def run_load(clients, seconds=SECONDS, workers=WORKERS, keep=False):
    """:return: 0 when ours does as much as core and nothing fails, else 1"""
    with odoo_runtime() as odoo, only_one(of_checkout('load')):
        databases = {OURS: of_checkout('bas_crm_load'), CORE: of_checkout('bas_crm_load_core')}
        _make_databases(odoo, databases, keep)
        measured = measure(odoo, databases, clients, seconds, workers)
    faults = find_faults(measured)
    say('\n' + '\n'.join([write_table(measured), *(f'✗ {fault}' for fault in faults)]))
    return int(bool(faults))


def _make_databases(odoo, databases, keep):
    if not keep or state_of(odoo, databases[CORE]) is None:
        copy_template(odoo, databases[CORE], [PRODUCT])
    (ensure_database if keep else create_database)(odoo, databases[OURS], [PRODUCT])


def measure(odoo, databases, clients, seconds, workers=WORKERS, records=RECORDS):
    """:param databases: ``{OURS: name, CORE: name}``
    :param clients: [number of clients]
    :return: ``{number of clients: {OURS or CORE: Measured}}``"""
    times = int((seconds + 1) * ACCEPTANCES * len(clients)) + 4 * len(clients) + 2
    with step('two firms'):
        # Core makes its print while the customer waits, and the print asks the server for its styles: two at a time would wait
        # for each other for ever where there are two workers.
        calls = {whose: Calls(_prepare(odoo, database, whose == OURS, times, records), one_acceptance=whose == CORE)
                 for whose, database in databases.items()}
    with contextlib.ExitStack() as stack:
        servers = {whose: stack.enter_context(serving(odoo, database, free_port(), workers))[1:]
                   for whose, database in databases.items()}
        sides = {whose: _Side(*servers[whose], databases[whose], calls[whose]) for whose in databases}
        with step('each server warms up'):
            for side in sides.values():
                side.work(workers, 0)
        return {number: _take_turns(sides, number, seconds) for number in clients}


def _take_turns(sides, number, seconds):
    measured = {whose: Measured() for whose in sides}
    with step(f'{number} clients'):
        for whose in TURNS:
            sides[whose].work(number, seconds * len(sides) / len(TURNS), measured[whose])
    return measured


class _Side:
    """A server, and what is asked of it."""

    def __init__(self, address, log, database, calls):
        self._address, self._log, self._database, self._calls = address, log, database, calls

    def work(self, number, seconds, measured=None):
        """:param measured: :class:`Measured` that gets what is done now; none: nobody asks"""
        measured = measured or Measured()
        told = len(self._log.read_text())
        samples, took = run_clients(self._address, self._database, self._calls, number, seconds)
        log = self._log.read_text()[told:]
        measured.samples += samples
        measured.seconds += took
        measured.retries += log.count(RETRY)
        measured.problems += find_errors(log)


def find_errors(log):
    """:return: the first line of each error in a server's log"""
    lines = [problem.splitlines()[0] for problem in problems_in(log)]
    return [line for line in lines if ' WARNING ' not in line and UNUSED not in line]


def _prepare(odoo, database, is_ours, acceptances, records):
    """:return: ``{operation: [calls]}`` of :data:`MIX`"""
    code = (f'import sys; sys.path.insert(0, {str(CHECKOUT / "tools")!r}); from load.inside import prepare; '
            f'prepare(env, {is_ours}, {acceptances}, {records})')
    done = subprocess.run(odoo.command('shell', '-d', database, '--no-http', '--log-level=error'), env=odoo.env, text=True,
                          input=code, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode or MARK not in done.stdout:
        raise Stop('\n'.join((done.stdout + done.stderr).splitlines()[-25:]))
    prepared = json.loads(done.stdout.partition(MARK)[2].splitlines()[0])
    if empty := [operation for operation in MIX if not prepared.get(operation)]:
        raise Stop(f"{database}: nothing is prepared for {', '.join(empty)}")
    return prepared
