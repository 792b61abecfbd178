from odoo import fields, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    contract_id = fields.Many2one(
        comodel_name='customer.contract',
        index='btree_not_null',
        check_company=True,
        ondelete='restrict',
        tracking=True,
        copy=False,
        domain="[('state', 'in', ('signed', 'running', 'expiring')),"
        " ('partner_id', '=', commercial_partner_id)]",
    )
