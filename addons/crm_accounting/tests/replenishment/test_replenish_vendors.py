from odoo import Command
from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestReplenishVendors(ReplenishmentCommon):
    """Of whom, how much, in which unit, for which company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_vendor = cls.env['res.partner'].create({'name': "Other vendor"})
        cls.product.seller_ids.company_id = False

    def assertVendor(self, vendor, product=None):
        self.assertEqual(self._lines(product).order_id.partner_id, vendor)

    def test_the_first_vendor_is_asked_who_sells_so_little(self):
        product = self._product(
            "Tea",
            [{'sequence': 1, 'min_qty': 10}, {'sequence': 2, 'partner_id': self.other_vendor.id}],
        )
        self._take(4, product)
        self._run_job()
        self.assertVendor(self.other_vendor, product)
        self.assertOrdered(4, product)

    def test_the_minimum_is_ordered_when_nobody_sells_so_little(self):
        product = self._product("Tea", [{'min_qty': 2.5, 'product_uom_id': self.pack.id}])
        self._take(4, product)
        self._run_job()
        self.assertEqual(self._lines(product).product_qty, 3)

    def test_prices_that_ended_or_are_of_another_company_are_not_used(self):
        company = self.env['res.company'].create({'name': "Other shop"})
        product = self._product(
            "Tea",
            [
                {'sequence': 1, 'date_end': '2020-01-01'},
                {'sequence': 2, 'company_id': company.id},
                {'sequence': 3, 'partner_id': self.other_vendor.id},
            ],
        )
        self._take(4, product)
        self._run_job()
        self.assertVendor(self.other_vendor, product)

    def test_a_vendor_of_another_currency_gets_an_order_of_their_own(self):
        currency = self.env['res.currency'].create({'name': 'XRS', 'symbol': "x"})
        self.env['res.currency.rate'].create({
            'currency_id': currency.id,
            'rate': 2.0,
            'company_id': self.company.id,
        })
        tea = self._product("Tea", [{'currency_id': currency.id, 'price': 8.0}])
        self._take(4)
        self._take(4, tea)
        self._run_job()
        self.assertEqual(self._lines(tea).order_id.currency_id, currency)
        self.assertEqual(self._lines(tea).price_unit, 8)
        self.assertNotEqual(self._lines(tea).order_id, self._lines().order_id)

    def test_a_variant_is_ordered_of_its_own_vendor(self):
        size = self.env['product.attribute'].create({
            'name': "Size",
            'value_ids': [Command.create({'name': "S"}), Command.create({'name': "L"})],
        })
        template = self.env['product.template'].create({
            'name': "Shirt",
            'is_storable': True,
            'categ_id': self.category.id,
            'attribute_line_ids': [
                Command.create({
                    'attribute_id': size.id,
                    'value_ids': [Command.set(size.value_ids.ids)],
                })
            ],
        })
        small, large = template.product_variant_ids
        template.seller_ids = [
            Command.create({'partner_id': self.vendor.id, 'product_id': small.id})
        ]
        self._take(4, small)
        order = self._take(4, large)
        self._run_job()
        self.assertOrdered(4, small)
        self.assertOrdered(0, large)
        self.assertEqual(self._rows(order).state, 'stuck')
        self.assertEqual(len(template.activity_ids), 1)

    def test_what_is_sold_in_dozens_is_ordered_in_trays(self):
        self.product.seller_ids.product_uom_id = self.pack
        dozen = self.env.ref('uom.product_uom_dozen')
        move = self._move(1, self.stock, self.customers)
        move.product_uom = dozen
        move._action_confirm()
        move.write({'quantity': 1, 'picked': True})
        move._action_done()
        self._run_job()
        self.assertEqual(self._lines().product_qty, 2)

    def test_what_is_kept_in_kilograms_is_ordered_in_grams(self):
        kilogram, gram = self.env.ref('uom.product_uom_kgm'), self.env.ref('uom.product_uom_gram')
        tea = self._product("Tea", [{'product_uom_id': gram.id}], uom_id=kilogram.id)
        self._transfer(0.35, self.stock, self.customers, tea)
        self._run_job()
        self.assertEqual(self._lines(tea).product_qty, 350)
        self.assertEqual(self._lines(tea).product_uom_id, gram)

    def test_two_companies_order_for_themselves(self):
        other = self.env['res.company'].create({'name': "Other shop"})
        self.env.user.company_ids |= other
        warehouse = self.env['stock.warehouse'].search([('company_id', '=', other.id)])
        order = self._sell_in(warehouse, 3)
        self._take(4)
        self._run_job()
        self.assertFalse(self._rows(order))
        other.replenish_category_ids = self.category
        self._sell_in(warehouse, 5)
        self._run_job(other)
        self.assertEqual(
            {line.company_id: line.product_qty for line in self._lines()},
            {self.company: 4, other: 5},
        )

    def test_a_branch_decides_for_itself(self):
        branch = self.env['res.company'].create({'name': "Branch", 'parent_id': self.company.id})
        self.env.user.company_ids |= branch
        warehouse = self.env['stock.warehouse'].search([('company_id', '=', branch.id)])
        order = self._sell_in(warehouse, 3)
        self.assertFalse(self._rows(order))
        branch.replenish_category_ids = self.category
        self._sell_in(warehouse, 5)
        self._run_job(branch)
        self.assertEqual(self._lines().company_id, branch)
        self.assertOrdered(5)

    def _sell_in(self, warehouse, quantity):
        """Return a transfer that left the warehouse of another company."""
        company = warehouse.company_id
        env = self.env(context={'allowed_company_ids': company.ids})
        picking = env['stock.picking'].create({
            'picking_type_id': warehouse.out_type_id.id,
            'location_id': warehouse.lot_stock_id.id,
            'location_dest_id': self.customers.id,
            'move_ids': [
                Command.create({
                    'product_id': self.product.id,
                    'product_uom_qty': quantity,
                    'location_id': warehouse.lot_stock_id.id,
                    'location_dest_id': self.customers.id,
                })
            ],
        })
        picking.action_confirm()
        picking.move_ids.write({'quantity': quantity, 'picked': True})
        picking._action_done()
        return picking
