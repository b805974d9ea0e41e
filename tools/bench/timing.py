"""Calls timed in turns, each in its own savepoint; knows nothing of Odoo but the environment it is given."""
import contextlib
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7
#: of a slow figure fewer rounds: as many as fit so many seconds, two at least
PATIENCE = 20


@dataclass(frozen=True)
class Prepared:
    """A call before which something is done that is not timed, and undone with it.

    :param call: what is timed
    :param prepare: gets the call
    """

    call: Callable
    prepare: Callable

    def __call__(self):
        self.call()


@contextlib.contextmanager
def undone(env):
    """Nothing of what happens inside stays."""
    savepoint = env.cr.savepoint(flush=False)
    try:
        yield
    finally:
        env.cr.precommit.clear()
        env.cr.postcommit.clear()
        env.clear()  # the cache, and what is left to be written: a failed call leaves both
        savepoint.close(rollback=True)


def time_in_turns(env, calls, rounds=ROUNDS, clock=time.perf_counter):
    """:param clock: gives seconds
    :return: ``{name: (median of seconds, queries)}``; the calls take turns, so that a busy moment meets all of them
    """
    taken = {name: [] for name in calls}
    began = time.perf_counter()
    for turn in range(rounds + 1):
        if turn > 2 and time.perf_counter() - began > PATIENCE:
            break
        for name, call in calls.items():
            with undone(env):
                if isinstance(call, Prepared):
                    call.prepare(call.call)
                asked, started = env.cr.sql_log_count, clock()
                call()
                env.cr.flush()  # what a request leaves to be computed and written before it is committed
                if turn:  # the first one warms up
                    taken[name].append((clock() - started, env.cr.sql_log_count - asked))
    return {name: [statistics.median(column) for column in zip(*values, strict=True)] for name, values in taken.items()}
