from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestOverview(ReplenishmentCommon):
    """The buyer follows what was sold, from the delivery to the receipt."""

    def _see(self, document=None, user=None):
        """Return the rows of the overview that somebody sees, of a document or all."""
        self.env.flush_all()
        self.env['sale.replenishment.report'].invalidate_model()
        domain = [('id', 'in', self._rows(document).ids)] if document else []
        return self.env['sale.replenishment.report'].with_user(user or self.buyer).search(domain)

    def _receive(self, order, quantity=None):
        order.button_confirm()
        picking = order.picking_ids
        picking.move_ids.quantity = quantity or picking.move_ids.product_uom_qty
        picking.move_ids.picked = True
        picking._action_done()

    def _transfer(self, **values):
        """Return a delivery of two that no sales order asked for."""
        picking = self.env['stock.picking'].create({
            'picking_type_id': self.warehouse.out_type_id.id,
            'partner_id': self.customer.id,
            'move_ids': [
                Command.create({
                    'product_id': self.product.id,
                    'product_uom_qty': 2,
                    'location_id': self.warehouse.lot_stock_id.id,
                    'location_dest_id': self.env.ref('stock.stock_location_customers').id,
                    **values,
                })
            ],
        })
        picking.action_confirm()
        return picking

    def test_a_sale_is_followed_until_the_vendor_has_delivered(self):
        sale = self._take(4)
        row = self._see(sale)
        self.assertEqual((row.state, row.quantity, row.supplier_id), ('waiting', 4, self.vendor))
        self.assertEqual((row.origin, row.partner_id), (sale.name, self.customer))
        self.assertEqual((row.sale_id, row.user_id), (sale, self.seller))
        self.assertEqual(row.warehouse_id, self.warehouse)
        self._run_job()
        order = self._lines().order_id
        row = self._see(sale)
        self.assertEqual((row.state, row.quantity, row.purchase_id), ('rfq', 4, order))
        self.assertEqual(row.purchase_name, order.name)
        self.assertEqual(row.date_planned, order.order_line.date_planned)
        order.button_confirm()
        self.assertEqual(self._see(sale).state, 'ordered')
        self._receive(order)
        self.assertEqual(self._see(sale).state, 'arrived')

    def test_an_order_of_which_the_rest_never_comes_has_arrived(self):
        sale = self._take(4)
        self._run_job()
        order = self._lines().order_id
        self._receive(order, 3)
        self.assertEqual(self._see(sale).state, 'ordered')
        order.picking_ids.filtered(lambda picking: picking.state != 'done').action_cancel()
        self.assertEqual(self._see(sale).state, 'arrived')

    def test_what_a_buyer_gave_up_can_be_ordered_again(self):
        cancelled, removed = self._take(4), self._take(3, honey := self._product("Honey"))
        self._run_job()
        self.assertEqual((self._see(cancelled) | self._see(removed)).mapped('state'), ['rfq'] * 2)
        self._lines(honey).unlink()
        self._lines().order_id.button_cancel()
        rows = self._see(cancelled) | self._see(removed)
        self.assertEqual(rows.mapped('state'), ['gone', 'gone'])
        rows.action_order_again()
        self.assertEqual(self._see(removed).state, 'waiting')
        self._run_job()
        self.assertEqual(self._see(cancelled).state, 'rfq')
        with self.assertRaisesRegex(UserError, "on no order any more"):
            self._see(cancelled).action_order_again()

    def test_what_cannot_be_ordered_says_why_and_opens_the_product(self):
        orphan = self._product("Orphan", vendors=[])
        sale = self._take(4, orphan)
        self._run_job()
        row = self._see(sale)
        self.assertEqual((row.state, row.reason), ('stuck', "It has no vendor."))
        self.assertFalse(row.supplier_id)
        action = row.action_open()
        self.assertEqual(
            (action['res_model'], action['res_id']), ('product.template', orphan.product_tmpl_id.id)
        )

    def test_what_cannot_be_ordered_is_tried_at_once_when_the_buyer_says_so(self):
        orphan = self._product("Orphan", vendors=[])
        self._take(4, orphan)
        self._run_job()
        balance = self._see().replenishment_id
        self.assertTrue(balance.tried_on)
        self.env['sale.replenishment.report'].with_user(self.buyer).action_order_now()
        self.assertFalse(balance.tried_on)
        with self.assertRaisesRegex(UserError, "may buy"):
            self.env['sale.replenishment.report'].with_user(self.seller).action_order_now()

    def test_what_is_left_to_others_is_told_with_its_reason(self):
        self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.product.id,
            'warehouse_id': self.warehouse.id,
            'trigger': 'auto',
        })
        sale = self._take(4)
        self._run_job()
        row = self._see(sale)
        self.assertEqual((row.state, row.quantity), ('left', 4))
        self.assertEqual(row.reason, "A reordering rule looks after it")

    def test_what_came_back_is_less_than_nothing(self):
        sale = self._take(4)
        self._run_job()
        returned = self._take_back(sale.picking_ids, 1)
        self.assertEqual(self._see(returned).quantity, -1)
        self._run_job()
        self.assertEqual(self._see(returned).state, 'covered')
        balance = self._see(returned).replenishment_id
        self.assertEqual(sum(balance.row_ids.mapped('quantity')), balance.taken_qty)

    def test_dozens_are_told_in_the_unit_of_the_product(self):
        picking = self._deliver(self._transfer(product_uom=self.pack.id))
        self.assertEqual(self._see(picking).quantity, 12)
        self._run_job()
        self.assertEqual(self._see(picking).quantity, 12)

    def test_the_age_is_counted_in_whole_days(self):
        sale = self._take(4)
        for days, expected in ((1, '01'), (7, '07'), (30, '30'), (31, '99')):
            self._rows(sale).move_id.date = fields.Datetime.now() - timedelta(days=days, hours=1)
            row = self._see(sale)
            self.assertEqual((row.age, row.age_range), (days, expected))

    def test_the_vendor_of_what_waits_is_the_first_valid_one(self):
        other, late, gone = self.env['res.partner'].create([{'name': name} for name in "ABC"])
        gone.active = False
        self.product.seller_ids = [
            Command.clear(),
            Command.create({'partner_id': late.id, 'sequence': 1, 'date_end': '2020-01-01'}),
            Command.create({'partner_id': gone.id, 'sequence': 2}),
            Command.create({'partner_id': other.id, 'sequence': 3}),
            Command.create({'partner_id': self.vendor.id, 'sequence': 4}),
        ]
        self.assertEqual(self._see(self._take(4)).supplier_id, other)

    def test_what_was_delivered_without_an_order_is_named_by_its_transfer(self):
        picking = self._deliver(self._transfer())
        row = self._see(picking)
        self.assertEqual((row.origin, row.partner_id), (picking.name, self.customer))
        self.assertFalse(row.sale_id)
        self.assertEqual(picking.with_user(self.buyer).replenishment_count, 1)

    def test_numbers_on_documents_equal_the_lists_they_open(self):
        first, second = self._take(4), self._take(3)
        self._run_job()
        order = self._lines().order_id.with_user(self.buyer)
        picking = first.picking_ids.with_user(self.buyer)
        for document, expected in ((order, first | second), (picking, first), (first, first)):
            action = document.action_view_replenishment()
            rows = self.env[action['res_model']].search(action['domain'])
            self.assertEqual(rows.sale_id, expected)
            self.assertEqual(document.replenishment_count, len(rows))
