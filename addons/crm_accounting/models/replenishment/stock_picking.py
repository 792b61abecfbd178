from odoo import api, fields, models


class StockPicking(models.Model):
    """A transfer shows what was ordered again because of it."""

    _inherit = 'stock.picking'

    replenishment_count = fields.Integer(compute='_compute_replenishment_count')

    @api.depends_context('uid')
    def _compute_replenishment_count(self):
        counts = self.env['sale.replenishment.report']._count_by(
            'picking_id', [('move_id', 'in', self.move_ids.ids)]
        )
        for picking in self:
            picking.replenishment_count = counts.get(picking._origin.id, 0)

    def action_view_replenishment(self):
        """Return the action of what was ordered again because of these transfers."""
        return self.env['sale.replenishment.report']._open([('move_id', 'in', self.move_ids.ids)])
