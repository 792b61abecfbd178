from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import PlanCommon


@tagged('post_install', '-at_install')
class TestPaymentRows(PlanCommon):
    """What was paid on an invoice is one row per payment, with what is left after it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env['account.payment.term'].create({
            'name': "Two months",
            'line_ids': [
                Command.create({'value': 'percent', 'value_amount': 50, 'nb_days': days})
                for days in (30, 60)
            ],
        })

    def _rows(self, invoice, *names):
        """Return what the collector, who may not read payments, sees of an invoice's rows."""
        invoice.invalidate_recordset()
        rows = invoice.with_user(self.collector)._get_payment_rows()
        return [tuple(row[name] for name in names) for row in rows]

    def assertRows(self, invoice, expected):
        """Compare (kind, amount, balance) of each row."""
        self.assertEqual(self._rows(invoice, 'kind', 'amount', 'balance'), expected)

    def _credit(self, invoice, amount):
        """Return a posted credit note that is set off against the invoice."""
        note = self._invoice(amount, move_type='out_refund')
        lines = (note | invoice).line_ids
        lines.filtered(lambda line: line.account_type == 'asset_receivable').reconcile()
        return note

    def test_one_payment_over_two_instalments_is_one_row(self):
        invoice = self._invoice(100.0, invoice_payment_term_id=self.term.id)
        payment = self._pay(invoice, 80)
        self.assertEqual(len(invoice._get_all_reconciled_invoice_partials()), 2)
        self.assertEqual(
            self._rows(invoice, 'kind', 'date', 'number', 'amount', 'balance'),
            [('payment', self._date('2024-06-14'), payment.name, 80, 20)],
        )
        self.assertEqual(self._rows(invoice, 'instalments'), [("01/31/2024, 03/01/2024",)])

    def test_each_row_tells_journal_method_and_what_is_left(self):
        invoice = self._invoice(100.0)
        self._pay(invoice, 30)
        self._pay(invoice, 20, journal_id=self.company_data['default_journal_cash'].id)
        self.assertEqual(
            self._rows(invoice, 'method', 'instalments', 'amount', 'balance'),
            [("Bank / Manual Payment", "", 30, 70), ("Cash / Manual Payment", "", 20, 50)],
        )

    def test_rows_stand_in_the_order_of_their_dates(self):
        invoice = self._invoice(100.0)
        self._pay(invoice, 30)
        self._register_payment(invoice, payment_date='2024-02-01', amount=20)
        self.assertRows(invoice, [('payment', 20, 80), ('payment', 30, 50)])

    def test_a_credit_note_a_write_off_and_an_undone_payment_are_told_as_such(self):
        invoice = self._invoice(100.0)
        self._credit(invoice, 10)
        self._pay(invoice, 30).action_reject()
        self._pay(
            invoice,
            58,
            payment_difference_handling='reconcile',
            writeoff_account_id=self.company_data['default_account_expense'].id,
        )
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(
            self._rows(invoice, 'kind', 'amount', 'balance', 'undone'),
            [
                ('credit_note', 10, 90, False),
                ('payment', 30, 90, "Rejected"),
                ('payment', 58, 32, False),
                ('write_off', 2, 30, False),
            ],
        )

    def test_a_payment_that_is_a_draft_again_does_not_count(self):
        invoice = self._invoice(100.0)
        self._pay(invoice, 100).action_draft()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self._rows(invoice, 'balance', 'undone'), [(100, "Draft")])

    def test_a_draft_credit_note_does_not_count(self):
        invoice = self._invoice(100.0)
        self._credit(invoice, 100).button_draft()
        self.assertEqual(self._rows(invoice, 'balance', 'undone'), [(100, "Draft")])

    def test_amounts_are_in_the_currency_of_the_invoice(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0), ('2024-06-01', 4.0)])
        invoice = self._invoice(100.0, currency_id=euro.id)
        self._pay(invoice, 10, currency_id=self.company.currency_id.id)  # 40 euro that day
        self._pay(invoice, 60, currency_id=euro.id)
        rows = self._rows(invoice, 'kind', 'amount', 'balance')
        self.assertEqual(
            [row for row in rows if row[0] == 'payment'], [('payment', 40, 60), ('payment', 60, 0)]
        )
        self.assertEqual({row[1] for row in rows if row[0] == 'exchange'}, {0})
        self.assertEqual(rows[-1][2], invoice.amount_residual)

    def test_one_payment_over_two_invoices_is_one_row_on_each(self):
        old = self._invoice(100.0, due='2024-02-01')
        young = self._invoice(50.0, due='2024-06-01')
        self._pay(old | young, 150, group_payment=True)
        self.assertRows(old, [('payment', 100, 0)])
        self.assertRows(young, [('payment', 50, 0)])

    def test_money_at_the_bank_is_a_payment(self):
        invoice = self._invoice(100.0)
        line = self.env['account.bank.statement.line'].create({
            'journal_id': self.company_data['default_journal_bank'].id,
            'date': '2024-06-10',
            'payment_ref': "Bakery",
            'partner_id': self.customer.id,
            'amount': 40.0,
            'counterpart_account_id': self.company_data['default_account_receivable'].id,
        })
        lines = (line.move_id | invoice).line_ids
        lines.filtered(lambda each: each.account_type == 'asset_receivable').reconcile()
        self.assertRows(invoice, [('payment', 40, 60)])
        self.assertEqual(self._rows(invoice, 'method'), [("Bank",)])

    def test_a_row_names_the_instalments_of_the_plan_that_it_paid(self):
        invoice = self._invoice(100.0)
        self._pay(invoice, 10)
        plan = self._plan(invoice)
        self._pay(invoice, 40)
        self._pay(invoice, 50)
        self.assertEqual(
            self._rows(invoice, 'instalments', 'balance'),
            [("", 90), (f"{plan.name}: 1, 2", 50), (f"{plan.name}: 2, 3", 0)],
        )

    def test_an_undone_payment_gives_its_instalment_to_the_next_one(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice)
        first = self._pay(invoice, 30)
        self._pay(invoice, 30)
        first.action_reject()
        self.assertEqual(self._rows(invoice, 'instalments'), [("",), (f"{plan.name}: 1",)])

    def test_a_plan_over_two_invoices_tells_on_each_what_it_paid_there(self):
        old = self._invoice(60.0, due='2024-02-01')
        young = self._invoice(60.0, due='2024-03-01')
        plan = self._plan(old | young, count=3)
        self._pay(old | young, 100, group_payment=True)
        self.assertEqual(self._rows(old, 'instalments'), [(f"{plan.name}: 1, 2",)])
        self.assertEqual(self._rows(young, 'instalments'), [(f"{plan.name}: 2, 3",)])

    def test_the_form_shows_the_rows(self):
        invoice = self._invoice(100.0)
        self.assertFalse(invoice.payment_list)
        payment = self._pay(invoice, 30)
        self.assertIn(payment.name, Form(invoice).payment_list)
        self.assertIn(f'/odoo/account.payment/{payment.id}', invoice.payment_list)
        # No link to what may not be read.
        seen = invoice.with_user(self.collector).payment_list
        self.assertIn(payment.name, seen)
        self.assertNotIn('/odoo/account.payment', seen)

    def test_the_print_has_one_row_per_payment_and_sums_up(self):
        invoice = self._invoice(100.0, invoice_payment_term_id=self.term.id)
        payment = self._pay(invoice, 80)
        self._credit(invoice, 5)
        html = self._print(invoice)
        self.assertEqual(html.count(payment.name), 1)
        self.assertNotIn("Paid on", html)
        words = " ".join(html.split())
        for text in ("Credited", "Written off", "Amount Due", "15.00"):
            (self.assertNotIn if text == "Written off" else self.assertIn)(text, words)

    def _print(self, invoice):
        report = self.env['ir.actions.report']
        html, _type = report._render_qweb_html('account.report_invoice_with_payments', invoice.ids)
        return html.decode()

    def test_a_print_without_payments_is_the_stock_one(self):
        html = self._print(self._invoice(100.0))
        self.assertNotIn("o_crm_accounting_payment_rows", html)
        self.assertNotIn("Amount Due", html)

    def test_a_stranger_sees_no_rows(self):
        invoice = self._invoice(100.0)
        self._pay(invoice, 30)
        stranger = new_test_user(self.env, 'stranger', 'base.group_portal')
        with self.assertRaises(AccessError):
            invoice.with_user(stranger)._get_payment_rows()

    def test_a_bill_has_rows_too(self):
        bill = self._invoice(100.0, move_type='in_invoice', partner=self.other_customer)
        self._pay(bill, 40)
        self.assertEqual(
            [(row['amount'], row['balance']) for row in bill._get_payment_rows()], [(40, 60)]
        )
