"""Months of letters: each that goes out is held against Odoo's books of that second.

    dunning_months [DAYS] [SEED]

Seeded customers buy, pay, pay a part, are credited, dispute, promise and lose their address, in the
evening and between run and sending (`addons/crm_accounting/tests/dunning/months.py`, of which
`scripts/test` lives some weeks). Everything is rolled back. The seed is printed.
"""

import os
import random
import sys

from odoo.tools import config

DAYS = int(sys.argv[1]) if len(sys.argv) > 1 else 180
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)


def live(days, seed):
    """Return the result of the test that lives these days, and what it tells."""
    config.parse_config(
        ['-c', os.environ['ODOO_CONF'], '-d', os.environ['ODOO_DB']], setup_logging=False
    )
    # What follows is found where the configuration says, and only with a registry.
    from odoo.modules.registry import Registry

    Registry(os.environ['ODOO_DB'])
    from odoo.tests.loader import run_suite
    from odoo.tests.suite import OdooSuite

    from odoo.addons.crm_accounting.tests.dunning.months import MonthsCase

    told = []

    class Months(MonthsCase):
        def test_months(self):
            told.append(self.live(days, seed))

    return run_suite(OdooSuite([Months('test_months')])), told


if __name__ == '__main__':
    sys.stdout.write(f'Seed {SEED}, {DAYS} days\n')
    result, told = live(DAYS, SEED)
    if not told or not result.testsRun or not result.wasSuccessful():
        sys.exit("A letter did not agree with the books: see the log.")
    sent, dropped = told[0]
    sys.stdout.write(f'{sent} letters agreed with the books, {dropped} were not needed.\n')
