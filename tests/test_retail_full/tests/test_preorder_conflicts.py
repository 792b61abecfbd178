from odoo import Command
from odoo.tests import tagged

from .connections import Connections


@tagged('post_install', '-at_install')
class TestPreorderConflicts(Connections):
    """Goods of a pre-order come, and are offered, in two places in the same moment."""

    def setUp(self):
        super().setUp()
        with self._connect() as env:
            self.partner_id = env['res.partner'].create({'name': "Bakery Ltd"}).id
            product = env['product.product'].create({'name': "Cake stand", 'is_storable': True})
            self.product_id = product.id
            self.addCleanup(self._clean_up)
            self.warehouse_id = env.ref('stock.warehouse0').id
            self.order_ids = [self._preorder(env), self._preorder(env)]

    def _preorder(self, env):
        """Return a confirmed pre-order of five pieces."""
        order = env['sale.order'].create({
            'partner_id': self.partner_id,
            'is_preorder': True,
            'commitment_date': '2100-01-01',
            'warehouse_id': self.warehouse_id,
            'order_line': [Command.create({'product_id': self.product_id, 'product_uom_qty': 5})],
        })
        order.action_confirm()
        return order.id

    def _clean_up(self):
        """Take the goods out again; what was done to stock stays, of a product that is archived."""
        with self._connect() as env:
            orders = env['sale.order'].search([('partner_id', '=', self.partner_id)])
            orders._action_cancel()
            product = env['product.product'].browse(self.product_id)
            quants = env['stock.quant'].search([
                ('product_id', '=', product.id),
                ('location_id.usage', '=', 'internal'),
            ])
            quants.with_context(inventory_mode=True).inventory_quantity = 0
            quants.action_apply_inventory()
            product.action_archive()
            orders.partner_id.action_archive()

    def _receive(self, quantity):
        def receive(env):
            kind = env['stock.warehouse'].browse(self.warehouse_id).in_type_id
            places = {
                'location_id': env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': kind.default_location_dest_id.id,
            }
            move = {'product_id': self.product_id, 'product_uom_qty': quantity, **places}
            picking = env['stock.picking'].create({
                'picking_type_id': kind.id,
                'move_ids': [Command.create(move)],
                **places,
            })
            picking.action_confirm()
            picking.button_validate()

        return receive

    def _offer(self, env):
        env['sale.order'].browse(self.order_ids).action_offer_goods()

    def _read_reserved(self):
        with self._connect() as env:
            orders = env['sale.order'].browse(self.order_ids)
            quants = env['stock.quant'].search([
                ('product_id', '=', self.product_id),
                ('location_id.usage', '=', 'internal'),
            ])
            reserved = sum(quants.mapped('reserved_quantity'))
            self.assertLessEqual(reserved, sum(quants.mapped('quantity')))
            return [sum(order.order_line.move_ids.mapped('quantity')) for order in orders]

    def test_two_receipts_at_once_do_not_give_one_order_both(self):
        with self._connect() as env:
            self._begin(env)
            with self._connect() as other:
                self._serve(other, self._receive(5))
            reasons = self._serve(env, self._receive(4))
        self.assertEqual(len(reasons), 1, "the second was repeated, and found the first served")
        self.assertEqual(self._read_reserved(), [5, 4])

    def test_a_receipt_and_the_button_at_once_offer_goods_once(self):
        with self._connect() as env:
            env['stock.quant']._update_available_quantity(
                env['product.product'].browse(self.product_id),
                env['stock.warehouse'].browse(self.warehouse_id).lot_stock_id,
                3,
            )
        with self._connect() as env:
            self._begin(env)
            with self._connect() as other:
                self._serve(other, self._receive(4))
            self.assertEqual(self._read_reserved(), [5, 2])
            reasons = self._serve(env, self._offer)
        self.assertEqual(len(reasons), 1)
        self.assertEqual(self._read_reserved(), [5, 2])

    def _ask(self, env):
        env['sale.order'].browse(self.order_ids[0]).action_ask_prepayment()

    def test_two_who_ask_for_the_prepayment_at_once_make_one_invoice(self):
        with self._connect() as env:
            order = env['sale.order'].browse(self.order_ids[0])
            order.order_line.price_unit = 10
            order.write({'require_payment': True, 'prepayment_percent': 0.5})
        with self._connect() as env:
            self._begin(env)
            with self._connect() as other:
                self._serve(other, self._ask)
            reasons = self._serve(env, self._ask)
            self.assertEqual(len(reasons), 1)
            order = env['sale.order'].browse(self.order_ids[0])
            self.assertEqual(len(order.invoice_ids), 1)
            order.invoice_ids.unlink()
