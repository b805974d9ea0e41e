"""Contacts as Google, HubSpot and address books export them."""
import csv
import io
import quopri

_GOOGLE = ('First Name', 'Middle Name', 'Last Name', 'Organization Name', 'Organization Title', 'Birthday', 'Notes', 'Labels',
           'E-mail 1 - Label', 'E-mail 1 - Value', 'Phone 1 - Label', 'Phone 1 - Value', 'Phone 2 - Label', 'Phone 2 - Value')
_HUBSPOT = ('Record ID - Contact', 'First Name', 'Last Name', 'Email', 'Phone Number', 'Contact owner', 'Associated Company',
            'Job Title', 'Create Date', 'Lead Status')
_HUBSPOT_COMPANIES = ('Record ID', 'Company name', 'Company owner', 'Create Date', 'Phone Number', 'Street Address',
                      'Country/Region')


def write_google_csv(firm, stream):
    """Several values of a label are joined by « ::: »."""
    rows = []
    for contact in firm.contacts:
        last, first, middle = contact.name.split()
        rows.append((first, middle, last, contact.counterparty.name, contact.position, contact.birthday or '', contact.note,
                     '* myContacts', '* Work', ' ::: '.join(contact.emails), 'Mobile', contact.phones[0], '', ''))
    _write(stream, _GOOGLE, rows)


def write_hubspot_csv(firm, stream):
    rows = []
    for number, contact in enumerate(firm.contacts, start=1):
        last, first = contact.name.split()[:2]
        rows.append((str(100_000 + number), first, last, ';'.join(contact.emails), contact.phones[0], contact.responsible,
                     contact.counterparty.name, contact.position, f'{contact.created:%Y-%m-%d %H:%M}', 'NEW'))
    _write(stream, _HUBSPOT, rows, bom=True)


def write_hubspot_companies_csv(firm, stream):
    rows = [(str(500_000 + number), found.name, found.responsible, f'{found.created:%Y-%m-%d %H:%M}', found.phones[0],
             found.legal_address, 'Ukraine') for number, found in enumerate(firm.counterparties, start=1)]
    _write(stream, _HUBSPOT_COMPANIES, rows, bom=True)


def write_vcards(firm, stream, version='3.0'):
    """:param version: '2.1' has Cyrillic letters in quoted-printable, '3.0' and '4.0' in UTF-8"""
    for contact in firm.contacts:
        last, first, middle = contact.name.split()
        lines = ['BEGIN:VCARD', f'VERSION:{version}', _line('N', version, last, first, middle, '', ''),
                 _line('FN', version, contact.name),
                 _line('ORG', version, contact.counterparty.name), _line('TITLE', version, contact.position)]
        lines += [f"TEL;{'CELL' if version == '2.1' else 'TYPE=CELL'}:{phone}" for phone in contact.phones]
        lines += [f"EMAIL{'' if version == '2.1' else ';TYPE=WORK'}:{email}" for email in contact.emails]
        lines += [f'BDAY:{contact.birthday}'] if contact.birthday else []
        lines += [_line('NOTE', version, contact.note)] if contact.note else []
        stream.write(''.join(f'{line}\r\n' for line in [*lines, 'END:VCARD']).encode())


def _line(name, version, *parts):
    if version != '2.1':
        escaped = (part.replace('\\', '\\\\').replace(',', r'\,').replace(';', r'\;') for part in parts)
        return f"{name}:{';'.join(escaped)}"
    text = quopri.encodestring(';'.join(parts).encode()).decode().replace('=\n', '=\r\n')
    return f'{name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{text}'


def _write(stream, headings, rows, bom=False):
    text = io.TextIOWrapper(stream, encoding='utf-8-sig' if bom else 'utf-8', newline='')
    csv.writer(text).writerows([headings, *rows])
    text.flush()
    text.detach()
