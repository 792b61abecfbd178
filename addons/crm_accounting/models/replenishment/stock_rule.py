from odoo import api, models


class StockRule(models.Model):
    _inherit = 'stock.rule'

    @api.model
    def _get_procurements_to_merge_groupby(self, procurement):
        # Each balance finds the line that was made for it.
        key = super()._get_procurements_to_merge_groupby(procurement)
        return (*key, procurement.values.get('replenishment_id'))

    def _update_purchase_order_line(
        self, product_id, product_qty, product_uom, company_id, values, line
    ):
        updated = super()._update_purchase_order_line(
            product_id, product_qty, product_uom, company_id, values, line
        )
        return {**updated, **line._prepare_replenishment_values(values)}
