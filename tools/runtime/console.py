"""What the person at the terminal sees: one line per step with its time, one clear error."""
import signal
import sys
import time
from contextlib import contextmanager


class Stop(Exception):
    """Something is missing or wrong; the message tells the person what."""


def say(text):
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title):
    """Announce a piece of work, then tell how long it took."""
    started = time.monotonic()
    say(f'… {title}')
    yield
    say(f'✓ {title} ({time.monotonic() - started:.1f} s)')


def run_main(main):
    """Run a command's ``main()``: a :class:`Stop` becomes a message, never a traceback.

    A polite end (a closed terminal, ``kill``) unwinds the same way as Ctrl-C: what was started is stopped.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: sys.exit(128 + received))
    try:
        sys.exit(main())
    except Stop as problem:
        say(f'✗ {problem}')
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
