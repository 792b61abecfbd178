from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestReplenishBuyer(ReplenishmentCommon):
    """What a buyer does with an order is their decision; the job neither fights nor forgets it."""

    def _take_and_order(self, quantity=4):
        order = self._take(quantity)
        self._run_job()
        return self._rows(order)

    def _order_again(self, rows):
        rows.with_user(self.buyer).action_order_again()
        self._run_job()

    def assertTotals(self, taken, ordered):
        balance = self.env['sale.replenishment'].search([('product_id', '=', self.product.id)])
        self.assertEqual((balance.taken_qty, balance.ordered_qty), (taken, ordered))

    # === WHICH ORDER IS FILLED === #

    def test_a_request_that_was_sent_is_not_filled(self):
        self._take_and_order(4)
        sent = self._lines().order_id
        sent.write({'state': 'sent'})  # as core does when it is mailed or printed
        self._take_and_order(3)
        self.assertEqual(sent.order_line.product_qty, 4)
        self.assertEqual(len(self._lines()), 2)

    def test_a_locked_order_is_not_filled(self):
        self._take_and_order(4)
        order = self._lines().order_id
        order.button_confirm()
        order.button_lock()
        self._take_and_order(3)
        self.assertEqual(order.order_line.product_qty, 4)
        self.assertOrdered(7)

    def test_a_vendor_who_wants_an_order_a_day_gets_one_each_day(self):
        self.vendor.group_rfq = 'day'
        self._take_and_order(4)
        self._take_and_order(2)
        self.assertEqual(self._lines().product_qty, 6)
        self._lines().date_planned += timedelta(days=-1)
        self._lines().order_id.date_planned += timedelta(days=-1)
        self._take_and_order(3)
        self.assertEqual(sorted(self._lines().mapped('product_qty')), [3, 6])

    def test_a_line_that_the_buyer_had_begun_is_filled(self):
        self._take_and_order(4)
        self._lines().with_user(self.buyer).product_qty = 10
        self._take_and_order(3)
        self.assertOrdered(13)
        self.assertTotals(7, 7)

    # === WHAT A BUYER GIVES UP === #

    def test_a_line_that_was_made_smaller_is_not_ordered_again(self):
        self._take_and_order(4)
        self._lines().with_user(self.buyer).product_qty = 1
        self._take_and_order(2)
        self.assertOrdered(3)

    def test_a_line_that_was_deleted_is_ordered_again_only_when_asked_for(self):
        rows = self._take_and_order(4)
        self._lines().with_user(self.buyer).unlink()
        self._take_and_order(2)
        self.assertOrdered(2)
        self.assertTrue(rows._is_given_up())
        self._order_again(rows)
        self.assertOrdered(6)
        self.assertTotals(6, 6)
        self.assertEqual(rows.purchase_line_id, self._lines())

    def test_an_order_that_was_cancelled_is_made_again_only_when_asked_for(self):
        rows = self._take_and_order(4)
        cancelled = self._lines()
        cancelled.order_id.with_user(self.buyer).button_cancel()
        self._run_job()
        self.assertEqual(self._lines(), cancelled)
        self._order_again(rows)
        self.assertEqual((self._lines() - cancelled).product_qty, 4)
        self.assertTotals(4, 4)

    def test_nothing_is_expected_of_a_pack_that_was_cancelled(self):
        self.product.seller_ids.product_uom_id = self.pack
        rows = self._take_and_order(4)
        self._lines().order_id.button_cancel()
        self._order_again(rows)
        self.assertTotals(4, 6)
        self._take_and_order(3)
        self.assertTotals(7, 12)

    def test_what_came_back_of_a_cancelled_order_is_not_ordered_again(self):
        order = self._take(10)
        self._run_job()
        self._lines().order_id.button_cancel()
        self._take_back(order.picking_ids, 8)
        self._run_job()
        self._order_again(self._rows(order.picking_ids[0]))
        self.assertTotals(2, 2)

    def test_only_what_is_on_no_order_can_be_ordered_again(self):
        rows = self._take_and_order(4)
        with self.assertRaisesRegex(UserError, "on no order any more"):
            rows.with_user(self.buyer).action_order_again()

    # === LINKS === #

    def test_what_caused_a_line_follows_it_when_requests_are_merged(self):
        first = self._take_and_order(4)
        self._lines().order_id.write({'state': 'sent'})
        second = self._take_and_order(3)
        orders = self._lines().order_id
        orders.with_user(self.buyer).action_merge()
        line = self._lines().filtered(lambda line: line.state != 'cancel')
        self.assertEqual(line.product_qty, 7)
        self.assertEqual((first | second).purchase_line_id, line)
        self.assertEqual(line.replenishment_ids.purchase_line_id, line)
        self._run_job()
        self._take_and_order(2)
        self.assertTotals(9, 9)

    def test_what_caused_a_line_follows_it_when_core_adds_lines_of_an_order_up(self):
        first = self._take_and_order(4)
        line = self._lines()
        twin = line.copy({'order_id': line.order_id.id, 'product_qty': 2})
        twin.date_planned = line.date_planned
        second = self._take_and_order(1)
        second.purchase_line_id = twin
        other = line.order_id.copy()
        other.order_line.date_planned = line.date_planned
        (line.order_id | other).with_user(self.buyer).action_merge()
        left = self._lines().filtered(lambda line: line.state != 'cancel')
        self.assertEqual(len(left), 1)
        self.assertEqual((first | second).purchase_line_id, left)
        self.assertFalse(second._is_given_up())

    def test_a_copy_of_an_order_was_caused_by_nothing(self):
        self._take_and_order(4)
        copy = self._lines().order_id.copy()
        self.assertFalse(copy.order_line.replenishment_ids)
        self.assertFalse(copy.order_line.replenishment_move_ids)
        self.assertTrue((self._lines() - copy.order_line).replenishment_move_ids)
