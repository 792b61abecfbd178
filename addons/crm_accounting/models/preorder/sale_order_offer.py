from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import retrying

from .sale_order_state import HERE_STATES

REMINDER = 'crm_accounting.mail_activity_type_preorder_here'


class SaleOrder(models.Model):
    """What has come is offered to pre-orders: reserved for them, and told to their salesperson."""

    _inherit = 'sale.order'

    def action_offer_goods(self):
        """Offer what is in stock of the goods that these pre-orders wait for, the oldest first.

        :return: a notification that names who got something
        """
        self.check_access('write')
        if any(not order.is_preorder or order.state != 'sale' for order in self):
            raise UserError(self.env._("Only confirmed pre-orders wait for goods."))
        # Who sells may have no rights on stock, and older pre-orders of others come first.
        awaited_sudo = self.sudo()._get_awaited_moves()
        got_sudo = awaited_sudo.browse()
        if awaited_sudo:
            got_sudo = awaited_sudo._find_preordered(
                awaited_sudo.product_id, awaited_sudo.location_id.warehouse_id
            )._offer_to_preorders()
        return self._notify_preorder(self._describe_offer(got_sudo))

    def _describe_offer(self, got_sudo):
        if not got_sudo:
            return self.env._("Nothing that is waited for is free in stock.")
        served = (got_sudo | self.sudo())._sort_by_turn()
        if served[0] not in self:
            return self.env._(
                "Older pre-orders came first: goods are here for %(orders)s.",
                orders=", ".join(got_sudo.mapped('name')),
            )
        return self.env._(
            "Goods are here for %(orders)s.", orders=", ".join(got_sudo.mapped('name'))
        )

    def _notify_preorder(self, message):
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': message,
                'type': 'info',
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    @api.model
    def _cron_offer_goods(self):
        """Offer goods that came by other ways than a receipt; once a day."""
        commit_progress = self.env['ir.cron']._commit_progress
        Move = self.env['stock.move']
        waiting = Move.search(Move._get_preordered_domain())
        moves = waiting.grouped(lambda move: move.sale_line_id.order_id)
        # Most wait in vain; each commit empties the cache, so that it is for the others alone.
        free = waiting._get_free_places()
        orders = waiting.sale_line_id.order_id._sort_by_turn()
        served = orders.filtered(lambda order: moves[order]._get_places() & free)
        commit_progress(remaining=len(served))
        for done, order in enumerate(served, 1):
            if order._choose_offered(moves[order]):
                retrying(partial(order._take_offer, moves[order]), self.env)
                if not commit_progress(1, remaining=len(served) - done):
                    return
        commit_progress(remaining=0)

    def _sort_by_turn(self):
        """Return these pre-orders, the oldest first."""
        return self.sorted(lambda order: (order.date_order, order.id))

    # === ONE ORDER === #

    def _take_offer(self, waiting):
        """Reserve what is free for this order, as its delivery policy allows.

        Which line was offered is written each time: of two who offer the same goods at the same
        time the second fails and is repeated, and finds them reserved.

        :param stock.move waiting: what is waited for, also by others
        :return: whether there was anything for it
        """
        moves = self._choose_offered(waiting & self.order_line.move_ids)
        if not moves:
            return False
        before = {move: move.quantity for move in moves}
        offered = {line: line.preorder_offered_on for line in moves.sale_line_id}
        moves.sale_line_id.preorder_offered_on = fields.Datetime.now()
        # Before anything else that the other one has written: only this conflict is repeated.
        moves.sale_line_id.flush_recordset(['preorder_offered_on'])
        moves._action_assign()
        got = moves._get_increase(before)
        for line in moves.sale_line_id - moves.browse().union(*got).sale_line_id:
            line.preorder_offered_on = offered[line]
        if got:
            self._tell_offer(got)
        return bool(got)

    def _choose_offered(self, moves):
        """Return for which of these moves of this order there are goods it may have."""
        free = {}
        for move in moves:
            place = (move.product_id, move.location_id)
            free[place] = self.env['stock.quant']._get_available_quantity(*place)
        if self.picking_policy != 'one':
            return moves.filtered(
                lambda move: (
                    move.product_id.uom_id.compare(free[move.product_id, move.location_id], 0) > 0
                )
            )
        lacking = self._get_awaited_moves().filtered(lambda move: move.state != 'assigned')
        is_whole = lacking == moves and all(
            product.uom_id.compare(free[product, location], self._sum_missing(those)) >= 0
            for (product, location), those in moves.grouped(
                lambda move: (move.product_id, move.location_id)
            ).items()
        )
        return moves if is_whole else moves.browse()

    def _sum_missing(self, moves):
        """Return what is not reserved yet of these moves, in the unit of their product."""
        return sum(
            move.product_qty
            - move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id)
            for move in moves
        )

    # === ITS SALESPERSON === #

    def _tell_offer(self, quantities):
        goods = [
            self.env._(
                "%(quantity).12g %(unit)s of %(product)s",
                quantity=quantity,
                unit=move.product_uom.name,
                product=move.product_id.display_name,
            )
            for move, quantity in quantities.items()
        ]
        self.message_post(
            body=self.env._("Goods of this pre-order are here: %s.", ", ".join(goods))
        )
        user = self._find_preorder_user()
        if user and not self._search_preorder_reminder():
            self.activity_schedule(REMINDER, user_id=user.id)

    def _find_preorder_user(self):
        """Return who serves the customer; nobody who may not see the order."""
        candidates = self.user_id | self.team_id.user_id | self.create_uid
        return candidates.filtered(
            lambda user: (
                user.active
                and not user.share
                and self.company_id in user.company_ids
                and self.with_user(user).with_company(self.company_id).has_access('read')
            )
        )[:1]

    def _search_preorder_reminder(self):
        return self.activity_search([REMINDER], only_automated=False)

    def _close_preorder_reminder(self):
        self.activity_feedback([REMINDER], only_automated=False)

    def _has_goods_here(self):
        return self.preorder_state in HERE_STATES
