"""Replenishment beside stock Odoo: a delivery, the closing of a till, and the job that orders.

Medians of turns, on a fresh database with the addons, of a shop with `PRODUCTS` (default 2,000)
products of 40 vendors: a thousand deliveries of fifty lines take each of them 25 times, so that the
job has to add up, and each order of a vendor gets fifty lines. In the way `ours` the company orders
again what it sells of their category, in `idle` of none, and in `stock` whatever replenishment adds
to Odoo's own methods is taken away.

- `delivery_overhead_pct`: a stock worker validates a delivery of fifty lines, a request of its own
  until it is committed, ours beside stock; `_idle_` the same of who has not opted in.
- `pos_close_overhead_pct`: a cashier closes a session of `ORDERS` (default 1,000) orders of five
  lines, of 500 products, that updates stock at closing, ours beside stock.
- `job_vs_scheduler`: how many times as long as Odoo's own scheduler the job takes to order what
  `DELIVERIES` (default 1,000) deliveries took. The scheduler looks at the stock of 2,000 automatic
  reordering rules, the job at 50,000 moves, and notes for each of them what ordered it.
"""

import os

from _closing import measure_closing
from _deliveries import measure_deliveries
from _demand import make_deliveries, measure_job
from _harness import drop, duplicate, odoo_env, report, tell
from _replenished import PRODUCTS, find_products, make_shop

COPY = f'{os.environ["CORE_DB"]}_ours'


def main():
    tell(f"A shop with {PRODUCTS:,} products")
    with odoo_env(commit=True) as env:
        database = env.cr.dbname
        make_shop(env)
    duplicate(database, COPY)
    with odoo_env(COPY, commit=True) as env:
        products = find_products(env)
        figures = measure_deliveries(env, products) | measure_closing(env, products)
    drop(COPY)
    tell("What is to be ordered again")
    with odoo_env(commit=True) as env:
        make_deliveries(env, find_products(env))
    figures |= measure_job(database, COPY)
    report("Replenishment", figures)


if __name__ == '__main__':
    main()
