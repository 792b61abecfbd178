from odoo import Command
from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestEventsWhere(ReplenishmentCommon):
    """Where the goods left, and which goods they are."""

    def test_a_shop_that_does_not_buy_is_replenished_where_its_goods_come_from(self):
        shop = self.env['stock.warehouse'].create({
            'name': "Corner",
            'code': "COR",
            'resupply_wh_ids': [Command.link(self.warehouse.id)],
        })
        shop.buy_to_resupply = False
        self._transfer(4, shop.lot_stock_id, self.customers)
        self._transfer(2, self.stock, self.customers)
        self._run_job()
        self.assertOrdered(6)
        self.assertEqual(self._lines().order_id.picking_type_id, self.warehouse.in_type_id)

    def test_each_warehouse_that_buys_has_its_own_order(self):
        other = self.env['stock.warehouse'].create({'name': "Depot", 'code': "DEP"})
        self._transfer(4, other.lot_stock_id, self.customers)
        self._transfer(2, self.stock, self.customers)
        self._run_job()
        self.assertEqual(
            {line.order_id.picking_type_id: line.product_qty for line in self._lines()},
            {other.in_type_id: 4, self.warehouse.in_type_id: 2},
        )

    def test_goods_that_were_in_no_warehouse_are_not_ordered(self):
        place = self.env['stock.location'].create({'name': "Fair", 'usage': 'internal'})
        picking = self._transfer(4, place, self.customers)
        self._run_job()
        self.assertLeft(picking, 'warehouse')

    # === WHAT === #

    def test_an_automatic_rule_is_left_to_do_it(self):
        rule = self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.product.id,
            'location_id': self.stock.id,
            'trigger': 'manual',
        })
        self._take(4)
        self._run_job()
        self.assertOrdered(4)
        rule.trigger = 'auto'
        order = self._take(3)
        self._run_job()
        self.assertLeft(order, 'orderpoint')

    def test_the_categories_below_are_replenished_and_the_others_not(self):
        below = self.env['product.category'].create({'name': "B", 'parent_id': self.category.id})
        other = self.env['product.category'].create({'name': "Other"})
        child, stranger = (
            self._product("A", categ_id=below.id),
            self._product("C", categ_id=other.id),
        )
        self._take(4, child)
        self._take(4, stranger)
        self._run_job()
        self.assertOrdered(4, child)
        self.assertOrdered(0, stranger)

    def test_what_waits_when_its_category_is_left_out_is_not_ordered(self):
        first = self._take(4)
        self.company.replenish_category_ids = False
        self._run_job()
        self.assertLeft(first, 'category')

    def test_what_waits_when_its_product_gets_another_category_is_not_ordered(self):
        order = self._take(4)
        self.product.categ_id = self.env['product.category'].create({'name': "Other"})
        self._run_job()
        self.assertLeft(order, 'category')

    def test_what_is_not_sold_or_bought_any_more_is_not_ordered(self):
        honey = self._product("Honey")
        orders = self._take(4), self._take(4, honey)
        self.product.active = False
        honey.purchase_ok = False
        self._run_job()
        for order in orders:
            self.assertLeft(order, 'product')
