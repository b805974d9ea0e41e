"""Run the repository's own checks: ``python -m lint ROOT [--only PART …] [--terms ADDON=EXPORTED.pot] [--fix]``."""
import argparse
import importlib
import sys
from pathlib import Path

from . import terms
from .common import Repository
from .parts import OWN, PARTS


def main():
    parser = argparse.ArgumentParser(prog='lint')
    parser.add_argument('root', type=Path)
    parser.add_argument('--only', nargs='+', choices=OWN, default=OWN, metavar='PART')
    parser.add_argument('--terms', action='append', default=[], metavar='ADDON=FILE')
    parser.add_argument('--fix', action='store_true')
    arguments = parser.parse_args()
    problems = list(_check_terms(arguments))
    repository = Repository(arguments.root)
    for module in (module for name in arguments.only for module in PARTS[name].modules):
        problems.extend(importlib.import_module(f'lint.{module}').check(repository))
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
