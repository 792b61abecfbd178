from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    payment_plan_ids = fields.Many2many(
        comodel_name='payment.plan',
        compute='_compute_payment_plan_ids',
        groups='crm_accounting.crm_accounting_group_own',
        help="What was agreed about this invoice and has not ended.",
    )

    has_undone_payment = fields.Boolean(
        compute='_compute_has_undone_payment',
        compute_sudo=True,
        help="Odoo shows it as paid by a payment that was rejected or cancelled, or is a draft.",
    )

    @api.depends(
        'line_ids.matched_credit_ids.credit_move_id.parent_state',
        'line_ids.matched_credit_ids.credit_move_id.move_id.origin_payment_id.state',
    )
    def _compute_has_undone_payment(self):
        for move in self:
            move.has_undone_payment = bool(move._get_payable_lines()._get_undone_matchings())

    @api.depends('state', 'line_ids.payment_plan_debt_ids.is_live')
    @api.depends_context('uid')
    def _compute_payment_plan_ids(self):
        for move in self:
            # Debts of plans that the user may not see are not readable; the plans are asked below.
            lines_sudo = move.sudo().line_ids if move.state == 'posted' else move.line_ids.browse()
            debts_sudo = lines_sudo.sudo().payment_plan_debt_ids.filtered('is_live')
            plans = debts_sudo.plan_id.with_env(self.env)
            move.payment_plan_ids = plans._filtered_access('read')

    def action_open_payment_plan(self):
        """Open the payment plan of what is owed on this invoice, or propose one."""
        self.ensure_one()
        return self.env['payment.plan']._open_for(self.line_ids)

    def action_take_payment(self):
        """Open the question what the customer pays, with this invoice ticked."""
        self.ensure_one()
        return self.env['account.payment.take']._open(
            self.commercial_partner_id, self.company_id, self
        )
