from odoo import Command
from odoo.tests import new_test_user

from ..contract.trade_common import TradeCommon

PROMISED = '2024-07-01 12:00:00'


class PreorderCommon(TradeCommon):
    """Pre-orders of a salesperson without rights on stock and books; goods come by a worker."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env['stock.warehouse'].search(
            [('company_id', '=', cls.company.id)], limit=1
        )
        (cls.product_a | cls.product_b).is_storable = True
        cls.worker = cls._new_user('worker', 'stock.group_stock_user')
        cls.customer.email = 'bakery@example.com'

    @classmethod
    def _new_user(cls, login, groups):
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _preorder(cls, *quantities, confirm=True, user=None, **values):
        """Return a pre-order of so many of product_a and, where given, of product_b."""
        order = (
            cls
            .env['sale.order']
            .with_user(user or cls.salesman)
            .create({
                'partner_id': cls.customer.id,
                'is_preorder': True,
                'commitment_date': PROMISED,
                'order_line': [
                    Command.create({
                        'product_id': product.id,
                        'product_uom_qty': quantity,
                        'price_unit': 10.0,
                    })
                    for product, quantity in zip(
                        (cls.product_a, cls.product_b), quantities, strict=False
                    )
                    if quantity
                ],
                **values,
            })
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _stock(cls, quantity, product=None):
        """Let goods be there that nobody has received."""
        cls.env['stock.quant'].sudo()._update_available_quantity(
            product or cls.product_a, cls.warehouse.lot_stock_id, quantity
        )

    @classmethod
    def _receive(cls, quantity, product=None, user=None):
        """Let a worker receive goods from a supplier."""
        kind = cls.warehouse.in_type_id
        picking = (
            cls
            .env['stock.picking']
            .with_user(user or cls.worker)
            .create({
                'picking_type_id': kind.id,
                'location_id': cls.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': kind.default_location_dest_id.id,
                'move_ids': [
                    Command.create({
                        'product_id': (product or cls.product_a).id,
                        'product_uom_qty': quantity,
                        'location_id': cls.env.ref('stock.stock_location_suppliers').id,
                        'location_dest_id': kind.default_location_dest_id.id,
                    })
                ],
            })
        )
        picking.action_confirm()
        picking.button_validate()
        return picking

    @classmethod
    def _deliver(cls, order, quantity=None):
        """Let a worker deliver what is here of an order, or so much of it."""
        picking = (
            order
            .sudo()
            .picking_ids.filtered(lambda picking: picking.state == 'assigned')
            .with_user(cls.worker)
        )
        if quantity is not None:
            picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    @staticmethod
    def _reserved(order):
        """Return what is reserved for an order and not delivered."""
        moves = order.sudo().order_line.move_ids
        return sum(move.quantity for move in moves if move.state not in ('done', 'cancel', 'draft'))

    def assertReserved(self, expected):
        """Compare what is reserved for each order."""
        self.assertEqual({order: self._reserved(order) for order in expected}, expected)
