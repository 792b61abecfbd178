from odoo import api, fields, models

SALES_SHOWN = 2


class PurchaseOrder(models.Model):
    """An order shows the sales that caused it."""

    _inherit = 'purchase.order'

    replenishment_count = fields.Integer(
        compute='_compute_replenishment_count', groups='purchase.group_purchase_user'
    )

    @api.depends_context('uid')
    def _compute_replenishment_count(self):
        counts = self.env['sale.replenishment.report']._count_by(
            'purchase_id', [('purchase_line_id', 'in', self.order_line.ids)]
        )
        for order in self:
            order.replenishment_count = counts.get(order._origin.id, 0)

    def action_view_replenishment(self):
        """Return the action of the sales that caused these orders."""
        return self.order_line.action_view_replenishment()


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    replenishment_sales = fields.Char(
        string="For Sales",
        compute='_compute_replenishment_sales',
        groups='purchase.group_purchase_user',
        help="Whose goods it brings again.",
    )

    def _compute_replenishment_sales(self):
        groups = self.env['sale.replenishment.report']._read_group(
            [('purchase_line_id', 'in', self.ids)],
            groupby=['purchase_line_id'],
            aggregates=['origin:array_agg_distinct'],
        )
        sales = {line.id: names for line, names in groups}
        for line in self:
            line.replenishment_sales = line._shorten_sales(sales.get(line._origin.id, []))

    def _shorten_sales(self, names):
        """Return the first names, and how many there are besides."""
        shown = ', '.join(names[:SALES_SHOWN])
        if len(names) <= SALES_SHOWN:
            return shown
        return self.env._(
            "%(sales)s and %(count)s more", sales=shown, count=len(names) - SALES_SHOWN
        )

    def action_view_replenishment(self):
        """Return the action of the sales that caused these lines."""
        return self.env['sale.replenishment.report']._open([('purchase_line_id', 'in', self.ids)])
