"""Partners of the session's company that rows may mean, found in one query per type of key."""
from odoo.tools import SQL

from ...tools.names import NO_APOSTROPHES
from ...tools.source_files.values import clean_text, normal_name

#: what does not tell two spellings apart, and Latin letters that look like Cyrillic ones
DROPPED = '«»"“”„‟\'’ʼ`´.,;:()-–— \u00a0'
LATIN, CYRILLIC = 'aceiopxykmthbё', 'асеіорхукмтнве'
#: legal forms that stand before or behind a name in lists
FORMS = (
    '', 'тов', 'ооо', 'фоп', 'флп', 'спд', 'чп', 'пп', 'ат', 'прат', 'пат', 'дп', 'кп', 'фг', 'ао', 'зао', 'го', 'тдв', 'нвп')


def find_partners(batch, condition, *keys, texts=()):
    """:param SQL condition: on ``partner``
    :param SQL keys: columns of the values that are looked up
    :param texts: what the condition calls ``(SELECT text FROM texts)``, so that many of them are sent once
    :return: list of (id, value) of counterparties, archived ones only where there is no other one of the value"""
    rows = batch.env.execute_query(SQL(
        """%s SELECT partner.id, partner.active, %s FROM res_partner partner
            WHERE %s AND partner.parent_id IS NULL AND partner.partner_share AND NOT partner.id = ANY(%s)
              AND (partner.company_id IS NULL OR partner.company_id = %s)
         ORDER BY partner.active DESC, partner.id""",
        SQL("WITH texts AS MATERIALIZED (SELECT unnest(%s) AS text)", list(texts)) if texts else SQL(), SQL(", ").join(keys),
        condition, batch.env['res.company'].search([]).partner_id.ids, batch.company.id))
    found = []
    for column in range(len(keys)):
        active = {values[column] for _id, is_active, *values in rows if is_active}
        found += [(id_, values[column]) for id_, is_active, *values in rows
                  if values[column] and (is_active or values[column] not in active)]
    return found


def find_by_codes(batch, keys):
    """:return: dict: (type, code) → ids"""
    found = {}
    types = {code: type_ for type_ in ('edrpou', 'rnokpp', 'passport') for code in keys.get(type_, ())}
    if types:
        for id_, code in find_partners(batch, SQL("partner.company_registry = ANY(%s)", list(types)), SQL("company_registry")):
            found.setdefault((types[code], code), []).append(id_)
    if keys.get('ipn'):
        for id_, code in find_partners(batch, SQL("partner.vat = ANY(%s)", list(keys['ipn'])), SQL("vat")):
            found.setdefault(('ipn', code), []).append(id_)
    return found


def find_by_accounts(batch, numbers):
    """:return: dict: ('iban', number) → ids"""
    found = {}
    for id_, number in batch.env.execute_query(SQL(
            """SELECT DISTINCT partner.commercial_partner_id, bank.sanitized_acc_number FROM res_partner_bank bank
                 JOIN res_partner partner ON partner.id = bank.partner_id
                WHERE bank.sanitized_acc_number = ANY(%s) AND bank.active AND partner.partner_share
                  AND (partner.company_id IS NULL OR partner.company_id = %s)""", list(numbers), batch.company.id)):
        found.setdefault(('iban', number), []).append(id_)
    return found


def find_by_contacts(batch, phones, emails):
    """:return: dict: ('phone' or 'email', value) → ids"""
    found = {}
    if phones:
        # The numbers of a partner are compared whole, in one reading of the column.
        condition = SQL(
            """partner.phone_search IS NOT NULL
               AND EXISTS (SELECT FROM unnest(string_to_array(partner.phone_search, ' ')) AS phone WHERE phone = ANY(%s))""",
            list(phones))
        for id_, text in find_partners(batch, condition, SQL("phone_search")):
            for phone in phones.intersection(text.split()):
                found.setdefault(('phone', phone), []).append(id_)
    if emails:
        condition = SQL("partner.email_normalized = ANY(%s)", list(emails))
        for id_, email in find_partners(batch, condition, SQL("email_normalized")):
            found.setdefault(('email', email), []).append(id_)
    return found


def find_by_names(batch, names):
    """:param names: normal names, see ``normal_name``
    :return: dict: ('name', normal name) → ids"""
    spellings = {text for name in names if (core := squeeze(name)) for form in FORMS for text in (form + core, core + form)}
    if not spellings:
        return {}
    columns = (SQL("partner.name"), SQL("partner.legal_name"))
    spelt = SQL(" OR ").join(
        SQL("translate(lower(%s), %s, %s) IN (SELECT text FROM texts)", column, LATIN + DROPPED, CYRILLIC) for column in columns)
    found = {}
    for id_, text in find_partners(batch, SQL("(%s)", spelt), *columns, texts=spellings):
        name = normal_name(text)
        if name in names and id_ not in found.setdefault(('name', name), []):
            found['name', name].append(id_)
    return {key: ids for key, ids in found.items() if ids}


def find_owner(batch, row):
    """A row with a code but without a name means the counterparty with this code."""
    code = clean_text(row.raw.get('edrpou') or '')
    if not code or row.raw.get('counterparty'):
        return
    known = batch.cache['owners by code']
    if not known:
        codes = {clean_text(one.raw.get('edrpou') or '') for one in batch.rows} - {''}
        known.update(dict.fromkeys(codes))
        for partner in batch.env['res.partner'].search([
                ('company_registry', 'in', list(codes)), ('company_id', 'in', (False, batch.company.id))]):
            known[partner.company_registry] = known[partner.company_registry] or partner.commercial_partner_id.id
    if known.get(code):
        row.values['counterparty'] = known[code]


def squeeze(text):
    """:return: str: what the query compares: small letters without signs, Latin letters as Cyrillic ones"""
    return text.lower().translate(NO_APOSTROPHES).translate(str.maketrans(LATIN, CYRILLIC, DROPPED))
