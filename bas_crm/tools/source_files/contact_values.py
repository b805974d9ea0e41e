"""Phones, addresses and people that a cell holds, several at a time."""
import itertools
import re
from typing import NamedTuple

from ..emails import is_possible
from ..phones import EXTENSION, SEPARATOR, normalize_phones
from .table import ValueProblem
from .texts import clean_text, keep_text, restore_digits

#: Google joins several values in this way
_GOOGLE = re.compile(r'\s*:::\s*')
#: fewer digits are part of a note: the «79» of «234-56-78/79»
FEWEST_DIGITS = 5
#: digits of a number with what is usual between them
_NUMBER = re.compile(r'[+(]{0,2}\d[\d\s().+/–—−-]{5,}\d')
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"«»]+@[^\s<>()\[\],;:\"«»/]+\w")
_SITE = re.compile(r'(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:ua|com|net|org|укр|eu|biz|info)(?:/\S*)?', re.IGNORECASE)
_ADDRESS = re.compile(
    r'\b\d{5}\b.*[,\s]|\b(?:м|вул|просп|пр|пров|пл|бульв|буд|б|кв|обл|р-н|смт|с|г|ул|пер|д|оф)\.\s|\b(?:вулиця|проспект|провулок|область|'
    r'україна|украина|улица|район)\b', re.IGNORECASE)
#: beginnings of lines of «Основні відомості» → key; the Russian one of the ЄДРПОУ is as BAS writes it
_LABELS = (
    ('ipn', re.compile(r'(?:ІПН|ИНН)\s+(?=\S)')),
    ('edrpou', re.compile(r'(?:ЄДРПОУ|ЕГРПОУ|ЕДРПОУ|РНОКПП)\s+(?=\S)')),
    ('vat_certificate', re.compile(r'(?:Свідоцтво|Свидетельство)\s+(?=\S)')),
    ('document', re.compile(r'Документ\s+(?=\S)')),
)
_KIND = re.compile(
    r'^(?:e-?mail|ел\. пошта|електронна пошта|эл\. почта|телефони?|тел|моб|факс|skype|сайт|адреса?)\s*[.:]\s*', re.IGNORECASE)
#: two or three words with capitals, or a surname with initials
_PERSON = re.compile(r"[А-ЯІЇЄҐ][\w'’ʼ-]+(?: [А-ЯІЇЄҐ][\w'’ʼ-]+){1,2}|[А-ЯІЇЄҐ][\w'’ʼ-]+ [А-ЯІЇЄҐ]\.(?: ?[А-ЯІЇЄҐ]\.)?")


class Phone(NamedTuple):
    """:param number: in E.164
    :param note: what was written beside it: «дод. 12», «Олена»"""

    number: str
    note: str = ''

    def __str__(self):
        return f'{self.number} {self.note}'.strip()


def split_phones(text):
    """``'(044) 234-56-78 дод. 12, 0671234567 Олена'`` → two phones with their notes; words without a number join the one before.

    :return: list[Phone]
    :raises ValueProblem: 'phone', 'eaten_number'
    """
    found, words = [], []
    for part in _split_parts(text):
        if sum(letter.isdigit() for letter in part) < FEWEST_DIGITS and (found or not part.isdigit()):
            words.append(part)
            continue
        phone = _read_phone(part)
        if not phone:
            raise ValueProblem('phone', text=part[:60])
        if words and not found:
            phone, words = _add_note(phone, words), []
        if words:
            found[-1], words = _add_note(found[-1], words), []
        if phone.number not in [other.number for other in found]:
            found.append(phone)
    if words and not found:
        raise ValueProblem('phone', text=' '.join(words)[:60])
    if words:
        found[-1] = _add_note(found[-1], words)
    return found


def _split_parts(text):
    for line in _GOOGLE.sub('\n', keep_text(text)).split('\n'):
        for part in SEPARATOR.split(re.sub(r'\s+', ' ', line)):
            if clean := restore_digits(part):
                yield clean


def _read_phone(part):
    """:return: Phone, or None if there is no number"""
    extension = EXTENSION.search(part)
    rest = part[:extension.start()] if extension else part
    if not (found := _NUMBER.search(rest)) or not (numbers := normalize_phones(found[0])):
        return None
    words = (rest[:found.start()] + ' ' + rest[found.end():], extension[0] if extension else '')
    notes = [_KIND.sub('', word.strip(' .,:()-\t')) for word in words]
    notes = [note.strip(' .,:()') for note in notes if not re.fullmatch(r'(?:тел|моб|т|phone|факс)?', note, re.IGNORECASE)]
    return Phone(numbers[0], ', '.join(notes))


