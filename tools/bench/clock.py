"""The day of the people of a firm: it may be tomorrow for them while it is still today for the server."""
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = 'Europe/Kyiv'


def get_today():
    return datetime.now(ZoneInfo(ZONE)).date()
