from odoo import fields, models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    payment_plan_debt_ids = fields.One2many(
        comodel_name='payment.plan.debt',
        inverse_name='move_line_id',
        groups='crm_accounting.crm_accounting_group_own',
    )

    def _filter_owed(self):
        """Return what of these lines a customer owes, the oldest first."""
        return self.filtered(
            lambda line: (
                line.account_type == 'asset_receivable'
                and line.parent_state == 'posted'
                and line.balance > 0
                and not line.reconciled
            )
        ).sorted(lambda line: (line.date_maturity or line.date, line.id))

    def _get_undone_matchings(self):
        """Return what settles these debts in the books although the payment was undone.

        It was rejected or cancelled, or is a draft again.

        :rtype: account.partial.reconcile
        """
        return self.matched_credit_ids.filtered(
            lambda matching: matching.credit_move_id.move_id._get_undone_label()
        )

    def unlink(self):
        self._leave_payment_plans()
        return super().unlink()

    def _leave_payment_plans(self):
        """Take these lines out of plans that are drafts; what was agreed about is kept."""
        # A plan holds the document whether or not who deletes it may see the plan.
        debts_sudo = self.sudo().payment_plan_debt_ids
        agreed_sudo = debts_sudo.filtered(lambda debt: debt.plan_id.state != 'draft')
        if agreed_sudo:
            raise UserError(
                self.env._(
                    "%(documents)s cannot be deleted: it is in the payment plan %(plans)s."
                    " Cancel it instead of deleting it.",
                    documents=", ".join(agreed_sudo.move_id.mapped('display_name')),
                    plans=", ".join(agreed_sudo.plan_id.mapped('name')),
                )
            )
        debts_sudo.unlink()
