"""The running demo: a port that is taken, a server that does not answer, the people who may enter."""
import socket
import subprocess
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest
from runtime import demo
from runtime.console import Stop


@pytest.fixture
def server():
    """Start a web server that answers with a code: ``server(200)`` gives its address."""
    running = []

    def begin(code):
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(code)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        running.append(HTTPServer((demo.HOST, 0), Page))
        threading.Thread(target=running[-1].serve_forever, args=(0.05,), daemon=True).start()
        return f'http://{demo.HOST}:{running[-1].server_port}'

    yield begin
    for web in running:
        web.shutdown()
        web.server_close()


@pytest.fixture
def log(tmp_path):
    (tmp_path / 'server.log').write_text('\n'.join(f'line {number}' for number in range(1, 31)))
    return tmp_path / 'server.log'


ALIVE = SimpleNamespace(poll=lambda: None)


def test_a_port_that_is_taken_is_told_before_anything_is_begun(server, monkeypatch):
    port = int(server(200).rpartition(':')[2])
    monkeypatch.setattr(demo, 'odoo_runtime', None)
    with pytest.raises(Stop, match=f'port {port} is taken .*bin/run --port {port + 1}'):
        demo.run_demo(port=port)


def test_with_workers_the_port_of_messages_has_to_be_free_too(server, monkeypatch):
    port = int(server(200).rpartition(':')[2])
    monkeypatch.setattr(demo, 'odoo_runtime', None)
    with pytest.raises(Stop, match=f'port {port} is taken'):
        demo.run_demo(port=port - 3, workers=2)


def test_the_port_of_a_server_stopped_just_now_is_free():
    with socket.create_server((demo.HOST, 0)) as listening:
        port = listening.getsockname()[1]
        with socket.create_connection((demo.HOST, port)) as browser:
            listening.accept()[0].close()
            browser.recv(1)
    demo._require_free(port)


def test_the_login_page_is_awaited(server, log):
    demo._wait_for_login_page(ALIVE, server(200), log)


def test_a_proxy_is_not_asked_for_this_machine(server, log, monkeypatch):
    address = server(200)
    monkeypatch.setattr(urllib.request, '_opener', None)
    monkeypatch.setenv('http_proxy', 'http://127.0.0.1:9')
    monkeypatch.delenv('no_proxy', raising=False)
    demo._wait_for_login_page(ALIVE, address, log)


def test_a_login_page_that_is_an_error(server, log):
    with pytest.raises(Stop, match=r'the login page answers 500, see .*server.log\nline 11\n'):
        demo._wait_for_login_page(ALIVE, server(500), log)


def test_a_server_that_ends_at_once(log):
    process = subprocess.Popen([sys.executable, '-c', 'raise SystemExit(3)'])
    process.wait()
    with pytest.raises(Stop, match=r'the server ended at once \(exit code 3\), see .*server.log\nline 11\n'):
        demo._wait_for_login_page(process, 'http://127.0.0.1:9', log)


def test_a_server_that_never_answers(log, monkeypatch):
    monkeypatch.setattr(demo, 'PATIENCE', 0.4)
    with pytest.raises(Stop, match='no login page within'):
        demo._wait_for_login_page(ALIVE, 'http://127.0.0.1:9', log)


def test_address_and_logins_are_told(capsys):
    odoo = SimpleNamespace(sql=lambda query, database: ['owner@zatyshok.example'])
    demo._tell(odoo, 'http://127.0.0.1:8069')
    assert capsys.readouterr().err.split() == [
        'http://127.0.0.1:8069', 'login', 'password', 'admin', 'admin', 'owner@zatyshok.example', 'demo']
