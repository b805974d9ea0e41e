"""Counterparties, contacts, contracts, bank accounts and items of an invented firm."""
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count, product

from . import words
from .firm import BankAccount, Contact, Contract, Counterparty, Item
from .identifiers import make_edrpou, make_guid, make_iban, make_ipn, make_rnokpp

#: how often each kind occurs
KINDS = ('legal_entity', 'legal_entity', 'legal_entity', 'entrepreneur', 'entrepreneur', 'individual', 'government')
OPERATORS = ('67', '50', '63', '44', '95')
EPOCH = date(1899, 12, 31)


def make_counterparties(rng, firm, number):
    names = {'legal_entity': _company_names(), 'government': _office_names()}
    return [_make_counterparty(rng, firm, index, names) for index in range(1, number + 1)]


def _make_counterparty(rng, firm, index, names):
    kind = KINDS[index % len(KINDS)]
    found = Counterparty(guid=make_guid(rng), code=f'НФ-{index:06}', kind=kind, group=rng.choice(words.GROUPS),
                         created=make_moment(rng, firm.today, 2000))
    if kind in names:
        found.name, found.full_name = next(names[kind])
        found.edrpou = make_edrpou(3_000 + index * 11 if index % 7 == 6 else 2_000_000 + index * 7)  # some begin with zeros
        found.ipn = make_ipn(found.edrpou, rng) if rng.random() < 0.7 else ''
    else:
        person, born = make_person(index), date(1960, 1, 1) + timedelta(days=rng.randrange(14_000))
        found.name = f'ФОП {person}' if kind == 'entrepreneur' else person
        found.full_name = f'Фізична особа-підприємець {person}' if kind == 'entrepreneur' else person
        found.edrpou, found.birthday = _person_code(born, index), born
        found.registration = f'2{index:016}' if kind == 'entrepreneur' else ''
    found.source, found.responsible = rng.choice(words.SOURCES), rng.choice(firm.managers)
    found.phones = [make_phone(rng) for _ in range(rng.choice((1, 1, 2)))]
    found.emails = [f'office{index}@firm{index}.example'] if rng.random() < 0.8 else []
    found.website = f'https://firm{index}.example' if rng.random() < 0.3 else ''
    found.legal_address, found.actual_address = make_address(rng), make_address(rng) if rng.random() < 0.4 else ''
    found.note = rng.choice(('', 'Постійний покупець', 'Просить дзвонити після 10:00'))
    return found


def make_contacts(rng, firm, number):
    """Deal contacts out to the organisations and entrepreneurs; the first one of each is its main contact."""
    owners = [found for found in firm.counterparties if found.kind != 'individual']
    for index in range(number if owners else 0):
        owner = owners[index % len(owners)]
        owner.contacts.append(Contact(
            guid=make_guid(rng), code=f'{index + 1:09}', name=make_person(index + 7), position=rng.choice(words.POSITIONS),
            roles=rng.choice(words.ROLES), is_main=not owner.contacts, phones=[make_phone(rng)],
            emails=[f'person{index + 1}@firm.example'] if rng.random() < 0.6 else [], responsible=rng.choice(firm.managers),
            birthday=date(1970, 1, 1) + timedelta(days=rng.randrange(12_000)) if rng.random() < 0.3 else None,
            note=rng.choice(('', 'Говорить англійською')), created=make_moment(rng, firm.today, 1000), counterparty=owner))


def make_contracts(rng, firm, number):
    found = []
    for index in range(number if firm.counterparties else 0):
        day, round_of = firm.today - timedelta(days=rng.randrange(30, 900)), index // len(firm.counterparties)
        name = f'№ {index + 1}-П від {day:%d.%m.%Y}'
        found.append(Contract(
            guid=make_guid(rng), code=f'{index + 1:09}', name=name, number=f'{index + 1}-П', date=day,
            expires=day + timedelta(days=730), pricelist=rng.choice(('Роздрібна', 'Оптова')), is_main=not round_of,
            currency=rng.choice(('UAH', 'UAH', 'UAH', 'EUR', 'USD')), units=rng.random() < 0.1,
            payment_days=rng.choice((0, 7, 14, 30)), counterparty=firm.counterparties[index % len(firm.counterparties)]))
    return found


