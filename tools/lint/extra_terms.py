"""Terms of other modules that the add-on translates: whole, sound, and still missing in Odoo itself."""
import copy
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import polib

from .translations import OTHER_TAGS, faults

FOLDER = 'i18n_extra'
_EXPRESSION = re.compile(r'\{\{.*?\}\}', re.DOTALL)
_TAG = re.compile(r'</?[a-zA-Z][\w-]*')
_CLOSED_AT_ONCE = re.compile(r'<t\b[^<>]*/>')
_LITERAL = re.compile(r"'[^']*'")


def check(repository):
    for addon in repository.addons:
        for path in addon.files:
            if path.parts[0] == FOLDER and path.suffix == '.po':
                yield from check_po(addon, path)


def check_po(addon, path):
    seen = set()
    for entry in polib.pofile(addon.read(path)):
        problems = faults(_without_literals(entry))
        if OTHER_TAGS in problems and _is_without_a_name(entry):
            problems.remove(OTHER_TAGS)
        if (entry.msgctxt, entry.msgid) in seen:
            problems.append('twice')
        seen.add((entry.msgctxt, entry.msgid))
        yield from (addon.problem(path, f'{entry.msgid[:60]!r}: {problem}', entry.linenum) for problem in problems)
        # a translator's comment explains why the term is needed here
        if not entry.tcomment and all(entry.msgid in _translated_by_core(name, path.stem) for name in _modules(entry)):
            # no problem: another build of Odoo may lack it yet
            print(f'note: {addon.folder / path}:{entry.linenum}: {entry.msgid[:60]!r}: Odoo itself has it by now')


def _without_literals(entry):
    """Leave out texts within expressions such as {{ 'Draft' if … }}: they are translated, the expressions are not."""
    entry = copy.copy(entry)
    for field in ('msgid', 'msgstr'):
        setattr(entry, field, _EXPRESSION.sub(lambda match: _LITERAL.sub("''", match[0]), getattr(entry, field)))
    return entry


def _is_without_a_name(entry):
    """Tell whether a letter greets nobody by name: only whole ``t`` of the source are left out, since a name would have to
    be in the vocative.
    """
    is_letter = any(place.startswith('model:mail.template,body_html') for place, _line in entry.occurrences)
    source, target = (Counter(_TAG.findall(text)) for text in (entry.msgid, entry.msgstr))
    opened, closed = target['<t'] - len(_CLOSED_AT_ONCE.findall(entry.msgstr)), target['</t']
    return is_letter and not target - source and set(source - target) <= {'<t', '</t'} and opened == closed


def _modules(entry):
    """:return: names from the line ``module: sale`` or ``modules: crm, sale`` of the comment"""
    return entry.comment.partition('\n')[0].partition(': ')[2].split(', ')


@cache
def _translated_by_core(module, language):
    """:return: terms that the module translates itself; none where Odoo is not on the path"""
    for folder in map(Path, sys.path):
        for core in (folder / 'odoo' / 'addons', folder / 'addons'):
            if (core / module / 'i18n' / f'{language}.po').is_file():
                terms = polib.pofile(core / module / 'i18n' / f'{language}.po')
                return {entry.msgid for entry in terms if entry.msgstr not in ('', entry.msgid) and not entry.obsolete}
    return set()
