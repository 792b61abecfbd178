from odoo import models


class SaleReplenishmentMove(models.Model):
    """What is not ordered again, and why."""

    _inherit = 'sale.replenishment.move'

    def _leave_others(self):
        """Note on each row that is seen for the first time why it is not replenished, if so.

        :return: the rows that are
        """
        new = self.filtered(lambda row: row._is_new())
        new._leave(new._get_reasons_to_leave())
        return self.filtered(lambda row: row.state != 'left')

    def _is_new(self):
        return self.state == 'waiting' and not self.replenishment_id

    def _leave_stuck(self):
        """Leave stuck rows that would not be replenished any more, and what came back of them."""
        left = self._leave(self._get_reasons_to_leave())
        while left:
            left = self.search([
                ('move_id.origin_returned_move_id', 'in', left.move_id.ids),
                ('state', '!=', 'left'),
            ])
            left._leave(dict.fromkeys(left, 'return'))

    def _leave(self, reasons):
        """Take these rows out of the books.

        :param dict reasons: a key of `left_reason` by row
        :return: the rows that were left
        """
        for row, reason in reasons.items():
            row.replenishment_id.taken_qty -= row.quantity
            row.write({
                'state': 'left',
                'left_reason': reason,
                'quantity': 0.0,
                'line_qty': 0.0,
                'replenishment_id': False,
            })
        return self.browse().union(*reasons)

    # === WHY === #

    def _get_reasons_to_leave(self):
        """Return by row, of those that are not to be replenished, a key of `left_reason`."""
        taken_back = self._get_rows_taken_back()
        ruled = self._get_products_with_orderpoint()
        asked = self.union(*taken_back.values())
        bought = asked.move_id._get_bought_for_their_sale()
        reasons = {}
        # In the order in which it happened: what was taken comes before what came back of it.
        for row in self.sorted('id'):
            if row in taken_back:
                origin = taken_back[row]
                left = not origin or origin in reasons or origin._is_left(ruled, bought)
                reason = 'return' if left else None
            else:
                reason = row._get_reason_to_leave(ruled, bought)
            if reason:
                reasons[row] = reason
        return reasons

    def _get_reason_to_leave(self, ruled, bought):
        """Return why what was taken is not ordered again, None if it is.

        :param set ruled: the pairs of warehouse and product with an automatic reordering rule
        :param bought: the `stock.move` that purchases were made for
        """
        product, warehouse = self.product_id, self._get_warehouse()
        if not self.company_id._replenishes(product):
            return 'category'
        if not warehouse:
            return 'warehouse'
        if not product.active or not product.purchase_ok:
            return 'product'
        if {(warehouse, product), (warehouse._get_buying_warehouse(), product)} & ruled:
            return 'orderpoint'
        return 'purchased' if self.move_id in bought else None

    def _is_left(self, ruled, bought):
        """Return whether it is not replenished, or will not be: it may be put off still."""
        if self._is_new():
            return bool(self._get_reason_to_leave(ruled, bought))
        return self.state == 'left'

    def _get_rows_taken_back(self):
        """Return by row, of those that take another transfer back, the row of that transfer.

        Empty where it has none: nobody meant to order it again.
        """
        origins = {row: row.move_id.origin_returned_move_id for row in self}
        origins = {row: origin for row, origin in origins.items() if origin}
        known = self.search([('move_id', 'in', [origin.id for origin in origins.values()])])
        by_move = {row.move_id: row for row in known}
        return {row: by_move.get(origin, self.browse()) for row, origin in origins.items()}

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
