"""What every check works with."""
import ast
import subprocess
from functools import cached_property
from pathlib import Path
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing to mend: a file (relative to the repository), a line of it, and what is wrong."""

    path: str
    line: int
    text: str

    def __str__(self):
        return f'{self.path}:{self.line}: {self.text}'


class Repository:
    """A checkout: its files, and its add-ons."""

    def __init__(self, root):
        self.root = Path(root)

    @cached_property
    def files(self):
        """Paths, relative, of what git tracks or would take in: ignored files are nobody's business."""
        listed = subprocess.run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], cwd=self.root,
                                text=True, stdout=subprocess.PIPE, check=True).stdout
        return sorted(Path(name) for name in set(listed.split('\0')) if name and (self.root / name).is_file())

    @cached_property
    def addons(self):
        return [Addon(self, path.parent) for path in self.files if path.name == '__manifest__.py']

    def read(self, path):
        return (self.root / path).read_text(encoding='utf-8')


def check_python(repository, checks):
    """:param dict checks: advice → callable that gives the numbers of the wrong lines of a text
    :return: Iterator[Problem]: of all Python files"""
    for path in repository.files:
        if path.suffix == '.py':
            text = repository.read(path)
            for advice, find in checks.items():
                for line in find(text):
                    yield Problem(str(path), line, advice)


class Addon:
    """An add-on of the repository; its paths are relative to its folder."""

    def __init__(self, repository, folder):
        self.repository, self.folder, self.name = repository, folder, folder.name

    @cached_property
    def files(self):
        return [path.relative_to(self.folder) for path in self.repository.files if self.folder in path.parents]

    @cached_property
    def manifest(self):
        return ast.literal_eval(self.read(Path('__manifest__.py')))

    def read(self, path):
        return self.repository.read(self.folder / path)

    def problem(self, path, text, line=1):
        return Problem(str(self.folder / path), line, text)
