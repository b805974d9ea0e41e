"""English on a Ukrainian screen: what is left untranslated is found, and what is written in Latin letters is not."""
import pytest
from lint import foreign


@pytest.mark.parametrize(('text', 'phrases'), [
    ('Замовлення покупців', []),
    ('Back to "Ліди"', ['Back to']),
    ('Канбан View', ['View']),
    ('Do you really want to update this stage?', ['Do you really want to update this stage']),
    ('Invoices/Bills/Mandates', ['Invoices', 'Bills', 'Mandates']),
    ('Week 44', ['Week']),
    ("You can't do it", ["You can't do it"]),
    # at home in Ukrainian
    ('Експорт у файл xlsx', []),
    ('Надіслати SMS', []),
    ('Друк PDF', []),
    ('QR-код для оплати', []),
    ('Рахунок IBAN UA213223130000026007233566001', []),
    ('Створено в Odoo', []),
    ('manager@zatyshok.example', []),
    ('https://zatyshok.example/catalogue', []),
    ('www.zatyshok.example', []),
    ('catalogue.pdf', []),
    ('KP-2026-0001', []),
    ('Рядків: %(count)s', []),
    ('напр. "B2B", "VIP"', []),
    ('Pensjonat Złoty Klon Sp. z o.o.', []),
    ('2 x 3', []),
    ('', []),
])
def test_find(text, phrases):
    assert foreign.find(text) == phrases
