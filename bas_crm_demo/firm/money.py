"""Accounts, taxes, currencies, price lists and terms of payment."""
from dateutil.relativedelta import relativedelta

from odoo import fields

CHART = 'ua_psbo'
#: journal of the chart → its name and the prefix of its documents
JOURNALS = {'sale': ('Видаткові накладні', 'ВН'), 'purchase': ('Прибуткові накладні', 'ПН')}
#: hryvnias for one unit: a year ago, and now; the months between lie on the line
RATES = {'base.EUR': (46.9, 50.4), 'base.USD': (41.3, 43.1)}
#: key → name, currency, discount from the retail price in per cent
PRICELISTS = {
    'retail': ('Роздрібний', 'base.UAH', 0),
    'wholesale': ('Оптовий, знижка 10 %', 'base.UAH', 10),
    'export': ('Експортний, євро', 'base.EUR', 5),
}
#: key → name, parts: per cent and days
PAYMENT_TERMS = {
    'prepayment': ('Передоплата 100 %', [(100, 0)]),
    'half': ('50 % передоплата, 50 % протягом 7 днів', [(50, 0), (50, 7)]),
    'days14': ('Відтермінування 14 днів', [(100, 14)]),
    'days30': ('Відтермінування 30 днів', [(100, 30)]),
}


def keep_books(firm):
    _load_chart(firm)
    _name_journals(firm)
    _open_export(firm)
    _set_rates(firm)
    _make_pricelists(firm)
    _make_payment_terms(firm)


def _load_chart(firm):
    # Not try_loading(): it warns that modules may still be on their way into the registry; l10n_ua is there.
    firm.env['account.chart.template']._load(CHART, firm.company, install_demo=False)
    # Core's words for a sum are no Ukrainian: «П’Ятсот П’Ятдесят Дві Hryvnia».
    firm.company.display_invoice_amount_total_words = False


def _name_journals(firm):
    chart = firm.env['account.chart.template'].with_company(firm.company)
    for key, (name, code) in JOURNALS.items():
        chart.ref(key).write({'name': name, 'code': code})
    bank = chart.ref('bank')
    bank.write({
        'name': 'Поточний рахунок', 'code': 'БАНК', 'payment_sequence': False,
        'bank_account_id': firm.company.partner_id.bank_ids[:1].id})
    # Money on the account settles an invoice at once: no bank statements are kept in the firm.
    bank.inbound_payment_method_line_ids.payment_account_id = bank.default_account_id


def _open_export(firm):
    """Goods that leave the country are taxed at 0 %."""
    chart = firm.env['account.chart.template'].with_company(firm.company)
    position = firm.env['account.fiscal.position'].create({'name': 'Експорт, ПДВ 0 %', 'company_id': firm.company.id})
    chart.ref('sale_tax_template_vat0_psbo').write({
        'fiscal_position_ids': [(4, position.id)],
        'original_tax_ids': [(4, chart.ref('sale_tax_template_vat20_psbo').id)],
    })
    firm.own('fiscal_position_export', position)


def _set_rates(firm):
    today = fields.Date.context_today(firm.company)
    firm.env['res.currency.rate'].create([{
        'currency_id': firm.env.ref(currency).id,
        'company_id': firm.company.id,
        'name': today.replace(day=1) - relativedelta(months=months),
        'inverse_company_rate': round(now - (now - year_ago) * months / 13, 4),
    } for currency, (year_ago, now) in RATES.items() for months in range(14)])


def _make_pricelists(firm):
    for sequence, (key, (name, currency, discount)) in enumerate(PRICELISTS.items(), 1):
        firm.pricelists[key] = firm.env['product.pricelist'].create({
            'name': name,
            'sequence': sequence,
            'company_id': firm.company.id,
            'currency_id': firm.env.ref(currency).id,
            'item_ids': [(0, 0, {
                'applied_on': '3_global', 'compute_price': 'formula', 'base': 'list_price', 'price_discount': discount,
            })] if discount else [],
        })


def _make_payment_terms(firm):
    for key, (name, parts) in PAYMENT_TERMS.items():
        firm.payment_terms[key] = firm.env['account.payment.term'].create({
            'name': name,
            'company_id': firm.company.id,
            'line_ids': [(0, 0, {'value': 'percent', 'value_amount': percent, 'nb_days': days}) for percent, days in parts],
        })
