from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon


@tagged('post_install', '-at_install')
class TestTillInvoice(TestPoSCommon):
    """What a till sells is in no entry that an invoice writes: the till writes its own."""

    def setUp(self):
        super().setUp()
        self.config = self.basic_config
        self.product = self.create_product("Coffee", self.categ_basic, 100)
        self.card = self.env['discount.card'].create({
            'code': '2900000000018',
            'partner_id': self.customer.id,
            'is_primary': True,
        })
        self.open_new_session()

    def _sell(self, *lines, invoiced=True, **values):
        """Return an order as the till sends it."""
        data = self.create_ui_order_data(
            [*lines], customer=self.customer, is_invoiced=invoiced, pos_order_ui_args=values
        )
        answer = self.env['pos.order'].sync_from_ui([data])
        return self.env['pos.order'].browse(answer['pos.order'][0]['id'])

    def _entries(self):
        return self.env['discount.card.entry'].search([
            ('partner_id', '=', self.customer.id),
            ('res_model', '=', 'account.move'),
        ])

    def test_the_same_sale_without_a_till_is_in_the_ledger(self):
        """Else the other tests would say nothing."""
        self._create_invoice(
            partner_id=self.customer.id, invoice_line_ids=[self._prepare_line()], post=True
        )
        self.assertEqual(self._entries().turnover, 100)

    def test_order_invoiced_at_once(self):
        order = self._sell((self.product, 2))
        self.assertEqual(order.account_move.state, 'posted')
        self.assertEqual(order.account_move.amount_total, 200)
        self.assertFalse(self._entries())

    def test_order_invoiced_later_in_the_office(self):
        order = self._sell((self.product, 2), invoiced=False)
        self.pos_session.post_closing_cash_details(self.pos_session.cash_register_balance_end)
        self.pos_session.close_session_from_ui()
        self.assertFalse(self._entries(), "Nor does the session that is closed.")
        order.action_pos_order_invoice()
        self.assertEqual(order.account_move.state, 'posted')
        self.assertFalse(self._entries())

    def test_orders_invoiced_together(self):
        orders = self._sell((self.product, 2), invoiced=False)
        orders += self._sell((self.product, 1), invoiced=False)
        wizard = self.env['pos.make.invoice'].with_context(active_ids=orders.ids)
        wizard.create({'consolidated_billing': True}).action_create_invoices()
        self.assertEqual(len(orders.account_move), 1)
        self.assertEqual(orders.account_move.state, 'posted')
        self.assertFalse(self._entries())

    def test_return_invoiced_at_the_till(self):
        order = self._sell((self.product, 2))
        action = order.refund()
        refund = self.env['pos.order'].browse(action['res_id'])
        payment = self.env['pos.make.payment'].with_context(active_id=refund.id)
        payment.create({
            'amount': refund.amount_total,
            'payment_method_id': self.cash_pm1.id,
        }).check()
        refund.action_pos_order_invoice()
        self.assertEqual(refund.account_move.move_type, 'out_refund')
        self.assertEqual(refund.account_move.state, 'posted')
        self.assertFalse(self._entries())

    def _prepare_line(self):
        return self._prepare_invoice_line(product_id=self.product, price_unit=100, tax_ids=[])
