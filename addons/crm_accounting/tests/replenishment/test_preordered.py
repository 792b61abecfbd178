from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestPreordered(ReplenishmentCommon):
    """What is pre-ordered cannot be delivered before it is ordered from the vendor."""

    def test_it_is_ordered_when_it_is_confirmed_and_not_again_when_it_leaves(self):
        order = self._preorder(10)
        self._run_job()
        self.assertOrdered(10)
        self._deliver(order.picking_ids)
        self._run_job()
        self.assertOrdered(10)
        self.assertTaken(10)

    def test_a_back_order_is_not_ordered_again(self):
        order = self._preorder(10)
        self._run_job()
        self._deliver(order.picking_ids, 4)
        self._run_job()
        self.assertTaken(10)
        back_order = order.sudo().picking_ids.filtered(lambda picking: picking.state != 'done')
        self._deliver(back_order, 6)
        self._run_job()
        self.assertTaken(10)
        self.assertOrdered(10)

    def test_what_is_cancelled_is_for_the_next_sales(self):
        order = self._preorder(10)
        self._run_job()
        order._action_cancel()
        self._run_job()
        self.assertTaken(0)
        self._take(7)
        self._run_job()
        self.assertOrdered(10)

    def test_more_or_less_of_it_counts(self):
        order = self._preorder(10)
        self._run_job()
        order.order_line.product_uom_qty = 12
        self._run_job()
        self.assertOrdered(12)
        order.order_line.product_uom_qty = 5
        self._run_job()
        self.assertTaken(5)

    def test_a_transfer_that_is_deleted_is_counted_back(self):
        order = self._preorder(10)
        self._run_job()
        rows = self._rows(order)
        order.sudo().picking_ids.unlink()
        self._run_job()
        self.assertTaken(0)
        self.assertEqual(rows.quantity, 0)

    def test_served_as_an_ordinary_order_it_counts_when_it_leaves(self):
        order = self._preorder(10)
        self._run_job()
        order.action_serve_as_ordinary()
        self._run_job()
        self.assertTaken(0)
        self._deliver(order.picking_ids)
        self._run_job()
        self.assertTaken(10)
        self.assertOrdered(10)

    def test_in_two_steps_it_is_ordered_once(self):
        self.warehouse.delivery_steps = 'pick_ship'
        order = self._preorder(10)
        self._run_job()
        self.assertOrdered(10)
        for _step in range(2):
            pickings = order.sudo().picking_ids
            self._deliver(
                pickings.filtered(lambda picking: picking.state not in ('done', 'cancel'))
            )
            self._run_job()
            self.assertTaken(10)
        self.assertOrdered(10)

    def test_what_a_reordering_rule_looks_after_is_left_to_it(self):
        self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.product.id,
            'warehouse_id': self.warehouse.id,
            'trigger': 'auto',
        })
        order = self._preorder(10)
        self._run_job()
        self.assertLeft(order, 'orderpoint')

    def test_a_delivery_that_an_earlier_step_brings_counts_once(self):
        order = self._preorder(10)
        ship = order.sudo().picking_ids.move_ids
        place = self.warehouse.wh_output_stock_loc_id
        pick = ship.copy({'location_dest_id': place.id, 'location_final_id': self.customers.id})
        pick.move_dest_ids = ship
        pick.picking_id = False
        pick._action_confirm(merge=False)
        self.assertTrue(pick._is_preordered())
        self._run_job()
        self.assertTaken(10)
