from odoo import Command
from odoo.tests import tagged

from .common import CollectionCommon


@tagged('post_install', '-at_install')
class TestFollow(CollectionCommon):
    """An item follows its journal item: customer, due date, currency, and whether it is a debt."""

    def _line(self, move):
        return move.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')

    def test_a_due_date_that_moves_and_stays_overdue_is_followed(self):
        invoice, item = self._overdue(due='2024-05-10')
        self._line(invoice).date_maturity = '2024-06-10'
        self._commit()
        self.assertChased(invoice)
        self.assertEqual((item.date_due, item.days_overdue), (self._date('2024-06-10'), 4))
        self.assertEqual(item.level_id.days, 0, "the level follows the new due date")
        self.assertEqual(item.activity_id.summary, "Remind the customer")

    def test_an_invoice_posted_again_for_another_customer_changes_the_case(self):
        invoice, item = self._overdue()
        task = item.activity_id
        invoice.button_draft()
        invoice.partner_id = self.other_customer
        invoice.action_post()
        self._commit()
        self.assertChased(invoice)
        self.assertEqual(item.partner_id, self.other_customer)
        self.assertEqual(item.case_id.partner_id, self.other_customer)
        self.assertEqual(item.activity_id.res_id, item.case_id.id)
        self.assertFalse(task.active, "nothing is left to do on the old case")

    def test_a_customer_that_joins_a_group_of_companies_is_found_by_the_next_run(self):
        invoice, item = self._overdue()
        task = item.activity_id
        self.customer.parent_id = self.env['res.partner'].create({
            'name': "Holding",
            'is_company': True,
        })
        self.customer.is_company = False
        self.assertEqual(self.customer.commercial_partner_id.name, "Holding")
        self._run()
        self.assertChased(invoice)
        self.assertEqual(item.case_id.partner_id.name, "Holding")
        self.assertFalse(task.active)

    def test_a_case_that_its_items_have_left_has_no_level(self):
        _invoice, item = self._overdue()
        left_case = item.case_id
        self.customer.parent_id = self.other_customer
        self._run()
        self.assertEqual(item.case_id.partner_id, self.other_customer)
        self.assertEqual(item.case_id.level_id.days, 30)
        self.assertFalse(left_case.level_id, "nothing is owed under it any more")

    def test_another_currency_is_followed(self):
        currency = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0)])
        invoice, item = self._overdue()
        invoice.button_draft()
        invoice.currency_id = currency
        invoice.action_post()
        self._commit()
        self.assertChased(invoice)
        self.assertEqual((item.currency_id, item.amount_residual), (currency, 100.0))
        self.assertEqual(item.amount_residual_company, 50.0)

    def test_an_undone_payment_at_another_rate_owes_the_same_in_both_currencies(self):
        currency = self.setup_other_currency(
            'EUR', rates=[('2024-01-01', 2.0), ('2024-06-01', 3.0)]
        )
        invoice = self._invoice(100.0, currency_id=currency.id)
        self._run()
        item = self._items(invoice)
        payment = self._pay(invoice, currency_id=currency.id)
        self.assertEqual(item.state, 'closed')
        payment.action_reject()
        self._commit()
        self.assertChased(invoice)
        self.assertEqual((item.amount_residual, item.amount_residual_company), (100.0, 50.0))
        self.assertEqual(self._run().line_ids.amount, 50.0)

    def test_a_line_that_is_no_receivable_any_more_closes(self):
        entry = self._entry_debt(date_maturity='2024-05-10')
        self._run()
        self._line(entry).account_id = self.company_data['default_account_expense']
        self._commit()
        self.assertSettled(entry, 'cancelled')

    def test_a_debt_turned_into_a_credit_closes(self):
        entry = self._entry_debt(date_maturity='2024-05-10')
        self._run()
        line = self._line(entry)
        entry.button_draft()
        entry.line_ids = [
            Command.update(line.id, {'debit': 0.0, 'credit': 100.0}),
            Command.update((entry.line_ids - line).id, {'debit': 100.0, 'credit': 0.0}),
        ]
        entry.action_post()
        self._commit()
        self.assertSettled(entry, 'cancelled')

    def test_a_payment_on_the_day_it_was_opened_does_not_cancel_it_in_any_time_zone(self):
        self.company.partner_id.tz = 'Asia/Tokyo'
        with self.freeze('2024-06-13 20:00:00'):  # the 14th, five o'clock, in Tokyo
            invoice = self._invoice(due='2024-06-14')
            self._run('2024-06-14')
            self._register_payment(invoice, amount=10.0, payment_date='2024-06-13')
            self._commit()
            self.assertChased(invoice)
            self._register_payment(invoice, amount=90.0, payment_date='2024-06-13')
            self._commit()
        self.assertSettled(invoice, 'paid')
        self.assertEqual(self._items(invoice).closed_on, self._date('2024-06-14'))

    def test_a_refund_paid_out_and_rejected_is_no_debt(self):
        payment = self.env['account.payment'].create({
            'payment_type': 'outbound',
            'partner_type': 'customer',
            'partner_id': self.customer.id,
            'amount': 70.0,
            'date': '2024-05-10',
        })
        payment.action_post()
        self._run()
        self.assertChased(payment.move_id)
        payment.action_reject()
        self._commit()
        self.assertSettled(payment.move_id, 'cancelled')
        self.assertFalse(self._run().checked_count)

    def test_an_undated_debt_whose_payment_was_rejected_waits_for_its_term(self):
        self.customer.property_payment_term_id = self.env['account.payment.term'].create({
            'name': "30 days",
            'line_ids': [Command.create({'value_amount': 100, 'nb_days': 30})],
        })
        entry = self._entry_debt(date='2024-05-20', date_maturity=False)
        self._line(entry).date_maturity = False
        payment = self.env['account.payment'].create({
            'payment_type': 'inbound',
            'partner_id': self.customer.id,
            'amount': 100.0,
        })
        payment.action_post()
        (self._line(entry) | self._line(payment.move_id)).reconcile()
        payment.action_reject()
        self._commit()
        self._run('2024-06-13')
        self.assertFalse(self._items(entry))
        with self.freeze('2024-06-20'):
            self._run('2024-06-19')
        self.assertChased(entry)
