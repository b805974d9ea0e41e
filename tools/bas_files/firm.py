"""What an invented firm keeps in BAS: plain records, from which files are written and with which imports are compared.

Days are ``date``, moments ``datetime`` (Kyiv time, as BAS shows it), sums and quantities ``Decimal``. Phones are E.164.
A reference to another record is the record itself.
"""
import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(eq=False)
class Record:
    guid: str
    code: str = ''


@dataclass(eq=False)
class Contact(Record):
    name: str = ''
    position: str = ''
    roles: str = ''
    is_main: bool = False
    birthday: dt.date | None = None
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    note: str = ''
    responsible: str = ''
    created: dt.datetime | None = None
    counterparty: 'Counterparty | None' = field(default=None, repr=False)


@dataclass(eq=False)
class Counterparty(Record):
    name: str = ''
    full_name: str = ''
    #: 'legal_entity', 'entrepreneur', 'individual' or 'government', as the add-on calls them
    kind: str = 'legal_entity'
    #: ЄДРПОУ of an organisation, РНОКПП of a person
    edrpou: str = ''
    ipn: str = ''
    registration: str = ''
    #: names of its groups in BAS, outermost first
    group: tuple[str, ...] = ()
    source: str = ''
    responsible: str = ''
    country: str = 'УКРАЇНА'
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    website: str = ''
    legal_address: str = ''
    actual_address: str = ''
    note: str = ''
    birthday: dt.date | None = None
    created: dt.datetime | None = None
    contacts: list[Contact] = field(default_factory=list)
    #: positive: owes us
    debt: Decimal = Decimal(0)


@dataclass(eq=False)
class Contract(Record):
    name: str = ''
    number: str = ''
    date: dt.date | None = None
    expires: dt.date | None = None
    kind: str = 'СПокупателем'
    currency: str = 'UAH'
    units: bool = False
    pricelist: str = ''
    payment_days: int = 0
    counterparty: Counterparty | None = None
    is_main: bool = True


@dataclass(eq=False)
class BankAccount(Record):
    iban: str = ''
    mfo: str = ''
    bank: str = ''
    currency: str = 'UAH'
    counterparty: Counterparty | None = None


@dataclass(eq=False)
class Item(Record):
    name: str = ''
    full_name: str = ''
    article: str = ''
    #: 'Товар', 'Послуга' or 'Робота'
    type: str = 'Товар'
    unit: str = 'шт'
    category: str = ''
    group: tuple[str, ...] = ()
    #: '20', '7', '0' or '' (exempt)
    vat: str = '20'
    price: Decimal = Decimal(0)
    description: str = ''


@dataclass(eq=False)
class Price:
    day: dt.date
    pricelist: str
    item: Item
    price: Decimal
    author: str = ''


@dataclass(eq=False)
class Line:
    item: Item
    quantity: Decimal
    price: Decimal

    @property
    def sum(self):
        return (self.quantity * self.price).quantize(Decimal('0.01'))


@dataclass(eq=False)
class Order(Record):
    number: str = ''
    date: dt.datetime | None = None
    state: str = ''
    counterparty: Counterparty | None = None
    contract: Contract | None = None
    currency: str = 'UAH'
    #: a work order has start and finish, a customer order a day of shipment
    is_work: bool = False
    shipment_day: dt.date | None = None
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    responsible: str = ''
    author: str = ''
    note: str = ''
    lines: list[Line] = field(default_factory=list)

    @property
    def sum(self):
        return sum((line.sum for line in self.lines), Decimal(0))


@dataclass(eq=False)
class Shipment(Record):
    number: str = ''
    date: dt.datetime | None = None
    counterparty: Counterparty | None = None
    contract: Contract | None = None
    currency: str = 'UAH'
    responsible: str = ''
    lines: list[Line] = field(default_factory=list)

    @property
    def sum(self):
        return sum((line.sum for line in self.lines), Decimal(0))


@dataclass(eq=False)
class Event(Record):
    number: str = ''
    type: str = ''
    subject: str = ''
    state: str = ''
    importance: str = 'Обычная'
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    content: str = ''
    counterparty: Counterparty | None = None
    responsible: str = ''
    author: str = ''


@dataclass(eq=False)
class Task(Record):
    number: str = ''
    date: dt.datetime | None = None
    state: str = ''
    performer: str = ''
    work_type: str = ''
    sum: Decimal = Decimal(0)
    note: str = ''
    author: str = ''


@dataclass(eq=False)
class Lead(Record):
    name: str = ''
    legal_name: str = ''
    created: dt.datetime | None = None
    state: str = ''
    source: str = ''
    responsible: str = ''
    #: '' while open, else one of ``words.LEAD_RESULTS``
    result: str = ''
    reason: str = ''
    counterparty: Counterparty | None = None
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    note: str = ''


@dataclass(eq=False)
class PlanLine:
    """What is planned to be sold of an item in a column of the plan."""
    item: 'Item'
    day: dt.date
    quantity: int
    sum: Decimal


@dataclass(eq=False)
class Plan(Record):
    number: str = ''
    created: dt.datetime | None = None
    scenario: str = ''
    start: dt.date | None = None
    end: dt.date | None = None
    period: str = 'Месяц'
    dimension: str = ''
    sum: Decimal = Decimal(0)
    currency: str = 'UAH'
    responsible: str = ''
    #: every second plan has rows; the others have only their sum
    lines: list[PlanLine] = field(default_factory=list)


@dataclass(eq=False)
class Sale:
    """A row of the report «Продажі»: what was sold to whom within a month."""
    month: dt.date
    item: Item
    counterparty: Counterparty
    responsible: str
    quantity: Decimal
    sum: Decimal
    cost: Decimal


@dataclass(eq=False)
class Debt:
    counterparty: Counterparty
    contract: Contract
    document: str
    due: dt.date
    #: positive: owed to us, negative: owed by us
    sum: Decimal


@dataclass(eq=False)
class Firm:
    name: str
    edrpou: str
    guid: str
    today: dt.date
    managers: tuple[str, ...]
    counterparties: list[Counterparty] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    bank_accounts: list[BankAccount] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    prices: list[Price] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    debts: list[Debt] = field(default_factory=list)

    @property
    def contacts(self):
        return [contact for counterparty in self.counterparties for contact in counterparty.contacts]
