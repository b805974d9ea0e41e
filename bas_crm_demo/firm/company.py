"""ТОВ «Затишок Плюс», Вінниця: curtains, blinds and home textiles, measured, sewn and hung."""
NAME = 'ТОВ «Затишок Плюс»'
IBAN = 'UA743900220000026004990112233'

#: what contracts and invoices print
REQUISITES = {
    'counterparty_type': 'legal_entity',
    'legal_name': 'Товариство з обмеженою відповідальністю «Затишок Плюс»',
    'company_registry': '49012341',
    'vat': '490123402281',
    'street': 'вул. Ткацька, 214',
    'zip': '21007',
    'city': 'Вінниця',
    'phone': '+380 432 01 22 81',
    'email': 'office@zatyshok.example',
    'lang': 'uk_UA',
    'tz': 'Europe/Kyiv',
    'signatory_name': 'Д. О. Кравець',
    'signatory_position': 'Директор',
    'signatory_genitive': 'директора Кравця Дмитра Олександровича',
    'signatory_basis': 'Статуту',
}
#: МФО → bank; invented as the rest
BANKS = {
    '390011': 'АТ «Банк Подільський кредит»',
    '390022': 'АТ «Затишний Банк»',
    '390033': 'АТ «Дніпровський торговий банк»',
    '390044': 'АТ «Банк Карпатський дім»',
}
#: fields that a new record of the firm gets its company in, though core would leave it to all companies
BELONGS_TO_FIRM = ('res.partner', 'product.template', 'utm.campaign')


def open_company(firm):
    env = firm.env
    # Price lists come with the money, under names of their own.
    company = env['res.company'].with_context(disable_company_pricelist_creation=True).create({
        'name': NAME,
        'country_id': env.ref('base.ua').id,
        'currency_id': env.ref('base.UAH').id,
        **({'iap_enrich_auto_done': True} if 'iap_enrich_auto_done' in env['res.company'] else {}),
    })
    firm.own('company', company)
    firm.work_in(company)
    firm.company.partner_id.write(REQUISITES)
    firm.company.write({
        'bas_contract_template_id': env.ref('bas_crm.bas_contract_template_supply').id,
        # Prints are set up: nobody is asked about them before his first invoice.
        'external_report_layout_id': env.ref('web.external_layout_standard').id,
        'paperformat_id': env.ref('base.paperformat_euro').id,
        'font': 'Roboto',  # holds all Ukrainian letters
        'report_header': 'Штори, жалюзі та домашній текстиль: замір, пошиття, монтаж',
    })
    _keep_to_itself(firm)
    _open_banks(firm)
    open_account(firm, firm.company.partner_id, IBAN)


def _keep_to_itself(firm):
    """What is made in the firm is the firm's; nobody outside is asked about prospects that do not exist."""
    defaults = firm.env['ir.default']
    for model in BELONGS_TO_FIRM:
        defaults.set(model, 'company_id', firm.company.id, company_id=firm.company.id)
    if 'iap_enrich_done' in firm.env['crm.lead']:
        defaults.set('crm.lead', 'iap_enrich_done', True, company_id=firm.company.id)


def _open_banks(firm):
    for code, name in BANKS.items():
        firm.banks[code] = firm.own(f'bank_{code}', firm.env['res.bank'].create({
            'name': name, 'country': firm.env.ref('base.ua').id}))


def open_account(firm, partner, iban):
    """A bank account of the firm or of a counterparty; digits 5 to 10 of a Ukrainian IBAN name the bank."""
    return firm.env['res.partner.bank'].create({
        'partner_id': partner.id, 'acc_number': iban, 'bank_id': firm.banks[iban[4:10]].id, 'company_id': firm.company.id})
