"""The database from which the terms to translate are exported: updated from run to run while that gives the same terms."""
import hashlib

from runtime.addons import UNINSTALLED
from runtime.console import Stop, say
from runtime.database import create_database, ensure_database
from runtime.paths import CHECKOUT, of_checkout

DATABASE = of_checkout('bas_crm_lint')
#: what runs at the installation only
HOOKS = 'hooks.py'


def ensure_terms_database(odoo, addons, fresh=False):
    """A database with the add-ons as they are now.

    An update leaves the texts of records that belong to the user (``noupdate``) and of the hooks as they are, so the
    database is made anew when files with those change, and when an update fails.
    """
    made_from = odoo.home / f'{DATABASE}.made-from'
    state = lasting_state(addons)
    if not fresh and made_from.is_file() and made_from.read_text() == state:
        try:
            ensure_database(odoo, DATABASE, addons)
            return
        except Stop as problem:
            say(f'  {str(problem).splitlines()[0]}; the database is made anew')
    made_from.unlink(missing_ok=True)
    create_database(odoo, DATABASE, addons)
    made_from.write_text(state)


def lasting_state(addons):
    """:return: a short text that changes with the files whose texts an update does not bring to a database"""
    digest = hashlib.sha256()
    for path in sorted(path for addon in addons for path in (CHECKOUT / addon).rglob('*') if path.suffix in {'.py', '.xml'}):
        name, content = path.relative_to(CHECKOUT), path.read_bytes()
        if not UNINSTALLED & set(name.parts) and (path.name == HOOKS or b'noupdate="1"' in content):
            digest.update(f'{name}|'.encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()
