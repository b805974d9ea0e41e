"""Ukrainian is complete and sound: what is missing, half done or broken is found, and nothing else."""
import polib
import pytest
from lint import extra_terms, translations
from lint.translations import faults


@pytest.mark.parametrize(('source', 'target', 'fault'), [
    ('Orders', 'Замовлення', None),
    ('Orders', '', 'not translated'),
    ('%(count)s orders', 'Замовлень: %(count)s', None),
    ('%(count)s orders', 'Замовлень: %(number)s', 'other placeholders than the source'),
    ('%s of %s', '%s із', 'other placeholders than the source'),
    ('%s of %s', '%s із %s', None),
    ('Dear {{object.name}}', 'Шановний', 'other placeholders than the source'),
    ('{0} of {1}', '{1}: {0}', None),
    ('100%% sure', 'цілком певно', 'other placeholders than the source'),
    ('<b>Sum</b>', '<b>Сума</b>', None),
    ('<b>Sum</b>', '<b>Сума', 'other tags than the source'),
    (' and ', ' та ', None),
    (' and ', 'та', 'other spaces or line ends around the text than the source'),
    ('Orders', 'Orders', 'the same as the source'),
    ('IBAN', 'IBAN', None),
    ('%(name)s: <b>PDF</b>', '%(name)s: <b>PDF</b>', None),
    ('5 %', '5 %', None),
    ('<t t-if="a % 2">Sum</t>', '<t t-if="a\N{NO-BREAK SPACE}% 2">Сума</t>', 'a blank that does not break within code'),
    ('<b title="5 %">Sum</b>', '<b title="5\N{NO-BREAK SPACE}%">Сума</b>', None),
])
def test_one_term(source, target, fault):
    assert faults(polib.POEntry(msgid=source, msgstr=target)) == ([fault] if fault else [])


def test_a_guess_and_what_is_used_no_more_are_found():
    assert faults(polib.POEntry(msgid='Orders', msgstr='Замовлення', flags=['fuzzy'])) == ['fuzzy']
    assert faults(polib.POEntry(msgid='Orders', msgstr='Замовлення', obsolete=True)) == ['obsolete']


def catalogue(**terms):
    return ''.join(f'msgid "{source}"\nmsgstr "{target}"\n\n' for source, target in terms.items())


def test_a_catalogue_has_the_terms_of_its_template_and_no_others(addon, texts):
    repository = addon({'i18n/shop.pot': catalogue(Order='', Offer=''), 'i18n/uk.po': catalogue(Order='Замовлення', Sale='Збут')})
    assert texts(translations.check(repository)) == [
        "shop/i18n/uk.po:4: 'Sale' is not in shop.pot",
        "shop/i18n/uk.po:1: 'Offer' is missing",
    ]


def test_a_complete_catalogue_passes(addon, texts):
    repository = addon({'i18n/shop.pot': catalogue(Order=''), 'i18n/uk.po': catalogue(Order='Замовлення')})
    assert texts(translations.check(repository)) == []


def test_a_fault_is_told_with_its_line(addon, texts):
    repository = addon({'i18n/shop.pot': catalogue(Order='', Offer=''), 'i18n/uk.po': catalogue(Order='Замовлення', Offer='')})
    assert texts(translations.check(repository)) == ["shop/i18n/uk.po:4: 'Offer': not translated"]


BODY = 'model:mail.template,body_html:account.letter'
LETTER = '<p>Dear <t t-out="object.name">Azure</t>,<br/>Thank you, <b>really</b>.</p>'


@pytest.mark.parametrize(('text', 'place', 'fault'), [
    ('<p>Добрий день!<br/>Дякуємо, <b>справді</b>.</p>', BODY, False),
    ('<p>Добрий день!<br/>Дякуємо, справді.</p>', BODY, True),
    ('<p>Добрий день, <t t-out="object.name">Ромашка!<br/>Дякуємо, <b>справді</b>.</p>', BODY, True),
    ('<p>Добрий день!<br/>Дякуємо, <b>справді</b>.</p>', 'model_terms:ir.ui.view,arch_db:account.view', True),
])
def test_a_letter_may_greet_nobody_by_name(addon, texts, text, place, fault):
    entry = polib.POEntry(msgid=LETTER, msgstr=text, comment='module: account', occurrences=[(place, '')])
    found = texts(extra_terms.check(addon({'i18n_extra/uk.po': f'msgid ""\nmsgstr ""\n\n{entry}'})))
    assert [problem.endswith('other tags than the source') for problem in found] == [True] * fault
