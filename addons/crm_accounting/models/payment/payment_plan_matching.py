from odoo import models

from .instalments import covered


class PaymentPlan(models.Model):
    """Which instalments a payment has paid."""

    _inherit = 'payment.plan'

    def _get_paid_by_matching(self):
        """Return the instalments that each matching of the debts has paid, in part or wholly.

        What was matched first filled the oldest instalment; what was paid before the plan was
        agreed filled none.

        :return: numbers of instalments by id of `account.partial.reconcile`
        :rtype: dict[int, list[int]]
        """
        self.ensure_one()
        matchings = self._get_counted_matchings()
        amounts = [self._to_units(line.amount) for line in self._get_in_order()]
        agreed_before = sum(self.debt_ids.move_line_id.mapped('amount_currency'))
        start = self._to_units(self.amount_total - agreed_before)
        numbers = {}
        for matching in matchings:
            amount = self._to_units(matching.debit_amount_currency)
            numbers[matching.id] = [position + 1 for position in covered(start, amount, amounts)]
            start += amount
        return numbers

    def _get_counted_matchings(self):
        """Return what was matched with the debts and not undone, in the order it was matched."""
        lines = self.debt_ids.move_line_id
        return (lines.matched_credit_ids - lines._get_undone_matchings()).sorted('id')
