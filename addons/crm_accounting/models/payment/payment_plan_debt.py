from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..collection.collection_sql import owed_on_line
from .payment_plan import LIVE_STATES


class PaymentPlanDebt(models.Model):
    """A receivable journal item that a plan is about, and what was owed on it when agreed."""

    _name = 'payment.plan.debt'
    _description = "Debt of a Payment Plan"
    _order = 'plan_id, date_maturity, id'
    _rec_name = 'move_id'

    plan_id = fields.Many2one(
        comodel_name='payment.plan', required=True, index=True, ondelete='cascade'
    )
    move_line_id = fields.Many2one(
        comodel_name='account.move.line',
        string="Journal Item",
        required=True,
        index=True,
        ondelete='restrict',
        domain="[('account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted'),"
        " ('balance', '>', 0)]",
    )
    move_id = fields.Many2one(related='move_line_id.move_id', string="Invoice")
    date_maturity = fields.Date(related='move_line_id.date_maturity', store=True)
    company_id = fields.Many2one(related='plan_id.company_id')
    currency_id = fields.Many2one(related='plan_id.currency_id')
    amount = fields.Monetary(
        string="Agreed", readonly=True, help="Owed when the plan was agreed; until then, owed now."
    )
    amount_owed = fields.Monetary(
        string="Owed Now", compute='_compute_amount_owed', compute_sudo=True
    )
    is_live = fields.Boolean(compute='_compute_is_live', store=True)

    _one_live_plan = models.UniqueIndex(
        '(move_line_id) WHERE is_live', "This debt is in another payment plan that still runs."
    )
    _once_in_plan = models.UniqueIndex(
        '(plan_id, move_line_id)', "This debt stands twice in the plan."
    )

    @api.depends('plan_id.state')
    def _compute_is_live(self):
        for debt in self:
            debt.is_live = debt.plan_id.state in LIVE_STATES

    @api.depends(
        'move_line_id.amount_residual_currency',
        'move_line_id.parent_state',
        'move_line_id.matched_credit_ids.credit_move_id.parent_state',
        'move_line_id.matched_credit_ids.credit_move_id.move_id.origin_payment_id.state',
    )
    def _compute_amount_owed(self):
        self.env['collection.item']._flush_facts()
        owed = dict(
            self.env.execute_query(
                SQL(
                    "SELECT debt.id, %s FROM account_move_line debt WHERE debt.id = ANY(%s)",
                    owed_on_line(self.env, 'amount_residual_currency'),
                    self.move_line_id.ids,
                )
            )
        )
        for debt in self:
            debt.amount_owed = owed.get(debt.move_line_id.id, 0.0)

    def _take_owed(self):
        """Take over what is owed now; debts that were paid meanwhile leave the plan."""
        self._note_owed()
        self.filtered(lambda debt: debt.currency_id.compare_amounts(debt.amount, 0) <= 0).unlink()

    @api.onchange('move_line_id')
    def _note_owed(self):
        self.invalidate_recordset(['amount_owed'])
        for debt in self:
            debt.amount = debt.amount_owed

    # === ONLY WHILE THE PLAN IS A DRAFT === #

    @api.model_create_multi
    def create(self, vals_list):
        debts = super().create(vals_list)
        debts.plan_id._check_draft()
        debts._note_owed()
        return debts

    def write(self, vals):
        if not vals.keys() <= {'is_live', 'date_maturity'}:  # these are computed
            self.plan_id._check_draft()
        result = super().write(vals)
        if 'plan_id' in vals:
            self.plan_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self.plan_id._check_draft()

    @api.constrains('move_line_id', 'plan_id')
    def _check_belongs_to_plan(self):
        for debt in self:
            line, plan = debt.move_line_id.sudo(), debt.plan_id
            if line.account_id.account_type != 'asset_receivable' or line.balance <= 0:
                raise ValidationError(
                    self.env._("%s is not owed by a customer.", line.display_name)
                )
            if line.partner_id.commercial_partner_id != plan.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._("%s is owed by another customer.", line.display_name)
                )
            if line.currency_id != plan.currency_id:
                raise ValidationError(
                    self.env._(
                        "%s is owed in another currency: make a plan for each currency.",
                        line.display_name,
                    )
                )
            if line.company_id != plan.company_id:
                raise ValidationError(
                    self.env._("%s is owed to another company.", line.display_name)
                )
