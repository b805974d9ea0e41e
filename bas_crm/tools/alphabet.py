"""The Ukrainian alphabet for what is sorted in Python, as ICU sorts it: code points put Ґ, Є, І and Ї outside of it.

Lists of records are sorted by PostgreSQL, in the collation of the database.
"""
import unicodedata

ALPHABET = 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ'
#: where a letter stands: signs first, then figures, Cyrillic and Latin; letters with accents beside those without
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
    """:return: the key of ``text`` to sort by"""
    text = unicodedata.normalize('NFC', text or '')
    return text.casefold().translate(PLACES), text.swapcase()
