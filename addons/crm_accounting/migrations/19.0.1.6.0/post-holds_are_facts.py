from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields

DAYS_TO_SETTLE = 14


def migrate(cr, version):
    """Make promises and disputes of what was held for them before they were kept as such."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    held = env['collection.item'].search([
        ('state', '=', 'held'),
        ('hold_reason', '=', 'promise'),
        ('hold_until', '>', fields.Date.today()),  # not over in any time zone
    ])
    for item in held:
        # The rest of a debt that was nearly paid may be less than a cent: nothing to promise.
        if item.move_line_id._filter_owed():
            item.action_promise(item.hold_until)
    disputed = env['account.move'].search([
        ('is_collection_disputed', '=', True),
        ('collection_dispute_ids', '=', False),
    ])
    deadline = fields.Date.today() + timedelta(days=DAYS_TO_SETTLE)
    env['collection.dispute'].create([
        {'move_id': move.id, 'amount': abs(move.amount_total), 'deadline': deadline}
        for move in disputed
        if move.amount_total
    ])
