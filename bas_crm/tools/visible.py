import unicodedata

#: control and format characters: zero widths, directions of writing
INVISIBLE = ('Cc', 'Cf')


def drop_invisible(text):
    """:return: str: the visible characters of a text from outside, with its lines; a change of direction could hide the rest"""
    return ''.join(letter for letter in text or '' if letter in '\n\t' or unicodedata.category(letter) not in INVISIBLE).strip()
