"""Legal forms of Ukrainian firms, read off a name."""
import re

ENTREPRENEUR = re.compile(r'^\s*(?:ФОП|СПД(?:-?ФО)?|фізична особа[\s-]*підприємець)\b', re.IGNORECASE)
COMPANY = re.compile(
    r'^\s*(?:ТОВ|ТзОВ|ТДВ|ПП|АТ|ПрАТ|ПАТ|ДП|КП|КНП|ГО|БО|БФ|ОСББ|ФГ|СФГ|НВП|НВО|ОК|СТОВ'
    r'|товариство|приватне підприємство|акціонерне товариство|державне підприємство|комунальне)\b', re.IGNORECASE)


def guess_kind(name):
    """What the name of a prospect says about its kind.

    ``'ФОП Коваленко О. І.'`` → ``'entrepreneur'``, ``'ТОВ «Ромашка»'`` → ``'legal_entity'``, ``'Олена'`` → ``None``.
    """
    if ENTREPRENEUR.match(name or ''):
        return 'entrepreneur'
    if COMPANY.match(name or ''):
        return 'legal_entity'
    return None
