"""How the percent of the cards meets a discount that stands on the line already."""

from .exact import HUNDRED, ZERO, round_percent
from .limits import limit
from .model import Discount


def meet(standing, percent, limits, settings):
    """
    :param Discount standing: what is on the line without a card
    :param Decimal percent: what the cards give, within the limits
    :param dict limits: percents by flag
    :param Settings settings: with the policies
    :return: the discount of the line, and flags
    :rtype: tuple
    """
    if not percent:
        return standing, frozenset()
    if not _stands(standing):
        return Discount(percent, 'card'), frozenset()
    return _MEETINGS[settings.meets[standing.origin]](standing, percent, limits, settings)


def _stands(standing):
    """A person who typed 0 meant it; a pricelist that gives 0 gives nothing."""
    return standing.origin == 'manual' or standing.percent != ZERO


def _keep(standing, *_ignored):
    return standing, frozenset({f'{standing.origin}_kept'})


def _replace(standing, percent, *_ignored):
    return Discount(percent, 'card'), frozenset({f'{standing.origin}_replaced'})


def _take_larger(standing, percent, *_ignored):
    return (_replace if percent > standing.percent else _keep)(standing, percent)


def _compound(standing, percent, limits, settings):
    """One discount after the other; together within the limits, never below what stands."""
    both = standing.percent + percent - standing.percent * percent / HUNDRED
    total, flags = limit(round_percent(both, settings.precision), limits)
    if total <= standing.percent:
        return standing, flags | {f'{standing.origin}_kept'}
    return Discount(total, 'card'), flags | {'compounded'}


_MEETINGS = {
    'keep': _keep,
    'larger': _take_larger,
    'compound': _compound,
    'replace': _replace,
}
