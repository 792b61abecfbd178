from odoo import fields, models
from odoo.tools import SQL

_QUEUE = """
INSERT INTO sale_replenishment_move
            (move_id, product_id, company_id, state, to_check, quantity,
             create_uid, write_uid, create_date, write_date)
     SELECT move_id, product_id, company_id, 'waiting', TRUE, 0,
            %(user)s, %(user)s, %(now)s, %(now)s
       FROM unnest(%(moves)s, %(products)s, %(companies)s)
            AS moves (move_id, product_id, company_id)
ON CONFLICT (move_id) DO UPDATE SET to_check = TRUE
"""


class StockMove(models.Model):
    """What reaches a customer, or comes back, is put in the queue of what is to be ordered."""

    _inherit = 'stock.move'

    replenishment_move_ids = fields.One2many(
        comodel_name='sale.replenishment.move', inverse_name='move_id', copy=False
    )

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves._queue_replenishment()
        return moves

    def _queue_replenishment(self):
        """Queue what changed in these moves; the seller waits for no more than that.

        Inserted by one statement: a delivery of 50 lines must not be felt.
        """
        moves = self.filtered(lambda move: move._is_replenished())
        if not moves:
            return
        Row = self.env['sale.replenishment.move']
        self.env.cr.execute(
            SQL(
                _QUEUE,
                moves=moves.ids,
                products=[move.product_id.id for move in moves],
                companies=[move.company_id.id for move in moves],
                user=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        Row.invalidate_model(['to_check'])
        moves.invalidate_recordset(['replenishment_move_ids'])
        Row._trigger_job()

    def _is_replenished(self):
        """Return whether the job has to look at it; there it may turn out that it is left."""
        if not self._get_taken_sign():
            return False
        if self.company_id._replenishes(self.product_id):
            return True
        # What was counted goes on being counted, when its category is replenished no more. Who
        # moves goods has no rights in the books of the job.
        return bool(
            self.sudo().replenishment_move_ids
            or self.origin_returned_move_id.sudo().replenishment_move_ids
        )

    def _get_taken_sign(self):
        """Return 1 for what goes from stock to a customer, -1 for what comes back, else 0."""
        way = (self.location_id.usage, self.location_dest_id.usage)
        return {('internal', 'customer'): 1, ('customer', 'internal'): -1}.get(way, 0)

    def _get_taken_qty(self):
        """Return what a customer took with this move, in the unit of the product.

        Negative for what came back, 0 as long as nothing has moved.
        """
        if self.state != 'done':
            return 0.0
        quantity = self.product_uom._compute_quantity(
            self.quantity, self.product_id.uom_id, rounding_method='HALF-UP'
        )
        return self._get_taken_sign() * quantity

    def _get_bought_for_their_sale(self):
        """Return those that a purchase was made for, as the route *Make To Order* does."""
        chain = self.browse(self._rollup_move_origs())
        bought = chain.filtered(lambda move: move._get_purchase_lines_in_force())
        return self & self.browse(bought._rollup_move_dests())

    def _get_purchase_lines_in_force(self):
        lines = self.created_purchase_line_ids | self.purchase_line_id
        return lines.filtered(lambda line: line.state != 'cancel')
