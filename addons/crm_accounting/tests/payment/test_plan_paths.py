from odoo import Command
from odoo.tests import Form, tagged

from ..collection.common import TODAY
from .common import PlanCommon

# What happens to an invoice of 90 with a plan of three times 30: what is paid of the plan then, and
# the states of the plan and of the collection item.
ENDED, KEPT = ('kept', 'closed'), ('running', 'held')
PAID = {
    'register_all': (90, *ENDED),
    'register_a_part': (40, *KEPT),
    'register_two_parts': (90, *ENDED),
    'register_too_much': (90, *ENDED),
    'register_for_two_invoices': (90, *ENDED),
    'write_the_difference_off': (90, *ENDED),
    'take_the_next_instalment': (30, *KEPT),
    'take_everything': (90, *ENDED),
    'match_a_bank_transaction': (40, *KEPT),
    'match_the_bank_with_a_payment': (40, *KEPT),
    'add_an_outstanding_credit': (40, *KEPT),
    'credit_all': (90, *ENDED),
    'credit_a_part': (40, *KEPT),
    'credit_a_part_and_pay': (90, *ENDED),
    'set_off_by_an_entry': (40, *KEPT),
    'pay_while_blocked': (90, *ENDED),
}
# How a payment of all is undone again: nothing is paid then.
UNDONE = (
    'un_reconcile',
    'remove_the_matching',
    'cancel',
    'delete',
    'set_to_draft',
    'set_its_entry_to_draft',
    'edit_a_draft',
    'reject',
)


