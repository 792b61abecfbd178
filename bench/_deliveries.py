"""What replenishment adds to validating a delivery of fifty lines."""

import os
import time

from _harness import note, tell
from _replenished import WARM_UP, WAYS, compare, take_turns

import odoo
from odoo.fields import Command

LINES = 50
ROUNDS = int(os.environ.get('ROUNDS', '25'))


def measure_deliveries(env, products):
    """Return figures of deliveries that a stock worker validates, each in a request of its own."""
    count = (ROUNDS + WARM_UP) * len(WAYS)
    tell(f"{count} deliveries of {LINES} lines")
    worker = make_user(env, "Worker", 'stock.group_stock_user')
    pickings = iter([make_order(env, products, n).picking_ids.id for n in range(count)])
    env.cr.commit()
    results = take_turns(env, lambda: time_validation(env, worker, next(pickings)), ROUNDS)
    figures = {}
    note(figures, **compare('delivery', results))
    return figures


def make_user(env, login, group):
    return env['res.users'].create({
        'name': login,
        'login': login,
        'group_ids': [Command.set([env.ref('base.group_user').id, env.ref(group).id])],
    })


def make_order(env, products, number):
    """Return a sale order whose goods are reserved; the next number takes the next products."""
    order = env['sale.order'].create({
        'partner_id': env['res.partner'].create({'name': f"Customer {number}"}).id,
        'order_line': [
            Command.create({
                'product_id': products[(number * LINES + line) % len(products)].id,
                'product_uom_qty': 1,
            })
            for line in range(LINES)
        ],
    })
    order.action_confirm()
    return order


def time_validation(env, worker, picking_id):
    """Return seconds and queries from the click on Validate until all is committed."""
    with env.registry.cursor() as cr:
        picking = odoo.api.Environment(cr, worker.id, {})['stock.picking'].browse(picking_id)
        start = time.perf_counter()
        picking.button_validate()
        cr.commit()
        seconds = time.perf_counter() - start
        if picking.state != 'done':
            raise AssertionError("Not what was to be measured: the delivery is not done")
        return seconds, cr.sql_log_count
