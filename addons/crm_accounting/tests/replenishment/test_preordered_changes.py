from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestPreorderedChanges(ReplenishmentCommon):
    """What becomes of a pre-order before its goods have left, and of what was ordered for it."""

    def test_what_is_cancelled_before_the_job_has_looked_does_not_wait(self):
        order = self._preorder(10)
        order._action_cancel()
        self._run_job()
        self.assertEqual(self._rows(order).state, 'covered')

    def test_a_rest_that_never_comes_does_not_wait(self):
        order = self._preorder(10)
        self._run_job()
        picking = order.sudo().picking_ids
        picking.move_ids.write({'quantity': 4, 'picked': True})
        picking.with_context(cancel_backorder=True)._action_done()
        self._run_job()
        self.assertTaken(4)
        self.assertNotIn('waiting', self._rows(order).mapped('state'))

    def test_a_step_that_was_done_before_the_job_has_looked_does_not_wait(self):
        self.warehouse.delivery_steps = 'pick_ship'
        order = self._preorder(10)
        self._deliver(order.picking_ids)
        self._run_job()
        self.assertOrdered(10)
        self.assertEqual(set(self._rows(order).mapped('state')), {'covered', 'ordered'})

    def test_its_age_is_counted_from_when_it_was_asked_for(self):
        order = self._preorder(10)
        self._run_job()
        self.env.flush_all()
        row = self.env['sale.replenishment.report'].search([('sale_id', '=', order.id)])
        self.assertEqual(row.date, self._rows(order).create_date)
        self.assertEqual(row.age, 0)

    def _cancel_and_order_again(self, order):
        self._lines().filtered(lambda line: line.state == 'draft').order_id.button_cancel()
        self._rows(order).with_user(self.buyer).action_order_again()
        self._run_job()
        standing = self._lines().filtered(lambda line: line.state != 'cancel')
        return sorted(standing.mapped('product_qty'))

    def _order_ten_and_two_more(self, act):
        order = self._preorder(10)
        self._run_job()
        act(self._lines().order_id)
        order.order_line.product_uom_qty = 12
        self._run_job()
        return order

    def test_what_is_on_an_order_that_stands_is_not_ordered_again(self):
        order = self._order_ten_and_two_more(lambda purchase: purchase.button_confirm())
        self.assertEqual(self._cancel_and_order_again(order), [2, 10])
        self.assertTaken(12)

    def test_all_that_is_on_no_order_any_more_is_ordered_again(self):
        order = self._order_ten_and_two_more(lambda purchase: purchase.button_cancel())
        self.assertEqual(self._cancel_and_order_again(order), [12])

    def test_what_was_cancelled_causes_nothing_that_is_ordered_later(self):
        vendor = self.product.seller_ids
        vendor.date_end = '2020-01-01'
        order, other = self._preorder(10), self._take(4)
        self._run_job()
        order._action_cancel()
        self._run_job()
        self.assertEqual(self._rows(order).state, 'covered')
        vendor.date_end = False
        self.env['sale.replenishment']._retry_stuck()
        self.assertEqual(self._lines().product_qty, 4)
        self.assertEqual(self._lines().replenishment_move_ids, self._rows(other))

    def test_a_seller_cancels_and_sells_less_without_rights_on_purchases(self):
        order, other = self._preorder(10), self._preorder(10)
        self._run_job()
        self.env.invalidate_all()
        order.action_cancel()
        self.env.invalidate_all()
        other.order_line.product_uom_qty = 7
        self._run_job()
        self.assertTaken(7)
