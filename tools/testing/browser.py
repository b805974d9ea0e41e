"""A browser in which a person of the demo firm is at work. Runs in the virtual environment for tests."""
import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from .suites import BROWSERS

ARGUMENTS = ('--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update')
DESK, PHONE = (1400, 900), (375, 812)
HEAD, MANAGER, ADMINISTRATOR = ('head@zatyshok.example', 'demo'), ('manager@zatyshok.example', 'demo'), ('admin', 'admin')
#: milliseconds
PATIENCE = 60_000


@contextmanager
def open_browser():
    program = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def log_in(browser, address, person, size):
    """:return: a page of the web client in Ukrainian, at the desk or, for any other ``size``, on a phone"""
    width, height = size
    phone = size != DESK
    context = browser.new_context(viewport={'width': width, 'height': height}, is_mobile=phone, has_touch=phone,
                                  locale='uk-UA', timezone_id='Europe/Kyiv')
    page = context.new_page()
    page.goto(f'{address}/web/login')
    login, password = person
    page.fill('input[name=login]', login)
    page.fill('input[name=password]', password)
    page.click('button[type=submit]')
    page.wait_for_selector('.o_main_navbar', timeout=PATIENCE)
    return page
