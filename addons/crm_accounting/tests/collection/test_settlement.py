from odoo import Command
from odoo.tests import tagged

from .common import TODAY, CollectionCommon


@tagged('post_install', '-at_install')
class TestSettlement(CollectionCommon):
    """Whatever brings the money closes the item and its task in the same transaction."""

    def setUp(self):
        super().setUp()
        self.invoice, self.item = self._overdue()

    def test_a_full_payment_closes(self):
        self._pay(self.invoice)
        self.assertSettled(self.invoice, 'paid')
        self.assertEqual(self.item.closed_on, self._date(TODAY))

    def test_a_partial_payment_keeps_the_task_and_shows_the_rest(self):
        self._pay(self.invoice, 60.0)
        self.assertChased(self.invoice)
        self.assertEqual(self.item.amount_residual, 40.0)

    def test_the_second_partial_payment_closes(self):
        self._pay(self.invoice, 60.0)
        self._pay(self.invoice, 40.0)
        self.assertSettled(self.invoice, 'paid')

    def test_a_payment_with_the_difference_written_off_closes(self):
        self._pay(
            self.invoice,
            97.0,
            payment_difference_handling='reconcile',
            writeoff_account_id=self.company_data['default_account_expense'].id,
        )
        self.assertSettled(self.invoice, 'paid')

    def test_one_payment_of_many_invoices_closes_all(self):
        second, _item = self._overdue(50.0)
        self._pay(self.invoice | second)
        self.assertSettled(self.invoice | second, 'paid')

    def test_one_invoice_of_two_paid_keeps_the_customers_task(self):
        second, second_item = self._overdue(50.0)
        self.assertEqual(self.item.activity_id, second_item.activity_id)
        self._pay(self.invoice)
        self.assertEqual(self.item.state, 'closed')
        self.assertTrue(second_item.activity_id.active)
        self._pay(second)
        self.assertFalse(second_item.activity_id.active)

    def test_a_statement_line_matched_with_the_invoice_closes(self):
        line = self._statement_line(
            100.0, counterpart_account_id=self.company_data['default_account_receivable'].id
        )
        self._receivable(line.move_id | self.invoice).reconcile()
        self._commit()
        self.assertSettled(self.invoice, 'paid')

    def test_an_outstanding_credit_added_to_the_invoice_closes(self):
        payment = self.env['account.payment'].create({
            'payment_type': 'inbound',
            'partner_id': self.customer.id,
            'amount': 100.0,
            'date': TODAY,
        })
        payment.action_post()
        self.invoice.js_assign_outstanding_line(self._receivable(payment.move_id).id)
        self._commit()
        self.assertSettled(self.invoice, 'paid')

    def test_a_credit_note_closes_as_credited(self):
        refund = self._refund(self.invoice, 'modify_moves')
        self.assertTrue(refund)
        self._commit()
        self.assertEqual(self.invoice.payment_state, 'reversed')
        self.assertSettled(self.invoice, 'credited')

    def test_a_partial_credit_note_and_a_payment_close_as_paid(self):
        refund = self._refund(self.invoice, amount=30.0)
        refund.action_post()
        self._receivable(refund | self.invoice).reconcile()
        self._commit()
        self.assertChased(self.invoice)
        self._pay(self.invoice)
        self.assertSettled(self.invoice, 'paid')

    def test_a_counterpart_entry_reconciled_by_hand_closes(self):
        # What a till books for an invoiced and paid order: an entry, no payment record.
        entry = self.env['account.move'].create({
            'journal_id': self.company_data['default_journal_misc'].id,
            'date': TODAY,
            'line_ids': [
                Command.create({
                    'account_id': self.company_data['default_account_receivable'].id,
                    'partner_id': self.customer.id,
                    'credit': 100.0,
                }),
                Command.create({
                    'account_id': self.company_data['default_account_expense'].id,
                    'debit': 100.0,
                }),
            ],
        })
        entry.action_post()
        self._receivable(entry | self.invoice).reconcile()
        self._commit()
        self.assertSettled(self.invoice, 'paid')

    def test_a_blocked_invoice_that_is_paid_closes(self):
        self.invoice.action_toggle_block_payment()
        self._pay(self.invoice)
        self.assertEqual(self.invoice.payment_state, 'blocked', "the state lies, the fact counts")
        self.assertSettled(self.invoice, 'paid')

    def test_a_debt_without_invoice_closes_when_it_is_paid(self):
        entry = self._entry_debt(70.0, partner=self.other_customer, date_maturity=False)
        self._run()
        self.assertChased(entry)
        line = self._statement_line(
            70.0,
            partner_id=self.other_customer.id,
            counterpart_account_id=self.company_data['default_account_receivable'].id,
        )
        self._receivable(line.move_id | entry).reconcile()
        self._commit()
        self.assertSettled(entry, 'paid')

    def test_an_invoice_set_back_to_draft_closes_as_cancelled(self):
        self.invoice.button_draft()
        self._commit()
        self.assertSettled(self.invoice, 'cancelled')

    def test_an_invoice_cancelled_closes_as_cancelled(self):
        self.invoice.button_draft()
        self.invoice.button_cancel()
        self._commit()
        self.assertSettled(self.invoice, 'cancelled')

    def test_a_due_date_moved_to_the_future_closes_as_cancelled(self):
        self._receivable(self.invoice).date_maturity = '2024-12-31'
        self._commit()
        self.assertSettled(self.invoice, 'cancelled')

    def test_a_due_date_moved_back_reopens(self):
        self._receivable(self.invoice).date_maturity = '2024-12-31'
        self._commit()
        self._receivable(self.invoice).date_maturity = '2024-05-11'
        self._commit()
        self.assertChased(self.invoice)

    def test_each_instalment_is_settled_by_itself(self):
        term = self.env['account.payment.term'].create({
            'name': "30/30/40",
            'line_ids': [
                Command.create({'value_amount': share, 'nb_days': days})
                for share, days in ((30, 10), (30, 40), (40, 300))
            ],
        })
        invoice = self._invoice(partner=self.other_customer, invoice_payment_term_id=term.id)
        self._run()
        items = self._items(invoice).sorted('date_due')
        self.assertEqual(items.mapped('amount_residual'), [30.0, 30.0])
        self._pay(invoice, 30.0)
        self.assertEqual(items.mapped('state'), ['closed', 'open'])
        self.assertTrue(items.activity_id.active)
        self._pay(invoice, 30.0)
        self.assertSettled(invoice, 'paid')

    def test_a_foreign_invoice_paid_at_another_rate_closes(self):
        currency = self.setup_other_currency(
            'EUR', rates=[('2024-01-01', 2.0), ('2024-06-01', 4.0)]
        )
        invoice = self._invoice(80.0, partner=self.other_customer, currency_id=currency.id)
        self._run()
        item = self._items(invoice)
        self.assertEqual((item.currency_id, item.amount_residual), (currency, 80.0))
        self.assertEqual(item.amount_residual_company, 40.0)
        self._pay(invoice, currency_id=currency.id)
        self.assertSettled(invoice, 'paid')

    def test_an_invoice_paid_before_it_was_posted_gets_no_item(self):
        draft = self._invoice(post=False, partner=self.other_customer)
        self._pay(draft)
        draft.action_post()
        self._commit()
        self._run()
        self.assertFalse(self._items(draft))

    def test_an_invoice_over_zero_gets_no_item(self):
        free = self._invoice(0.0, partner=self.other_customer)
        self._run()
        self.assertFalse(self._items(free))
