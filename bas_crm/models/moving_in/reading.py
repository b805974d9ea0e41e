"""Texts of a file become values of the fields of a kind of list."""
from ...tools.days import get_zone, to_utc
from ...tools.source_files import ValueProblem
from ...tools.source_files.values import (
    clean_text,
    parse_bool,
    parse_date,
    parse_datetime,
    parse_number,
    parse_percent,
    split_emails,
    split_phones,
)
from .problems import explain_value

#: texts of these types that are wrong are kept as they are, with a remark: a person can still read them
KEPT = {'phone': lambda text: [text], 'code': lambda text: text}


class UnknownChoice(Exception):
    """The text is none of the words that the program knows for the field."""


def read_row(batch, kind, row, fields):
    """Fill the values of a row, and tell what is wrong with them."""
    for name, text in row.raw.items():
        field = fields.get(name)
        if field is None or field.type == 'reference':
            continue
        try:
            value = read_value(batch.env, field, text)
        except UnknownChoice:
            value = kind._choose(batch, row, name, field, text)
        except ValueProblem as problem:
            explanation = f'{field.label}: {explain_value(batch.env, problem)}'
            value = KEPT[field.type](text) if field.type in KEPT else None
            (row.remark if field.type in KEPT else row.error)(explanation)
        if value not in (None, '', []):
            row.values[name] = value


def read_value(env, field, text):
    """:return: the value; None for an empty text
    :raises ValueProblem: the text is no value of the type
    :raises UnknownChoice: a person has to say what it means"""
    return READERS[field.type](env, field, text)


def _read_number(env, field, text):
    number = parse_number(text)
    return None if number is None else float(number)


def _read_percent(env, field, text):
    number = parse_percent(text)
    return None if number is None else float(number)


def _read_integer(env, field, text):
    number = parse_number(text)
    if number is not None and number != int(number):
        raise ValueProblem('number', text=text[:60])
    return None if number is None else int(number)


def _read_datetime(env, field, text):
    moment = parse_datetime(text)
    return moment and to_utc(get_zone(env), moment)


def _read_choice(env, field, text):
    word = clean_text(text).casefold()
    if word and word not in field.choices:
        raise UnknownChoice(text)
    return field.choices.get(word)


READERS = {
    'char': lambda env, field, text: ' '.join(text.split()),
    'text': lambda env, field, text: text.strip(),
    'code': lambda env, field, text: clean_text(text),
    'number': _read_number,
    'percent': _read_percent,
    'integer': _read_integer,
    'date': lambda env, field, text: parse_date(text),
    'datetime': _read_datetime,
    'bool': lambda env, field, text: parse_bool(text),
    'phone': lambda env, field, text: [str(phone) for phone in split_phones(text)],
    'email': lambda env, field, text: split_emails(text),
    'choice': _read_choice,
}
