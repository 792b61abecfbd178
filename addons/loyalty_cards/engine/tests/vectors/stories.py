"""Whole sales as a shop would tell them; the discounts were worked out by hand."""

from .building import (
    case,
    document,
    fixed,
    line,
    lines,
    override,
    personal,
    receipt,
    sale,
    turnover,
)

LADDER = ((0, 1), (1000, 3), ('5000', 7))
PENSIONER = {'id': 1, 'requires_proof': True, 'weekdays': [0, 1, 2, 3, 4]}
NO_TOBACCO = [override('category', 30, 'exclude')]


def cases():
    return [*_holders(), *_rules(), *_products()]


def _holders():
    return [
        case("Nobody shows a card and nothing is given", sale([fixed(5)], card=None), '0'),
        case("A retail card gives its fixed percent", sale([fixed(5)]), '5'),
        case(
            "A pensioner with a proof gets five percent on Monday",
            sale([fixed(5)], categories=[PENSIONER], proofs=[{'category_id': 1}]),
            '5',
        ),
        case(
            "A pensioner without a proof gets nothing",
            sale([fixed(5)], categories=[PENSIONER]),
            '0',
        ),
        case(
            "A pensioner gets nothing on Sunday",
            sale(
                [fixed(5)],
                categories=[PENSIONER],
                proofs=[{'category_id': 1}],
                document=document(date='2026-03-01'),
            ),
            '0',
        ),
        case(
            "A blocked card gives nothing, but its holder is a pensioner without it",
            sale(
                [fixed(10), fixed(5, 2, category_id=2)],
                card={'state': 'blocked', 'category_id': 1},
                customer={'category_ids': [2]},
                categories=[{'id': 1}, {'id': 2}],
            ),
            '5',
        ),
        case(
            "A personal percent on the card is larger than that of the category",
            sale(
                [fixed(5), personal(2, owner='card')],
                card={'state': 'active', 'category_id': 1, 'personal_percent': '7.5'},
            ),
            '7.5',
        ),
        case(
            "A customer without a card has a personal percent",
            sale([personal(owner='customer')], card=None, customer={'personal_percent': 4}),
            '4',
        ),
        case(
            "A category lets its members have the larger of their personal percents",
            sale(
                [personal()],
                card={'state': 'active', 'category_id': 1, 'personal_percent': 6},
                customer={'personal_percent': 8},
            ),
            '8',
        ),
    ]


def _rules():
    return [
        case(
            "A receipt of 999.99 is on the first step",
            sale([receipt(*LADDER)], lines('999.99')),
            '1',
        ),
        case(
            "A receipt of exactly 1000 is on the second",
            sale([receipt(*LADDER)], lines('1000')),
            '3',
        ),
        case(
            "All lines together make the receipt",
            sale([receipt(*LADDER)], lines('600', '399.99', '0.01')),
            *['3', '3', '3'],
        ),
        case(
            "Purchases of a year decide, without this receipt",
            sale([turnover(*LADDER)], lines('100'), turnovers={'rolling_12': '950'}),
            '1',
        ),
        case(
            "Purchases of a year decide, and this receipt counts too",
            sale([turnover(*LADDER, include_current=True)], turnovers={'rolling_12': '900'}),
            '3',
        ),
        case(
            "The till does not know the purchases, and the fixed percent is given",
            sale([turnover(*LADDER, rule_id=2), fixed(2)]),
            '2',
        ),
        case(
            "A ladder without taxes is climbed by the amount without taxes",
            sale([receipt(*LADDER, tax_mode='excluded')], [line('1200', excluded='999.99')]),
            '1',
        ),
        case(
            "A sale in foreign currency is compared in the company's",
            sale([receipt(*LADDER)], lines('500'), document=document(rate='2')),
            '3',
        ),
        case(
            "Two rules are added up when the shop says so",
            sale([fixed(5), receipt(*LADDER, rule_id=2)], settings={'combination': 'sum'}),
            '6',
        ),
        case(
            "The first rule decides when the shop says so",
            sale([fixed(5), fixed(2, 2, sequence=1)], settings={'combination': 'first'}),
            '2',
        ),
    ]


def _products():
    special = [override('product', 1, 'percent', 2), override('category', 30, 'exclude')]
    return [
        case(
            "Tobacco gets nothing and does not count for the receipt",
            sale(
                [receipt(*LADDER, overrides=NO_TOBACCO)],
                [line('900'), line('500', 'b', category_path=[31, 30])],
            ),
            *['1', '0'],
        ),
        case(
            "A product of an excluded category that has its own percent gets it",
            sale([fixed(5, overrides=special)], [line(category_path=[30])]),
            '2',
        ),
        case(
            "Only goods of one category get anything from a rule of zero percent",
            sale(
                [fixed(0, overrides=[override('category', 7, 'percent', 10)])],
                [line(category_path=[7, 1]), line(key='b', category_path=[8, 1])],
            ),
            *['10', '0'],
        ),
        case(
            "A tag caps the percent of gold customers",
            sale([fixed(15, overrides=[override('tag', 3, 'cap', 4)])], [line(tag_ids=[2, 3])]),
            '4',
        ),
        case(
            "What one rule excludes another may give",
            sale(
                [fixed(15, overrides=NO_TOBACCO), fixed(1, 2)],
                [line(category_path=[30])],
            ),
            '1',
        ),
        case(
            "Delivery and gift cards get nothing and do not count",
            sale([receipt(*LADDER)], [line('990'), line('20', 'b', is_eligible=False)]),
            *['1', '0'],
        ),
    ]
