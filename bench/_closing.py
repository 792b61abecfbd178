"""What replenishment adds to closing a session of a till that updates stock at closing."""

import os

from _deliveries import make_user
from _harness import measure, note, tell
from _ledger import clone
from _replenished import compare, take_turns
from _shop import open_session

from odoo.fields import Command
from odoo.tools import SQL

ORDERS = int(os.environ.get('ORDERS', '1000'))
ORDER_LINES = 5
PRICE = 10
ON_SALE = 500  # products
TURNS = int(os.environ.get('CLOSINGS', '5'))


def measure_closing(env, products):
    """Return figures of a session that a cashier closes, medians of turns; each is rolled back."""
    tell(f"A session of {ORDERS:,} orders of {ORDER_LINES} lines")
    env.company.point_of_sale_update_stock_quantities = 'closing'
    session = open_session(env).current_session_id.with_user(
        make_user(env, "Cashier", 'point_of_sale.group_pos_user')
    )
    make_orders(env, session.sudo(), products[:ON_SALE])
    session.post_closing_cash_details(ORDERS * ORDER_LINES * PRICE)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    results = take_turns(env, lambda: undone(env, lambda: close(session)), TURNS)
    figures = {}
    note(figures, **compare('pos_close', results))
    return figures


def make_orders(env, session, products):
    """Copy a paid order by SQL: its lines take one product after the other."""
    order = make_order(env, session, products[0])
    count, lines = ORDERS - 1, (ORDERS - 1) * ORDER_LINES
    uuid = SQL("gen_random_uuid()")
    changes = {'name': SQL("'Till/' || n"), 'pos_reference': SQL("'Till ' || n"), 'uuid': uuid}
    first = clone(env, 'pos_order', order.id, count, changes)
    order_id = SQL("%s + (n - 1) / %s", first, ORDER_LINES)
    product = SQL("(%s)[1 + n * 7919 %% %s]", products.ids, len(products))
    changes = {'order_id': order_id, 'product_id': product, 'uuid': uuid}
    clone(env, 'pos_order_line', order.lines[0].id, lines, changes)
    changes = {'pos_order_id': SQL("%s + n - 1", first), 'uuid': uuid}
    clone(env, 'pos_payment', order.payment_ids.id, count, changes)


def make_order(env, session, product):
    """Return an untaxed order that is paid in cash."""
    total = ORDER_LINES * PRICE
    line = {
        'product_id': product.id,
        'qty': 1,
        'price_unit': PRICE,
        'price_subtotal': PRICE,
        'price_subtotal_incl': PRICE,
        'tax_ids': False,
    }
    order = env['pos.order'].create({
        'session_id': session.id,
        'amount_total': total,
        'amount_paid': 0,
        'amount_tax': 0,
        'amount_return': 0,
        'lines': [Command.create({**line, 'name': f"Line {n}"}) for n in range(ORDER_LINES)],
    })
    order.add_payment({
        'pos_order_id': order.id,
        'amount': total,
        'payment_method_id': session.payment_method_ids.id,
    })
    order.action_pos_order_paid()
    return order


def close(session):
    answer = session.close_session_from_ui()
    picked = session.sudo().picking_ids.move_ids
    if not answer['successful'] or set(picked.mapped('state')) != {'done'}:
        raise AssertionError(f"Not what was to be measured: {answer}")


def undone(env, work):
    """Return seconds and queries of `work()`, which is rolled back."""
    with env.cr.savepoint() as savepoint:
        result = measure(env, work)
        savepoint.rollback()
    env.invalidate_all(flush=False)
    return result
