"""A failed browser test shows the browser's log; a page that breaks while loading ends the test at once."""
import logging
import os
import subprocess
import sys
import unittest
from concurrent.futures import Future
from types import SimpleNamespace

import pytest
from runtime.paths import TOOLS
from testing.browser_log import BrowserLog

#: a test of a shop with a driver of the browser like Odoo's
TESTS = """
from testing import browser_log
from types import SimpleNamespace
import pytest

@pytest.fixture
def browser(request):
    return request.config.pluginmanager.get_plugin('browser-log').record

def test_quiet(browser):
    browser.hear('log', '[1/2] Tour shop → Step .o_menu')

def test_fails(browser):
    browser.hear('log', '[1/2] Tour shop → Step .o_menu')
    browser.hear('log', '[2/2] Tour shop → Step .o_board')
    browser.hear('error', 'FAILED: .o_board')
    browser.screenshots.append('screens/sc_1.png')
    assert 0

def test_of_no_browser():
    assert 0, 'another reason'
"""

#: what stands for Odoo in the run of those tests
ODOO = """
class ChromeBrowser:
    _handle_console = _handle_exception = _wait_ready = _websocket_request = None
save_test_file = None
"""


class Driver:
    """As much of Odoo's driver as the plugin knows."""

    def __init__(self):
        self._result, self.test_case, self.asked, self.handled = Future(), unittest.TestCase(), [], []

    def _from_remoteobject(self, part):
        return part.pop('value') if 'value' in part else part.pop('description')

    def _handle_console(self, type, args=None, **_others):  # noqa: A002 — as the browser names it
        self.handled.append((type, self._from_remoteobject(args[0])))
        if type == 'error':
            self._result.set_exception(ValueError('the board is broken'))

    def _handle_exception(self, exceptionDetails, timestamp):  # noqa: N803 — as the browser names it
        self.handled.append(exceptionDetails['text'])

    def _websocket_request(self, method):
        self.asked.append(method)

    def _wait_ready(self, ready_code=None):
        for _turn in range(3):
            self._websocket_request('Runtime.evaluate')


@pytest.fixture
def browser(monkeypatch):
    """A driver to which the plugin listens, and its record."""
    common, log = SimpleNamespace(ChromeBrowser=Driver), BrowserLog()
    common.save_test_file = lambda name, logger: logger.runbot(f'Screenshot in: /tmp/{name}.png')
    log.listen(common, monkeypatch)
    return SimpleNamespace(driver=Driver(), record=log.record, common=common)


def say(browser, kind, *texts):
    browser.driver._handle_console(kind, [{'value': text} for text in texts])


def test_colours_are_left_out(browser):
    say(browser, 'error', '%c[HOOT]%c Test "@shop/board" failed', 'color: red', '', 'at once')
    assert browser.record.tell() == 'error: [HOOT] Test "@shop/board" failed at once'


def test_it_hears_errors_and_the_last_step(browser):
    say(browser, 'log', '[1/9] Tour shop → Step .o_menu')
    say(browser, 'log', '[2/9] Tour shop → Step .o_board')
    say(browser, 'log', 'anything else')
    say(browser, 'warning', 'old code')
    say(browser, 'error', 'no such field')
    assert browser.record.tell() == 'error: no such field\nstep: [2/9] Tour shop → Step .o_board'
    assert browser.driver.handled[-1] == ('error', 'no such field'), 'Odoo hears the same'


def test_it_hears_exceptions(browser):
    browser.driver._handle_exception(timestamp=1, exceptionDetails={
        'text': 'Uncaught', 'url': '/web/assets.js', 'lineNumber': 7, 'exception': {'description': 'SyntaxError: x'}})
    assert browser.record.tell() == 'error: Uncaught SyntaxError: x\n/web/assets.js:7'


def test_it_tells_where_the_screenshot_lies(browser, caplog):
    logger = logging.getLogger('shop')
    logger.runbot = logger.info
    with caplog.at_level('INFO'):
        browser.common.save_test_file('board', logger=logger)
    assert browser.record.tell() == 'screenshot: /tmp/board.png'
    assert caplog.messages == ['Screenshot in: /tmp/board.png']


def test_much_is_told_in_short(browser):
    for number in range(5):
        browser.record.hear('error', '\n'.join(f'error {number} line {line}' for line in range(30)))
        browser.record.hear('error', '\n'.join(f'error {number} line {line}' for line in range(30)))
    told = browser.record.tell().splitlines()
    assert len(told) == 3 * 13 + 1 and told[-1] == '2 more errors'


def test_a_page_that_breaks_is_not_waited_for(browser):
    say(browser, 'error', 'a module is missing')
    with pytest.raises(AssertionError, match='the page failed while it loaded\n\nthe board is broken'):
        browser.driver._wait_ready('odoo.isTourReady("shop")')
    assert browser.driver.asked == []
    browser.driver._websocket_request('Page.stopLoading')
    assert browser.driver.asked == ['Page.stopLoading'], 'the browser is closed in good order'


def test_a_page_that_loads(browser):
    browser.driver._wait_ready()
    assert len(browser.driver.asked) == 3


def test_the_report_of_a_failure(tmp_path):
    (tmp_path / 'odoo/tests').mkdir(parents=True)
    (tmp_path / 'odoo/tests/common.py').write_text(ODOO)
    (tmp_path / 'test_shop.py').write_text(TESTS)
    done = subprocess.run(
        [sys.executable, '-m', 'pytest', '-p', 'testing.browser_log', '-p', 'no:cacheprovider', 'test_shop.py'],
        cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        env={**os.environ, 'PYTHONPATH': str(TOOLS), 'PYTEST_DISABLE_PLUGIN_AUTOLOAD': '1'})
    assert '2 failed, 1 passed' in done.stdout
    assert done.stdout.count('browser ---') == 1
    assert 'error: FAILED: .o_board\nstep: [2/2] Tour shop → Step .o_board\nscreenshot: screens/sc_1.png\n' in done.stdout
