from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.sharing import share_out

AMOUNTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=20)


@tagged('post_install', '-at_install')
class TestSharing(BaseCase):
    @settings(deadline=None)
    @given(AMOUNTS, AMOUNTS)
    def test_every_cent_goes_to_the_oldest_debt_that_is_left(self, paid, owed):
        total, paid = 0, list(paid)
        while sum(paid) > sum(owed):
            paid.pop()
        shares = share_out(paid, owed)
        for index, amount in enumerate(paid):
            self.assertEqual(sum(share for one, _debt, share in shares if one == index), amount)
        got = [sum(s for _one, debt, s in shares if debt == index) for index in range(len(owed))]
        total = sum(paid)
        for amount, share in zip(owed, got, strict=True):
            self.assertEqual(share, min(amount, total))
            total -= share
        self.assertTrue(all(share > 0 for *_where, share in shares))

    def test_a_card_pays_what_cash_left(self):
        self.assertEqual(
            share_out([70, 50], [50, 60, 40]), [(0, 0, 50), (0, 1, 20), (1, 1, 40), (1, 2, 10)]
        )
