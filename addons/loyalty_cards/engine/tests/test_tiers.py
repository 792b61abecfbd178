"""What is true of every tier decision, and the edges that shops ask about."""

import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import BY_AMOUNT, NEVER, NEXT_LOWER, Ladder, Standing, Tier, decide_tier

from .oracle_tiers import tell_tier

# Examples are the same every time.
modest = settings(max_examples=300, deadline=None, database=None, derandomize=True)
TODAY = date(2026, 3, 31)
AMOUNTS = st.decimals(-50, 1200, places=2)
DAYS = st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days))
BRONZE, SILVER, GOLD = 1, 2, 3
SHOP = (
    Tier(BRONZE, Decimal(100), Decimal(50)),
    Tier(SILVER, Decimal(500), Decimal(400)),
    Tier(GOLD, Decimal(1000), Decimal(1000)),
)


@st.composite
def ladders(draw):
    """Return a ladder of up to five tiers, whose edges purchases often meet exactly."""
    steps = st.integers(0, 12).map(lambda step: Decimal(step * 100))
    thresholds = sorted(draw(st.sets(steps, max_size=5)))
    keeps = [draw(st.integers(0, int(amount)).map(Decimal)) for amount in thresholds]
    tiers = tuple(
        Tier(key, threshold, keep)
        for key, (threshold, keep) in enumerate(zip(thresholds, keeps, strict=True), start=1)
    )
    demotion = draw(st.sampled_from([NEVER, NEXT_LOWER, BY_AMOUNT]))
    return Ladder(tiers, demotion, draw(st.sampled_from([0, 1, 7, 30])))


@st.composite
def cases(draw):
    """Return a ladder, what somebody has of it, purchases, the day and the end of a lock."""
    ladder = draw(ladders())
    keys = [tier.key for tier in ladder.tiers]
    edges = [edge for tier in ladder.tiers for edge in (tier.threshold, tier.keep_threshold)]
    standing = Standing(draw(st.sampled_from([None, 99, *keys])), draw(st.one_of(st.none(), DAYS)))
    amount = draw(st.one_of(AMOUNTS, st.sampled_from(edges)) if edges else AMOUNTS)
    return ladder, standing, amount, TODAY, draw(st.one_of(st.none(), DAYS))


def rank(ladder, standing):
    return ladder.ranks.get(standing.tier, -1)


class TestTierProperties(unittest.TestCase):
    @modest
    @given(cases())
    def test_the_decision_agrees_with_the_slow_one(self, case):
        ladder, standing, amount, today, lock = case
        told = tell_tier(
            [*ladder.tiers], ladder.demotion, ladder.grace_days, *standing, amount, today, lock
        )
        self.assertEqual(tuple(decide_tier(*case)), told)

    @modest
    @given(cases())
    def test_a_second_decision_of_the_day_changes_nothing(self, case):
        ladder, _standing, *facts = case
        once = decide_tier(*case)
        self.assertEqual(decide_tier(ladder, once, *facts), once)

    @modest
    @given(cases(), AMOUNTS)
    def test_more_purchases_never_give_a_lower_tier(self, case, other):
        ladder, standing, amount, *when = case
        low, high = sorted([amount, other])
        less = decide_tier(ladder, standing, low, *when)
        more = decide_tier(ladder, standing, high, *when)
        self.assertLessEqual(rank(ladder, less), rank(ladder, more))

    @modest
    @given(cases())
    def test_who_had_more_never_ends_with_less(self, case):
        ladder, standing, *facts = case
        ends = [
            rank(ladder, decide_tier(ladder, Standing(tier.key, standing.short_since), *facts))
            for tier in ladder.tiers
        ]
        self.assertEqual(ends, sorted(ends))

    @modest
    @given(cases())
    def test_a_lock_holds_the_tier(self, case):
        ladder, standing, amount, today, _lock = case
        self.assertEqual(decide_tier(ladder, standing, amount, today, today).tier, standing.tier)

    @modest
    @given(cases())
    def test_inside_its_band_nothing_changes_and_outside_something_does(self, case):
        ladder, standing, amount, today, _lock = case
        steady = Standing(standing.tier)
        band, counted = ladder.get_band(standing.tier), max(amount, Decimal(0))
        inside = (band.low is None or counted >= band.low) and (
            band.high is None or counted < band.high
        )
        self.assertEqual(decide_tier(ladder, steady, amount, today) == steady, inside)


