"""Durations in words, the same as static/src/shared/duration/duration.js on the screen."""

#: from this number of hours on, days are shown
DAYS_FROM = 48


def format_duration(env, hours):
    """:param float hours: not negative
    :return: text: «45 min», «5 h 30 min», «3 d 4 h»"""
    if hours >= DAYS_FROM:
        days, rest = divmod(int(hours + 0.5), 24)
        return env._("%(days)s d %(hours)s h", days=days, hours=rest) if rest else env._("%(days)s d", days=days)
    full, minutes = divmod(int(hours * 60 + 0.5), 60)
    if not full:
        return env._("%(minutes)s min", minutes=minutes)
    return env._("%(hours)s h %(minutes)s min", hours=full, minutes=minutes) if minutes else env._("%(hours)s h", hours=full)
