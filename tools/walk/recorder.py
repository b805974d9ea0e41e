"""A profiler that notes the calls of functions of one folder, and what is counted of them."""
import sys
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

#: the folder of helpers that know no database
HELPERS = 'tools/'


class Call(NamedTuple):
    """A function that was entered: its file, relative to the folder, and its name with its class."""

    file: str
    method: str


class Recorder:
    """Notes calls, in order, in ``calls``."""

    def __init__(self, folder, ignored=()):
        """:param ignored: files of the folder, relative to it, that are not noted"""
        self.calls = []
        self._prefix = f'{Path(folder)}/'
        self._ignored = frozenset(ignored)

    @contextmanager
    def recording(self):
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _note(self, frame, event, _argument):
        code = frame.f_code
        if event != 'call' or not code.co_filename.startswith(self._prefix) or code.co_name.startswith('<'):
            return
        file = code.co_filename.removeprefix(self._prefix)
        if file not in self._ignored:
            self.calls.append(Call(file, code.co_qualname))


def count_files(calls):
    return len({call.file for call in calls})


def count_moves(calls):
    files = [call.file for call in calls if not call.file.startswith(HELPERS)]
    return sum(before != after for before, after in pairwise(files))


def merge_repeated(calls):
    """:return: ``[(call, times)]``: equal consecutive calls are listed once"""
    merged = []
    for call in calls:
        if merged and merged[-1][0] == call:
            merged[-1][1] += 1
        else:
            merged.append([call, 1])
    return [tuple(pair) for pair in merged]
