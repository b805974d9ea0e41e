"""How often each operation comes, and what is known of those that were sent."""
import contextlib
import itertools
import random
import threading
import time
from dataclasses import dataclass

ACCEPTANCE = 'acceptance'
#: operation → how often it comes in a cycle. Customers accept rarely: an acceptance makes a print, which takes a second or two.
MIX = {'leads board': 8, 'orders board': 8, 'report': 6, 'new event': 8, 'order moved': 9, ACCEPTANCE: 1}
CYCLE = sum(MIX.values())
SEED = 20260310


@dataclass(frozen=True)
class Sample:
    """One operation that was sent.

    :param error: what the server said, or that it said nothing in time; '' if all was well
    """

    operation: str
    seconds: float
    error: str = ''


def shuffle():
    """:return: the operations of one cycle, in the same order at each run"""
    operations = [operation for operation, times in MIX.items() for _time in range(times)]
    random.Random(SEED).shuffle(operations)
    return operations


class Deal:
    """Deals the operations out to all clients, one at a time, until the time is over and the last cycle is whole.

    So each side does the same mix, and nobody waits for a client that is late with an own cycle.
    """

    def __init__(self, seconds, clock=time.monotonic):
        self._clock, self._end = clock, clock() + seconds
        self._operations, self._lock, self.dealt = shuffle(), threading.Lock(), 0

    def take(self):
        """:return: the next operation, or None"""
        with self._lock:
            place = self.dealt % CYCLE
            if not place and self._clock() >= self._end:
                return None
            self.dealt += 1
            return self._operations[place]


class Calls:
    """The calls of each operation, in turn; an acceptance is of one offer and comes once."""

    def __init__(self, prepared, one_acceptance=False):
        """:param prepared: ``{operation: [the calls of one time]}``
        :param one_acceptance: one at a time, the next customer waits before signing"""
        self._lock, self._signing = threading.Lock(), threading.Lock() if one_acceptance else contextlib.nullcontext()
        self._turns = {operation: itertools.cycle(calls) for operation, calls in prepared.items() if operation != ACCEPTANCE}
        self._turns[ACCEPTANCE] = iter(prepared[ACCEPTANCE])

    @contextlib.contextmanager
    def taken(self, operation):
        """:return: [(path, parameters)] to be sent in the block, or None when there is none left"""
        with self._lock:
            calls = next(self._turns[operation], None)
        with self._signing if operation == ACCEPTANCE else contextlib.nullcontext():
            yield calls
