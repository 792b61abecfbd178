"""The vectors that Python and JavaScript share, by theme; `python -m tests.vectors` writes them."""

import json
from pathlib import Path

from ..oracle import answer
from . import admission, chance, edges, periods, products, programmes, refusals, rounding
from . import spoilt, stacking, stories, stories_money

DIRECTORY = Path(__file__).resolve().parents[3] / 'static/tests/engine/vectors'
INDEX = 'index.json'  # a browser cannot list a directory
CHANCES = 600

# Cases by theme: the oracle answers them.
CASES = {
    'stories': stories.cases,
    'stories_money': stories_money.cases,
    'receipt_edges': edges.receipt_cases,
    'turnover_edges': edges.turnover_cases,
    'currencies': edges.currency_cases,
    'admission': admission.cases,
    'overrides': products.override_cases,
    'limits': products.limit_cases,
    'combination': stacking.combination_cases,
    'meeting': stacking.meeting_cases,
    'percents': rounding.percent_cases,
    'numbers': rounding.number_cases,
    'amounts': rounding.amount_cases,
    'refunds': rounding.refund_cases,
    'chance': lambda: [_throw(seed) for seed in range(1, CHANCES + 1)],
}
# Vectors by theme and entry: what is expected stands beside the request.
READY = {
    'refusals': ('compute_discounts', refusals.vectors),
    'spoilt': ('compute_discounts', spoilt.vectors),
    'periods': ('period_window', periods.vectors),
    'programmes': ('validate_programme', programmes.vectors),
}


def build():
    """Return what each file has to hold, by its name; the index tells how many each holds."""
    themes = {theme: ('compute_discounts', _answer(cases())) for theme, cases in CASES.items()}
    themes |= {theme: (entry, vectors()) for theme, (entry, vectors) in READY.items()}
    counts = {theme: len(vectors) for theme, (_entry, vectors) in themes.items()}
    files = {f'{theme}.json': _render(*content) for theme, content in themes.items()}
    return {INDEX: json.dumps(counts, indent=2) + '\n', **files}


def _throw(seed):
    return {'name': f"Chance {seed}", 'request': chance.sale_by_chance(chance.Dice(seed).pick)}


def _answer(cases):
    return [
        {'name': case['name'], 'request': case['request'], 'expected': answer(case['request'])}
        for case in cases
    ]


def _render(entry, vectors):
    rows = ',\n'.join(_render_vector(vector) for vector in vectors)
    return f'{{\n  "entry": "{entry}",\n  "vectors": [\n{rows}\n  ]\n}}\n'


def _render_vector(vector):
    """One line for each part: a changed answer is a changed line."""
    parts = ',\n'.join(
        f'      "{name}": {json.dumps(part, ensure_ascii=False)}' for name, part in vector.items()
    )
    return f'    {{\n{parts}\n    }}'
