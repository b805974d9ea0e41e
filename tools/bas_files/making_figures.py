"""Prices, sales of the past and debts of an invented firm."""
from datetime import date, timedelta
from decimal import Decimal

from .firm import Debt, Price, Sale


def make_prices(rng, firm, number):
    """Retail prices of all items, then wholesale prices, one row per item and price list."""
    lists = ('Роздрібна', Decimal(1)), ('Оптова', Decimal('0.9'))
    return [Price(day=firm.today - timedelta(days=30), pricelist=name, item=item, author=rng.choice(firm.managers),
                  price=(item.price * share).quantize(Decimal('0.01')))
            for name, share in lists for item in firm.items][:number]


def make_sales(rng, firm, number):
    """Sales by month of the two years before this month; no row has the same month, item and counterparty as another."""
    found, seen = [], set()
    while len(found) < number and firm.items and firm.counterparties:
        month, item, owner = _past_month(firm.today,
                                         rng.randrange(1, 25)), rng.choice(firm.items), rng.choice(firm.counterparties)
        quantity = Decimal(rng.randrange(1, 50))
        if (key := (month, item, owner)) not in seen:
            found.append(Sale(month=month, item=item, counterparty=owner, responsible=rng.choice(firm.managers),
                              quantity=quantity, sum=(quantity * item.price).quantize(Decimal('0.01')),
                              cost=(quantity * item.price * Decimal('0.7')).quantize(Decimal('0.01'))))
        elif len(seen) >= 24 * len(firm.items) * len(firm.counterparties):
            break
        seen.add(key)
    return found


def make_debts(rng, firm):
    """A debt for every third contract; every fourth of them is an advance payment of the customer."""
    found = []
    for index, contract in enumerate(firm.contracts[::3]):
        amount = Decimal(rng.randrange(1000, 900_000)) / 100
        found.append(Debt(counterparty=contract.counterparty, contract=contract,
                          document=f'Видаткова накладна НФВН-{index + 1:06}',
                          due=firm.today + timedelta(days=rng.randrange(-60, 30)), sum=-amount if index % 4 == 3 else amount))
        contract.counterparty.debt += found[-1].sum
    return found


def _past_month(today, back):
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, 1)
