from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from odoo.tests import tagged

from ...models.statement.statement import Statement
from ..collection.story.books import Books
from ..collection.story.case import StoryCase
from ..collection.story.money import Money
from ..collection.story.stage import CENTS

OPEN_END = timedelta(days=400)


class LedgerStory(Books, Money):
    """Whatever happens to invoices and money, statements say what the books say."""

    @initialize(amounts=st.lists(CENTS, min_size=2, max_size=4), due=st.integers(-45, 0))
    def there_are_debts(self, amounts, due):
        self.tell('there_are_debts', f"{amounts}, due in {due} days")
        for number, cents in enumerate(amounts):
            self._invoice(number // 2, cents, due)
        self.read_facts()
        self._pay(self.unpaid()[:1], amount=self._share(self.unpaid()[0], 500))

    @invariant()
    def statements_are_the_ledger(self):
        self.read_facts()
        first = self.today - timedelta(days=20)
        for customer in self.case.customers:
            whole = self._read(customer, self.today - OPEN_END)
            late = self._read(customer, first)
            self._check_sums(customer, whole)
            self._check_open(customer, whole)
            self._check_periods(whole, late, first)
        if self.told:
            self.case.count_step(self.told)
        self.told = None

    def _read(self, customer, first):
        company, period = self.case.company, (first, self.today + OPEN_END)
        statement = Statement(customer, company, company, period)
        return {section['currency'].id: section for section in statement.sections}

    def _lines_of(self, customer):
        """The posted lines of a customer, without those of payments that did not arrive."""
        return [
            line
            for line in self.facts.lines.values()
            if self.oracle.customer(line) == customer.id
            and line.parent_state == 'posted'
            and not self.oracle.is_undone(line.move_id)
        ]

    def _check_sums(self, customer, sections):
        """Rows of entries are, day by day, what stands in the journal items."""
        booked, told = defaultdict(Decimal), defaultdict(Decimal)
        for line in self._lines_of(customer):
            booked[line.currency_id, line.date] += line.amount_currency
        for currency, section in sections.items():
            for row in section['rows']:
                if not row['is_settlement']:
                    told[currency, row['date']] += Decimal(str(row['amount']))
        self.case.assertEqual(_nonzero(told), _nonzero(booked), customer.name)

    def _check_open(self, customer, sections):
        """Open items are what the books say of each line, and their sum is the closing balance."""
        for line in self._lines_of(customer):
            if self.oracle.is_owed(line):
                items = sections[line.currency_id]['items']
                found = [i for i in items if i['move_id'] == line.move_id and i['open'] > 0]
                self.case.assertIn(self.oracle.owed(line), [_exact(i['open']) for i in found])
        for section in sections.values():
            where = f"{customer.name}, {section['currency'].name}: {section}"
            self.case.assertEqual(_exact(section['owed']), _exact(section['closing']), where)
            ages = sum(section['ageing'].values()) + section['credits']
            self.case.assertAlmostEqual(ages, section['owed'], 4, where)

    def _check_periods(self, whole, late, first):
        """What a later period opens with is the balance of the day before."""
        for currency, section in late.items():
            earlier = [row for row in whole[currency]['rows'] if row['date'] < first]
            balance = earlier[-1]['balance'] if earlier else 0.0
            self.case.assertEqual(section['opening'], balance)
            self.case.assertEqual(section['closing'], whole[currency]['closing'])


def _exact(amount):
    return Decimal(str(round(amount, 6)))


def _nonzero(sums):
    return {key: amount for key, amount in sums.items() if amount}


@tagged('post_install', '-at_install')
class TestStatementLedger(StoryCase):
    """Random histories against a plain sum of journal items."""

    machine = LedgerStory
    STORIES, LENGTH = 3, 30

    def test_statements_are_the_ledger_whatever_happens(self):
        self.tell_stories(self.STORIES, self.LENGTH, seed=7)
        self.assertGreaterEqual(sum(self.steps.values()), self.STORIES * self.LENGTH)
