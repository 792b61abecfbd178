from odoo import models


class PurchaseOrder(models.Model):
    _inherit = 'purchase.order'

    def action_merge(self):
        """Merge requests for quotation as core does; what caused a line follows it.

        Core adds up lines of one product within an order, too, and deletes all but the first.
        """
        # A buyer who merges has no rights in the books of the job.
        causes_sudo = {
            record: line.order_id
            for line in self.order_line.sudo()
            for record in (*line.replenishment_ids, *line.replenishment_move_ids)
        }
        result = super().action_merge()
        for record, order in causes_sudo.items():
            if not record.purchase_line_id:
                record.purchase_line_id = order._get_line_of(record.product_id)
        return result

    def _get_line_of(self, product):
        return self.order_line.filtered(lambda line: line.product_id == product)[:1]
