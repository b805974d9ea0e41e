"""Orders, goods issues, events, tasks, leads and plans of an invented firm."""
from datetime import timedelta
from decimal import Decimal

from . import words
from .firm import Event, Lead, Line, Order, Plan, PlanLine, Shipment, Task
from .identifiers import make_guid
from .making_lists import make_moment, make_phone


def make_orders(rng, firm, number):
    """Every third one is a work order."""
    by_owner = _contracts_by_owner(firm)
    return [_make_order(rng, firm, index, by_owner) for index in range(number if firm.items and firm.counterparties else 0)]


def _make_order(rng, firm, index, by_owner):
    owner, moment, is_work = rng.choice(firm.counterparties), make_moment(rng, firm.today, 700), index % 3 == 2
    contract = by_owner.get(owner)
    found = Order(guid=make_guid(rng), number=f"{'НЗ' if is_work else 'НФ'}00-{index + 1:06}", date=moment, is_work=is_work,
                  state=rng.choice(words.ORDER_STATES), counterparty=owner, contract=contract,
                  currency=contract.currency if contract else 'UAH', responsible=rng.choice(firm.managers),
                  author=rng.choice(firm.managers), note=rng.choice(('', 'Терміново')), lines=_make_lines(rng, firm, 3))
    if is_work:
        found.start, found.finish = moment + timedelta(days=1), moment + timedelta(days=1, hours=4)
    else:
        found.shipment_day = moment.date() + timedelta(days=5)
    return found


def make_shipments(rng, firm, number):
    by_owner, found = _contracts_by_owner(firm), []
    for index in range(number if firm.items and firm.counterparties else 0):
        owner = rng.choice(firm.counterparties)
        contract = by_owner.get(owner)
        found.append(Shipment(
            guid=make_guid(rng), number=f'НФВН-{index + 1:06}', date=make_moment(rng, firm.today, 700), counterparty=owner,
            contract=contract, currency=contract.currency if contract else 'UAH', responsible=rng.choice(firm.managers),
            lines=_make_lines(rng, firm, 2)))
    return found


def make_events(rng, firm, number):
    found = []
    for index in range(number if firm.counterparties else 0):
        start = make_moment(rng, firm.today, 500)
        found.append(Event(
            guid=make_guid(rng), number=f'НФ00-{index + 1:06}', type=rng.choice(words.EVENT_TYPES),
            subject=rng.choice(words.SUBJECTS), state=rng.choice(words.EVENT_STATES), start=start,
            end=start + timedelta(minutes=30), content=rng.choice(('', 'Домовилися про зустріч.\nДзвонити в середу.')),
            counterparty=rng.choice(firm.counterparties), responsible=rng.choice(firm.managers),
            author=rng.choice(firm.managers)))
    return found


def make_tasks(rng, firm, number):
    return [
        Task(guid=make_guid(rng), number=f'ЗР00-{index + 1:06}', date=make_moment(rng, firm.today, 400),
             state=rng.choice(words.EVENT_STATES), performer=rng.choice(firm.managers), work_type=rng.choice(words.WORK_TYPES),
             sum=Decimal(rng.randrange(100, 5000)), note=rng.choice(('', 'Взяти драбину')), author=rng.choice(firm.managers))
        for index in range(number)]


def make_leads(rng, firm, number):
    found = []
    for index in range(number):
        result = rng.choice(('', '', *words.LEAD_RESULTS))
        found.append(Lead(
            guid=make_guid(rng), name=f'Запит № {index + 1}', created=make_moment(rng, firm.today, 300),
            legal_name=rng.choice(('', f'ТОВ "Запит {index + 1}"')),
            state='Завершен' if result else rng.choice(words.LEAD_STATES),
            source=rng.choice(words.SOURCES), responsible=rng.choice(firm.managers), result=result,
            reason=rng.choice(words.REASONS) if result == words.LEAD_RESULTS[1] else '',
            counterparty=rng.choice(firm.counterparties) if result == words.LEAD_RESULTS[0] and firm.counterparties else None,
            phones=[make_phone(rng)], emails=[f'lead{index + 1}@lead.example'] if rng.random() < 0.5 else [],
            note=rng.choice(('', 'Хоче рахунок до п’ятниці'))))
    return found


def make_plans(rng, firm, number):
    found = []
    for index in range(number):
        start = firm.today.replace(year=firm.today.year - index // 12, month=index % 12 + 1, day=1)
        found.append(Plan(
            guid=make_guid(rng), number=f'НФ00-{index + 1:06}', created=make_moment(rng, firm.today, 300),
            scenario=f'Оптимістичний {start.year}', start=start,
            end=(start + timedelta(days=31)).replace(day=1) - timedelta(days=1),
            dimension='Номенклатура', sum=Decimal(rng.randrange(10_000, 900_000)), responsible=rng.choice(firm.managers)))
        if index % 2 and firm.items:
            found[-1].lines = _plan_lines(firm, found[-1], index)
    return found


def _plan_lines(firm, plan, index):
    """Two items share the sum of a plan: a third, and the rest."""
    first, second = (firm.items[(index + step) % len(firm.items)] for step in (0, 1))
    third = (plan.sum / 3).quantize(Decimal('0.01'))
    lines = [PlanLine(first, plan.start, 2, third), PlanLine(second, plan.start, 5, plan.sum - third)]
    return lines if first is not second else [PlanLine(first, plan.start, 7, plan.sum)]


def _contracts_by_owner(firm):
    return {contract.counterparty: contract for contract in firm.contracts if contract.is_main}


def _make_lines(rng, firm, most):
    return [Line(item=item, quantity=Decimal(rng.randrange(1, 20)), price=item.price)
            for item in rng.sample(firm.items, min(most, len(firm.items)))]
