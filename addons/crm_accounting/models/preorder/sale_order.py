from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

BOOKKEEPING = {
    'preorder_offered_on',
    'preorder_state',
    'preorder_to_tell',
    'preorder_told_on',
}


class SaleOrder(models.Model):
    """A pre-order is an order whose goods come later: it is planned for, and reserves nothing.

    Its deliveries are core's, so that forecasts and reordering rules count them. Goods are reserved
    for it when they are offered: the oldest pre-order first.
    """

    _inherit = 'sale.order'

    is_preorder = fields.Boolean(
        string="Pre-order",
        copy=False,
        tracking=True,
        help="The goods come later: they are ordered for, but not reserved before they are here.",
    )

    _preorder_index = models.Index('(id) WHERE is_preorder')  # few of many; asked by each receipt

    @api.constrains('is_preorder', 'commitment_date', 'state')
    def _check_preorder_date(self):
        # Of a quotation, too: a customer who pays or signs it online confirms it.
        for order in self:
            if order.is_preorder and not order.commitment_date and order.state != 'cancel':
                raise ValidationError(
                    self.env._(
                        "%(order)s is a pre-order: enter the date on which the goods are promised.",
                        order=order.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_preorder_bookkeeping(vals)
        # What stands in the values comes before the defaults of a context.
        empty = dict.fromkeys(BOOKKEEPING, False)
        return super().create([{**empty, **vals} for vals in vals_list])

    def write(self, vals):
        self._check_preorder_bookkeeping(vals)
        if 'is_preorder' in vals and not self.env.su:
            self._check_preorder_change(bool(vals['is_preorder']))
        promised = {order: order.commitment_date for order in self if 'commitment_date' in vals}
        result = super().write(vals)
        for order, before in promised.items():
            order._postpone_preorder(before)
        return result

    def _postpone_preorder(self, before):
        """Let the plan follow what is promised: core changes the deadline of deliveries only."""
        if not self.is_preorder or not before or before == self.commitment_date:
            return
        # Who sells may have no rights on stock.
        for move in self.sudo()._get_awaited_moves():
            move.date += self.commitment_date - before

    def copy_data(self, default=None):
        """Duplicate as no pre-order, whatever a context asks for: it is promised for no day yet."""
        return super().copy_data({'is_preorder': False, **(default or {})})

    def _check_preorder_bookkeeping(self, vals):
        if not self.env.su and BOOKKEEPING & vals.keys():
            raise UserError(
                self.env._("What was offered of a pre-order, and told, follows from what is done.")
            )

    def _check_preorder_change(self, is_preorder):
        fixed = self.filtered(
            lambda order: order.is_preorder != is_preorder and order.state not in ('draft', 'sent')
        )
        if fixed:
            raise UserError(
                self.env._(
                    "%(order)s is no quotation any more: what is a pre-order is chosen before it is"
                    " confirmed. “Serve as an Ordinary Order” turns a pre-order into an order.",
                    order=fixed[0].name,
                )
            )

    def action_serve_as_ordinary(self):
        """Turn confirmed pre-orders into ordinary orders: what is in stock is reserved as for them.

        :raise UserError: when an order is no confirmed pre-order
        """
        self.check_access('write')
        if any(not order.is_preorder or order.state != 'sale' for order in self):
            raise UserError(self.env._("Only confirmed pre-orders are turned into orders."))
        # Who sells may have no rights on stock.
        orders_sudo = self.sudo()
        orders_sudo.is_preorder = False
        orders_sudo._close_preorder_reminder()
        orders_sudo.order_line.move_ids._count_again()
        moves = orders_sudo.order_line.move_ids.filtered(
            lambda move: (
                move.state in ('confirmed', 'partially_available')
                and move._should_assign_at_confirm()
            )
        )
        moves._action_assign()
        return True
