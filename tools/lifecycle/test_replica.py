"""Reports and lists are read from a replica of the database, by one of two Odoo servers that share the files of the firm."""
import base64
import json
import math
import re
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest
from client import DATABASE, Client, wait
from runtime.demo import serving
from runtime.odoo import Odoo
from runtime.paths import TOOLS
from runtime.postgres import find_program
from runtime.system import call, free_port
from streaming import PAGES, REPLICA, Primary, Replica, read_block
from testing.known_lines import problems_in

LOGIN, PASSWORD = 'head', 'head of two'
#: figures that tell how long something has lasted so far, and moments computed from now: hours
PASSING = 0.1
MOMENT = '%Y-%m-%d %H:%M:%S'


class Firm:
    """The firm on two machines.

    ``calls``, what the browser of its head of sales asks, as [model, method, arguments, named arguments]; ``client`` asks
    whichever server :meth:`ask` is told
    """

    def __init__(self, primary, replica, asked):
        self.primary, self.replica = primary, replica
        self.calls, self.methods = asked['calls'], {tuple(method) for method in asked['methods']}

    def open(self, with_replica, alone):
        """:param with_replica, alone: (process, address, log) of the two servers"""
        self.with_replica, self.alone = with_replica, alone
        self.client = Client()
        self.client.address = with_replica[1]
        assert self.client.call('/web/session/authenticate', db=DATABASE, login=LOGIN, password=PASSWORD)['result']['uid']

    def ask(self, server, model, method, args, kwargs):
        self.client.address = server[1]
        return self.client.call_model(model, method, *args, **kwargs)

    def read_modes(self):
        """:return: ``{(model, method): {ro, rw or both}}`` of the server with the replica, and how many lines tell so"""
        lines = re.findall(r'call_kw/([\w.]+)/(\w+)\S* HTTP/1.1" 200 .* (\S+)$', self.with_replica[2].read_text(), re.MULTILINE)
        modes = {}
        for model, method, mode in lines:
            modes.setdefault((model, method), set()).add(mode)
        return modes

    def is_streamed(self):
        """:return: bool: what is written to the primary by now is on the replica"""
        written = ask(self.primary, 'SELECT pg_current_wal_lsn()')
        return ask(self.replica, f"SELECT pg_last_wal_replay_lsn() >= '{written}'")


def ask(cluster, query, database='postgres'):
    variables = cluster.get_variables()
    connection = psycopg2.connect(dbname=database, host=variables['PGHOST'], port=variables['PGPORT'], user=variables['PGUSER'])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchone()[0]
    connection.close()
    return found


def find_problems(log):
    """:return: the warnings and errors of a log, without what Python tells the authors of Odoo"""
    return [problem for problem in problems_in(log) if ' py.warnings: ' not in problem]


def find_difference(first, second, path='answer'):
    """:return: str: where two answers differ and how, but for what changes while one looks; empty if nowhere"""
    if type(first) is type(second) and isinstance(first, dict) and first.keys() == second.keys():
        parts = [(first[key], second[key], f'{path}.{key}') for key in first]
    elif type(first) is type(second) and isinstance(first, list) and len(first) == len(second):
        parts = [(*pair, f'{path}[{position}]') for position, pair in enumerate(zip(first, second, strict=True))]
    else:
        return '' if first == second or is_passing(first, second) else f'{path}: {first!r} is {second!r} on the primary'
    return next(filter(None, (find_difference(*part) for part in parts)), '')


def is_passing(first, second):
    """Whether two figures tell how long something has lasted, or two moments that of a look, a little later each time."""
    if isinstance(first, str) and isinstance(second, str):
        try:
            first, second = (datetime.strptime(text, MOMENT).replace(tzinfo=UTC).timestamp() / 3600 for text in (first, second))
        except ValueError:
            return False
    return isinstance(first, float) and isinstance(second, float) and math.isclose(first, second, rel_tol=1e-9, abs_tol=PASSING)


def copy_to(odoo, cluster, folder):
    """A copy of the database of the tests in another cluster."""
    env = {**odoo.env, **cluster.get_variables()}
    call([find_program('pg_dump'), '--format=directory', '--compress=0', '--jobs=2', f'--file={folder}', DATABASE], env=odoo.env)
    call([find_program('createdb'), '--template=template0', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=uk',
          DATABASE], env=env)
    call([find_program('pg_restore'), '--no-owner', '--jobs=2', f'--dbname={DATABASE}', folder], env=env)


