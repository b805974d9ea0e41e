"""Drives the browser. Runs in the virtual environment for tests: camera.py ADDRESS [NAME …]"""
import shutil
import sys
from itertools import groupby
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from runtime.paths import CHECKOUT
from testing.suites import BROWSERS

from docs.pictures import DESK, PICTURES

FOLDER = CHECKOUT / 'docs/uk/images'
ARGUMENTS = ('--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update')
READY = '.o_action_manager .o_view_controller'
#: milliseconds; pictures and fonts of a page come after its text
SETTLE, PATIENCE = 1200, 60_000


def main(address, *names):
    chosen = [picture for picture in PICTURES if not names or picture.name in names]
    program = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for (person, size), pictures in groupby(sorted(chosen, key=_visit), _visit):
            page = _log_in(browser, address, person, size)
            for picture in pictures:
                _take(page, address, picture)
            page.context.close()
        browser.close()


def _visit(picture):
    return picture.person, picture.size


def _log_in(browser, address, person, size):
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


def _take(page, address, picture):
    page.goto(f'{address}/odoo/{picture.path}')
    page.wait_for_selector(READY, timeout=PATIENCE)
    _settle(page)
    for selector in picture.clicks:
        page.locator(selector).first.click()
        _settle(page)
    page.screenshot(path=FOLDER / f'{picture.name}.png')
    print(f'  {picture.name}', flush=True)


def _settle(page):
    page.wait_for_timeout(SETTLE)
    page.wait_for_function("!document.querySelector('.o_loading_indicator')", timeout=PATIENCE)
    page.wait_for_timeout(SETTLE)


main(*sys.argv[1:])
