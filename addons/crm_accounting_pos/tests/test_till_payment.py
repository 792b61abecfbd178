from uuid import uuid4

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import EARLIER, NOW, TillDebtsCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestTillPayment(TillDebtsCommon):
    """A cashier takes payments of debts: booked once and as a whole, or refused in words."""

    def test_an_invoice_lists_how_it_was_paid_at_the_till(self):
        product = self.create_product("Machine", self.categ_basic, 100, 50)
        sale = self.create_ui_order_data(
            [(product, 1)], customer=self.customer, is_invoiced=True, payments=[(self.card, 100)]
        )
        self.env['pos.order'].sync_from_ui([sale])
        sold = self.env['pos.order'].search([('uuid', '=', sale['uuid'])]).account_move
        owed = self._invoice(100.0)
        self._take(owed, (self.cash, 40.0), (self.card, 60.0))
        for invoice, methods in ((sold, [self.card.name]), (owed, [self.cash.journal_id.name])):
            rows = invoice._get_payment_rows()
            self.assertEqual({row['kind'] for row in rows}, {'payment'})
            self.assertEqual([row['method'] for row in rows][: len(methods)], methods)
            self.assertEqual(rows[-1]['balance'], 0.0)

    def test_cash_pays_an_invoice_and_is_in_the_register(self):
        invoice = self._invoice(100.0)
        answer = self._take(invoice, (self.cash, 100.0))
        self.assertEqual((invoice.payment_state, invoice.amount_residual), ('paid', 0.0))
        self.assertEqual(self.till.statement_line_ids.amount, 100.0)
        self.assertEqual(self.till.cash_register_balance_end, 100.0)
        self.assertEqual(answer['amount'], 100.0)
        self.assertEqual(answer['owed'], 0.0)
        self.assertEqual(
            answer['rows'],
            [
                {
                    'document': invoice.name,
                    'date_due': invoice.invoice_date_due,
                    'amount': 100.0,
                    'left': 0.0,
                }
            ],
        )

    def test_a_card_pays_and_the_register_stays_as_it_is(self):
        invoice = self._invoice(100.0)
        self._take(invoice, (self.card, 40.0))
        self.assertEqual((invoice.payment_state, invoice.amount_residual), ('partial', 60.0))
        self.assertEqual(self.till.cash_register_balance_end, 0.0)
        payment = self.till.bank_payment_ids
        self.assertEqual(payment.outstanding_account_id, self.outstanding_bank)
        self.assertEqual(payment.journal_id, self.card.journal_id)

    def test_cash_and_card_together_pay_many_debts_the_oldest_first(self):
        late, early = self._invoice(100.0), self._invoice(50.0, due=EARLIER)
        answer = self._take(late | early, (self.cash, 70.0), (self.card, 40.0))
        self.assertEqual((early.amount_residual, late.amount_residual), (0.0, 40.0))
        self.assertEqual(
            [(row['document'], row['amount'], row['left']) for row in answer['rows']],
            [(early.name, 50.0, 0.0), (late.name, 60.0, 40.0)],
        )
        self.assertEqual(
            answer['payments'],
            [
                {'name': self.cash.name, 'amount': 70.0},
                {'name': self.card.name, 'amount': 40.0},
            ],
        )
        self.assertEqual((answer['owed'], len(self._bookings())), (40.0, 1))

    def test_only_what_was_chosen_is_paid(self):
        chosen, older = self._invoice(100.0), self._invoice(50.0, due=EARLIER)
        self._take(chosen, (self.cash, 30.0))
        self.assertEqual((chosen.amount_residual, older.amount_residual), (70.0, 50.0))

    def test_what_a_plan_spreads_is_paid_last(self):
        planned, due = self._invoice(90.0, due=EARLIER), self._invoice(50.0)
        plan = self.env['payment.plan'].create({
            'partner_id': self.customer.id,
            'company_id': self.company.id,
            'currency_id': self.till.currency_id.id,
            'instalment_date': '2024-07-01',
            'debt_ids': [Command.create({'move_line_id': self._debts(planned).id})],
        })
        plan.action_propose()
        plan.action_confirm()
        self._take(planned | due, (self.cash, 80.0))
        self.assertEqual((due.amount_residual, planned.amount_residual), (0.0, 60.0))
        self.assertEqual((plan.amount_paid, str(plan.date_next)), (30.0, '2024-08-01'))

    def test_debts_on_two_receivable_accounts_make_two_entries(self):
        first = self._invoice(50.0, due=EARLIER)
        self.customer.property_account_receivable_id = self.other_receivable_account
        second = self._invoice(100.0)
        self._take(first | second, (self.cash, 120.0))
        self.assertEqual((first.amount_residual, second.amount_residual), (0.0, 30.0))
        self.assertEqual(sorted(self.till.statement_line_ids.mapped('amount')), [50.0, 70.0])
        self.assertEqual(self.till.cash_register_balance_end, 120.0)

    def test_the_same_attempt_again_books_once_and_tells_the_same(self):
        invoice, uuid = self._invoice(100.0), str(uuid4())
        first = self._take(invoice, (self.cash, 40.0), uuid=uuid)
        self.assertEqual(self._take(invoice, (self.cash, 40.0), uuid=uuid), first)
        self.assertEqual(invoice.amount_residual, 60.0)
        self.assertEqual(self.till.statement_line_ids.amount, 40.0)

    def test_a_lost_answer_is_told_after_the_session_was_closed(self):
        invoice, uuid = self._invoice(100.0), str(uuid4())
        first = self._take(invoice, (self.cash, 40.0), uuid=uuid)
        self.till.state = 'closed'
        self.assertEqual(self._take(invoice, (self.cash, 40.0), uuid=uuid), first)

    def test_the_number_of_somebody_elses_payment_is_refused(self):
        invoice, uuid = self._invoice(100.0), str(uuid4())
        self._take(invoice, (self.cash, 40.0), uuid=uuid)
        with self.assertRaisesRegex(UserError, "Another payment"):
            self._take(invoice, (self.cash, 40.0), uuid=uuid, partner=self.other_customer)

    def test_a_task_of_the_collector_closes(self):
        invoice = self._invoice(100.0)
        run = self.env['collection.run'].create({
            'date': '2024-06-13',
            'company_id': self.company.id,
        })
        run.action_run()
        item = self.env['collection.item'].search([('move_id', '=', invoice.id)])
        self.assertEqual(item.state, 'open')
        self._take(invoice, (self.cash, 100.0))
        self.assertEqual((item.state, item.close_reason), ('closed', 'paid'))

    # === REFUSED === #

    def assertRefused(self, words, *args, **kwargs):
        """Nothing is booked, and the cashier is told why."""
        with self.assertRaisesRegex(UserError, words):
            self._take(*args, **kwargs)
        self.env.invalidate_all()
        self.assertNothingBooked()

    def test_wrong_amounts_are_refused(self):
        invoice = self._invoice(100.0)
        for amount in (0.0, -5.0, 0.001, 10.005, float('nan'), float('inf'), True, "5", None):
            with self.subTest(amount=amount):
                self.assertRefused("amount", invoice, (self.cash, amount))
        self.assertRefused("Enter the amount", invoice)
        self.assertRefused("amount", invoice, (self.cash, 50.0), (self.card, -10.0))
        self.assertEqual(invoice.amount_residual, 100.0)

    def test_more_than_is_owed_is_refused(self):
        invoice = self._invoice(100.0)
        self.assertRefused("more than what is still owed", invoice, (self.cash, 100.01))
        self.assertRefused("more than", invoice, (self.cash, 60.0), (self.card, 60.0))

    def test_what_another_till_took_meanwhile_is_refused(self):
        invoice = self._invoice(100.0)
        other = self._open(self.config.copy({'payment_method_ids': [Command.set(self.card.ids)]}))
        self._take(invoice, (self.card, 70.0), session=other)
        self.assertRefused(r"still owed there: .*30\.00", invoice, (self.cash, 100.0))
        self._take(invoice, (self.card, 30.0), session=other)
        self.assertRefused("paid already", invoice, (self.cash, 30.0))

    def test_a_session_that_was_closed_meanwhile_is_refused(self):
        invoice = self._invoice(100.0)
        for state in ('opening_control', 'closing_control', 'closed'):
            self.till.state = state
            with self.subTest(state=state):
                self.assertRefused("not open any more", invoice, (self.cash, 100.0))
                with self.assertRaisesRegex(UserError, "not open any more"):
                    self._ask()

    def test_debts_of_others_are_refused(self):
        theirs = self._invoice(100.0, partner=self.other_customer)
        self.assertRefused("not owed by", theirs, (self.cash, 10.0))
        self.assertRefused("not owed by", theirs | self._invoice(50.0), (self.cash, 10.0))
        self.assertRefused("not owed by", self.env['account.move'], (self.cash, 10.0))

    def test_debts_to_another_company_are_refused(self):
        other = self.setup_other_company(name="Second Ltd")
        invoice = self._create_invoice_one_line(
            company_id=other['company'],
            price_unit=100.0,
            partner_id=self.customer.with_company(other['company']),
            tax_ids=[],
            post=True,
        )
        self.assertEqual(self._ask()['debts'], [])
        self.assertRefused("not owed by", invoice, (self.cash, 10.0))

    def test_other_ways_to_pay_are_refused(self):
        invoice = self._invoice(100.0)
        self.assertRefused("no payment of debts in that way", invoice, (self.cash_pm2, 10.0))
        self.assertRefused("in that way", invoice, (self.pay_later_pm, 10.0))
        self.assertRefused("in that way", invoice, (self.cash, 10.0), (self.cash_pm2, 10.0))

    def test_what_is_no_request_is_refused(self):
        invoice = self._invoice(100.0)
        till = self.till.with_user(self.cashier)
        ids, customer = self._debts(invoice).ids, self.customer.id
        good = [{'method_id': self.cash.id, 'amount': 10.0}]
        for arguments in (
            (customer, 'no uuid', good, ids),
            (customer, None, good, ids),
            (customer, str(uuid4()), {}, ids),
            (customer, str(uuid4()), ['x'], ids),
            (customer, str(uuid4()), [{'amount': 10.0}], ids),
            (customer, str(uuid4()), good, False),
            (customer, str(uuid4()), good, ['x']),
            ('x', str(uuid4()), good, ids),
            (0, str(uuid4()), good, ids),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                till.take_debt_payment(*arguments)
        self.assertNothingBooked()
