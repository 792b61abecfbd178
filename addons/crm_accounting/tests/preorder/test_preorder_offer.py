from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PreorderCommon

REMINDER = 'crm_accounting.mail_activity_type_preorder_here'


@tagged('post_install', '-at_install')
class TestPreorderOffer(PreorderCommon):
    def _reminders(self, order):
        return order.sudo().activity_search([REMINDER])

    def test_the_oldest_is_offered_first_and_partially(self):
        first, second, third = (self._preorder(quantity) for quantity in (4, 4, 4))
        first.sudo().date_order = '2024-06-20'  # confirmed last
        self._receive(6)
        self.assertReserved({first: 0, second: 4, third: 2})
        self.assertEqual(second.preorder_state, 'here')
        self.assertEqual(third.preorder_state, 'partly')
        self._receive(6)
        self.assertReserved({first: 4, second: 4, third: 4})

    def test_what_is_delivered_in_one_piece_waits_for_all_of_it(self):
        whole = self._preorder(4, 2, picking_policy='one')
        part = self._preorder(3, 3)
        self._receive(5)
        self.assertReserved({whole: 0, part: 3})
        self._receive(3, self.product_b)
        self.assertReserved({whole: 0, part: 6})
        self._receive(4)
        self.assertReserved({whole: 0, part: 6})
        self._receive(2, self.product_b)
        self.assertReserved({whole: 6, part: 6})
        self.assertEqual(whole.preorder_state, 'here')

    def test_two_lines_of_one_product_are_counted_together(self):
        whole = self._preorder(4, picking_policy='one', confirm=False)
        whole.order_line.copy({'order_id': whole.id})
        whole.action_confirm()
        self._receive(7)
        self.assertReserved({whole: 0})
        self._receive(1)
        self.assertReserved({whole: 8})

    def test_it_comes_before_ordinary_orders_that_wait(self):
        ordinary = self.env['sale.order'].create({
            'partner_id': self.other_customer.id,
            'order_line': [Command.create({'product_id': self.product_a.id, 'product_uom_qty': 4})],
        })
        ordinary.action_confirm()
        preorder = self._preorder(4)
        self._receive(6)
        self.assertReserved({preorder: 4, ordinary: 2})

    def test_the_salesperson_is_told_once_and_the_worker_sees_no_order(self):
        order = self._preorder(10)
        self._receive(3)
        self._receive(3)
        reminder = self._reminders(order)
        self.assertEqual(reminder.user_id, self.salesman)
        self.assertEqual(str(reminder.date_deadline), '2024-06-14')
        notes = order.message_ids.filtered(lambda message: "are here" in (message.body or ""))
        self.assertEqual(len(notes), 2)
        self.assertIn("3 Units of product_a", notes[0].body)
        self._deliver(order)
        self.assertFalse(self._reminders(order), "what was here is delivered")
        self._receive(4)
        self.assertTrue(self._reminders(order))
        order.action_cancel()
        self.assertFalse(self._reminders(order))

    def test_without_a_salesperson_who_may_see_it_nobody_has_a_task(self):
        order = self._preorder(2)
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        self.salesman.write({
            'company_ids': [Command.set(elsewhere.ids)],
            'company_id': elsewhere.id,
        })
        self._receive(2)
        self.assertReserved({order: 2})
        self.assertNotIn(self.salesman, self._reminders(order).user_id)

    def test_stock_that_came_by_other_ways_is_offered_by_button_and_every_day(self):
        older, order = self._preorder(4, user=self.seller), self._preorder(4)
        self._stock(5)
        result = order.action_offer_goods()
        self.assertReserved({older: 4, order: 1})
        self.assertIn(older.name, result['params']['message'])
        self._stock(5)
        with self.enter_registry_test_mode():
            cron = self.env.ref('crm_accounting.ir_cron_preorder_offer')
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertReserved({older: 4, order: 4})
        result = older.action_offer_goods()
        self.assertIn("Nothing", result['params']['message'])

    def test_an_inventory_adjustment_is_an_arrival(self):
        order = self._preorder(4)
        quant = self.env['stock.quant'].create({
            'product_id': self.product_a.id,
            'location_id': self.warehouse.lot_stock_id.id,
            'inventory_quantity': 3,
        })
        quant.action_apply_inventory()
        self.assertReserved({order: 3})

    def test_what_a_cancelled_preorder_gives_up_goes_to_the_next(self):
        first, second = self._preorder(4), self._preorder(4)
        self._receive(4)
        first.action_cancel()
        self.assertReserved({second: 4})
        first.action_draft()
        first.action_confirm()
        self.assertReserved({first: 0, second: 4})

    def test_another_warehouse_keeps_its_goods(self):
        other = self.env['stock.warehouse'].create({'name': "Other", 'code': 'OTH'})
        order = self._preorder(4)
        there = self._preorder(4, warehouse_id=other.id)
        self._receive(6)
        self.assertReserved({order: 4, there: 0})

    def test_what_is_not_reserved_yet_for_its_date_is_not_offered_yet(self):
        self.warehouse.out_type_id.write({
            'reservation_method': 'by_date',
            'reservation_days_before': 2,
        })
        order = self._preorder(4)
        self._receive(4)
        self.assertReserved({order: 0})
        with self.freeze('2024-06-30'), self.enter_registry_test_mode():
            self.env.ref('crm_accounting.ir_cron_preorder_offer').method_direct_trigger()
        self.assertReserved({order: 4})

    def test_what_was_kept_for_its_contract_is_its_own(self):
        self._stock(6)
        contract = self._live()
        contract.action_reserve()
        older = self._preorder(9)
        order = self._preorder(4, contract_id=contract.id)
        self.assertReserved({order: 4, older: 0})
        self.assertEqual(contract.line_ids.qty_reserved, 2)

    def test_only_who_may_write_an_order_offers_for_it(self):
        order = self._preorder(4)
        stranger = self._new_user('stranger', 'sales_team.group_sale_salesman')
        for button in ('action_offer_goods', 'action_tell_customer', 'action_serve_as_ordinary'):
            with self.assertRaises(AccessError):
                getattr(order.with_user(stranger), button)()

    def _make_to_order(self, product):
        """Let a product be bought for each order."""
        route = self.warehouse.mto_pull_id.route_id
        route.active = True
        vendor = self.env['res.partner'].create({'name': "Mill"})
        product.seller_ids = [Command.create({'partner_id': vendor.id, 'price': 1.0})]
        product.route_ids = route | self.env.ref('purchase_stock.route_warehouse0_buy')

    def _receive_bought(self, product):
        line = self.env['purchase.order.line'].search([('product_id', '=', product.id)])
        line.order_id.button_confirm()
        line.order_id.picking_ids.with_user(self.worker).button_validate()

    def test_what_was_bought_for_it_is_told_when_it_comes(self):
        self.warehouse.delivery_steps = 'pick_ship'
        self._make_to_order(self.product_a)
        order = self._preorder(4)
        self._receive_bought(self.product_a)
        self.assertEqual((order.preorder_state, order.preorder_to_tell), ('here', True))
        self.assertEqual(self._reminders(order).user_id, self.salesman)
        order.sudo().preorder_told_on = '2024-06-14 01:00:00'
        self._deliver(order)
        self.assertFalse(order.preorder_to_tell, "what was picked is no news")

    def test_one_piece_waits_for_what_is_bought_for_it_and_is_offered_then(self):
        self._make_to_order(self.product_b)
        whole = self._preorder(4, 2, picking_policy='one')
        self._receive(4)
        self.assertReserved({whole: 0})
        self._receive_bought(self.product_b)
        self.assertReserved({whole: 6})
        self.assertEqual(whole.preorder_state, 'here')

    def test_an_empty_contract_lets_it_take_nothing_before_others(self):
        contract = self._live()
        contract.action_reserve()
        order = self._preorder(4, contract_id=contract.id)
        self._stock(10)
        self.env['stock.rule'].run_scheduler(company_id=self.company.id)
        self.assertReserved({order: 0})

    def test_older_ones_are_named_only_where_they_came_first(self):
        first, second = self._preorder(4), self._preorder(4)
        self._stock(8)
        message = first.action_offer_goods()['params']['message']
        self.assertEqual(message, f"Goods are here for {first.name}, {second.name}.")

    def test_large_quantities_are_written_out(self):
        order = self._preorder(1234567)
        self._receive(1234567)
        notes = order.message_ids.filtered(lambda message: "are here" in (message.body or ""))
        self.assertIn("1234567 Units", notes.body)

    def test_confirmed_again_it_waits_again(self):
        order = self._preorder(4)
        self._receive(4)
        order.sudo().preorder_told_on = '2024-06-14 01:00:00'
        order.action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertReserved({order: 0})
        self.assertFalse(order.preorder_told_on or order.preorder_offered_on)

    def test_served_as_an_ordinary_order_nobody_is_reminded(self):
        order = self._preorder(4)
        self._receive(3)
        order.action_serve_as_ordinary()
        self.assertFalse(self._reminders(order))

    def test_many_who_get_nothing_do_not_slow_down_a_receipt(self):
        def receive():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._receive(1, self.product_b)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        for _order in range(2):
            self._preorder(0, 2)
        receive()
        few = receive()
        for _order in range(12):
            self._preorder(0, 2)
        receive()
        self.assertLess(receive() - few, 6, "those who get nothing are not asked one by one")

    def test_what_a_worker_takes_away_reminds_nobody(self):
        order = self._preorder(4)
        self._receive(4)
        order.sudo().picking_ids.with_user(self.worker).do_unreserve()
        self.assertEqual(order.preorder_state, 'waiting')
        self.assertFalse(self._reminders(order))
