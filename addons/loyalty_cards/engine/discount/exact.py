"""Exact decimal arithmetic: nothing is ever rounded but by the functions of this file."""

import re
from decimal import (
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    Underflow,
)

# A product of two numbers as they may be read has 110 digits; whatever would lose one is an error.
EXACT = Context(
    prec=250,
    traps=[Clamped, DivisionByZero, Inexact, InvalidOperation, Overflow, Underflow],
)
ZERO = Decimal(0)
HUNDRED = Decimal(100)

_NUMBER = re.compile(r'-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?')
_LONGEST_TEXT = 100
_SAFE_LENGTH = 15  # so short, and without an exponent, a number is always within the limits
_LIMIT = Decimal(10) ** 15
_MOST_DECIMALS = 40


def read_number(value):
    """Return the exact decimal of a number's shortest text, and what is wrong with it.

    :param value: int, float, Decimal or str
    :return: a Decimal and None, or None and a code
    :rtype: tuple
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None, 'not_a_number'
    if isinstance(value, int) and abs(value) >= _LIMIT:
        return None, 'out_of_range'
    text = str(value)
    if len(text) > _LONGEST_TEXT or not _NUMBER.fullmatch(text):
        return None, 'not_a_number'
    number = Decimal(text)
    if len(text) > _SAFE_LENGTH or 'e' in text.lower():
        return (number, None) if _is_within_limits(number) else (None, 'out_of_range')
    return number, None


def _is_within_limits(number):
    decimals = -number.normalize(EXACT).as_tuple().exponent
    return abs(number) < _LIMIT and decimals <= _MOST_DECIMALS


def round_to(amount, unit):
    """Round an amount to a multiple of a currency's rounding, half away from zero."""
    quotient = amount // unit  # towards zero
    remainder = amount - quotient * unit
    if 2 * abs(remainder) >= unit:
        quotient += 1 if amount > 0 else -1
    return quotient * unit


def round_percent(percent, precision):
    """Round a percent to a number of decimals, half away from zero."""
    return round_to(percent, Decimal(1).scaleb(-precision))


def truncate_percent(percent, precision):
    """Round a percent down, towards zero."""
    return truncate_share(percent, HUNDRED, precision)


def truncate_share(part, whole, precision):
    """Return what percent of `whole` a `part` is, rounded down to a number of decimals."""
    return ((part * HUNDRED).scaleb(precision) // whole).scaleb(-precision)


def write_number(number):
    """Return the one text of a number: no exponent, no needless zero, no negative zero."""
    if not number:
        return '0'
    text = format(number, 'f')
    return text.rstrip('0').rstrip('.') if '.' in text else text
