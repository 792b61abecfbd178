"""Nine months of invoices."""

from datetime import timedelta

from odoo import Command

INVOICES = 120
DAYS_BACK = 270


def issue(env, dice, today, buyers, goods):
    """Return the posted invoices, oldest first, with the habit of each one's customer."""
    days = sorted((dice.randint(1, DAYS_BACK) for _ in range(INVOICES)), reverse=True)
    chosen = [dice.choice(buyers) for _ in days]
    invoices = env['account.move'].create([
        prepare(dice, today - timedelta(days=back), partner, goods)
        for back, (partner, _habit) in zip(days, chosen, strict=True)
    ])
    invoices.action_post()
    return list(zip(invoices, (habit for _partner, habit in chosen), strict=True))


def prepare(dice, day, partner, goods):
    return {
        'move_type': 'out_invoice',
        'partner_id': partner.id,
        'invoice_date': day,
        'date': day,
        'invoice_user_id': partner.user_id.id,
        'invoice_line_ids': [
            Command.create({'product_id': product.id, 'quantity': dice.randint(2, 24)})
            for product in dice.sample(list(goods), dice.randint(1, 4))
        ],
    }
