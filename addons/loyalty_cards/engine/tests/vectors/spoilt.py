"""Sales at random with one value that is rubbish; no oracle refuses, Python's word is expected."""

from ..helpers import run
from .chance import Dice, sale_by_chance

SALES = 250
# What JSON says alike to Python and to JavaScript, for which 5.0 is 5.
RUBBISH = (
    *(None, True, -1, 7, 2**53, 10**20, 0.5, 1e-7, 1e-50),
    *('', ' 5', '12', '-5', 'x', 'NaN', '1e999', '1e', '9' * 101, '2026-02-30', '2999-01-01'),
    *([], [None], [1.5], {}, {'x': 1}),
)


def vectors():
    spoilt = [(seed, _spoil(Dice(seed).pick)) for seed in range(1, 1 + SALES)]
    answers = [(seed, request, run('compute_discounts', request)) for seed, request in spoilt]
    return [
        {'name': f"Spoilt {seed}", 'request': request, **outcome}
        for seed, request, outcome in answers
        if 'refused' in outcome
    ]


def _spoil(pick):
    request = sale_by_chance(pick)
    put(request, pick(places(request)[1:]), pick(RUBBISH))
    return request


def places(value, path=()):
    """Return the ways to everything that a request holds."""
    inner = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *[place for key, held in inner for place in places(held, (*path, key))]]


def put(request, path, value):
    """Replace what is at the end of a way."""
    for key in path[:-1]:
        request = request[key]
    request[path[-1]] = value
