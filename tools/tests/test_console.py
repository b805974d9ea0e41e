"""What the person at the terminal sees, and how a command ends."""
import signal

import pytest
from runtime.console import Stop, run_main, step

#: says when it works, and when it has tidied up
PROGRAM = """
import sys, time
from runtime.console import run_main, say
def main():
    try:
        say('at work')
        time.sleep(20)
    finally:
        say('tidying up')
        time.sleep(0.3)
        say('tidied up')
run_main(main)
"""


def test_a_step_tells_its_name_and_its_time(capsys):
    with step('cluster'):
        pass
    announced, done = capsys.readouterr().err.splitlines()
    assert announced == '… cluster'
    assert done == '✓ cluster (0.0 s)'


def test_a_step_that_fails_is_not_told_as_done(capsys):
    with pytest.raises(Stop), step('cluster'):
        raise Stop('no disk')
    assert '✓' not in capsys.readouterr().err


def test_what_is_missing_is_told_in_one_line_and_ends_with_1(start):
    process = start("from runtime.console import *\ndef main(): raise Stop('no Python')\nrun_main(main)")
    output, errors = process.communicate()
    assert (process.returncode, output, errors) == (1, '', '✗ no Python\n')


@pytest.mark.parametrize('code', [0, 1, 5])
def test_the_code_of_a_command_is_passed_on(code):
    with pytest.raises(SystemExit) as ended:
        run_main(lambda: code)
    assert ended.value.code == code


@pytest.mark.parametrize(('number', 'code'), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_any_signal_lets_a_command_tidy_up(start, number, code):
    process = start(PROGRAM)
    assert process.stderr.readline() == 'at work\n'
    process.send_signal(number)
    _output, errors = process.communicate(timeout=10)
    assert 'tidied up' in errors and 'Traceback' not in errors
    assert process.returncode == code


def test_a_second_signal_does_not_disturb_the_tidying_up(start):
    process = start(PROGRAM)
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    assert process.stderr.readline() == 'tidying up\n'
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process.send_signal(number)
    _output, errors = process.communicate(timeout=10)
    assert 'tidied up' in errors
    assert process.returncode == 130


def test_nohup_is_respected(start):
    process = start(PROGRAM, ignored='HUP')
    process.stderr.readline()
    process.send_signal(signal.SIGHUP)
    with pytest.raises(Exception, match='timed out'):
        process.wait(0.6)
