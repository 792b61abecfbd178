from datetime import timedelta

from odoo import models

from .collection_item import HAND_REASONS
from .collection_sql import BLOCKED_STATES


class CollectionItem(models.Model):
    """Why an item is not chased for the time being: what people and books say now.

    The same reasons in the same order as in the SQL of a run (`collection_due_lines`), for the few
    items of which something has just changed.
    """

    _inherit = 'collection.item'

    def _get_hold(self):
        """Return why this item must not be chased now, and until when, or (False, False).

        :return: a value of `hold_reason`, and a day or False where none is known
        :rtype: tuple[str | bool, datetime.date | bool]
        """
        self.ensure_one()
        item = self.sudo()
        today = item.company_id._get_collection_today()
        if item.hold_reason in HAND_REASONS and item.hold_until and item.hold_until >= today:
            return item.hold_reason, item.hold_until
        return item._get_agreed_hold(today) or (item._get_booked_hold(today), False)

    def _get_agreed_hold(self, today):
        """Return reason and day of what was agreed with the customer, or None.

        :param datetime.date today: in the company's time zone
        """
        promises = self.move_line_id.collection_promise_line_ids.filtered('is_open').promise_id
        if awaited := promises.filtered(lambda promise: promise.date >= today):
            return 'promise', awaited.date
        if self.case_id.no_chase_until and self.case_id.no_chase_until >= today:
            return 'no_chase', self.case_id.no_chase_until
        return None

    def _get_booked_hold(self, today):
        """Return which fact of the books holds the item, or False."""
        line, move = self.move_line_id, self.move_id
        plans = line.payment_plan_debt_ids.filtered('is_live').plan_id
        reasons = {
            'no_followup': line.no_followup,
            'blocked': move.payment_state in BLOCKED_STATES,
            'disputed': move.is_collection_disputed,
            'plan': plans and plans._is_on_time(today - timedelta(days=1)),
        }
        return next((reason for reason, holds in reasons.items() if holds), False)

    def _follow_facts(self):
        """Hold and release live items as the facts are now; tasks move to the end of holds."""
        live = self.sudo().filtered(lambda item: item.state != 'closed')
        changed = live.browse()
        for item in live:
            reason, until = item._get_hold()
            if (reason, until) != (item.hold_reason, item.hold_until):
                item.write({
                    'state': 'held' if reason else 'open',
                    'hold_reason': reason,
                    'hold_until': until,
                })
                changed |= item
        for company, items in changed.grouped('company_id').items():
            items._move_deadlines(company._get_collection_today())

    def _raise_level(self):
        """Put items one level above the one that they have or would get by their age."""
        for company, items in self.grouped('company_id').items():
            yesterday = company._get_collection_today() - timedelta(days=1)
            policy = self.env['collection.policy']._get_for_company(company)
            cutoffs = policy._get_level_cutoffs(yesterday)
            for item in items:
                item.level_id = item._get_level_above(policy.level_ids.sorted('days'), cutoffs)
        self._follow_levels()

    def _follow_levels(self):
        """Let tasks and cases follow the levels of these items."""
        self.flush_recordset()
        self.activity_id.filtered('active')._refresh_from_items()
        self.case_id._update_level()

    def _get_level_above(self, levels, cutoffs):
        """Return the level after the one that is reached; the last one has none after it.

        :param collection.level levels: of the policy, lowest first
        :param list cutoffs: tuples of id, days, latest due date and minimum amount, lowest first
        """
        owed = sum((self.activity_id.collection_item_ids | self).mapped('amount_residual_company'))
        reached = [
            days
            for _id, days, cutoff, minimum in cutoffs
            if self.date_due <= cutoff and owed >= minimum
        ]
        days = max([*reached, *self.level_id.mapped('days')], default=-1)
        return levels.filtered(lambda level: level.days > days)[:1] or levels[-1:]
