"""How the rules that speak of a line make one percent."""

from decimal import Decimal
from typing import NamedTuple

from .exact import ZERO


class Candidate(NamedTuple):
    rule_id: int
    percent: Decimal
    is_capped: bool  # by an override of the rule


class Offer(NamedTuple):
    percent: Decimal
    candidates: tuple  # those that it is made of
    is_excluded: bool  # a rule that speaks leaves the line out


def offer(judgements, index, combination):
    """Return what the rules give to a line before any limit.

    :param list judgements: by sequence and id of the rule
    :param int index: of the line
    :param str combination: largest, sum or first
    :rtype: Offer
    """
    speaking = [judgement for judgement in judgements if judgement.percent is not None]
    candidates = [
        Candidate(judgement.rule.id, *judgement.rulings[index].apply(judgement.percent))
        for judgement in speaking
        if not judgement.rulings[index].is_excluded
    ]
    chosen = _COMBINATIONS[combination](candidates)
    percent = sum((candidate.percent for candidate in chosen), ZERO)
    return Offer(percent, tuple(chosen), len(candidates) < len(speaking))


def _choose_largest(candidates):
    """The first of equal ones is that of the lowest sequence and id, as `max` keeps the first."""
    return [max(candidates, key=lambda candidate: candidate.percent)] if candidates else []


def _choose_all(candidates):
    return candidates


def _choose_first(candidates):
    return candidates[:1]


_COMBINATIONS = {'largest': _choose_largest, 'sum': _choose_all, 'first': _choose_first}
