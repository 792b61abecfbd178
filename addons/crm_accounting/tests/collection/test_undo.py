from odoo.tests import tagged

from .common import CollectionCommon


@tagged('post_install', '-at_install')
class TestUndo(CollectionCommon):
    """Money that is taken away again reopens the item and its task at once."""

    def setUp(self):
        super().setUp()
        self.invoice, self.item = self._overdue()
        self.task = self.item.activity_id
        self.payment = self._pay(self.invoice)
        self.assertSettled(self.invoice, 'paid')

    def assertReopened(self):
        self._commit()
        self.assertChased(self.invoice)
        self.assertEqual(self.item.amount_residual, 100.0)
        self.assertEqual(self.item.activity_id, self.task, "the same task lives again")
        self.assertFalse(self.task.date_done)
        self.assertEqual(self.item.reopen_count, 1)

    def test_an_unreconciled_payment_reopens(self):
        self.invoice.line_ids.remove_move_reconcile()
        self.assertReopened()

    def test_a_cancelled_payment_reopens(self):
        self.payment.action_cancel()
        self.assertReopened()

    def test_a_payment_set_back_to_draft_reopens_although_the_invoice_stays_paid(self):
        self.payment.action_draft()
        self._commit()
        self.assertEqual(self.invoice.payment_state, 'paid', "the state lies, the fact counts")
        self.assertReopened()

    def test_a_rejected_payment_reopens_although_the_invoice_stays_paid(self):
        self.payment.action_reject()
        self._commit()
        self.assertEqual(self.invoice.payment_state, 'paid', "the state lies, the fact counts")
        self.assertReopened()

    def test_a_deleted_payment_reopens(self):
        self.payment.action_draft()
        self.payment.unlink()
        self.assertReopened()

    def test_a_drafts_amount_edited_reopens(self):
        self.payment.action_draft()
        self.payment.amount = 50.0
        self.assertReopened()

    def test_the_entry_of_a_payment_set_back_to_draft_reopens(self):
        self.payment.move_id.button_draft()
        self.assertReopened()

    def test_a_payment_posted_again_closes_again(self):
        self.payment.action_draft()
        self._commit()
        self.payment.action_post()
        self._commit()
        self.assertSettled(self.invoice, 'paid')

    def test_money_that_goes_and_comes_in_one_transaction_changes_nothing(self):
        closed_on = self.item.closed_on
        self.payment.action_draft()
        self.payment.action_post()
        self._commit()
        self.assertSettled(self.invoice, 'paid')
        self.assertEqual((self.item.closed_on, self.item.reopen_count), (closed_on, 0))

    def test_a_credit_note_back_to_draft_reopens_although_the_invoice_stays_reversed(self):
        invoice, _item = self._overdue(partner=self.other_customer)
        wizard = (
            self
            .env['account.move.reversal']
            .with_context(active_model='account.move', active_ids=invoice.ids)
            .create({'journal_id': invoice.journal_id.id})
        )
        wizard.modify_moves()
        self._commit()
        self.assertSettled(invoice, 'credited')
        invoice.reversal_move_ids.button_draft()
        self._commit()
        self.assertEqual(invoice.payment_state, 'reversed', "the state lies, the fact counts")
        self.assertChased(invoice)

    def test_a_case_owes_at_once_what_a_credit_note_no_longer_takes_off(self):
        invoice, item = self._overdue(100.0, partner=self.other_customer)
        note = self._invoice(40.0, partner=self.other_customer, move_type='out_refund')
        lines = (invoice | note).line_ids
        lines.filtered(lambda line: line.account_type == 'asset_receivable').reconcile()
        self.assertEqual(item.case_id.amount_residual, 60.0)
        note.button_draft()
        self.assertEqual(item.case_id.amount_residual, 100.0)

    def test_a_statement_line_undone_reopens(self):
        invoice, _item = self._overdue(partner=self.other_customer)
        line = self.env['account.bank.statement.line'].create({
            'journal_id': self.company_data['default_journal_bank'].id,
            'payment_ref': "incoming",
            'partner_id': self.other_customer.id,
            'amount': 100.0,
            'counterpart_account_id': self.company_data['default_account_receivable'].id,
        })
        (line.move_id | invoice).line_ids.filtered(
            lambda aml: aml.account_type == 'asset_receivable'
        ).reconcile()
        self._commit()
        self.assertSettled(invoice, 'paid')
        line.action_undo_reconciliation()
        self._commit()
        self.assertChased(invoice)

    def test_an_invoice_posted_again_reopens(self):
        invoice, _item = self._overdue(partner=self.other_customer)
        invoice.button_draft()
        self._commit()
        invoice.action_post()
        self._commit()
        self.assertChased(invoice)

    def test_reopening_joins_the_task_that_lives_meanwhile(self):
        second, second_item = self._overdue(50.0)
        self.assertNotEqual(second_item.activity_id, self.task)
        self.payment.action_draft()
        self._commit()
        self.assertChased(self.invoice | second)
        self.assertEqual(self.item.activity_id, second_item.activity_id)

    def test_a_debt_that_looks_paid_by_a_rejected_payment_is_chased(self):
        invoice = self._invoice(partner=self.other_customer)
        payment = self._pay(invoice)
        payment.action_reject()
        self._commit()
        self._run()
        self.assertChased(invoice)
        self.assertEqual(self._items(invoice).amount_residual, 100.0)

    def test_a_written_off_item_stays_closed_whatever_the_money_does(self):
        self.payment.action_draft()
        self._commit()
        self.item.with_user(self.manager).action_write_off("insolvent")
        self.payment.action_post()
        self._commit()
        self.payment.action_draft()
        self._commit()
        self.assertSettled(self.invoice, 'written_off')
