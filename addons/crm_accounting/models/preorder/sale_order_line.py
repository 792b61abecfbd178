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
