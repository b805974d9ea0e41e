"""The template is what Odoo exports now; ``--fix`` brings it and the translations there, and keeps what was translated."""
from pathlib import Path

import polib
import pytest
from lint import terms

TEMPLATE = Path('shop/i18n/shop.pot')
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"POT-Creation-Date: {date}\\n"\n\n'


def entry(source, target='', place='model:ir.model,name:shop.model_order', flags=''):
    flags = f'#, {flags}\n' if flags else ''
    return f'#. module: shop\n#: {place}\n{flags}msgid "{source}"\nmsgstr "{target}"\n\n'


@pytest.fixture
def shop(repository, tmp_path):
    """Write the template and the translation that the repository has, and an export of Odoo."""
    def make(exported, template=None, ukrainian=None):
        files = {'export.pot': HEADER.format(date='2026-02-02') + exported}
        if template is not None:
            files[str(TEMPLATE)] = HEADER.format(date='2025-01-01') + template
        if ukrainian is not None:
            files['shop/i18n/uk.po'] = HEADER.format(date='2025-01-01') + ukrainian
        repository(files)
        return tmp_path / 'export.pot', TEMPLATE, tmp_path
    return make


def ukrainian(root):
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(root / 'shop/i18n/uk.po'))}


def test_the_order_of_places_does_not_matter(shop, texts):
    here, there = 'model:ir.model,name:shop.model_order', 'code:addons/shop/order.py:0'
    assert texts(terms.compare(*shop(entry('Order', place=f'{here} {there}'), entry('Order', place=f'{there} {here}')))) == []


def test_neither_dates_nor_the_order_of_terms_matter(shop, texts):
    assert texts(terms.compare(*shop(entry('Order') + entry('Offer'), entry('Offer') + entry('Order')))) == []


@pytest.mark.parametrize(('exported', 'template', 'fault'), [
    (entry('Order') + entry('Offer'), entry('Order'), "'Offer' is new; bin/lint --fix adds it"),
    (entry('Order'), entry('Order') + entry('Offer'), "'Offer' is used no more; bin/lint --fix takes it out"),
    (entry('Order', place='code:addons/shop/order.py:0'), entry('Order'),
     "'Order' is used elsewhere now; bin/lint --fix tells where"),
    (entry('Order'), None, 'is missing; bin/lint --fix writes it'),
])
def test_a_stale_template_is_found(shop, texts, exported, template, fault):
    assert texts(terms.compare(*shop(exported, template))) == [f'{TEMPLATE}:1: {fault}']


def test_fix_makes_the_template_what_odoo_exports(shop, texts):
    arguments = shop(entry('Order') + entry('Offer'), entry('Order') + entry('Sale'), entry('Order', 'Замовлення'))
    terms.rewrite(*arguments)
    assert texts(terms.compare(*arguments)) == []


def test_fix_keeps_translations_and_guesses_none(shop):
    *arguments, root = shop(entry('Order') + entry('Orders'), entry('Order') + entry('Sale'),
                            entry('Order', 'Замовлення') + entry('Sale', 'Збут'))
    terms.rewrite(*arguments, root)
    assert ukrainian(root) == {'Order': 'Замовлення', 'Orders': ''}


def test_fix_leaves_a_guess_marked_as_one(shop):
    *arguments, root = shop(entry('Order'), entry('Order'), entry('Order', 'Замовлення', flags='fuzzy'))
    terms.rewrite(*arguments, root)
    assert polib.pofile(str(root / 'shop/i18n/uk.po'))[0].fuzzy


def test_fix_begins_a_translation_where_there_is_none(shop):
    *arguments, root = shop(entry('Order'))
    terms.rewrite(*arguments, root)
    assert ukrainian(root) == {'Order': ''}


def test_fix_writes_nothing_when_nothing_has_changed(shop):
    *arguments, root = shop(entry('Order'), entry('Order'), entry('Order', 'Замовлення'))
    terms.rewrite(*arguments, root)
    files = [root / TEMPLATE, root / 'shop/i18n/uk.po']
    before = [(path.read_text(), path.stat().st_mtime_ns) for path in files]
    terms.rewrite(*arguments, root)
    assert [(path.read_text(), path.stat().st_mtime_ns) for path in files] == before
