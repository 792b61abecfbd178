"""The tier of a day, told slowly and in fractions, tier by tier and day by day.

It shares no code with `tiers.py`: tiers are plain rows, and every question is asked of all of them.
"""

from datetime import timedelta
from fractions import Fraction


def tell_tier(rows, demotion, grace_days, had, short_since, turnover, today, locked_until):
    """Return the key of the tier and since when purchases are short of it.

    :param list rows: (key, threshold, keep threshold), in any order
    """
    if locked_until is not None and not today > locked_until:
        return had, None
    bought = max(Fraction(0), Fraction(turnover))
    reaches = {key: Fraction(threshold) for key, threshold, _keep in rows}
    keeps = {key: Fraction(keep) for key, _threshold, keep in rows}
    best = climb(reaches, had, bought)
    if best != had:
        return best, None
    if had not in reaches or demotion == 'never' or bought >= keeps[had]:
        return had, None
    since = short_since or today
    if is_graced(since, grace_days, today):
        return had, since
    return fall(reaches, keeps, demotion, had, bought, today)


def climb(reaches, had, bought):
    """Look at every tier above the present one."""
    for key, threshold in reaches.items():
        is_above = had not in reaches or threshold > reaches[had]
        if bought >= threshold and is_above:
            had = key
    return had


def is_graced(since, grace_days, today):
    """Count the days of grace one by one."""
    day, days = since, []
    for _number in range(grace_days):
        days.append(day)
        day += timedelta(days=1)
    return today < since or today in days


def fall(reaches, keeps, demotion, had, bought, today):
    """Go down one tier after the other."""
    while True:
        below = [key for key in reaches if reaches[key] < reaches[had]]
        if not below:
            return None, None
        had = max(below, key=reaches.get)
        if bought >= keeps[had]:
            return had, None
        if demotion == 'next_lower':
            return had, today + timedelta(days=1)
