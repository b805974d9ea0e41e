"""The commands of ``bin/`` as a person types them, and what ``.ci/run`` makes of them."""
import os
import shutil
import subprocess
import sys

import pytest
from runtime.paths import CHECKOUT


def run(*command, **options):
    return subprocess.run(command, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False, **options)


@pytest.mark.parametrize('name', ['backup', 'bench', 'db', 'lint', 'load', 'restore', 'run', 'test', 'walk'])
def test_help_says_what_a_command_does(name):
    done = run(sys.executable, CHECKOUT / 'bin' / name, '--help')
    assert done.returncode == 0
    assert done.stdout.startswith(f'usage: bin/{name} ')


@pytest.mark.parametrize('path', sorted((CHECKOUT / 'bin').iterdir()), ids=lambda path: path.name)
def test_every_command_can_be_run(path):
    assert os.access(path, os.X_OK)


@pytest.mark.parametrize(('command', 'message'), [
    (['db', 'Bad-Name'], "✗ 'Bad-Name' is no database name"),
    (['db', 'postgres'], "✗ 'postgres' belongs to PostgreSQL"),
    (['restore', 'firm.tar', 'Bad-Name'], "✗ 'Bad-Name' is no database name"),
    (['test', '--core', '-k', 'lead'], '✗ --core takes no arguments of pytest: -k lead'),
    (['test', 'no/such/test.py'], "✗ there is no 'no/such/test.py' to test"),
])
def test_a_mistake_is_told_before_anything_is_begun(command, message, tmp_path):
    name, *arguments = command
    done = run(sys.executable, CHECKOUT / 'bin' / name, *arguments, env={**os.environ, 'XDG_CACHE_HOME': str(tmp_path)})
    assert done.returncode == 1
    assert done.stderr.startswith(message) and len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


class TestCi:
    """``.ci/run``: the checks and the tests both run, and either can fail it."""

    @pytest.fixture
    def ci(self, tmp_path):
        """Run it where ``bin/lint`` and ``bin/test`` end with the codes given."""
        def ci(lint, test):
            (tmp_path / 'bin').mkdir()
            for name, code, line in (('lint', lint, 'checked'), ('test', test, '5 passed in 0.1s')):
                (tmp_path / 'bin' / name).write_text(f'#!/bin/sh\necho {line}\nexit {code}\n')
                (tmp_path / 'bin' / name).chmod(0o755)
            shutil.copytree(CHECKOUT / '.ci', tmp_path / '.ci')
            done = run('bash', tmp_path / '.ci/run', cwd='/')
            return done.returncode, done.stdout.splitlines()
        return ci

    @pytest.mark.parametrize(('lint', 'test', 'code'), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1), (0, 5, 1), (130, 0, 1)])
    def test_it_fails_if_either_fails(self, ci, lint, test, code):
        assert ci(lint, test) == (code, ['checked', '5 passed in 0.1s'])
