"""Errors in JavaScript are reported with file and line, without a browser."""
import pytest
from lint import javascript

MODERN = """/** @odoo-module **/
import { registry } from "@web/core/registry";
import { Component, useState } from "@odoo/owl";
import { expect } from "@odoo/hoot";
import { defineModels } from "@web/../tests/web_test_helpers";

export class Board extends Component {
    static template = "shop.Board";
    #days = new Map();
    get first() { return this.#days.get(0)?.records?.[0] ?? null; }
    async *each() { for await (const day of this.#days) { yield { ...day, total: 1_000n ** 2n }; } }
    static { registry.category("actions").add("shop.board", Board); }
}
"""


@pytest.fixture
def found(addon, texts):
    def found(text, path='static/src/board/board.js', **others):
        files = {name.replace('__', '/') + '.js': content for name, content in others.items()}
        return texts(javascript.check(addon({path: text, **files})))
    return found


@pytest.mark.parametrize('path', ['static/src/board/board.js', 'static/tests/board.test.js', 'static/tests/tours/board.js'])
def test_modules_of_today(found, path):
    assert found(MODERN, path) == []


@pytest.mark.parametrize('path', ['static/src/board/board.js', 'static/tests/board.test.js', 'static/tests/tours/board.js'])
def test_an_error_of_syntax(found, path):
    problem, = found('export class Board {\n    open( {\n    }\n}\n', path)
    assert problem.startswith(f'shop/{path}:4: SyntaxError: ')


@pytest.mark.parametrize(('text', 'line'), [
    ('export const a = 1;\nconst b = ;\n', 2),
    ('export const a = 1;\nconst a = 2;\n', 2),
    ('\n\nfunction open() {\n    await close();\n}\n', 4),
    ('export function open() {\n', 2),
    ('const text = "дно;\n', 1),
])
def test_other_errors_of_syntax(found, text, line):
    problem, = found(text)
    assert problem.startswith(f'shop/static/src/board/board.js:{line}: SyntaxError: ')


def test_every_file_is_read_though_one_fails(found):
    assert len(found('const a = ;', static__src__b='const b = ;', static__src__c='')) == 2


def test_libraries_of_others_are_left_alone(found):
    assert found('const b = ;', 'static/lib/chart.js') == []


def test_nothing_is_run(found):
    assert found('throw new Error("I was run");') == []


@pytest.mark.parametrize(('source', 'others'), [
    ('./day', {'static__src__board__day': ''}),
    ('../day', {'static__src__day': ''}),
    ('@shop/day', {'static__src__day': ''}),
    ('@shop/../tests/day', {'static__tests__day': ''}),
])
def test_what_is_imported_of_our_own(found, source, others):
    assert found(f'import {{ day }} from "{source}";', **others) == []
    assert found(f'// Days\nimport {{\n    day,\n}} from "{source}x";', **others) == [
        f'shop/static/src/board/board.js:4: imports {source}x, and there is no such file']


def test_what_is_imported_of_odoo(found):
    assert found('import { registry } from "@web/core/no_registry";') == [
        'shop/static/src/board/board.js:1: imports @web/core/no_registry, and there is no such file']
    assert found('import { a } from "@no_such_addon/a";') == [
        'shop/static/src/board/board.js:1: imports @no_such_addon/a, and there is no such file']


def test_no_javascript_at_all(repository):
    assert list(javascript.check(repository({'README.md': ''}))) == []
