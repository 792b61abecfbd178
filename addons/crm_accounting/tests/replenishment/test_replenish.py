from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestReplenish(ReplenishmentCommon):
    def test_what_a_delivery_took_is_ordered_from_the_vendor(self):
        order = self._take(4)
        self.assertOrdered(0)
        self._run_job()
        line = self._lines()
        self.assertEqual(line.product_qty, 4)
        self.assertEqual(line.order_id.partner_id, self.vendor)
        self.assertEqual(line.order_id.state, 'draft')
        self.assertEqual(line.price_unit, 2)
        self.assertEqual(self._rows(order).state, 'ordered')
        self.assertEqual(self._rows(order).purchase_line_id, line)

    def test_nothing_is_ordered_before_the_goods_have_left(self):
        order = self._sell(4)
        self._run_job()
        self.assertOrdered(0)
        self.assertFalse(self._rows(order))

    def test_further_sales_fill_the_draft_order(self):
        jam, honey = self.product, self._product("Honey")
        self._take(4)
        self._run_job()
        self._take(3)
        self._take(2, honey)
        self._run_job()
        self.assertEqual(self._lines(jam).product_qty, 7)
        self.assertEqual(self._lines(honey).order_id, self._lines(jam).order_id)

    def test_after_the_buyer_has_confirmed_the_next_order_begins(self):
        self._take(4)
        self._run_job()
        self._lines().order_id.button_confirm()
        self._take(3)
        self._run_job()
        self.assertEqual(sorted(self._lines().mapped('product_qty')), [3, 4])

    def test_no_transfer_is_ordered_twice(self):
        order = self._take(4)
        self._run_job()
        self._rows(order).to_check = True
        self._run_job()
        order.picking_ids.move_ids._queue_replenishment()
        self._run_job()
        self.assertOrdered(4)

    def test_whole_packs_are_ordered_and_what_is_over_comes_first(self):
        self.product.seller_ids.product_uom_id = self.pack
        self._take(4)
        self._run_job()
        self.assertEqual(self._lines().product_qty, 1)
        self.assertEqual(self._lines().product_uom_id, self.pack)
        second = self._take(2)
        self._run_job()
        self.assertOrdered(6)
        self.assertEqual(self._rows(second).purchase_line_id, self._lines())
        self._take(1)
        self._run_job()
        self.assertOrdered(12)

    def test_the_minimum_of_the_vendor_is_ordered(self):
        self.product.seller_ids.min_qty = 10
        self._take(4)
        self._run_job()
        self.assertOrdered(10)
        self._take(6)
        self._run_job()
        self.assertOrdered(10)

    def test_what_comes_back_is_sold_again_before_more_is_ordered(self):
        order = self._take(4)
        self._run_job()
        self._take_back(order.picking_ids, 3)
        self._run_job()
        self._take(3)
        self._run_job()
        self.assertOrdered(4)
        self._take(1)
        self._run_job()
        self.assertOrdered(5)

    def test_without_a_vendor_the_buyer_gets_one_task_until_there_is_one(self):
        self.company.replenish_user_id = self.buyer
        orphan = self._product("Orphan", vendors=[])
        rows = self._rows(self._take(4, orphan))
        self._take(2, orphan)
        self._run_job()
        self.assertEqual(rows.state, 'stuck')
        task = orphan.product_tmpl_id.activity_ids
        self.assertEqual(task.user_id, self.buyer)
        orphan.seller_ids = [(0, 0, {'partner_id': self.vendor.id})]
        self.env['sale.replenishment']._retry_stuck()
        self.assertOrdered(6, orphan)
        self.assertEqual(rows.state, 'ordered')
        self.assertFalse(orphan.product_tmpl_id.activity_ids)

    def test_one_that_is_refused_does_not_stop_the_others(self):
        honey = self._product("Honey")
        self.product.purchase_line_warn_msg = False
        self._take(2, honey)
        self._take(4)
        self.warehouse.buy_to_resupply = False
        self._run_job()
        self.assertOrdered(0)
        self.warehouse.buy_to_resupply = True
        self.env['sale.replenishment'].search([]).tried_on = False
        self.env['sale.replenishment']._retry_stuck()
        self.assertOrdered(4)
        self.assertOrdered(2, honey)
