from odoo.tests import tagged

from .common import PlanCommon


@tagged('post_install', '-at_install')
class TestProof(PlanCommon):
    """With a policy that asks the bank, a registered payment pays nothing until it has arrived."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.with_user(cls.manager).proof = 'bank'
        cls.bank = cls.company_data['default_journal_bank']
        cls.cash = cls.company_data['default_journal_cash']

    def _arrive(self, payment):
        """Match a bank transaction, entered by hand, with the payment."""
        return self._book(payment.outstanding_account_id, payment.amount, payment)

    def _book(self, account, amount, *sources):
        """Enter a bank transaction and match its counterpart with the open lines of entries."""
        transaction = self.env['account.bank.statement.line'].create({
            'journal_id': self.bank.id,
            'date': '2024-06-14',
            'amount': amount,
            'partner_id': self.customer.id,
            'counterpart_account_id': account.id,
        })
        moves = transaction.move_id.union(
            *(source.move_id if source._name == 'account.payment' else source for source in sources)
        )
        moves.line_ids.filtered(
            lambda line: line.account_id == account and not line.reconciled
        ).reconcile()
        self._commit()
        return transaction

    def test_a_registered_payment_closes_nothing_until_it_has_arrived(self):
        invoice, item = self._overdue(100.0)
        payment = self._pay(invoice)
        self.assertChased(invoice)
        self.assertEqual(item.amount_residual, 100)
        self._arrive(payment)
        self.assertSettled(invoice, 'paid')
        self.assertEqual(item.amount_residual, 0)

    def test_a_payment_whose_transaction_was_undone_is_owed_again(self):
        invoice, _item = self._overdue(100.0)
        transaction = self._arrive(self._pay(invoice))
        transaction.action_undo_reconciliation()
        self._commit()
        self.assertChased(invoice)

    def test_a_payment_that_bounced_is_owed_again(self):
        invoice, _item = self._overdue(100.0)
        payment = self._pay(invoice)
        self._arrive(payment)
        payment.move_id.line_ids.remove_move_reconcile()
        payment.action_reject()
        self._commit()
        self.assertChased(invoice)

    def test_runs_chase_what_is_registered_and_has_not_arrived(self):
        invoice = self._invoice(100.0)
        payment = self._pay(invoice)
        self._run()
        self.assertChased(invoice)
        self._arrive(payment)
        self._run()
        self.assertSettled(invoice, 'paid')

    def test_cash_has_arrived_when_it_is_booked(self):
        account = self.cash.default_account_id
        self.cash.inbound_payment_method_line_ids.payment_account_id = account
        invoice, _item = self._overdue(100.0)
        self._pay(invoice, journal_id=self.cash.id)
        self.assertSettled(invoice, 'paid')

    def test_a_bank_transaction_alone_is_enough(self):
        invoice, _item = self._overdue(100.0)
        receivable = self.company_data['default_account_receivable']
        self._book(receivable, 100.0, invoice)
        self.assertSettled(invoice, 'paid')

    def test_a_credit_note_needs_no_bank(self):
        invoice, _item = self._overdue(100.0)
        invoice._reverse_moves([{'invoice_date': invoice.invoice_date}], cancel=True)
        self._commit()
        self.assertSettled(invoice, 'credited')

    def test_a_plan_is_paid_by_what_has_arrived(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice)
        payment = self._pay(invoice, 30.0)
        self.assertEqual(plan.amount_paid, 0)
        self._arrive(payment)
        self.assertInstalments(
            plan, [('2024-07-01', 30, 30), ('2024-08-01', 30, 0), ('2024-09-01', 30, 0)]
        )

    def test_the_next_run_follows_another_policy(self):
        invoice, _item = self._overdue(100.0)
        self._pay(invoice)
        self.policy.proof = 'registered'
        self._run()
        self.assertSettled(invoice, 'paid')
        self.policy.proof = 'bank'
        self._run()
        self.assertChased(invoice)

    def test_another_company_keeps_its_own_policy(self):
        other = self.setup_other_company(name="Second Ltd")['company']
        self.assertEqual(self.env['collection.policy']._get_bank_companies(), self.company)
        self.assertNotIn(other, self.env['collection.policy']._get_bank_companies())
        branch = self.env['res.company'].create({'name': "Branch", 'parent_id': self.company.id})
        self.assertIn(branch, self.env['collection.policy']._get_bank_companies())
