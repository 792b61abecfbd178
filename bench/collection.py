"""Due-date collection beside the field's module, on the same ledger.

CUSTOMERS (default 10,000) with ten overdue, five later and thirty-five paid invoices each. Keys
that end in _x say how many times faster than the peer the same step is here.
"""

import os
from datetime import date, timedelta

from _harness import (
    derive_conf,
    duplicate,
    install,
    measure,
    measure_peak,
    median_seconds,
    note,
    odoo_env,
    place_beside_conf,
    report,
    seconds_to_post,
    tell,
    vacuum,
)
from _ledger import OVERDUE, PAID, add_overdue, add_paid, hash_ledger, make_ledger
from _payments import measure_overhead
from _peer import read_figures

from odoo.tools import SQL

CUSTOMERS = int(os.environ.get('CUSTOMERS', '10000'))
CORE, OURS = os.environ['CORE_DB'], os.environ['CORE_DB'] + '_ours'
TODAY = date.today()
USERS = 10
# Ours does not know whether a customer has been written to: one step is compared with several.
OUR_STEP = {
    'nothing_new_sent': 'nothing_new',
    'nothing_new_sent_one_level': 'nothing_new',
    'one_percent_new_sent': 'one_percent_new',
}


# === THE LEDGER, WITHOUT AND WITH THE ADDON === #


def make_databases():
    """Make the ledger without the addon, copy it, and install the addon into the copy.

    :return: its hash, and the id of the first customer
    """
    tell(f"Ledger of {CUSTOMERS:,} customers")
    with odoo_env(CORE, commit=True) as env:
        customer = make_ledger(env, CUSTOMERS, TODAY)
        digest = hash_ledger(env, customer, TODAY)
    duplicate(CORE, OURS)
    install(derive_conf(place_beside_conf('ours') / 'odoo.conf', OURS), 'crm_accounting')
    return digest, customer


# === ONE FIRST RUN OF EACH KIND === #


def run(env, opened=0):
    """Run collection as of yesterday and return its seconds and queries.

    :param int opened: how many items it must open
    """
    runs = []

    def collect():
        runs.append(env['collection.run'].create({'date': TODAY - timedelta(days=1)}))
        runs[0].action_run()

    figures = measure(env, collect)
    if runs[0].opened_count != opened:
        raise RuntimeError(f"The run opened {runs[0].opened_count} items instead of {opened}.")
    return figures


def first_run(env):
    """Return seconds, queries and peak memory in MB of a first run."""
    (seconds, queries), peak = measure_peak(lambda: run(env, CUSTOMERS * OVERDUE))
    return seconds, queries, peak


def run_again(env):
    """Return median seconds, and queries, of a run that finds nothing new."""
    return sorted(run(env) for _number in range(5))[2]


def find_policy(env):
    return env['collection.policy'].search([('company_id', '=', env.company.id)])


def measure_customer_mode(customer):
    """First run with one task per customer, then nothing new, 1 % new, and more paid invoices."""
    whom, figures = (customer, CUSTOMERS), measure_first_runs()
    with odoo_env(OURS) as env:
        first_run(env)
        env.cr.execute("ANALYZE")
        seconds, queries = run_again(env)
        note(figures, nothing_new_s=seconds, nothing_new_queries=queries)
        note(figures, counter_ms=measure_counter(env))
        new = CUSTOMERS * OVERDUE // 100
        add_overdue(env, whom, new, TODAY, prefix='NEW')
        seconds, queries = run(env, new)
        note(figures, one_percent_new_s=seconds, one_percent_new_queries=queries)
        tell("Nothing new among twice as many paid invoices")
        add_paid(env, whom, CUSTOMERS * PAID, TODAY, prefix='MORE')
        env.cr.execute("ANALYZE")
        seconds, queries = run_again(env)
        note(figures, nothing_new_twice_paid_s=seconds, nothing_new_twice_paid_queries=queries)
    vacuum(OURS)
    return figures


