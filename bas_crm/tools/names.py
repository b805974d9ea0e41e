"""Names of people as they are written: in any order, with initials, with or without the patronymic."""
import re

from .apostrophes import APOSTROPHES

NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))


def is_same_name(first, second):
    """Tell whether two spellings can be one person: every word of the shorter one occurs in the longer one.

    ``'Олена'`` and ``'Ковальчук Олена Іванівна'`` can, ``'О. Ковальчук'`` too; ``'Олена Гнатюк'`` cannot.

    :param str first: a name, or False
    :param str second: a name, or False
    """
    short, rest = sorted((_get_words(first), _get_words(second)), key=len)
    whole = False
    for word in sorted(short, key=len, reverse=True):
        found = next((other for other in rest if _is_same_word(word, other)), None)
        if not found:
            return False
        rest.remove(found)
        whole = whole or word == found
    return whole


def _get_words(name):
    """:return: list of words, the longest first, so that an initial does not match the word of another one"""
    return sorted(re.findall(r'\w+', (name or '').translate(NO_APOSTROPHES).casefold()), key=len, reverse=True)


def _is_same_word(word, other):
    return word == other or (1 in (len(word), len(other)) and word[0] == other[0])
