"""Sales plans: of last year, this year, this quarter and this month, and a draft for the next quarter.

Sales of the firm are counted from today, so plans are made from them: half of what each column brought and half of an
average one, more or less by a factor of the row. So some rows are ahead, some behind, and some are sold unplanned.
"""
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo.tools.date_utils import start_of

from .moments import day_ago, move_back

YEAR = 365
#: what the plan asks of a row, against what an even pace would bring; rows take them in turn
FACTORS = (1.1, 0.85, 1.25, 0.95, 1.05, 1.4)
#: growth of plans for future periods
GROWTH = 1.1
#: days before its first one on which a plan is approved
APPROVED_BEFORE = 5


def plan_sales(firm):
    today = day_ago(0)
    year, quarter, month = (start_of(today, unit) for unit in ('year', 'quarter', 'month'))
    last = _make(firm, 'category', 'custom', start_of(day_ago(YEAR), 'month'), year - timedelta(days=1),
                 note="Перший план у новій програмі: від переходу до кінця року")
    this = _make(firm, 'category', 'year', year, date(year.year, 12, 31), note="План на рік за категоріями")
    others = [
        _make(firm, 'product', 'quarter', quarter, _get_end(quarter, 3), note="Асортимент на квартал, з кількостями"),
        _make(firm, 'manager', 'month', month, _get_end(month, 1), note="План місяця за менеджерами"),
        _make(firm, 'category', 'quarter', quarter, _get_end(quarter, 3), user='manager', note="Особистий план на квартал"),
    ]
    for plan in (last, this, *others):
        plan.action_approve()
    last.action_close()
    _revise(this)
    _draft_next_quarter(firm, quarter + relativedelta(months=3))
    _tell_when(firm, (last, this, *others))


def _get_end(start, months):
    return start + relativedelta(months=months, days=-1)


def _tell_when(firm, plans):
    """Approve each plan some days before it begins; revise the year's plan in the middle of the year, or yesterday."""
    head = firm.users['head'].id
    for plan in plans:
        eve = datetime.combine(plan.date_from - timedelta(days=APPROVED_BEFORE), time(8))
        middle = datetime.combine(min(date(plan.date_from.year, 7, 1), day_ago(1)), time(8))
        approved = {'approved_at': middle if plan.revision else eve, 'approved_by_id': head}
        move_back({plan: {'create_date': eve, 'create_uid': head, **approved}})
        for revision in plan.revision_ids:
            move_back({revision: {
                'create_date': middle, 'approved_at': eve, 'approved_by_id': head, 'revised_at': middle, 'revised_by_id': head}})


def _make(firm, dimension, period, date_from, date_to, user=None, **values):
    """:return: a plan with figures close to the sales"""
    plan = firm.env['bas.sales.plan'].create({
        'company_id': firm.company.id,
        'dimension': dimension,
        'period': period,
        'date_from': date_from,
        'date_to': date_to,
        'user_id': firm.users[user].id if user else False,
        **values,
    })
    plan._write_cells(_get_figures(plan))
    return plan


def _get_figures(plan):
    """:return: dict: (key, column) → dict of figures, as ``bas.sales.plan._write_cells`` takes them"""
    sold = defaultdict(lambda: [0.0, 0.0])
    paces = defaultdict(lambda: [0.0, 0.0])
    columns = plan._get_columns()
    for day, value, _variant, _order, quantity, amount in plan._get_facts(day_ago(YEAR), day_ago(0)):
        if not value:
            continue
        for place in (0, 1):
            paces[value][place] += (quantity, amount)[place] / 12
        if plan.date_from <= day <= plan.date_to:
            cell = sold[value, max(column for column in columns if column <= day)]
            cell[0] += quantity
            cell[1] += amount
    return {
        (plan._make_key(value), column): figures
        for number, (value, pace) in enumerate(sorted(paces.items()))
        for column in columns
        if (figures := _get_cell(plan, sold[value, column], pace, column, FACTORS[number % len(FACTORS)]))['amount']}


def _get_cell(plan, sold, pace, column, factor):
    is_ahead = column > day_ago(0)
    quantity, amount = (
        rate * GROWTH if is_ahead else (fact + rate) / 2 * factor for fact, rate in zip(sold, pace, strict=True))
    if not plan.by_quantity:
        return {'quantity': 0.0, 'price_unit': 0.0, 'amount': float(round(max(amount, 0) / 1000) * 1000)}
    quantity = float(round(quantity))
    price = float(round(amount / quantity, -1)) if quantity > 0 and amount > 0 else 0.0
    return {'quantity': max(quantity, 0.0), 'price_unit': price, 'amount': max(quantity, 0.0) * price}


def _revise(plan):
    """Revise the plan in the middle of the year: raise its remaining months."""
    middle = date(plan.date_from.year, 7, 1)
    plan.action_revise()
    plan.revision_ids.reason = "Відкрили шоурум: план на друге півріччя вищий на 5 %"
    for line in plan.line_ids.filtered(lambda line: line.date >= middle):
        line.amount = round(line.amount * 1.05, -2)
    plan.action_approve()


def _draft_next_quarter(firm, start):
    """Last year's sales of the same months and a tenth more; what was not sold then comes from this year's pace."""
    plan = firm.env['bas.sales.plan'].create({
        'company_id': firm.company.id, 'dimension': 'product', 'period': 'quarter', 'date_from': start,
        'date_to': _get_end(start, 3), 'note': "Чернетка: уточнити після зустрічі з постачальниками"})
    fill = firm.env['bas.sales.plan.fill'].create({
        'plan_id': plan.id, 'growth': 0.1, 'quantity_step': '1', 'amount_step': '10'})
    if fill._get_cells()[0]:
        fill.action_fill()
    else:
        plan._write_cells(_get_figures(plan))
