from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    preorder_offered_on = fields.Datetime(
        string="Goods Offered On",
        readonly=True,
        copy=False,
        help="When goods were reserved last for this line of a pre-order; before, none are.",
    )

    preorder_qty_open = fields.Float(
        string="To Deliver",
        digits='Product Unit',
        compute='_compute_preorder_qty_open',
        help="Ordered and not delivered, in the unit of the product.",
    )

    @api.depends('qty_to_deliver', 'product_uom_id', 'product_id.uom_id')
    def _compute_preorder_qty_open(self):
        for line in self:
            line.preorder_qty_open = line.product_uom_id._compute_quantity(
                max(line.qty_to_deliver, 0.0), line.product_id.uom_id, round=False
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_preorder_bookkeeping({key for vals in vals_list for key in vals})
        # What stands in the values comes before the defaults of a context.
        return super().create([{'preorder_offered_on': False, **vals} for vals in vals_list])

    def write(self, vals):
        self._check_preorder_bookkeeping(vals)
        return super().write(vals)

    def _check_preorder_bookkeeping(self, names):
        if not self.env.su and 'preorder_offered_on' in names:
            raise UserError(self.env._("Goods of a pre-order are offered when they are here."))

    def _note_offered(self):
        """Let pre-orders take goods of these lines that are here: they were kept for them."""
        self.filtered('order_id.is_preorder').preorder_offered_on = fields.Datetime.now()