def measure_first_runs():
    """Return median seconds of three first runs, the queries, and the memory that one took."""
    tell("First run, one task per customer")
    runs = []
    for _number in range(3):
        with odoo_env(OURS) as env:
            runs.append(first_run(env))
        vacuum(OURS)
    seconds, queries, _peak = sorted(runs)[1]
    figures = {}
    note(figures, first_run_customer_s=seconds, first_run_customer_queries=queries)
    note(figures, rss_growth_customer_mb=max(peak for _seconds, _queries, peak in runs))
    return figures


def measure_counter(env):
    """Return the milliseconds in which a manager reads how many items are in which state."""
    manager = env['res.users'].create({
        'name': "Manager",
        'login': 'bench.manager',
        'group_ids': [(4, env.ref('crm_accounting.crm_accounting_group_manager').id)],
    })
    items = env['collection.item'].with_user(manager)
    return median_seconds(lambda: items._read_group([], ['state'], ['__count']), repeat=20) * 1000


def measure_invoice_modes():
    """First runs with one task per invoice: in the queue of a team, and for named salespeople."""
    figures = {}
    for mode, prepare in (('team', queue_for_team), ('user', name_salespeople)):
        tell(f"First run, one task per invoice: {mode}")
        with odoo_env(OURS) as env:
            find_policy(env).grouping = 'invoice'
            prepare(env)
            seconds, _queries, peak = first_run(env)
            note(figures, **{f'first_run_invoice_{mode}_s': seconds, f'rss_growth_{mode}_mb': peak})
        vacuum(OURS)
    return figures


def queue_for_team(env):
    values = {'name': "Collection", 'is_collection_team': True, 'collection_assignment': 'queue'}
    find_policy(env).team_id = env['crm.team'].create(values)


def name_salespeople(env):
    """Give each overdue invoice one of some salespeople, whose task it then is."""
    group = env.ref('sales_team.group_sale_salesman').id
    users = env['res.users'].create([
        {'name': f"Seller {n}", 'login': f'seller{n}', 'group_ids': [(4, group)]}
        for n in range(USERS)
    ])
    env.execute_query(
        SQL(
            "UPDATE account_move SET invoice_user_id = %s + id %% %s"
            " WHERE name LIKE 'OVERDUE/%%' RETURNING 1",
            users[:1].id,
            USERS,
        )
    )
    env.invalidate_all()


# === BESIDE THE PEER === #


def compare(figures, peer):
    """Return how many times faster than the peer each step was, on the machine of today."""
    if peer['lines'] != CUSTOMERS * OVERDUE:
        raise RuntimeError(f"The peer has chased {peer['lines']} invoices.")
    scale = figures['post_200_s'] / peer['post_200_s']
    rivals = {
        'first_run_customer': 'first_run_s',
        'first_run_invoice_team': 'first_run_s',
        'first_run_invoice_user': 'first_run_s',
        'nothing_new': 'again_draft_s',
        'nothing_new_sent': 'again_sent_s',
        'nothing_new_sent_one_level': 'again_sent_one_level_s',
        'one_percent_new': 'again_draft_s',
        'one_percent_new_sent': 'one_percent_sent_s',
    }
    ratios = {
        f'{name}_x': peer[step] * scale / figures[f'{OUR_STEP.get(name, name)}_s']
        for name, step in rivals.items()
    }
    return {**{f'peer_{name}': value for name, value in peer.items()}, **ratios}


def main():
    digest, customer = make_databases()
    for database in (CORE, OURS):
        vacuum(database)
    with odoo_env(CORE) as env:
        figures = {'post_200_s': seconds_to_post(env, 200)}
    figures |= measure_customer_mode(customer)
    figures |= measure_invoice_modes()
    figures['rss_growth_mb'] = max(
        figures[f'rss_growth_{mode}_mb'] for mode in ('customer', 'team', 'user')
    )
    figures |= measure_overhead(OURS, CORE)
    figures |= compare(figures, read_figures(CORE, digest))
    report(f"Due-date collection, {CUSTOMERS * OVERDUE:,} overdue invoices", figures)


if __name__ == '__main__':
    main()
