"""Errors in SCSS are reported with file and line; names from the rest of the bundle are not errors."""
import pytest
from lint import scss

PATH = 'shop/static/src/board.scss'


@pytest.fixture
def found(repository, texts):
    return lambda text, path=PATH: texts(scss.check(repository({path: text})))


@pytest.mark.parametrize('text', [
    '',
    '.o_board {\n    &:hover { color: red; }\n}\n',
    '.o_board { color: $o-brand-primary; }',
    '.o_board { @include media-breakpoint-down(md) { display: none; } }',
    '.o_board { width: map-get($spacers, 2) * 2; --line: #{$border-color}; }',
    '@for $number from 1 through length($o-colors) { .o_#{$number} { color: nth($o-colors, $number); } }',
    '@mixin o-own($width) { width: $width; }\n.o_board { @include o-own(1px); }',
    '@function double($number) { @return $number * 2; }\n.o_board { width: double($spacer); }',
    '.o_board { color: rgba(var(--o-color), .5); width: calc(100% - #{$spacer}); }',
])
def test_what_is_right(found, text):
    assert found(text) == []


@pytest.mark.parametrize(('text', 'line'), [
    ('.o_board {\n    color red;\n}\n', 2),
    ('.o_board {\n    color: red;\n', 2),
    ('.o_board { color: red; }\n}\n', 1),  # the compiler names the line before
    ('.o_board {\n    color: $white;\n    @include;\n}\n', 3),
    ('.o_board {\n    width: (1px;\n}\n', 2),
])
def test_what_is_wrong(found, text, line):
    problem, = found(text)
    assert problem.startswith(f'{PATH}:{line}: ')
    assert 'Error' not in problem


def test_libraries_of_others_are_left_alone(found):
    assert found('.o_board {', 'shop/static/lib/chart.scss') == []