@tagged('post_install', '-at_install')
class TestPlanPaths(PlanCommon):
    """However an invoice is paid, credited, written off or owed again, its plan says the same."""

    def assertPlan(self, plan, paid, state, item_state):
        self._commit()
        plan.invalidate_recordset()
        item = self._items(plan.debt_ids.sudo().move_id)
        self.assertEqual((plan.amount_paid, plan.state, item.state), (paid, state, item_state))
        left = [min(max(paid - start, 0), 30) for start in (0, 30, 60)]
        plan.line_ids.invalidate_recordset()
        self.assertEqual(plan.line_ids.sorted('date').mapped('amount_paid'), left)

    def _promise(self, **values):
        """Return an invoice that is chased and its plan."""
        invoice, _item = self._overdue(90.0, **values)
        return invoice, self._plan(invoice)

    # === PAID === #

    def test_whatever_pays_fills_instalments(self):
        for path, expected in PAID.items():
            with self.subTest(path):
                invoice, plan = self._promise()
                getattr(self, f'_{path}')(invoice)
                self.assertPlan(plan, *expected)

    def _register_all(self, invoice):
        return self._pay(invoice)

    def _register_a_part(self, invoice):
        return self._pay(invoice, 40.0)

    def _register_two_parts(self, invoice):
        self._pay(invoice, 40.0)
        self._pay(invoice, 50.0)

    def _register_too_much(self, invoice):
        self._pay(invoice, 100.0)

    def _register_for_two_invoices(self, invoice):
        self._pay(invoice | self._invoice(10.0))

    def _write_the_difference_off(self, invoice):
        account = self.company_data['default_account_expense']
        self._pay(
            invoice,
            80.0,
            payment_difference_handling='reconcile',
            writeoff_account_id=account.id,
        )

    def _take_the_next_instalment(self, invoice):
        self._take(invoice, 'next')

    def _take_everything(self, invoice):
        self._take(invoice, 'all')

    def _take(self, invoice, proposal):
        action = invoice.action_take_payment()
        form = Form(self.env['account.payment.take'].with_context(**action['context']))
        form.proposal = proposal
        form.save()._take()

    def _match_a_bank_transaction(self, invoice):
        account = self.company_data['default_account_receivable']
        line = self._statement_line(40.0, counterpart_account_id=account.id)
        self._receivable(line.move_id | invoice).reconcile()
        return line

    def _match_the_bank_with_a_payment(self, invoice):
        payment = self._register_a_part(invoice)
        account = payment.outstanding_account_id
        line = self._statement_line(40.0, counterpart_account_id=account.id)
        lines = (line.move_id | payment.move_id).line_ids
        lines.filtered(lambda line: line.account_id == account).reconcile()
        self.assertTrue(payment.is_matched)

    def _add_an_outstanding_credit(self, invoice):
        payment = self.env['account.payment'].create({
            'payment_type': 'inbound',
            'partner_id': self.customer.id,
            'amount': 40.0,
            'date': TODAY,
        })
        payment.action_post()
        invoice.js_assign_outstanding_line(self._receivable(payment.move_id).id)

    def _credit_all(self, invoice):
        self._refund(invoice, 'modify_moves')
        self.assertEqual(invoice.payment_state, 'reversed')

    def _credit_a_part(self, invoice):
        refund = self._refund(invoice, amount=40.0)
        refund.action_post()
        self._receivable(refund | invoice).filtered(lambda line: not line.reconciled).reconcile()
        return refund

    def _credit_a_part_and_pay(self, invoice):
        self._credit_a_part(invoice)
        self._pay(invoice)

    def _set_off_by_an_entry(self, invoice):
        """As a till books an order that is invoiced and paid: without a payment record."""
        entry = self._entry_debt(-40.0)
        self._receivable(entry | invoice).reconcile()

    def _pay_while_blocked(self, invoice):
        invoice.action_toggle_block_payment()
        self._pay(invoice)
        self.assertEqual(invoice.payment_state, 'blocked')

    # === OWED AGAIN === #

    def test_whatever_undoes_a_payment_empties_instalments(self):
        for path in UNDONE:
            with self.subTest(path):
                invoice, plan = self._promise()
                payment = self._pay(invoice)
                self.assertPlan(plan, 90, *ENDED)
                getattr(self, f'_{path}')(payment, invoice)
                self.assertPlan(plan, 0, *KEPT)

    def _un_reconcile(self, _payment, invoice):
        self._receivable(invoice).remove_move_reconcile()

    def _remove_the_matching(self, _payment, invoice):
        partial = self._receivable(invoice).matched_credit_ids
        invoice.js_remove_outstanding_partial(partial.id)

    def _cancel(self, payment, _invoice):
        payment.action_cancel()

    def _delete(self, payment, _invoice):
        payment.action_draft()
        payment.unlink()

    def _set_to_draft(self, payment, _invoice):
        payment.action_draft()

    def _set_its_entry_to_draft(self, payment, _invoice):
        payment.move_id.button_draft()

    def _edit_a_draft(self, payment, _invoice):
        payment.action_draft()
        payment.amount = 50.0

    def _reject(self, payment, _invoice):
        payment.action_reject()

    def test_a_bank_transaction_that_is_undone_pays_nothing(self):
        invoice, plan = self._promise()
        self._match_a_bank_transaction(invoice).action_undo_reconciliation()
        self.assertPlan(plan, 0, *KEPT)

    def test_a_credit_note_that_is_a_draft_again_pays_nothing(self):
        invoice, plan = self._promise()
        self._credit_a_part(invoice).button_draft()
        self.assertPlan(plan, 0, *KEPT)

    def test_what_was_paid_before_the_plan_and_is_undone_later_empties_no_instalment(self):
        invoice, _item = self._overdue(100.0)
        before = self._pay(invoice, 10.0)
        plan = self._plan(invoice)
        self._pay(invoice, 40.0)
        self.assertPlan(plan, 40, *KEPT)
        before.action_reject()
        self.assertPlan(plan, 30, *KEPT)
        self.assertEqual(plan.amount_residual, 60)

    def test_an_invoice_that_is_a_draft_again_is_not_owed_and_posted_it_is(self):
        invoice, plan = self._promise()
        invoice.button_draft()
        self.assertWithdrawn(plan)
        invoice.button_cancel()
        self.assertWithdrawn(plan)
        invoice.button_draft()
        invoice.action_post()
        self.assertPlan(plan, 0, *KEPT)
        self.assertEqual((plan.amount_withdrawn, plan.amount_residual), (0, 90))

    def assertWithdrawn(self, plan):
        """Nobody paid, and nobody has to."""
        self.assertPlan(plan, 0, 'running', 'closed')
        self.assertEqual((plan.amount_withdrawn, plan.amount_residual), (90, 0))
        self.assertEqual(plan.line_ids.mapped('state'), ['withdrawn'] * 3)

    def test_what_is_left_after_an_invoice_was_withdrawn_ends_the_plan(self):
        paid, withdrawn = self._invoice(50.0), self._invoice(40.0)
        plan = self._plan(paid | withdrawn)
        withdrawn.button_draft()
        self._pay(paid, 20)
        plan.invalidate_recordset()
        plan.line_ids.invalidate_recordset()
        lines = plan.line_ids.sorted('date')
        self.assertEqual(lines.mapped('amount_residual'), [10, 20, 0])
        self.assertEqual(lines.mapped('state'), ['part', 'open', 'withdrawn'])
        self._pay(paid)
        self.assertEqual((plan.state, plan.amount_paid), ('kept', 50))

    # === OTHER CURRENCIES, TAXES AND TERMS === #

    def test_a_plan_in_another_currency_counts_in_it_whatever_the_rate(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0), ('2024-06-01', 4.0)])
        invoice, plan = self._promise(currency_id=euro.id)
        self._pay(invoice, 30.0, currency_id=euro.id)
        self.assertTrue(self._receivable(invoice).matched_credit_ids.exchange_move_id)
        self.assertPlan(plan, 30, *KEPT)
        self._pay(invoice, 15.0, currency_id=self.company.currency_id.id)
        self.assertPlan(plan, 90, *ENDED)

    def test_the_cash_basis_entry_of_a_payment_pays_nothing(self):
        tax = self.tax_sale_a.copy({
            'name': "On payment",
            'amount': 50.0,
            'tax_exigibility': 'on_payment',
            'cash_basis_transition_account_id': self._make_transition_account().id,
        })
        self.company.tax_exigibility = True
        invoice = self._invoice(60.0, post=False)
        invoice.invoice_line_ids.tax_ids = tax
        invoice.action_post()
        self._run()
        plan = self._plan(invoice)
        self._pay(invoice, 40.0)
        self.assertTrue(invoice.tax_cash_basis_created_move_ids)
        self.assertPlan(plan, 40, *KEPT)

    def _make_transition_account(self):
        return self.company_data['default_account_tax_sale'].copy({'reconcile': True})

    def test_an_early_payment_discount_ends_the_plan(self):
        term = self.env['account.payment.term'].create({
            'name': "2 % within 10 days",
            'early_discount': True,
            'discount_days': 10,
            'discount_percentage': 2,
            'line_ids': [Command.create({'value_amount': 100, 'nb_days': 30})],
        })
        invoice, plan = self._promise(due=False, invoice_payment_term_id=term.id)
        payment = self._register_payment(invoice, payment_date='2024-01-05')
        self.assertEqual(payment.amount, 88.2)
        self.assertPlan(plan, 90, *ENDED)
