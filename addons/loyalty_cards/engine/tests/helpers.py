"""What several tests need."""

import json
from datetime import date
from pathlib import Path

from discount import EngineInputError, compute_discounts, period_window, validate_programme
from hypothesis import settings

ENGINE = Path(__file__).resolve().parents[1]
SPECIFICATION = (ENGINE / 'SPECIFICATION.md').read_text(encoding='utf-8')

# Examples are the same every time; a new idea belongs into the vectors.
modest = settings(max_examples=60, deadline=None, database=None, derandomize=True)


def run(entry, request):
    """Return what an entry answers, as a vector has it: `expected` or `refused`."""
    try:
        return {'expected': _ENTRIES[entry](request)}
    except EngineInputError as error:
        return {'refused': {'field': error.field, 'code': error.code}}


def _window(request):
    days = period_window(request['period'], date.fromisoformat(request['today']))
    return [day and day.isoformat() for day in days]


_ENTRIES = {
    'compute_discounts': compute_discounts,
    'period_window': _window,
    'validate_programme': validate_programme,
}


def give_back(request, answer, **parts):
    """Return a request whose lines have the discounts of an answer on them."""
    kept = ('discount', 'origin', 'prior_discount', 'prior_origin')
    pairs = zip(request['lines'], answer['lines'], strict=True)
    lines = [line | {name: given[name] for name in kept} for line, given in pairs]
    return json.loads(json.dumps({**request, 'lines': lines, **parts}))
