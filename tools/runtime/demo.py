"""The running demo: its database, the server, and who may enter."""
import contextlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .console import Stop, say, step
from .database import create_database, ensure_database
from .odoo import odoo_runtime
from .paths import DEMO, PRODUCT
from .system import only_one, stop, tied

DATABASE = 'bas_crm_demo'
HOST, PORT, WEBSOCKET_PORT = '127.0.0.1', 8069, 8072
#: all users of the demo firm; the add-on gives them this password
DEMO_LOGINS, DEMO_PASSWORD = '%@zatyshok.example', 'demo'
#: seconds until the login page has to be there: the first start builds the web client's assets
PATIENCE = 180
_BEHIND_PROXY = """
Workers: {workers} at {port}, live messages (websocket) at {websocket}. Live messages arrive only through a web server in front of
both, see docs/production/nginx.conf. Without it the screens work, and new messages appear after a reload."""
#: whatever proxy the user has set, this machine is not behind it
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def run_demo(port=PORT, check=False, fresh=False, workers=0):
    """Serve the demo firm until Ctrl-C.

    :param check: only until the login page answers
    :param fresh: with a new database
    :param workers: processes that answer; 0 for one process with threads
    :return: exit code
    """
    _require_ports_free(port, workers)
    with odoo_runtime() as odoo:
        with only_one(f'database-{DATABASE}'):
            (create_database if fresh else ensure_database)(odoo, DATABASE, [PRODUCT, DEMO])
        _require_ports_free(port, workers)
        return _serve(odoo, port, check, workers)


def _serve(odoo, port, check, workers):
    with serving(odoo, DATABASE, port, workers) as (server, address, log):
        _tell(odoo, address)
        if workers:
            say(_BEHIND_PROXY.format(workers=workers, port=port, websocket=websocket_port(port)))
        try:
            if not check:
                say(f"\nCtrl-C stops it. The server's log: {log}")
                server.wait()
                raise Stop(f'the server ended by itself\n{_tail(log)}')
        except KeyboardInterrupt:
            say('\n… stopping')
    return 0


@contextlib.contextmanager
def serving(odoo, database, port, workers=0):
    """A server for one database while the block runs.

    :param workers: see :func:`run_demo`
    :return: (its process, its address, the file with its log), once the login page answers
    """
    log, address = odoo.home / f'{database}-{port}.log', f'http://{HOST}:{port}'
    # Prints ask the server for their style sheets, so it has to know its port before anybody logs in.
    odoo.sql(f"UPDATE ir_config_parameter SET value = '{address}' WHERE key = 'web.base.url'", database)
    command = odoo.command('-d', database, '--db-filter', f'^{database}$', '--no-database-list',
                           '--http-interface', HOST, '--http-port', port, '--max-cron-threads', 1, *_with_workers(port, workers))
    with open(log, 'w') as output:
        # In a session of its own: Ctrl-C reaches us alone, and we end the server in good order.
        server = subprocess.Popen(tied(command), env=odoo.env, stdin=subprocess.DEVNULL, stdout=output,
                                  stderr=subprocess.STDOUT, start_new_session=True)
        try:
            with step('server'):
                _wait_for_login_page(server, address, log)
            yield server, address, log
        finally:
            stop(server)


def websocket_port(port):
    """:return: where the process of messages listens, as far from ``port`` as Odoo's own 8072 from 8069"""
    return port + WEBSOCKET_PORT - PORT


def _with_workers(port, workers):
    """With several processes messages have one of their own, and only a proxy joins both under one address.

    Nobody but a program of this machine reaches the ports, so the headers of a proxy can be trusted.
    """
    return ('--workers', workers, '--gevent-port', websocket_port(port), '--proxy-mode') if workers else ()


def _wait_for_login_page(server, address, log):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise Stop(f'the server ended at once (exit code {server.returncode}), see {log}\n{_tail(log)}')
        try:
            with _DIRECT.open(f'{address}/web/login', timeout=PATIENCE) as page:
                if page.status == 200:
                    return
        except urllib.error.HTTPError as error:
            raise Stop(f'the login page answers {error.code}, see {log}\n{_tail(log)}') from error
        except OSError:
            time.sleep(0.3)
    raise Stop(f'no login page within {PATIENCE} s, see {log}\n{_tail(log)}')


def _tell(odoo, address):
    logins = odoo.sql(f"SELECT login FROM res_users WHERE active AND login LIKE '{DEMO_LOGINS}' ORDER BY id", DATABASE)
    people = ''.join(f'\n  {login:<32} {DEMO_PASSWORD}' for login in logins)
    say(f"\n{address}\n  {'login':<32} password\n  {'admin':<32} admin{people}")


def _require_ports_free(port, workers):
    _require_free(port)
    if workers:
        _require_free(websocket_port(port))


def _require_free(port):
    with socket.socket() as probe:
        # as Odoo itself does, so that the port of a server stopped just now counts as free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Stop(f'port {port} is taken ({error.strerror}); stop what listens there, '
                       f'or choose another: bin/run --port {port + 1}') from error


def _tail(log):
    return '\n'.join(log.read_text().splitlines()[-20:])
