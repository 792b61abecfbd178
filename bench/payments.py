"""Plans, payments over many invoices and statements, on a fresh database with the addons.

- `plan_ms`: a plan of twelve instalments over ten invoices is confirmed, median.
- `payment_50_overhead_pct`: Take Payment over fifty invoices, beside core's register wizard on the
  same ones in the same database, medians of turns; each is rolled back.
- `statement_5000_s`: the figures of a statement with all movements of a customer who has 5,000,
  median; the PDF is not in it. PostgreSQL knows its tables as in a shop, where it looks at them
  every minute.
"""

import statistics
from datetime import date, timedelta

from _harness import measure, note, odoo_env, prepare_invoice, report, tell

TURNS = 7
MOVEMENTS = 5_000
LAST_MONTH = date.today() - timedelta(days=30)


def main():
    figures = {}
    with odoo_env() as env:
        tell("Plans")
        note(figures, plan_ms=measure_plan(env) * 1000)
        tell("Payments")
        note(figures, payment_50_overhead_pct=measure_payment(env))
        tell(f"A statement of {MOVEMENTS} movements")
        note(figures, statement_5000_s=measure_statement(env))
    report("Payments", figures)


def post(env, name, count):
    """Return posted and overdue invoices of a new customer."""
    partner = env['res.partner'].create({'name': name})
    values = {'invoice_date': LAST_MONTH, 'invoice_date_due': LAST_MONTH}
    moves = env['account.move'].create([
        prepare_invoice(partner, number, **values) for number in range(count)
    ])
    moves.action_post()
    return moves


def undone(env, work):
    """Return the seconds of `work()`, which is rolled back."""
    env.cr.flush()
    with env.cr.savepoint() as savepoint:
        seconds, _queries = measure(env, work)
        savepoint.rollback()
    env.invalidate_all(flush=False)
    return seconds


def measure_plan(env):
    invoices = post(env, "Planner", 10)
    plan = env['payment.plan'].create({
        'partner_id': invoices.partner_id.id,
        'move_ids': invoices.ids,
        'instalment_count': 12,
    })
    plan.action_propose()
    return statistics.median(undone(env, plan.action_confirm) for _turn in range(TURNS))


def measure_payment(env):
    """Return percent by which ours is dearer than core's."""
    invoices = post(env, "Payer", 50)
    env['collection.run'].create({}).action_run()
    sides = {'ours': [], 'core': []}
    for turn in range(TURNS):
        ways = {'ours': lambda: take(env, invoices), 'core': lambda: register(env, invoices)}
        for side in sorted(ways, reverse=bool(turn % 2)):
            sides[side].append(undone(env, ways[side]))
    ours, core = map(statistics.median, (sides['ours'], sides['core']))
    tell(f"ours {ours:.3f} s, core {core:.3f} s")
    return (ours / core - 1) * 100


def take(env, invoices):
    context = {'default_partner_id': invoices.partner_id.id, 'default_proposal': 'all'}
    taking = env['account.payment.take'].with_context(**context).create({})
    taking.action_take()
    assert set(invoices.mapped('amount_residual')) == {0.0}


def register(env, invoices):
    context = {'active_model': 'account.move', 'active_ids': invoices.ids}
    wizard = env['account.payment.register'].with_context(**context).create({'group_payment': True})
    wizard.action_create_payments()
    assert set(invoices.mapped('amount_residual')) == {0.0}


def measure_statement(env):
    moves = post(env, "Mover", MOVEMENTS // 2)
    register(env, moves[:250])
    credits = env['account.payment'].create([
        {'partner_id': moves.partner_id.id, 'payment_type': 'inbound', 'amount': 10 + number}
        for number in range(MOVEMENTS - len(moves) - 1)
    ])
    credits.action_post()
    env.flush_all()
    env.cr.execute("ANALYZE")
    period = (LAST_MONTH - timedelta(days=1), date.today())

    def read():
        [section] = moves.partner_id._get_statement(period=period).sections
        assert len(section['rows']) == MOVEMENTS, len(section['rows'])

    return statistics.median(measure(env, read)[0] for _turn in range(3))


if __name__ == '__main__':
    main()
