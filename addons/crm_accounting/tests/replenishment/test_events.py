from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestEvents(ReplenishmentCommon):
    """What moves goods, and what it makes the job order."""

    # === BACK AND FORTH === #

    def test_what_came_back_before_the_job_ran_is_not_ordered(self):
        order = self._take(4)
        back = self._take_back(order.picking_ids, 3)
        self._run_job()
        self.assertOrdered(1)
        self.assertEqual(self._rows(back).state, 'covered')
        self.assertEqual(self._rows(back).quantity, -3)

    def test_what_a_customer_brings_without_a_delivery_counts_as_well(self):
        self._take(4)
        self._transfer(3, self.customers, self.stock)
        self._run_job()
        self.assertOrdered(1)

    def test_what_had_not_been_replenished_is_not_counted_when_it_comes_back(self):
        self.company.replenish_category_ids = False
        order = self._take(4)
        self.company.replenish_category_ids = self.category
        back = self._take_back(order.picking_ids, 4)
        self._run_job()
        self.assertLeft(back, 'return')
        self._take(1)
        self._run_job()
        self.assertOrdered(1)

    def test_what_is_taken_again_after_it_came_back_is_ordered(self):
        order = self._take(4)
        back = self._take_back(order.picking_ids, 4)
        again = self._take_back(back, 2)
        self._run_job()
        self.assertTaken(2)
        self.assertOrdered(2)
        self.assertEqual(self._rows(again).quantity, 2)

    def test_what_comes_back_to_another_warehouse_counts_where_it_was_ordered(self):
        order = self._take(4)
        self._run_job()
        other = self.env['stock.warehouse'].create({'name': "Depot", 'code': "DEP"})
        back = self._take_back(order.picking_ids, 4, other.lot_stock_id)
        self._run_job()
        self.assertEqual(self._rows(back).replenishment_id.warehouse_id, self.warehouse)
        self.assertTaken(0)

    def test_what_is_counted_goes_on_being_counted_when_the_category_is_left_out(self):
        order = self._take(4)
        self._run_job()
        self.company.replenish_category_ids = False
        self._take_back(order.picking_ids, 3)
        order.picking_ids[0].move_ids.move_line_ids.quantity = 5
        self._run_job()
        self.assertTaken(2)

    # === ORDERS AND TRANSFERS === #

    def test_a_back_order_is_ordered_when_it_leaves(self):
        order = self._sell(10)
        self._deliver(order.picking_ids, 4)
        self._run_job()
        self.assertOrdered(4)
        backorder = order.picking_ids.filtered(lambda picking: picking.state != 'done')
        self._deliver(backorder)
        self._run_job()
        self.assertOrdered(10)

    def test_what_is_never_delivered_is_not_ordered(self):
        order = self._sell(10)
        self._deliver(order.picking_ids, 4)
        backorder = order.picking_ids.filtered(lambda picking: picking.state != 'done')
        backorder.action_cancel()
        self._sell(3).sudo()._action_cancel()
        self._run_job()
        self.assertOrdered(4)

    def test_what_is_delivered_without_a_back_order_is_ordered(self):
        order = self._sell(10)
        picking = order.picking_ids
        picking.move_ids.write({'quantity': 4, 'picked': True})
        picking.with_context(cancel_backorder=True)._action_done()
        self._run_job()
        self.assertOrdered(4)

    def test_more_than_was_sold_is_ordered_when_it_is_delivered(self):
        order = self._sell(4)
        self._deliver(order.picking_ids, 6)
        self._run_job()
        self.assertOrdered(6)

    def test_a_delivery_without_an_order_and_one_without_a_transfer_are_ordered(self):
        self._transfer(4, self.stock, self.customers)
        move = self._move(3, self.stock, self.customers)
        move._action_confirm()
        move.write({'quantity': 3, 'picked': True})
        move._action_done()
        self._run_job()
        self.assertOrdered(7)

    def test_a_done_quantity_that_is_put_right_is_ordered(self):
        order = self._take(4)
        self._run_job()
        line = order.picking_ids.move_ids.move_line_ids
        line.with_user(self.worker).quantity = 6
        self._run_job()
        self.assertOrdered(6)
        line.move_id.with_user(self.worker).quantity = 1
        self._run_job()
        self.assertTaken(1)
        self.assertOrdered(6)

    def test_what_is_added_to_a_done_transfer_is_ordered(self):
        honey = self._product("Honey")
        order = self._take(4)
        self._run_job()
        picking, line = order.picking_ids, order.picking_ids.move_ids.move_line_ids
        line.copy({'quantity': 2})
        self.env['stock.move.line'].with_user(self.worker).create({
            'picking_id': picking.id,
            'product_id': honey.id,
            'quantity': 3,
            'location_id': self.stock.id,
            'location_dest_id': self.customers.id,
        })
        self._run_job()
        self.assertOrdered(6)
        self.assertOrdered(3, honey)

    def test_scrap_loss_and_transfers_within_the_company_are_not_ordered(self):
        loss = self.product.property_stock_inventory
        self._put_in_stock(20)
        scrap = self.env['stock.scrap'].create({
            'product_id': self.product.id,
            'scrap_qty': 2,
            'location_id': self.stock.id,
        })
        scrap.action_validate()
        self._transfer(3, self.stock, loss)
        shelf = self.env['stock.location'].create({'name': "Shelf", 'location_id': self.stock.id})
        self._transfer(3, self.stock, shelf)
        self._run_job()
        self.assertOrdered(0)
        self.assertFalse(
            self.env['sale.replenishment.move'].search([('product_id', '=', self.product.id)])
        )

    def test_goods_that_the_vendor_sends_to_the_customer_are_not_ordered(self):
        suppliers = self.env.ref('stock.stock_location_suppliers')
        self._transfer(4, suppliers, self.customers)
        self._run_job()
        self.assertOrdered(0)

    def test_what_was_bought_for_its_sale_is_not_ordered_once_more(self):
        route = self.env.ref('stock.route_warehouse0_mto')
        route.active = True
        self.product.route_ids = route | self.warehouse.buy_pull_id.route_id
        order = self._sell(4)
        self.assertOrdered(4)
        self._lines().order_id.button_confirm()
        receipt = self._lines().order_id.picking_ids
        self._deliver(receipt)
        self._deliver(order.picking_ids)
        self._run_job()
        self.assertOrdered(4)
        self.assertLeft(order, 'purchased')

    def test_a_purchase_for_a_sale_that_was_cancelled_is_none(self):
        route = self.env.ref('stock.route_warehouse0_mto')
        route.active = True
        self.product.route_ids = route | self.warehouse.buy_pull_id.route_id
        order = self._sell(4)
        self._lines().propagate_cancel = False
        self._lines().order_id.button_cancel()
        self._deliver(order.picking_ids)
        self._run_job()
        self.assertEqual(self._rows(order).state, 'ordered')
        self.assertEqual(self._rows(order).purchase_line_id.state, 'draft')

    def test_in_several_steps_only_the_last_one_counts(self):
        self.warehouse.write({
            'delivery_steps': 'pick_pack_ship',
            'reception_steps': 'three_steps',
        })
        self._put_in_stock(10)
        order = self._sell(4)
        for _step in range(3):
            self._run_job()
            self.assertOrdered(0)
            self._deliver(order.picking_ids.filtered(lambda picking: picking.state != 'done'))
        self._run_job()
        self.assertOrdered(4)
        self.assertTaken(4)
        purchase = self._lines().order_id
        purchase.button_confirm()
        self.assertEqual(purchase.picking_ids.move_ids.product_uom_qty, 4)
        self.assertEqual(purchase.picking_type_id, self.warehouse.in_type_id)

    def test_what_comes_back_to_nowhere_counts_before_its_delivery_does(self):
        order = self._take(4)
        nowhere = self.env['stock.location'].create({'name': "Nowhere", 'usage': 'internal'})
        back = self._take_back(order.picking_ids, 2, nowhere)
        self.env['sale.replenishment'].sudo()._replenish(self._rows(back))
        self._run_job()
        self.assertTaken(2)

    def test_what_comes_back_elsewhere_counts_before_its_delivery_does(self):
        order = self._take(4)
        depot = self.env['stock.warehouse'].create({'name': "Depot", 'code': "DEP"})
        back = self._take_back(order.picking_ids, 2, depot.lot_stock_id)
        self.env['sale.replenishment'].sudo()._replenish(self._rows(back))
        self._run_job()
        self.assertOrdered(2)

    def test_what_comes_back_of_what_will_be_left_is_left_before(self):
        order = self._take(4)
        self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.product.id,
            'warehouse_id': self.warehouse.id,
            'trigger': 'auto',
        })
        back = self._take_back(order.picking_ids, 2)
        self.env['sale.replenishment'].sudo()._replenish(self._rows(back))
        self._run_job()
        self.assertTaken(0)
