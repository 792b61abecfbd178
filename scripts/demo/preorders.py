"""Honey is pre-ordered: what came is for the oldest, who is late already; others wait."""

from datetime import datetime, time, timedelta

from odoo import Command

RECEIVED = 45


def take(env, today, buyers, goods):
    """Let three customers pre-order, and a part of it come."""
    honey = goods[8]
    partners = [partner for partner, _habit in buyers]
    for partner, quantity, days, prepayment in (
        (partners[2], 40, -3, 0.3),
        (partners[3], 12, 10, 0.5),
        (partners[4], 120, 21, 0.0),
    ):
        order = place(partner, honey, quantity, today + timedelta(days=days), prepayment)
        if prepayment:
            invoice = env['account.move'].browse(order.action_ask_prepayment()['res_id'])
            invoice.action_post()
    receive(env, honey)


def place(partner, product, quantity, promised, prepayment):
    """Return a confirmed pre-order, taken by the customer's salesperson."""
    Order = partner.env['sale.order'].with_user(partner.user_id)
    order = Order.create({
        'partner_id': partner.id,
        'is_preorder': True,
        'commitment_date': datetime.combine(promised, time(12)),
        'require_payment': bool(prepayment),
        'prepayment_percent': prepayment,
        'order_line': [
            Command.create({'product_id': product.id, 'product_uom_qty': quantity}),
        ],
    })
    order.action_confirm()
    return order


def receive(env, product):
    kind = env.ref('stock.warehouse0').in_type_id
    places = {
        'location_id': env.ref('stock.stock_location_suppliers').id,
        'location_dest_id': kind.default_location_dest_id.id,
    }
    move = {'product_id': product.id, 'product_uom_qty': RECEIVED, **places}
    picking = env['stock.picking'].create({
        'picking_type_id': kind.id,
        'move_ids': [Command.create(move)],
        **places,
    })
    picking.action_confirm()
    picking.button_validate()
