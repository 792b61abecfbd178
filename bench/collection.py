"""The due-date run on a ledger of any size: CUSTOMERS (default 1,000) with fifty invoices each.

First run with one task per customer, again with nothing new, and the memory that the runs took.
"""

import os
import time
from datetime import date, timedelta

import psutil
from _harness import odoo_env, report
from _ledger import make_ledger

CUSTOMERS = int(os.environ.get('CUSTOMERS', '1000'))
TODAY = date.today()


def run(env):
    """Run collection as of yesterday and return its seconds and queries."""
    env.flush_all()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    env['collection.run'].create({'date': TODAY - timedelta(days=1)}).action_run()
    env.flush_all()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


def main():
    with odoo_env() as env:
        start = time.perf_counter()
        make_ledger(env, CUSTOMERS, TODAY)
        ledger_seconds = time.perf_counter() - start
        memory = psutil.Process().memory_info().rss
        first_seconds, first_queries = run(env)
        again = sorted(run(env) for _number in range(5))[2]
        grown = psutil.Process().memory_info().rss - memory
    report(
        f"Due-date collection, {CUSTOMERS * 10:,} overdue invoices of {CUSTOMERS:,} customers",
        {
            'ledger_s': ledger_seconds,
            'first_run_customer_s': first_seconds,
            'first_run_customer_queries': first_queries,
            'nothing_new_s': again[0],
            'nothing_new_queries': again[1],
            'rss_growth_mb': grown / 1e6,
        },
    )


if __name__ == '__main__':
    main()
