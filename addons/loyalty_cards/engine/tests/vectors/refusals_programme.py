"""Rules and categories that cannot be read: each has one fault, and what names it."""

from .building import fixed, override, receipt, sale, turnover


def faults():
    """Yield the name of a vector, its request, the field and the code."""
    yield from _categories()
    yield from _rules()
    yield from _brackets()


def _categories():
    rules = [fixed(5)]
    for fields, field, code in (
        ({'kind': 'tier'}, 'ladder_id', 'missing'),
        ({'weekdays': [7]}, 'weekdays[0]', 'out_of_range'),
        ({'minute_from': 1440, 'minute_to': 5}, 'minute_from', 'out_of_range'),
        ({'minute_from': 5, 'minute_to': 1441}, 'minute_to', 'out_of_range'),
        ({'minute_from': 5, 'minute_to': 0}, 'minute_to', 'out_of_range'),
        ({'minute_from': 5}, 'minute_to', 'missing'),
        ({'minute_to': 5}, 'minute_from', 'missing'),
        ({'minute_from': 5, 'minute_to': 5}, 'minute_to', 'no_time'),
        ({'requires_proof': 'yes'}, 'requires_proof', 'not_a_boolean'),
    ):
        yield (
            f"A category with {fields}",
            sale(rules, categories=[{'id': 1, **fields}]),
            f'categories[0].{field}',
            code,
        )
    yield (
        "Two categories of one id",
        sale(rules, categories=[{'id': 1}, {'id': 1}]),
        'categories[1].id',
        'duplicate',
    )


def _rules():
    for fields, field, code in (
        ({'kind': 'gift'}, 'kind', 'unknown_value'),
        ({'percent': None}, 'percent', 'missing'),
        ({'percent': '-0.01'}, 'percent', 'out_of_range'),
        ({'percent': '100.01'}, 'percent', 'out_of_range'),
        ({'category_id': None}, 'category_id', 'missing'),
        ({'owner': 'shop'}, 'owner', 'unknown_value'),
        ({'tax_mode': None}, 'tax_mode', 'missing'),
        ({'sequence': '1'}, 'sequence', 'not_an_integer'),
        ({'valid_from': '2026-01-02', 'valid_to': '2026-01-01'}, 'valid_to', 'before_valid_from'),
    ):
        yield f"A rule with {fields}", sale([fixed(5) | fields]), f'rules[0].{field}', code
    yield "Two rules of one id", sale([fixed(5), fixed(6)]), 'rules[1].id', 'duplicate'
    for period in ('weekly', 'rolling_0', 'rolling_1201', 'rolling_01', 'rolling', 12):
        yield (
            f"A period {period!r}",
            sale([turnover((0, 1), period=period)]),
            'rules[0].period',
            'unknown_value',
        )


def _brackets():
    for steps, field, code in (
        ((), 'brackets', 'missing'),
        (((0, 1), ('0.0', 2)), 'brackets[1].amount_from', 'duplicate'),
        (((-1, 1),), 'brackets[0].amount_from', 'out_of_range'),
        (((0, 101),), 'brackets[0].percent', 'out_of_range'),
        (((0, None),), 'brackets[0].percent', 'missing'),
    ):
        yield f"Brackets {steps}", sale([receipt(*steps)]), f'rules[0].{field}', code
    for special, field, code in (
        (override('brand', 1, 'cap', 1), 'target', 'unknown_value'),
        (override('tag', 1, 'double', 1), 'mode', 'unknown_value'),
        (override('tag', 1, 'cap'), 'percent', 'missing'),
        (override('tag', 1, 'percent', 101), 'percent', 'out_of_range'),
    ):
        yield (
            f"An override {special}",
            sale([fixed(5, overrides=[special])]),
            f'rules[0].overrides[0].{field}',
            code,
        )
    twice = [override('tag', 1, 'cap', 1), override('tag', 1, 'exclude')]
    yield (
        "Two overrides of one tag",
        sale([fixed(5, overrides=twice)]),
        'rules[0].overrides[1].target_id',
        'duplicate',
    )
