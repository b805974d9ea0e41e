"""Legal forms of Ukrainian firms, recognised in a name."""
import re

ENTREPRENEUR = re.compile(r'^\s*(?:ФОП|СПД(?:-?ФО)?)\b|\bФОП\s*$|^\s*(?i:фізична особа[\s\-–—]*підприємець)\b')
#: abbreviations are recognised in capitals only: «Ок» may be an ordinary word
COMPANY = re.compile(
    r'(?:^|["»”]\s*)\s*(?:ТОВ|Т[зЗ]ОВ|ТДВ|ПП|АТ|Пр?АТ|ДП|КП|КНП|КЗ|ГО|БО|БФ|ОСББ|ФГ|СФГ|НВП|НВО|СТОВ)\b'
    r'|^\s*(?i:товариство|(?:приватне|публічне)?\s*акціонерне товариство|(?:приватне|державне|комунальне) підприємство'
    r'|(?:селянське )?фермерське господарство|комунальн(?:е|ий)|громадська організація|благодійний фонд)\b')


def guess_kind(name):
    """The kind of counterparty that the name of a prospect suggests.

    ``'ФОП Коваленко О. І.'`` → ``'entrepreneur'``, ``'ТОВ «Ромашка»'`` → ``'legal_entity'``, ``'Олена'`` → ``None``.
    """
    if ENTREPRENEUR.search(name or ''):
        return 'entrepreneur'
    if COMPANY.search(name or ''):
        return 'legal_entity'
    return None
