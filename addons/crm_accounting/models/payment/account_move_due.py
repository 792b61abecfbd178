from math import inf

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountMove(models.Model):
    """What a customer is asked for now."""

    _inherit = 'account.move'

    def _get_invoice_next_payment_values(self, custom_amount=None):
        """Ask for the next instalment of a running payment plan, where core asks for all of it."""
        values = super()._get_invoice_next_payment_values(custom_amount)
        # An amount that was asked for in a link stays, and so does an early payment discount.
        if custom_amount is None and values and values['installment_state'] != 'epd':
            due = self._get_due_by_plan()
            if due:
                plan = min(due, key=lambda plan: plan.date_next)
                values |= self._prepare_next_instalment(plan, due[plan])
        return values

    def _prepare_next_instalment(self, plan, amount):
        left = plan._get_in_order().filtered('amount_residual')
        return {
            'installment_state': 'overdue' if plan.amount_overdue else 'next',
            'next_amount_to_pay': amount,
            'next_payment_reference': f'{self.name}-{left[:1].number}',
            'next_due_date': plan.date_next,
            'due_date': left[-1:].date,
            'is_last_installment': self.currency_id.compare_amounts(amount, self.amount_residual)
            >= 0,
        }

    def _get_due_by_plan(self):
        """Return what running plans ask for now on these invoices: what is overdue, else the next.

        :rtype: dict[payment.plan, float]
        """
        # Who may see or pay the invoice may know what was agreed about it.
        lines_sudo = self.sudo().line_ids
        debts_sudo = lines_sudo.payment_plan_debt_ids.filtered(
            lambda debt: debt.plan_id._filter_deferring()
        )
        due = {}
        for plan, debts in debts_sudo.grouped('plan_id').items():
            left = sum(debts.move_line_id.mapped('amount_residual_currency'))
            amount = min(plan.amount_overdue or plan.amount_next, left)
            if plan.currency_id.compare_amounts(amount, 0) > 0:
                due[plan] = amount
        return due

    def _get_amount_due_now(self):
        """Return what these invoices of one currency ask for together.

        It is what is overdue on them, term by term; on what a running plan is about, its next
        instalment only.
        """
        due = self._get_due_by_plan()
        # Of invoices that the caller may see: what is owed on them is no secret, see above.
        plans_sudo = self.env['payment.plan'].sudo().union(*due)
        overdue_sudo = self.sudo().line_ids.filtered_domain(self._get_overdue_lines_domain())
        overdue_sudo -= plans_sudo.debt_ids.move_line_id
        left = sum(overdue_sudo.mapped('amount_residual_currency'))
        return self.currency_id.round(left + sum(due.values()))

    @api.model
    def _get_overdue_lines_domain(self):
        """Return the domain of payment terms that should have been paid by now."""
        return [
            ('display_type', '=', 'payment_term'),
            ('reconciled', '=', False),
            ('date_maturity', '<', fields.Date.today()),
        ]

    def _check_amount_paid_online(self, amount):
        """Refuse to take more than is left on these invoices of one currency.

        :param float amount: as the browser sent it; None where only a means of payment is checked
        :raise ValidationError: when it is not between nothing and what is left
        """
        if amount is None or set(self.mapped('move_type')) - {'out_invoice', 'out_receipt'}:
            return
        left, amount = sum(self.mapped('amount_residual')), float(amount)
        is_amount = 0 < amount < inf  # which NaN is not either
        if not is_amount or self.currency_id.compare_amounts(amount, left) > 0:
            raise ValidationError(
                self.env._(
                    "Not more than %(left)s is left to pay. Open this page again.",
                    left=self.currency_id.format(left),
                )
            )
