"""The translation template against what Odoo exports; standard checks are in :mod:`lint.translations`."""
import polib

from .common import Problem


def compare(exported, path, root):
    """Tell where a template differs from an export; dates and the order of terms do not matter.

    :param exported: file that Odoo exported now
    :param path: the template in the repository, relative to ``root``
    """
    if not (root / path).is_file():
        yield Problem(str(path), 1, 'is missing; bin/lint --fix writes it')
        return
    new, old = _contents(exported), _contents(root / path)
    for key in sorted(new.keys() | old.keys(), key=str):
        if key not in old:
            yield Problem(str(path), 1, f'{key[1][:60]!r} is new; bin/lint --fix adds it')
        elif key not in new:
            yield Problem(str(path), 1, f'{key[1][:60]!r} is used no more; bin/lint --fix takes it out')
        elif new[key] != old[key]:
            yield Problem(str(path), 1, f'{key[1][:60]!r} is used elsewhere now; bin/lint --fix tells where')


def rewrite(exported, path, root):
    """Write the template and update the translations to the same terms; their texts are kept."""
    template = root / path
    if list(compare(exported, path, root)):
        template.parent.mkdir(parents=True, exist_ok=True)
        template.write_text(exported.read_text(encoding='utf-8'), encoding='utf-8')
    catalogues = sorted(template.parent.glob('*.po')) or [template.with_name('uk.po')]
    for catalogue in catalogues:
        _merge(polib.pofile(str(template)), catalogue)


def _merge(template, path):
    """Write the terms of the template with the translations that ``path`` has; fuzzy guesses are not made."""
    old = polib.pofile(str(path)) if path.is_file() else polib.POFile()
    texts = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    merged = polib.POFile()
    merged.header = template.header
    merged.metadata = old.metadata or {**template.metadata, 'Language': path.stem}
    for entry in template:
        if known := texts.get((entry.msgctxt, entry.msgid)):
            entry.msgstr, entry.tcomment = known.msgstr, known.tcomment
            entry.flags = sorted({*entry.flags, *(flag for flag in known.flags if flag == 'fuzzy')})
        merged.append(entry)
    text = str(merged) + '\n'
    if not path.is_file() or path.read_text(encoding='utf-8') != text:
        path.write_text(text, encoding='utf-8')


def _contents(file):
    """:return: {(context, source text): (places, comment)}"""
    return {(entry.msgctxt, entry.msgid): (sorted(entry.occurrences), entry.comment)
            for entry in polib.pofile(str(file))}
