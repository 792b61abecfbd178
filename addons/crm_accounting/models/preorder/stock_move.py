from odoo import fields, models


class StockMove(models.Model):
    """Moves of a pre-order reserve nothing before its goods are offered.

    Whether they were is a fact of the order line, so that it holds for back-orders and for every
    way to reserve: confirming, checking availability, the scheduler and what has come in.
    """

    _inherit = 'stock.move'

    def _is_preordered(self):
        """Tell whether this move delivers a pre-order."""
        self.ensure_one()
        # Who moves goods may have no rights on orders.
        return self.sudo().sale_line_id.order_id.is_preorder

    def _is_held(self):
        """Tell whether nothing is to be reserved: it waits for goods that were not offered yet."""
        return (
            self._is_preordered()
            and not self.sudo().sale_line_id.preorder_offered_on
            and self._takes_from_stock()
        )

    def _takes_from_stock(self):
        """Tell whether this move takes what is free in stock, not what an earlier move brings."""
        return (
            not self.move_orig_ids
            and self.procure_method == 'make_to_stock'
            and not self._should_bypass_reservation()
        )

    def _action_assign(self, force_qty=False):
        # A quantity that somebody enters by hand is a decision.
        held = self.browse() if force_qty else self.filtered(lambda move: move._is_held())
        # Who moves goods may have no rights on orders.
        brought_sudo = self.sudo().filtered(lambda move: move._is_brought())
        before = {move: move.quantity for move in brought_sudo}
        result = super(StockMove, self - held)._action_assign(force_qty=force_qty)
        brought_sudo._note_brought(before)
        return result

    def _is_brought(self):
        """Tell whether an earlier move brings it that is no part of the delivery: it is bought."""
        origins = self.move_orig_ids
        return bool(origins) and self._is_preordered() and not origins.sale_line_id

    def _note_brought(self, before):
        """Note that what was bought for pre-orders is here: it is theirs without an offer."""
        got = self._get_increase(before)
        moves = self.browse().union(*got)
        moves.sale_line_id._note_offered()
        for order, those in moves.grouped(lambda move: move.sale_line_id.order_id).items():
            order._tell_offer({move: got[move] for move in those})
        # What is delivered in one piece may have waited for this alone.
        whole = moves.sale_line_id.order_id.filtered(lambda order: order.picking_policy == 'one')
        awaited = whole._get_awaited_moves()
        awaited._find_preordered(
            awaited.product_id, awaited.location_id.warehouse_id
        )._offer_to_preorders()

    def _get_increase(self, before):
        """Return by move how much more is reserved than before, of those with more."""
        return {
            move: move.quantity - before[move]
            for move in self
            if move.product_uom.compare(move.quantity, before[move]) > 0
        }

    def _trigger_assign(self):
        if not self.env['ir.config_parameter'].sudo().get_param('stock.picking_no_auto_reserve'):
            # Who receives goods may have no rights on orders, nor see all of them.
            self.sudo()._find_preordered(
                self.product_id, self.location_dest_id.warehouse_id
            )._offer_to_preorders()
        return super()._trigger_assign()

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        done._close_preorder_reminders()
        return done

    def _do_unreserve(self):
        result = super()._do_unreserve()
        self._close_preorder_reminders()
        return result

    def _close_preorder_reminders(self):
        """Remind nobody of goods that are not here any more: they are delivered, or taken away."""
        # Who moves goods may have no rights on orders.
        orders_sudo = self.sudo().sale_line_id.order_id.filtered('is_preorder')
        orders_sudo.filtered(lambda order: not order._has_goods_here())._close_preorder_reminder()

    def _find_preordered(self, products, warehouses):
        """Return what pre-orders wait for of these products.

        An order that is delivered in one piece asks for all its products, so others who wait for
        these are asked, too: nobody is passed over.

        :param product.product products: what has come
        :param stock.warehouse warehouses: where it has come to
        :rtype: stock.move
        """
        moves = self.search([
            *self._get_preordered_domain(),
            ('product_id', 'in', products.ids),
            ('location_id.warehouse_id', 'in', warehouses.ids),
        ])
        whole = moves.sale_line_id.order_id.filtered(lambda order: order.picking_policy == 'one')
        more = whole._get_awaited_moves().product_id - products
        return self._find_preordered(products | more, warehouses) if more else moves

    def _get_preordered_domain(self):
        return [
            ('sale_line_id.order_id.is_preorder', '=', True),
            ('state', 'in', ('confirmed', 'partially_available')),
            ('procure_method', '=', 'make_to_stock'),
            ('move_orig_ids', '=', False),
            # Where goods are reserved so many days before the date, that holds for offers.
            '|',
            ('reservation_date', '=', False),
            ('reservation_date', '<=', fields.Date.today()),
        ]

    def _offer_to_preorders(self):
        """Offer what is free to the pre-orders of these moves, the oldest first.

        :return: those who got something
        :rtype: sale.order
        """
        moves = self.grouped(lambda move: move.sale_line_id.order_id)
        places = self._get_free_places()
        served = self.sale_line_id.order_id.browse()
        for order in self.sale_line_id.order_id._sort_by_turn():
            # Of thousands who wait, most are not looked at: the worker waits for this.
            mine = moves[order]._get_places() & places
            if mine and order._take_offer(moves[order]):
                served |= order
                places = (places - mine) | (moves[order]._get_free_places() & mine)
        return served

    def _get_places(self):
        """Return which products these moves take from where, as pairs."""
        return {(move.product_id, move.location_id) for move in self}

    def _get_free_places(self):
        """Return those of `_get_places` where something is free."""
        Quant = self.env['stock.quant']
        return {
            (product, location)
            for product, location in self._get_places()
            if product.uom_id.compare(Quant._get_available_quantity(product, location), 0) > 0
        }
