"""Make an invented firm of any size; the same seed gives the same firm."""
import random
from datetime import date

from .firm import Firm
from .identifiers import make_edrpou, make_guid
from .making_documents import make_events, make_leads, make_orders, make_plans, make_shipments, make_tasks
from .making_figures import make_debts, make_prices, make_sales
from .making_lists import make_bank_accounts, make_contacts, make_contracts, make_counterparties, make_items
from .words import MANAGERS

TODAY = date(2026, 3, 2)


def make_firm(seed, counterparties=20, today=TODAY, **sizes):
    """:param sizes: numbers of records of other lists: ``contacts``, ``contracts``, ``bank_accounts``, ``items``, ``prices``,
        ``orders`` (every third one a work order), ``shipments``, ``events``, ``tasks``, ``leads``, ``plans``, ``sales``;
        by default in proportion to ``counterparties``
    :rtype: Firm
    """
    rng = random.Random(seed)
    firm = Firm(name='ТОВ "Наша фірма"', edrpou=make_edrpou(rng.randrange(3_000_000, 4_500_000)), guid=make_guid(rng),
                today=today, managers=MANAGERS)
    firm.counterparties = make_counterparties(rng, firm, counterparties)

    def size(name, share):
        return sizes.pop(name, int(counterparties * share))

    make_contacts(rng, firm, size('contacts', 1.5))
    firm.contracts = make_contracts(rng, firm, size('contracts', 1))
    firm.bank_accounts = make_bank_accounts(rng, firm, size('bank_accounts', 0.5))
    firm.items = make_items(rng, size('items', 1))
    firm.prices = make_prices(rng, firm, size('prices', 1))
    firm.orders = make_orders(rng, firm, size('orders', 1.5))
    firm.shipments = make_shipments(rng, firm, size('shipments', 1))
    firm.events = make_events(rng, firm, size('events', 2))
    firm.tasks = make_tasks(rng, firm, size('tasks', 0.5))
    firm.leads = make_leads(rng, firm, size('leads', 1))
    firm.plans = make_plans(rng, firm, size('plans', 0.2))
    firm.sales = make_sales(rng, firm, size('sales', 3))
    firm.debts = make_debts(rng, firm)
    if sizes:
        raise TypeError(f"no such lists: {', '.join(sizes)}")
    return firm
