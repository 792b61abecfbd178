from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import PROMISED, PreorderCommon


@tagged('post_install', '-at_install')
class TestPreorderHold(PreorderCommon):
    def _assert_nothing_taken(self, order):
        self.assertReserved({order: 0})
        self.assertEqual(order.preorder_state, 'waiting')

    def test_a_preorder_needs_the_date_that_was_promised(self):
        with self.assertRefused("promised", ValidationError):
            self._preorder(1, confirm=False, commitment_date=False)
        order = self._preorder(1)
        with self.assertRefused("promised", ValidationError):
            order.commitment_date = False

    def test_whether_it_is_one_is_chosen_before_it_is_confirmed(self):
        order = self._preorder(1, confirm=False)
        order.is_preorder = False
        order.is_preorder = True
        order.action_confirm()
        with self.assertRefused("Serve as an Ordinary Order"):
            order.is_preorder = False
        self.assertFalse(order.copy().is_preorder)
        self.assertFalse(order.with_context(default_is_preorder=True).copy().is_preorder)

    def test_it_takes_nothing_by_any_door(self):
        self._stock(10)
        order = self._preorder(4)
        self._assert_nothing_taken(order)
        picking = order.sudo().picking_ids.with_user(self.worker)
        picking.action_assign()
        self._assert_nothing_taken(order)
        self.env['stock.rule'].run_scheduler(company_id=self.company.id)
        self._assert_nothing_taken(order)
        order.order_line.product_uom_qty = 5
        self._assert_nothing_taken(order)
        self.assertEqual(order.sudo().picking_ids.move_ids.product_uom_qty, 5)

    def test_an_ordinary_order_gets_what_is_there(self):
        self._stock(10)
        self._preorder(10)
        order = self.env['sale.order'].create({
            'partner_id': self.other_customer.id,
            'order_line': [Command.create({'product_id': self.product_a.id, 'product_uom_qty': 8})],
        })
        order.action_confirm()
        self.assertReserved({order: 8})
        self.assertFalse(order.picking_ids.move_ids._is_preordered())

    def test_what_a_worker_enters_by_hand_is_delivered(self):
        self._stock(10)
        order = self._preorder(4)
        picking = order.sudo().picking_ids.with_user(self.worker)
        picking.move_ids.write({'quantity': 4, 'picked': True})
        picking._action_done()
        self.assertEqual(order.order_line.qty_delivered, 4)
        self.assertEqual(order.preorder_state, 'delivered')

    def test_it_holds_for_deliveries_in_two_steps(self):
        self.warehouse.delivery_steps = 'pick_ship'
        self._stock(10)
        order = self._preorder(4)
        self._assert_nothing_taken(order)
        order.action_offer_goods()
        self.assertReserved({order: 4})
        picked = self._deliver(order, 3)
        self.assertEqual(picked.picking_type_id, self.warehouse.pick_type_id)
        self.assertEqual(order.preorder_state, 'here')
        self.assertReserved({order: 4})
        self._deliver(order)
        self._deliver(order)
        self.assertEqual(order.order_line.qty_delivered, 4)
        self.assertEqual(order.preorder_state, 'delivered')

    def test_a_back_order_goes_on_waiting_and_keeps_what_was_offered(self):
        order = self._preorder(10)
        self._receive(6)
        self.assertReserved({order: 6})
        self._deliver(order, 2)
        self.assertReserved({order: 4})
        self.assertEqual(order.preorder_state, 'partly')
        self._receive(3)
        self.assertReserved({order: 7})

    def test_it_is_served_as_an_ordinary_order(self):
        self._stock(10)
        order = self._preorder(4)
        order.action_serve_as_ordinary()
        self.assertReserved({order: 4})
        self.assertFalse(order.is_preorder)
        with self.assertRefused("Only confirmed pre-orders"):
            order.action_serve_as_ordinary()

    def test_nobody_writes_by_hand_what_was_offered_or_told(self):
        self._stock(10)
        order = self._preorder(4)
        for record, name in (
            (order, 'preorder_offered_on'),
            (order, 'preorder_told_on'),
            (order, 'preorder_state'),
            (order, 'preorder_to_tell'),
            (order.order_line, 'preorder_offered_on'),
        ):
            with self.subTest(name), self.assertRaises(UserError), self.env.cr.savepoint():
                record.write({name: PROMISED})
        context = {
            'default_preorder_offered_on': PROMISED,
            'default_preorder_told_on': PROMISED,
            'default_preorder_to_tell': True,
        }
        order = order.with_context(**context).copy({
            'is_preorder': True,
            'commitment_date': PROMISED,
        })
        line = self.env['sale.order.line'].with_user(self.salesman).with_context(**context)
        line.create({'order_id': order.id, 'product_id': self.product_a.id})
        order.action_confirm()
        self._assert_nothing_taken(order)
        self.assertFalse(order.preorder_told_on or order.preorder_to_tell)

    def test_an_automatic_reordering_rule_orders_it_at_once(self):
        vendor = self.env['res.partner'].create({'name': "Mill"})
        self.product_a.seller_ids = [Command.create({'partner_id': vendor.id, 'price': 1.0})]
        self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.product_a.id,
            'warehouse_id': self.warehouse.id,
            'location_id': self.warehouse.lot_stock_id.id,
            'product_min_qty': 0,
            'product_max_qty': 0,
            'trigger': 'auto',
        })
        self._preorder(7)
        line = self.env['purchase.order.line'].search([('product_id', '=', self.product_a.id)])
        self.assertEqual((line.product_qty, line.order_id.partner_id), (7, vendor))

    def test_a_reordering_rule_by_hand_counts_it_from_the_promised_day_on(self):
        orderpoint = self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.product_a.id,
            'warehouse_id': self.warehouse.id,
            'location_id': self.warehouse.lot_stock_id.id,
            'trigger': 'manual',
        })
        order = self._preorder(7)
        self.assertEqual(str(order.sudo().picking_ids.move_ids.date.date()), '2024-07-01')
        self.assertEqual(orderpoint.qty_to_order, 7)
        self.company.horizon_days = 3
        orderpoint.invalidate_recordset()
        orderpoint._compute_qty_to_order_computed()
        self.assertEqual(orderpoint.qty_to_order, 0, "promised for a day that is not planned yet")

    def test_the_plan_follows_a_date_that_is_put_off(self):
        order = self._preorder(7)
        move = order.sudo().picking_ids.move_ids
        order.commitment_date = '2024-08-01 12:00:00'
        self.assertEqual(str(move.date.date()), '2024-08-01')

    def test_without_a_delivery_nothing_is_here(self):
        order = self._preorder(4)
        order.sudo().picking_ids.with_user(self.worker).action_cancel()
        self.assertFalse(order.preorder_state)
