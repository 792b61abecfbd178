"""Every rounding: of percents, of amounts, of what is saved; and documents that go back."""

from .building import case, document, fixed, line, lines, override, receipt, sale

PERCENTS = ('0.004', '0.005', '2.345', '7.333333', '9.994999', '9.995', '99.995', '1.0E-3', 0.1)
UNITS = ('0.001', '0.01', '0.05', '0.5', '1', '5', '0.03')
AMOUNTS = ('0.01', '0.025', '2.675', '12.345', '99.99', '1000000.005')


def percent_cases():
    return [
        case(
            f"{percent} percent with {precision} decimals",
            sale([fixed(percent)], settings={'precision': precision}),
        )
        for percent in PERCENTS
        for precision in (0, 1, 2, 4)
    ]


def number_cases():
    """As far as numbers and integers go."""
    numbers = {
        "with a hundred characters": '1.' + 98 * '0',
        "of forty decimals": '1e-40',
        "just below the limit": '999999999999999.5',
        "with an exponent": '1.5E+3',
        "as a binary fraction": 0.1,
    }
    found = [
        case(f"A quantity {name}", sale([fixed(5)], [line(quantity=number)]))
        for name, number in numbers.items()
    ]
    largest = 2**53 - 1
    rule = fixed(5, largest, overrides=[override('tag', -largest, 'percent', 3)])
    found.append(case("The largest integers", sale([rule], [line(tag_ids=[-largest])])))
    found += [_longest(name, policy) for name, policy in (("kept", 'keep'), ("added", 'compound'))]
    return [*found, _finest_floor()]


def _longest(name, policy):
    """Every product of two such numbers has to be exact."""
    longest, finest = f'{"9" * 15}.{"8" * 40}', f'0.{"0" * 39}7'
    its_line = line(longest, excluded=longest, unit_cost='0.' + '3' * 40, margin_percent=longest)
    standing = {'min_unit_price': finest, 'discount': '7.' + '6' * 40, 'origin': 'manual'}
    rounding = {'currency_rounding': finest, 'company_currency_rounding': finest}
    return case(
        f"Numbers as long as they may be, a manual discount is {name}",
        sale(
            [receipt((0, '5.' + '4' * 40), (longest, 9))],
            [its_line | standing],
            document=document(rate=longest, **rounding),
            settings={'precision': 6, 'meets_manual': policy},
        ),
    )


def _finest_floor():
    """Half of the price is 95 + 96e-40; the floor, 95 + 96e-40 + 1e-80, leaves room for less."""
    goods = line('100', unit_price=f'190.{192:040d}')
    floor = {'unit_cost': f'1.{1:040d}', 'margin_percent': f'9400.{1:038d}'}
    return case("A floor of eighty decimals", sale([fixed(60)], [goods | floor]))


def amount_cases():
    """Amounts as the taxes of Odoo make them: rounded for each line, or only for the whole."""
    found = [
        case(
            f"Amounts in steps of {unit}, taxes {mode}",
            sale(
                [fixed('7.5')],
                lines(*AMOUNTS),
                document=document(currency_rounding=unit, shown_tax_mode=mode),
            ),
        )
        for unit in UNITS
        for mode in ('included', 'excluded')
    ]
    for name, included in (("each line", '91.97'), ("the whole", '91.9721')):
        taxed = [line(included, key, excluded='76.01') for key in 'abc']
        found += [
            case(
                f"Taxes rounded for {name}, shown {mode}, {percent} percent",
                sale([fixed(percent)], taxed, document=document(shown_tax_mode=mode)),
            )
            for mode in ('included', 'excluded')
            for percent in (3, 10, '33.33', 100)
        ]
    return found


def refund_cases():
    back = {'quantity': -2, 'unit_price': '50'}
    going_back = document(is_refund=True)
    found = []
    for origin, percent in (('none', 0), ('card', '7.5'), ('manual', 12.5), ('pricelist', 3)):
        given = {'discount': percent, 'origin': origin}
        found += [
            case(
                f"A refund of a line with a discount of origin {origin}",
                sale([fixed(9)], [line('-100', **back, **given)], document=going_back),
            ),
            case(
                f"A line of origin {origin} goes back in a sale",
                sale([fixed(9)], [line('150', 'b'), line('-100', **back, **given)]),
            ),
            case(
                f"A line of origin {origin} that is not eligible",
                sale([fixed(9)], [line(is_eligible=False, **given)]),
            ),
        ]
    return found + _signs() + _restored()


def _signs():
    signs = {
        "a negative price": {'unit_price': '-100', 'gross': '-100'},
        "a negative quantity and price": {'unit_price': '-100', 'quantity': -1, 'gross': '100'},
        "no quantity": {'quantity': 0, 'gross': '0', 'unit_price': '100'},
        "a negative amount without taxes only": {'excluded': '-0.01'},
        "a negative amount that rounds to nothing": {'gross': '-0.004', 'unit_price': '0'},
        "a negative amount that rounds half away": {'gross': '-0.005', 'unit_price': '0'},
    }
    ladder = receipt((0, 1), (100, 5), overrides=[override('product', 99, 'exclude')])
    return [
        case(
            f"A line of {name}",
            sale([ladder], [line('100', 'b'), line(**{'gross': '100', **fields})]),
        )
        for name, fields in signs.items()
    ]


def _restored():
    """What stood before a card is kept in the answer of a refund as well."""
    given = {'discount': '12', 'origin': 'card', 'prior_discount': '5', 'prior_origin': 'manual'}
    return [
        case(
            "A refund of a line whose card met a manual discount",
            sale(
                [fixed(9)], [line('-100', quantity=-1, **given)], document=document(is_refund=True)
            ),
        ),
        case(
            "A sale without a card of a line that had one",
            sale([fixed(9)], [line(**given)], card=None),
        ),
        case("A sale with a card that met a manual discount", sale([fixed(9)], [line(**given)])),
    ]
