"""Compare two runs of the same tests: what became of each, and where that differs."""

from collections import Counter

PREFIX = 'odoo.addons.'


def read_outcomes(log):
    """Return `passed`, `failed` or `skipped` by test, `module.tests.file.Class.method`.

    What fails outside a test, as `setUpClass`, is in it as well.
    """
    outcomes = dict.fromkeys(log.started, 'passed')
    outcomes |= dict.fromkeys(log.skipped, 'skipped')
    outcomes |= dict.fromkeys(log.failed, 'failed')
    return {
        f'{logger}.{name}'.removeprefix(PREFIX): outcome
        for (logger, name), outcome in sorted(outcomes.items())
    }


def count_suites(outcomes):
    """Return how many tests ran in each addon; what was skipped did not run."""
    return Counter(test.split('.')[0] for test, outcome in outcomes.items() if outcome != 'skipped')


def find_differences(stock, ours):
    """Return a pair of outcomes by test, where they differ; None for a test that was not there."""
    pairs = {test: (stock.get(test), ours.get(test)) for test in sorted({*stock, *ours})}
    return {test: pair for test, pair in pairs.items() if pair[0] != pair[1]}


def complain(differences, expected):
    """Name each difference that nobody expects, and each expected one that is no more.

    :param dict expected: the reason by test
    """
    for test, (before, after) in differences.items():
        if test not in expected:
            yield f"{test}: {before or 'not run'} in stock, {after or 'not run'} with the addons"
    for test in sorted(expected.keys() - differences.keys()):
        yield f"{test}: expected to differ, and does not: take it off the list"
