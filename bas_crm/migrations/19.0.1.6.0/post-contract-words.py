"""The text of a contract names its city as «м. Вінниця» and its last day as «… включно» by itself.

Templates had «м.» before the city. Contracts filled before keep their text: nobody is told that their cards changed.
"""
import json
import re

from odoo import SUPERUSER_ID, api
from odoo.tools import format_date
from odoo.tools.sql import column_exists, table_columns

#: what stands in the print where the cards hold nothing
BLANK = '____________'
#: a card may name the kind of the settlement itself: «с-ще Стрижавка»
SETTLEMENT = re.compile(r'(м|смт|с-ще|сел|с|місто|селище|село)(\.\s*|\s+)', re.IGNORECASE)
#: how the text names the city, the last day, no last day, no limit
WORDS = {
    'uk_UA': (
        'м.\N{NO-BREAK SPACE}%s', '%s включно', 'повного виконання зобов’язань',
        'визначається за всіма документами до цього договору'),
    'en_US': ('City of %s', '%s inclusive', 'the obligations are fulfilled', 'the sum of all documents under this contract'),
}


def migrate(cr, version):
    if column_exists(cr, 'bas_contract_template', 'body'):
        cr.execute("""UPDATE bas_contract_template SET body = replace(body, 'м. {contract_city}', '{contract_city}')
                       WHERE body LIKE '%м. {contract_city}%'""")
    if {'filled_from', 'company_id', 'date_end', 'amount_limit'} <= table_columns(cr, 'bas_contract').keys():
        env = api.Environment(cr, SUPERUSER_ID, {})
        env.flush_all()
        update_filled_values(env)
        env.invalidate_all(flush=False)


def update_filled_values(env):
    env.cr.execute("""
        SELECT contract.id, contract.filled_from, contract.date_end, contract.amount_limit, party.city, country.code, party.lang
          FROM bas_contract contract
          JOIN res_company company ON company.id = contract.company_id
          JOIN res_partner party ON party.id = company.partner_id
     LEFT JOIN res_country country ON country.id = party.country_id
         WHERE contract.filled_from IS NOT NULL""")
    for contract_id, filled_from, date_end, amount_limit, city, country, party_lang in env.cr.fetchall():
        if not (filled_from and filled_from.get('values')):
            continue
        lang = get_lang(env, country, party_lang)
        filled, now = filled_from['values'], get_texts(env, lang, city, date_end)
        changed = {name: text for name, text in now.items() if filled.get(name) and filled[name] in text}
        if 'amount_limit' in filled and not amount_limit:
            changed['amount_limit'] = WORDS.get(lang, WORDS['en_US'])[3]
        values = {**filled, **changed}
        if values != filled:
            env.cr.execute("UPDATE bas_contract SET filled_from = %s WHERE id = %s",
                           [json.dumps({**filled_from, 'values': values}), contract_id])


def get_lang(env, country, party_lang):
    """:return: code of the language of a contract: Ukrainian, where the company is not abroad and the language is there"""
    if country in ('UA', None) and env['res.lang']._get_data(code='uk_UA'):
        return 'uk_UA'
    return party_lang or 'en_US'


def get_texts(env, lang, city, date_end):
    """:return: dict: placeholder → what the text says in its place now"""
    in_city, until, without_end, _no_limit = WORDS.get(lang, WORDS['en_US'])
    pattern = "d MMMM y 'р.'" if lang == 'uk_UA' else 'd MMMM y'
    return {
        'contract_city': in_city % city if city and not SETTLEMENT.match(city) else city or BLANK,
        'date_end': until % format_date(env, date_end, date_format=pattern, lang_code=lang) if date_end else without_end,
    }
