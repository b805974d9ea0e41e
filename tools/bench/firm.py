"""A firm of a stated size in a fresh database: accounts by Odoo, the mass of documents by SQL (``data.sql``, ``daily.sql``)."""
from datetime import date, timedelta
from pathlib import Path

from odoo.addons.bas_crm.models.orders.cost import fill_costs
from odoo.addons.bas_crm.models.orders.invoicing import fill_payment_statuses
from odoo.addons.bas_crm.models.orders.stage_log import fill_progress

from .clock import ZONE, get_today

DAY = timedelta(days=1)
MANAGERS, PRODUCTS, CATEGORIES = 20, 2000, 25
PARAMETER = 'bas_crm.bench_lines'


class Firm:
    """What is in the database.

    ``today``, the last day with documents; ``year`` and ``month``, the first and last days of the last twelve whole months and
    of the last one; ``company``, ``managers``, the ``head`` of sales and the
    ``seller`` who is asked as (res.users), ``products`` (product.product), ``order_type`` (bas.order.type)
    """

    def __init__(self, env):
        # Nothing is frozen: the clock of what is timed is the real one, and the firm ends where it stood when it was made.
        made = env['ir.config_parameter'].sudo().get_param(PARAMETER)
        self.today = date.fromisoformat(made.split()[1]) if made else get_today() - DAY
        last = get_today().replace(day=1) - DAY
        self.month = last.replace(day=1), last
        self.year = (last + DAY).replace(year=last.year - (last.month != 12)), last
        self.company = env.company
        self.managers = env['res.users'].search([('login', '=like', 'bench-manager-%')], order='id')
        self.seller = self.managers[1:2]  # who has the customer with most documents, too
        self.head = env['res.users'].search([('login', '=', 'bench-head')])
        self.products = env['product.product'].search([('default_code', '=like', 'BENCH-%')], order='id')
        self.order_type = env.ref('bas_crm.bas_order_type_sale')


def get_lines(env):
    """:return: how many order lines the firm was made of"""
    return int(env['ir.config_parameter'].sudo().get_param(PARAMETER).split()[0])


def make_firm(env, lines):
    """Fill the database with ``lines`` order lines over three years, once."""
    if env['ir.config_parameter'].get_param(PARAMETER):
        return
    env['account.chart.template'].try_loading('generic_coa', env.company, install_demo=False)
    _make_people(env)
    _make_products(env)
    env.flush_all()
    parameters = get_parameters(env, lines)
    for name in ('data.sql', 'daily.sql'):
        env.cr.execute((Path(__file__).parent / name).read_text(), parameters)
    env.invalidate_all()
    env['ir.config_parameter'].set_param(PARAMETER, f"{lines} {parameters['today']}")
    fill_progress(env.cr)
    fill_costs(env)
    fill_payment_statuses(env)
    env.cr.commit()


def _make_people(env):
    salesman, manager = env.ref('sales_team.group_sale_salesman'), env.ref('sales_team.group_sale_manager')
    managers = env['res.users'].with_context(no_reset_password=True).create([
        {'name': f'Manager {number:02}', 'login': f'bench-manager-{number:02}', 'group_ids': [(4, salesman.id)]}
        for number in range(MANAGERS)
    ] + [{'name': 'Head of Sales', 'login': 'bench-head', 'group_ids': [(4, manager.id)], 'tz': ZONE}])
    env['hr.employee'].create([{'name': user.name, 'user_id': user.id} for user in managers[:MANAGERS]])


def _make_products(env):
    categories = env['product.category'].create([{'name': f'Category {number:02}'} for number in range(CATEGORIES)])
    env['product.product'].create([{
        'name': f'Product {number:04}', 'default_code': f'BENCH-{number:04}', 'list_price': 100 + number,
        'standard_price': 60 + number * 0.6, 'categ_id': categories[number % CATEGORIES].id,
    } for number in range(PRODUCTS)])


def get_parameters(env, lines):
    firm = Firm(env)
    stages = firm.order_type.stage_ids.sorted('sequence')
    journal = env['account.journal'].search([('type', '=', 'sale'), ('company_id', '=', env.company.id)], limit=1)
    bank = env['account.journal'].search([('type', '=', 'bank'), ('company_id', '=', env.company.id)], limit=1)
    accounts = {kind: env['account.account'].search([('account_type', '=', kind)], limit=1).id
                for kind in ('income', 'liability_current', 'asset_receivable', 'asset_cash')}
    statuses = {status.category: status.id for status in env['bas.activity.status'].search([], order='sequence desc')}
    return {
        'lines': lines, 'orders': lines * 3 // 10, 'partners': lines // 10, 'events': lines // 10, 'leads': lines // 10,
        'history': lines // 10,
        # of each the customer with most documents has so many: 5 000 together where there are a million lines
        'of_one': lines // 400, 'tasks': lines // 50, 'records': lines // 50,
        'activity_type': env.ref('mail.mail_activity_data_call').id, 'today': firm.today,
        'company': firm.company.id, 'currency': firm.company.currency_id.id,
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
