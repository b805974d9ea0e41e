"""Ukrainian texts for messages of Odoo's Python code that are missing or use other terms than ours.

Odoo reads the messages of a module only from the catalogue of that module, once for all databases of a server. So the
lookup itself is extended when the server loads the add-on, and checks whether the add-on is installed in the database of
the current thread. Other databases keep Odoo's texts.
"""
import threading
from collections import ChainMap, defaultdict
from contextlib import suppress
from functools import cache

import polib

from odoo.modules.registry import Registry
from odoo.tools import file_path
from odoo.tools.translate import CodeTranslations, code_translations


class MessagesOfFirm(CodeTranslations):
    def get_python_translations(self, module_name, lang):
        translations = super().get_python_translations(module_name, lang)
        messages = _read(lang).get(module_name)
        return ChainMap(messages, translations) if messages and _is_installed() else translations


def extend_messages():
    """Runs once per server: all lookups go through one object."""
    code_translations.__class__ = MessagesOfFirm


def _is_installed():
    """:return: bool: whether the add-on is installed in the database of this thread"""
    registry = Registry.registries.get(getattr(threading.current_thread(), 'dbname', None))
    return registry is not None and 'bas.event' in registry


@cache
def _read(lang):
    """:return: dict: module → {Odoo's English text: our translation}"""
    messages = defaultdict(dict)
    with suppress(FileNotFoundError):
        for entry in polib.pofile(file_path(f'bas_crm/i18n_extra/messages/{lang}.po')):
            for place, _line in entry.occurrences:
                # code:addons/sale/… is of a module; code:odoo/orm/… is of the framework, whose messages belong to base
                messages[place.split('/')[1] if place.startswith('code:addons/') else 'base'][entry.msgid] = entry.msgstr
    return dict(messages)
