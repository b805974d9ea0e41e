"""The sales plans of the firm, made by Odoo: they are few."""
from .clock import get_today

#: the plans that are compared with documents, and the one that goes on now
NOTE, NOTE_NOW = 'bench', 'bench now'


def make_plans(env, firm):
    """Two approved plans: every manager (and documents without one) over twelve months; half of the products in the
    last month; and the managers in this one."""
    plans = env['bas.sales.plan']
    if plans.search_count([('note', '=', NOTE)]):
        return
    year, month = (plans.create({
        'note': NOTE, 'company_id': firm.company.id, 'period': 'custom', 'date_from': days[0], 'date_to': days[1],
        'granularity': 'month', 'dimension': dimension}) for days, dimension in ((firm.year, 'manager'), (firm.month, 'product')))
    env['bas.sales.plan.line'].create([
        {'plan_id': year.id, 'date': day, 'user_id': user, 'amount': 500_000}
        for user in (*firm.managers.ids, False) for day in year._get_columns()])
    env['bas.sales.plan.line'].create([
        {'plan_id': month.id, 'date': firm.month[0], 'product_tmpl_id': product.product_tmpl_id.id, 'quantity': 50,
         'price_unit': product.list_price} for product in firm.products[::2]])
    now = plans.create({'note': NOTE_NOW, 'company_id': firm.company.id, 'period': 'month', 'dimension': 'manager',
                        'date_from': get_today().replace(day=1)})
    env['bas.sales.plan.line'].create([
        {'plan_id': now.id, 'date': now.date_from, 'user_id': user, 'amount': 500_000} for user in firm.managers.ids])
    (year + month + now).action_approve()
