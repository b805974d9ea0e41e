"""Files and functions stay small enough to be read at one go."""
import ast

from .common import Problem

FILE_LINES = 400
FUNCTION_LINES = 25
#: a test and a list of invented data may be as long as they need
LONG_FUNCTIONS = {'tests'}


def check(repository):
    for path in repository.files:
        is_script = path.parts[0] == 'bin' and not path.suffix
        if path.suffix in {'.py', '.js', '.scss'} or is_script:
            yield from _check_file(path, repository.read(path), is_python=path.suffix == '.py' or is_script)


def _check_file(path, text, is_python):
    if (lines := text.count('\n')) > FILE_LINES:
        yield Problem(str(path), FILE_LINES, f'{lines} lines; {FILE_LINES} are enough')
    if not is_python or LONG_FUNCTIONS & set(path.parts):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (lines := body_lines(node)) > FUNCTION_LINES:
            yield Problem(str(path), node.lineno, f'{node.name}() has {lines} lines; {FUNCTION_LINES} are enough')


def body_lines(function):
    """:return: how many lines a function's body has, without its docstring"""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0
