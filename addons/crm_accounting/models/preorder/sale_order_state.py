from odoo import api, fields, models

OPEN_STATES = ('waiting', 'confirmed', 'partially_available', 'assigned')
HERE_STATES = ('partly', 'here')


class SaleOrder(models.Model):
    """How far a pre-order is: what of its goods is here."""

    _inherit = 'sale.order'

    preorder_state = fields.Selection(
        selection=[
            ('waiting', "Waiting"),
            ('partly', "Partly Here"),
            ('here', "Here"),
            ('delivered', "Delivered"),
        ],
        string="Goods",
        compute='_compute_preorder_state',
        store=True,
        help="Of what is still to be delivered: nothing, some or all of it is reserved.",
    )
    preorder_offered_on = fields.Datetime(
        string="Goods Offered On", compute='_compute_preorder_offered_on', store=True
    )

    def _auto_init(self):
        """Add the columns before the ORM does: nothing is pre-ordered yet, so none is computed."""
        for name in ('preorder_state', 'preorder_offered_on', 'preorder_to_tell'):
            self.env['customer.contract']._add_empty_column(self, name)
        return super()._auto_init()

    @api.depends(
        'is_preorder',
        'state',
        'order_line.move_ids.state',
        'order_line.move_ids.quantity',
        'delivery_status',
    )
    def _compute_preorder_state(self):
        for order in self:
            is_live = order.is_preorder and order.state == 'sale'
            order.preorder_state = is_live and order._get_preorder_state()

    def _get_preorder_state(self):
        moves = self._get_awaited_moves()
        if not moves:
            return self._get_state_of_unstocked()
        if set(moves.mapped('state')) == {'assigned'}:
            return 'here'
        return 'partly' if any(moves.mapped('quantity')) else 'waiting'

    def _get_state_of_unstocked(self):
        """Return the state where nothing has to be in stock; none where nothing is delivered."""
        if self.delivery_status == 'full':
            return 'delivered'
        left = self.order_line.move_ids.filtered(lambda move: move.state in OPEN_STATES)
        is_coming = 'supplier' in left.location_id.mapped('usage')
        return bool(left) and ('waiting' if is_coming else 'here')

    def _get_awaited_moves(self):
        """Return the moves of what is still to be delivered and has to be in stock for that."""
        return self.order_line.move_ids.filtered(
            lambda move: move.state in OPEN_STATES and not move._should_bypass_reservation()
        )

    @api.depends('order_line.preorder_offered_on')
    def _compute_preorder_offered_on(self):
        for order in self:
            offers = order.order_line.filtered('preorder_offered_on')
            order.preorder_offered_on = max(offers.mapped('preorder_offered_on'), default=False)
