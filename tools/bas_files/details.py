"""Texts with contact data: the column «Основні відомості» and the print «Контактна інформація»."""

#: spellings of a phone number that people type into BAS
SPELLINGS = ('+380 ({0}) {1}-{2}-{3}', '0{0} {1} {2} {3}', '(0{0}) {1}-{2}-{3}', '380{0}{1}{2}{3}', '8 0{0} {1}-{2}-{3}')
#: heading of a code: in the column it is «ЕГРПОУ» in Russian, a typing error of the vendor
_CODES = {'uk': ('ІПН', 'ЄДРПОУ', 'Свідоцтво'), 'ru': ('ИНН', 'ЕГРПОУ', 'Свидетельство')}


def spell_phone(phone):
    """Spell a number in E.164 as a person would, always in the same way: ``'+380671234567'`` → ``'380671234567'``."""
    digits = phone.removeprefix('+380')
    return SPELLINGS[int(digits[-1]) % len(SPELLINGS)].format(digits[:2], digits[2:5], digits[5:7], digits[7:])


def contact_lines(record):
    """E-mails, addresses, site and phones, one a line, in the order of BAS."""
    addresses = [getattr(record, name, '') for name in ('legal_address', 'actual_address', 'website')]
    return [*record.emails, *filter(None, addresses), *map(spell_phone, record.phones)]


def details_of_counterparty(counterparty, language='uk'):
    codes = (counterparty.ipn, counterparty.edrpou, counterparty.registration)
    lines = [counterparty.full_name,
             *(f'{label} {code}' for label, code in zip(_CODES[language], codes, strict=True) if code),
             *contact_lines(counterparty), *_people(counterparty.contacts)]
    return '\n'.join([*lines, *_end(counterparty)])


def details_of_lead(lead, language='uk'):
    return '\n'.join([lead.name, *filter(None, [lead.legal_name]), *contact_lines(lead), *_end(lead)])


def _people(contacts):
    for contact in contacts:
        yield from ('', '', contact.name, *contact_lines(contact))


def _end(record):
    """Note and responsible manager, separated from the people above them."""
    return ['', *filter(None, [record.note, record.responsible])]
