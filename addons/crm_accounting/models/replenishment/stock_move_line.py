from odoo import api, models


class StockMoveLine(models.Model):
    """What is put right in a transfer that is done already is counted, too."""

    _inherit = 'stock.move.line'

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._queue_correction()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not {'quantity', 'product_uom_id'}.isdisjoint(vals):
            self._queue_correction()
        return result

    def _queue_correction(self):
        # Those of a transfer that is not done cannot be deleted, so that there is no third way.
        self.move_id.filtered(lambda move: move.state == 'done')._queue_replenishment()
