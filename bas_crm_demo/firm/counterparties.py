"""Counterparties: old customers are created here, the others when their leads are decided."""
from .company import open_account
from .moments import moment_ago, move_back
from .tables import pick, read_table, split

CARD = ('counterparty_type', 'name', 'legal_name', 'company_registry', 'vat', 'street', 'city', 'zip', 'phone', 'email',
        'signatory_name', 'signatory_position', 'signatory_genitive', 'signatory_basis', 'comment')
ROLES = {'c': 'is_customer', 's': 'is_supplier', 'o': 'is_other_relation'}
POLAND = ('zlotyklon',)


def meet_counterparties(firm):
    """Create counterparties who are older than the first lead."""
    rows = [row for row in read_table('counterparties.csv') if not row['lead']]
    partners = firm.env['res.partner'].create([get_card_values(firm, row) for row in rows])
    firm.counterparties.update(zip((row['id'] for row in rows), partners, strict=True))
    complete_cards(firm, rows)
    people = [person for person in read_table('people.csv') if person['counterparty'] in firm.counterparties]
    firm.env['res.partner'].create([_get_person_values(firm, person) for person in people])
    move_back({partner: {'create_date': moment_ago(row['age'], number)}
               for number, (row, partner) in enumerate(zip(rows, partners, strict=True))})


def complete_cards(firm, rows):
    """Add bank accounts, addresses, price lists and payment terms."""
    for row in rows:
        partner = firm.counterparties[row['id']]
        if row['iban']:
            open_account(firm, partner, row['iban'])
        if row['pricelist']:
            partner.property_product_pricelist = firm.pricelists[row['pricelist']]
        if row['payment_term'] and 'c' in row['roles']:
            partner.property_payment_term_id = firm.payment_terms[row['payment_term']]
        if row['payment_term'] and 's' in row['roles']:
            partner.property_supplier_payment_term_id = firm.payment_terms[row['payment_term']]
    known = {row['id'] for row in rows}
    firm.env['res.partner'].create([
        _get_address_values(firm, address) for address in read_table('addresses.csv') if address['counterparty'] in known])


def get_card_values(firm, row):
    """Fill fields of a counterparty, whether it was created here or from a lead."""
    is_foreign = row['id'] in POLAND
    return {
        **pick(row, *CARD),
        'company_id': firm.company.id,
        'is_company': row['counterparty_type'] != 'individual',
        'country_id': firm.env.ref('base.pl' if is_foreign else 'base.ua').id,
        'lang': 'uk_UA',
        'user_id': firm.users[row['user']].id,
        'acquisition_source_id': get_source(firm, row['source']).id,
        'category_id': [(6, 0, [get_category(firm, name).id for name in split(row['tags'])])],
        **{ROLES[role]: True for role in row['roles']},
        **({'property_account_position_id': firm.env.ref('bas_crm_demo.fiscal_position_export').id} if is_foreign else {}),
    }


def get_source(firm, key):
    return firm.env.ref(f'bas_crm.utm_source_{key}') if key else firm.env['utm.source']


def get_category(firm, name):
    """:return: a tag of counterparties; it is created if it does not exist"""
    found = firm.env['res.partner.category'].search([('name', '=', name)], limit=1)
    return found or _own_tag(firm, 'res.partner.category', name)


def get_tag(firm, name):
    """:return: a tag of leads; it is created if it does not exist"""
    return firm.env['crm.tag'].search([('name', '=', name)], limit=1) or _own_tag(firm, 'crm.tag', name)


def _own_tag(firm, model, name):
    tag = firm.env[model].create({'name': name})
    tag.color = tag.id % 10 + 1
    return firm.own(f"{model.replace('.', '_')}_{tag.id}", tag)


def _get_person_values(firm, person):
    counterparty = firm.counterparties[person['counterparty']]
    return {
        **pick(person, 'name', 'function', 'phone', 'email'),
        'parent_id': counterparty.id, 'type': 'contact', 'company_id': firm.company.id, 'lang': 'uk_UA',
        'user_id': counterparty.user_id.id,
    }


def _get_address_values(firm, address):
    return {
        **pick(address, 'name', 'type', 'street', 'city', 'zip'),
        'parent_id': firm.counterparties[address['counterparty']].id, 'company_id': firm.company.id,
        'country_id': firm.env.ref('base.ua').id, 'lang': 'uk_UA',
    }
