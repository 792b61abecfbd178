"""What customers owe, in plain Python and exact decimals, from nothing but the events.

The oracle of the history of companies: it is told what was invoiced and paid, when and at which
rate, and knows neither Odoo's residuals nor the addon.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

UNITS = {'USD': '0.01', 'EUR': '0.01', 'JPY': '1', 'KWD': '0.001'}
AGES = [(0, 'not_due'), (30, '1_30'), (60, '31_60'), (90, '61_90'), (99999, '91')]


def rounded(value, currency):
    """Round half up to the smallest unit of the currency."""
    unit = Decimal(UNITS[currency])
    return (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


@dataclass
class Firm:
    """A company or branch; its rates are units of a currency for one of its own."""

    name: str
    currency: str
    rates: dict  # of (currency, month)

    def rate(self, currency, day):
        return Decimal(1) if currency == self.currency else self.rates[currency, day.month]

    def booked(self, amount, currency, day):
        return rounded(amount / self.rate(currency, day), self.currency)


@dataclass
class Part:
    """What one payment or credit note took off a claim."""

    credit: 'Credit'
    amount: Decimal
    book: Decimal


@dataclass
class Credit:
    """A payment or a credit note, and what of it is not allocated."""

    firm: Firm
    customer: int
    currency: str
    amount: Decimal
    day: date
    is_note: bool = False
    is_undone: bool = False

    def __post_init__(self):
        self.book = self.firm.booked(self.amount, self.currency, self.day)
        self.left, self.left_book = self.amount, self.book


@dataclass
class Claim:
    """One instalment of an invoice, and what collection has made of it."""

    firm: Firm
    customer: int
    key: int  # of the invoice
    currency: str
    amount: Decimal
    book: Decimal
    due: date
    left_out: str = ''
    parts: list = field(default_factory=list)
    state: str = ''
    reason: str = ''
    hold_reason: str = ''
    next_step: str = ''
    level: int = -1
    opened: Decimal = Decimal(0)
    reopened: int = 0
    uncounted: set = field(default_factory=set)

    @property
    def standing(self):
        return [part for part in self.parts if not part.credit.is_undone]

    @property
    def owed(self):
        return self.amount - sum(part.amount for part in self.standing)

    @property
    def owed_book(self):
        return self.book - sum(part.book for part in self.standing)

    @property
    def is_live(self):
        return self.state in ('open', 'held')

    @property
    def facts(self):
        """What its collection item has to show."""
        names = 'customer', 'currency', 'state', 'reason', 'hold_reason', 'next_step', 'level'
        names += 'reopened', 'opened', 'owed', 'owed_book'
        return {'firm': self.firm.name, **{name: getattr(self, name) for name in names}}

    def age(self, today):
        days = (today - self.due).days
        return next(name for last, name in AGES if days <= last)

    # === THE MONEY === #

    def match(self, credit):
        """Allocate a credit to the claim: in a currency that both know, else in the books'."""
        own = self.firm.currency
        common = next((c for c in (self.currency, credit.currency) if c != own), own)
        if {self.currency, credit.currency} - {own, common}:
            self._match_in_books(credit)
        else:
            self._match_in(common, credit)
        self.settle()

    def _match_in(self, common, credit):
        owed_rate, paid_rate = self._rates_in(common, credit)
        owed = self.owed if self.currency == common else rounded(self.owed * owed_rate, common)
        paid = (
            credit.left if credit.currency == common else rounded(credit.left * paid_rate, common)
        )
        shared = min(owed, paid)
        own = self.firm.currency
        off_claim = min(rounded(shared / owed_rate, own), self.owed_book)
        off_credit = min(rounded(shared / paid_rate, own), credit.left_book)
        half = Decimal(UNITS[self.currency]) / 2, Decimal(UNITS[credit.currency]) / 2
        if self._is_near(off_claim, shared, half[1], paid_rate) and self._is_near(
            off_credit, shared, half[0], owed_rate
        ):
            # The two values differ by rounding alone: what is booked of the smaller one counts.
            off_claim = off_credit = min(self.owed_book, credit.left_book)
        self._take_off_credit(
            credit, paid <= owed, shared if credit.currency == common else off_credit, off_credit
        )
        amount = shared if self.currency == common else off_claim
        self._take_off(credit, owed <= paid, amount, off_claim)

    def _rates_in(self, common, credit):
        """Each document at its own rate; money of the books at the rate of the other's day."""
        owed_rate = self.amount / self.book
        paid_rate = credit.amount / credit.book
        if self.currency != common:
            owed_rate = paid_rate
        if credit.currency != common:
            paid_rate = self.firm.rate(common, credit.day)
        return owed_rate, paid_rate

    def _is_near(self, value, shared, half, rate):
        own = self.firm.currency
        return rounded((shared - half) / rate, own) <= value <= rounded((shared + half) / rate, own)

    def _match_in_books(self, credit):
        shared = min(self.owed_book, credit.left_book)
        owed_all = self.owed_book <= credit.left_book
        off_credit = min(
            rounded(shared * credit.amount / credit.book, credit.currency), credit.left
        )
        self._take_off_credit(credit, credit.left_book <= self.owed_book, off_credit, shared)
        amount = min(rounded(shared * self.amount / self.book, self.currency), self.owed)
        self._take_off(credit, owed_all, amount, shared)

    def _take_off(self, credit, is_all, amount, book):
        self.parts.append(
            Part(credit, self.owed if is_all else amount, self.owed_book if is_all else book)
        )

    @staticmethod
    def _take_off_credit(credit, is_all, amount, book):
        credit.left = Decimal(0) if is_all else credit.left - amount
        credit.left_book = Decimal(0) if is_all else credit.left_book - book

    def settle(self):
        """Close or reopen, as the money says."""
        if self.is_live and not self.owed:
            self.state, self.hold_reason = 'closed', ''
            by_note = all(part.credit.is_note for part in self.parts)
            self.reason = 'credited' if by_note else 'paid'
            self.uncounted.add('closed')
        elif self.state == 'closed' and self.owed:
            self.state, self.reason = 'open', ''
            self.reopened += 1
            self.uncounted = {'reopened'}


