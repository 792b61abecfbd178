from functools import partial

from odoo import api, fields, models
from odoo.service.model import retrying

CHUNK_SIZE = 2000  # transfers in a transaction; a buyer may have to wait for its end
MOVE_FIELDS = [
    'created_purchase_line_ids',
    'location_dest_id',
    'location_id',
    'move_orig_ids',
    'origin_returned_move_id',
    'product_uom',
    'purchase_line_id',
    'quantity',
    'state',
]


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
            # A product at a time, as far as it fits: its line is changed once. By its id, which
            # the index gives; by its name, the whole queue would be sorted for each chunk.
            order = 'product_id.id, id'
            rows = Row.search([('to_check', '=', True)], order=order, limit=CHUNK_SIZE)
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
        rows.move_id.fetch(MOVE_FIELDS)  # of fifty; the rest costs more than what is done with it
        changes = (rows - rows._get_deferred())._leave_others()._count()
        balances = self.browse().union(*(row.replenishment_id for row in changes))
        surplus = balances._get_surplus_before(changes)
        lines = {balance: balance.purchase_line_id for balance in balances}
        stuck = balances.filtered('is_stuck')
        balances._order_open()
        for row, change in sorted(changes.items(), key=lambda item: item[1] > 0):
            surplus[row.replenishment_id] -= change
            row._settle(change, surplus[row.replenishment_id], lines[row.replenishment_id])
        stuck._settle_stuck()
        (stuck | balances.filtered('is_stuck'))._update_tasks()

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
        stuck._get_stuck_rows()._leave_stuck()
        stuck._order_open()
        stuck._settle_stuck()
        stuck._update_tasks()

    def _settle_stuck(self):
        """Let the rows that waited for a supplier follow their balance."""
        ordered = self.filtered(lambda balance: not balance.is_stuck)
        covered = self.filtered(lambda balance: balance.is_stuck and balance.open_qty <= 0)
        covered._unstick()
        for row in ordered._get_stuck_rows():
            row._put_on(row.replenishment_id.purchase_line_id)
        for row in covered._get_stuck_rows():
            row._put_on(row.purchase_line_id.browse())

    def _get_stuck_rows(self):
        return self.env['sale.replenishment.move'].search([
            ('replenishment_id', 'in', self.ids),
            ('state', '=', 'stuck'),
        ])
