"""What docs/production.md tells an administrator is tried: each sample of a configuration, and each command."""
import os
import re
import signal
import subprocess
import urllib.request

import pytest
from client import LONG, PORT, wait
from runtime.console import Stop
from runtime.demo import HOST, websocket_port
from runtime.paths import CHECKOUT
from runtime.postgres import find_program
from runtime.system import call, free_port, tied
from testing.known_lines import problems_in
from web_server import SAMPLES, WebServer, unpack_programs

PAGES = [CHECKOUT / 'docs/production.md', CHECKOUT / 'docs/uk/vyrobnytstvo.md']
ODOO_SAMPLES = sorted(SAMPLES.glob('odoo-*.conf'))


@pytest.fixture(scope='module')
def programs():
    try:
        return unpack_programs()
    except Stop as problem:
        pytest.skip(str(problem))


@pytest.fixture(scope='module')
def web(server, programs, tmp_path_factory):
    with WebServer(tmp_path_factory.mktemp('nginx'), PORT, websocket_port(PORT)).running() as web:
        yield web


# ------------------------------------------------------------
# nginx
# ------------------------------------------------------------


@pytest.mark.parametrize('brotli', [False, True])
def test_nginx_takes_the_sample(programs, tmp_path, brotli):
    done = subprocess.run(WebServer(tmp_path, 8069, 8072, brotli).command('-t'), text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0 and '[warn]' not in done.stdout, done.stdout


def test_scripts_and_styles_travel_packed_and_are_kept_for_a_year(web):
    paths = set(re.findall(r'/web/assets/[^"?]+\.(?:js|css)', web.get('/web/login').body.decode()))
    assert {path.rpartition('.')[2] for path in paths} == {'js', 'css'}
    for path in paths:
        plain, gzip, brotli = (web.get(path, Accept_Encoding=coding) for coding in ('identity', 'gzip, deflate', 'gzip, br'))
        assert [answer.headers['Content-Encoding'] for answer in (plain, gzip, brotli)] == [None, 'gzip', 'br'], path
        assert len(brotli.body) < len(gzip.body) < 0.4 * len(plain.body)
        assert {'max-age=31536000', 'immutable'} <= set(re.split(', *', gzip.headers['Cache-Control'])), gzip.headers
        assert 'Accept-Encoding' in gzip.headers['Vary']


def test_pictures_are_kept_for_a_week_and_the_second_visitor_does_not_keep_odoo_busy(web):
    path = '/web/static/img/favicon.ico'
    answers, (first, second) = visit(web, path, times=2)
    for answer in answers:
        assert answer.status == 200 and 'max-age=604800' in answer.headers['Cache-Control']
    assert not first.endswith(' -') and second.endswith(' -'), (first, second)


def test_pages_are_not_kept(web):
    answers, lines = visit(web, '/web/login', times=2)
    assert all(answer.headers['Set-Cookie'] for answer in answers)
    assert not [line for line in lines if line.endswith(' -')]


def test_everybody_comes_to_https(web):
    done = subprocess.run(['curl', '-s', '-o', '/dev/null', '-w', '%{http_code} %{redirect_url}', '-H', 'Host: crm.example.com',
                           f'http://{HOST}:{web.plain_port}/odoo?debug=1'], text=True, stdout=subprocess.PIPE, check=True)
    assert done.stdout == '301 https://crm.example.com/odoo?debug=1'
    assert 'max-age' in web.get('/web/login').headers['Strict-Transport-Security']


def test_odoo_believes_the_web_server_that_the_visitor_came_by_https(web):
    answer = web.get('/odoo', Host='crm.example.com')
    assert answer.status == 303
    assert answer.headers['Location'].startswith(('https://crm.example.com/', '/')), answer.headers['Location']


def test_messages_go_through(web):
    connection = web.connect()
    connection.connect()
    connection.sock.sendall((
        f'GET /websocket HTTP/1.1\r\nHost: {HOST}:{web.port}\r\nOrigin: https://{HOST}:{web.port}\r\nUpgrade: websocket\r\n'
        'Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n').encode())
    assert connection.sock.recv(100).startswith(b'HTTP/1.1 101 ')
    connection.close()


def test_health_is_told_and_not_logged(web):
    assert web.get('/web/health?db_server_status=1').body == b'{"status": "pass", "db_server_status": true}'
    visit(web, '/web/login')  # logged after it
    assert not read_log(web, '/web/health')


def test_nobody_sees_the_list_of_databases(web):
    assert web.get('/web/database/manager').status == 404
    assert web.get('/web/database/selector').status == 404


def test_keys_in_addresses_are_not_logged(web):
    visit(web, '/bas_crm/calendar/topsecret.ics', logged='/bas_crm/calendar/...')
    visit(web, '/my/offers/1?access_token=topsecret', logged='/my/offers/1')
    assert not read_log(web, 'topsecret')


def visit(web, path, times=1, logged=None):
    """:param logged: what the log holds instead of ``path``
    :return: answers of so many visits, and their lines in the log: nginx writes them after it has answered"""
    logged = logged or path
    before = len(read_log(web, logged))
    answers = [web.get(path) for _visit in range(times)]
    wait(lambda: len(read_log(web, logged)) >= before + times)
    return answers, read_log(web, logged)[before:]


def read_log(web, part):
    log = web.folder / 'odoo.access.log'
    return [line for line in log.read_text().splitlines() if part in line]


# ------------------------------------------------------------
# Odoo, PostgreSQL, logs
# ------------------------------------------------------------


@pytest.mark.parametrize('sample', ODOO_SAMPLES, ids=lambda sample: sample.stem)
def test_odoo_serves_with_the_sample(odoo, sample, tmp_path):
    text = sample.read_text()
    port, websocket, log = free_port(), free_port(), tmp_path / 'odoo.log'
    for name, value in {
            'addons_path': odoo.addons_path(), 'data_dir': odoo.data, 'db_name': '', 'http_port': port, 'gevent_port': websocket,
            'logfile': log}.items():
        text, count = re.subn(rf'^{name} = .*', f'{name} = {value}' if value else '', text, flags=re.MULTILINE)
        assert count == 1, name
    (tmp_path / 'odoo.conf').write_text(text)
    server = subprocess.Popen(tied(odoo.command('--config', tmp_path / 'odoo.conf')), env=odoo.env, stdin=subprocess.DEVNULL,
                              start_new_session=True)
    try:
        for number in (port, websocket):
            wait(lambda number=number: urllib.request.urlopen(
                f'http://{HOST}:{number}/web/health?db_server_status=1', timeout=LONG).status == 200)
        workers = int(read_options(sample)['workers'])
        wait(lambda: len(re.findall(r'Worker WorkerHTTP \(\d+\) alive', log.read_text())) == workers)
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # a polite end of many processes takes seconds
        server.wait()
    assert not problems_in(log.read_text())


def read_options(sample):
    return dict(re.findall(r'^(\w+) = (.*)$', sample.read_text(), re.MULTILINE))


def test_postgresql_takes_the_sample(tmp_path):
    (tmp_path / 'PG_VERSION').touch()
    for name, value in read_options(SAMPLES / 'postgresql.conf').items():
        shown = call([find_program('postgres'), '-C', name, '-D', tmp_path, f"--config-file={SAMPLES / 'postgresql.conf'}"])
        assert shown.splitlines()[-1], (name, value)


def read_memory_table(page):
    """:return: list of {setting: value}, a row for each size of memory"""
    table = page.read_text().partition('| `shared_buffers`')[2].partition('\n\n')[0]
    names, _line, *rows = [[cell.strip(' `') for cell in line.split('|')] for line in ('shared_buffers' + table).splitlines()]
    return [dict(zip(filter(None, names), filter(None, row[2:]), strict=True)) for row in rows]


def test_postgresql_takes_the_values_for_other_machines(tmp_path):
    english, ukrainian = (read_memory_table(page) for page in PAGES)
    assert len(english) == 4 and english == ukrainian
    sample = read_options(SAMPLES / 'postgresql.conf')
    assert english[1] == {name: sample[name] for name in english[1]}
    (tmp_path / 'PG_VERSION').touch()
    (tmp_path / 'postgresql.conf').touch()
    for row in english:
        call([find_program('postgres'), '-C', 'work_mem', '-D', tmp_path, *(f'--{name}={value}' for name, value in row.items())])


def test_connections_of_all_processes_are_fewer_than_postgresql_takes():
    """A machine with 2 cores has 4 GB of memory, and so on, as the pages tell."""
    for sample, row in zip(ODOO_SAMPLES, read_memory_table(PAGES[0])[:3], strict=True):
        options = {name: int(value) for name, value in read_options(sample).items() if value.isdecimal()}
        most = (options['workers'] + options['max_cron_threads']) * options['db_maxconn'] + options['db_maxconn_gevent']
        assert most < int(row['max_connections']) - 20 and f'= {most},' in sample.read_text(), sample.name


def test_the_pages_name_every_sample():
    for page in PAGES:
        assert set(re.findall(r'production/([\w.-]+)\)', page.read_text())) >= {path.name for path in SAMPLES.iterdir()}


def test_logs_are_rotated(programs, tmp_path):
    user, group = (subprocess.run(['id', *which], text=True, stdout=subprocess.PIPE, check=True).stdout.strip()
                   for which in (['-un'], ['-gn']))
    text = (SAMPLES / 'logrotate.conf').read_text()
    (tmp_path / 'logs').mkdir(mode=0o755)
    (tmp_path / 'logs/odoo-server.log').write_text('a line\n')
    (tmp_path / 'sample').write_text(text.replace('/var/log/odoo', str(tmp_path / 'logs')).replace('odoo adm', f'{user} {group}'))
    call([programs / 'usr/sbin/logrotate', '--force', '--state', tmp_path / 'state', tmp_path / 'sample'],
         env={'LD_LIBRARY_PATH': ':'.join(str(path) for path in programs.glob('usr/lib/*-linux-gnu')), 'PATH': '/usr/bin:/bin'})
    assert (tmp_path / 'logs/odoo-server.log').read_text() == ''
    assert len(list((tmp_path / 'logs').iterdir())) == 2
