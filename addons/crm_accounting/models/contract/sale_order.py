from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    contract_id = fields.Many2one(
        comodel_name='customer.contract',
        index='btree_not_null',
        check_company=True,
        ondelete='restrict',
        tracking=True,
        copy=False,
        domain="[('state', 'in', ('signed', 'running', 'expiring')),"
        " ('partner_id', 'parent_of', partner_id)]",
    )

    def _prepare_invoice(self):
        return {**super()._prepare_invoice(), 'contract_id': self.contract_id.id}
