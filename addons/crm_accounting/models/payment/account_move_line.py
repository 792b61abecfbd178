from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..collection.collection_sql import UNDONE_PAYMENT_STATES


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    payment_plan_debt_ids = fields.One2many(
        comodel_name='payment.plan.debt',
        inverse_name='move_line_id',
        groups='crm_accounting.crm_accounting_group_own',
    )

    # === WHAT A CUSTOMER OWES === #

    @api.model
    def _find_owed(self, customer, company):
        """Return what a customer owes; also what only a payment that was undone has settled.

        A subsidiary owes for itself.

        :param res.partner customer: a commercial partner
        """
        domain = self._get_receivable_domain(customer, company)
        owed = self._find_open(domain).filtered(lambda line: line.amount_residual > 0)
        undone = Domain.OR([
            [('credit_move_id.parent_state', '!=', 'posted')],
            [('credit_move_id.move_id.origin_payment_id.state', 'in', UNDONE_PAYMENT_STATES)],
        ])
        debts = [(f'debit_move_id.{name}', operator, value) for name, operator, value in domain]
        # Who may read the debt may know what has settled it.
        matchings_sudo = self.env['account.partial.reconcile'].sudo().search(undone & Domain(debts))
        settled = matchings_sudo.debit_move_id.with_env(self.env)
        return owed | settled._filtered_access('read')._filter_real()

    @api.model
    def _find_credits(self, customer, company):
        """Return the customer's money that is not allocated yet, oldest first."""
        domain = self._get_receivable_domain(customer, company)
        return self._find_open(domain).filtered(lambda line: line.amount_residual < 0)

    def _find_open(self, domain):
        lines = self.search([*domain, ('reconciled', '=', False)], order='date_maturity, date, id')
        return lines._filter_real()

    def _filter_real(self):
        # The entry of a payment that was rejected stays posted.
        return self.filtered(
            lambda line: line.sudo().move_id.origin_payment_id.state not in UNDONE_PAYMENT_STATES
        )

    def _get_receivable_domain(self, customer, company):
        return [
            ('partner_id.commercial_partner_id', '=', customer.id),
            ('company_id', '=', company.id),
            ('account_id.account_type', '=', 'asset_receivable'),
            ('parent_state', '=', 'posted'),
        ]

    def _filter_owed(self):
        """Return what of these lines a customer owes, the oldest first."""
        return self.filtered(
            lambda line: (
                line.account_type == 'asset_receivable'
                and line.parent_state == 'posted'
                and line.balance > 0
                and (not line.reconciled or line.sudo()._get_undone_matchings())
            )
        ).sorted(lambda line: (line.date_maturity or line.date, line.id))

    def _get_amount_owed(self):
        """Return what is owed on this debt, in its currency: what was undone has paid nothing."""
        self.ensure_one()
        # Who may take the money may know what has settled the debt.
        undone_sudo = self.sudo()._get_undone_matchings()
        return self.currency_id.round(
            self.amount_residual_currency + sum(undone_sudo.mapped('debit_amount_currency'))
        )

    def _get_undone_matchings(self):
        """Return what settles these debts in the books although the payment was undone.

        It was rejected or cancelled, or is a draft again.

        :rtype: account.partial.reconcile
        """
        return self.matched_credit_ids.filtered(
            lambda matching: matching.credit_move_id.move_id._get_undone_label()
        )

    # === PLANS === #

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
