from odoo import models

WAITING = ('confirmed', 'partially_available')


class SaleOrderLine(models.Model):
    """What is kept for a contract goes to the deliveries of its orders."""

    _inherit = 'sale.order.line'

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        agreed = self.filtered(lambda line: line.state == 'sale').contract_line_id.sudo()
        holding = agreed.filtered('reservation_move_ids')
        if not holding:
            return super()._action_launch_stock_rule(
                previous_product_uom_qty=previous_product_uom_qty
            )
        reserved = holding.filtered('qty_reserved')
        kept = holding._hand_over_reservation()
        result = super()._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )
        # Also where deliveries are assigned by hand or later: these goods were spoken for already.
        taken = self.sudo().filtered(lambda line: line.contract_line_id in holding)
        taken.filtered(lambda line: line.contract_line_id in reserved)._note_offered()
        for moves in (taken.move_ids, kept):
            moves.filtered(lambda move: move.state in WAITING)._action_assign()
        return result
