"""A year of a real shop, and what its customers' turnovers and tiers are at the end of each month.

Plain arithmetic on the lines of the file, which knows nothing of Odoo or of the addon. At the end
of a month a period is a number of whole calendar months, so nothing but months is needed to sum up.

What counts, by PROVENANCE.md beside the data: every line of a known customer, each rounded to the
cent. Returns (numbers with C) have no link to what they take back and count on their own day; equal
lines on a receipt are two lines; postage, discounts and fees are paid as goods are. Lines without a
customer count for nobody.
"""

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

SAMPLE = 'online_retail/online_retail.csv.gz'
FACTS = 'online_retail/facts.json'
CENT = Decimal('0.01')
MONTHS_BACK = {
    'lifetime': lambda number: number + 1,
    'rolling_1': lambda _number: 1,
    'rolling_3': lambda _number: 3,
    'rolling_12': lambda _number: 12,
    'calendar_month': lambda _number: 1,
    'calendar_quarter': lambda number: number % 12 % 3 + 1,
    'calendar_year': lambda number: number % 12 + 1,
}


@dataclass(frozen=True)
class Line:
    """A line of a receipt; `number` is its place in the file."""

    number: int
    receipt: str
    code: str
    quantity: Decimal
    price: Decimal
    day: date
    customer: str

    @property
    def amount(self):
        return (self.quantity * self.price).quantize(CENT, ROUND_HALF_UP)

    @property
    def is_return(self):
        return self.receipt.startswith('C')


def read_lines(path, is_asked=bool):
    """Return the lines of known customers, oldest first.

    :param is_asked: whether a customer, named by a number, is one of those that are wanted
    """
    with gzip.open(path, 'rt', newline='') as file:
        rows = enumerate(csv.DictReader(file), start=1)
        return [
            read_line(number, row)
            for number, row in rows
            if row['CustomerID'] and is_asked(read_customer(row))
        ]


def read_line(number, row):
    return Line(
        number=number,
        receipt=row['InvoiceNo'],
        code=row['StockCode'],
        quantity=Decimal(row['Quantity']),
        price=Decimal(row['UnitPrice']),
        day=date.fromisoformat(row['InvoiceDate'][:10]),
        customer=read_customer(row),
    )


def read_customer(row):
    return row['CustomerID'].removesuffix('.0')


# === THE TRUTH === #


def count_month(day):
    """Return the number of a day's month; the first of all is that of year 0."""
    return day.year * 12 + day.month - 1


def end_month(number):
    """Return the last day of a month."""
    return date((number + 1) // 12, (number + 1) % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True)
class Rules:
    """How tiers are won and lost; a tier is a name, a threshold and a keep threshold."""

    period: str
    demotion: str
    grace_days: int = 0
    tiers: tuple = (('Bronze', 250, 200), ('Silver', 1000, 600), ('Gold', 5000, 5000))


ALL_RULES = (
    Rules('rolling_3', 'next_lower', grace_days=31),
    Rules('rolling_12', 'never'),
    Rules('calendar_quarter', 'by_amount'),
    Rules('lifetime', 'by_amount', grace_days=10),
)


class Truth:
    """The purchases of customers by month, and the tiers that follow from them."""

    def __init__(self, lines):
        self.bought = defaultdict(Decimal)
        for line in lines:
            self.bought[line.customer, count_month(line.day)] += line.amount
        self.customers = sorted({line.customer for line in lines})
        numbers = {number for _customer, number in self.bought}
        self.months = list(range(min(numbers), max(numbers) + 1))

    def sum_up(self, customer, period, number):
        """Return what a customer bought in a period, as it is at the end of a month."""
        months = range(number - MONTHS_BACK[period](number) + 1, number + 1)
        if period == 'lifetime':
            months = [month for month in self.months if month <= number]
        return sum((self.bought[customer, month] for month in months), Decimal(0))

    def tell_tiers(self, customer, rules):
        """Return the name of the tier at the end of each month, None without one."""
        rank, short_since, told = -1, None, {}
        for number in self.months:
            bought = max(self.sum_up(customer, rules.period, number), Decimal(0))
            rank, short_since = step(rules, rank, short_since, bought, end_month(number))
            told[number] = rules.tiers[rank][0] if rank >= 0 else None
        return told


def step(rules, rank, short_since, bought, day):
    """Return the rank, -1 for none, and since when it is short, after the run of a day."""
    reached = [n for n, (_name, threshold, _keep) in enumerate(rules.tiers) if bought >= threshold]
    if reached and reached[-1] > rank:
        return reached[-1], None
    if rank < 0 or rules.demotion == 'never' or bought >= rules.tiers[rank][2]:
        return rank, None
    short_since = short_since or day
    if day < short_since + timedelta(days=rules.grace_days):
        return rank, short_since
    rank -= 1
    while rules.demotion == 'by_amount' and rank >= 0 and bought < rules.tiers[rank][2]:
        rank -= 1
    is_short = rank >= 0 and bought < rules.tiers[rank][2]
    return rank, day + timedelta(days=1) if is_short else None
