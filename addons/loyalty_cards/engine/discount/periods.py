"""Periods over which purchases are summed up, written as one word: `rolling_12`."""

import re
from calendar import monthrange
from datetime import date, timedelta

from .errors import EngineInputError

_CALENDAR_MONTHS = {'calendar_month': 1, 'calendar_quarter': 3, 'calendar_year': 12}
_ROLLING = re.compile(r'rolling_([1-9][0-9]{0,3})')
_MOST_MONTHS = 1200


def is_period(period):
    """Tell whether a text is a period."""
    return period in {'lifetime', *_CALENDAR_MONTHS} or _count_rolling_months(period) is not None


def period_window(period, today):
    """Return the days whose purchases count on a day, itself included.

    :param str period: `lifetime`, `rolling_N` (months), `calendar_year`, `calendar_quarter` or
        `calendar_month`
    :param date today: the day
    :return: the first day, None for no limit, and the day after the last
    :rtype: tuple
    :raise EngineInputError: unknown period
    """
    if not is_period(period):
        raise EngineInputError('period', 'unknown_value')
    tomorrow = today + timedelta(days=1)
    if period == 'lifetime':
        return None, tomorrow
    if period in _CALENDAR_MONTHS:
        return _start_calendar_period(today, _CALENDAR_MONTHS[period]), tomorrow
    return _subtract_months(tomorrow, _count_rolling_months(period)), tomorrow


def _count_rolling_months(period):
    match = _ROLLING.fullmatch(period)
    months = int(match[1]) if match else None
    return months if months and months <= _MOST_MONTHS else None


def _start_calendar_period(today, months):
    return date(today.year, (today.month - 1) // months * months + 1, 1)


def _subtract_months(day, months):
    """Go back by months; a day that the month does not have becomes its last (as dateutil's)."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
