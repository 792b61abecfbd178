from odoo import models


class StockWarehouse(models.Model):
    _inherit = 'stock.warehouse'

    def _get_buying_warehouse(self):
        """Return where suppliers deliver what this warehouse sells.

        A shop that does not buy for itself is supplied by another warehouse, which then buys.
        """
        self.ensure_one()
        if self.buy_to_resupply:
            return self
        return self.resupply_wh_ids.filtered('buy_to_resupply')[:1] or self