@dataclass
class Policy:
    firms: list
    levels: list  # of (days, minimum amount)


class Books:
    """All claims and credits, and what the run of a policy has to find in them."""

    def __init__(self):
        self.claims, self.credits = [], []

    def due(self, policy, day):
        claims = [c for c in self.claims if c.firm in policy.firms and c.due <= day and c.owed]
        return sorted(claims, key=lambda claim: claim.due)

    def credit_of(self, firm, customer):
        return sum(
            credit.left_book
            for credit in self.credits
            if (credit.firm, credit.customer) == (firm, customer) and not credit.is_undone
        )

    def run(self, policy, day):
        """Do what a run does, and return its counts and its amounts by outcome."""
        due = self.due(policy, day)
        found = {'checked': len(due), 'opened': 0}
        outcomes = {}
        plan = [(claim, self._level(policy, due, claim, day)) for claim in due]
        for claim, level in plan:
            outcome = self._outcome(policy, claim, level, day)
            count, amount = outcomes.get(outcome, (0, Decimal(0)))
            outcomes[outcome] = count + 1, amount + claim.owed_book
            found['opened'] += outcome == 'new'
        for claim, level in plan:
            self._chase(claim, level, self._next_step(due, claim))
        of_policy = [claim for claim in self.claims if claim.firm in policy.firms]
        for event in ('closed', 'reopened'):
            found[event] = sum(event in claim.uncounted for claim in of_policy)
        for claim in of_policy:
            claim.uncounted.clear()
        found['open'] = sum(claim.is_live for claim in of_policy)
        return found, outcomes

    def _of_customer(self, due, claim):
        return [
            other
            for other in due
            if (other.firm, other.customer) == (claim.firm, claim.customer) and not other.left_out
        ]

    def _level(self, policy, due, claim, day):
        group = sum(other.owed_book for other in self._of_customer(due, claim))
        reached = [
            days
            for days, minimum in policy.levels
            if (day - claim.due).days >= days and group >= minimum
        ]
        return -1 if claim.left_out else max(reached, default=-1)

    @staticmethod
    def _outcome(policy, claim, level, day):
        if claim.left_out or claim.is_live:
            return claim.left_out or claim.state
        if level >= 0:
            return 'new'
        first = min(days for days, _minimum in policy.levels)
        return 'below_minimum' if (day - claim.due).days >= first else 'grace'

    def _next_step(self, due, claim):
        group = self._of_customer(due, claim)
        if claim not in group:
            return claim.next_step
        older = group[: group.index(claim) + 1]
        covered = sum(other.owed_book for other in older)
        credit = self.credit_of(claim.firm, claim.customer)
        return 'allocate' if credit and covered <= credit else 'collect'

    @staticmethod
    def _chase(claim, level, next_step):
        if not claim.is_live and level < 0:
            return
        if not claim.is_live:
            claim.opened = claim.owed
        claim.state = 'held' if claim.left_out else 'open'
        claim.hold_reason = claim.left_out
        claim.next_step = next_step
        claim.level = max(level, claim.level)
