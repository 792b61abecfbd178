from functools import partial

from odoo import api, fields, models
from odoo.service.model import retrying

CHUNK_SIZE = 10000  # transfers in a transaction


class SaleReplenishment(models.Model):
    """The job that orders what sales took."""

    _inherit = 'sale.replenishment'

    @api.model
    def _cron_replenish(self):
        """Order what is in the queue, chunk by chunk, and try again what was stuck."""
        Row = self.env['sale.replenishment.move']
        commit_progress = self.env['ir.cron']._commit_progress
        waiting = Row.search_count([('to_check', '=', True)])
        commit_progress(remaining=waiting)
        while waiting:
            # A product at a time, as far as it fits: its line is changed once.
            rows = Row.search([('to_check', '=', True)], order='product_id, id', limit=CHUNK_SIZE)
            retrying(partial(self._replenish, rows), self.env)
            waiting = Row.search_count([('to_check', '=', True)])
            if not commit_progress(len(rows), remaining=waiting):
                return
        retrying(self._retry_stuck, self.env)

    @api.model
    def _replenish(self, rows):
        """Count these rows, and order what is missing then.

        :param rows: `sale.replenishment.move` with `to_check`
        """
        rows = rows.exists()
        rows.to_check = False
        changes = (rows - rows._get_deferred())._leave_others()._count()
        balances = self.browse().union(*(row.replenishment_id for row in changes))
        surplus = balances._get_surplus_before(changes)
        lines = {balance: balance.purchase_line_id for balance in balances}
        balances.filtered(lambda balance: balance.open_qty > 0)._order_open()
        for row, change in sorted(changes.items(), key=lambda item: item[1] > 0):
            surplus[row.replenishment_id] -= change
            row._settle(change, surplus[row.replenishment_id], lines[row.replenishment_id])
        balances._settle_stuck()

    def _get_surplus_before(self, changes):
        """Return what each balance had on order beyond what was taken, before these changes.

        :param dict changes: by row what it adds to what was taken
        """
        surplus = {balance: -balance.open_qty for balance in self}
        for row, change in changes.items():
            surplus[row.replenishment_id] += change
        return surplus

    @api.model
    def _retry_stuck(self):
        """Order what could not be ordered before, if it is possible now."""
        stuck = self.search([
            ('is_stuck', '=', True),
            '|',
            ('tried_on', '=', False),
            ('tried_on', '<', fields.Date.today()),
        ])
        stuck.filtered(lambda balance: balance.open_qty > 0)._order_open()
        stuck._settle_stuck()

    def _settle_stuck(self):
        """Let the rows that waited for a supplier follow their balance."""
        for balance in self.filtered(lambda balance: balance.is_stuck and balance.open_qty <= 0):
            balance._unstick()
        rows = self.env['sale.replenishment.move'].search([
            ('replenishment_id', 'in', self.filtered(lambda balance: not balance.is_stuck).ids),
            ('state', '=', 'stuck'),
        ])
        for row in rows:
            row._put_on(row.replenishment_id.purchase_line_id)


class SaleReplenishmentMove(models.Model):
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
        for row, change in changes.items():
            row.replenishment_id.taken_qty += change
        return changes

    def _join_balances(self):
        """Give each row the balance of its product where the supplier delivers it to."""
        keys = {row: row._get_balance_key() for row in self if not row.replenishment_id}
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

    def _get_balance_key(self):
        warehouse = self._get_returned_row().replenishment_id.warehouse_id or self._get_warehouse()
        return warehouse._get_buying_warehouse(), self.product_id

    def _settle(self, change, surplus, line):
        """Note where what this row took comes from.

        :param float change: what was counted of the row now
        :param float surplus: what is on order beyond all that was taken up to this row; below
            zero, it needed a new order
        :param line: the `purchase.order.line` of its balance before that
        """
        if change < 0:
            if self.state == 'waiting':
                self.state = 'covered'
        elif surplus >= 0:
            self._put_on(line)
        elif self.replenishment_id.is_stuck:
            self.write({'state': 'stuck', 'purchase_line_id': False})
        else:
            self._put_on(self.replenishment_id.purchase_line_id)

    def _put_on(self, line):
        """Note the line that brings what was taken; none where what came back made up for it."""
        self.write({'state': 'ordered' if line else 'covered', 'purchase_line_id': line.id})
