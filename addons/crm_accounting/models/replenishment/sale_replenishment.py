from odoo import api, fields, models


class SaleReplenishment(models.Model):
    """What sales took of a product from a warehouse, and what was ordered of it again.

    The two totals decide alone whether there is anything to order, so nothing is ordered twice,
    however often and in whatever order the job looks at the transfers. What has been asked of a
    supplier is the buyer's from then on: an order that is made smaller or cancelled is not made
    again by itself.
    """

    _name = 'sale.replenishment'
    _description = "Replenishment of What Was Sold"
    _check_company_auto = True
    _rec_name = 'product_id'
    _order = 'product_id, id'

    product_id = fields.Many2one(
        comodel_name='product.product',
        required=True,
        ondelete='restrict',
        readonly=True,
    )
    warehouse_id = fields.Many2one(
        comodel_name='stock.warehouse',
        required=True,
        index=True,
        ondelete='restrict',
        readonly=True,
        help="Where the supplier delivers to.",
    )
    company_id = fields.Many2one(related='warehouse_id.company_id', store=True, index=True)
    uom_id = fields.Many2one(related='product_id.uom_id')
    taken_qty = fields.Float(
        string="Taken",
        digits='Product Unit',
        readonly=True,
        help="Delivered or pre-ordered, less returned, as far as it is replenished.",
    )
    ordered_qty = fields.Float(string="Ordered", digits='Product Unit', readonly=True)
    open_qty = fields.Float(
        string="To Order",
        digits='Product Unit',
        compute='_compute_open_qty',
        help="Negative: ordered beyond what was taken, for the sake of the supplier's multiple"
        " or because goods came back. The next sales take from it.",
    )
    purchase_line_id = fields.Many2one(
        comodel_name='purchase.order.line',
        string="Last Ordered With",
        index='btree_not_null',
        ondelete='set null',
        readonly=True,
    )
    move_ids = fields.One2many(
        comodel_name='sale.replenishment.move',
        inverse_name='replenishment_id',
        string="Transfers",
    )
    is_stuck = fields.Boolean(readonly=True)
    stuck_reason = fields.Char(readonly=True)
    tried_on = fields.Date(
        readonly=True,
        help="What is stuck is tried once a day, and when a vendor is added to the product.",
    )

    _product_uniq = models.UniqueIndex('(warehouse_id, product_id)')
    _stuck_idx = models.Index('(tried_on) WHERE is_stuck')

    @api.depends('taken_qty', 'ordered_qty')
    def _compute_open_qty(self):
        for balance in self:
            balance.open_qty = balance.uom_id.round(balance.taken_qty - balance.ordered_qty)

    def _forget_rest(self):
        """Count no more on what the last order brought beyond what was taken, if it is given up.

        What is beyond because goods came back is there, and stays counted.
        """
        given_up = self.filtered(
            lambda balance: balance.purchase_line_id.state in {False, 'cancel'}
        )
        taken = self.env['sale.replenishment.move']._read_group(
            [('replenishment_id', 'in', given_up.ids), ('quantity', '>', 0)],
            groupby=['replenishment_id'],
            aggregates=['quantity:sum'],
        )
        taken = dict(taken)
        for balance in given_up:
            balance.ordered_qty = min(balance.ordered_qty, taken.get(balance, 0.0))
