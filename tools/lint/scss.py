"""SCSS is read by the compiler that Odoo uses: a mistake in one file takes away the style of the whole web client.

A file alone does not know the variables and mixins of the others in its bundle; the compiler asks for them only when
the whole file has been read, so that then its syntax is right.
"""
import re

import sass

from .common import Problem

#: libraries of others, as they came
NOT_OURS = 'lib'
#: what the compiler says of a name that another file of the bundle gives
OF_THE_BUNDLE = re.compile(r'Error: (?:Undefined variable: |no mixin named |undefined (?:operation|function))')
_PLACE = re.compile(r'on line (\d+)')


def check(repository):
    for path in repository.files:
        if path.suffix == '.scss' and NOT_OURS not in path.parts:
            yield from check_scss(repository, path)


def check_scss(repository, path):
    try:
        sass.compile(string=repository.read(path) + '\n')
    except sass.CompileError as error:
        told = str(error)
        if not OF_THE_BUNDLE.match(told):
            line = _PLACE.search(told)
            yield Problem(str(path), int(line[1]) if line else 1, told.splitlines()[0].removeprefix('Error: '))
