"""What a rule says of one product: nearest first, several tags joined; and what limits a line."""

from itertools import combinations

from .building import case, fixed, line, override, receipt, sale

SPECIALS = {
    "product": override('product', 1, 'percent', 9),
    "own category": override('category', 11, 'percent', 8),
    "parent category": override('category', 10, 'percent', 7),
    "root category": override('category', 100, 'percent', 6),
    "tag": override('tag', 5, 'percent', 4),
}
TAGS = {
    "four percent": override('tag', 1, 'percent', 4),
    "three percent": override('tag', 2, 'percent', 3),
    "at most two": override('tag', 3, 'cap', 2),
    "at most ten": override('tag', 4, 'cap', 10),
    "nothing": override('tag', 5, 'exclude'),
}
PRICES = ('0', '0.01', '0.03', '1', '3', '7', '9.99', '19.9', '100')


def override_cases():
    return [*_nearest(), *_tags(), *_modes(), *_bases()]


def _nearest():
    the_line = line(category_path=[11, 10, 100], tag_ids=[5])
    return [
        case(
            f"Overrides of {' and '.join(names)}",
            sale([fixed(5, overrides=[SPECIALS[name] for name in reversed(names)])], [the_line]),
        )
        for size in (1, 2, 3)
        for names in combinations(SPECIALS, size)
    ]


def _tags():
    return [
        case(
            f"Tags of {' and '.join(names)}",
            sale(
                [fixed(5, overrides=[TAGS[name] for name in names])],
                [line(tag_ids=[5, 4, 3, 2, 1])],
            ),
        )
        for size in (1, 2, 3)
        for names in combinations(TAGS, size)
    ]


def _modes():
    modes = {
        "5 instead": ('percent', 5),
        "0 instead": ('percent', 0),
        "at most 5": ('cap', 5),
        "at most 0": ('cap', 0),
        "nothing": ('exclude', None),
    }
    return [
        case(
            f"A {target} gets {name}, the rule gives {percent}",
            sale(
                [fixed(percent, overrides=[override(target, 4, *mode)])],
                [line(product_id=4, category_path=[4], tag_ids=[4])],
            ),
        )
        for target in ('product', 'category', 'tag')
        for name, mode in modes.items()
        for percent in (0, 12)
    ]


def _bases():
    """Only excluded lines do not count."""
    found = []
    for mode, percent in (('percent', 1), ('cap', 1), ('exclude', None)):
        rule = receipt((0, 2), (150, 6), overrides=[override('product', 2, mode, percent)])
        other = receipt((0, 1), (150, 5), rule_id=2)
        two = [line('100'), line('50', 'b', product_id=2)]
        found += [
            case(f"A second product ({mode}) and the base", sale([rule], two)),
            case(
                f"A second product ({mode}) and the base of another rule", sale([rule, other], two)
            ),
            case(
                f"A returned second product ({mode}) and the base",
                sale([rule], [line('160'), line('-20', 'b', product_id=2, quantity=-1)]),
            ),
            case(
                f"A rule that has not begun to speak ({mode})",
                sale([receipt((500, 6), overrides=rule['overrides'])], two),
            ),
        ]
    return found


def limit_cases():
    return [*_floors(), *_caps(), *_together()]


def _floors():
    found = []
    for price in PRICES:
        found += [
            case(
                f"A price of {price} may not fall below {floor}",
                sale([fixed(50)], [line(price, min_unit_price=floor)]),
            )
            for floor in ('0', '0.02', '2', '6.66')
        ]
    margins = ((7, 0), (7, '33.3'), ('0', 50), ('-3', 50), (5, -20), (7, None), (None, 20))
    found += [
        case(
            f"A price of 10, a cost of {cost} and a margin of {margin}",
            sale([fixed(50)], [line('10', unit_cost=cost, margin_percent=margin)]),
        )
        for cost, margin in margins
    ]
    return found


def _caps():
    return [
        case(
            f"Percent {percent}, programme at most {programme}, product at most {product}",
            sale(
                [fixed(percent)], [line(max_percent=product)], settings={'max_percent': programme}
            ),
        )
        for percent in ('9.995', 10, '10.01')
        for programme in (10, '10.009', 0)
        for product in (10, '10.001', None)
    ]


def _together():
    the_line = line('10', max_percent=20, min_unit_price='8', unit_cost='8', margin_percent=0)
    return [
        case(
            f"All limits are equal, and the card gives {percent}",
            sale([fixed(percent)], [the_line], settings={'max_percent': 20}),
        )
        for percent in (19, 20, '20.004', '20.005', 21)
    ]
