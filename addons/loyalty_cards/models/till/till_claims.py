"""What a till says of a card, made fit to be kept: nothing of it may stop a sale.

A reader takes a value as JSON brings it, and returns what to keep, or `NONSENSE`.
"""

import math

from ...engine import is_period
from ..document import card_wording

NONSENSE = object()
LONGEST_CODE = 256
LARGEST_ID = 2**31 - 1


def read_claims(readers, vals):
    """Return what can be kept of the claims in values, and whether any of them was nonsense.

    :param dict readers: by name of the field, a reader and what stands for nothing
    :param dict vals: values of a record, claims and others
    :rtype: tuple(dict, bool)
    """
    claims, is_broken = {}, False
    for name, (read, nothing) in readers.items():
        if name not in vals:
            continue
        value = nothing if vals[name] in (None, False) else read(vals[name])
        is_broken |= value is NONSENSE
        claims[name] = nothing if value is NONSENSE else value
    return claims, is_broken


def read_percent(value):
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if is_number and 0 <= value <= 100 else NONSENSE


def read_text(value):
    """Return a text without blanks at its ends, and without what a database cannot keep."""
    if not isinstance(value, str):
        return NONSENSE
    text = ''.join(character for character in value if character.isprintable()).strip()
    return text[:LONGEST_CODE] or False


def read_id(value):
    is_id = isinstance(value, int) and not isinstance(value, bool)
    return value if is_id and 0 < value <= LARGEST_ID else NONSENSE


def read_choice(selection):
    """Return a reader of one of the values of a selection field."""
    values = {value for value, _label in selection}
    return lambda value: value if isinstance(value, str) and value in values else NONSENSE


def read_outcome(value):
    """Return the outcome of a draft, as far as a form can word it."""
    try:
        return {
            'reasons': [_read_reason(**reason) for reason in value['reasons']],
            'next': value['next'] and _read_step(**value['next']),
            'is_given': bool(value['is_given']),
        }
    except (KeyError, TypeError, ValueError):
        return NONSENSE


def _read_reason(source, id, code):
    if source != 'document' and code not in card_wording.REASONS[source]:
        raise ValueError(code)
    if id is not None and not (isinstance(id, int) and abs(id) <= LARGEST_ID):
        raise ValueError(id)
    return {'source': source, 'id': id, 'code': code}


def _read_step(**step):
    amounts = {name: float(step[name]) for name in ('amount_from', 'percent', 'missing')}
    over = step['over']
    if not all(map(math.isfinite, amounts.values())) or not (over == 'receipt' or is_period(over)):
        raise ValueError(step)
    return {'over': over, **{name: str(step[name]) for name in amounts}}
