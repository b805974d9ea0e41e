"""``sudo()`` says why: in a comment on its line, or in the one directly above that line or above the statement.

``sudo(False)`` gives rights back and needs no reason.
"""
import ast
import io
import re
import tokenize

from .common import Problem

#: comments that are no reason: orders to tools, and the lines of a heading
NO_REASON = re.compile(r'#\s*(?:noqa|pylint:|ruff:|type:|a day:|-{3,}|$)')
ELSEWHERE = {'tests', 'migrations'}
ADVICE = 'sudo() without a reason; say why in a comment on this line or directly above'


def check(repository):
    folders = {addon.folder for addon in repository.addons}
    for path in repository.files:
        if path.suffix == '.py' and folders & set(path.parents) and not ELSEWHERE & set(path.parts):
            for line in find(repository.read(path)):
                yield Problem(str(path), line, ADVICE)


def find(text):
    """:return: numbers of the lines with a ``sudo()`` that gives no reason"""
    on_line, above = _read_comments(text)
    for line, start in sorted(_find_calls(ast.parse(text))):
        if line not in on_line and not {line - 1, start - 1} & above:
            yield line


def _read_comments(text):
    """:return: numbers of the lines with a reason, and of those with nothing else"""
    lines = text.splitlines()
    comments = {
        token.start[0] for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT and not NO_REASON.match(token.string)}
    return comments, {line for line in comments if lines[line - 1].lstrip().startswith('#')}


def _find_calls(tree):
    """:return: ``(line of the word, first line of its statement)`` of every call of ``sudo()``"""
    def visit(node, start):
        start = node.lineno if isinstance(node, ast.stmt) else start
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == 'sudo' and not (
                node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value is False):
            found.add((node.func.end_lineno, start))
        for child in ast.iter_child_nodes(node):
            visit(child, start)

    found = set()
    visit(tree, 0)
    return found
