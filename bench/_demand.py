"""A thousand deliveries of fifty lines, to be ordered again by our job and by Odoo's scheduler.

One delivery is made as people make it, and copied by SQL with its order: what is read of them is
all there. The same goods are missing on both sides: each of ours is in the queue, and for Odoo's
scheduler each product has an automatic reordering rule that wants to have nothing less than none.
"""

import os
import statistics

from _deliveries import LINES, make_order
from _harness import drop, duplicate, measure, note, odoo_env, tell
from _ledger import clone
from _replenished import find_products, set_categories, stock_up

from odoo.tools import SQL

DELIVERIES = int(os.environ.get('DELIVERIES', '1000'))
TURNS = int(os.environ.get('TURNS', '3'))


def measure_job(database, copy):
    """Return figures of the job and of the scheduler, each in a fresh copy, in turns.

    :param str database: with the shop
    :param str copy: name of a database that is made for each turn
    """
    sides = {'job': (queue, replenish), 'scheduler': (make_orderpoints, schedule)}
    results = {side: [] for side in sides}
    for number in range(TURNS):
        for side in list(sides)[:: -1 if number % 2 else 1]:
            tell(f"{side}, turn {number + 1}: {DELIVERIES * LINES:,} moves")
            results[side].append(measure_in_copy(database, copy, *sides[side]))
    figures = {}
    for side, rows in results.items():
        seconds, queries = (statistics.median(column) for column in zip(*rows, strict=True))
        note(figures, **{f'{side}_s': seconds, f'{side}_queries': queries})
    note(figures, job_vs_scheduler=figures['job_s'] / figures['scheduler_s'])
    return figures


def measure_in_copy(database, copy, prepare, work):
    """Return seconds and queries of work in a copy of the database."""
    duplicate(database, copy)
    with odoo_env(copy, commit=True) as env:
        products = find_products(env)
        prepare(env, products)
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()
        result = measure(env, lambda: work(env))
        check_ordered(env, products)
    drop(copy)
    return result


# === THE DEMAND === #


def make_deliveries(env, products):
    """Copy a delivery of something else, so that each product is missing as often as the others."""
    other = env['product.product'].create({'name': "Something Else", 'is_storable': True})
    stock_up(other, LINES)
    order = make_order(env, other, 0)
    picking = order.picking_ids
    picking.button_validate()
    move, line = picking.move_ids[0], picking.move_line_ids[0]
    count, lines = DELIVERIES, DELIVERIES * LINES
    product = SQL("(%s)[1 + n * 7919 %% %s]", products.ids, len(products))
    first = clone(env, 'sale_order', order.id, count, {'name': SQL("'SO' || n")})
    in_order = {'order_id': nth(first), 'product_id': product}
    first_line = clone(env, 'sale_order_line', order.order_line[0].id, lines, in_order)
    changes = {'name': SQL("'OUT' || n"), 'sale_id': SQL("%s + n - 1", first)}
    picking_id = nth(clone(env, 'stock_picking', picking.id, count, changes))
    goods = {'picking_id': picking_id, 'product_id': product}
    changes = {**goods, 'sale_line_id': SQL("%s + n - 1", first_line)}
    first_move = clone(env, 'stock_move', move.id, lines, changes)
    clone(
        env, 'stock_move_line', line.id, lines, {**goods, 'move_id': SQL("%s + n - 1", first_move)}
    )
    env.cr.execute("DELETE FROM stock_quant")
    stock_up(products, -lines / len(products))


def nth(first):
    """Return the document of line number `n`."""
    return SQL("%s + (n - 1) / %s", first, LINES)


def check_ordered(env, products):
    """Refuse to compare what is not the same."""
    ordered = env['purchase.order.line'].search([('product_id', 'in', products.ids)])
    wanted = DELIVERIES * LINES / len(products)
    if len(ordered) != len(products) or set(ordered.mapped('product_qty')) != {wanted}:
        raise AssertionError("Not what was to be measured: not all that is missing was ordered")


# === THE SIDES === #


def queue(env, products):
    """Queue what the deliveries took, as their validation would have done."""
    set_categories(env, products.categ_id)
    moves = env['stock.move'].search([('product_id', 'in', products.ids), ('state', '=', 'done')])
    moves._queue_replenishment()


def replenish(env):
    env['sale.replenishment']._cron_replenish()


def make_orderpoints(env, products):
    env['stock.warehouse.orderpoint'].create([
        {'product_id': product.id, 'trigger': 'auto'} for product in products
    ])


def schedule(env):
    """Do what the scheduled action does, in one transaction and not in several."""
    env['stock.rule'].run_scheduler()
    env.cr.commit()
