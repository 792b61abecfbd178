from odoo import models

DEMAND_STATES = ('waiting', 'confirmed', 'partially_available', 'assigned')


class StockMove(models.Model):
    """What is pre-ordered is ordered from the vendor at once, where its category is replenished.

    It could not be delivered before that. Until it has left it counts as taken already, by what is
    asked for now; from then on it counts as every delivery.
    """

    _inherit = 'stock.move'

    def write(self, vals):
        result = super().write(vals)
        if 'product_uom_qty' in vals or vals.get('state') in ('confirmed', 'waiting', 'cancel'):
            self.filtered(lambda move: move._is_preordered())._queue_replenishment()
        return result

    def unlink(self):
        self._count_again()
        return super().unlink()

    def _is_replenished(self):
        return super()._is_replenished() or (
            self._is_preordered() and bool(self.sudo().replenishment_move_ids)
        )

    def _get_taken_sign(self):
        return super()._get_taken_sign() or int(self._is_preorder_demand())

    def _get_taken_qty(self):
        return self.product_qty if self._is_preorder_demand() else super()._get_taken_qty()

    def _is_preorder_demand(self):
        """Tell whether a pre-order still asks for it: by the last of the transfers in a row."""
        if self.state not in DEMAND_STATES or not self._is_preordered() or self.move_dest_ids:
            return False
        target = self.location_final_id or self.location_dest_id
        return (self.location_id.usage, target.usage) == ('internal', 'customer')

    def _count_again(self):
        """Let the job look again at what it has counted of these moves, and may be gone then."""
        # Who sells has no rights in the books of the job.
        rows_sudo = self.sudo().replenishment_move_ids
        if rows_sudo:
            rows_sudo.to_check = True
            rows_sudo._trigger_job()
