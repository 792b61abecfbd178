"""Random stories of a company: ten thousand steps, and what must be true after each of them.

    collection_stories [STEPS] [SEED]

The state machine of `addons/crm_accounting/tests/collection/story`, of which `scripts/test` plays
some hundreds of steps, is played in this process against the database of the replay; everything is
rolled back. The seed is printed: given again, it tells the same stories.
"""

import os
import random
import sys

from odoo.tools import config

STEPS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)


def tell(line):
    sys.stdout.write(f'{line}\n')
    sys.stdout.flush()


def play(steps, seed):
    """Return the result of the marathon and the number of steps made."""
    database = os.environ['ODOO_DB']
    config.parse_config(['-c', os.environ['ODOO_CONF'], '-d', database], setup_logging=False)
    # What follows is found where the configuration says, and only with a registry.
    from odoo.modules.registry import Registry

    Registry(database)
    from odoo.tests.loader import run_suite
    from odoo.tests.suite import OdooSuite

    from odoo.addons.crm_accounting.tests.collection.story.marathon import Marathon

    marathon = Marathon(steps, seed, tell)
    return run_suite(OdooSuite([marathon])), marathon.made()


if __name__ == '__main__':
    tell(f"Seed {SEED}, {STEPS} steps")
    result, made = play(STEPS, SEED)
    if not result.testsRun or not result.wasSuccessful() or made < STEPS:
        sys.exit(f"A story failed, or too few steps were made: {made} of {STEPS}.")
    tell(f"{made} steps: after each of them items and tasks followed the facts.")
