from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    contract_line_id = fields.Many2one(
        comodel_name='customer.contract.line', index='btree_not_null', ondelete='restrict'
    )

    def _prepare_invoice_line(self, **optional_values):
        values = super()._prepare_invoice_line(**optional_values)
        return {**values, 'contract_line_id': self.contract_line_id.id}
