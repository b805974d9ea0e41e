"""Sort keys of the Ukrainian alphabet for sorting in Python, equal to ICU: by code points, Ґ, Є, І and Ї are out of place.

Lists of records are sorted by PostgreSQL, in the collation of the database.
"""
import unicodedata

ALPHABET = 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ'
#: groups of characters in order: signs, digits, Cyrillic, Latin; accented letters follow those without accents
FIRST_CYRILLIC, FIRST_LATIN = 0x0400, 0x0600
SIGNS = "'’ʼ`´′«»„“”‘–—№…"


def _find_place(letter):
    base = unicodedata.normalize('NFD', letter)[0]
    return chr(FIRST_LATIN + ord(base))


PLACES = str.maketrans({
    **{chr(code): _find_place(chr(code)) for code in range(ord('a'), 0x250) if chr(code).isalpha()},
    **{letter: chr(FIRST_CYRILLIC + place) for place, letter in enumerate(ALPHABET)},
    **dict.fromkeys(SIGNS, '!'),
})


def alphabetical(text):
    """:return: the sort key of ``text``"""
    text = unicodedata.normalize('NFC', text or '')
    return text.casefold().translate(PLACES), text.swapcase()
