from odoo.tests import tagged

from ..payment.common import PlanCommon
from .common import StatementCommon

YEAR = ('2024-01-01', '2024-12-31')


@tagged('post_install', '-at_install')
class TestStatement(StatementCommon, PlanCommon):
    """What is open, what moved, how old it is, and what was agreed."""

    def _credit_note(self, invoice, amount):
        note = self._invoice(amount, move_type='out_refund', reversed_entry_id=invoice.id)
        (invoice | note).line_ids.filtered(
            lambda line: line.account_type == 'asset_receivable'
        ).reconcile()
        return note

    def test_open_items_are_what_is_left_oldest_first(self):
        young = self._invoice(50.0, due='2024-06-01')
        old = self._invoice(100.0, due='2024-02-01')
        self._pay(old, 30.0)
        [section] = self._statement().sections
        self.assertOpen(section, [(old.name, 70), (young.name, 50)])
        self.assertEqual(section['owed'], 120)

    def test_who_paid_everything_has_no_open_items(self):
        self._pay(self._invoice(100.0))
        statement = self._statement()
        self.assertFalse(statement.sections)
        self.assertFalse(statement.owed)

    def test_each_movement_tells_the_balance_after_it(self):
        invoice = self._invoice(100.0)
        self._pay(invoice, 30.0)
        [section] = self._statement(YEAR).sections
        self.assertRows(section, [(100, 100), (-30, 70)])
        self.assertEqual((section['opening'], section['closing']), (0, 70))
        self.assertEqual([row['kind'] for row in section['rows']], ["Invoice", "Payment"])

    def test_what_came_before_the_period_is_the_opening_balance(self):
        self._pay(self._invoice(100.0), 30.0)
        [section] = self._statement(('2024-02-01', '2024-06-14')).sections
        self.assertRows(section, [(-30, 70)])
        self.assertEqual((section['opening'], section['closing']), (100, 70))

    def test_what_came_after_the_period_is_not_in_it(self):
        self._pay(self._invoice(100.0), 30.0)
        [section] = self._statement(('2024-01-01', '2024-06-13')).sections
        self.assertRows(section, [(100, 100)])
        self.assertEqual((section['closing'], section['owed']), (100, 70))

    def test_a_credit_note_takes_off_and_a_payment_without_invoice_is_a_credit(self):
        invoice = self._invoice(100.0)
        note = self._credit_note(invoice, 40.0)
        self._entry_debt(25.0)
        self._pay(self._invoice(10.0), 15.0)
        section = self._statement(YEAR).sections[0]
        self.assertIn((note.name, -40), [(r['document'], r['amount']) for r in section['rows']])
        self.assertEqual((section['credits'], section['owed'], section['closing']), (-5, 80, 80))

    def test_a_rejected_payment_and_one_set_to_draft_do_not_count(self):
        for undo in ('action_reject', 'action_draft'):
            invoice = self._invoice(100.0)
            payment = self._pay(invoice)
            getattr(payment, undo)()
            self._commit()
            with self.subTest(undo):
                [section] = self._statement(YEAR).sections
                self.assertIn(
                    (invoice.name, 100), [(i['document'], i['open']) for i in section['items']]
                )
                self.assertEqual(section['owed'], section['closing'])
        self.assertEqual(section['closing'], 200)

    def test_money_whose_invoice_went_back_to_draft_is_the_customers(self):
        invoice = self._invoice(100.0)
        payment = self._pay(invoice)
        invoice.button_draft()
        [section] = self._statement(YEAR).sections
        self.assertOpen(section, [(payment.name, -100)])
        self.assertEqual((section['owed'], section['closing']), (-100, -100))
        self.assertFalse(self._statement().owed)

    def test_each_currency_has_its_own_balance(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0)])
        self._invoice(100.0, currency_id=euro.id)
        self._invoice(30.0)
        sections = self._statement(YEAR).sections
        own = self.company.currency_id
        self.assertEqual([section['currency'] for section in sections], [own, euro])
        self.assertEqual([section['closing'] for section in sections], [30, 100])

    def test_a_debt_paid_in_another_currency_is_settled_in_both(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0), ('2024-05-01', 1.6)])
        invoice = self._invoice(100.0, currency_id=euro.id)
        payment = self._pay(invoice, 31.25, currency_id=self.company.currency_id.id)
        own, foreign = self._statement(YEAR).sections
        self.assertEqual((own['closing'], own['owed']), (0, 0))
        self.assertEqual(foreign['closing'], foreign['owed'])
        self.assertEqual(foreign['rows'][-1]['kind'], "Settled with")
        self.assertEqual(foreign['rows'][-1]['document'], payment.move_id.name)

    def test_an_exchange_difference_moves_nothing_in_its_currency(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0), ('2024-05-01', 1.6)])
        self._pay(self._invoice(100.0, currency_id=euro.id), currency_id=euro.id)
        [section] = self._statement(YEAR).sections
        self.assertRows(section, [(100, 100), (-100, 0)])

    def test_what_another_customer_paid_is_settled(self):
        invoice = self._invoice(100.0)
        payer = self._pay(self._invoice(100.0, partner=self.other_customer))
        line = payer.move_id.line_ids.filtered(lambda item: item.account_type == 'asset_receivable')
        line.remove_move_reconcile()
        owed = invoice.line_ids.filtered(lambda item: item.account_type == 'asset_receivable')
        (owed | line).reconcile()
        [section] = self._statement(YEAR).sections
        self.assertRows(section, [(100, 100), (-100, 0)])
        [section] = self._statement(YEAR, partner=self.other_customer).sections
        self.assertEqual((section['closing'], section['owed']), (100, 100))

    def test_debts_are_told_by_age_and_credits_beside_them(self):
        for amount, due in enumerate(
            ('2024-06-14', '2024-06-13', '2024-05-15', '2024-05-14', '2024-03-16', '2024-03-15'), 1
        ):
            self._invoice(float(amount), due=due)
        [section] = self._statement().sections
        expected = {'not_due': 1, '1_30': 5, '31_60': 4, '61_90': 5, '91': 6}
        self.assertEqual(section['ageing'], expected)

    def test_instalments_of_a_term_have_their_own_due_dates(self):
        invoice = self._invoice(100.0, due=None, invoice_payment_term_id=self.pay_terms_b.id)
        [section] = self._statement(YEAR).sections
        self.assertEqual(len(section['items']), 2)
        self.assertRows(section, [(100, 100)])
        self.assertEqual(section['owed'], invoice.amount_total)

    def test_a_running_plan_tells_its_next_instalment_and_what_is_left(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice)
        self._pay(invoice, 30.0)
        self._plan(self._invoice(10.0), agree=False)
        [found] = self._statement().plans
        self.assertEqual(found, plan)
        self.assertEqual((found.amount_next, found.amount_residual), (30, 60))

    def test_a_contact_stands_in_the_statement_of_its_company(self):
        contact = self.env['res.partner'].create({'name': "Oven", 'parent_id': self.customer.id})
        self._invoice(100.0, partner=contact)
        self.assertEqual(self._statement(partner=contact).sections[0]['owed'], 100)
        self.assertEqual(self._statement().sections[0]['owed'], 100)

    def test_drafts_and_cancelled_invoices_are_not_in_it(self):
        self._invoice(100.0, post=False)
        self._invoice(100.0, post=False).button_cancel()
        self.assertFalse(self._statement(YEAR).sections)
