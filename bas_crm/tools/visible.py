import unicodedata

#: controls, and marks of format: zero widths, directions of writing
INVISIBLE = ('Cc', 'Cf')


def drop_invisible(text):
    """:return: str: what of a text from outside can be seen, lines kept; a text turned around hides what stands after it"""
    return ''.join(letter for letter in text or '' if letter in '\n\t' or unicodedata.category(letter) not in INVISIBLE).strip()
