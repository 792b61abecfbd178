"""How rules combine, and how they meet a discount that stands: tables of all ways."""

from itertools import permutations, product

from .building import case, fixed, line, override, receipt, sale

POLICIES = ('keep', 'larger', 'compound', 'replace')
SEQUENCES = ((1, 2, 3), (3, 2, 1), (5, 5, 5))


def combination_cases():
    found = [
        _combination_case(way, percents, sequences)
        for way in ('largest', 'sum', 'first')
        for percents in permutations(('2.5', '4', '60'))
        for sequences in SEQUENCES
        if sequences == (5, 5, 5) or percents[0] != '4'
    ]
    return found + _special_combinations()


def _combination_case(way, percents, sequences):
    rules = [
        fixed(percent, rule_id, sequence=sequence)
        for percent, sequence, rule_id in zip(percents, sequences, (30, 20, 10), strict=True)
    ]
    name = f"Rules 30, 20, 10 of {', '.join(percents)} in sequence {sequences}: {way}"
    return case(name, sale(rules, settings={'combination': way}))


def _special_combinations():
    found = []
    for way in ('largest', 'sum', 'first'):
        settings = {'combination': way}
        not_here = [override('product', 1, 'exclude')]
        found += [
            case(f"Two equal rules: {way}", sale([fixed(5, 9), fixed(5, 8)], settings=settings)),
            case(
                f"A rule without a sequence comes with those of ten: {way}",
                sale([fixed(5, 1), fixed(6, 2, sequence=10)], settings=settings),
            ),
            case(
                f"A first rule of zero: {way}", sale([fixed(0, 1), fixed(5, 2)], settings=settings)
            ),
            case(
                f"A first rule that leaves the line out: {way}",
                sale([fixed(9, 1, overrides=not_here), fixed(5, 2)], settings=settings),
            ),
            case(
                f"A first rule that is silent: {way}",
                sale([receipt((500, 9)), fixed(5, 2)], settings=settings),
            ),
            case(
                f"More than everything: {way}",
                sale([fixed(70, 1), fixed(80, 2)], settings=settings),
            ),
            case(
                f"Thirds are rounded once, at the end: {way}",
                sale([fixed('1.004', 1), fixed('1.004', 2)], settings=settings),
            ),
        ]
    return found


def meeting_cases():
    table = product(('pricelist', 'manual'), POLICIES, ('0', '5', '10'), ('0', '5', '7.25'))
    return [_meeting_case(*row) for row in table] + _special_meetings()


def _meeting_case(origin, policy, standing, percent):
    return case(
        f"{origin.capitalize()} {standing} meets card {percent}: {policy}",
        sale(
            [fixed(percent)],
            [line(discount=standing, origin=origin)],
            settings={f'meets_{origin}': policy},
        ),
    )


def _special_meetings():
    found = []
    for policy in POLICIES:
        settings = {'meets_pricelist': policy, 'meets_manual': policy, 'max_percent': 20}
        found += [
            _special(f"Together above the cap: {policy}", settings, '15', discount='10'),
            _special(f"What stands is above the cap: {policy}", settings, '15', discount='25'),
            _special(
                f"Together below the price floor: {policy}",
                settings,
                '15',
                discount='10',
                min_unit_price='80.01',
            ),
            _special(
                f"What stands is below the price floor: {policy}",
                settings,
                '5',
                discount='30',
                min_unit_price='80',
            ),
            _special(
                f"The price floor leaves nothing: {policy}",
                settings,
                '5',
                discount='1',
                min_unit_price='100',
            ),
            _special(f"A surcharge stands: {policy}", settings, '5', discount='-8'),
            _special(
                f"What stands has many decimals: {policy}", settings, '3.33', discount=7.333333
            ),
            _special(f"More than everything stands: {policy}", settings, '3', discount='120'),
            _special(f"What stands is at the cap: {policy}", settings, '15', discount='20'),
            _special(f"Together no more than stands: {policy}", settings, '0.01', discount='60'),
            _card(f"An earlier answer over what stood before: {policy}", settings),
        ]
    return found


def _special(name, settings, percent, **fields):
    return case(name, sale([fixed(percent)], [line(origin='manual', **fields)], settings=settings))


def _card(name, settings):
    its_line = line(discount='12', origin='card', prior_discount='4', prior_origin='pricelist')
    return case(name, sale([fixed('6')], [its_line], settings=settings))
