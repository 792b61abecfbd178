"""What every benchmark needs: an environment of Odoo, a clock, and the way to tell the result."""

import contextlib
import json
import os
import statistics
import sys
import time

import odoo
from odoo.modules.registry import Registry
from odoo.tools import config


@contextlib.contextmanager
def odoo_env(*, commit=False):
    """Give an environment of the database that scripts/bench made; rolled back unless `commit`."""
    if not config['db_name']:
        config.parse_config(['-c', os.environ['ODOO_CONF'], '--log-level=warn'])
    with Registry(config['db_name'][0]).cursor() as cr:
        yield odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
        if commit:
            cr.commit()
        else:
            cr.rollback()


def median_seconds(work, repeat=5):
    """Return the median duration of `work()`."""
    durations = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)


def report(title, numbers):
    """Print a table, and as the very last line one JSON object."""
    width = max(map(len, numbers))
    lines = [title, *(f'  {name:<{width}}  {value:>12,.4g}' for name, value in numbers.items())]
    sys.stdout.write('\n'.join(lines) + '\n' + json.dumps(numbers) + '\n')
