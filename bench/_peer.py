"""The peer: OCA's `account_credit_control` on the same ledger, in a process of its own.

It is AGPL: fetched for the measurement alone, never a source and never a dependency. It takes a
quarter of an hour, so its figures are kept in `peer.json` by a hash of the data and of this file,
with the time of a core operation in the same process; another machine scales them by its own.
"""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from _harness import (
    derive_conf,
    install,
    measure,
    odoo_env,
    place_beside_conf,
    seconds_to_post,
    tell,
)
from _ledger import OVERDUE, add_overdue

from odoo.tools import SQL

NAME, VERSION = 'account_credit_control', '19.0.1.0.0.13'
KEPT = Path(__file__).with_name('peer.json')


def read_figures(database, data_hash):
    """Return the seconds of the peer's steps by name, measured now if these data are new.

    :param str database: its ledger is left as it is
    :param str data_hash: of the ledger
    """
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    recipe = hashlib.md5(Path(__file__).read_bytes()).hexdigest()
    key = f'{NAME} {VERSION} {data_hash} {recipe}'
    if key not in kept:
        kept[key] = measure_apart(database)
        KEPT.write_text(json.dumps(kept, indent=2, sort_keys=True) + '\n')
    return kept[key]


def measure_apart(database):
    """Fetch the peer, install it, and measure it in a process that has it on its path."""
    place = place_beside_conf('peer')
    pip = [sys.executable, '-m', 'pip', 'install', '-q', '--no-deps', '-t', place]
    subprocess.run([*pip, f'odoo-addon-{NAME}=={VERSION}'], check=True)
    conf = derive_conf(place / 'odoo.conf', database, addons=place / 'odoo' / 'addons')
    install(conf, NAME)
    answer = subprocess.run(
        [sys.executable, __file__],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, 'ODOO_CONF': str(conf)},
    )
    return json.loads(answer.stdout)


def measure_steps(env):
    """Return the seconds of each step, and how many lines the first run made.

    The policy is the one that the module ships. Each run but the first is one in which there is
    nothing new in the books; "sent" is what lines are when the customers have been written to.
    """
    policy = env.ref(f'{NAME}.credit_control_3_time')
    policy.account_ids = env['account.account'].search([('account_type', '=', 'asset_receivable')])
    env.company.credit_policy_id = policy
    tell("Peer: posting, then its first run")
    figures = {'post_200_s': seconds_to_post(env, 200), 'first_run_s': run(env)}
    figures['lines'] = count_lines(env)
    tell("Peer: again, its lines in draft")
    figures['again_draft_s'] = measure_aside(env, run)
    send(env)
    tell("Peer: again, its lines sent, its policy of the first level alone")
    figures['again_sent_one_level_s'] = measure_aside(env, run_first_level)
    tell("Peer: second level")
    figures['second_level_s'] = run(env)
    send(env)
    tell("Peer: again, its lines sent, no level reached")
    figures['again_sent_s'] = measure_aside(env, run_without_lines)
    tell("Peer: 1 % new, all others sent")
    figures['one_percent_sent_s'] = measure_aside(env, run_one_percent)
    return figures


def measure_aside(env, work):
    """Return what `work` returns, and undo what it did."""
    with env.cr.savepoint(flush=False) as savepoint:
        seconds = work(env)
        env.flush_all()
        savepoint.rollback()
    env.invalidate_all(flush=False)
    return seconds


def run(env):
    """Return the seconds of one run of the peer."""

    def generate():
        env['credit.control.run'].create({'date': date.today()}).generate_credit_lines()

    env.cr.execute("ANALYZE")  # as PostgreSQL does by itself after a commit
    return measure(env, generate)[0]


def run_first_level(env):
    policy = env.company.credit_policy_id
    policy.level_ids[1:].unlink()
    return run_without_lines(env)


def run_without_lines(env):
    """Return the seconds of a run that must find nothing."""
    before = count_lines(env)
    seconds = run(env)
    if count_lines(env) != before:
        raise RuntimeError("The peer has found something new where there is nothing.")
    return seconds


def run_one_percent(env):
    [(first, count)] = env.execute_query(
        SQL("SELECT MIN(id), COUNT(*) FROM res_partner WHERE name LIKE 'Customer %%'")
    )
    add_overdue(env, (first, count), count * OVERDUE // 100, date.today(), prefix='NEW')
    return run(env)


def send(env):
    """Mark all lines as sent, by SQL: sending takes the peer hours."""
    env.flush_all()
    env.cr.execute("UPDATE credit_control_line SET state = 'sent'")
    env.invalidate_all()


def count_lines(env):
    return env['credit.control.line'].search_count([])


def main():
    with odoo_env() as env:
        sys.stdout.write(json.dumps(measure_steps(env)))


if __name__ == '__main__':
    main()
