"""Where things are: the checkout, and the cache shared by all checkouts."""
import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
TOOLS = CHECKOUT / 'tools'
CACHE = Path(os.environ.get('XDG_CACHE_HOME') or Path.home() / '.cache').absolute() / 'bas-crm'

#: the add-on and the demo firm
PRODUCT, DEMO = 'bas_crm', 'bas_crm_demo'


def of_checkout(name):
    """:return: the name of a database of this checkout alone: all checkouts share the cluster, and none waits for another"""
    return f'{name}_{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:6]}'
