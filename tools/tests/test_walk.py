"""``bin/walk``: what is noted, and what is counted of it."""
import importlib
import sys

import pytest
from walk.recorder import Call, Recorder, count_files, count_moves, merge_repeated
from walk.runner import report

FILES = {
    'models/order.py': """
from . import lead, guard
def confirm():
    guard.check()
    names = [lead.name(number) for number in sorted((2, 1), key=lambda number: number)]
    close()
    return names
def close():
    pass
""",
    'models/lead.py': 'def name(number):\n    return number\n',
    'models/guard.py': 'def check():\n    pass\n',
    'models/__init__.py': '',
}


@pytest.fixture
def order(tmp_path, monkeypatch):
    """A module of a small add-on in ``tmp_path``."""
    for name, text in FILES.items():
        path = tmp_path / 'shop' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path / 'shop'))
    yield importlib.import_module('models.order')
    for name in ('models', 'models.order', 'models.lead', 'models.guard'):
        sys.modules.pop(name, None)


def test_named_functions_are_noted_in_order(order, tmp_path):
    recorder = Recorder(tmp_path / 'shop', ignored={'models/guard.py'})
    with recorder.recording():
        order.confirm()
    order.confirm()
    assert recorder.calls == [
        ('models/order.py', 'confirm'), ('models/lead.py', 'name'), ('models/lead.py', 'name'), ('models/order.py', 'close')]


def test_what_is_counted():
    calls = [Call(file, 'method') for file in (
        'models/a.py', 'models/a.py', 'models/b.py', 'tools/days.py', 'models/b.py', 'models/a.py', 'tools/codes.py')]
    assert count_files(calls) == 4
    assert count_moves(calls) == 2


def test_a_walk_of_nothing():
    assert (count_files([]), count_moves([])) == (0, 0)


def test_the_table(capsys):
    walked = {'lead → order': [Call('models/a.py', 'A.create'), Call('models/a.py', 'A.create'), Call('models/b.py', 'B.write')],
              'drag': []}
    report(walked)
    assert capsys.readouterr().out.splitlines() == [
        'flow          files  moves  calls', 'lead → order      2      1      3', 'drag              0      0      0']
    report(walked, verbose=True)
    assert capsys.readouterr().out.splitlines()[:4] == [
        '', 'lead → order', '  models/a.py: A.create × 2', '  models/b.py: B.write']


def test_repeated_calls_are_merged():
    first, second = Call('a.py', 'x'), Call('a.py', 'y')
    assert merge_repeated([first, first, second, first]) == [(first, 2), (second, 1), (first, 1)]
