"""A sale at random. Whoever chooses may be a fixed row of numbers, or a property test."""

from .building import document, line, override

IDS = (1, 2, 3)
PERCENTS = ('0', '1', '2.5', '5', '7.333', '12', '33.335', '60', '100')
AMOUNTS = ('33.335', '9.99', '100', '499.99', '500', '1234.565', '0.01', '0', '-20')
THRESHOLDS = ('0', '100', '499.99', '500', '1000')
ROUNDINGS = ('0.01', '0.05', '1')
OPTIONAL = (None, None, '5', '20', '99.5')


class Dice:
    """A row of numbers that is the same on every machine and in every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def pick(self, values):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return values[(self.state >> 33) % len(values)]


def sale_by_chance(pick):
    """
    :param pick: function of a sequence that returns one of its values
    :return: a request that can be read
    :rtype: dict
    """
    return {
        'settings': _settings(pick),
        'document': _document(pick),
        'card': _often(pick, _card(pick), None),
        'customer': pick((None, {'category_ids': _some(pick), 'personal_percent': pick(OPTIONAL)})),
        'proofs': [{'category_id': category_id} for category_id in _some(pick)],
        'turnovers': {'rolling_12': pick((*AMOUNTS, None))},
        'categories': [_category(pick, category_id) for category_id in IDS],
        'rules': [_rule(pick, rule_id) for rule_id in range(1, 1 + pick((1, 2, 3, 4)))],
        'lines': [_line(pick, key) for key in 'abcd'[: pick((1, 2, 3))]],
    }


def _often(pick, usual, *others):
    """Most of what is chosen at random should come to something."""
    return pick((*[usual] * 5, *others))


def _some(pick):
    return list(pick(((), (1,), (2,), (1, 2), (3, 1))))


def _settings(pick):
    policies = ('keep', 'larger', 'compound', 'replace')
    return {
        'precision': pick((0, 2, 2, 3)),
        'max_percent': pick(('100', '30', '12.345')),
        'combination': pick(('largest', 'sum', 'first')),
        'meets_pricelist': pick(policies),
        'meets_manual': pick(policies),
    }


def _document(pick):
    return document(
        currency_rounding=pick(ROUNDINGS),
        company_currency_rounding=pick(ROUNDINGS),
        rate=pick(('1', '0.5', '1.0937')),
        date=pick(('2026-03-02', '2026-03-07')),
        minutes=pick((30, 600)),
        till_id=pick((None, 1)),
        shown_tax_mode=_mode(pick),
    )


def _mode(pick):
    return pick(('included', 'excluded'))


def _card(pick):
    return {
        'state': _often(pick, 'active', 'blocked'),
        'valid_to': _often(pick, None, '2026-03-04'),
        'category_id': _often(pick, 1, 2, 3),
        'personal_percent': pick(OPTIONAL),
    }


def _category(pick, category_id):
    hours = {'minute_from': 1200, 'minute_to': 60}
    limits = ({'requires_proof': True}, {'weekdays': [0]}, {'weekdays': [5, 6]}, {'till_ids': [1]})
    return {'id': category_id, **_often(pick, {}, *limits, hours, {**hours, 'weekdays': [6]})}


def _rule(pick, rule_id):
    return {
        'id': rule_id,
        'sequence': pick((1, 2)),
        'kind': pick(('fixed', 'receipt', 'turnover', 'personal')),
        'owner': _often(pick, 'category', 'card', 'customer'),
        'category_id': _often(pick, 1, 2, 3),
        'percent': pick(PERCENTS),
        'brackets': [
            {'amount_from': amount, 'percent': pick(PERCENTS)}
            for amount in pick((THRESHOLDS[:2], THRESHOLDS[1:4], THRESHOLDS[::-1]))
        ],
        'period': 'rolling_12',
        'include_current': pick((False, True)),
        'tax_mode': _mode(pick),
        'overrides': _overrides(pick),
    }


def _overrides(pick):
    targets = pick(((), (), ('tag',), ('category', 'tag'), ('product', 'category', 'tag')))
    found = []
    for target in targets:
        mode = pick(('percent', 'cap', 'exclude'))
        percent = None if mode == 'exclude' else pick(PERCENTS)
        found.append(override(target, pick(IDS), mode, percent))
    return found


def _line(pick, key):
    amount = pick(AMOUNTS)
    return line(
        amount,
        key,
        excluded=pick((amount, '0.5', '411.5')),
        quantity=-1 if amount.startswith('-') else 1,
        unit_price=amount.lstrip('-'),
        product_id=pick(IDS),
        category_path=pick(([], [1], [2, 1], [3, 2, 1])),
        tag_ids=_some(pick),
        is_eligible=_often(pick, True, False),
        max_percent=_often(pick, None, '0', '20'),
        min_unit_price=_often(pick, None, '0', '7', '33.3'),
        unit_cost=_often(pick, None, '3.3', '90'),
        margin_percent=pick((None, '11')),
        **_discount(pick),
    )


def _discount(pick):
    origin = pick(('none', 'pricelist', 'manual', 'card'))
    if origin == 'none':
        return {}
    prior = {}
    if origin == 'card':
        prior = pick(({}, {'prior_discount': '5', 'prior_origin': 'pricelist'}))
    return {'discount': pick(('0', '5', '7.333333', '40')), 'origin': origin, **prior}
