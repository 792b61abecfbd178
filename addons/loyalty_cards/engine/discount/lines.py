"""The discount of one line, from the rules to what is written on it."""

from decimal import Decimal
from typing import NamedTuple

from .combination import offer
from .exact import HUNDRED, ZERO, round_percent, round_to
from .limits import find_limits, limit
from .meeting import meet
from .model import Discount, Line


class Outcome(NamedTuple):
    line: Line
    discount: Discount
    card_percent: Decimal
    rule_ids: tuple
    flags: frozenset


def leave(line, flag):
    """Return the outcome of a line that is not touched."""
    return Outcome(line, line.given, ZERO, (), frozenset({flag}))


def discount_line(line, index, judgements, settings):
    """
    :param Line line: of a document that is no refund
    :param int index: of the line
    :param list judgements: by sequence and id of the rule
    :param Settings settings: how to combine, limit, round
    :rtype: Outcome
    """
    if not line.is_eligible:
        return leave(line, 'ineligible')
    if _is_negative(line):
        return leave(line, 'negative')
    offered = offer(judgements, index, settings.combination)
    limits = find_limits(line, settings)
    percent, limit_flags = limit(round_percent(offered.percent, settings.precision), limits)
    discount, meeting_flags = meet(line.standing, percent, limits, settings)
    flags = _get_flags(offered) | limit_flags | meeting_flags
    return Outcome(line, discount, percent, _list_rules(offered, percent), flags)


def _is_negative(line):
    return min(line.quantity, line.unit_price, *line.gross.values()) < 0


def _get_flags(offered):
    is_capped = any(candidate.is_capped for candidate in offered.candidates)
    flags = {'excluded': offered.is_excluded, 'rule_cap': is_capped}
    return frozenset(flag for flag, is_set in flags.items() if is_set)


def _list_rules(offered, percent):
    """Return the rules that give something, if it came to anything."""
    givers = [candidate.rule_id for candidate in offered.candidates if candidate.percent]
    return tuple(givers) if percent else ()


def save(line, percent, document):
    """Return what a percent saves on a line: the amount before minus the rounded one after."""
    gross = line.gross[document.shown_tax_mode]
    return gross - round_to(gross * (HUNDRED - percent) / HUNDRED, document.currency_rounding)
