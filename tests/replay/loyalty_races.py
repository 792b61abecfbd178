"""The same done by several people at the same moment: nothing is doubled, nobody meets a riddle.

    loyalty_races [ROUNDS]

First runs of the same ladder: in each round every card has bought enough for the next tier, or
nothing any more; three runs start at once, each on a connection of its own, as a nightly job and
two managers would, and every change is made, logged and told once. Then two counters, each at an
Odoo process of its own, with cards and invoices (`_counters.py`). The database of the replay keeps
what they do.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from threading import Barrier

from _counters import Counters
from _servers import serve

import odoo
from odoo.service.model import retrying
from odoo.tools import config

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 12
CARDS = 200
RUNS = 3
DAY = date(2026, 3, 1)
THRESHOLDS = (100, 200)


@contextmanager
def connect():
    """Give an environment on a connection of its own, committed at the end."""
    from odoo.modules.registry import Registry

    with Registry(os.environ['ODOO_DB']).cursor() as cr:
        yield odoo.api.Environment(cr, odoo.SUPERUSER_ID, {'tracking_disable': True})


def set_up():
    """Return the ids of a ladder with messages, and of the cards on it."""
    with connect() as env:
        ladder = env['discount.card.ladder'].create({
            'name': "Races",
            'takes_new_cards': True,
            'period_type': 'calendar_month',
        })
        template = env['sms.template'].create({
            'name': "New tier",
            'model_id': env['ir.model']._get_id('discount.card'),
            'body': "You have {{ object.category_id.name }}",
        })
        env['discount.card.category'].create([
            {
                'name': f"From {threshold}",
                'kind': 'tier',
                'ladder_id': ladder.id,
                'threshold': threshold,
                'promotion_sms_template_id': template.id,
            }
            for threshold in THRESHOLDS
        ])
        partners = env['res.partner'].create([
            {'name': f"Customer {n}", 'phone': f'+3592{n:07}', 'country_id': env.ref('base.bg').id}
            for n in range(CARDS)
        ])
        cards = env['discount.card'].create([
            {'code': f'RACE{partner.id}', 'partner_id': partner.id} for partner in partners
        ])
        return ladder.id, cards.ids


def buy(card_ids, day, number):
    with connect() as env:
        company = env.company
        env['discount.card.entry']._record([
            {
                'kind': 'sale',
                'date': day,
                'effective_date': day,
                'company_id': company.id,
                'currency_id': company.currency_id.id,
                'card_id': card_id,
                'res_model': 'pos.order',  # of which there are none: the counters write invoices
                'res_id': 1,
                'line_res_id': card_id,
                'document_name': "INV/1",
                'posting': number,
                'turnover': THRESHOLDS[0],
                'turnover_company': THRESHOLDS[0],
            }
            for card_id in card_ids
        ])


def run_at_once(ladder_id, day):
    """Start runs at the same moment; return how many tiers each of them changed."""
    barrier = Barrier(RUNS)

    def run(_number):
        with connect() as env:
            ladder = env['discount.card.ladder'].browse(ladder_id)
            barrier.wait()
            return len(retrying(partial(ladder._run_tiers, day), env))

    with ThreadPoolExecutor(RUNS) as pool:
        return sorted(pool.map(run, range(RUNS)))


def count(env):
    return (
        env['discount.card.tier.log'].search_count([]),
        env['sms.sms'].search_count([]),
    )


def run_ladders():
    quiet = ['--log-handler=odoo.sql_db:CRITICAL']  # conflicts are what this is about
    config.parse_config(['-c', os.environ['ODOO_CONF'], '-d', os.environ['ODOO_DB'], *quiet])
    ladder_id, card_ids = set_up()
    logs = texts = 0
    for number in range(ROUNDS):
        # A month: two tiers up, one purchase after the other, and down again when it is over.
        month, step = divmod(number, len(THRESHOLDS) + 1)
        day = DAY + timedelta(days=31 * month + step)
        if step < len(THRESHOLDS):
            buy(card_ids, day, number)
        else:
            day += timedelta(days=31 - step)
        changed = run_at_once(ladder_id, day)
        logs += CARDS
        texts += CARDS if step < len(THRESHOLDS) else 0
        with connect() as env:
            found = count(env)
        sys.stdout.write(f"{day}: {changed}\n")
        if changed != [0] * (RUNS - 1) + [CARDS] or found != (logs, texts):
            sys.exit(f"{found} entries and messages instead of {(logs, texts)}: {changed}")
    sys.stdout.write(f"{ROUNDS} rounds of {RUNS} runs: every change once.\n")


def hold_counters():
    with serve(2) as servers:
        if wrong := Counters(servers).hold_all(ROUNDS):
            sys.exit(f"Something was doubled or refused without need: {wrong}")


if __name__ == '__main__':
    run_ladders()
    hold_counters()
