"""What the person at the terminal sees: one line per step with its time, one clear error."""
import signal
import sys
import time
from contextlib import contextmanager

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """Something is missing or wrong; the message explains it to the user."""


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
    for number in _ENDINGS:
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup and a shell's & leave it
            signal.signal(number, _end)
    try:
        sys.exit(main())
    except Stop as problem:
        say(f'✗ {problem}')
        sys.exit(1)
    except KeyboardInterrupt:
        say('\n✗ interrupted; the same command goes on from here')
        sys.exit(128 + signal.SIGINT)


def _end(received, _frame):
    """Once is enough: a second signal would leave behind what the first one makes us stop."""
    for number in _ENDINGS:
        signal.signal(number, signal.SIG_IGN)
    if received == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + received)
