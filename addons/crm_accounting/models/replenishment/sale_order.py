from odoo import api, fields, models


class SaleOrder(models.Model):
    """An order shows what was ordered again because of it."""

    _inherit = 'sale.order'

    replenishment_count = fields.Integer(compute='_compute_replenishment_count')

    @api.depends_context('uid')
    def _compute_replenishment_count(self):
        counts = self.env['sale.replenishment.report']._count_by(
            'sale_id', self._get_replenishment_domain()
        )
        for order in self:
            order.replenishment_count = counts.get(order.id, 0)

    def action_view_replenishment(self):
        """Return the action of what was ordered again because of these orders."""
        return self.env['sale.replenishment.report']._open(self._get_replenishment_domain())

    def _get_replenishment_domain(self):
        # By moves: what is counted stays a look-up in an index, however long the queue has grown.
        order_sudo = self.sudo()  # for the ids alone
        moves = order_sudo.order_line.move_ids | order_sudo.picking_ids.move_ids
        return [('move_id', 'in', moves.ids), ('sale_id', 'in', self.ids)]
