from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon


@tagged('post_install', '-at_install')
class TestTillDebts(TestPoSCommon):
    """What a till sells on the customer's account is collected, invoiced or not."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref(
            'crm_accounting.crm_accounting_group_manager'
        )

    def setUp(self):
        super().setUp()
        self.config = self.basic_config
        self.product = self.create_product("Coffee machine", self.categ_basic, 100, 50)
        self.adjust_inventory([self.product], [100])

    def _sell(self, *payments, invoiced=False):
        """Sell one piece in a session of its own and return the order; the session is closed."""
        session = self.open_new_session()
        data = self.create_ui_order_data(
            [(self.product, 1)],
            customer=self.customer,
            is_invoiced=invoiced,
            payments=list(payments),
        )
        self.env['pos.order'].sync_from_ui([data])
        order = session.order_ids
        cash = session.cash_register_balance_end
        session.post_closing_cash_details(cash)
        session.close_session_from_ui()
        self.env.cr.flush()
        return order

    def _run(self):
        """Run as of today, when what was sold today on account is due."""
        run = self.env['collection.run'].create({
            'date': fields.Date.today(),
            'company_id': self.company.id,
        })
        run.action_run()
        return run

    def _items(self):
        return self.env['collection.item'].search([('partner_id', '=', self.customer.id)])

    def test_an_order_invoiced_and_paid_at_the_till_is_no_debt(self):
        order = self._sell((self.cash_pm1, 100), invoiced=True)
        self.assertEqual(order.account_move.payment_state, 'paid')
        self._run()
        self.assertFalse(self._items())

    def test_an_invoiced_order_on_account_is_a_debt_of_the_invoice(self):
        order = self._sell((self.pay_later_pm, 100), invoiced=True)
        self._run()
        item = self._items()
        self.assertEqual((item.move_id, item.amount_residual), (order.account_move, 100.0))
        self._pay(order.account_move)
        self.assertEqual((item.state, item.close_reason), ('closed', 'paid'))

    def test_an_order_partly_paid_owes_the_rest(self):
        self._sell((self.cash_pm1, 60), (self.pay_later_pm, 40), invoiced=True)
        self._run()
        self.assertEqual(self._items().amount_residual, 40.0)

    def test_an_order_on_account_without_invoice_is_a_debt(self):
        order = self._sell((self.pay_later_pm, 100))
        self.assertFalse(order.account_move)
        run = self._run()
        item = self._items()
        self.assertEqual(run.opened_count, 1)
        self.assertEqual(item.move_id, order.session_id.move_id)
        self.assertEqual((item.amount_residual, item.date_due), (100.0, fields.Date.today()))
        self.assertTrue(item.activity_id.active)

    def test_a_payment_of_the_account_at_the_till_asks_to_allocate_and_then_closes(self):
        order = self._sell((self.pay_later_pm, 100))
        self._run()
        task = self._items().activity_id
        self._settle_account()
        self._run()
        item = self._items()
        self.assertEqual(item.next_step, 'allocate')
        self.assertEqual(task.activity_type_id, item.level_id.policy_id.allocation_activity_type_id)
        self._allocate()
        self.assertEqual((item.state, item.close_reason, task.active), ('closed', 'paid', False))
        self.assertTrue(order)

    def test_a_debt_of_the_till_is_due_by_the_customers_payment_term(self):
        self.customer.property_payment_term_id = self.env.ref('account.account_payment_term_30days')
        order = self._sell((self.pay_later_pm, 100))
        order.session_id.move_id.line_ids.date_maturity = False
        self._run()
        self.assertFalse(self._items())
        due = fields.Date.today() + timedelta(days=30)
        with freeze_time(due):
            self._run()
        self.assertEqual(self._items().date_due, due)

    def _pay(self, invoice):
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids
        ).create({})._create_payments()
        self.env.cr.flush()

    def _settle_account(self):
        """The customer pays the account in cash at the till: an order without lines."""
        session = self.open_new_session()
        data = self.create_ui_order_data(
            [],
            customer=self.customer,
            payments=[(self.cash_pm1, 100), (self.pay_later_pm, -100)],
        )
        self.env['pos.order'].sync_from_ui([data])
        session.post_closing_cash_details(session.cash_register_balance_end)
        session.close_session_from_ui()
        self.env.cr.flush()

    def _allocate(self):
        lines = self.env['account.move.line'].search([
            ('partner_id', '=', self.customer.id),
            ('account_type', '=', 'asset_receivable'),
            ('reconciled', '=', False),
        ])
        lines.reconcile()
        self.env.cr.flush()
