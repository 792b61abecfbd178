from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    payment_plan_debt_ids = fields.One2many(
        comodel_name='account.payment.plan.debt',
        inverse_name='move_line_id',
        groups='crm_accounting.crm_accounting_group_own',
    )
