from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    contract_line_id = fields.Many2one(
        comodel_name='customer.contract.line', index='btree_not_null', ondelete='restrict'
    )
