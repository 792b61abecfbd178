from odoo import fields, models


class AccountBankStatementLine(models.Model):
    _inherit = 'account.bank.statement.line'

    pos_debt_payment_id = fields.Many2one(
        comodel_name='pos.debt.payment',
        string="Payment of Debts",
        copy=False,
        index='btree_not_null',
        ondelete='restrict',
    )
