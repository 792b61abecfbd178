from odoo import api, fields, models


class AccountPaymentTakeLine(models.TransientModel):
    """A debt that a payment may go to."""

    _name = 'account.payment.take.line'
    _description = "Debt of a Payment to be Taken"
    _order = 'date_due, id'

    take_id = fields.Many2one(
        comodel_name='account.payment.take', required=True, index=True, ondelete='cascade'
    )
    move_line_id = fields.Many2one(
        comodel_name='account.move.line', string="Journal Item", required=True, readonly=True
    )
    move_id = fields.Many2one(related='move_line_id.move_id', string="Invoice")
    date_due = fields.Date(string="Due Date", compute='_compute_date_due', store=True)
    debt_currency_id = fields.Many2one(
        related='move_line_id.currency_id', string="Currency of the Debt"
    )
    currency_id = fields.Many2one(related='take_id.currency_id')
    amount_owed = fields.Monetary(
        string="Owed", compute='_compute_amount_owed', currency_field='debt_currency_id'
    )
    undone = fields.Char(
        string="Paid in the Books",
        compute='_compute_amount_owed',
        help="By a payment that does not count. Its reconciliation is removed when this is paid.",
    )
    amount_owed_here = fields.Monetary(
        string="Owed in the Payment's Currency", compute='_compute_amount_owed_here'
    )
    amount_applied = fields.Monetary(
        string="Paid Now",
        compute='_compute_amount_applied',
        store=True,
        help="As it was shown: the payment is refused when it would go elsewhere meanwhile.",
    )
    plan_id = fields.Many2one(
        comodel_name='payment.plan', compute='_compute_plan_id', help="That has not ended."
    )
    is_chosen = fields.Boolean(string="Pay")

    @api.depends('move_line_id.payment_plan_debt_ids.is_live')
    def _compute_plan_id(self):
        for line in self:
            debts_sudo = line.move_line_id.sudo().payment_plan_debt_ids
            line.plan_id = debts_sudo.filtered('is_live').plan_id

    @api.depends('move_line_id')
    def _compute_date_due(self):
        for line in self:
            line.date_due = line.move_line_id.date_maturity or line.move_line_id.date

    @api.depends(
        'move_line_id.amount_residual_currency',
        'move_line_id.matched_credit_ids.credit_move_id.parent_state',
        'move_line_id.matched_credit_ids.credit_move_id.move_id.origin_payment_id.state',
    )
    def _compute_amount_owed(self):
        for line in self:
            # Who may take the money may know what has settled the debt.
            debt_sudo = line.move_line_id.sudo()
            undone_sudo = debt_sudo._get_undone_matchings()
            line.amount_owed = debt_sudo._get_amount_owed()
            line.undone = ", ".join(
                f"{entry.name} ({entry._get_undone_label()})"
                for entry in undone_sudo.credit_move_id.move_id
            )

    @api.depends('move_line_id', 'take_id.currency_id', 'take_id.date')
    def _compute_amount_owed_here(self):
        for line in self:
            take = line.take_id
            line.amount_owed_here = line.debt_currency_id._convert(
                line.amount_owed, take.currency_id, take.company_id, take.date
            )

    # Not on what is owed: that somebody else takes money must not change what was shown.
    @api.depends(
        'take_id.amount',
        'take_id.currency_id',
        'take_id.date',
        'take_id.proposal',
        'take_id.use_credit',
        'take_id.line_ids.is_chosen',
    )
    def _compute_amount_applied(self):
        for take, lines in self.grouped('take_id').items():
            shares = take._spread_amount()
            for line in lines:
                line.amount_applied = shares.get(line, 0.0)
