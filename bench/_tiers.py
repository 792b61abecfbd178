"""The nightly run of tiers beside the bare sum over the ledger, which it cannot do without.

CARDS cards, each of a customer, with ten purchases of the last twelve months, made by SQL. Before
each run one card in a hundred has bought enough for another tier. No messages are set up.
"""

import os
import statistics
from datetime import date

from _harness import measure, median_seconds, note, odoo_env, tell
from _ledger import clone, make_customers

from odoo.tools import SQL

CARDS = int(os.environ.get('CARDS', '100000'))
PURCHASES = 10  # of each card
DAYS = 360
TODAY = date(2026, 3, 31)
PERIOD_START = date(2025, 4, 1)
THRESHOLDS = (100, 500, 1000)
RUNS = 5


def measure_tiers():
    """Return the figures of the run, and of the bare sum in the same minutes.

    The cards stay in the database, of which ODOO_CONF tells the name.

    :rtype: dict[str, float]
    """
    tell(f"{CARDS:,} cards, {CARDS * PURCHASES:,} rows of the ledger")
    with odoo_env(commit=True) as env:
        ladder = make_ladder(env)
        make_cards(env)
        make_purchases(env)
        env.cr.execute("ANALYZE")
        ladder._run_tiers(TODAY)
    runs, sums, quick, idle = [], [], [], []
    for number in range(RUNS):
        clean()
        with odoo_env() as env:
            run = env['discount.card.ladder'].browse(ladder.id)
            idle.append(measure(env, lambda run=run: run._run_tiers(TODAY))[0])
            expected = buy_more(env, number)
            sums.append(median_seconds(lambda env=env: sum_bare(env, "TRUE"), repeat=3))
            quick.append(
                median_seconds(lambda env=env: sum_bare(env, "root_id IS NOT NULL"), repeat=3)
            )
            seconds, changed = measure_run(env, run)
            runs.append(seconds)
            check(changed, expected)
    figures = {}
    note(figures, turnover_of_one_ms=measure_one() * 1000)
    note(
        figures,
        tiers_s=statistics.median(runs),
        tiers_idle_s=statistics.median(idle),
        tiers_bare_group_by_s=statistics.median(sums),
        tiers_index_group_by_s=statistics.median(quick),
        tiers_vs_group_by=statistics.median(runs) / statistics.median(sums),
        tiers_vs_index_group_by=statistics.median(runs) / statistics.median(quick),
    )
    return figures


def measure_run(env, ladder):
    """Return the seconds of a run, and how many tiers it changed."""
    found = []
    seconds, _queries = measure(env, lambda: found.append(ladder._run_tiers(TODAY)))
    return seconds, len(found[0])


def measure_one():
    """Return the seconds in which a document learns what one customer has bought."""
    clean()
    with odoo_env() as env:
        card = env['discount.card'].search([('code', '=', f'BENCH{CARDS // 2}')])
        return median_seconds(lambda: card._get_turnovers(['rolling_12', 'lifetime'], TODAY), 20)


def check(changed, expected):
    if not changed == expected >= CARDS * 0.009:
        raise AssertionError(f"{changed} tiers changed instead of {expected}")


def sum_bare(env, condition):
    """Sum the window of the ledger by card, and do nothing with it.

    :param str condition: `root_id IS NOT NULL` lets PostgreSQL use the index that the run has too
    """
    env.cr.execute(
        SQL(
            "SELECT COUNT(*) FROM (SELECT root_id, SUM(turnover_company) FROM discount_card_entry"
            " WHERE effective_date >= %s AND effective_date <= %s AND %s GROUP BY root_id) bare",
            PERIOD_START,
            TODAY,
            SQL(condition),
        )
    )


def clean():
    """Let PostgreSQL forget what the run before has rolled back."""
    with odoo_env() as env:
        connection = env.cr._cnx
        connection.rollback()
        connection.autocommit = True
        env.cr.execute("VACUUM ANALYZE discount_card")
        env.cr.execute("VACUUM ANALYZE discount_card_entry")
        env.cr.execute("VACUUM ANALYZE res_partner")
        connection.autocommit = False


# === THE SHOP === #


def make_ladder(env):
    ladder = env['discount.card.ladder'].create({
        'name': "Bench",
        'currency_id': env.company.currency_id.id,
        'takes_new_cards': True,
    })
    env['discount.card.category'].create([
        {
            'name': f"From {threshold}",
            'kind': 'tier',
            'ladder_id': ladder.id,
            'threshold': threshold,
            'keep_threshold': threshold * 0.8,
        }
        for threshold in THRESHOLDS
    ])
    env.flush_all()
    return ladder


def make_cards(env):
    """Make customers who each hold one card."""
    customer = make_customers(env, CARDS)
    card = env['discount.card'].create({'code': 'BENCH'})
    clone(
        env,
        'discount_card',
        card.id,
        CARDS,
        {'code': SQL("'BENCH' || n"), 'partner_id': SQL("%s + n - 1", customer)},
    )


def make_purchases(env, today=TODAY):
    """Let every card buy now and then in the year until today, some more than others."""
    card = env['discount.card'].search([('code', '=', 'BENCH1')])
    entry = buy(env, [card], 0.01)
    clone(
        env,
        'discount_card_entry',
        entry.id,
        CARDS * PURCHASES,
        {
            'card_id': SQL("%s + (n - 1) %% %s", card.id, CARDS),
            'root_id': SQL("%s + (n - 1) %% %s", card.id, CARDS),
            'partner_id': SQL("%s + (n - 1) %% %s", card.partner_id.id, CARDS),
            'line_res_id': SQL("1000 + n"),
            'effective_date': SQL("%s::date - (n %% %s)::int", today, DAYS),
            'turnover': _AMOUNT,
            'turnover_company': _AMOUNT,
        },
    )


# From 2 to 120 a time: half of the cards stay below the second threshold.
_AMOUNT = SQL("2 + ((n * 31) %% 37)::numeric / 10 + (n %% 23) * 5")


def buy_more(env, number):
    """Let one card in a hundred buy so much that its tier changes; return how many."""
    top = env['discount.card.category'].search([], order='threshold DESC', limit=1)
    cards = env['discount.card'].search(
        [('category_id', '!=', top.id), ('code', 'like', 'BENCH')],
        order='id',
        limit=CARDS // 100,
        offset=number * 7,
    )
    buy(env, cards, THRESHOLDS[-1], posting=1)
    env.flush_all()
    return len(cards)


def buy(env, cards, amount, posting=0):
    company = env.company
    return env['discount.card.entry']._record([
        {
            'kind': 'sale',
            'date': TODAY,
            'effective_date': TODAY,
            'company_id': company.id,
            'currency_id': company.currency_id.id,
            'card_id': card.id,
            'partner_id': card.partner_id.id,
            'res_model': 'account.move',
            'res_id': 1,
            'line_res_id': -card.id,
            'document_name': "INV/1",
            'posting': posting,
            'turnover': amount,
            'turnover_company': amount,
        }
        for card in cards
    ])
