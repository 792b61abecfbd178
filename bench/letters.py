"""Letters to customers who owe: prepared by a run, judged by the books and posted in portions; then
the work screen of who calls them.

CUSTOMERS (default 10,000) with ten overdue invoices each; rows and history, each portion of letters
in a transaction of its own, no SMTP, no PDF.

- `letter_ms`, `letter_queries`: of one letter, preparing included.
- `prepare_ms`: of preparing alone, for one letter.
- `worklist_ms` and its parts: of the work screen's first page over all these debts.
"""

import os
import time
from datetime import date, timedelta

from _harness import note, odoo_env, report, tell
from _ledger import OVERDUE, add_overdue, make_customers
from _worklist import measure_worklist

from odoo.tools import SQL

CUSTOMERS = int(os.environ.get('CUSTOMERS', '10000'))
TODAY = date.today()


def main():
    figures = {}
    with odoo_env() as env:
        tell(f"{CUSTOMERS:,} customers with {OVERDUE} overdue invoices each")
        make_debts(env)
        env.cr.commit()
        note(figures, **measure_letters(env))
        note(figures, **measure_worklist(env, CUSTOMERS))
    report("Letters", figures)


def make_debts(env):
    """Let customers with addresses owe, and their company write to them."""
    first = make_customers(env, CUSTOMERS)
    address = "UPDATE res_partner SET email = 'customer' || id || '@example.com' WHERE id >= %s"
    env.cr.execute(SQL(address, first))
    add_overdue(env, (first, CUSTOMERS), CUSTOMERS * OVERDUE, TODAY, prefix='OVERDUE')
    env.cr.execute("ANALYZE")
    policy = env['collection.policy']._get_for_company(env.company)
    policy.action_set_up_letters()
    policy.level_ids.is_invoice_attached = False
    policy.action_start_writing()


def measure_letters(env):
    """Return milliseconds and queries of one letter."""
    run = env['collection.run'].create({'date': TODAY - timedelta(days=1)})
    for chunk in run._start():
        run._process_chunk(chunk)
    env.cr.commit()
    tell("Preparing")
    before, start = env.cr.sql_log_count, time.perf_counter()
    count = run._prepare_letters()
    env.cr.commit()
    prepared = time.perf_counter()
    if count != CUSTOMERS:
        raise RuntimeError(f"{count} letters instead of {CUSTOMERS}")
    tell("Sending")
    env['collection.letter']._cron_send()
    seconds, queries = time.perf_counter() - start, env.cr.sql_log_count - before
    sent = env['collection.letter'].search_count([('state', '=', 'sent')])
    if sent != CUSTOMERS:
        raise RuntimeError(f"{sent} letters are sent instead of {CUSTOMERS}")
    return {
        'letter_ms': seconds * 1000 / count,
        'letter_queries': queries / count,
        'prepare_ms': (prepared - start) * 1000 / count,
    }


if __name__ == '__main__':
    main()
