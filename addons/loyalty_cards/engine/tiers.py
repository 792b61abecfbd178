"""Which tier purchases give: values in, a decision out; nothing is read, written or asked.

A tier is *reached* with its threshold and *kept* with its keep threshold, which is not larger. Who
has less than keeps the tier is *short*, and loses it when the grace is over. Amounts below zero
(more returned than bought) count as zero, as in SPECIFICATION.md, section 4.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

NEVER, NEXT_LOWER, BY_AMOUNT = 'never', 'next_lower', 'by_amount'
NO_TIER = -1  # the rank below the lowest tier


class Tier(NamedTuple):
    key: int
    threshold: Decimal
    keep_threshold: Decimal


class Standing(NamedTuple):
    """The key of the tier that somebody has, and since when purchases no longer keep it."""

    tier: int | None
    short_since: date | None = None


class Band(NamedTuple):
    """Purchases with which nothing changes: from `low` to below `high`; None: no limit."""

    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Ladder:
    """Tiers, the lowest first, and how they are lost.

    `demotion` is `never`; `next_lower`: one tier down, where the grace begins anew; or
    `by_amount`: down to the highest tier that the purchases keep.
    """

    tiers: tuple[Tier, ...]
    demotion: str = BY_AMOUNT
    grace_days: int = 0

    @cached_property
    def ranks(self):
        """Positions of the tiers, 0 for the lowest, by key."""
        return {tier.key: rank for rank, tier in enumerate(self.tiers)}

    def get_key(self, rank):
        return None if rank == NO_TIER else self.tiers[rank].key

    def find_reached(self, amount):
        """Return the rank of the highest tier that an amount reaches."""
        reached = [rank for rank, tier in enumerate(self.tiers) if tier.threshold <= amount]
        return max(reached, default=NO_TIER)

    def find_kept(self, amount, below):
        """Return the rank of the highest tier below a rank that an amount keeps."""
        kept = [rank for rank in range(below) if self.is_kept(rank, amount)]
        return max(kept, default=NO_TIER)

    def is_kept(self, rank, amount):
        return self.demotion == NEVER or self.tiers[rank].keep_threshold <= amount

    def find_next(self, key):
        """Return the tier above the one that somebody has (None: no tier), None at the top."""
        rank = self.ranks.get(key, NO_TIER) + 1
        return self.tiers[rank] if rank < len(self.tiers) else None

    def get_band(self, key):
        """Return the band of purchases with which who has a tier, and is not short, stays."""
        rank, higher = self.ranks.get(key, NO_TIER), self.find_next(key)
        is_lost = rank != NO_TIER and not self.is_kept(rank, Decimal(0))
        return Band(
            low=self.tiers[rank].keep_threshold if is_lost else None,
            high=higher.threshold if higher else None,
        )


def decide_tier(ladder, standing, turnover, today, locked_until=None):
    """Return what somebody has at the end of a day.

    Decided again on the same day, it stays as it is. While a tier is locked the grace does not run;
    a key that is not of the ladder (a tier given up) is kept until a tier is reached.

    :param Ladder ladder: its tiers
    :param Standing standing: what there was before
    :param Decimal turnover: purchases of the ladder's period, in the currency of the thresholds
    :param date today: the day
    :param date locked_until: last day of a lock by hand, None without
    :rtype: Standing
    """
    if locked_until and today <= locked_until:
        return Standing(standing.tier)
    amount = max(turnover, Decimal(0))
    rank, reached = ladder.ranks.get(standing.tier, NO_TIER), ladder.find_reached(amount)
    if reached > rank:
        return Standing(ladder.get_key(reached))
    if rank == NO_TIER or ladder.is_kept(rank, amount):
        return Standing(standing.tier)
    since = standing.short_since or today
    if (today - since).days < ladder.grace_days or since > today:
        return Standing(standing.tier, since)
    return _step_down(ladder, rank, amount, today)


def _step_down(ladder, rank, amount, today):
    """Return the standing below a rank.

    Who is short of the next tier too is so from tomorrow on: a second look on the same day must not
    take another step.
    """
    if ladder.demotion == BY_AMOUNT:
        return Standing(ladder.get_key(ladder.find_kept(amount, below=rank)))
    lower = rank - 1
    is_short = lower != NO_TIER and not ladder.is_kept(lower, amount)
    return Standing(ladder.get_key(lower), today + timedelta(days=1) if is_short else None)
