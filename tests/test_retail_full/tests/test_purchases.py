import json
from decimal import Decimal

from odoo.tests import TransactionCase, tagged

from ..outside.purchases import ALL_RULES, FACTS, SAMPLE, Truth, count_month, read_lines
from ..outside.receivables import find_shared
from .shop import Shop, replay

# One customer in a hundred, with all that was bought in thirteen months.
SLICE = 100


def read_slice(test, is_asked=lambda customer: int(customer) % SLICE == 0):
    """Return the lines of some real customers, or skip the test without the data."""
    sample = find_shared(SAMPLE)
    if not sample:
        test.skipTest("The data of ../shared are not beside this clone")
    return read_lines(sample, is_asked)


@tagged('post_install', '-at_install')
class TestPurchases(TransactionCase):
    """A real year of some customers, month by month, beside plain arithmetic."""

    def test_turnovers_and_tiers_are_those_of_the_lines(self):
        lines = read_slice(self)
        truth = Truth(lines)
        shop = Shop(self.env, ALL_RULES[0])
        shop.welcome(truth.customers)
        self.assertEqual(replay(shop, lines, truth, ALL_RULES[0]), [])
        for rules in ALL_RULES[1:]:
            shop.start_over(rules)
            with self.subTest(rules=rules):
                self.assertEqual(replay(shop, [], truth, rules), [])

    def test_the_slice_has_what_makes_it_worth_a_test(self):
        lines = read_slice(self)
        truth = Truth(lines)
        self.assertGreater(len(lines), 3000)
        self.assertTrue(any(line.is_return for line in lines))
        self.assertTrue({line.code for line in lines} & {'POST', 'M', 'D'})
        for rules in ALL_RULES:
            tiers = [truth.tell_tiers(customer, rules) for customer in truth.customers]
            moves = {
                (before, after)
                for told in tiers
                for before, after in zip(told.values(), list(told.values())[1:], strict=False)
                if before != after
            }
            with self.subTest(rules=rules):
                self.assertGreaterEqual(len(moves), 3, moves)

    def test_the_arithmetic_gives_what_is_published(self):
        lines = read_slice(self, is_asked=bool)
        facts = json.loads(find_shared(FACTS).read_text())
        truth = Truth(lines)
        self.assertEqual(len(truth.customers), facts['customers'])
        for year in (2010, 2011):
            spent = sum(
                (
                    amount
                    for (_customer, number), amount in truth.bought.items()
                    if number // 12 == year
                ),
                Decimal(0),
            )
            published = Decimal(facts[f'customer_spend_{year}']['net_total'])
            # Four articles of a tenth of a penny: on a receipt they cost nothing.
            self.assertEqual(spent, published - (Decimal('0.004') if year == 2011 else 0))
        self.assertEqual(truth.months[0], count_month(min(line.day for line in lines)))
