from odoo import fields, models


class SaleOrderCreditRelease(models.TransientModel):
    """The question why an order is released although its customer may not order."""

    _name = 'sale.order.credit.release'
    _description = "Release an Order"

    order_id = fields.Many2one(comodel_name='sale.order', required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Release the order."""
        self.ensure_one()
        return self.order_id.action_release_credit(self.reason)
