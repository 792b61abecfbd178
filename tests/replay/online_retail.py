"""A real year of a shop: 4,372 customers with a card each, what they bought, and their tiers.

Every line of a known customer goes into the ledger, month by month; after each month the tiers are
run, and turnover and tier of every customer are compared with plain arithmetic on the file. Then
the year is run again over the whole ledger, as of each month's end, with other rules. It is played
in this process against the database of the replay; everything is rolled back.
"""

import os
import sys
import time

import _outside  # noqa: F401
from outside.purchases import ALL_RULES, SAMPLE, Truth, read_lines
from outside.receivables import find_shared

import odoo
from odoo.tools import config


def tell(line):
    sys.stdout.write(f'{line}\n')
    sys.stdout.flush()


def play(env, lines, truth):
    """Return one sentence for each difference."""
    # Found where the configuration says, and only with a registry.
    from odoo.addons.test_retail_full.tests.shop import Shop, replay

    first, *others = ALL_RULES
    shop = Shop(env, first)
    shop.welcome(truth.customers)
    tell(f"{first}")
    wrong = replay(shop, lines, truth, first, tell)
    for rules in others:
        tell(f"{rules}")
        shop.start_over(rules)
        wrong += replay(shop, [], truth, rules, tell)
    return wrong


def main():
    sample = find_shared(SAMPLE)
    if not sample:
        sys.exit("SKIPPED: the data are not beside this clone (../shared/data/online_retail).")
    start = time.monotonic()
    lines = read_lines(sample)
    truth = Truth(lines)
    tell(f"{len(lines)} lines of {len(truth.customers)} customers")
    database = os.environ['ODOO_DB']
    config.parse_config(['-c', os.environ['ODOO_CONF'], '-d', database], setup_logging=False)
    from odoo.modules.registry import Registry

    with Registry(database).cursor() as cr:
        wrong = play(odoo.api.Environment(cr, odoo.SUPERUSER_ID, {}), lines, truth)
        cr.rollback()
    if wrong:
        sys.exit('\n'.join(wrong[:100]))
    tell(f"{time.monotonic() - start:.0f} seconds: every turnover and every tier as computed.")


if __name__ == '__main__':
    main()
