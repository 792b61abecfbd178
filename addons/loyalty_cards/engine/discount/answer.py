"""Writes the answer as JSON values."""

from .admission import Reason
from .exact import ZERO, write_number
from .lines import save

# What may be said of a line, in the order in which it is said.
_FLAGS = (
    'refund',
    'ineligible',
    'negative',
    'excluded',
    'rule_cap',
    'programme_cap',
    'product_cap',
    'price_floor',
    'margin_floor',
    'pricelist_kept',
    'pricelist_replaced',
    'manual_kept',
    'manual_replaced',
    'compounded',
)


def write_answer(request, admission, judgements, outcomes):
    """
    :param Request request: what was asked
    :param Admission admission: who may give a discount
    :param list judgements: of the rules
    :param list outcomes: of the lines
    :return: see SPECIFICATION.md, section 6
    :rtype: dict
    """
    saved = [_count_savings(outcome, request.document) for outcome in outcomes]
    return {
        'lines': [_write_line(*pair) for pair in zip(outcomes, saved, strict=True)],
        'rules': [_write_rule(judgement) for judgement in judgements],
        'reasons': _write_reasons(admission, judgements),
        'saved': write_number(sum((total for total, _by_card in saved), ZERO)),
        'saved_by_card': write_number(sum((by_card for _total, by_card in saved), ZERO)),
    }


def _count_savings(outcome, document):
    """Return what the line's discount saves, and how much of it would not be without a card."""
    line = outcome.line
    total = save(line, outcome.discount.percent, document)
    return total, total - save(line, line.standing.percent, document)


def _write_line(outcome, savings):
    line, (total, by_card) = outcome.line, savings
    return {
        'key': line.key,
        'discount': write_number(outcome.discount.percent),
        'origin': outcome.discount.origin,
        'prior_discount': write_number(line.standing.percent),
        'prior_origin': line.standing.origin,
        'card_percent': write_number(outcome.card_percent),
        'rule_ids': list(outcome.rule_ids),
        'flags': [flag for flag in _FLAGS if flag in outcome.flags],
        'saved': write_number(total),
        'saved_by_card': write_number(by_card),
    }


def _write_rule(judgement):
    return {
        'rule_id': judgement.rule.id,
        'base': write_number(judgement.base),
        'value': _write_optional(judgement.value),
        'percent': _write_optional(judgement.percent),
        'next': _write_next(judgement),
    }


def _write_optional(number):
    return None if number is None else write_number(number)


def _write_next(judgement):
    bracket, rule = judgement.next_bracket, judgement.rule
    return bracket and {
        'amount_from': write_number(bracket.amount_from),
        'percent': write_number(bracket.percent),
        'missing': write_number(bracket.amount_from - judgement.value),
        'over': 'receipt' if rule.kind == 'receipt' else rule.period,
    }


def _write_reasons(admission, judgements):
    """Return reasons: of the document, the card, categories by id, rules by sequence and id."""
    silent = [
        Reason('rule', judgement.rule.id, judgement.silence)
        for judgement in judgements
        if judgement.silence
    ]
    return [reason._asdict() for reason in (*admission.reasons, *silent)]
