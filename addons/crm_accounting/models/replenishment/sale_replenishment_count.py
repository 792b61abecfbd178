from odoo import models


class SaleReplenishmentMove(models.Model):
    """How the job counts a transfer, once, and notes what became of it."""

    _inherit = 'sale.replenishment.move'

    def _get_deferred(self):
        """Return the rows whose time has not come; who defers one queues its move later."""
        return self.browse()

    def _count(self):
        """Add to the balances what these rows are worth now and were not counted for yet.

        :return: by row what it adds, where that is not zero
        :rtype: dict
        """
        self._join_balances()
        changes = {}
        for row in self:
            taken = row.move_id._get_taken_qty()
            if change := row.product_id.uom_id.round(taken - row.quantity):
                changes[row] = change
                row.quantity = taken
        # What never left, or was a step only, waits for nothing.
        self.filtered(lambda row: row.state == 'waiting' and row not in changes).state = 'covered'
        for row, change in changes.items():
            row.replenishment_id.taken_qty += change
        return changes

    def _join_balances(self):
        """Give each row the balance of its product where the supplier delivers it to."""
        keys = self.filtered(lambda row: not row.replenishment_id)._get_balance_keys()
        Balance = self.env['sale.replenishment']
        known = Balance.search([
            ('product_id', 'in', [product.id for _wh, product in keys.values()])
        ])
        by_key = {(balance.warehouse_id, balance.product_id): balance for balance in known}
        missing = [key for key in dict.fromkeys(keys.values()) if key not in by_key]
        created = Balance.create([
            {'warehouse_id': warehouse.id, 'product_id': product.id}
            for warehouse, product in missing
        ])
        by_key.update(zip(missing, created, strict=True))
        for row, key in keys.items():
            row.replenishment_id = by_key[key]

    def _get_balance_keys(self):
        """Return by row the buying warehouse and the product.

        What comes back does so for the warehouse that ordered it, wherever it is put.
        """
        taken_back = self._get_rows_taken_back()
        keys = {}
        for row in self.sorted('id'):
            origin = taken_back.get(row)
            if origin and origin.replenishment_id:
                warehouse = origin.replenishment_id.warehouse_id
            elif origin in keys:
                warehouse = keys[origin][0]
            else:
                # What it takes back may be put off still.
                warehouse = (origin or row)._get_warehouse()._get_buying_warehouse()
            keys[row] = (warehouse, row.product_id)
        return keys

    def _settle(self, change, surplus, line):
        """Note where what this row took comes from.

        :param float change: what was counted of the row now
        :param float surplus: what is on order beyond all that was taken up to this row; below
            zero, it needed a new order
        :param line: the `purchase.order.line` of its balance before that
        """
        if change < 0:
            self.line_qty = max(min(self.line_qty + change, self.quantity), 0.0)
            if self.state == 'waiting' or (self.state == 'stuck' and self.quantity <= 0):
                self.state = 'covered'
            return
        before = self.purchase_line_id.filtered(lambda line: line.state != 'cancel')
        if self.product_id.uom_id.compare(surplus, 0.0) >= 0:
            self._put_on(line)
        elif self.replenishment_id.is_stuck:
            self.write({'state': 'stuck', 'purchase_line_id': False})
        else:
            self._put_on(self.replenishment_id.purchase_line_id)
        # What was on an order before stays there, whatever becomes of the one it is on now.
        moved_on = before and before != self.purchase_line_id
        self.line_qty = change if moved_on else self.line_qty + change

    def _put_on(self, line):
        """Note the line that brings what was taken; none where what came back made up for it."""
        self.write({'state': 'ordered' if line else 'covered', 'purchase_line_id': line.id})
