"""Sales with limits, with discounts that stand, with returned goods: worked out by hand."""

from .building import case, document, fixed, line, receipt, sale

LADDER = ((0, 1), (1000, 3), ('5000', 7))


def cases():
    return [*_limits(), *_standing(), *_returns()]


def _limits():
    return [
        case("The programme is capped", sale([fixed(40)], settings={'max_percent': 30}), '30'),
        case("A product is capped", sale([fixed(40)], [line(max_percent='12.5')]), '12.5'),
        case(
            "A price stays above its floor",
            sale([fixed(20)], [line('3', min_unit_price='2')]),
            '20',
        ),
        case(
            "A third off is rounded down, so that the floor is not broken",
            sale([fixed(50)], [line('3', min_unit_price='2')]),
            '33.33',
        ),
        case(
            "A margin of a quarter on the cost is kept",
            sale([fixed(50)], [line('10', unit_cost='7', margin_percent=25)]),
            '12.5',
        ),
        case(
            "A price below its floor gets nothing",
            sale([fixed(5)], [line('3', min_unit_price='4')]),
            '0',
        ),
    ]


def _standing():
    pricelist = {'discount': 10, 'origin': 'pricelist'}
    manual = {'discount': 10, 'origin': 'manual'}
    return [
        case("A larger pricelist discount stays", sale([fixed(5)], [line(**pricelist)]), '10'),
        case(
            "A smaller pricelist discount gives way", sale([fixed(15)], [line(**pricelist)]), '15'
        ),
        case("What a person typed stays", sale([fixed(15)], [line(**manual)]), '10'),
        case(
            "A person typed zero and meant it",
            sale([fixed(15)], [line(discount=0, origin='manual')]),
            '0',
        ),
        case(
            "Ten percent and five percent one after the other",
            sale([fixed(5)], [line(**pricelist)], settings={'meets_pricelist': 'compound'}),
            '14.5',
        ),
        case(
            "The card replaces a larger pricelist discount when the shop says so",
            sale([fixed(5)], [line(**pricelist)], settings={'meets_pricelist': 'replace'}),
            '5',
        ),
        case(
            "The pricelist comes back when the card goes",
            sale(
                [fixed(15)],
                [line(discount=15, origin='card', prior_discount=10, prior_origin='pricelist')],
                card=None,
            ),
            '10',
        ),
    ]


def _returns():
    returned = line('-100', 'b', quantity=-1, unit_price='100', discount=3, origin='card')
    return [
        case(
            "A refund keeps the percent of the sale",
            sale([fixed(9)], [returned], document=document(is_refund=True)),
            '3',
        ),
        case(
            "A returned piece lowers the receipt and keeps its percent",
            sale([receipt(*LADDER)], [line('1050'), returned]),
            *['1', '3'],
        ),
        case(
            "More is returned than bought and the receipt is zero",
            sale([receipt(*LADDER)], [line('50'), returned]),
            *['1', '3'],
        ),
    ]
