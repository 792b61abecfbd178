from collections import Counter
from decimal import Decimal

from odoo import fields
from odoo.tests import tagged

from .firms import MONTHS, last_day
from .year import YearCommon

SUMMED = ('amount_residual', 'amount_residual_company', 'amount_opened')
# What the year has to bring, or the test tests less than it says.
EVENTS = {
    'plain', 'instalments', 'taxed', 'rounded', 'early', 'child', 'full', 'partial', 'other 1',
    'other 0.4', 'third', 'note 1', 'note 0.3', 'advance', 'allocated', 'bounce', 'paid early',
}  # fmt: skip
FOUND = {
    'new', 'open', 'grace', 'below_minimum', 'no_followup', 'collect', 'allocate', 'paid',
    'credited', 'reopened',
}  # fmt: skip


def exact(amount):
    """Return a float from the database as a decimal, wrong digits and all."""
    return Decimal(str(amount))


@tagged('post_install', '-at_install')
class TestCompanies(YearCommon):
    """A year of invoices and money in four companies and four currencies, month by month."""

    def test_each_run_finds_what_the_oracle_finds(self):
        for number, (year, month) in enumerate(MONTHS):
            self._play_month(number, year, month)
            day = last_day(year, month)
            with self.freeze(fields.Date.add(day, days=1)):
                for company, policy in self.runs:
                    self._compare_run(company, policy, day)
                self._compare_totals(fields.Date.add(day, days=1))
                self._compare_cases()
        self._compare_ledger()
        self.assertLessEqual(EVENTS, self.done.keys(), "something never happened")
        self.assertLessEqual(FOUND, self.found, "something was never found")

    def _compare_run(self, company, policy, day):
        manager = self._people_of(company)[1]
        expected, outcomes = self.books.run(policy, day)
        run = self._run_as(manager, company, day)
        where = f"{company.name} {day}"
        lines = {line.outcome: (line.count, exact(line.amount)) for line in run.line_ids}
        self.assertEqual(lines, outcomes, where)
        self.assertEqual({name: run[f'{name}_count'] for name in expected}, expected, where)
        self._compare_items(where)
        self.found |= outcomes.keys() | {name for name in ('reopened',) if expected[name]}

    def _compare_items(self, where):
        """Every item of every company, those of other policies than the run's too."""
        self.env.invalidate_all()
        domain = [('company_id', 'in', self.companies.ids)]
        items = self.env['collection.item'].sudo().search(domain)
        found = {(item.move_id.id, item.date_due): self._facts(item) for item in items}
        claims = [claim for claim in self.books.claims if claim.state]
        expected = {(claim.key, claim.due): claim.facts for claim in claims}
        self.assertEqual(found.keys(), expected.keys(), where)
        for key, facts in expected.items():
            self.assertEqual(found[key], facts, f"{where} {key}")
        self.found |= {claim.next_step for claim in claims} | {claim.reason for claim in claims}

    def _facts(self, item):
        return {
            'firm': item.company_id.name,
            'customer': item.partner_id.id,
            'currency': item.currency_id.name,
            'state': item.state,
            'reason': item.close_reason or '',
            'hold_reason': item.hold_reason or '',
            'next_step': item.next_step,
            'level': item.level_id.days,
            'reopened': item.reopen_count,
            'opened': exact(item.amount_opened),
            'owed': exact(item.amount_residual),
            'owed_book': exact(item.amount_residual_company),
        }

    def _compare_totals(self, today):
        """What a pivot shows: by company, customer, age and currency."""
        expected = {}
        for claim in filter(lambda claim: claim.is_live, self.books.claims):
            key = claim.firm.name, claim.customer, claim.age(today), claim.currency
            sums = expected.get(key, (0, 0, 0, 0))
            values = 1, claim.owed, claim.owed_book, claim.opened
            expected[key] = tuple(map(sum, zip(sums, values, strict=True)))
        found = {}
        for collector in (self.head_people[0], self.other_people[0]):
            for company, partner, age, currency, count, *sums in self._as(
                collector, 'collection.item'
            )._read_group(
                [('state', '!=', 'closed')],
                ['company_id', 'partner_id', 'ageing', 'currency_id'],
                ['__count', *(f'{name}:sum' for name in SUMMED)],
            ):
                key = company.sudo().name, partner.id, age, currency.name
                found[key] = (count, *map(exact, sums))
        self.assertEqual(found, expected, today)

    def _compare_cases(self):
        expected = {}
        for claim in self.books.claims:
            if claim.state:
                key = claim.firm.name, claim.customer
                expected.setdefault(key, []).append(claim)
        firms = {firm.name: firm for firm in self.firms.values()}
        for collector in (self.head_people[0], self.other_people[0]):
            for case in self._as(collector, 'collection.case').search([]):
                key = case.company_id.name, case.partner_id.id
                live = [claim for claim in expected.pop(key) if claim.is_live]
                self.assertEqual(case.open_item_count, len(live), key)
                owed = sum(claim.owed_book for claim in live)
                self.assertEqual(exact(case.amount_residual), owed, key)
                credit = self.books.credit_of(firms[key[0]], key[1])
                self.assertEqual(exact(case.amount_credit), credit, key)
                highest = max((claim.level for claim in live), default=0)
                self.assertEqual(case.level_id.days, highest, key)
        self.assertFalse(expected, "a customer has no case")

    def _compare_ledger(self):
        """Odoo's own ledger at the end, where a rejected payment still counts as allocated."""
        expected = Counter()
        for claim in self.books.claims:
            key = claim.firm.name, claim.customer, claim.currency
            expected[key, 'owed'] += claim.amount - sum(part.amount for part in claim.parts)
            expected[key, 'book'] += claim.book - sum(part.book for part in claim.parts)
        for credit in self.books.credits:
            key = credit.firm.name, credit.customer, credit.currency
            expected[key, 'owed'] -= credit.left
            expected[key, 'book'] -= credit.left_book
        found = Counter()
        for company, partner, currency, owed, book in self.env['account.move.line']._read_group(
            [('account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted')],
            ['company_id', 'partner_id', 'currency_id'],
            ['amount_residual_currency:sum', 'amount_residual:sum'],
        ):
            key = company.name, partner.commercial_partner_id.id, currency.name
            found[key, 'owed'] += exact(owed)
            found[key, 'book'] += exact(book)
        self.assertEqual(found, expected)
