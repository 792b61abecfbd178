from odoo import api, fields, models


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    preorder_qty_open = fields.Float(
        string="To Receive",
        digits='Product Unit',
        compute='_compute_preorder_qty_open',
        help="Ordered and not received, in the unit of the product.",
    )

    @api.depends('product_qty', 'product_uom_qty', 'qty_received')
    def _compute_preorder_qty_open(self):
        for line in self:
            received = line.qty_received / line.product_qty if line.product_qty else 0.0
            line.preorder_qty_open = line.product_uom_qty * max(1.0 - received, 0.0)
