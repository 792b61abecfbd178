from odoo import models


class AccountPayment(models.Model):
    _inherit = 'account.payment'

    def _get_taken_values(self):
        """Return what the receipt tells beyond the payment itself.

        :return: rows (what was paid: document, date_due, amount and what is left, both in the
            document's currency), credit (what stays, positive, in the payment's currency) and
            owed (what the customer owes the company now, by currency)
        :rtype: dict
        """
        self.ensure_one()
        received = self.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == 'asset_receivable'
        )
        partials = received.matched_debit_ids.sorted(
            lambda partial: (partial.debit_move_id.date_maturity or partial.max_date, partial.id)
        )
        return {
            'rows': [self._prepare_taken_row(partial) for partial in partials],
            'credit': -sum(received.mapped('amount_residual_currency')),
            'owed': self._get_owed_by_currency(),
        }

    def _prepare_taken_row(self, partial):
        debt = partial.debit_move_id
        return {
            'document': debt.move_id.name,
            'date_due': debt.date_maturity,
            'amount': partial.debit_amount_currency,
            'left': debt.amount_residual_currency,
            'currency': debt.currency_id,
        }

    def _get_owed_by_currency(self):
        """Return what the customer owes now, credits taken off.

        :rtype: list[tuple[res.currency, float]]
        """
        # As on a statement: a payment that was rejected paid nothing. Who may print the receipt may
        # know what is on it.
        return self.partner_id.sudo()._get_statement(self.company_id).owed
