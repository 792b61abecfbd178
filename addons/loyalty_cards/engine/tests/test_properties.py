"""What is true of every sale, whoever buys and whatever the shop has set up."""

import copy
import unittest
from decimal import Decimal

from discount import compute_discounts
from hypothesis import given
from hypothesis import strategies as st

from .helpers import give_back, modest
from .oracle import answer
from .vectors.building import document, lines, receipt, sale, turnover
from .vectors.chance import sale_by_chance

UNTOUCHED = {'refund', 'ineligible', 'negative'}
PERCENTS = st.decimals(0, 100, places=3)
AMOUNTS = st.decimals(0, 2000, places=2)


@st.composite
def sales(draw):
    return sale_by_chance(lambda values: draw(st.sampled_from(values)))


def pairs(request, answer):
    """Return lines with what they get, without those that are left alone."""
    found = zip(request['lines'], answer['lines'], strict=True)
    return [(line, given) for line, given in found if not UNTOUCHED & {*given['flags']}]


class TestProperties(unittest.TestCase):
    @modest
    @given(sales())
    def test_engine_agrees_with_exact_fractions(self, request):
        self.assertEqual(compute_discounts(request), answer(request))

    @modest
    @given(sales())
    def test_no_discount_is_negative_or_above_the_cap(self, request):
        cap = Decimal(request['settings']['max_percent'])
        for line, given_ in pairs(request, compute_discounts(request)):
            product_cap = Decimal(line['max_percent'] or 100)
            standing = Decimal(given_['prior_discount'])
            self.assertLessEqual(0, Decimal(given_['card_percent']))
            self.assertLessEqual(Decimal(given_['card_percent']), min(cap, product_cap))
            self.assertLessEqual(Decimal(given_['discount']), max(cap, standing))

    @modest
    @given(sales())
    def test_no_card_takes_a_price_below_its_floor(self, request):
        for line, given_ in pairs(request, compute_discounts(request)):
            price, floor = Decimal(line['unit_price']), Decimal(line['min_unit_price'] or 0)
            discount, standing = Decimal(given_['discount']), Decimal(given_['prior_discount'])
            if discount > standing:
                self.assertGreaterEqual(price * (100 - discount) / 100, floor)

    @modest
    @given(sales())
    def test_computing_again_on_the_answer_changes_nothing(self, request):
        first = compute_discounts(request)
        self.assertEqual(compute_discounts(give_back(request, first)), first)

    @modest
    @given(sales())
    def test_what_stood_before_comes_back_when_the_card_goes(self, request):
        first = compute_discounts(request)
        without = compute_discounts(give_back(request, first, card=None, customer=None))
        for line, given_ in pairs(request, without):
            self.assertEqual(given_['discount'], given_['prior_discount'], line)
            self.assertEqual(given_['origin'], given_['prior_origin'], line)

    @modest
    @given(sales(), st.randoms(use_true_random=False))
    def test_no_order_matters(self, request, chance):
        mixed = copy.deepcopy(request)
        for name in ('lines', 'rules', 'categories', 'proofs'):
            chance.shuffle(mixed[name])
        for rule in mixed['rules']:
            chance.shuffle(rule['brackets'])
            chance.shuffle(rule['overrides'])
        one, other = compute_discounts(request), compute_discounts(mixed)
        self.assertEqual(other | {'lines': None}, one | {'lines': None})
        self.assertEqual(self.by_key(other), self.by_key(one))

    def by_key(self, answer):
        return {line['key']: line for line in answer['lines']}

    @modest
    @given(sales())
    def test_savings_of_the_lines_make_those_of_the_document(self, request):
        found = compute_discounts(request)
        for name in ('saved', 'saved_by_card'):
            total = sum(Decimal(line[name]) for line in found['lines'])
            self.assertEqual(Decimal(found[name]), total)

    @modest
    @given(sales())
    def test_request_is_not_changed(self, request):
        before = copy.deepcopy(request)
        compute_discounts(request)
        self.assertEqual(request, before)

    @modest
    @given(sales(), st.sampled_from((2, 10, 100)))
    def test_the_unit_of_money_does_not_matter(self, request, factor):
        """A currency of which a unit is worth so much less, and that is all."""
        scaled = copy.deepcopy(request)
        self.scale(scaled['document'], factor, 'currency_rounding')
        scaled['document']['rate'] = str(Decimal(request['document']['rate']) / factor)
        for line in scaled['lines']:
            amounts = ('unit_price', 'gross_excluded', 'gross_included')
            self.scale(line, factor, *amounts, 'min_unit_price', 'unit_cost')
        one, other = compute_discounts(request), compute_discounts(scaled)
        self.assertEqual(other['rules'], one['rules'])
        self.assertEqual(self.percents(other), self.percents(one))
        self.assertEqual(Decimal(other['saved']), Decimal(one['saved']) * factor)

    def scale(self, values, factor, *names):
        for name in names:
            if values[name] is not None:
                values[name] = str(Decimal(values[name]) * factor)

    def percents(self, answer):
        return [(line['key'], line['discount'], line['flags']) for line in answer['lines']]


class TestLadders(unittest.TestCase):
    @modest
    @given(st.lists(st.tuples(AMOUNTS, PERCENTS), min_size=1, max_size=5), AMOUNTS, AMOUNTS)
    def test_who_buys_more_gets_no_less(self, steps, one, other):
        amounts = sorted({amount for amount, _percent in steps})
        percents = sorted(percent for _amount, percent in steps)[: len(amounts)]
        ladder = [*zip(amounts, percents, strict=True)]
        less, more = sorted((one, other))
        for rule in (receipt, turnover):
            self.assertLessEqual(self.give(rule(*ladder), less), self.give(rule(*ladder), more))

    def give(self, rule, amount):
        request = sale([rule], lines(amount), turnovers={'rolling_12': amount})
        return Decimal(compute_discounts(request)['lines'][0]['discount'])

    @modest
    @given(
        st.lists(st.tuples(AMOUNTS, PERCENTS), min_size=1, max_size=5, unique_by=lambda s: s[0]),
        AMOUNTS,
    )
    def test_buying_what_is_missing_reaches_the_next_level(self, steps, amount):
        rule = receipt(*steps)
        told = compute_discounts(sale([rule], lines(amount)))['rules'][0]['next']
        if told:
            reached = amount + Decimal(told['missing'])
            there = compute_discounts(sale([rule], lines(reached)))['rules'][0]
            self.assertEqual(there['percent'], told['percent'])

    @modest
    @given(sales(), st.sampled_from(('blocked', 'lost', 'replaced', 'expired', 'unregistered')))
    def test_a_card_that_is_no_good_is_as_no_card(self, request, state):
        refused = {**request, 'card': {'state': state, 'category_id': 1, 'personal_percent': 90}}
        one, other = (compute_discounts({**request, 'card': None}), compute_discounts(refused))
        self.assertEqual(other['lines'], one['lines'])

    @modest
    @given(sales())
    def test_a_refund_changes_no_line(self, request):
        request['document'] = document(is_refund=True)
        for line, given_ in zip(request['lines'], compute_discounts(request)['lines'], strict=True):
            self.assertEqual(Decimal(given_['discount']), Decimal(line.get('discount', 0)))
            self.assertEqual(given_['origin'], line.get('origin', 'none'))
