"""The peer: OCA's `account_credit_control` on the same ledger, in a process of its own.

It is AGPL: fetched for the measurement alone, never a source and never a dependency. It takes a
quarter of an hour, so its figures are kept in `peer.json` by the hash of the data, with the time
of a core operation in the same process; another machine scales them by its own.
"""

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

NAME, VERSION = 'account_credit_control', '19.0.1.0.0.13'
KEPT = Path(__file__).with_name('peer.json')


def read_figures(database, data_hash):
    """Return the seconds of the peer's steps by name, measured now if these data are new.

    :param str database: its ledger is left as it is
    :param str data_hash: of the ledger
    """
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    key = f'{NAME} {VERSION} {data_hash}'
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
    """Return the seconds of a first run and of the same again, lines in draft and lines sent."""
    policy = env.ref(f'{NAME}.credit_control_3_time')
    policy.level_ids[1:].unlink()  # nothing reaches a second level on the day of the first run
    policy.account_ids = env['account.account'].search([('account_type', '=', 'asset_receivable')])
    env.company.credit_policy_id = policy
    tell("Peer: posting, then its first run")
    figures = {'post_200_s': seconds_to_post(env, 200), 'first_run_s': run(env)}
    env.cr.execute("ANALYZE")  # as PostgreSQL does by itself after a commit
    tell("Peer: again, its lines in draft")
    with env.cr.savepoint(flush=False) as savepoint:
        figures['again_draft_s'] = run(env)
        savepoint.rollback()
    env.invalidate_all(flush=False)
    tell("Peer: again, its lines sent")
    env.cr.execute("UPDATE credit_control_line SET state = 'sent'")
    env.cr.execute("ANALYZE")
    figures['again_sent_s'] = run(env)
    return figures


def run(env):
    """Return the seconds of one run of the peer."""

    def generate():
        env['credit.control.run'].create({'date': date.today()}).generate_credit_lines()

    return measure(env, generate)[0]


def main():
    with odoo_env() as env:
        sys.stdout.write(json.dumps(measure_steps(env)))


if __name__ == '__main__':
    main()