class TestTierEdges(unittest.TestCase):
    def _decide(self, had, amount, *, since=None, today=TODAY, lock=None, **ladder):
        standing = Standing(had, since)
        return decide_tier(Ladder(SHOP, **ladder), standing, Decimal(amount), today, lock)

    def test_a_tier_is_reached_with_its_threshold_to_the_cent(self):
        self.assertEqual(self._decide(None, '99.99'), (None, None))
        self.assertEqual(self._decide(None, 100), (BRONZE, None))
        self.assertEqual(self._decide(BRONZE, '499.99'), (BRONZE, None))
        self.assertEqual(self._decide(BRONZE, 500), (SILVER, None))

    def test_a_big_purchase_passes_tiers(self):
        self.assertEqual(self._decide(None, 5000), (GOLD, None))

    def test_a_tier_is_kept_with_its_keep_threshold_to_the_cent(self):
        self.assertEqual(self._decide(SILVER, 400), (SILVER, None))
        self.assertEqual(self._decide(SILVER, '399.99'), (BRONZE, None))

    def test_by_amount_falls_to_the_highest_tier_that_is_kept(self):
        self.assertEqual(self._decide(GOLD, 450), (SILVER, None))
        self.assertEqual(self._decide(GOLD, 60), (BRONZE, None))
        self.assertEqual(self._decide(GOLD, 10), (None, None))

    def test_one_step_waits_for_another_day_before_the_next(self):
        tomorrow = TODAY + timedelta(days=1)
        first = self._decide(GOLD, 60, demotion=NEXT_LOWER)
        self.assertEqual(first, (SILVER, tomorrow))
        again = self._decide(SILVER, 60, since=tomorrow, demotion=NEXT_LOWER)
        self.assertEqual(again, (SILVER, tomorrow))
        next_day = self._decide(SILVER, 60, since=tomorrow, today=tomorrow, demotion=NEXT_LOWER)
        self.assertEqual(next_day, (BRONZE, None))

    def test_grace_of_three_days_lasts_three_days(self):
        days = [TODAY + timedelta(days=n) for n in range(4)]
        found = [self._decide(SILVER, 0, since=TODAY, today=day, grace_days=3) for day in days]
        self.assertEqual([standing.tier for standing in found], [SILVER, SILVER, SILVER, None])

    def test_purchases_in_time_end_the_grace(self):
        since = TODAY - timedelta(days=2)
        self.assertEqual(self._decide(SILVER, 400, since=since, grace_days=3), (SILVER, None))

    def test_a_ladder_without_demotion_only_climbs(self):
        self.assertEqual(self._decide(GOLD, 0, demotion=NEVER), (GOLD, None))

    def test_a_lock_holds_through_its_last_day(self):
        self.assertEqual(self._decide(GOLD, 0, lock=TODAY), (GOLD, None))
        yesterday = TODAY - timedelta(days=1)
        self.assertEqual(self._decide(GOLD, 0, lock=yesterday), (None, None))

    def test_returns_beyond_purchases_count_as_none(self):
        everybody = Ladder((Tier(BRONZE, Decimal(0), Decimal(0)),))
        decision = decide_tier(everybody, Standing(BRONZE), Decimal(-5), TODAY)
        self.assertEqual(decision, (BRONZE, None))

    def test_a_tier_that_was_given_up_is_kept_until_another_is_reached(self):
        self.assertEqual(self._decide(99, 0), (99, None))
        self.assertEqual(self._decide(99, 100), (BRONZE, None))
