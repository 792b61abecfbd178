"""Odoo's own suites without and with our addons: the same tests have the same outcome.

Both databases hold the modules of the suites and all that our addons depend on. What came out
without our addons is kept beside Odoo, until Odoo, its Python or this program changes. Tours run
in Chromium. `core_differences.txt` lists the differences that are expected, each with its reason.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from _outside import CLONE
from _servers import LOGS, ask, connect, start_odoo, tell
from _suites import SCRIPT, SUITES, TAGS, repeat_failed, run_suites
from manifests import read_manifests, standard_modules
from test_difference import complain, count_suites, find_differences
from test_verdict import read_reasons

STOCK = os.environ['CORE_DB']
OURS = f'{STOCK}_ours'
EXPECTED = Path(__file__).with_name('core_differences.txt')


# === DATABASES === #


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
    ours = read_manifests('addons')
    install(OURS, ours)
    if installed(OURS) - installed(STOCK) != {*ours} or not installed(STOCK) >= {*SUITES}:
        sys.exit("The databases must differ by our addons and by nothing else.")


def installed(database):
    query = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    return {name for (name,) in ask(connect(database), query)}


# === WHAT STOCK GIVES === #


def find_chromium():
    return shutil.which('chromium') or shutil.which('google-chrome')


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
    kept = json.loads(place.read_text()) if place.exists() else run_suites(STOCK)
    outcomes = repeat_failed(STOCK, kept)
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
    stock, ours = run_stock(), repeat_failed(OURS, run_suites(OURS))
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
