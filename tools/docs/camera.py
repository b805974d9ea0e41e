"""Drives the browser. Runs in the virtual environment for tests: camera.py ADDRESS [NAME …]"""
import sys
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from runtime.paths import CHECKOUT
from testing.browser import PATIENCE, log_in, open_browser

from docs.pictures import PICTURES

FOLDER = CHECKOUT / 'docs/uk/images'
READY = '.o_action_manager .o_view_controller'
#: milliseconds; pictures and fonts of a page come after its text
SETTLE = 1200


def main(address, *names):
    chosen = [picture for picture in PICTURES if not names or picture.name in names]
    with open_browser() as browser:
        for (person, size), pictures in groupby(sorted(chosen, key=_visit), _visit):
            page = log_in(browser, address, person, size)
            for picture in pictures:
                _take(page, address, picture)
            page.context.close()


def _visit(picture):
    return picture.person, picture.size


def _take(page, address, picture):
    page.goto(f'{address}/odoo/{picture.path}')
    page.wait_for_selector(READY, timeout=PATIENCE)
    _settle(page)
    if picture.files:
        page.locator('input[type=file]').first.set_input_files(picture.files())
        _settle(page)
    for selector in picture.ticks:
        page.locator(selector).first.check()
        _settle(page)
    for selector in picture.clicks:
        page.locator(selector).first.click()
        _settle(page)
    for field, person in picture.fills:
        page.locator(f'.o_field_widget[name={field}] input').first.fill(person)
        _settle(page)
        page.locator(f'.o-autocomplete--dropdown-item:has-text("{person}")').first.click()
        _settle(page)
    page.screenshot(path=FOLDER / f'{picture.name}.png')
    for selector in picture.after:
        page.locator(selector).first.click()
        _settle(page)
    print(f'  {picture.name}', flush=True)


def _settle(page):
    page.wait_for_timeout(SETTLE)
    page.wait_for_function("!document.querySelector('.o_loading_indicator')", timeout=PATIENCE)
    page.wait_for_timeout(SETTLE)


main(*sys.argv[1:])
