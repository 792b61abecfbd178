from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...models.payment.instalments import covered, split_evenly, spread

AMOUNTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=60)


@tagged('post_install', '-at_install')
class TestInstalments(BaseCase):
    @settings(deadline=None)
    @given(st.integers(-(10**9), 10**11), AMOUNTS)
    def test_what_was_paid_is_spread_oldest_first(self, paid, amounts):
        shares = spread(paid, amounts)
        self.assertEqual(sum(shares), min(max(paid, 0), sum(amounts)))
        self.assertTrue(
            all(0 <= share <= whole for share, whole in zip(shares, amounts, strict=True))
        )
        began = [share > 0 for share in shares]
        whole = [share == amount for share, amount in zip(shares, amounts, strict=True)]
        for earlier, later in zip(whole[:-1], began[1:], strict=True):
            self.assertTrue(earlier or not later, "an instalment began before the older one ended")

    @settings(deadline=None)
    @given(st.integers(1, 10**11), st.integers(1, 120), st.integers(0, 10**9))
    def test_an_even_split_loses_no_cent_and_keeps_the_minimum(self, total, count, minimum):
        amounts = split_evenly(total, count, minimum)
        self.assertEqual(sum(amounts), total)
        self.assertLessEqual(len(amounts), count)
        self.assertLessEqual(max(amounts) - min(amounts), 1)
        self.assertGreaterEqual(min(amounts), min(minimum, total))
        self.assertGreaterEqual(min(amounts), 1)

    def test_the_larger_instalments_come_first(self):
        self.assertEqual(split_evenly(10000, 3), [3334, 3333, 3333])
        self.assertEqual(split_evenly(2, 3), [1, 1])
        self.assertEqual(split_evenly(10000, 12, minimum=3000), [3334, 3333, 3333])

    @settings(deadline=None)
    @given(AMOUNTS, st.lists(st.integers(1, 10**9), max_size=9))
    def test_payments_one_after_the_other_cover_what_is_spread(self, amounts, payments):
        shares = spread(sum(payments), amounts)
        found, start = set(), 0
        for payment in payments:
            found.update(covered(start, payment, amounts))
            start += payment
        self.assertEqual(found, {place for place, share in enumerate(shares) if share})

    def test_what_was_paid_before_the_agreement_covers_nothing(self):
        self.assertEqual(covered(-10, 10, [30, 30]), [])
        self.assertEqual(covered(-10, 20, [30, 30]), [0])
        self.assertEqual(covered(20, 20, [30, 30]), [0, 1])
        self.assertEqual(covered(30, 30, [30, 30]), [1])
        self.assertEqual(covered(60, 5, [30, 30]), [])
