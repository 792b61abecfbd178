from odoo import models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _is_sold_already(self):
        # Where tills sell orders (module `pos_sale`), the goods are sold when the order arrives.
        lines_sudo = self.order_line.sudo()
        is_sold = 'pos_order_line_ids' in lines_sudo._fields and lines_sudo.pos_order_line_ids
        return bool(is_sold) or super()._is_sold_already()
