"""Who may give a discount on this document, and why the others may not."""

from datetime import date
from typing import NamedTuple


class Reason(NamedTuple):
    """Why something gives nothing: source is document, card, category or rule."""

    source: str
    id: int | None
    code: str


class Admission(NamedTuple):
    """What is left of a request's card and rules, and why the rest is not."""

    has_card: bool
    rules: tuple
    reasons: tuple


def admit(request):
    """
    :param Request request: of a document that is no refund
    :rtype: Admission
    """
    if not request.card and not request.customer:
        return Admission(False, (), (Reason('document', None, 'no_holder'),))
    card_reasons = _refuse_card(request.card, request.document)
    has_card = request.card is not None and not card_reasons
    category_ids, category_reasons = _admit_categories(request, has_card)
    rules, rule_reasons = _admit_rules(request, has_card, category_ids)
    return Admission(has_card, rules, card_reasons + category_reasons + rule_reasons)


def _refuse_card(card, document):
    code = _find_fault_of_card(card, document) if card else None
    return (Reason('card', None, code),) if code else ()


def _find_fault_of_card(card, document):
    if card.state != 'active':
        return card.state
    if card.company_id not in (None, document.company_id):
        return 'wrong_company'
    return _find_fault_of_dates(card, document)


def _find_fault_of_dates(thing, document):
    if thing.valid_from and document.date < thing.valid_from:
        return 'not_yet_valid'
    if thing.valid_to and document.date > thing.valid_to:
        return 'expired'
    return None


def _admit_categories(request, has_card):
    """Return the ids of the categories that the holder is in and that hold now, and reasons."""
    admitted, reasons = [], []
    for category_id in _list_categories(request, has_card):
        code = _find_fault_of_category(category_id, request)
        if code:
            reasons.append(Reason('category', category_id, code))
        else:
            admitted.append(category_id)
    return admitted, tuple(reasons)


def _list_categories(request, has_card):
    """Return ids of the customer's categories and of the card's, if the card is any good."""
    category_ids = set(request.customer.category_ids) if request.customer else set()
    if has_card and request.card.category_id is not None:
        category_ids.add(request.card.category_id)
    return sorted(category_ids)


def _find_fault_of_category(category_id, request):
    category, document = request.categories.get(category_id), request.document
    if category is None:
        return 'unknown'
    return (
        _find_fault_of_place(category, document)
        or _find_fault_of_dates(category, document)
        or _find_fault_of_proof(category, request)
        or _find_fault_of_time(category, document)
    )


def _find_fault_of_place(category, document):
    if category.company_ids and document.company_id not in category.company_ids:
        return 'wrong_company'
    if category.till_ids and document.till_id not in category.till_ids:
        return 'wrong_till'
    return None


def _find_fault_of_proof(category, request):
    if not category.requires_proof:
        return None
    if category.id not in request.proofs:
        return 'proof_missing'
    valid_to = request.proofs[category.id]
    return 'proof_expired' if valid_to and request.document.date > valid_to else None


def _find_fault_of_time(category, document):
    """Hours that pass midnight belong to the weekday on which they began."""
    weekday = date.fromisoformat(document.date).weekday()
    if _is_after_midnight(category, document.minutes):
        weekday = (weekday - 1) % 7
    if category.weekdays and weekday not in category.weekdays:
        return 'wrong_weekday'
    return None if _is_in_hours(category, document.minutes) else 'wrong_hour'


def _passes_midnight(category):
    return category.minute_from is not None and category.minute_from > category.minute_to


def _is_after_midnight(category, minutes):
    return _passes_midnight(category) and minutes < category.minute_to


def _is_in_hours(category, minutes):
    if category.minute_from is None:
        return True
    has_begun, has_ended = minutes >= category.minute_from, minutes >= category.minute_to
    return has_begun or not has_ended if _passes_midnight(category) else has_begun and not has_ended


def _admit_rules(request, has_card, category_ids):
    """Return the rules whose owner is admitted and that hold now, and reasons for the others."""
    admitted, reasons = [], []
    owners = {'card': has_card, 'customer': request.customer is not None}
    for rule in request.rules:
        if not owners.get(rule.owner, rule.category_id in category_ids):
            continue
        code = _find_fault_of_rule(rule, request.document)
        if code:
            reasons.append(Reason('rule', rule.id, code))
        else:
            admitted.append(rule)
    return tuple(admitted), tuple(reasons)


def _find_fault_of_rule(rule, document):
    if rule.company_id not in (None, document.company_id):
        return 'wrong_company'
    return _find_fault_of_dates(rule, document)
