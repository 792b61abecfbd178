from dateutil.relativedelta import relativedelta


def add_months(day, months):
    """Return the day so many months later; the last day of a month stays the last of its month.

    :param datetime.date day: last day of a period
    :param int months: length of the next one
    :rtype: datetime.date
    """
    later = day + relativedelta(months=months)
    is_last = (day + relativedelta(days=1)).month != day.month
    return later + relativedelta(day=31) if is_last else later
