"""Two contracts: one that is about to end, and one whose limit is nearly reached."""

from datetime import timedelta

from odoo import Command


def agree(env, today, buyers, goods):
    """Sign both with the first two customers, by the salesperson of each."""
    partners = [partner for partner, _habit in buyers]
    sign(
        env,
        partners[0],
        {goods[0]: 240, goods[5]: 120},
        subject="Coffee and tea for a year",
        date=today - timedelta(days=345),
        date_end=today + timedelta(days=20),
    )
    limited = sign(
        env,
        partners[1],
        {goods[3]: 24},
        subject="Espresso for the season",
        date=today - timedelta(days=40),
        date_end=today + timedelta(days=140),
        amount_limit=1300.0,
        breach_policy='block',
    )
    order_half(limited)


def sign(env, partner, quantities, **values):
    contract = (
        env['customer.contract']
        .with_user(partner.user_id)
        .create({
            'partner_id': partner.id,
            'date_start': values['date'],
            'payment_term_id': partner.property_payment_term_id.id,
            'line_ids': [
                Command.create({'product_id': product.id, 'quantity': quantity})
                for product, quantity in quantities.items()
            ],
            **values,
        })
    )
    contract._sign(contract.date)
    return contract


def order_half(contract):
    """Order twelve of the twenty-four: 1,137.60 with taxes, of at most 1,300.00."""
    order = contract.env['sale.order'].browse(contract.action_new_order()['res_id'])
    order.order_line.product_uom_qty = 12
    order.action_confirm()
