"""A catalogue that gettext refuses is refused here, by file and line."""
import pytest
from lint import gettext

HEADER = """msgid ""
msgstr ""
"Project-Id-Version: shop\\n"
"PO-Revision-Date: 2026-02-02 10:00+0200\\n"
"Last-Translator: Olena\\n"
"Language-Team: shop\\n"
"Language: uk\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
PRINT = 'msgid "Print"\nmsgstr "Друк"\n'


@pytest.fixture
def found(repository, texts):
    return lambda text, path='shop/i18n/uk.po': texts(gettext.check(repository({path: HEADER + text})))


def test_a_good_catalogue(found):
    assert found(PRINT) == []


def test_a_term_that_stands_twice(found):
    """Which of both lines is named first differs between versions of gettext."""
    second, first = found(PRINT + '\n' + PRINT)
    assert second.startswith('shop/i18n/uk.po:1') and 'duplicate message definition' in second
    assert first.startswith('shop/i18n/uk.po:1') and 'location of the first definition' in first


def test_a_header_that_is_missing(repository, texts):
    assert any("header field 'Language' missing" in problem for problem in texts(gettext.check(repository({
        'shop/i18n/uk.po': HEADER.replace('"Language: uk\\n"\n', '') + PRINT}))))


def test_a_placeholder_that_is_missing(found):
    problem, = found('#, python-format\nmsgid "%(count)s orders"\nmsgstr "замовлення"\n')
    assert problem.startswith('shop/i18n/uk.po:1') and "'count'" in problem


def test_what_cannot_be_read_at_all(found):
    problem = found('msgid "Print\n')[0]
    assert problem.startswith('shop/i18n/uk.po:13: ') and 'end-of-line within string' in problem


@pytest.mark.parametrize(('path', 'problems'), [('shop/i18n_extra/uk_UA.po', 2), ('shop/migrations/19.0.1.0.0/words.po', 0)])
def test_every_catalogue_of_an_addon_is_read_and_no_migration(found, path, problems):
    assert len(found(PRINT + PRINT, path)) == problems
