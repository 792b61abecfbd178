"""Payments that are taken at the counter, and those that the bank tells."""

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from odoo.exceptions import UserError

from .money import ARRIVED, Money
from .plan_oracle import LIVE
from .stage import CENTS, PICK, SHARE

PROPOSALS = st.sampled_from(['next', 'overdue', 'all', 'other'])


class Payments(Money):
    """Rules about Take Payment, and about bank transactions."""

    # === TAKE PAYMENT === #

    @precondition(lambda self: self.unpaid())
    @rule(
        number=PICK,
        proposal=PROPOSALS,
        cents=CENTS,
        ticked=st.lists(PICK, max_size=2),
        use_credit=st.booleans(),
    )
    def take_payment(self, number, proposal, cents, ticked, use_credit):
        """The oldest debts, or those that are ticked, are paid; the rest is a credit."""
        customer = self.oracle.customer(self.pick(self.unpaid(), number))
        take = self.env['account.payment.take'].create({
            'partner_id': customer,
            'company_id': self.case.company.id,
            'journal_id': self.case.company_data['default_journal_bank'].id,
            'proposal': proposal,
            'use_credit': use_credit,
            **({'amount': cents / 100} if proposal == 'other' else {}),
        })
        for tick in ticked if take.line_ids else ():
            self.pick(take.line_ids, tick).is_chosen = True
        partner = self.facts.partners[customer]
        self.tell('take_payment', f"{take.amount} of {partner.name}, {proposal}, {ticked}")
        self._take(take, customer)

    def _take(self, take, customer):
        chosen = self._find_chosen(take, customer)
        expected = self._expect_residuals(take, chosen, customer)
        payments = []
        if self.is_refused(lambda: payments.append(take._take()), UserError):
            self.case.assertLessEqual(take.amount, 0, "something was to be taken")
            return
        self.read_facts()
        found = {line_id: self.facts.lines[line_id].amount_residual for line_id in expected}
        self.case.assertEqual(found, expected)
        if expected:
            self._check_receipt(payments[0])

    def _find_chosen(self, take, customer):
        """Return what the customer owes or what of it is ticked, in the order it is paid.

        The oldest first; what a plan spreads over time last, or first where it is asked for.
        """
        is_next = take.proposal == 'next'
        planned = self._find_planned(LIVE if is_next else ('running',))
        ticked = set(take.line_ids.filtered('is_chosen').move_line_id.ids)
        lines = [
            line
            for line in self.debts_for_payment()
            if self.oracle.customer(line) == customer and (not ticked or line.id in ticked)
        ]
        return sorted(
            lines,
            key=lambda line: (
                (line.id in planned) != is_next,
                line.date_maturity or line.date,
                line.id,
            ),
        )

    def _find_planned(self, states):
        return {
            debt.move_line_id
            for debt in self.facts.plan_debts.values()
            if self.facts.plans[debt.plan_id].state in states
        }

    def debts_for_payment(self):
        """Debts that core counts as unpaid or an undone payment as paid; refunds that came, too."""
        return [
            line
            for line in self.facts.lines.values()
            if self._to_be_paid(line) > 0
            and line.parent_state == 'posted'
            and not self.oracle.is_undone(line.move_id)
        ]

    def _to_be_paid(self, line):
        """Money on its way to the bank is not asked for once more."""
        undone = sum(partial.amount for partial in self.oracle.undone_partials(line))
        return line.amount_residual + undone

    def _credits_of(self, customer):
        return [
            line
            for line in self.facts.lines.values()
            if line.amount_residual < 0
            and line.parent_state == 'posted'
            and not self.oracle.is_undone(line.move_id)
            and self.oracle.customer(line) == customer
        ]

    def _expect_residuals(self, take, chosen, customer):
        """Return what must be left on each debt; nothing where other currencies play a part."""
        credits = self._credits_of(customer)
        currencies = {line.currency_id for line in chosen + credits}
        if currencies - {self.case.company.currency_id.id}:
            return {}
        left = round(Decimal(str(take.amount)), 2)
        left -= sum(line.amount_residual for line in credits) if take.use_credit else 0
        expected = {}
        for line in chosen:
            paid = min(left, self._to_be_paid(line))
            expected[line.id] = self._to_be_paid(line) - paid if paid else line.amount_residual
            left -= paid
        return expected

    def _check_receipt(self, payment):
        """What went to debts and what stays is what was paid."""
        values = payment._get_taken_values()
        told = sum(row['amount'] for row in values['rows']) + values['credit']
        self.case.assertAlmostEqual(told, payment.amount, 3)

    # === BANK TRANSACTIONS === #

    @precondition(lambda self: self._unpaid_at_home())
    @rule(number=PICK, share=SHARE)
    def bank_pays(self, number, share):
        line = self.pick(self._unpaid_at_home(), number)
        amount = self._share(line, share)
        self.tell('bank_pays', f"{amount} for {self.name(line)}")
        self._book(line.account_id, amount, self.browse('account.move.line', line))

    def _unpaid_at_home(self):
        home = self.case.company.currency_id.id
        return [line for line in self.unpaid() if line.currency_id == home and line.partner_id]

    @precondition(lambda self: self.payments(*ARRIVED))
    @rule(number=PICK)
    def payment_arrives(self, number):
        """The bank tells of a payment that was registered."""
        payment = self._pick_payment(ARRIVED, number, 'payment_arrives')
        lines = payment.move_id.line_ids.filtered(
            lambda line: line.account_id == payment.outstanding_account_id and not line.reconciled
        )
        if lines:
            self._book(payment.outstanding_account_id.id, sum(lines.mapped('balance')), lines)

    def _book(self, account_id, amount, lines):
        """Enter a bank transaction by hand and match its counterpart with these lines."""
        transaction = self.env['account.bank.statement.line'].create({
            'journal_id': self.case.company_data['default_journal_bank'].id,
            'date': self.today,
            'amount': amount,
            'partner_id': lines.partner_id.id,
            'payment_ref': f"Transaction {len(self.facts.statement_lines)}",
            'counterpart_account_id': account_id,
        })
        counterpart = transaction.move_id.line_ids.filtered(
            lambda line: line.account_id.id == account_id
        )
        (counterpart | lines).reconcile()

    @precondition(lambda self: self.facts.statement_lines)
    @rule(number=PICK)
    def undo_bank_matching(self, number):
        transaction = self._pick_transaction(number, 'undo_bank_matching')
        transaction.action_undo_reconciliation()

    @precondition(lambda self: self.facts.statement_lines)
    @rule(number=PICK)
    def delete_bank_transaction(self, number):
        self._pick_transaction(number, 'delete_bank_transaction').unlink()

    def _pick_transaction(self, number, name):
        row = self.pick([*self.facts.statement_lines.values()], number)
        self.tell(name, f"{row.payment_ref}: {row.amount}")
        return self.browse('account.bank.statement.line', row)
