"""Exact fractions, and the roundings of the specification as their definitions read."""

from bisect import bisect_right
from fractions import Fraction
from math import floor


def fraction(value, default=None):
    """Return the Fraction of a number's shortest text."""
    return default if value is None else Fraction(str(value))


def to_unit(amount, unit):
    """Round to the nearest multiple of a unit, half away from zero."""
    sign = -1 if amount < 0 else 1
    return sign * floor(abs(amount) / unit + Fraction(1, 2)) * unit


def largest_percent(precision, is_allowed):
    """Return the largest percent from 0 to 100, of some decimals, that is allowed; 0 if none.

    :param is_allowed: function of a percent; once false, it is false of all larger ones
    """
    steps = range(100 * 10**precision + 1)
    refused = bisect_right(
        steps, False, key=lambda step: not is_allowed(Fraction(step, 10**precision))
    )
    return Fraction(max(refused - 1, 0), 10**precision)


def text(amount):
    """Write a finite decimal fraction."""
    if amount is None:
        return None
    digits = 0
    while (amount * 10**digits).denominator != 1:
        digits += 1
    whole, rest = divmod(abs(amount.numerator) * 10**digits // amount.denominator, 10**digits)
    sign = '-' if amount < 0 else ''
    return f'{sign}{whole}.{rest:0{digits}d}' if digits else f'{sign}{whole}'
