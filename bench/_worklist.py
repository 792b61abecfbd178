"""The work screen's first page, for a collector who works the queue that all debts are in."""

import statistics
import time

from _harness import tell

from odoo.tests import new_test_user

CALLS = 9


def measure_worklist(env, customers):
    """Return milliseconds of the first page, as medians of calls from cold caches of Odoo.

    - `worklist_ms`: the two requests of the client together, the list of whom to call and the sheet
      of its first customer.
    - `worklist_list_ms`, `worklist_sheet_ms`: of each.

    :param int customers: how many have to be in the list: all of them are due today
    """
    user = new_test_user(env, 'caller', 'crm_accounting.crm_accounting_group_user')
    _let_all_have_habits(env)
    env.cr.commit()
    env.cr.execute("ANALYZE")  # as PostgreSQL does by itself some time after a run
    tell("The work screen")
    pairs = [_ask(env(user=user), customers) for _call in range(CALLS)]
    lists, sheets = zip(*pairs, strict=True)
    return {
        'worklist_ms': statistics.median(map(sum, pairs)) * 1000,
        'worklist_list_ms': statistics.median(lists) * 1000,
        'worklist_sheet_ms': statistics.median(sheets) * 1000,
    }


def _let_all_have_habits(env):
    """Let each customer have paid some days late before."""
    env.cr.execute(
        """
        INSERT INTO collection_habit (
               partner_id, company_id, settled_count, median_days, days_late, date)
        SELECT partner_id, company_id, 10, id % 20, id % 20, NOW() FROM collection_case
            ON CONFLICT DO NOTHING
        """
    )


def _ask(env, customers):
    """Return the seconds of the list and of the sheet of its first customer."""
    env.transaction.clear()
    start = time.perf_counter()
    worklist = env['collection.case'].get_worklist()
    listed = time.perf_counter()
    if worklist['count'] != customers:
        raise RuntimeError(f"{worklist['count']} customers to call instead of {customers}")
    env.transaction.clear()
    asked = time.perf_counter()
    env['collection.case'].browse(worklist['cases'][0]['id']).get_worksheet()
    return listed - start, time.perf_counter() - asked
