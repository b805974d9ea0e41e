"""Warnings in a server log: each is found once with all its lines, but for those nobody can do anything about."""
import pytest
from testing import known_lines
from testing.known_lines import is_known, problems_in

REPORT = 'odoo.addons.base.models.ir_actions_report'
SOCKET = 'QSslSocket: cannot resolve CRYPTO_num_locks'


def line(level, message, logger='odoo.addons.shop', time='10:00:00,000'):
    return f'2026-02-02 {time} 42 {level} shop {logger}: {message}\n'


@pytest.mark.parametrize('level', ['WARNING', 'ERROR', 'CRITICAL'])
def test_a_problem_is_found(level):
    log = line('INFO', 'loading') + line(level, 'no such field') + line('INFO', 'done')
    assert problems_in(log) == [line(level, 'no such field').strip()]


@pytest.mark.parametrize('level', ['INFO', 'DEBUG', 'RUNBOT'])
def test_other_lines_are_none(level):
    assert problems_in(line(level, 'WARNING and ERROR are only words here')) == []


def test_a_traceback_belongs_to_its_line():
    traceback = 'Traceback (most recent call last):\n  File "order.py", line 3\n2026 / 0\nZeroDivisionError\n'
    log = line('ERROR', 'cron failed') + traceback + line('INFO', 'next') + line('WARNING', 'again')
    assert problems_in(log) == [(line('ERROR', 'cron failed') + traceback).strip(), line('WARNING', 'again').strip()]


def test_what_the_server_says_before_its_log_begins_is_none():
    assert problems_in('ERROR: a line of another program\n' + line('INFO', 'begun')) == []


def test_a_known_line_is_none_with_all_of_it():
    assert problems_in(line('WARNING', f'wkhtmltopdf: {SOCKET}\n{SOCKET}\n', logger=REPORT)) == []
    assert is_known(REPORT, f'wkhtmltopdf: {SOCKET}\n')


@pytest.mark.parametrize(('logger', 'message'), [
    (REPORT, f'wkhtmltopdf: {SOCKET}\nExit with code 1'),
    (REPORT, f'{SOCKET}'),
    ('odoo.addons.shop', f'wkhtmltopdf: {SOCKET}'),
    (f'{REPORT}.other', f'wkhtmltopdf: {SOCKET}'),
])
def test_what_is_only_like_a_known_line_is_a_problem(logger, message):
    assert not is_known(logger, message)
    assert len(problems_in(line('WARNING', message, logger=logger))) == 1


def test_every_known_line_says_why_nothing_can_be_done():
    assert all(len(why.split()) > 5 for _logger, _text, why in known_lines.KNOWN)
