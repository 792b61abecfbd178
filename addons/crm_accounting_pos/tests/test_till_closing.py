from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, TillDebtsCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestTillClosing(TillDebtsCommon):
    """Whoever counts the till counts what was taken for debts, and finds no difference."""

    def _sell(self, *payments):
        product = self.create_product("Machine", self.categ_basic, 100, 50)
        data = self.create_ui_order_data([(product, 1)], payments=list(payments))
        self.env['pos.order'].with_user(self.cashier).sync_from_ui([data])

    def _expected(self):
        data = self.till.with_user(self.cashier).get_closing_control_data()
        rows = {
            row['id']: (row['amount'], row['number']) for row in data['non_cash_payment_methods']
        }
        return data['default_cash_details']['amount'], rows

    def _close(self, counted, diffs=None):
        till = self.till.with_user(self.cashier)
        self.assertEqual(till.post_closing_cash_details(counted), {'successful': True})
        answer = till.close_session_from_ui(diffs)
        self.assertEqual((answer, self.till.state), ({'successful': True}, 'closed'))

    def test_cash_for_debts_and_sales_is_expected_and_leaves_no_difference(self):
        self._sell((self.cash, 100))
        self._take(self._invoice(80.0), (self.cash, 80.0))
        self.assertEqual(self._expected()[0], 180.0)
        self._close(180.0)
        self.assertEqual(self.till.cash_register_difference, 0.0)
        self.assertEqual(sorted(self.till.statement_line_ids.mapped('amount')), [80.0, 100.0])

    def test_cash_for_debts_without_any_sale(self):
        self._take(self._invoice(80.0), (self.cash, 80.0))
        self._close(80.0)
        self.assertEqual(self.till.statement_line_ids.mapped('amount'), [80.0])
        self.assertEqual(self.till.cash_register_balance_end, 80.0)

    def test_missing_cash_is_a_loss_of_the_till_not_of_the_customer(self):
        invoice = self._invoice(80.0)
        self._take(invoice, (self.cash, 80.0))
        self._close(75.0)
        self.assertEqual(invoice.payment_state, 'paid')
        self.assertEqual(sorted(self.till.statement_line_ids.mapped('amount')), [-5.0, 80.0])

    def test_card_payments_are_among_the_slips_and_booked_once(self):
        self._sell((self.card, 100))
        self._take(self._invoice(80.0), (self.card, 50.0))
        self.assertEqual(self._expected()[1][self.card.id], (150.0, 2))
        self._close(0.0)
        self.assertEqual(sorted(self.till.bank_payment_ids.mapped('amount')), [50.0, 100.0])
        lines = self.env['account.move.line'].search([
            ('account_id', '=', self.outstanding_bank.id)
        ])
        self.assertEqual(sum(lines.mapped('balance')), 150.0)

    def test_missing_slips_of_debts_alone_are_booked(self):
        self._sell((self.cash, 100))
        self._take(self._invoice(80.0), (self.card, 50.0))
        self._close(100.0, [(self.card.id, -10.0)])
        lines = self.env['account.move.line'].search([
            ('account_id', '=', self.outstanding_bank.id)
        ])
        self.assertEqual(sum(lines.mapped('balance')), 40.0)

    def test_a_second_cash_drawer_is_counted_by_itself(self):
        drawers = self.config.payment_method_ids.filtered('is_cash_count')
        second = (drawers - self.cash)[:1]
        invoice = self._invoice(80.0)
        self._take(invoice, (second, 30.0))
        cash, others = self._expected()
        self.assertEqual((cash, others[second.id]), (0.0, (30.0, 1)))
        self._close(0.0)
        self.assertEqual(invoice.amount_residual, 50.0)
        self.assertFalse(self.till.statement_line_ids)