def make_bank_accounts(rng, firm, number):
    found = []
    for index in range(number if firm.counterparties else 0):
        mfo, bank = rng.choice(words.BANKS)
        found.append(BankAccount(guid=make_guid(rng), code=f'{index + 1:09}', iban=make_iban(mfo, rng), mfo=mfo, bank=bank,
                                 counterparty=firm.counterparties[index % len(firm.counterparties)]))
    return found


def make_items(rng, number):
    goods = [(category, name, unit, price) for category, (names, unit, price) in words.GOODS.items() for name in names]
    found = []
    for index in range(number):
        category, name, unit, price = goods[index % len(goods)]
        round_of, colour = divmod(index // len(goods), len(words.COLOURS))
        service = category == 'Послуги'
        title = f'{name} {words.COLOURS[colour]}' if not service or index >= len(goods) else name
        title += f' {round_of + 1}' if round_of else ''
        found.append(Item(
            guid=make_guid(rng), code=f'НФ-{index + 1:08}', name=title, full_name=f'{title} ({category})',
            article='' if service else f'AR-{index + 1:05}', type='Послуга' if service else 'Товар', unit=unit, category=category,
            group=(category,), vat='' if service else rng.choice(('20', '20', '7')),
            price=Decimal(price + rng.randrange(price)), description=rng.choice(('', 'Під замовлення'))))
    return found


def make_phone(rng):
    return f'+380{rng.choice(OPERATORS)}{rng.randrange(2_000_000, 9_999_999)}'


def make_address(rng):
    town, postcode = rng.choice(words.TOWNS)
    return f'{postcode}, м. {town}, вул. {rng.choice(words.STREETS)}, буд. {rng.randrange(1, 200)}'


def make_person(index):
    """Surname, first name and patronymic; up to 38 000 numbers give as many different ones."""
    rest, surname = divmod(index, len(words.SURNAMES))
    rest, first = divmod(rest, len(words.WOMEN))
    rest, father = divmod(rest, len(words.PATRONYMICS))
    rest, is_man = divmod(rest, 2)
    father = words.PATRONYMICS[father]
    end = words.PATRONYMIC_ENDS.get(father, ('івна', 'ович'))[is_man]
    double = f'-{words.SURNAMES[(surname + rest) % len(words.SURNAMES)]}' if rest else ''
    return f'{words.SURNAMES[surname]}{double} {(words.MEN if is_man else words.WOMEN)[first]} {father}{end}'


def make_moment(rng, today, days):
    """A moment of a working day within the last ``days``."""
    return datetime.combine(today - timedelta(days=rng.randrange(1, days)), time(rng.randrange(8, 18), rng.randrange(60), 5))


def _person_code(born, index):
    return make_rnokpp(f'{(born - EPOCH).days:05}{index % 10_000:04}')


def _company_names():
    """Unlimited different names: «ТОВ "Ромашка"», … «ТОВ "Ромашка Плюс 2"»."""
    forms = list(words.LEGAL_FORMS.items())
    for round_of in count(1):
        for index, (trade, brand) in enumerate(product(words.TRADES, words.BRANDS)):
            short, full = forms[index % len(forms)]
            brand = f'"{brand}{trade}"' if round_of == 1 else f'"{brand}{trade} {round_of}"'
            yield f'{short} {brand}', f'{full} {brand}'


def _office_names():
    for round_of in count(1):
        for office, (town, _postcode) in product(words.OFFICES, words.TOWNS):
            name = f'{office} м. {town}' if round_of == 1 else f'{office} м. {town} № {round_of}'
            yield name, name
