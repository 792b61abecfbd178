from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import EARLIER, LAST_MONTH, NOW, TillDebtsCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestTillDebts(TillDebtsCommon):
    """What the cashier is told about the debts of a customer."""

    def _proposals(self, partner=None):
        return {row['key']: row['amount'] for row in self._ask(partner)['proposals']}

    def _plan(self, moves, count=3, first='2024-07-01', grace_days=0):
        plan = self.env['payment.plan'].create({
            'partner_id': self.customer.id,
            'company_id': self.company.id,
            'currency_id': self.till.currency_id.id,
            'instalment_count': count,
            'instalment_date': first,
            'grace_days': grace_days,
            'debt_ids': [Command.create({'move_line_id': line.id}) for line in self._debts(moves)],
        })
        plan.action_propose()
        plan.action_confirm()
        return plan

    def test_the_oldest_debt_comes_first(self):
        late, early = self._invoice(100.0), self._invoice(50.0, due=EARLIER)
        future = self._invoice(30.0, due='2024-07-01')
        answer = self._ask()
        self.assertEqual(
            [(row['document'], row['amount'], row['is_overdue']) for row in answer['debts']],
            [(early.name, 50.0, True), (late.name, 100.0, True), (future.name, 30.0, False)],
        )
        self.assertEqual((answer['owed'], answer['credit']), (180.0, 0.0))
        self.assertEqual(self._proposals(), {'next': 50.0, 'overdue': 150.0, 'all': 180.0})

    def test_a_contact_of_the_customer_owes_what_the_customer_owes(self):
        contact = self.env['res.partner'].create({'name': "Ann", 'parent_id': self.customer.id})
        self._invoice(100.0)
        self.assertEqual(self._ask(contact)['owed'], 100.0)

    def test_nobody_is_told_what_others_owe(self):
        self._invoice(100.0, partner=self.other_customer)
        self.assertEqual(self._ask()['debts'], [])
        self.assertEqual(self._proposals(), {'next': 0.0, 'overdue': 0.0, 'all': 0.0})

    def test_a_subsidiary_pays_for_itself(self):
        subsidiary = self.env['res.partner'].create({
            'name': "Subsidiary Ltd",
            'is_company': True,
            'parent_id': self.customer.id,
        })
        self._invoice(100.0, partner=subsidiary)
        self.assertEqual(self._ask()['owed'], 0.0)
        self.assertEqual(self._ask(subsidiary)['owed'], 100.0)

    def test_the_next_instalment_of_a_plan_is_proposed(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice)
        answer = self._ask()
        self.assertEqual(answer['debts'][0]['plan'], plan.name)
        self.assertEqual(answer['plans'][0]['amount_next'], 30.0)
        self.assertEqual(self._proposals(), {'next': 30.0, 'overdue': 0.0, 'all': 90.0})

    def test_of_a_running_plan_only_what_did_not_come_is_overdue(self):
        self._plan(self._invoice(90.0, due=EARLIER), first='2024-06-01', grace_days=30)
        other = self._invoice(50.0, due=LAST_MONTH)
        answer = self._ask()
        proposal = answer['proposals'][1]
        self.assertEqual((proposal['key'], proposal['amount']), ('overdue', 80.0))
        self.assertLess(set(self._debts(other).ids), set(proposal['line_ids']))
        self.assertEqual([row['is_overdue'] for row in answer['debts']], [False, True])

    def test_of_a_broken_plan_all_is_overdue_and_its_next_instalment_can_be_paid(self):
        planned = self._invoice(90.0, due=EARLIER)
        plan = self._plan(planned, first='2024-06-01')
        other = self._invoice(50.0, due=LAST_MONTH)
        self.assertEqual(plan.state, 'broken')
        answer = self._ask()
        self.assertEqual([row['is_overdue'] for row in answer['debts']], [True, True])
        self.assertTrue(answer['plans'][0]['is_broken'])
        self.assertEqual(self._proposals(), {'next': 30.0, 'overdue': 140.0, 'all': 140.0})
        # What is overdue longest is paid first, as in the office.
        self._take(planned | other, (self.cash, 100.0))
        self.assertEqual((planned.amount_residual, other.amount_residual), (0.0, 40.0))

    def test_what_only_a_rejected_payment_has_settled_is_owed(self):
        invoice = self._invoice(100.0)
        bounced = self._register_payment(invoice, amount=70.0)
        bounced.action_reject()
        answer = self._ask()
        self.assertEqual((answer['owed'], answer['credit']), (100.0, 0.0))
        self.assertEqual(answer['debts'][0]['amount'], 100.0)
        self._take(invoice, (self.cash, 100.0))
        self.assertEqual((invoice.amount_residual, invoice.payment_state), (0.0, 'paid'))
        self.assertFalse(invoice.has_undone_payment)
        answer = self._ask()
        self.assertEqual((answer['owed'], answer['credit']), (0.0, 0.0))

    def test_a_rejected_payment_of_a_debt_that_is_not_reached_stays_as_it_is(self):
        old, young = self._invoice(100.0, due=EARLIER), self._invoice(50.0)
        self._register_payment(young).action_reject()
        self._take(old | young, (self.cash, 100.0))
        self.assertEqual((old.amount_residual, young.has_undone_payment), (0.0, True))
        self.assertEqual(self._ask()['owed'], 50.0)

    def test_what_was_sold_on_account_is_a_debt_when_the_session_is_closed(self):
        self.product = self.create_product("Machine", self.categ_basic, 100, 50)
        self.env['pos.order'].with_user(self.cashier).sync_from_ui([
            self.create_ui_order_data(
                [(self.product, 1)], customer=self.customer, payments=[(self.pay_later_pm, 100)]
            )
        ])
        answer = self._ask()
        self.assertEqual((answer['unbooked'], answer['owed']), (100.0, 0.0))
        self.till.post_closing_cash_details(0)
        self.till.close_session_from_ui()
        self.till = self.pos_session = self._open(self.config)
        answer = self._ask()
        self.assertEqual((answer['unbooked'], answer['owed']), (0.0, 100.0))
        debt = self.env['account.move.line'].browse(answer['debts'][0]['id'])
        self._take(debt.move_id, (self.cash, 100.0))
        self.assertTrue(debt.reconciled)

    def test_a_sale_on_account_is_due_by_the_customers_term(self):
        self.customer.property_payment_term_id = self.env.ref('account.account_payment_term_30days')
        debt = self._debts(self._invoice(100.0))
        debt.date_maturity = False
        [row] = self._ask()['debts']
        self.assertEqual(str(row['date_due']), '2024-01-31')

    def test_debts_in_other_currencies_are_paid_elsewhere(self):
        self._invoice(100.0, currency_id=self.other_currency.id)
        answer = self._ask()
        self.assertEqual((answer['debts'], answer['owed']), ([], 0.0))
        self.assertEqual(answer['elsewhere'], [self.other_currency.format(100.0)])

    def test_money_that_is_not_allocated_is_shown(self):
        self.env['account.payment'].create({
            'payment_type': 'inbound',
            'partner_id': self.customer.id,
            'amount': 25.0,
            'journal_id': self.company_data['default_journal_bank'].id,
        }).action_post()
        self.assertEqual(self._ask()['credit'], 25.0)

    def test_loaded_customers_tell_no_debts(self):
        self._invoice(100.0)
        fields = self.env['res.partner']._load_pos_data_fields(self.config)
        self.assertFalse({'credit', 'debit', 'total_due'} & set(fields))
