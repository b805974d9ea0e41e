"""Translations: the template is what Odoo exports now, and Ukrainian is complete and sound."""
import re
from collections import Counter

import polib

#: words that stay as they are in Ukrainian
NAMES = ('BAS', 'CRM', 'SMS', 'PDF', 'IBAN', 'SWIFT', 'UAH', 'USD', 'EUR', 'Odoo', 'XLSX', 'CSV', 'URL', 'ID',
         'Viber', 'Telegram', 'WhatsApp', 'Facebook', 'Instagram', 'Google', 'HubSpot', 'B2B', 'B2C')
_PLACEHOLDER = re.compile(r'%\(\w+\)[#0+\-.\d]*[a-z]|%[#0+\-.\d]*[sdfrx]|%%|\{\{.*?\}\}|\{[\w.!:]*\}')
_TAG = re.compile(r'</?\s*([a-zA-Z][\w-]*)[^<>]*>')
OTHER_TAGS = 'other tags than the source'
#: code of a template: text within it is translated, and a blank that does not break is no blank of Python
_CODE = re.compile(r'\bt-[\w-]+="[^"]*\u00a0|\{\{[^}]*\u00a0')
_ENTITY = re.compile(r'&\w+;')


def check(repository):
    for addon in repository.addons:
        for path in addon.files:
            if path.parts[0] == 'i18n' and path.suffix == '.po':
                yield from check_po(addon, path)


def check_po(addon, path):
    po = polib.pofile(addon.read(path))
    template = path.with_name(f'{addon.name}.pot')
    wanted = {_key(entry) for entry in polib.pofile(addon.read(template))} if template in addon.files else None
    for entry in po:
        if wanted is not None and not entry.obsolete and _key(entry) not in wanted:
            yield addon.problem(path, f'{_short(entry)} is not in {template.name}', entry.linenum)
        yield from (addon.problem(path, f'{_short(entry)}: {fault}', entry.linenum) for fault in faults(entry))
    missing = (wanted or set()) - {_key(entry) for entry in po if not entry.obsolete}
    yield from (addon.problem(path, f'{key[1][:60]!r} is missing') for key in sorted(missing, key=str))


def faults(entry):
    """:return: what is wrong with the translation of one term"""
    source, target = entry.msgid, entry.msgstr
    if entry.obsolete:
        return ['obsolete']
    if not target:
        return ['not translated']
    found = ['fuzzy'] if 'fuzzy' in entry.flags else []
    if Counter(_PLACEHOLDER.findall(source)) != Counter(_PLACEHOLDER.findall(target)):
        found.append('other placeholders than the source')
    if Counter(_TAG.findall(source)) != Counter(_TAG.findall(target)):
        found.append(OTHER_TAGS)
    if _CODE.search(target) and not _CODE.search(source):
        found.append('a blank that does not break within code')
    if _edges(source) != _edges(target):
        found.append('other spaces or line ends around the text than the source')
    if source == target and _has_words(source) and not _is_code(entry):
        found.append('the same as the source')
    return found


def _key(entry):
    return entry.msgctxt, entry.msgid


def _short(entry):
    return repr(entry.msgid if len(entry.msgid) < 60 else entry.msgid[:57] + '…')


def _is_code(entry):
    """Tell whether a term is an expression without words of its own: the name of a file that a method gives."""
    is_name = all(place.startswith('model:ir.actions.report,print_report_name') for place, _line in entry.occurrences)
    return is_name and entry.msgid.startswith('object.')


def _edges(text):
    return text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]


def _has_words(text):
    """Tell whether a text has English words, which a Ukrainian would have to read."""
    for pattern in (_TAG, _PLACEHOLDER, _ENTITY):
        text = pattern.sub(' ', text)
    return any(word not in NAMES for word in re.findall(r'[A-Za-z][A-Za-z0-9]*', text))
