"""The virtual environment with Odoo's libraries."""
import contextlib
import hashlib
import shutil
import subprocess
import sys

from .console import Stop, step
from .paths import CACHE, TOOLS
from .system import call, ensure_packages, only_one

#: Debian packages that the patched wkhtmltopdf needs
PDF_LIBRARIES = ('libfontconfig1', 'libxext6', 'libxrender1')
VERSIONS = [(3, minor) for minor in (13, 12, 11, 10)]


def ensure_python(dev=False):
    """:return: the folder of a virtual environment that holds the pinned requirements"""
    names = ['requirements.txt', 'requirements-dev.txt'][:2 if dev else 1]
    interpreter = _interpreter()
    pins = b''.join((TOOLS / name).read_bytes() for name in names) + interpreter.encode()
    target = CACHE / f"python-{'dev-' if dev else ''}{hashlib.sha256(pins).hexdigest()[:12]}"
    with only_one('python'):
        if not _is_ready(target):
            _build(target, interpreter, TOOLS / names[-1])
    return target


def _interpreter():
    if sys.version_info[:2] in VERSIONS:
        return sys.executable
    for version in VERSIONS:
        if found := shutil.which('python{}.{}'.format(*version)):
            return found
    raise Stop('Odoo 19 needs Python 3.10 to 3.13, and none is on the PATH')


def _is_ready(target):
    """An interpreter that was replaced or has gone takes the libraries with it."""
    return (target / 'ready').is_file() and _can(target / 'bin/python', 'import psycopg2')


def _build(target, interpreter, requirements):
    ensure_packages({'python3-venv': lambda: _can(interpreter, 'import ensurepip, venv'),
                     'libmagic1': lambda: _can(interpreter, 'import ctypes.util as u; assert u.find_library("magic")')})
    # Scripts of a virtual environment know its path, so it is made in place; 'ready' is its last file.
    shutil.rmtree(target, ignore_errors=True)
    with step(f'Python libraries ({requirements.name})'):
        call([interpreter, '-m', 'venv', target])
        call([target / 'bin/pip', 'install', '--disable-pip-version-check', '-q', '-r', requirements])
    wkhtmltopdf = target / 'bin/wkhtmltopdf'
    wkhtmltopdf.symlink_to(target / 'bin/wkhtmltopdf-pack')
    ensure_packages(dict.fromkeys(PDF_LIBRARIES, lambda: _succeeds(wkhtmltopdf, '--version')))
    (target / 'ready').touch()


def _can(interpreter, code):
    return _succeeds(interpreter, '-c', code)


def _succeeds(*command):
    with contextlib.suppress(OSError):
        return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    return False
