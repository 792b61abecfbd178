from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields

DAYS_TO_SETTLE = 14


def migrate(cr, version):
    """Make promises and disputes of what was held for them before they were kept as such."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    _make_promises(env)
    _make_disputes(env)


def _make_promises(env):
    held = env['collection.item'].search([
        ('state', '=', 'held'),
        ('hold_reason', '=', 'promise'),
        ('move_line_id.collection_promise_line_ids', 'not any', [('is_open', '=', True)]),
    ])
    for item in held:
        is_over = item.hold_until < item.company_id._get_collection_today()
        # The rest of a debt that was nearly paid may be less than a cent: nothing to promise.
        if not is_over and item.move_line_id._filter_owed():
            item.action_promise(item.hold_until)


def _make_disputes(env):
    disputed = env['account.move'].search([
        ('is_collection_disputed', '=', True),
        ('collection_dispute_ids', '=', False),
    ])
    # Nobody took the mark off what was paid or reset: there is nothing to settle any more.
    owed = disputed.filtered(lambda move: move.line_ids._filter_owed())
    (disputed - owed).is_collection_disputed = False
    deadline = fields.Date.today() + timedelta(days=DAYS_TO_SETTLE)
    env['collection.dispute'].create([
        {
            'move_id': move.id,
            'amount': abs(move.amount_total),
            'deadline': deadline,
            'user_id': _find_owner(move).id,
        }
        for move in owed
    ])


def _find_owner(move):
    """Return who works the invoice, if they may settle disputes; else the leader hears of it."""
    users = move.collection_item_ids.activity_id.user_id
    return users.filtered(lambda user: user._can_collect_in(move.company_id))[:1]
