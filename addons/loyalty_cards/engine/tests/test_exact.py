"""Numbers are read as they are written, rounded as they are defined, written in one way."""

import unittest
from decimal import Decimal, localcontext
from fractions import Fraction

from discount.exact import EXACT, read_number, round_to, truncate_share, write_number
from hypothesis import given
from hypothesis import strategies as st

from .helpers import modest
from .oracle_numbers import text, to_unit

LIMIT = 10**15 - 1
NUMBERS = st.decimals(-LIMIT, LIMIT, allow_nan=False, places=12)
UNITS = st.sampled_from(['0.001', '0.01', '0.05', '0.03', '0.5', '1', '5', '7']).map(Decimal)


class TestExact(unittest.TestCase):
    def setUp(self):
        super().setUp()
        context = localcontext(EXACT)
        context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)

    @modest
    @given(st.floats(-LIMIT, LIMIT).filter(lambda number: abs(number) > 1e-20))
    def test_a_binary_fraction_is_its_shortest_text(self, number):
        self.assertEqual(read_number(number), (Decimal(repr(number)), None))

    @modest
    @given(NUMBERS, UNITS)
    def test_rounding_goes_to_the_nearest_multiple_and_half_away_from_zero(self, number, unit):
        self.assertEqual(round_to(number, unit), to_unit(Fraction(number), Fraction(unit)))

    @modest
    @given(NUMBERS)
    def test_writing_and_reading_returns_the_number(self, number):
        self.assertEqual(read_number(write_number(number)), (number, None))
        self.assertEqual(write_number(number), text(Fraction(number)))

    @modest
    @given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 6))
    def test_a_share_is_rounded_down_by_less_than_one_step(self, part, whole, precision):
        share = Fraction(truncate_share(Decimal(part), Decimal(whole), precision))
        rest = Fraction(part * 100, whole) - share
        self.assertTrue(0 <= rest < Fraction(1, 10**precision))

    def test_halves_go_away_from_zero(self):
        for number, rounded in (('0.125', '0.13'), ('-0.125', '-0.13'), ('0.1249', '0.12')):
            self.assertEqual(str(round_to(Decimal(number), Decimal('0.01'))), rounded)

    def test_zero_has_one_text(self):
        for number in ('0', '-0', '0.000', '-0.00', '0e5'):
            self.assertEqual(write_number(Decimal(number)), '0')
