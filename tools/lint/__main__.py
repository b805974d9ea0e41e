"""Run the repository's own checks: ``python -m lint ROOT [--terms ADDON=EXPORTED.pot] [--fix]``."""
import argparse
import sys
from pathlib import Path

from . import (
    addresses,
    controls,
    days,
    extra_terms,
    manifest_files,
    migrations,
    owl_templates,
    size,
    terms,
    translations,
    words,
    xml_style,
)
from .common import Repository

CHECKS = (manifest_files, migrations, xml_style, owl_templates, controls, size, days, addresses, translations, extra_terms, words)


def main():
    parser = argparse.ArgumentParser(prog='lint')
    parser.add_argument('root', type=Path)
    parser.add_argument('--terms', action='append', default=[], metavar='ADDON=FILE')
    parser.add_argument('--fix', action='store_true')
    arguments = parser.parse_args()
    problems = list(_check_terms(arguments))
    repository = Repository(arguments.root)
    for check in CHECKS:
        problems.extend(check.check(repository))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def _check_terms(arguments):
    for pair in arguments.terms:
        addon, exported = pair.split('=', 1)
        template = Path(addon, 'i18n', f'{addon}.pot')
        if arguments.fix:
            terms.rewrite(Path(exported), template, arguments.root)
        yield from terms.compare(Path(exported), template, arguments.root)


sys.exit(main())
