"""What holders of cards bought in the last three months, and a quotation that waits."""

from datetime import timedelta

from odoo import Command

from .payments import register

ORDERS_EACH = 3
DAYS_BACK = 85


def sell(env, dice, today, cards, goods):
    """Let every holder of an active card buy by order, pay at once, and one return something."""
    holders = cards.filtered(lambda card: card.state == 'active').partner_id
    orders = order(env, dice, list(holders) * ORDERS_EACH, goods)
    orders.action_confirm()
    invoices = env['account.move']
    for bought in orders:
        invoice = bought._create_invoices()
        day = today - timedelta(days=dice.randint(3, DAYS_BACK))
        invoice.write({'invoice_date': day, 'date': day})
        invoices |= invoice
    invoices.action_post()
    for invoice in invoices:
        register(env, invoice, invoice.invoice_date, invoice.amount_total)
    take_back(invoices[0], today)
    order(env, dice, list(holders[:2]), goods)[1].action_quotation_sent()
    env['discount.card.ladder'].search([])._run_tiers(today)


def order(env, dice, partners, goods):
    return env['sale.order'].create([
        {
            'partner_id': partner.id,
            'order_line': [
                Command.create({'product_id': product.id, 'product_uom_qty': dice.randint(1, 9)})
                for product in dice.sample(list(goods), dice.randint(2, 4))
            ],
        }
        for partner in partners
    ])


def take_back(invoice, today):
    """One piece of the first line comes back."""
    refund = invoice._reverse_moves([{'invoice_date': today - timedelta(days=2)}])
    refund.invoice_line_ids[1:].unlink()
    refund.invoice_line_ids.quantity = 1
    refund.action_post()
