"""Names of counterparties, so that two spellings of one firm compare equal."""
import re
import unicodedata

from ..legal_forms import FORMS, drop_legal_form
from ..names import NO_APOSTROPHES

#: Latin letters that look like Cyrillic ones, in small letters
_LOOK_ALIKE = str.maketrans('aceiopxy', 'асеіорху')
_LOOK_ALIKE_CAPITALS = str.maketrans('ABCEHIKMOPTXY', 'АВСЕНІКМОРТХУ')


def normal_name(name):
    """A key for comparison, never shown: ``'ТОВ «Ромашка»'``, ``'Ромашка, ООО'`` and ``'"POMAШKA" ТОВ'`` → ``'ромашка'``.

    :param str name: name of a counterparty or person
    :rtype: str
    """
    text = unicodedata.normalize('NFKC', name or '')
    text = re.sub(r'\w+', _use_cyrillic, text)
    text = drop_legal_form(text).casefold().replace('ё', 'е').translate(NO_APOSTROPHES)
    return re.sub(r'[\W_]+', ' ', text).strip()


def _use_cyrillic(word):
    """A word of both alphabets is Cyrillic, and so is a legal form; another one of Latin letters is a brand."""
    text = word[0]
    if FORMS.fullmatch(form := text.translate(_LOOK_ALIKE_CAPITALS)):
        return form
    if not re.search(r'[а-яёєіїґ]', text, re.IGNORECASE):
        return text
    return text.translate(_LOOK_ALIKE_CAPITALS).translate(_LOOK_ALIKE)
