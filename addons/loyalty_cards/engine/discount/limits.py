"""What a discount on a line may not exceed. Limits are rounded down, so that they always hold."""

from .exact import HUNDRED, ZERO, truncate_percent, truncate_share


def find_limits(line, settings):
    """Return the limits of a line by the flag that tells of them.

    :param Line line: one that may have a discount
    :param Settings settings: with the cap of the programme
    :return: percents, of the limits that there are
    :rtype: dict
    """
    limits = {
        'programme_cap': _truncate(settings.max_percent, settings),
        'product_cap': _truncate(line.max_percent, settings),
        'price_floor': _find_room(line.unit_price, line.min_unit_price, settings),
        'margin_floor': _find_room(line.unit_price, _find_least_price(line), settings),
    }
    return {flag: percent for flag, percent in limits.items() if percent is not None}


def limit(percent, limits):
    """Return a percent that no limit is below, and the flags of those that lowered it."""
    ceiling = min(limits.values())
    if percent <= ceiling:
        return percent, frozenset()
    return ceiling, frozenset(flag for flag, room in limits.items() if room == ceiling)


def _truncate(percent, settings):
    return None if percent is None else truncate_percent(percent, settings.precision)


def _find_least_price(line):
    """Return the price that earns the margin on the cost, None when either is not known."""
    if line.unit_cost is None or line.margin_percent is None:
        return None
    return line.unit_cost * (HUNDRED + line.margin_percent) / HUNDRED


def _find_room(unit_price, floor, settings):
    """Return the percent that a price can lose before it is below a floor."""
    if floor is None:
        return None
    if unit_price <= floor:
        return ZERO
    if floor <= 0:
        return HUNDRED
    return truncate_share(unit_price - floor, unit_price, settings.precision)
