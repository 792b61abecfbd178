from odoo import Command, api, fields, models


class PurchaseOrderLine(models.Model):
    """A line knows which sales caused it."""

    _inherit = 'purchase.order.line'

    replenishment_ids = fields.One2many(
        comodel_name='sale.replenishment', inverse_name='purchase_line_id'
    )
    replenishment_move_ids = fields.One2many(
        comodel_name='sale.replenishment.move',
        inverse_name='purchase_line_id',
        string="Caused by",
    )

    @api.model
    def _prepare_purchase_order_line_from_procurement(
        self,
        product_id,
        product_qty,
        product_uom,
        location_dest_id,
        name,
        origin,
        company_id,
        values,
        po,
    ):
        prepared = super()._prepare_purchase_order_line_from_procurement(
            product_id,
            product_qty,
            product_uom,
            location_dest_id,
            name,
            origin,
            company_id,
            values,
            po,
        )
        return {**prepared, **self._prepare_replenishment_values(values)}

    @api.model
    def _prepare_replenishment_values(self, values):
        """Return what ties the line of a procurement to the replenishment that asked for it."""
        balance = values.get('replenishment_id')
        return {'replenishment_ids': [Command.link(balance.id)]} if balance else {}

    def _merge_po_line(self, rfq_line):
        result = super()._merge_po_line(rfq_line)
        # A buyer who merges has no rights in the books of the job.
        rfq_line.sudo().replenishment_ids.purchase_line_id = self
        rfq_line.sudo().replenishment_move_ids.purchase_line_id = self
        return result
