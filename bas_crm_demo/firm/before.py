"""Settings of the database that the demo firm changes, and how they are restored."""
import json

PARAMETER = 'bas_crm_demo.before'
#: features that the demo firm needs, since it has price lists, variants and units
FEATURES = ('product.group_product_pricelist', 'product.group_product_variant', 'uom.group_uom')
CURRENCIES = ('base.UAH', 'base.EUR', 'base.USD')


def prepare(env):
    """Switch on the features that the firm needs, and store which of them were off."""
    everybody = env.ref('base.group_user')
    features = [name for name in FEATURES if env.ref(name) not in everybody.all_implied_ids]
    currencies = [name for name in CURRENCIES if not env.ref(name).active]
    env['ir.config_parameter'].set_param(PARAMETER, json.dumps({
        'admin_company': env.ref('base.user_admin').company_id.id, 'features': features, 'currencies': currencies,
        'setup_first': not env['bas.setup']._is_finished()}))
    env['bas.setup'].set_first_screen(False)  # the firm is at work
    for name in features:
        everybody._apply_group(env.ref(name))
    for name in currencies:
        env.ref(name).active = True


def bring_admin(firm):
    """Give the database's administrator access to the firm and make it the default company."""
    admin = firm.env.ref('base.user_admin')
    admin.write({'company_ids': [(4, firm.company.id)], 'company_id': firm.company.id})


def send_guests_home(env, companies):
    """Return users of other companies, who got access to the firm, to their companies."""
    before = _read(env)
    guests = env['res.users'].search([('company_ids', 'in', companies.ids)])
    for user in guests.filtered(lambda user: user.company_ids - companies):
        homes = user.company_ids - companies
        remembered = homes.filtered(lambda home: home.id == before.get('admin_company'))
        user.write({
            'company_ids': [(6, 0, homes.ids)],
            **({'company_id': (remembered or homes[0]).id} if user.company_id in companies else {})})


def restore(env):
    """Switch off what was off before, once the firm is gone, unless somebody else has begun to use it."""
    before = _read(env)
    currencies = env['res.currency'].union(*(env.ref(name) for name in before.get('currencies', ())))
    # First of all: core switches price lists on as long as there are several currencies.
    currencies.filtered(lambda currency: not _is_used(env, currency)).active = False
    everybody = env.ref('base.group_user')
    for name in before.get('features', ()):
        everybody._remove_group(env.ref(name))
    if before.get('setup_first'):
        env['bas.setup'].set_first_screen(True)
    env['ir.config_parameter'].search([('key', '=', PARAMETER)]).unlink()


def _is_used(env, currency):
    models = ('res.company', 'product.pricelist', 'account.journal', 'account.move')
    # Documents of every company count.
    return any(env[model].sudo().with_context(active_test=False).search_count(
        [('currency_id', '=', currency.id)], limit=1) for model in models)


def _read(env):
    return json.loads(env['ir.config_parameter'].get_param(PARAMETER) or '{}')
