"""What the tests of the tools share: scratch repositories, and Python programs of their own."""
import json
import subprocess
import sys

import pytest
from lint.common import Repository
from runtime.paths import TOOLS

MANIFEST = {'name': 'Shop', 'depends': ['base'], 'data': [], 'license': 'LGPL-3'}


@pytest.fixture
def repository(tmp_path):
    """Make a :class:`~lint.common.Repository` of files: ``repository({'shop/models/order.py': 'text'})``."""
    def make(files):
        subprocess.run(['git', 'init', '-q', tmp_path], check=True)
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding='utf-8')
        return Repository(tmp_path)
    return make


@pytest.fixture
def addon(repository):
    """Make a repository of one add-on: ``addon({'models/order.py': 'text'}, data=['views/order.xml'])``."""
    def make(files, name='shop', **manifest):
        text = json.dumps({**MANIFEST, **manifest}).replace('true', 'True')
        return repository({f'{name}/__manifest__.py': text} | {f'{name}/{path}': content for path, content in files.items()})
    return make


@pytest.fixture
def texts():
    """Read what a check found: a list of ``'path:line: text'``."""
    return lambda problems: [str(problem) for problem in problems]


@pytest.fixture
def start(tmp_path):
    """Start a Python program that sees the tools, has a cache of its own and ignores no signal but the one named."""
    started = []

    def begin(code, ignored=None, **options):
        signals = ['--default-signal', *([f'--ignore-signal={ignored}'] if ignored else [])]
        process = subprocess.Popen(
            ['env', *signals, sys.executable, '-c', code], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={'PATH': '/usr/bin:/bin', 'PYTHONPATH': str(TOOLS), 'XDG_CACHE_HOME': str(tmp_path), 'LANG': 'C.UTF-8'},
            **options)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()
