"""What a rule makes of a document: the amount that counts, the percent, the next level."""

from decimal import Decimal
from typing import NamedTuple

from .exact import ZERO, round_to
from .model import Bracket, Rule
from .overrides import find_ruling


class Judgement(NamedTuple):
    """Amounts are in the company's currency."""

    rule: Rule
    rulings: tuple  # one for each line
    base: Decimal
    value: Decimal | None  # what is compared with brackets
    percent: Decimal | None  # None when the rule is silent
    next_bracket: Bracket | None
    silence: str | None  # why the rule is silent


def judge(rule, request, admission):
    """
    :param Rule rule: one that was admitted
    :param Request request: all of it
    :param Admission admission: who may give a discount
    :rtype: Judgement
    """
    rulings = tuple(find_ruling(rule, line) for line in request.lines)
    base = _sum_base(rule, request, rulings)
    if rule.kind == 'fixed':
        return Judgement(rule, rulings, base, None, rule.percent, None, None)
    if rule.kind == 'personal':
        percent = _find_personal_percent(rule, request, admission)
        silence = 'no_personal_percent' if percent is None else None
        return Judgement(rule, rulings, base, None, percent, None, silence)
    return _climb(rule, rulings, base, _find_value(rule, request, base))


def _sum_base(rule, request, rulings):
    """Returned goods lower the sum, which never falls below zero."""
    amounts = [
        line.gross[rule.tax_mode]
        for line, ruling in zip(request.lines, rulings, strict=True)
        if line.is_eligible and not ruling.is_excluded
    ]
    document = request.document
    base = max(ZERO, sum(amounts, ZERO)) * document.rate
    return round_to(base, document.company_currency_rounding)


def _find_personal_percent(rule, request, admission):
    """Return the larger of those that the owner of the rule has, None when there is none."""
    percents = []
    if admission.has_card and rule.owner != 'customer':
        percents.append(request.card.personal_percent)
    if request.customer and rule.owner != 'card':
        percents.append(request.customer.personal_percent)
    return max((percent for percent in percents if percent is not None), default=None)


def _find_value(rule, request, base):
    """Return the amount to compare with brackets, None when it is not known."""
    if rule.kind == 'receipt':
        return base
    turnover = request.turnovers.get(rule.period)
    if turnover is None:
        return None
    return max(ZERO, turnover + base if rule.include_current else turnover)


def _climb(rule, rulings, base, value):
    """Return the judgement of a rule with brackets."""
    if value is None:
        return Judgement(rule, rulings, base, None, None, None, 'turnover_unknown')
    reached = [bracket for bracket in rule.brackets if bracket.amount_from <= value]
    percent = reached[-1].percent if reached else None
    next_bracket = _find_next_bracket(rule.brackets[len(reached) :], percent or ZERO)
    silence = None if reached else 'below_first_bracket'
    return Judgement(rule, rulings, base, value, percent, next_bracket, silence)


def _find_next_bracket(ahead, percent):
    """Return the nearest bracket that gives more than now."""
    return next((bracket for bracket in ahead if bracket.percent > percent), None)
