"""Words of BAS about orders."""
import re

from ...tools.source_files import ValueProblem
from ...tools.source_files.values import clean_text, parse_date

#: names of the only kind of orders that a new base has
USUAL_KINDS = {'основний', 'основной', 'main'}
#: predefined states in Ukrainian and Russian → what they mean for a type of orders
STATES = {
    **dict.fromkeys(('відкрито', 'відкритий', 'відкрите', 'открыт', 'открыто', 'новий', 'нове', 'новый', 'чернетка', 'черновик',
                     'draft', 'new', 'open'), 'draft'),
    **dict.fromkeys(('в роботі', 'у роботі', 'в работе', 'виконується', 'выполняется', 'in progress', 'confirmed'), 'sale'),
    **dict.fromkeys(('завершено', 'завершений', 'завершене', 'завершен', 'виконано', 'виконаний', 'выполнен', 'выполнено',
                     'закрито', 'закрыт', 'done', 'completed', 'closed'), 'done'),
    **dict.fromkeys(('скасовано', 'скасований', 'скасоване', 'відмінено', 'відмінений', 'отменен', 'отменён', 'отменено',
                     'відмова', 'отказ', 'cancelled', 'canceled'), 'cancel'),
}
#: how an order was completed
COMPLETIONS = {
    **dict.fromkeys(('успішно', 'успешно', 'виконано', 'выполнен', 'won', 'success'), 'done'),
    **dict.fromkeys(('скасовано', 'скасований', 'скасоване', 'відмінено', 'відмінений', 'отменен', 'отменён', 'отменено',
                     'відмова', 'cancelled', 'canceled', 'lost'), 'cancel'),
}
_TITLE = re.compile(r'(?:^|\s)(?:№\s*)?(?P<number>\S+)\s+(?:від|от|of|from)\s+(?P<day>.+)$', re.IGNORECASE)


def split_title(text):
    """``'Замовлення покупця ЗП-12 від 05.02.2024 10:00:00'`` → ``('ЗП-12', date)``; a number alone → ``('ЗП-12', None)``."""
    number, day = split_moment(text)
    try:
        return number, parse_date(day)
    except ValueProblem:
        return clean_text(text), None


def split_moment(text):
    """As :func:`split_title`, with the day and time as they are written: ``('ЗП-12', '05.02.2024 10:00:00')``."""
    text = clean_text(text)
    found = _TITLE.search(text)
    return (found['number'], re.sub(r'\s*р\.?$', '', found['day'])) if found else (text, '')


def get_order_name(number, day):
    """:return: str: what an order is called in references: numbers begin anew each year, so the day belongs to them"""
    return f'{number} {day.isoformat()}' if day else number
