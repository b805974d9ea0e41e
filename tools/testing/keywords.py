"""Which tests of a suite match ``-k``, by their names only: nothing is imported, and no database is created.

Standard library only.
"""
import ast
import re

_WORD = re.compile(r'[()]|[^\s()]+')


def find_keywords(options):
    """:return: the expression that ``-k`` gives pytest, None without it; the last one counts"""
    found = None
    for number, option in enumerate(options):
        if option == '-k':
            found = options[number + 1] if number + 1 < len(options) else None
        elif option.startswith('-k'):
            found = option[2:]
    return found


def find_matches(expression, root, paths):
    """Tell where pytest would run any test.

    :param expression: that of ``-k``
    :param paths: files, perhaps with ``::test``, and folders, from ``root``
    :return: the files with a match, from ``root``
    """
    paths = [path.split('::')[0] for path in paths]
    try:
        matches = _read_expression(expression)
    except SyntaxError:  # pytest says what is wrong with it
        return {path for path, _names in read_names(root, paths)}
    return {path for path, names in read_names(root, paths) if matches(names)}


def read_names(root, paths):
    """:return: for every test its file, and in small letters the names that ``-k`` looks at: folders, file, class, function"""
    chosen = {path for name in paths for path in _files(root / name)}
    # A class may have its tests from one of another file of the suite.
    suites = {(root / name).relative_to(root).parts[0] for name in paths}
    files = {path for name in suites for path in (root / name).rglob('tests/**/*.py')}
    trees = {path: ast.parse(path.read_text(encoding='utf-8')) for path in files}
    classes = {node.name: node for tree in trees.values() for node in tree.body if isinstance(node, ast.ClassDef)}
    for path in sorted(chosen & trees.keys()):
        place = str(path.relative_to(root))
        above = place.lower().split('/')
        for node in trees[path].body:
            if isinstance(node, ast.ClassDef):
                yield from ((place, [*above, node.name.lower(), test.lower()]) for test in _tests_of(node, classes))
            elif _is_test(node):
                yield place, [*above, node.name.lower()]


def _files(path):
    return path.rglob('test_*.py') if path.is_dir() else [path]


def _tests_of(node, classes, seen=()):
    own = {part.name for part in node.body if _is_test(part)}
    bases = [classes[name] for base in node.bases if (name := getattr(base, 'id', getattr(base, 'attr', ''))) in classes]
    return own.union(*(_tests_of(base, classes, (*seen, node)) for base in bases if base not in seen))


def _is_test(node):
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith('test')


def _read_expression(text):
    """:return: callable that tells of names whether they match: words, ``and``, ``or``, ``not`` and brackets, as in pytest"""
    words = []

    def number(found):
        if found[0] in {'(', ')', 'and', 'or', 'not'}:
            return f' {found[0]} '
        words.append(found[0].lower())
        return f' word_{len(words) - 1} '
    tree = ast.parse(_WORD.sub(number, text).strip() or 'False', mode='eval').body

    def matches(node, names):
        if isinstance(node, ast.BoolOp):
            return (all if isinstance(node.op, ast.And) else any)(matches(part, names) for part in node.values)
        if isinstance(node, ast.UnaryOp):
            return not matches(node.operand, names)
        if isinstance(node, ast.Name):
            word = words[int(node.id.removeprefix('word_'))]
            return any(word in name for name in names)
        return True
    return lambda names: matches(tree, names)
