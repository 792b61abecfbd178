"""Both sides of every edge of a ladder: by taxes, currency, period and size of a step."""

from decimal import Decimal

from .building import case, document, line, lines, receipt, sale, turnover

LADDER = ((100, 3), ('1000.50', 5), (5000, '7.5'))
UNSORTED = tuple(reversed(LADDER))
THRESHOLDS = [amount for amount, _percent in LADDER]
SIDES = {"a step below": -1, "exactly at": 0, "a step above": 1}
PERIODS = ('lifetime', 'rolling_12', 'calendar_year', 'calendar_quarter', 'calendar_month')
# Rounding of the document's and of the company's currency, rate, and a threshold just reached.
CURRENCIES = (
    ('0.01', '0.01', '0.5', '200'),
    ('0.01', '0.01', '1.1', '90.91'),
    ('1', '0.01', '0.0062', '16129'),
    ('0.01', '1', '150.25', '0.67'),
    ('0.05', '0.01', '1.05', '95.25'),
    ('0.001', '0.01', '3.2456', '30.811'),
    ('0.01', '0.05', '0.99', '101.01'),
    ('0.01', '0.001', 0.9302325581395349, '107.51'),
    ('5', '0.01', '0.3333333333', '305'),
)


def receipt_cases():
    found = [
        _receipt_case(side, Decimal(threshold) + Decimal('0.01') * steps, threshold, mode)
        for mode in ('included', 'excluded')
        for threshold in THRESHOLDS
        for side, steps in SIDES.items()
    ]
    return found + _split_receipts() + _zero_receipts()


def _receipt_case(side, amount, threshold, mode):
    other = amount * 2
    amounts = (amount, other) if mode == 'included' else (other, amount)
    its_line = line(str(amounts[0]), excluded=str(amounts[1]))
    name = f"A receipt {side} {threshold}, taxes {mode}"
    return case(name, sale([receipt(*UNSORTED, tax_mode=mode)], [its_line]))


def _split_receipts():
    """The same amount in many lines, which are rounded one by one."""
    return [
        case(
            f"A receipt of three lines of {amount} before rounding",
            sale([receipt(*LADDER)], lines(amount, amount, amount)),
        )
        for amount in ('33.333', '33.334', '33.335', '333.4999', '333.50', '1666.665')
    ]


def _zero_receipts():
    free = receipt((0, 2), (10, 4))
    return [
        case("A receipt without lines has no level but the first", sale([free], [])),
        case("A receipt of a free piece", sale([free], lines('0'))),
        case("A receipt that is all returned", sale([free], lines('-5', quantity=-1))),
        case(
            "Nothing is missing where the next level gives less",
            sale([receipt((0, 5), (9, 4))], lines('1')),
        ),
        case(
            "The level after the next is shown if the next gives less",
            sale([receipt((0, 5), (9, 4), (20, 6))], lines('1')),
        ),
        case(
            "The next level is not one that gives the same",
            sale([receipt((0, 5), (9, 5), (20, 6))], lines('1')),
        ),
    ]


def turnover_cases():
    found = [
        _turnover_case(period, threshold, side, steps, include)
        for period in PERIODS
        for threshold in (THRESHOLDS if period == 'rolling_12' else THRESHOLDS[:1])
        for side, steps in SIDES.items()
        for include in (False, True)
    ]
    return found + _strange_turnovers()


def _turnover_case(period, threshold, side, steps, include):
    total = Decimal(threshold) + Decimal('0.01') * steps
    known = total - 60 if include else total
    with_it = "with" if include else "without"
    return case(
        f"Purchases ({period}) {side} {threshold} {with_it} this receipt",
        sale(
            [turnover(*LADDER, period=period, include_current=include)],
            lines('60'),
            turnovers={period: str(known), 'rolling_1': 99999},
        ),
    )


def _strange_turnovers():
    rule = turnover((0, 1), (100, 3))
    current = turnover((0, 1), (100, 3), include_current=True)
    return [
        case(
            "Purchases below zero are on the first level",
            sale([rule], turnovers={'rolling_12': -50}),
        ),
        case(
            "This receipt is set off against purchases below zero",
            sale([current], turnovers={'rolling_12': '-0.01'}),
        ),
        case(
            "Purchases that are not known give no level",
            sale([rule], turnovers={'rolling_12': None}),
        ),
        case(
            "Purchases of another period do not count", sale([rule], turnovers={'rolling_6': 500})
        ),
        case(
            "A returned piece takes nothing from the purchases",
            sale([current], lines('-80', quantity=-1), turnovers={'rolling_12': 100}),
        ),
        case(
            "A number may be written with an exponent",
            sale([rule], turnovers={'rolling_12': '1e2'}),
        ),
        case(
            "The purchases of many years",
            sale([rule], turnovers={'rolling_12': '999999999999999.99'}),
        ),
    ]


def currency_cases():
    return [
        _currency_case(currency, side, steps)
        for currency in CURRENCIES
        for side, steps in SIDES.items()
    ]


def _currency_case(currency, side, steps):
    rounding, company_rounding, rate, reached = currency
    amount = Decimal(reached) + Decimal(rounding) * steps
    return case(
        f"Rate {rate}, steps of {rounding} and {company_rounding}: {side} {reached}",
        sale(
            [receipt(*LADDER)],
            lines(str(amount)),
            document=document(
                currency_rounding=rounding, company_currency_rounding=company_rounding, rate=rate
            ),
        ),
    )
