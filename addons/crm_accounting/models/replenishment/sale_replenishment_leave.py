from odoo import models


class SaleReplenishmentMove(models.Model):
    """What is not ordered again, and why."""

    _inherit = 'sale.replenishment.move'

    def _leave_others(self):
        """Note on each row that is seen for the first time why it is not replenished, if so.

        :return: the rows that are
        """
        new = self.filtered(lambda row: row.state == 'waiting' and not row.replenishment_id)
        ruled = new._get_products_with_orderpoint()
        left = self.browse()
        # What was taken comes before what came back of it.
        for row in new.sorted(lambda row: (row.move_id._get_taken_sign() < 0, row.id)):
            if reason := row._get_reason_to_leave(ruled):
                row.write({'state': 'left', 'left_reason': reason})
                left |= row
        return self.filtered(lambda row: row.state != 'left')

    def _get_reason_to_leave(self, ruled):
        """Return a key of `left_reason`, None if the row is to be replenished.

        :param set ruled: the pairs of warehouse and product with an automatic reordering rule
        """
        move, product, warehouse = self.move_id, self.product_id, self._get_warehouse()
        if not self.company_id._replenishes(product):
            return 'category'
        if not warehouse:
            return 'warehouse'
        if not product.active or not product.purchase_ok:
            return 'product'
        if move.origin_returned_move_id:
            return None if self._get_returned_row().replenishment_id else 'return'
        if {(warehouse, product), (warehouse._get_buying_warehouse(), product)} & ruled:
            return 'orderpoint'
        return 'purchased' if move._is_bought_for_its_sale() else None

    def _get_returned_row(self):
        """Return the row of the delivery that this one takes back."""
        origin = self.move_id.origin_returned_move_id
        return self.search([('move_id', '=', origin.id)]) if origin else self.browse()

    def _get_warehouse(self):
        """Return the warehouse from which the goods went or to which they came back."""
        move = self.move_id
        out = move._get_taken_sign() > 0
        return (move.location_id if out else move.location_dest_id).warehouse_id

    def _get_products_with_orderpoint(self):
        """Return the pairs of warehouse and product that Odoo looks after by itself.

        :rtype: set[tuple]
        """
        groups = self.env['stock.warehouse.orderpoint']._read_group(
            [('trigger', '=', 'auto'), ('product_id', 'in', self.product_id.ids)],
            groupby=['warehouse_id', 'product_id'],
        )
        return set(groups)
