"""Windows of purchases: around the ends of months, quarters, years, and leap days."""

from datetime import date, timedelta

PERIODS = (
    'lifetime',
    'rolling_1',
    'rolling_3',
    'rolling_12',
    'rolling_1200',
    'calendar_month',
    'calendar_quarter',
    'calendar_year',
)
DAYS = (
    '2026-01-01',
    '2026-03-28',
    '2026-03-30',
    '2026-03-31',
    '2026-12-31',
    '2024-02-28',
    '2024-02-29',
    '2025-02-28',
    '2026-10-15',
)


def vectors():
    return [
        {
            'name': f"{period} on {day}",
            'request': {'period': period, 'today': day},
            'expected': _write(window(period, date.fromisoformat(day))),
        }
        for period in PERIODS
        for day in DAYS
    ]


def _write(days):
    return [day and day.isoformat() for day in days]


def window(period, today):
    """Find the window by walking back, day by day or month by month."""
    end = today + timedelta(days=1)
    kind, _underscore, size = period.partition('_')
    if kind == 'lifetime':
        return None, end
    if kind == 'rolling':
        return _walk_back(end, int(size)), end
    begin = today
    while not (begin.day == 1 and begin.month in _FIRST_MONTHS[size]):
        begin -= timedelta(days=1)
    return begin, end


_FIRST_MONTHS = {'month': range(1, 13), 'quarter': (1, 4, 7, 10), 'year': (1,)}


def _walk_back(day, months):
    year, month = day.year, day.month
    for _step in range(months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return None
