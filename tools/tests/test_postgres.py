"""The private PostgreSQL: one cluster for work and one for tests; the last process stops it."""
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from runtime import postgres
from runtime.console import Stop


@pytest.fixture(scope='module')
def folder():
    """A folder that the unprivileged user can enter, with a short name: sockets have long paths."""
    folder = Path(tempfile.mkdtemp(prefix='pg-'))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def own_cache(folder, monkeypatch):
    monkeypatch.setattr(postgres, 'CACHE', folder)
    monkeypatch.setattr(postgres, 'SYSTEM_CACHE', folder / 'system')
    monkeypatch.delenv('PGHOST', raising=False)


def ask(variables, question):
    done = subprocess.run([shutil.which('psql') or 'psql', '-d', 'postgres', '-Atc', question], text=True,
                          env={**os.environ, **variables}, stdout=subprocess.PIPE, check=True)
    return done.stdout.strip()


def is_running(variables):
    return (Path(variables['PGHOST']) / '.s.PGSQL.5432').exists()


def test_a_half_made_cluster_is_made_anew():
    cluster = postgres.Cluster('test', durable=False)
    scratch = cluster.home / 'making'
    scratch.mkdir(parents=True)
    (scratch / 'PG_VERSION').write_text('15')
    with cluster.in_use():
        assert (cluster.data / 'PG_VERSION').is_file()
        assert not scratch.exists()


@pytest.mark.parametrize(('for_tests', 'fsync'), [(False, 'on'), (True, 'off')])
def test_only_test_databases_do_without_fsync(for_tests, fsync):
    with postgres.running_postgres(for_tests) as variables:
        settings = {name: ask(variables, f'SHOW {name}') for name in ('fsync', 'full_page_writes', 'synchronous_commit')}
        assert set(settings.values()) == {fsync}
        assert ask(variables, 'SHOW listen_addresses') == '', 'nobody comes in over the network'
        assert ask(variables, 'SELECT current_user') == postgres.ROLE
    assert not is_running(variables)


def test_who_leaves_last_stops_it():
    with postgres.running_postgres(for_tests=True) as variables:
        with postgres.running_postgres(for_tests=True) as again:
            assert again == variables
        assert ask(variables, 'SELECT 1') == '1'
    assert not is_running(variables)


def test_it_is_stopped_after_an_error():
    with pytest.raises(KeyboardInterrupt), postgres.running_postgres(for_tests=True) as variables:
        raise KeyboardInterrupt
    assert not is_running(variables)


def test_it_is_stopped_when_it_was_only_just_started(monkeypatch):
    start = postgres.Cluster._start

    def start_and_be_interrupted(cluster):
        start(cluster)
        raise KeyboardInterrupt

    monkeypatch.setattr(postgres.Cluster, '_start', start_and_be_interrupted)
    cluster = postgres.Cluster('test', durable=False)
    with pytest.raises(KeyboardInterrupt), cluster.in_use():
        pass
    assert not is_running({'PGHOST': cluster.socket})


def test_a_server_of_the_user_is_used_as_it_is(monkeypatch, folder):
    monkeypatch.setenv('PGHOST', 'db.example')
    monkeypatch.setattr(postgres, 'Cluster', None)
    with postgres.running_postgres() as variables:
        assert variables == {}


def test_a_cache_too_deep_for_a_socket_is_told(monkeypatch, folder):
    deep = folder / ('x' * 90)
    deep.mkdir()
    monkeypatch.setattr(postgres, 'CACHE', deep)
    with pytest.raises(Stop, match='XDG_CACHE_HOME'):
        postgres.Cluster('main', durable=True)


def test_root_needs_somebody_to_run_it(monkeypatch):
    monkeypatch.setattr(postgres.os, 'geteuid', lambda: 0)
    monkeypatch.setattr(postgres, 'UNPRIVILEGED', 'nobody-of-that-name')
    with pytest.raises(Stop, match='useradd --system nobody-of-that-name'):
        postgres.Cluster('main', durable=True)
