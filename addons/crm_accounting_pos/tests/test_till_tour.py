from odoo.tests import HttpCase, tagged

from .common import TillDebtsCommon


@tagged('post_install', '-at_install')
class TestTillTour(TillDebtsCommon, HttpCase):
    """A cashier takes payments of debts in a real browser."""

    def test_debts_are_paid_at_the_till(self):
        self.cashier.password = 'debt.cashier'
        overdue = self._invoice(100.0) | self._invoice(50.0, due='2024-04-10')
        later = self._invoice(30.0, due='2099-07-01')
        self.start_tour(
            f'/pos/ui/{self.config.id}', 'crm_accounting_pos_debts', login='debt.cashier'
        )
        self.assertEqual(set((overdue | later).mapped('payment_state')), {'paid'})
        self.assertEqual(self.till.cash_register_balance_end, 130.0)
        self.assertEqual(self.till.bank_payment_ids.mapped('amount'), [50.0])
        self.assertEqual(len(self._bookings()), 2)

    def test_a_customer_on_credit_hold_does_not_buy_on_account(self):
        self.cashier.password = 'debt.cashier'
        self.customer.credit_hold_by_hand = 'block'
        self.create_product("Flour", self.categ_basic, 100.0)
        self.start_tour(
            f'/pos/ui/{self.config.id}', 'crm_accounting_pos_credit', login='debt.cashier'
        )
        self.assertEqual(self.till.order_ids.payment_ids.payment_method_id, self.cash)
        self.assertEqual(self.till.order_ids.state, 'paid')
