"""pytest plugin: a WARNING or worse in the server log fails the test during which it was written.

Logs that a test expects do not get here: ``assertLogs`` and ``mute_logger`` take the logger off the
root logger, on which the handler of this plugin sits. With ``--install-log`` the log of the
installation is one more test.
"""
import logging
from pathlib import Path

import pytest

from testing.known_lines import is_known, problems_in


class _Recorder(logging.Handler):

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []
        self.setFormatter(logging.Formatter('%(levelname)s %(name)s: %(message)s'))

    def emit(self, record):
        if not is_known(record.name, record.getMessage()):
            self.lines.append(self.format(record))

    def take(self):
        """:return: what was recorded since the last call"""
        lines, self.lines = self.lines, []
        return lines


class _InstallationLog(pytest.Item):
    """The installation or update that prepared the database wrote no warning."""

    def runtest(self):
        problems = problems_in(Path(self.config.getoption('--install-log')).read_text())
        if problems:
            pytest.fail('\n'.join(problems), pytrace=False)


class ServerLog:
    """The recorder during one run of pytest."""

    def __init__(self):
        self.recorder = _Recorder()
        self.outside_of_tests = []

    def pytest_sessionstart(self):
        logging.getLogger().addHandler(self.recorder)

    def pytest_collection_finish(self):
        self.outside_of_tests = self.recorder.take()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        lines = self.recorder.take()
        if lines and not report.failed:
            report.outcome = 'failed'
            report.longrepr = f'{item.nodeid} ({call.when}): the server log got\n' + '\n'.join(lines)
        return report

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, session, config, items):
        if items and config.getoption('--install-log'):
            items.append(_InstallationLog.from_parent(session, name='installation_log'))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        self.outside_of_tests += self.recorder.take()
        if self.outside_of_tests and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        if self.outside_of_tests:
            terminalreporter.section('server log outside of tests', red=True)
            for line in self.outside_of_tests:
                terminalreporter.line(line)


def pytest_addoption(parser):
    parser.addoption('--install-log', help='log of the installation that prepared the database')


def pytest_configure(config):
    config.pluginmanager.register(ServerLog(), 'server-log')
