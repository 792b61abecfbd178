from odoo import models


class CollectionItem(models.Model):
    _inherit = 'collection.item'

    def _get_hold_end(self):
        """Return the day on which this hold ends or is looked at again; None when it has no end.

        A payment plan is looked at on the day of its next instalment.
        """
        self.ensure_one()
        if self.hold_reason != 'plan':
            return self.hold_until or None
        debts = self.move_line_id.sudo().payment_plan_debt_ids
        return debts.filtered('is_live').plan_id[:1].date_next or None
