from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ('waiting', "Waiting"),
    ('ordered', "Ordered"),
    ('covered', "Nothing to Order"),
    ('stuck', "Stuck"),
    ('left', "Not Replenished"),
]
LEFT_REASONS = [
    ('category', "Its category is not replenished"),
    ('warehouse', "It was in no warehouse"),
    ('product', "The product is not bought any more"),
    ('orderpoint', "A reordering rule looks after it"),
    ('purchased', "It was bought for this sale"),
    ('return', "What came back had not been replenished"),
]


class SaleReplenishmentMove(models.Model):
    """A transfer to or from a customer, in the queue of what is to be ordered again.

    There is one row for a stock move, made in the transaction that moves the goods. The job
    compares what the move is worth now with what it has counted of it, so that to queue a move
    once more does no harm.
    """

    _name = 'sale.replenishment.move'
    _description = "Transfer to Be Replenished"
    _check_company_auto = True
    _rec_name = 'move_id'
    _order = 'id desc'

    move_id = fields.Many2one(
        comodel_name='stock.move',
        ondelete='set null',
        readonly=True,
        help="Empty where it was deleted: then it is counted back.",
    )
    product_id = fields.Many2one(
        comodel_name='product.product',
        required=True,
        index=True,
        ondelete='cascade',
        readonly=True,
    )
    company_id = fields.Many2one(
        comodel_name='res.company',
        required=True,
        index=True,
        ondelete='cascade',
        readonly=True,
    )
    replenishment_id = fields.Many2one(
        comodel_name='sale.replenishment',
        index='btree_not_null',
        ondelete='cascade',
        readonly=True,
    )
    quantity = fields.Float(
        digits='Product Unit',
        readonly=True,
        help="As counted so far, in the unit of the product; negative for what came back.",
    )
    line_qty = fields.Float(
        string="Of It, on the Last Order",
        digits='Product Unit',
        readonly=True,
        help="The rest was ordered before, with an order that still stands.",
    )
    state = fields.Selection(selection=STATES, required=True, default='waiting', readonly=True)
    left_reason = fields.Selection(selection=LEFT_REASONS, readonly=True)
    purchase_line_id = fields.Many2one(
        comodel_name='purchase.order.line',
        string="Ordered With",
        index='btree_not_null',
        ondelete='set null',
        readonly=True,
    )
    to_check = fields.Boolean(
        default=True,
        readonly=True,
        help="The job has to look at it, for the first time or because something changed.",
    )

    _move_uniq = models.UniqueIndex('(move_id)', "A transfer is replenished once.")
    _to_check_idx = models.Index('(product_id, id) WHERE to_check')
    _stuck_idx = models.Index("(replenishment_id) WHERE state = 'stuck'")

    def action_order_again(self):
        """Order what a buyer had taken from an order or cancelled there.

        :raise UserError: if the user is no buyer, or one of the rows is not given up
        """
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise UserError(self.env._("Ask somebody who may buy to order this again."))
        self.check_access('read')
        if any(not row._is_given_up() for row in self):
            raise UserError(self.env._("Only what is on no order any more can be ordered again."))
        self.sudo()._forget()  # nobody else writes the books of the job
        self._trigger_job()
        return True

    def _forget(self):
        """Let the job count these rows as if for the first time, and what was ordered for them."""
        for row in self:
            row.replenishment_id.taken_qty -= row.line_qty
            row.replenishment_id.ordered_qty -= row.line_qty
            row.quantity -= row.line_qty
        self.write({'line_qty': 0.0, 'state': 'waiting', 'to_check': True})
        self.replenishment_id._forget_rest()

    def _is_given_up(self):
        """Return whether what was ordered is not on order any more."""
        self.ensure_one()
        line_sudo = self.sudo().purchase_line_id
        return (
            self.state == 'ordered'
            and self.quantity > 0
            and (not line_sudo or line_sudo.state == 'cancel')
        )

    @api.model
    def _trigger_job(self):
        # Sellers and cashiers set it in motion, who read no scheduled actions.
        self.env.ref('crm_accounting.ir_cron_replenish').sudo()._trigger()
