"""Every catalogue is accepted by gettext itself: ``msgfmt -c`` reads what other programs read more leniently.

A term that stands twice, a header that is missing, a placeholder that the translation lacks.
"""
import os
import re
import subprocess

from .common import Problem

#: a list of words that a migration carries is read by its script alone, and may name a text twice with what it was before
HISTORY = 'migrations'
_LINE = re.compile(r'(?P<path>[^:\n]+):(?P<line>\d+)(?::\d+)?: (?P<text>.+)')


def check(repository):
    for path in repository.files:
        if path.suffix == '.po' and HISTORY not in path.parts:
            yield from check_po(repository, path)


def check_po(repository, path):
    done = subprocess.run(['msgfmt', '--check', '--output-file=/dev/null', str(path)], cwd=repository.root, text=True,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
                          env={**os.environ, 'LC_ALL': 'C'})
    lines = filter(None, map(_LINE.fullmatch, done.stderr.splitlines()))
    found = [Problem(line['path'], int(line['line']), line['text'].strip()) for line in lines]
    yield from found
    if done.returncode and not found:
        yield Problem(str(path), 1, f'msgfmt: {done.stderr.strip()}')
