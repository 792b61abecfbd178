from odoo import models


class PosSession(models.Model):
    """What was taken for debts is in the drawer and among the slips when the till is counted."""

    _inherit = 'pos.session'

    def get_closing_control_data(self):
        """Expect what was taken for debts, too; cash is expected by core already."""
        data = super().get_closing_control_data()
        taken = self._get_taken_for_debts()
        for row in data['non_cash_payment_methods']:
            amounts = taken.get(row['id'], [])
            row['amount'] = self.currency_id.round(row['amount'] + sum(amounts))
            row['number'] += len(amounts)
        return data

    def _get_taken_for_debts(self):
        """Return what was taken beside the cash register, by payment method.

        :rtype: dict[int, list[float]]
        """
        taken = {}
        # A cashier, who counts, reads no payments.
        bookings_sudo = self.env['pos.debt.payment'].sudo().search([('session_id', '=', self.id)])
        for payment in bookings_sudo.payment_ids:
            taken.setdefault(payment.pos_payment_method_id.id, []).append(payment.amount)
        for line in bookings_sudo.statement_line_ids.filtered(lambda line: not line.pos_session_id):
            method = line.journal_id.pos_payment_method_ids & self.payment_method_ids
            taken.setdefault(method[:1].id, []).append(line.amount)
        return taken

    def _create_bank_payment_moves(self, data):
        """Book a difference of what was only taken for debts: core books it with sales alone."""
        result = super()._create_bank_payment_moves(data)
        sold = {method.id for method in data.get('combine_receivables_bank', {})}
        for method_id, difference in (data.get('bank_payment_method_diffs') or {}).items():
            method = self.env['pos.payment.method'].browse(method_id)
            if method_id not in sold and method.type == 'bank' and not method.split_transactions:
                self._create_diff_account_move_for_split_payment_method(method, difference)
        return result
