"""Browsers that send their operations one after the other, each in a thread."""
import http.cookiejar
import json
import threading
import time
import urllib.error
import urllib.request

from .mark import LOGINS, PASSWORD
from .mix import Deal, Sample

#: seconds: who has no answer by then, has none
HANGS = 60


class Client:
    """A browser: one session of one person."""

    def __init__(self, address):
        self.address = address
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def log_in(self, database, login):
        if error := self.send('/web/session/authenticate', {'db': database, 'login': login, 'password': PASSWORD}):
            raise RuntimeError(f'{login} does not come in: {error}')

    def send(self, path, params):
        """:return: what went wrong, or ''"""
        request = urllib.request.Request(
            self.address + path, json.dumps({'params': params}).encode(), {'Content-Type': 'application/json'})
        try:
            with self._opener.open(request, timeout=HANGS) as answer:
                said = json.load(answer)
        except urllib.error.HTTPError as error:
            return f'HTTP {error.code}'
        except (OSError, ValueError) as error:
            return f'no answer: {error}'
        if 'error' in said:
            data = said['error'].get('data', {})
            return f"{data.get('name', '')}: {data.get('message', said['error'].get('message'))}"
        refusal = said['result'].get('error') if isinstance(said['result'], dict) else None
        return refusal or ''


def run_clients(address, database, calls, number, seconds):
    """Work with ``number`` clients.

    :param calls: :class:`~load.mix.Calls`
    :return: ([:class:`~load.mix.Sample`], how many seconds it took)
    """
    clients = [Client(address) for _number in range(number)]
    for place, client in enumerate(clients):
        client.log_in(database, LOGINS[place % len(LOGINS)])
    deal, samples = Deal(seconds), []
    threads = [threading.Thread(target=_work, args=(client, deal, calls, samples)) for client in clients]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return samples, time.monotonic() - began


def _work(client, deal, calls, samples):
    while operation := deal.take():
        with calls.taken(operation) as sent:
            samples.append(_send(client, operation, sent))


def _send(client, operation, sent):
    if sent is None:
        return Sample(operation, 0, 'nothing is prepared any more')
    began, error = time.monotonic(), ''
    for path, params in sent:
        error = error or client.send(path, params)
    return Sample(operation, time.monotonic() - began, error)
