"""How BAS shows values in the text of a cell."""
import datetime as dt
from decimal import Decimal


def show(value):
    """Text of a value as BAS shows it: ``Decimal('-1234.5')`` → ``'-1\\xa0234,50'``, a moment as ``'02.03.2026 9:05:00'``."""
    if value is None:
        return ''
    if isinstance(value, dt.datetime):
        return f'{value:%d.%m.%Y} {value.hour}:{value:%M:%S}'
    if isinstance(value, dt.date):
        return f'{value:%d.%m.%Y}'
    if isinstance(value, Decimal):
        places = 0 if value == value.to_integral() and value.as_tuple().exponent >= 0 else 2
        return f'{value:,.{places}f}'.replace(',', '\xa0').replace('.', ',')
    return str(value)
