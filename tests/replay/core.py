"""Odoo's own suites without and with our addons: the same tests have the same outcome.

Both databases hold the modules of the suites and all that our addons depend on. What came out
without our addons is kept beside Odoo, until Odoo, its Python or this program changes. Tours run
in Chromium. `core_differences.txt` lists the differences that are expected, each with its reason.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from _outside import CLONE, ports
from _servers import LOGS, start_odoo, tell
from manifests import read_manifests, standard_modules
from test_difference import complain, count_suites, find_differences, read_outcomes
from test_log import parse_log
from test_verdict import complain_about_run, read_reasons

STOCK = os.environ['CORE_DB']
OURS = f'{STOCK}_ours'
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
# installation would trip over what later addons require.
SCRIPT = """
from odoo.tests.shell import run_tests
env['ir.qweb']._pregenerate_assets_bundles()
env.cr.commit()
run_tests(env, {tags!r})
"""
EXPECTED = Path(__file__).with_name('core_differences.txt')


# === ODOO === #


def find_chromium():
    return shutil.which('chromium') or shutil.which('google-chrome')


def install(database, modules):
    log = LOGS / 'replay-core-install.log'
    options = ['-i', ','.join(modules), '--stop-after-init', '--no-http']
    if start_odoo(database, log, *options).wait():
        sys.exit(f"Modules could not be installed: see {log}.")


def prepare():
    """Make both databases: equal but for our addons."""
    install(STOCK, SUITES)
    command = [sys.executable, '-m', 'odoo', 'db', '-c', os.environ['ODOO_CONF']]
    with (LOGS / 'core-copy.log').open('a') as log:
        copy = [*command, 'duplicate', STOCK, OURS]
        subprocess.run(copy, cwd=CLONE, stdout=log, stderr=log, check=True)
    install(OURS, read_manifests('addons'))


def run_suites(database):
    """Return the outcome of each test.

    What failed is run again as long as that lets any of it pass: on a busy machine a tour waits
    ten seconds for a server that needs eleven.
    """
    outcomes = run_tests(database, TAGS)
    missing = [suite for suite in SUITES if not count_suites(outcomes)[suite]]
    if missing:
        sys.exit(f"Nothing ran of {', '.join(missing)}: see {log_of(database)}.")
    failed, before = find_failed(outcomes), None
    while failed and failed != before:
        again = run_tests(database, ','.join(map(select, failed)), again=True)
        outcomes = {test: outcomes[test] for test in outcomes if test not in failed} | again
        failed, before = find_failed(outcomes), failed
        tell("\n".join(f"failed, then passed: {test}" for test in before if test not in failed))
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


# === WHAT STOCK GIVES === #


def place_of_stock():
    """Return where the outcomes of this Odoo without our addons are kept."""
    browser = subprocess.check_output([find_chromium(), '--version'], stderr=subprocess.DEVNULL)
    parts = [
        os.environ['ODOO_CONTENT'],
        sys.prefix,
        browser.decode(),
        *standard_modules(),
        TAGS,
        SCRIPT,
    ]
    key = hashlib.sha256('\n'.join(parts).encode()).hexdigest()[:16]
    return Path(os.environ['CACHE'], f'core-{key}')


def run_stock():
    """Return the outcomes without our addons, from an earlier run where there was one."""
    place = place_of_stock()
    if place.exists():
        place.touch()  # what no command has used for a month goes
        return json.loads(place.read_text())
    outcomes = run_suites(STOCK)
    new = place.with_suffix(f'.{os.getpid()}')
    new.write_text(json.dumps(outcomes, indent=1))
    new.rename(place)
    return outcomes


def tell_counts(stock, ours):
    for suite in SUITES:
        before, after = count_suites(stock)[suite], count_suites(ours)[suite]
        tell(f"{suite}: {before} tests ran in stock, {after} with the addons")
    for test, outcome in stock.items():
        if outcome != 'passed' and ours.get(test) == outcome:
            tell(f"{outcome} in both: {test}")


def main():
    if not find_chromium():
        sys.exit("The tours need Chromium: apt-get install chromium")
    prepare()
    stock, ours = run_stock(), run_suites(OURS)
    tell_counts(stock, ours)
    expected = read_reasons(EXPECTED.read_text())
    complaints = [*complain(find_differences(stock, ours), expected)]
    if complaints:
        sys.exit('\n'.join(complaints))
    for test, reason in expected.items():
        tell(f"differs as expected: {test}: {reason}")
    tell("No other difference.")


if __name__ == '__main__':
    main()
