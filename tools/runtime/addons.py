"""The add-ons of this repository as files: what they depend on, and which state they are in."""
import ast
import hashlib

from .console import Stop
from .paths import CHECKOUT, DEMO, PRODUCT

OWN = (PRODUCT, DEMO)
#: folders that leave no trace in a database
UNINSTALLED = {'__pycache__', 'tests'}


def manifest(addon):
    path = CHECKOUT / addon / '__manifest__.py'
    if not path.is_file():
        raise Stop(f'{path} is missing')
    return ast.literal_eval(path.read_text())


def dependencies(addon):
    """:return: the modules of Odoo that ``addon`` names, through our own add-ons"""
    named = set(manifest(addon)['depends'])
    return sorted((named - set(OWN)).union(*(dependencies(name) for name in named & set(OWN))))


def fingerprint(addons):
    """:return: a short text that changes with any file that an installation or update would read"""
    digest = hashlib.sha256()
    for path in sorted(path for addon in addons for path in (CHECKOUT / addon).rglob('*') if path.is_file()):
        name = path.relative_to(CHECKOUT)
        if not UNINSTALLED & set(name.parts):
            digest.update(f'{name}|'.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
