"""Ukrainian as it is written here: what breaks a rule is found, and what only looks like it is not."""
import pytest
from lint import words

APOSTROPHE, NUMBER, BLANK = 'another apostrophe', 'a number before a noun', 'a blank that may end the line'


@pytest.mark.parametrize(('text', 'fault'), [
    ("П'ять гривень", APOSTROPHE),
    ('П’ять гривень', None),
    ("object.name or 'Замовлення'", None),
    ('%(count)s рядків не записано', NUMBER),
    ('%d рядків', NUMBER),
    ('Останні %(limit)s записів', NUMBER),
    ('Рядків: %(count)s', None),
    ('Через %d год', None),
    ('%(total)s грн', None),
    ('%(number)s-й квартал', None),
    ('Договір %(contract)s укладено', None),
    ('Рахунок № %(number)s', BLANK),
    ('Рахунок №\N{NO-BREAK SPACE}%(number)s', None),
    ('щонайменше 80 % плану', BLANK),
    ('щонайменше 80\N{NO-BREAK SPACE}% плану', None),
    ('КТУ, %', None),
    ('Знижка %(percent)s %', BLANK),
    ('у т.ч. ПДВ', 'write «т. ч.»'),
    ('він – чернетка', 'a short dash'),
    ('з березня – до травня', 'a short dash'),
    ('01.03 – 31.03', None),
    ('%(first)s – %(last)s', None),
    ('він — чернетка', None),
    ('Клієнт', '«Клієнт»: we say покупець'),
    ('дані клієнтів', '«клієнтів»: we say покупець'),
    ('Продавець', '«Продавець»: we say менеджер'),
    ('Оберіть план', '«Оберіть»: we say вибрати'),
    ('Усі категорії', None),
    ('Протерміновано', '«Протерміновано»: we say прострочено'),
    ('Зразок платіжного доручення', '«платіжного доручення»: we say платіжна інструкція'),
    ('претензій по об’єму', '«об’єму»: we say обсяг'),
    ('дані покупця', None),
    ('даний рахунок', '«даний»: we say цей'),
    ('термін дії', '«термін дії»: we say строк дії'),
    ('<span title="Клієнт">Покупець</span>', None),
])
def test_one_text(text, fault):
    found = words.faults(text)
    assert len(found) == (1 if fault else 0), found
    assert not fault or fault in found[0]


def test_where_a_word_is_right():
    assert words.faults('Показувати сторно', 'i18n_extra/uk.po') == []
    assert words.faults('Показувати сторно', 'i18n/uk.po') == ['«сторно»: we say коригувальний рахунок']


def test_catalogues_data_and_the_guide_are_read(repository, texts):
    entry = 'msgid "Order"\nmsgstr "Замовлення"\n\nmsgid "Customer"\nmsgstr "Клієнт"\n'
    files = {
        'shop/__manifest__.py': "{'name': 'Shop'}", 'shop/i18n/uk.po': entry, 'shop/i18n/pl.po': entry,
        'shop/i18n_extra/scripts/uk_UA.po': entry, 'shop/data/terms.xml': '<odoo>\n<p>\nКлієнт</p></odoo>',
        'shop/data/firms.csv': 'name\nЛіцей № 2\n', 'docs/uk/orders.md': 'Рядок\n\nоберіть `клієнт`\n',
        'docs/other.md': 'Клієнт\n',
        'shop/tests/test_order.py': "NAME = 'Клієнт'\n"}
    assert sorted(texts(words.check(repository(files)))) == [
        'docs/uk/orders.md:3: «оберіть»: we say вибрати',
        'shop/data/terms.xml:3: «Клієнт»: we say покупець (у роботах і актах — замовник)',
        'shop/i18n/uk.po:4: «Клієнт»: we say покупець (у роботах і актах — замовник)',
        'shop/i18n_extra/scripts/uk_UA.po:4: «Клієнт»: we say покупець (у роботах і актах — замовник)',
    ]