def _add_note(phone, words):
    return Phone(phone.number, ', '.join(filter(None, [phone.note, *words])))


def split_emails(text):
    """``'Офіс <office@romashka.example>; a@b.example'`` → list of the two addresses.

    :return: list[str]
    :raises ValueProblem: 'email'
    """
    clean = clean_text(text)
    if not clean:
        return []
    found = []
    for address in _EMAIL.findall(_GOOGLE.sub(' ', clean)):
        address = re.sub(r'^mailto:', '', address).strip("'.")
        if not is_possible(address):
            raise ValueProblem('email', text=address[:100])
        if address.casefold() not in map(str.casefold, found):
            found.append(address)
    if not found:
        raise ValueProblem('email', text=clean[:100])
    return found


def parse_details(text):
    """The column «Основні відомості», which BAS makes of a card: lines, and people between blank lines.

    After the firm come its people, each with a name and lines of contacts, and at the end without any label the note and the name
    of the manager. What is not certain is taken for the note, so that nothing is lost.

    :return: dict: ``full_name``, ``ipn``, ``edrpou``, ``vat_certificate``, ``document``, ``note``, ``responsible`` (texts, ''),
        ``phones``, ``emails``, ``websites``, ``addresses`` (lists of texts), ``contacts`` (list of dicts with ``name`` and the
        four lists)
    """
    blocks = [block.split('\n') for block in re.split(r'\n\s*\n', keep_text(text)) if block.strip()]
    details = _new_block(full_name='', ipn='', edrpou='', vat_certificate='', document='', note='', responsible='', contacts=[])
    rest = []
    for index, lines in enumerate(blocks):
        lines = [line.strip() for line in lines if line.strip()]
        if not index:
            rest += _read_firm(lines, details)
        elif any(_find_contact(line) for line in lines[1:]) and not _find_contact(lines[0]):
            contact = _new_block(name=lines[0])
            rest += _read_lines(lines[1:], contact)
            details['contacts'].append(contact)
        else:
            rest += _read_block_without_name(lines, details, is_last=index == len(blocks) - 1)
    if rest and _PERSON.fullmatch(rest[-1]):
        details['responsible'] = rest.pop()
    details['note'] = '\n'.join(rest)
    return details


def _new_block(**values):
    return {**values, 'phones': [], 'emails': [], 'websites': [], 'addresses': []}


def _read_firm(lines, details):
    """:return: list of the lines that are neither codes nor contacts"""
    if lines and not _find_label(lines[0]) and (not _find_contact(lines[0]) or _is_name_with_town(lines[0])):
        details['full_name'] = lines.pop(0)
    rest = []
    for line in lines:
        if label := _find_label(line):
            details[label[0]] = details[label[0]] or label[1]
        else:
            rest += _read_lines([line], details)
    return rest


def _is_name_with_town(line):
    """«Управління освіти м. Київ» is a name: an address begins as one, or has more of its words."""
    return _find_contact(line)[0] == 'addresses' and not _ADDRESS.match(line) and len(_ADDRESS.findall(line)) == 1


def _read_block_without_name(lines, details, is_last):
    """A person without contacts, or the end of the text."""
    if len(lines) == 1 and not is_last and _PERSON.fullmatch(lines[0]):
        details['contacts'].append(_new_block(name=lines[0]))
        return []
    return _read_lines(lines, details['contacts'][-1] if details['contacts'] else details)


def _read_lines(lines, block):
    """Put the lines with contacts into a block.

    :return: list of the others; lines after the last contact are of the note"""
    rest = []
    for line in itertools.chain.from_iterable(map(_split_contacts, lines)):
        if found := _find_contact(line):
            block[found[0]].append(found[1])
        else:
            rest.append(line)
    return rest


def _split_contacts(line):
    """``'+380 50 300-10-20, office@romashka.example'`` → its two parts; a line that is one thing stays whole."""
    parts = re.split(r'\s*[,;]\s+', line)
    is_several = len(parts) > 1 and _EMAIL.search(line) and all(map(_find_contact, parts))
    return parts if is_several else [line]


def _find_label(line):
    return next(((key, line[found.end():].strip()) for key, pattern in _LABELS if (found := pattern.match(line))), None)


def _find_contact(line):
    """:return: tuple ``(list of the block, text)``, or None"""
    value = _KIND.sub('', line)
    if _EMAIL.fullmatch(value):
        return 'emails', value
    if _SITE.fullmatch(value):
        return 'websites', value
    if _ADDRESS.search(value) and not re.fullmatch(r'[+\d\s().-]+', value):
        return 'addresses', value
    number = _NUMBER.search(value)
    if number and len(value) - len(number[0]) < 40 and normalize_phones(number[0]):
        return 'phones', value
    return None
