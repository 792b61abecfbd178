"""What collection adds to registering a payment: the same payments with the addon and without."""

import statistics
from datetime import date, timedelta

from _harness import measure, note, odoo_env, prepare_invoice, tell

PAIRS = 200


def measure_overhead(with_addon, without):
    """Return percent of time and number of queries that the addon adds, medians of pairs.

    :param str with_addon: database whose invoices are chased: each payment closes an item and task
    :param str without: database with the same ledger and without the addon
    """
    tell(f"{PAIRS} pairs of payments")
    with odoo_env(with_addon) as ours, odoo_env(without) as core:
        sides = [(env, post_overdue(env)) for env in (ours, core)]
        ours['collection.run'].create({}).action_run()
        pairs = [pay_both(sides, number) for number in range(PAIRS)]
    (seconds, queries), (core_seconds, core_queries) = (
        [statistics.median(figures) for figures in zip(*side, strict=True)]
        for side in zip(*pairs, strict=True)
    )
    figures = {}
    note(figures, payment_overhead_pct=(seconds / core_seconds - 1) * 100)
    note(figures, payment_extra_queries=queries - core_queries)
    return figures


def pay_both(sides, number):
    """Return seconds and queries of one payment on each side; who goes first takes turns."""
    order = slice(None, None, -1 if number % 2 else 1)
    return [pay(env, invoices[number]) for env, invoices in sides[order]][order]


def post_overdue(env):
    """Return posted invoices that were due a month ago, one for each customer."""
    due = date.today() - timedelta(days=30)
    partners = env['res.partner'].create([{'name': f"Payer {n}"} for n in range(PAIRS)])
    invoices = env['account.move'].create([
        prepare_invoice(partner, invoice_date=due, invoice_date_due=due) for partner in partners
    ])
    invoices.action_post()
    return invoices


def pay(env, invoice):
    """Return seconds and queries of one payment, with what happens before it commits."""
    context = {'active_model': 'account.move', 'active_ids': invoice.ids}
    register = env['account.payment.register'].with_context(**context)
    return measure(env, lambda: register.create({}).action_create_payments())
