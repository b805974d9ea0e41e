"""Processes and packages of the host: nothing half-made, nothing left running, nothing done twice."""
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from runtime import system
from runtime.console import Stop


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(system, 'CACHE', tmp_path)
    return tmp_path


def gone(pid):
    """A process is gone when it has ended, whether somebody has asked for its code or not."""
    status = Path(f'/proc/{pid}/stat')
    return not status.exists() or status.read_text().rpartition(')')[2].split()[0] == 'Z'


def wait_for(condition, seconds=5):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_quiet_command_gives_its_output():
    assert system.call(['echo', 'word']) == 'word\n'


def test_a_quiet_command_that_fails_tells_its_name_and_its_last_lines():
    with pytest.raises(Stop) as stopped:
        system.call(['sh', '-c', 'seq 1 40; exit 3', '-o', 'Dir=x'])
    message = str(stopped.value)
    assert message.startswith("'sh seq 1 40; exit 3' failed:\n26\n")
    assert message.endswith('\n40')


@pytest.mark.parametrize(('script', 'code'), [('exit 0', 0), ('exit 7', 7), ('kill -TERM $$', 143)])
def test_an_attached_command_passes_its_code_on(script, code):
    assert system.run_attached(['sh', '-c', script]) == code


def test_an_attached_command_gets_ctrl_c_alone():
    before = signal.getsignal(signal.SIGINT)
    assert system.run_attached(['sh', '-c', f'sleep 0.3; kill -INT {system.os.getpid()}; exit 4']) == 4
    assert signal.getsignal(signal.SIGINT) == before


def test_what_a_killed_command_had_started_ends_with_it(start):
    process = start("from runtime.system import run_attached\nrun_attached(['sh', '-c', 'echo $$; exec sleep 60'])")
    child = int(process.stdout.readline())
    assert not gone(child)
    process.kill()
    assert wait_for(lambda: gone(child)), 'the child goes on without its parent'


def test_a_process_that_will_not_end_is_ended():
    code = 'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)'
    process = system.subprocess.Popen([sys.executable, '-c', code], stdout=system.subprocess.PIPE)
    with process.stdout:
        process.stdout.readline()
    system.stop(process, patience=0.2)
    assert process.returncode == -signal.SIGKILL


def test_a_target_appears_whole(cache):
    with system.appears_whole(cache / 'odoo') as scratch:
        (scratch / 'file').write_text('new')
        assert not (cache / 'odoo').exists()
    assert (cache / 'odoo' / 'file').read_text() == 'new'
    assert [path.name for path in cache.iterdir()] == ['odoo']


def test_an_interrupted_target_leaves_the_old_one_and_nothing_else(cache):
    (cache / 'odoo').mkdir()
    (cache / 'odoo/file').write_text('old')
    with pytest.raises(KeyboardInterrupt), system.appears_whole(cache / 'odoo') as scratch:
        (scratch / 'file').write_text('half')
        raise KeyboardInterrupt
    assert (cache / 'odoo/file').read_text() == 'old'
    assert [path.name for path in cache.iterdir()] == ['odoo']


def test_what_a_killed_command_left_half_made_goes(cache):
    (cache / '.making-odoo').mkdir()
    (cache / '.making-odoo/half').touch()
    with system.appears_whole(cache / 'odoo'):
        pass
    assert list((cache / 'odoo').iterdir()) == []


def test_only_one_works_on_a_thing_at_a_time(capsys):
    order = []

    def second():
        with system.only_one('thing'):
            order.append('second')

    with system.only_one('thing'), system.only_one('another thing'):
        waiting = threading.Thread(target=second)
        waiting.start()
        assert wait_for(lambda: 'waiting for another command that works on: thing' in capsys.readouterr().err)
        order.append('first')
    waiting.join(5)
    assert order == ['first', 'second']


def test_a_killed_command_locks_nobody_out(start):
    process = start("from runtime.system import only_one\nwith only_one('thing'): print(flush=True); input()",
                    stdin=system.subprocess.PIPE)
    process.stdout.readline()
    process.kill()
    process.wait()
    with system.only_one('thing'):
        pass


def test_a_free_port_can_be_listened_to():
    with system.socket.socket() as server:
        server.bind(('127.0.0.1', system.free_port()))


class TestPackages:
    """Debian packages are installed where their proof is missing."""

    @pytest.fixture
    def commands(self, monkeypatch):
        """Commands that would have run."""
        ran = []
        monkeypatch.setattr(system, 'call', lambda command: ran.append([str(part) for part in command]))
        monkeypatch.setattr(system.shutil, 'which', lambda name: f'/usr/bin/{name}')
        return ran

    def test_what_is_there_is_left_alone(self, commands):
        system.ensure_packages({'chromium': lambda: True})
        assert commands == []

    def test_only_what_is_missing_is_installed(self, commands, monkeypatch):
        monkeypatch.setattr(system.os, 'geteuid', lambda: 0)
        system.ensure_packages({'chromium': lambda: False, 'poppler-utils': lambda: True})
        update, install = commands
        assert update[-1] == 'update'
        assert install[-4:] == ['install', '-y', '--no-install-recommends', 'chromium']
        assert 'sudo' not in install

    def test_an_ordinary_user_needs_sudo(self, commands, monkeypatch):
        monkeypatch.setattr(system.os, 'geteuid', lambda: 1000)
        system.ensure_packages({'chromium': lambda: False})
        assert {command[0] for command in commands} == {'sudo'}

    @pytest.mark.parametrize(('absent', 'advice'), [
        ('sudo', 'run as root: apt-get install chromium'), ('apt-get', 'missing: chromium (Debian package names)')])
    def test_where_nothing_can_be_installed_the_missing_thing_is_named(self, commands, monkeypatch, absent, advice):
        monkeypatch.setattr(system.os, 'geteuid', lambda: 1000)
        monkeypatch.setattr(system.shutil, 'which', lambda name: None if name == absent else name)
        with pytest.raises(Stop) as stopped:
            system.ensure_packages({'chromium': lambda: False})
        assert advice in str(stopped.value)
        assert commands == []
