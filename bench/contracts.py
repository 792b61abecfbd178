"""Contracts: the nightly run over many, and one as a PDF, on a fresh database with the addons.

- `expiry_run_s`: `CONTRACTS` (default 100,000) live contracts, one in a hundred of which is due:
  its notice period begins, and its responsible person is reminded; median, from empty caches.
- `expiry_floor_s`: the bare SQL that finds and moves the same contracts, and core's creation of the
  same activities; median of turns with the run, each rolled back.
- `expiry_vs_floor`: how many times the floor the run takes. The rest is the chatter: a message with
  tracked values for each contract that was moved; and who is reminded, in which words.
- `expiry_idle_ms`: the run of an hour in which nothing is due.
- `pdf_overhead_ms`: a contract of thirty lines is printed, beside the same pages through
  wkhtmltopdf alone, medians of turns.
"""

import os
import statistics
from datetime import date, timedelta

from _contract_pdf import measure_pdf
from _harness import measure, note, odoo_env, report, tell
from _ledger import clone

from odoo.tools import SQL

CONTRACTS = int(os.environ.get('CONTRACTS', '100000'))
DUE_EVERY = 100
TURNS = 5


def main():
    figures = {}
    with odoo_env() as env:
        tell("A contract as a PDF")
        note(figures, pdf_overhead_ms=measure_pdf(env))
        tell(f"{CONTRACTS:,} contracts")
        make_contracts(env)
        measure_run(env, figures)
    report("Contracts", figures)


# === THE NIGHTLY RUN === #


def make_contracts(env):
    """Make contracts in force that end next year, and in a month those that are due."""
    seller = env['res.users'].create({
        'name': "Seller",
        'login': 'bench_seller',
        'group_ids': [(4, env.ref('sales_team.group_sale_salesman').id)],
    })
    model = env['customer.contract'].create({
        'partner_id': env['res.partner'].create({'name': "Customer"}).id,
        'subject': "Bread",
        'user_id': seller.id,
        'date_start': date.today() - timedelta(days=300),
        'date_end': date.today() + timedelta(days=400),
        'notice_days': 30,
    })
    model.write({'state': 'running', 'date_end_agreed': model.date_end})
    soon = date.today() + timedelta(days=30)
    due = SQL("CASE WHEN n %% %s = 0 THEN %s ELSE source.date_end END", DUE_EVERY, soon)
    changes = {'date_end': due, 'date_end_agreed': due}
    clone(env, 'customer_contract', model.id, CONTRACTS, changes)
    env.cr.execute("ANALYZE customer_contract")


def measure_run(env, figures):
    Contract = env['customer.contract']
    tell(f"{CONTRACTS // DUE_EVERY:,} of them are due")
    run, floor = [], []
    for turn in range(TURNS):
        ways = [(run, lambda: follow(Contract)), (floor, lambda: do_the_least(env))]
        for seconds, way in reversed(ways) if turn % 2 else ways:
            seconds.append(undone(env, way))
    note(figures, expiry_run_s=statistics.median(run), expiry_floor_s=statistics.median(floor))
    note(figures, expiry_vs_floor=figures['expiry_run_s'] / figures['expiry_floor_s'])
    follow(Contract)
    idle = [measure(env, lambda: follow(Contract, due=0))[0] for _turn in range(TURNS)]
    note(figures, expiry_idle_ms=statistics.median(idle) * 1000)


def undone(env, work):
    """Return the seconds of `work()`, which is rolled back."""
    with env.cr.savepoint() as savepoint:
        seconds, _queries = measure(env, work)
        savepoint.rollback()
    env.invalidate_all(flush=False)
    return seconds


def follow(contracts, due=CONTRACTS // DUE_EVERY):
    """Do what the scheduled action does, in one transaction."""
    for step in (contracts._follow_chunk, contracts._remind_chunk):
        done = 0
        while count := step(1000):
            done += count
        assert done == due, (step, done, due)


def do_the_least(env):
    """Move the contracts that are due by one statement, and let core make their activities."""
    rows = env.execute_query(SQL(_LEAST, day=date.today()))
    kind = env.ref('crm_accounting.mail_activity_type_contract_expires')
    env['mail.activity'].with_context(mail_activity_quick_update=True).create([
        {
            'activity_type_id': kind.id,
            'date_deadline': date.today(),
            'res_id': contract_id,
            'res_model_id': env['ir.model']._get_id('customer.contract'),
            'res_name': "Bread",
            'summary': "Ends soon",
            'user_id': user_id,
        }
        for contract_id, user_id in rows
    ])


_LEAST = """
UPDATE customer_contract SET state = 'expiring', reminded_for = date_end
 WHERE state IN ('signed', 'running', 'expiring') AND date_end - notice_days <= %(day)s
   AND reminded_for IS DISTINCT FROM date_end
RETURNING id, user_id
"""


if __name__ == '__main__':
    main()
