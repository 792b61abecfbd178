"""Requests in few words: every helper returns the plain values that the engine reads."""


def document(**fields):
    """A Monday at ten, in company 1 and its currency, at no till."""
    return {
        'currency_rounding': '0.01',
        'company_currency_rounding': '0.01',
        'rate': 1,
        'date': '2026-03-02',
        'minutes': 600,
        'company_id': 1,
        'shown_tax_mode': 'included',
        **fields,
    }


def line(gross='100', key='a', excluded=None, **fields):
    """One piece at its gross amount; `excluded` is that amount without taxes, if there are any."""
    return {
        'key': key,
        'product_id': 1,
        'quantity': 1,
        'unit_price': gross,
        'gross_excluded': gross if excluded is None else excluded,
        'gross_included': gross,
        **fields,
    }


def lines(*amounts, **fields):
    """Lines a, b, c... of products 1, 2, 3..."""
    return [
        line(amount, 'abcdefgh'[index], **{'product_id': index + 1, **fields})
        for index, amount in enumerate(amounts)
    ]


def fixed(percent, rule_id=1, **fields):
    """A rule of category 1."""
    return _rule(rule_id, 'fixed', percent=percent, **fields)


def personal(rule_id=1, **fields):
    return _rule(rule_id, 'personal', **fields)


def receipt(*steps, rule_id=1, **fields):
    """Steps are pairs of amount and percent."""
    return _rule(rule_id, 'receipt', brackets=brackets(*steps), **fields)


def turnover(*steps, rule_id=1, period='rolling_12', **fields):
    return _rule(rule_id, 'turnover', brackets=brackets(*steps), period=period, **fields)


def _rule(rule_id, kind, **fields):
    owner = {} if 'owner' in fields else {'category_id': 1}
    return {'id': rule_id, 'kind': kind, 'tax_mode': 'included', **owner, **fields}


def brackets(*steps):
    return [{'amount_from': amount, 'percent': percent} for amount, percent in steps]


def override(target, target_id, mode, percent=None):
    rest = {} if percent is None else {'percent': percent}
    return {'target': target, 'target_id': target_id, 'mode': mode, **rest}


def sale(rules, its_lines=None, **parts):
    """A request of a holder of an active card of category 1."""
    return {
        'document': document(),
        'card': {'state': 'active', 'category_id': 1},
        'categories': [{'id': 1}],
        'rules': rules,
        'lines': lines('100') if its_lines is None else its_lines,
        **parts,
    }


def case(name, request, *discounts):
    """A case, and what each line gets if that was worked out by hand."""
    return {'name': name, 'request': request, 'by_hand': discounts}
