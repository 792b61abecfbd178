"""Money that comes, goes back, and is matched with debts."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from odoo.exceptions import UserError

from .stage import CENTS, PICK, SHARE, Stage

ARRIVED = ('in_process', 'paid')


class Money(Stage):
    """Rules about payments and matchings."""

    # === PAYMENTS === #

    @precondition(lambda self: self.unpaid())
    @rule(number=PICK)
    def pay(self, number):
        line = self.pick(self.unpaid(), number)
        self.tell('pay', self.name(line))
        self._pay([line], amount=float(line.amount_residual_currency))

    @precondition(lambda self: self.unpaid())
    @rule(number=PICK, share=SHARE)
    def pay_a_part_or_too_much(self, number, share):
        line = self.pick(self.unpaid(), number)
        amount = self._share(line, share)
        self.tell('pay_a_part_or_too_much', f"{amount} for {self.name(line)}")
        self._pay([line], amount=amount)

    @precondition(lambda self: self.unpaid())
    @rule(number=PICK, share=SHARE)
    def pay_several_at_once(self, number, share):
        first = self.pick(self.unpaid(), number)
        lines = [
            line
            for line in self.unpaid()
            if line.partner_id == first.partner_id and line.currency_id == first.currency_id
        ]
        amount = self._round(first, sum(ln.amount_residual_currency for ln in lines) * share / 1000)
        self.tell('pay_several_at_once', f"{amount} for {', '.join(map(self.name, lines))}")
        self._pay(lines, amount=amount)

    @precondition(lambda self: self.unpaid())
    @rule(number=PICK, share=SHARE)
    def pay_and_settle_the_difference(self, number, share):
        line = self.pick(self.unpaid(), number)
        amount = self._share(line, min(share, 999))
        self.tell('pay_and_settle_the_difference', f"{amount} for {self.name(line)}")
        self._pay(
            [line],
            amount=amount,
            payment_difference_handling='reconcile',
            writeoff_account_id=self.case.company_data['default_account_expense'].id,
        )

    @precondition(lambda self: self.unpaid())
    @rule(number=PICK, cents=CENTS)
    def pay_in_another_currency(self, number, cents):
        line = self.pick(self.unpaid(), number)
        currencies = [self.case.company.currency_id, *self.case.foreign_currencies]
        currency = next(c for c in currencies if c.id != line.currency_id)
        amount = currency.round(cents / 100 + 1)
        self.tell('pay_in_another_currency', f"{amount} {currency.name} for {self.name(line)}")
        self._pay([line], amount=amount, currency_id=currency.id)

    @rule(customer=PICK, cents=CENTS, inbound=st.integers(0, 3).map(bool))
    def pay_without_invoice(self, customer, cents, inbound):
        partner = self.pick_customer(customer)
        direction = 'inbound' if inbound else 'outbound'
        self.tell('pay_without_invoice', f"{direction} {cents / 100}, {partner.name}")
        payment = self.env['account.payment'].create({
            'payment_type': direction,
            'partner_type': 'customer',
            'partner_id': partner.id,
            'amount': cents / 100,
            'date': self.today,
            'journal_id': self.case.company_data['default_journal_bank'].id,
        })
        payment.action_post()

    def _pay(self, lines, **values):
        wizard = self.env['account.payment.register'].with_context(
            active_model='account.move.line', active_ids=[line.id for line in lines]
        )
        values = {'group_payment': True, 'payment_date': self.today, **values}
        if 'currency_id' not in values:
            values['currency_id'] = lines[0].currency_id
        return wizard.create(values)._create_payments()

    def _share(self, line, per_mille):
        return self._round(line, line.amount_residual_currency * per_mille / 1000)

    def _round(self, line, amount):
        currency = self.env['res.currency'].browse(line.currency_id)
        return max(currency.rounding, currency.round(float(amount)))

    # === PAYMENTS UNDONE === #

    @precondition(lambda self: self.payments(*ARRIVED))
    @rule(number=PICK)
    def bounce(self, number):
        self._pick_payment(ARRIVED, number, 'bounce').action_reject()

    @precondition(lambda self: self.payments(*ARRIVED, 'canceled', 'rejected'))
    @rule(number=PICK)
    def set_payment_to_draft(self, number):
        states = (*ARRIVED, 'canceled', 'rejected')
        self._pick_payment(states, number, 'set_payment_to_draft').action_draft()

    @precondition(lambda self: self.payments(*ARRIVED, 'draft'))
    @rule(number=PICK)
    def cancel_payment(self, number):
        payment = self._pick_payment((*ARRIVED, 'draft'), number, 'cancel_payment')
        # The entry of a draft is deleted then.
        if self.is_refused(payment.action_cancel, UserError):
            self.case.assertTrue(self.is_agreed_about(payment.move_id.id))

    @precondition(lambda self: self.payments('draft'))
    @rule(number=PICK)
    def post_payment(self, number):
        self._pick_payment(('draft',), number, 'post_payment').action_post()

    @precondition(lambda self: self.payments('draft'))
    @rule(number=PICK, cents=CENTS)
    def post_payment_of_another_amount(self, number, cents):
        payment = self._pick_payment(('draft',), number, 'post_payment_of_another_amount')
        payment.amount = payment.currency_id.round(cents / 100 + 1)
        payment.action_post()

    @precondition(lambda self: self.payments('in_process'))
    @rule(number=PICK)
    def confirm_payment(self, number):
        self._pick_payment(('in_process',), number, 'confirm_payment').action_validate()

    @precondition(lambda self: self.facts.payments)
    @rule(number=PICK)
    def delete_payment(self, number):
        states = (*ARRIVED, 'draft', 'canceled', 'rejected')
        payment = self._pick_payment(states, number, 'delete_payment')
        # Core confirms some payments again while it deletes their entry, and refuses that then.
        self.is_refused(payment.unlink, UserError)

    def _pick_payment(self, states, number, name):
        payment = self.browse('account.payment', self.pick(self.payments(*states), number))
        self.tell(name, f"{payment.name}: {payment.amount}, {payment.state}")
        return payment

    # === MATCHINGS === #

    def _matched(self):
        exchange = self.exchange_moves()
        return [
            partial
            for partial in self.facts.partials.values()
            if not {
                self.facts.lines[partial.debit_move_id].move_id,
                self.facts.lines[partial.credit_move_id].move_id,
            }
            & exchange
        ]

    @precondition(lambda self: self._matched())
    @rule(number=PICK)
    def unreconcile_line(self, number):
        partial = self.pick(self._matched(), number)
        line = self.facts.lines[partial.debit_move_id]
        self.tell('unreconcile_line', self.name(line))
        self.browse('account.move.line', line).remove_move_reconcile()

    @precondition(lambda self: self._matched())
    @rule(number=PICK)
    def undo_one_matching(self, number):
        partial = self.pick(self._matched(), number)
        line = self.facts.lines[partial.debit_move_id]
        self.tell('undo_one_matching', f"{partial.debit_amount_currency} of {self.name(line)}")
        move = self.env['account.move'].browse(line.move_id)
        move.js_remove_outstanding_partial(partial.id)

    @precondition(lambda self: self.allocations())
    @rule(number=PICK)
    def allocate_credit(self, number):
        debt, credit = self.pick(self.allocations(), number)
        self.tell('allocate_credit', f"{self.name(credit)} to {self.name(debt)}")
        self.env['account.move.line'].browse([debt.id, credit.id]).reconcile()

    @precondition(lambda self: self.allocations())
    @rule(number=PICK)
    def allocate_credit_to_invoice(self, number):
        debt, credit = self.pick(self.allocations(), number)
        self.tell('allocate_credit_to_invoice', f"{self.name(credit)} to {self.name(debt)}")
        self.env['account.move'].browse(debt.move_id).js_assign_outstanding_line(credit.id)
