"""A moment becomes a day only by the helpers of ``bas_crm/tools/days.py``, which know whose day it is.

A value that is not a datetime of the database is allowed with a comment on the line: ``# a day: why``, in SQL ``-- a day: why``.
"""
import ast
import re

from .common import Problem

ADDON = 'bas_crm'
HELPERS = 'bas_crm/tools/days.py'
MARK = re.compile(r'(?:#|--) a day: \S')
ADVICE = 'this is no day of the user; take a helper of tools/days.py, or say on the line «a day: why»'
#: methods that make a day, or a text, of a moment in UTC, or that read the clock in UTC
METHODS = {'date', 'strftime', 'ctime'}
#: parts of a day, asked of a field that holds a moment
PARTS = {'year', 'month', 'day', 'hour', 'weekday', 'isoweekday', 'isocalendar', 'toordinal'}
CALLS = {
    'Date.today', 'Date.context_today', 'Datetime.today', 'Datetime.context_timestamp', 'date.today', 'datetime.today',
    'datetime.now', 'datetime.utcnow', 'env.tz'}
#: core's fields that hold a moment, beside those of the add-on
MOMENTS = {
    'create_date', 'write_date', 'date_order', 'commitment_date', 'effective_date', 'date_open', 'date_closed',
    'date_last_stage_update', 'date_conversion', 'start', 'stop'}
SQL = re.compile(r"""
    ::\s*date\b | \bCAST\s*\([^)]*\bAS\s+date\s*\) | \bdate\s*\(\s*[a-z_]+\.[a-z_]+\s*\)
    | \bdate_trunc\s*\( | \bdate_bin\s*\( | \bto_char\s*\( | \bextract\s*\(\s*(?!epoch\b) | \bdate_part\s*\(\s*'(?!epoch')
    | \bAT\s+TIME\s+ZONE\b | \btimezone\s*\( | \bCURRENT_(?:DATE|TIME|TIMESTAMP)\b | \bLOCALTIME(?:STAMP)?\b | \bnow\s*\(\s*\)
""", re.VERBOSE | re.IGNORECASE)
#: a parameter that Python gives: it is a day already
PARAMETER = re.compile(r'%(?:s|\([a-z_]+\)s)::date\b', re.IGNORECASE)


def check(repository):
    files = [path for path in repository.files
             if path.suffix == '.py' and path.parts[0] == ADDON and str(path) != HELPERS
             and not {'tests', 'migrations'} & set(path.parts)]
    trees = {path: ast.parse(repository.read(path)) for path in files}
    days, moments = ({name for tree in trees.values() for name in _get_fields(tree, kind)} for kind in ('Date', 'Datetime'))
    moments = MOMENTS | (moments - days)
    for path, tree in trees.items():
        lines = repository.read(path).splitlines()
        for line in sorted(set(_find(tree, moments))):
            if not MARK.search(lines[line - 1]):
                yield Problem(str(path), line, ADVICE)


def _get_fields(tree, kind):
    """:return: names of the fields of a kind that a file declares"""
    for node in ast.walk(tree):
        is_field = isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if is_field and _get_name(node.value.func) == f'fields.{kind}' and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id


def _find(tree, moments):
    """:return: numbers of the lines where a moment becomes a day"""
    docstrings = set(_get_docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            is_part = node.attr in PARTS and isinstance(node.value, ast.Attribute) and node.value.attr in moments
            if is_part or _get_name(node) in CALLS:
                yield node.end_lineno
        elif isinstance(node, ast.Call):
            yield from _find_in_call(node, moments)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield from _find_in_text(node)


def _find_in_call(call, moments):
    name, last = _get_name(call.func), getattr(call.func, 'attr', getattr(call.func, 'id', ''))
    is_method = isinstance(call.func, ast.Attribute)
    if is_method and last in METHODS and not (last == 'date' and call.args):
        yield call.end_lineno
    elif (name == 'format_datetime' and not any(keyword.arg == 'tz' for keyword in call.keywords)) or (last == 'to_date' and any(
            isinstance(part, ast.Attribute) and part.attr in moments for part in call.args)):
        yield call.lineno


def _find_in_text(node):
    """:return: numbers of the lines of a text that is SQL"""
    for match in SQL.finditer(PARAMETER.sub(lambda found: ' ' * len(found[0]), node.value)):
        yield node.lineno + node.value.count('\n', 0, match.start())


def _get_docstrings(tree):
    """:return: the nodes of texts that stand by themselves"""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _get_name(node):
    """:return: the last two words of a dotted name: ``Date.today`` of ``fields.Date.today``"""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = node.value
        prefix = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ''
        return f'{prefix}.{node.attr}'
    return ''
