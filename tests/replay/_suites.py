"""Odoo's own suites, run in a database where everything is installed already."""

import re
import subprocess
import sys
import time

from _outside import CLONE, ports
from _servers import LOGS, start_odoo, tell
from test_difference import count_suites, read_outcomes
from test_log import parse_log
from test_verdict import complain_about_run

SUITES = ('point_of_sale', 'pos_loyalty', 'pos_sale', 'sale', 'sale_loyalty')
# Classes of tours: of point_of_sale only what opens no browser is asked for.
TOURS_OF_POS = (
    'MobileTestUi',
    'TestGenericLocalization',
    'TestPoSProductVariants',
    'TestPosCashRounding',
    'TestUi',
)
HOOT = [f'/web:WebSuite.test_unit_desktop[@{suite}]' for suite in SUITES if 'pos' in suite]
TAGS = ','.join(
    [f'/{suite}' for suite in SUITES]
    + [f'-/point_of_sale:{tours}' for tours in TOURS_OF_POS]
    + HOOT
)
# Everything is installed before the first test: tests made for the moment of an addon's own
# installation would trip over what later addons require. The bundles of assets are committed for
# the browsers of all tours: each asks in a transaction of its own, and waits ten seconds at most.
SCRIPT = """
from odoo.tests.shell import run_tests
env['ir.qweb']._pregenerate_assets_bundles()
env.cr.commit()
run_tests(env, {tags!r})
"""


def run_suites(database):
    """Return the outcome of each test."""
    outcomes = run_tests(database, TAGS)
    missing = [suite for suite in SUITES if not count_suites(outcomes)[suite]]
    if missing:
        sys.exit(f"Nothing ran of {', '.join(missing)}: see {log_of(database)}.")
    return outcomes


def repeat_failed(database, outcomes):
    """Return the outcomes after what failed was run again, as long as that lets any of it pass.

    On a busy machine a tour waits ten seconds for a server that needs eleven.
    """
    failed, before = find_failed(outcomes), None
    while failed and failed != before:
        again = run_tests(database, ','.join(map(select, failed)), again=True)
        outcomes = {test: outcomes[test] for test in outcomes if test not in failed} | again
        failed, before = find_failed(outcomes), failed
        for test in before:
            if test not in failed:
                tell(f"failed, then passed: {test}")
    return outcomes


def find_failed(outcomes):
    return [test for test, outcome in outcomes.items() if outcome == 'failed']


def select(test):
    """Return the tag of a test; that of a class for what failed before its first test."""
    module, *_, case, method = re.sub(r'.*Class \(odoo.addons.(.*)\)$', r'\1.', test).split('.')
    return ','.join(HOOT) if module == 'web' else f'/{module}:{case}.{method}'.rstrip('.')


def log_of(database, *, again=False):
    return LOGS / f"replay-core-{database}{'-again' * again}.log"


def run_tests(database, tags, *, again=False):
    """Return the outcome of each test; ends us where the run itself is not sound."""
    log = log_of(database, again=again)
    tell(f"Running in {database} (log: {log.relative_to(CLONE)})")
    log.unlink(missing_ok=True)
    options = [f'--db-filter=^{database}$', f'--http-port={ports.find_free(0)}']
    process = start_odoo(database, log, *options, command='shell', stdin=subprocess.PIPE)
    process.stdin.write(SCRIPT.format(tags=tags).encode())
    process.stdin.close()
    watch(process, log)
    result = parse_log(log.read_text(errors='replace').splitlines())
    wrong = [*complain_about_run(result, process.returncode)]
    if wrong:
        sys.exit('\n'.join(wrong))
    return read_outcomes(result)


def watch(process, log):
    """Wait for the end, and tell every half minute how many tests have started."""
    start = told = time.monotonic()
    while process.poll() is None:
        time.sleep(1)
        if time.monotonic() - told > 30:
            told = time.monotonic()
            count = log.read_text(errors='replace').count(': Starting ')
            tell(f"  {told - start:.0f} s: {count} tests")