def fill(odoo):
    """:return: dict: what replica.py prints"""
    code = f'TOOLS = {str(TOOLS)!r}\n' + (Path(__file__).parent / 'replica.py').read_text()
    done = subprocess.run(odoo.command('shell', '-d', DATABASE, '--no-http', '--log-level=warn'), env=odoo.env, text=True,
                          input=code, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert 'ASKED ' in done.stdout, done.stdout
    return json.loads(done.stdout.partition('ASKED ')[2].splitlines()[0])


def use_replica(odoo, replica):
    """Write the options of the guide to the configuration of a server."""
    options = read_block(PAGES[0], 'db_replica_host')
    assert options == read_block(PAGES[1], 'db_replica_host') and f'= {REPLICA}\n' in options
    configuration = odoo.home / 'odoo-with-replica.conf'
    configuration.write_text(odoo.configuration.read_text() + options.replace(REPLICA, str(replica.socket)))
    odoo.env['ODOO_RC'] = str(configuration)


@pytest.fixture(scope='module')
def firm(odoo, offers, tmp_path_factory):
    with Primary().in_use() as primary:
        primary.let_in()
        copy_to(odoo, primary, tmp_path_factory.mktemp('copy') / 'dump')
        alone, with_replica = (Odoo(odoo.source, odoo.python, primary.get_variables(), odoo.name) for _server in range(2))
        with Replica(primary).in_use() as replica:
            firm = Firm(primary, replica, fill(alone))
            wait(firm.is_streamed)
            use_replica(with_replica, replica)
            with serving(alone, DATABASE, free_port()) as second, serving(with_replica, DATABASE, free_port()) as first:
                firm.open(first, second)
                yield firm


def test_the_guide_gives_the_same_commands_in_both_languages():
    for beginning in ('psql ', 'pg_basebackup '):
        assert len({read_block(page, beginning) for page in PAGES}) == 1


def test_only_what_passes_may_differ():
    answer = {'records': [{'id': 1, 'hours': 2.0, 'expected_date': '2026-11-30 10:00:00', 'day': '2026-11-30', 'tags': [1]}]}
    for other, difference in [
            ({'hours': 2.05, 'expected_date': '2026-11-30 10:00:01'}, ''), ({'hours': 2.2}, 'answer.records[0].hours: '),
            ({'expected_date': '2026-11-30 11:00:00'}, 'answer.records[0].expected_date: '),
            ({'day': '2026-12-01'}, 'answer.records[0].day: '), ({'tags': []}, 'answer.records[0].tags: '),
            ({'id': 2}, 'answer.records[0].id: '), ({'more': 1}, 'answer.records[0]: ')]:
        found = find_difference(answer, {'records': [{**answer['records'][0], **other}]})
        assert found.startswith(difference) and bool(found) == bool(difference), found


def test_the_replica_takes_no_writes(firm):
    assert ask(firm.replica, 'SELECT pg_is_in_recovery()') and not ask(firm.primary, 'SELECT pg_is_in_recovery()')
    assert ask(firm.replica, 'SHOW hot_standby_feedback') == 'on'
    with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
        ask(firm.replica, 'DELETE FROM sale_order RETURNING id', DATABASE)


def test_every_method_that_only_reads_is_asked(firm):
    asked = {(model, method) for model, method, *_arguments in firm.calls}
    assert len(firm.methods) > 40 and firm.methods <= asked
    for method in ('web_search_read', 'web_read_group', 'formatted_read_grouping_sets', 'formatted_read_group', 'get_funnel'):
        assert method in {name for _model, name in asked}


def test_the_replica_answers_what_the_primary_does(firm):
    wait(firm.is_streamed)
    before = ask(firm.replica, f"SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname = '{DATABASE}'")
    different = []
    for question in firm.calls:
        answer, same = firm.ask(firm.with_replica, *question), firm.ask(firm.alone, *question)
        difference = find_difference(answer.get('result', answer), same.get('result', same))
        if difference or 'result' not in answer:
            different.append(f"{'.'.join(question[:2])}: {difference or answer}")
    assert not different, '\n'.join(different)
    modes = firm.read_modes()
    assert {(model, method): modes.get((model, method)) for model, method, *_arguments in firm.calls
            if modes.get((model, method)) != {'ro'}} == {}
    assert not find_problems(firm.with_replica[2].read_text())
    wait(lambda: ask(firm.replica, f"SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname = '{DATABASE}'")
         >= before + len(firm.calls))


def test_what_is_saved_is_soon_in_the_lists(firm):
    saved = firm.ask(firm.with_replica, 'res.partner', 'web_save', [[], {'name': 'ПП «Щойно»'}], {'specification': {}})
    assert firm.read_modes()['res.partner', 'web_save'] == {'rw'}
    question = ('res.partner', 'web_search_read', [], {'domain': [('id', '=', saved['result'][0]['id'])], 'specification': {}})
    wait(lambda: firm.ask(firm.with_replica, *question)['result']['length'] == 1, seconds=5)


def test_a_file_and_a_session_are_those_of_both_servers(firm):
    made = firm.ask(firm.with_replica, 'ir.attachment', 'create', [
        [{'name': 'План.txt', 'datas': base64.b64encode('План'.encode()).decode()}]], {})
    firm.client.address = firm.alone[1]
    assert firm.client.fetch(f"/web/content/{made['result'][0]}").decode() == 'План'


def test_without_the_replica_people_go_on(firm):
    """The last test here: the replica is stopped."""
    firm.replica.stop()
    told = len(firm.with_replica[2].read_text())
    began = time.monotonic()
    for question in firm.calls[::2]:
        answer = firm.ask(firm.with_replica, *question)
        assert not find_difference(answer.get('result', answer), firm.ask(firm.alone, *question)['result']), question
    assert time.monotonic() - began < 60
    problems = find_problems(firm.with_replica[2].read_text()[told:])
    assert len(problems) == 1 and 'Failed to open a readonly cursor' in problems[0], problems
