from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import NOW, TillDebtsCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestTillReplenishment(TillDebtsCommon):
    """What a till took is ordered when it is closed; a cashier sells and closes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.replenish_category_ids = cls.categ_basic
        cls.vendor = cls.env['res.partner'].create({'name': "Roastery"})
        cls.coffee = cls.create_product("Coffee", cls.categ_basic, 10, 5)
        cls.coffee.seller_ids = [Command.create({'partner_id': cls.vendor.id, 'price': 5})]

    def _sell(self, quantity=3, **values):
        data = self.create_ui_order_data(
            [(self.coffee, quantity)], payments=[(self.card, 10 * quantity)], **values
        )
        created = self.env['pos.order'].with_user(self.cashier).sync_from_ui([data])
        return self.env['pos.order'].browse(created['pos.order'][0]['id'])

    def _close(self):
        till = self.till.with_user(self.cashier)
        till.post_closing_cash_details(0)
        self.assertEqual(till.close_session_from_ui(), {'successful': True})

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref('crm_accounting.ir_cron_replenish').method_direct_trigger()
        self.env.invalidate_all()

    def _rows(self, user=None):
        self.env.flush_all()
        Report = self.env['sale.replenishment.report'].with_user(user or self.env.user)
        return Report.search([('product_id', '=', self.coffee.id)])

    def assertOrdered(self, quantity):
        lines = self.env['purchase.order.line'].search([('product_id', '=', self.coffee.id)])
        self.assertEqual(sum(lines.mapped('product_uom_qty')), quantity)

    def test_nothing_is_ordered_while_it_is_sold(self):
        order = self._sell()
        self._run_job()
        self.assertOrdered(0)
        row = self._rows()
        self.assertEqual((row.state, row.quantity), ('waiting', 3))
        self.assertEqual(row.reason, "Ordered when the till is closed")
        self.assertEqual(row.origin, order.name)

    def test_what_was_sold_is_ordered_once_after_the_closing(self):
        self._sell(3)
        self._run_job()
        self._sell(2)
        self._close()
        self._run_job()
        self._run_job()
        self.assertOrdered(5)
        self.assertEqual(self._rows().mapped('state'), ['rfq', 'rfq'])
        self.assertEqual(self._rows().mapped('reason'), [False, False])

    def test_the_closing_sets_the_job_in_motion(self):
        job = self.env.ref('crm_accounting.ir_cron_replenish')
        triggers = self.env['ir.cron.trigger'].search([('cron_id', '=', job.id)])
        self._close()
        self.assertTrue(triggers.search([('cron_id', '=', job.id)]) - triggers)

    def test_transfers_that_are_made_by_the_closing_are_ordered(self):
        self.till.update_stock_at_closing = True
        self._sell(3)
        self._sell(2)
        self.assertFalse(self._rows())
        self._close()
        self._run_job()
        self.assertOrdered(5)
        self.assertEqual(self._rows().origin, self.till.name)

    def test_what_came_back_at_the_till_is_not_ordered(self):
        self._sell(3)
        self._sell(-2)
        self._close()
        self._run_job()
        self.assertOrdered(1)

    def test_what_is_shipped_later_is_an_ordinary_delivery(self):
        order = self._sell(
            3, customer=self.customer, pos_order_ui_args={'shipping_date': '2024-06-14'}
        )
        picking = order.picking_ids
        self.assertEqual(picking.pos_session_id, self.till)
        picking.move_ids.write({'quantity': 3, 'picked': True})
        picking._action_done()
        self._run_job()
        self.assertOrdered(3)
        self._close()
        self._run_job()
        self.assertOrdered(3)

    def test_a_till_that_could_not_be_closed_orders_nothing(self):
        self._sell(3)
        draft = self.create_ui_order_data([(self.coffee, 1)])
        self.env['pos.order'].sync_from_ui([{**draft, 'state': 'draft', 'payment_ids': []}])
        with self.assertRaisesRegex(UserError, "draft orders"):
            self.till.with_user(self.cashier).action_pos_session_closing_control()
        self._run_job()
        self.assertOrdered(0)

    def test_managers_of_tills_see_what_a_session_ordered(self):
        self._sell(3)
        manager = new_test_user(
            self.env,
            'till.manager',
            'base.group_user,point_of_sale.group_pos_manager',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.assertEqual(self.till.with_user(manager).replenishment_count, 1)
        action = self.till.with_user(manager).action_view_replenishment()
        Report = self.env['sale.replenishment.report'].with_user(manager)
        self.assertEqual(len(Report.search(action['domain'])), 1)
        self.assertEqual(self._rows(manager).picking_id.pos_session_id, self.till)
        self._rows().move_id.picking_id.pos_session_id = False
        self.assertFalse(self._rows(manager))
        self.assertEqual(self.till.with_user(self.cashier).replenishment_count, 0)
