"""A browser at a server with two workers, and patience."""
import contextlib
import http.cookiejar
import json
import time
import urllib.request

DATABASE, PORT = 'bas_crm_workers', 18069
#: who works there, see two_workers.py
LOGIN, PASSWORD = 'manager', 'manager of two'
#: seconds: what hangs does so until the limit of a request, which is minutes
LONG = 90


class Client:
    """A browser: one session."""

    def __init__(self, port=PORT):
        self.address = f'http://127.0.0.1:{port}'
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def log_in(self, database=DATABASE):
        """:return: the id of the manager"""
        return self.call('/web/session/authenticate', db=database, login=LOGIN, password=PASSWORD)['result']['uid']

    def call(self, path, **params):
        request = urllib.request.Request(
            self.address + path, json.dumps({'params': params}).encode(), {'Content-Type': 'application/json'})
        with self.opener.open(request, timeout=4 * LONG) as answer:
            return json.load(answer)

    def call_model(self, model, method, *args, **kwargs):
        return self.call(f'/web/dataset/call_kw/{model}/{method}', model=model, method=method, args=args, kwargs=kwargs)

    def fetch(self, path):
        with self.opener.open(self.address + path, timeout=LONG) as answer:
            return answer.read()


def wait(is_ready, seconds=LONG):
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError):
            if is_ready():
                return
        assert time.monotonic() < end, 'it has not come'
        time.sleep(0.3)
