"""What may be wrong with what a shop has set up; all answers are written by hand."""

from .building import fixed, override, personal, receipt, turnover

SOCIAL = {'id': 1}
BRONZE, SILVER = ({'id': tier, 'kind': 'tier', 'ladder_id': 5} for tier in (2, 3))
OTHER = {'id': 4, 'kind': 'tier', 'ladder_id': 6}
LADDER = ((0, 1), (100, 2))


def vectors():
    return [
        {'name': name, 'request': programme, 'expected': problems}
        for name, programme, problems in (
            *_sound(),
            *_rules(),
            *_overlaps(),
            *_holders(),
            *_fields(),
        )
    ]


def _programme(*rules, **parts):
    return {'categories': [SOCIAL], 'rules': list(rules), **parts}


def _problem(code, **params):
    return {'code': code, 'params': params}


def _sound():
    rules = [
        fixed(5),
        receipt(*LADDER, rule_id=2),
        turnover(*LADDER, rule_id=3),
        personal(4, owner='card'),
    ]
    yield "Nothing at all", {}, []
    yield "A rule of every kind", _programme(*rules), []


def _rules():
    yield (
        "A rule of a category that is not there",
        _programme(fixed(5, category_id=9)),
        [_problem('unknown_category', rule_id=1, category_id=9)],
    )
    yield (
        "Who buys more gets less",
        _programme(receipt((200, '1.5'), (0, 1), ('100.50', 2))),
        [_problem('falling_bracket', rule_id=1, amount_from='200')],
    )
    yield (
        "Who buys more gets as much",
        _programme(receipt((0, 1), (100, 1))),
        [],
    )
    yield (
        "Twice the same bracket",
        _programme(receipt((0, 1), (100, 2), ('1e2', 3))),
        [_problem('duplicate', field='rules[0].brackets[2].amount_from')],
    )
    yield (
        "Two rules and two categories of one id",
        _programme(fixed(5), fixed(6), categories=[SOCIAL, SOCIAL]),
        [
            _problem('duplicate', field='categories[1].id'),
            _problem('duplicate', field='rules[1].id'),
        ],
    )


def _overlaps():
    both = [_problem('overlapping_rules', rule_ids=[1, 2])]
    january = {'valid_from': '2026-01-01', 'valid_to': '2026-01-31'}
    shared = [override('tag', 1, 'exclude')]
    for name, one, other, problems in (
        ("by receipt", {}, {}, both),
        ("of two companies", {'company_id': 1}, {'company_id': 2}, []),
        ("of one company and of all", {'company_id': 1}, {}, both),
        ("of all companies and of one", {}, {'company_id': 1}, both),
        ("one after the other", january, {'valid_from': '2026-02-01'}, []),
        ("with a day in common", january, {'valid_from': '2026-01-31'}, both),
        ("that share the products", {'overrides': shared}, {}, []),
        ("of a category and of a card", {}, {'owner': 'card'}, []),
        ("of two cards' kinds", {'owner': 'card'}, {'owner': 'customer'}, []),
    ):
        rules = receipt(*LADDER, rule_id=2, **one), receipt(*LADDER, rule_id=1, **other)
        yield f"Two ladders {name}", _programme(*rules), problems
    year = turnover(*LADDER, rule_id=2)
    yield "Ladders by receipt and by purchases", _programme(receipt(*LADDER), year), []
    yield (
        "Ladders by purchases of two periods",
        _programme(turnover(*LADDER, period='lifetime'), year),
        [],
    )
    yield "Ladders by purchases of one period", _programme(turnover(*LADDER), year), both


def _holders():
    categories = {'categories': [SOCIAL, BRONZE, SILVER, OTHER]}
    tiers = _problem('two_tiers', holder_id=7, category_ids=[2, 3])
    ladders = _problem('two_ladders', holder_id=7, ladder_ids=[5, 6])
    for name, category_ids, problems in (
        ("a pensioner with a silver card", [1, 3], []),
        ("bronze and silver", [3, 2], [tiers]),
        ("of two ladders", [4, 1, 2], [ladders]),
        ("of everything", [1, 2, 3, 4], [ladders, tiers]),
        ("of a category that is not there", [99], []),
    ):
        holder = {'id': 7, 'category_ids': category_ids}
        yield f"A customer: {name}", {**categories, 'holders': [holder]}, problems


def _fields():
    yield (
        "Every object has its fault",
        {
            'settings': {'max_percent': 101},
            'categories': [
                {'id': 1, 'valid_from': '2026-01-02', 'valid_to': '2026-01-01'},
                {'id': 2},
            ],
            'rules': [
                fixed(-1, category_id=2),
                fixed(5, 2, category_id=2),
                fixed(5, 3) | {'kind': 'gift'},
            ],
            'holders': [{'category_ids': []}],
        },
        [
            _problem('out_of_range', field='settings.max_percent'),
            _problem('before_valid_from', field='categories[0].valid_to'),
            _problem('out_of_range', field='rules[0].percent'),
            _problem('unknown_value', field='rules[2].kind'),
            _problem('missing', field='holders[0].id'),
        ],
    )
