"""Invoices, debts without an invoice, credit notes, and what people do with them."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from odoo import Command
from odoo.exceptions import UserError

from .stage import CENTS, DAYS_TO_DUE, PICK, Stage

INVOICE, CREDIT = ('out_invoice',), ('out_refund',)
BOOKED = ('out_invoice', 'entry')


class Books(Stage):
    """Rules about documents."""

    # === NEW DEBTS === #

    @rule(customer=PICK, cents=CENTS, due=DAYS_TO_DUE, salesperson=st.none() | PICK)
    def invoice(self, customer, cents, due, salesperson):
        seller = salesperson is not None and self.pick_user(salesperson)
        move = self._invoice(customer, cents, due, invoice_user_id=seller and seller.id)
        self.tell('invoice', f"{move.name}: {cents / 100}, due in {due} days")

    @rule(customer=PICK, cents=CENTS.filter(lambda cents: cents > 1))
    def invoice_in_two_instalments(self, customer, cents):
        move = self._invoice(customer, cents, None, invoice_payment_term_id=self.case.halves.id)
        self.tell('invoice_in_two_instalments', f"{move.name}: {cents / 100}")

    @rule(customer=PICK, cents=CENTS, due=DAYS_TO_DUE, currency=PICK)
    def invoice_in_foreign_currency(self, customer, cents, due, currency):
        currency = self.pick(self.case.foreign_currencies, currency)
        # At least some cents in company currency: core's balance of a smaller debt is zero.
        amount = currency.round(cents / 100 + 1)
        move = self._invoice(customer, amount * 100, due, currency_id=currency.id)
        self.tell('invoice_in_foreign_currency', f"{move.name}: {amount} {currency.name}")

    @rule(customer=PICK, cents=CENTS, age=st.integers(0, 45), has_due=st.booleans())
    def debt_without_invoice(self, customer, cents, age, has_due):
        day = self.today - timedelta(days=age)
        entry = self.case._entry_debt(
            cents / 100,
            partner=self.pick_customer(customer),
            date=day,
            date_maturity=day if has_due else False,
        )
        self.tell('debt_without_invoice', f"{entry.name}: {cents / 100} of {day}")

    def _invoice(self, customer, cents, due, **values):
        due = due is not None and self.today + timedelta(days=due)
        return self.case._invoice(
            cents / 100, due=due, partner=self.pick_customer(customer), **values
        )

    # === CREDIT NOTES === #

    @precondition(lambda self: self.moves(INVOICE, ('posted',)))
    @rule(number=PICK, allocate=st.booleans())
    def credit_note(self, number, allocate):
        invoice = self._pick_move(INVOICE, ('posted',), number)
        self.tell('credit_note', f"for {invoice.name}, allocated: {allocate}")
        values = [{'invoice_date': self.today}]
        refund = invoice._reverse_moves(values, cancel=allocate)
        if not allocate:
            refund.action_post()

    @precondition(lambda self: self.moves(INVOICE, ('posted',)))
    @rule(number=PICK, cents=CENTS, allocate=st.booleans())
    def partial_credit_note(self, number, cents, allocate):
        invoice = self._pick_move(INVOICE, ('posted',), number)
        self.tell('partial_credit_note', f"{cents / 100} for {invoice.name}, allocated: {allocate}")
        refund = self.case._invoice(
            cents / 100,
            partner=invoice.partner_id,
            due=self.today,
            move_type='out_refund',
            currency_id=invoice.currency_id.id,
            reversed_entry_id=invoice.id,
        )
        if allocate:
            (invoice | refund).line_ids.filtered(
                lambda line: line.account_type == 'asset_receivable' and not line.reconciled
            ).reconcile()

    # === DRAFT AND BACK === #

    @precondition(lambda self: self.moves(BOOKED + CREDIT, ('posted', 'cancel')))
    @rule(number=PICK)
    def reset_to_draft(self, number):
        move = self._pick_move(BOOKED + CREDIT, ('posted', 'cancel'), number)
        self.tell('reset_to_draft', f"{move.name}, {move.state}")
        move.button_draft()

    @precondition(lambda self: self.moves(CREDIT, ('posted',)))
    @rule(number=PICK)
    def reset_credit_note(self, number):
        move = self._pick_move(CREDIT, ('posted',), number)
        self.tell('reset_credit_note', move.name)
        move.button_draft()

    @precondition(lambda self: self.moves(BOOKED + CREDIT, ('draft',)))
    @rule(number=PICK)
    def post(self, number):
        move = self._pick_move(BOOKED + CREDIT, ('draft',), number)
        self.tell('post', move.name)
        move.action_post()

    @precondition(lambda self: self.moves(INVOICE, ('draft',)))
    @rule(number=PICK, cents=CENTS)
    def post_with_another_price(self, number, cents):
        invoice = self._pick_move(INVOICE, ('draft',), number)
        self.tell('post_with_another_price', f"{invoice.name}: {cents / 100 + 1}")
        invoice.invoice_line_ids.price_unit = cents / 100 + 1
        invoice.action_post()

    @precondition(lambda self: self.moves(INVOICE, ('draft',)))
    @rule(number=PICK, customer=PICK)
    def post_to_another_customer(self, number, customer):
        invoice = self._pick_move(INVOICE, ('draft',), number)
        partner = self.pick_customer(customer)
        self.tell('post_to_another_customer', f"{invoice.name}: {partner.name}")
        invoice.partner_id = partner
        invoice.action_post()

    @precondition(lambda self: self.moves(INVOICE, ('draft',)))
    @rule(number=PICK, due=DAYS_TO_DUE)
    def post_with_another_due_date(self, number, due):
        invoice = self._pick_move(INVOICE, ('draft',), number)
        day = self.today + timedelta(days=due)
        self.tell('post_with_another_due_date', f"{invoice.name}: {day}")
        invoice.write({'invoice_payment_term_id': False, 'invoice_date_due': day})
        invoice.action_post()

    @precondition(lambda self: self.moves(INVOICE, ('draft',)))
    @rule(number=PICK, cents=CENTS)
    def post_with_another_line(self, number, cents):
        invoice = self._pick_move(INVOICE, ('draft',), number)
        self.tell('post_with_another_line', f"{invoice.name}: and {cents / 100}")
        line = {'name': "More", 'price_unit': cents / 100, 'tax_ids': [Command.clear()]}
        invoice.invoice_line_ids = [Command.create(line)]
        invoice.action_post()

    @precondition(lambda self: self.moves(INVOICE + CREDIT, ('posted', 'draft')))
    @rule(number=PICK)
    def cancel(self, number):
        move = self._pick_move(INVOICE + CREDIT, ('posted', 'draft'), number)
        self.tell('cancel', f"{move.name}, {move.state}")
        move.button_cancel()

    @precondition(lambda self: self.moves(BOOKED + CREDIT, ('draft',)))
    @rule(number=PICK)
    def delete_a_draft(self, number):
        move = self._pick_move(BOOKED + CREDIT, ('draft',), number)
        self.tell('delete_a_draft', move.name)
        is_agreed_about = self.is_agreed_about(move.id)
        refused = self.is_refused(move.unlink, UserError)
        self.case.assertEqual(refused, is_agreed_about, "only payment plans keep a draft")

    # === DUE DATES AND EXCLUSIONS === #

    @precondition(lambda self: self.debts())
    @rule(number=PICK, due=DAYS_TO_DUE)
    def move_due_date(self, number, due):
        line = self.pick(self.debts(), number)
        day = self.today + timedelta(days=due)
        self.tell('move_due_date', f"{self.name(line)}: from {line.date_maturity} to {day}")
        self.browse('account.move.line', line).date_maturity = day

    @precondition(lambda self: self._blockable())
    @rule(number=PICK)
    def block_or_unblock(self, number):
        move = self.browse('account.move', self.pick(self._blockable(), number))
        self.tell('block_or_unblock', f"{move.name}, {move.payment_state}")
        move.action_toggle_block_payment()

    def _blockable(self):
        invoices = self.moves(INVOICE, ('posted',))
        return [i for i in invoices if i.payment_state not in ('paid', 'in_payment')]

    @precondition(lambda self: self.moves(INVOICE, ('posted',)))
    @rule(number=PICK)
    def dispute_or_settle(self, number):
        invoice = self._pick_move(INVOICE, ('posted',), number).with_user(self.case.collector)
        self.tell('dispute_or_settle', invoice.name)
        if invoice.is_collection_disputed:
            invoice.action_collection_settle_dispute()
        else:
            invoice.action_collection_dispute()

    @precondition(lambda self: self.debts())
    @rule(number=PICK)
    def exclude_or_include(self, number):
        line = self.browse('account.move.line', self.pick(self.debts(), number))
        self.tell('exclude_or_include', f"{line.move_id.name}, {line.no_followup}")
        line.no_followup = not line.no_followup

    def _pick_move(self, types, states, number):
        return self.browse('account.move', self.pick(self.moves(types, states), number))
