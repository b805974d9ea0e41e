"""pytest plugin: adds the browser's log to the report of a failed test that used a browser.

Its first errors, the step of the tour, and the file with the screenshot stand in the report of the failure. An error while
the page loads ends the wait for it: what broke is told in seconds and not as a tour that is never ready.
"""
import copy
import re
from pathlib import Path

import pytest

#: the largest number of errors shown, and of lines of each
ERRORS, LINES = 3, 12
#: a place of a text of which another argument gives the colour
STYLE = '%c'
#: a line that a tour writes as it begins a step
_STEP = re.compile(r'\[\d+/\d+\] Tour .+')
_SCREENSHOT = re.compile(r'Screenshot in: (.+)')


class Record:
    """What one test heard from its browsers."""

    def __init__(self):
        self.errors, self.step, self.screenshots = [], '', []

    def hear(self, kind, message):
        if kind == 'error' and message not in self.errors:
            self.errors.append(message)
        elif found := _STEP.match(message):
            self.step = found[0]

    def tell(self):
        """:return: the text for the report, '' when no browser said anything"""
        return '\n'.join([
            *(f'error: {_shorten(message)}' for message in self.errors[:ERRORS]),
            *([f'{len(self.errors) - ERRORS} more errors'] if len(self.errors) > ERRORS else []),
            *([f'step: {self.step}'] if self.step else []),
            *(f'screenshot: {path}' for path in self.screenshots)])


class BrowserLog:
    """The records of a run of pytest, one test after another."""

    def __init__(self):
        self.record = Record()

    @pytest.fixture(scope='session', autouse=True)
    def browser_log(self):
        from odoo.tests import common  # noqa: PLC0415 — Odoo is configured by pytest-odoo, after plugins are loaded
        with pytest.MonkeyPatch.context() as patch:
            self.listen(common, patch)
            yield

    def pytest_runtest_logstart(self):
        self.record = Record()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        if report.failed and (text := self.record.tell()):
            report.sections.insert(0, ('browser', text))
        return report

    def listen(self, common, patch):
        """Hear what Odoo's driver of the browser hears.

        :param common: Odoo's module with the class of the driver
        """
        driver = common.ChromeBrowser
        patch.setattr(driver, '_handle_console', self._hear_console(driver._handle_console))
        patch.setattr(driver, '_handle_exception', self._hear_exception(driver._handle_exception))
        patch.setattr(driver, '_wait_ready', _mark_as_loading(driver._wait_ready))
        patch.setattr(driver, '_websocket_request', _fail_while_loading(driver._websocket_request))
        patch.setattr(common, 'save_test_file', self._hear_of_files(common.save_test_file))

    def _hear_console(self, handle):
        def handle_console(driver, type, args=None, **others):  # noqa: A002 — as the browser names it
            # Odoo's method changes what it is given.
            parts = [str(driver._from_remoteobject(part)) for part in copy.deepcopy(args or [])] or ['']
            styles = parts[0].count(STYLE)
            self.record.hear(type, ' '.join([parts[0].replace(STYLE, ''), *parts[1 + styles:]]))
            return handle(driver, type, args, **others)
        return handle_console

    def _hear_exception(self, handle):
        def handle_exception(driver, exceptionDetails, timestamp):  # noqa: N803 — as the browser names it
            self.record.hear('error', _read_exception(driver, copy.deepcopy(exceptionDetails)))
            return handle(driver, exceptionDetails, timestamp)
        return handle_exception

    def _hear_of_files(self, save):
        def save_test_file(*arguments, logger, **options):
            return save(*arguments, logger=_Listener(self.record, logger), **options)
        return save_test_file


class _Listener:
    """The logger that gets the path of a screenshot."""

    def __init__(self, record, logger):
        self.record, self.logger = record, logger

    def runbot(self, message):
        if found := _SCREENSHOT.match(message):
            self.record.screenshots.append(Path(found[1]))
        self.logger.runbot(message)


def _read_exception(driver, details):
    place = ':'.join(str(details[name]) for name in ('url', 'lineNumber') if details.get(name))
    thrown = str(driver._from_remoteobject(details['exception'])) if details.get('exception') else ''
    return '\n'.join(filter(None, [' '.join(filter(None, [details.get('text'), thrown])), place]))


def _mark_as_loading(wait):
    def wait_ready(driver, *arguments, **options):
        driver.is_loading = True
        try:
            return wait(driver, *arguments, **options)
        finally:
            driver.is_loading = False
    return wait_ready


def _fail_while_loading(ask):
    """What the page said while it loads has failed the test already; Odoo would wait for the page to its end."""
    def websocket_request(driver, *arguments, **options):
        result = driver._result
        if getattr(driver, 'is_loading', False) and result.done() and not result.cancelled() and result.exception():
            driver.test_case.fail(f'the page failed while it loaded\n\n{result.exception()}')
        return ask(driver, *arguments, **options)
    return websocket_request


def _shorten(message):
    lines = message.strip().splitlines()
    return '\n'.join([*lines[:LINES], *(['…'] if len(lines) > LINES else [])])


def pytest_configure(config):
    config.pluginmanager.register(BrowserLog(), 'browser-log')
