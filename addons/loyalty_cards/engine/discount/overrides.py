"""What a rule says of one product in particular."""

from decimal import Decimal
from typing import NamedTuple


class Ruling(NamedTuple):
    """How a rule treats a line."""

    is_excluded: bool = False
    percent: Decimal | None = None  # instead of the rule's own
    cap: Decimal | None = None

    def apply(self, percent):
        """Return the percent of the rule on the line, and whether the cap lowered it."""
        percent = percent if self.percent is None else self.percent
        if self.cap is not None and self.cap < percent:
            return self.cap, True
        return percent, False


PLAIN = Ruling()


def find_ruling(rule, line):
    """Return what a rule says of a line: by its product, its nearest category, or its tags.

    :param Rule rule: with its overrides
    :param Line line: whose product it is
    :rtype: Ruling
    """
    if not rule.overrides:
        return PLAIN
    found = _find(rule, 'product', [line.product_id])
    found = found or _find(rule, 'category', line.category_path)[:1]
    found = found or _find(rule, 'tag', line.tag_ids)
    return _join(found) if found else PLAIN


def _find(rule, target, ids):
    keys = [(target, target_id) for target_id in ids]
    return [rule.overrides[key] for key in keys if key in rule.overrides]


def _join(overrides):
    """Return one ruling of several tags: the strictest."""
    percents = {mode: [] for mode in ('percent', 'cap', 'exclude')}
    for override in overrides:
        percents[override.mode].append(override.percent)
    return Ruling(
        bool(percents['exclude']),
        min(percents['percent'], default=None),
        min(percents['cap'], default=None),
    )
