"""Removes the firm and all records created in it; records of other companies are not changed."""
from odoo.addons.account.models.account_move import BYPASS_LOCK_CHECK
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.fields import Domain
from odoo.tools import SQL

from . import before
from .references import let_go, sort_by_references, unlink_unused

#: plans go first, whose lines hold kinds of work and partners, then accounting before what it rests on; the other models
#: follow as their references ask
FIRST = ('bas.sales.plan', 'bas.event', 'bas.work.task', 'account.payment', 'account.move', 'sale.order', 'crm.lead')
#: shared by all companies in core
LABELS = ('crm.tag', 'res.partner.category', 'product.tag', 'product.attribute', 'product.category', 'utm.source', 'uom.uom')
#: may be of all companies
LOOSE = ('crm.lead', 'res.partner', 'product.template', 'product.pricelist', 'account.payment.term', 'bas.contract.template')
#: goes with the record it belongs to; one on a record of nobody's company stays there
ATTACHMENT = 'ir.attachment'


def take_away(env):
    """Restore the database as if the firm had never been installed."""
    env = env(su=True, context={
        'lang': env.lang,
        'active_test': False,
        'tracking_disable': True,
        # With this flag core skips its checks against deletion of confirmed, posted or signed documents.
        MODULE_UNINSTALL_FLAG: True,
        'force_delete': True,
        'bypass_lock_check': BYPASS_LOCK_CHECK,
    })
    firm = env.ref('bas_crm_demo.company', raise_if_not_found=False)
    if firm:
        _take_away_companies(env['res.company'].search([('id', 'child_of', firm.id)], order='parent_path desc'))
    _take_away_shared(env)
    before.restore(env)


def _take_away_companies(companies):
    """:param companies: the firm and branches that somebody may have opened, branches first"""
    env = companies.env
    before.send_guests_home(env, companies)
    users = env['res.users'].search([('company_id', 'in', companies.ids)])
    partners = companies.partner_id | users.partner_id
    _take_away_traces(env, companies, users, partners)
    _undo_links(companies)
    # All are found before the first goes: who made a record is forgotten when he goes.
    labels, loose = _find_made_by(users, LABELS), _find_made_by(users, LOOSE, [('company_id', '=', False)])
    for records in [_get_records(model, companies, users, partners) for model in _get_models(env)]:
        records.exists().unlink()
    unlink_unused(loose, by_links=False)
    unlink_unused(labels)
    _forget_properties(companies)
    rests = companies.partner_id, companies.batch_payment_sequence_id
    companies.unlink()
    for records in rests:
        records.unlink()
    # Core leaves an empty one behind each exchange difference; they have no company.
    env['account.full.reconcile'].search([('reconciled_line_ids', '=', False)]).unlink()
    # Chances of leads are counted from the leads that are left.
    env['crm.lead']._rebuild_pls_frequency_table()


def _take_away_traces(env, companies, users, partners):
    """Delete calendars, absences, conversations and logs of the firm's users, since these records have no company."""
    calendars = env['bas.employee.calendar'].search([
        '|', ('user_id', 'in', users.ids), '&', ('user_id', '=', False), ('employee_id.company_id', 'in', companies.ids)])
    env['calendar.event'].search([
        '|', ('user_id', 'in', users.ids), ('employee_calendar_id', 'in', calendars.ids)]).unlink()
    calendars.unlink()
    env['bas.handover'].search(['|', ('user_id', 'in', users.ids), ('deputy_id', 'in', users.ids)]).unlink()
    env['discuss.channel'].search([
        ('channel_type', 'in', ('chat', 'group')), ('channel_member_ids.partner_id', 'in', partners.ids)]).unlink()
    env['mail.mail'].search(['|', ('create_uid', 'in', users.ids), ('author_id', 'in', partners.ids)]).unlink()
    env[ATTACHMENT].search([('create_uid', 'in', users.ids), ('res_id', 'in', (0, False))]).unlink()
    env['res.users.log'].search([('create_uid', 'in', users.ids)]).unlink()
    env['res.device.log'].search([('user_id', 'in', users.ids)]).unlink()


def _undo_links(companies):
    """Free what holds each other, and what would answer its deletion by something new."""
    env = companies.env
    let_go(companies)
    # Else core would reverse each exchange difference by an entry of its own while deleting it.
    env['account.partial.reconcile'].search([('company_id', 'in', companies.ids)]).exchange_move_id = False
    env['account.move'].search([('company_id', 'in', companies.ids)]).tax_cash_basis_rec_id = False


def _find_made_by(users, models, domain=()):
    """:return: records that the firm's people made, each after those that may rest on it"""
    return [record for name in models
            for record in users.env[name].search([('create_uid', 'in', users.ids), *domain], order='id desc')]


def _get_models(env):
    """:return: models whose records have a company, each before those it refers to"""
    found = [env['product.product']] + [
        env[name] for name, field in ((name, model._fields.get('company_id') or model._fields.get('company_ids'))
                                      for name, model in env.items())
        if field and field.store and field.comodel_name == 'res.company' and _stands_alone(env[name], field)]
    first = [model for name in FIRST for model in found if model._name == name]
    return first + sort_by_references(env, [model for model in found if model not in first])


def _stands_alone(model, field):
    """Lines of a document are deleted with it; reports and dialogs have no data."""
    parent = field.related and model._fields[field.related.split('.')[0]]
    is_line = parent and parent.type == 'many2one' and parent.ondelete == 'cascade'
    return model._auto and not model._abstract and not model._transient and not is_line and model._name != ATTACHMENT


def _get_records(model, companies, users, partners):
    """:return: records of a model that are removed with the firm"""
    if model._name == 'res.users':
        return users
    if model._name == 'product.product':
        # They would go with their templates, but what was said on them would stay.
        return _get_records(model.env['product.template'], companies, users, partners).product_variant_ids
    if 'company_id' in model._fields:
        mine = Domain('company_id', 'in', companies.ids)
        if model._name == 'res.partner':
            mine = (mine | Domain('id', 'in', partners.ids)) & Domain('id', 'not in', companies.partner_id.ids)
        return model.search(mine)
    records = model.search([('company_ids', 'in', companies.ids)])
    shared = records.filtered(lambda record: record.company_ids - companies)
    shared.company_ids -= companies
    return records - shared


def _forget_properties(companies):
    """What records of others kept for the firm's company: accounts, prices, terms."""
    env = companies.env
    env.flush_all()
    for model in env.values():
        for field in model._fields.values():
            if field.company_dependent and field.store and model._auto and not model._abstract:
                column = SQL.identifier(field.name)
                env.cr.execute(SQL(
                    "UPDATE %(table)s SET %(column)s = nullif(%(column)s - %(keys)s, '{}') WHERE %(column)s ?| %(keys)s",
                    table=SQL.identifier(model._table), column=column, keys=[str(id_) for id_ in companies.ids]))
    env.invalidate_all(flush=False)


def _take_away_shared(env):
    """Delete units, categories, attributes, tags and banks of the firm, unless others use them now."""
    data = env['ir.model.data'].search([('module', '=', 'bas_crm_demo')], order='id desc')
    data = data.filtered(lambda item: item.model in env and env[item.model]._auto and not item.model.startswith('ir.'))
    kept = unlink_unused([env[item.model].browse(item.res_id).exists() for item in data])
    data.exists().filtered(lambda item: env[item.model].browse(item.res_id) in kept).unlink()
