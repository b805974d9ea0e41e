"""A firm of a stated size in a fresh database: the accounts by Odoo, the mass of documents by SQL (``data.sql``)."""
from datetime import date
from pathlib import Path

#: the last day with documents; reports are asked as of it
TODAY = date(2026, 6, 30)
MANAGERS, PRODUCTS, CATEGORIES = 20, 2000, 25
PARAMETER = 'bas_crm.bench_lines'


class Firm:
    """What is in the database.

    ``today``, ``company``, ``managers`` (res.users), ``products`` (product.product), ``order_type`` (bas.order.type)
    """

    def __init__(self, env):
        self.today = TODAY
        self.company = env.company
        self.managers = env['res.users'].search([('login', '=like', 'bench-manager-%')], order='id')
        self.head = env['res.users'].search([('login', '=', 'bench-head')])
        self.products = env['product.product'].search([('default_code', '=like', 'BENCH-%')], order='id')
        self.order_type = env.ref('bas_crm.bas_order_type_sale')


def make_firm(env, lines):
    """Fill the database with ``lines`` order lines over three years, once."""
    if env['ir.config_parameter'].get_param(PARAMETER) == str(lines):
        return
    env['account.chart.template'].try_loading('generic_coa', env.company, install_demo=False)
    _make_people(env)
    _make_products(env)
    env.flush_all()
    env.cr.execute((Path(__file__).parent / 'data.sql').read_text(), _get_parameters(env, lines))
    env['ir.config_parameter'].set_param(PARAMETER, str(lines))
    env.cr.commit()


def _make_people(env):
    salesman, manager = env.ref('sales_team.group_sale_salesman'), env.ref('sales_team.group_sale_manager')
    env['res.users'].with_context(no_reset_password=True).create([
        {'name': f'Manager {number:02}', 'login': f'bench-manager-{number:02}', 'group_ids': [(4, salesman.id)]}
        for number in range(MANAGERS)
    ] + [{'name': 'Head of Sales', 'login': 'bench-head', 'group_ids': [(4, manager.id)], 'tz': 'Europe/Kyiv'}])


def _make_products(env):
    categories = env['product.category'].create([{'name': f'Category {number:02}'} for number in range(CATEGORIES)])
    env['product.product'].create([{
        'name': f'Product {number:04}', 'default_code': f'BENCH-{number:04}', 'list_price': 100 + number,
        'standard_price': 60 + number * 0.6, 'categ_id': categories[number % CATEGORIES].id,
    } for number in range(PRODUCTS)])


def _get_parameters(env, lines):
    firm = Firm(env)
    stages = firm.order_type.stage_ids.sorted('sequence')
    journal = env['account.journal'].search([('type', '=', 'sale'), ('company_id', '=', env.company.id)], limit=1)
    bank = env['account.journal'].search([('type', '=', 'bank'), ('company_id', '=', env.company.id)], limit=1)
    accounts = {kind: env['account.account'].search([('account_type', '=', kind)], limit=1).id
                for kind in ('income', 'liability_current', 'asset_receivable', 'asset_cash')}
    statuses = {status.category: status.id for status in env['bas.activity.status'].search([], order='sequence desc')}
    return {
        'lines': lines, 'orders': lines * 3 // 10, 'partners': lines // 200, 'events': lines // 10, 'leads': lines // 20,
        'today': TODAY, 'company': firm.company.id, 'currency': firm.company.currency_id.id,
        'managers': firm.managers.ids, 'products': firm.products.ids, 'uom': firm.products[0].uom_id.id,
        'team': env['crm.team'].search([('company_id', 'in', (False, firm.company.id))], limit=1).id,
        'type': firm.order_type.id, 'stages': stages.filtered(lambda stage: not stage.is_cancelled).ids,
        'cancelled': stages.filtered('is_cancelled')[0].id,
        'sent': _get_rank(stages, 'offer_sent'), 'confirmed': _get_rank(stages, 'confirmed'),
        'reasons': env['bas.cancel.reason'].search([]).ids, 'journal': journal.id, 'bank': bank.id, **accounts,
        'statuses': [statuses[category] for category in ('planned', 'done', 'cancelled')],
        'lead_stages': env['crm.stage'].search([]).ids, 'sources': env['utm.source'].search([]).ids,
    }


def _get_rank(stages, trigger):
    kept = stages.filtered(lambda stage: not stage.is_cancelled)
    return next(rank for rank, stage in enumerate(kept, 1) if stage.trigger == trigger)
