"""What a database needs once, when the add-on comes into it, and when it goes."""

#: xmlid → ways in which customers of a small firm come; names of sources are not translated by core
SOURCES = {
    'utm_source_phone': lambda env: env._("Phone Call"),
    'utm_source_website': lambda env: env._("Website"),
    'utm_source_email': lambda env: env._("E-mail"),
    'utm_source_exhibition': lambda env: env._("Exhibition"),
    'utm_source_advertising': lambda env: env._("Advertising Campaign"),
}


def post_init_hook(env):
    """Number contracts in every company, mark today's customers, name the usual sources."""
    env['res.company'].search([])._create_contract_sequences()
    _mark_customers_and_suppliers(env)
    _create_sources(env)


def _mark_customers_and_suppliers(env):
    partners = env['res.partner'].with_context(active_test=False)
    partners.search([('customer_rank', '>', 0), ('is_customer', '=', False)]).is_customer = True
    partners.search([('supplier_rank', '>', 0), ('is_supplier', '=', False)]).is_supplier = True


def _create_sources(env):
    """Sources in the language of the firm: theirs is the only name that core cannot translate."""
    if 'uk_UA' in dict(env['res.lang'].get_installed()):
        env = env(context={**env.context, 'lang': 'uk_UA'})
    for name, title in SOURCES.items():
        source = env['utm.source'].search([('name', '=', title(env))]) or env['utm.source'].create({'name': title(env)})
        env['ir.model.data']._update_xmlids([{'xml_id': f'bas_crm.{name}', 'record': source, 'noupdate': True}])


def uninstall_hook(env):
    """Take our numbering away; reasons and sources that documents name stay with the firm."""
    env['ir.sequence'].search([('code', '=', 'bas.contract')]).unlink()
    in_use = {
        'crm.lost.reason': _get_used(env, 'lost_reason_id', ['crm.lead']),
        'utm.source': _get_used(env, 'source_id', ['crm.lead', 'sale.order', 'account.move']),
    }
    for model, records in in_use.items():
        env['ir.model.data'].search([
            ('module', '=', 'bas_crm'), ('model', '=', model), ('res_id', 'in', records.ids)]).unlink()


def _get_used(env, field, models):
    """:return: the records that documents of ``models`` name in ``field``"""
    rows = [env[model].with_context(active_test=False)._read_group([(field, '!=', False)], [field]) for model in models]
    return env[env[models[0]]._fields[field].comodel_name].union(*(record for found in rows for record, in found))
