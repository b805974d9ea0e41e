"""Processes and Debian packages of the host."""
import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess

from .console import Stop, say, step
from .paths import CACHE


def call(command, **options):
    """Run a command quietly; its output is shown only when it fails.

    :raises Stop: with the last lines of the output
    """
    done = subprocess.run([str(part) for part in command], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False, **options)
    if done.returncode:
        words = [str(part) for part in command if not re.search('^-|=', str(part))]
        raise Stop('\n'.join([f"'{' '.join(words[:4])}' failed:", *done.stdout.splitlines()[-15:]]))
    return done.stdout


def run_attached(command, **options):
    """Run a command that owns the terminal while it runs: what Ctrl-C means is its own affair.

    :return: its exit code, as a shell tells it
    """
    process = subprocess.Popen(tied(command), **options)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code = process.wait()
    finally:
        stop(process)
        signal.signal(signal.SIGINT, before)
    return code if code >= 0 else 128 - code


def tied(command):
    """:return: ``command``, to be ended by the kernel when we are killed and cannot end it ourselves"""
    setpriv = shutil.which('setpriv')
    return [*([setpriv, '--pdeathsig', 'TERM', '--'] if setpriv else []), *(str(part) for part in command)]


def stop(process, patience=20):
    """End a process that we started: politely, after ``patience`` seconds at once."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port():
    """:return: a port of this machine that nobody listens to now"""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def ensure_packages(packages):
    """Install the Debian packages whose proof is missing.

    :param packages: package name → callable that tells whether what we need of it is there
    """
    missing = [name for name, is_there in packages.items() if not is_there()]
    if not missing:
        return
    if not shutil.which('apt-get'):
        raise Stop(f"missing: {', '.join(missing)} (Debian package names); install them and try again")
    if os.geteuid() and not shutil.which('sudo'):
        raise Stop(f"missing: {', '.join(missing)}; run as root: apt-get install {' '.join(missing)}")
    with only_one('packages'), step(f"Debian packages: {', '.join(missing)}"):
        apt_as_root('update')
        apt_as_root('install', '-y', '--no-install-recommends', *missing)


def apt_as_root(*arguments):
    as_root = ['sudo'] if os.geteuid() else []
    call([*as_root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=600', *arguments])


@contextlib.contextmanager
def only_one(name):
    """Let one process at a time prepare ``name``; others wait, then find it ready."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / f'{name}.lock', 'w') as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f'  waiting for another command that works on: {name}')
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def appears_whole(target):
    """Give a scratch folder that becomes ``target`` only when the block ends well.

    An interruption leaves no half-made target behind, and what ``kill -9`` leaves goes the next time.
    To be used under :func:`only_one`.
    """
    scratch = target.with_name(f'.making-{target.name}')
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        yield scratch
        shutil.rmtree(target, ignore_errors=True)
        scratch.rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
