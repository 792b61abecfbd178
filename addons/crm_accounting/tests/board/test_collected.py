from odoo import Command
from odoo.tests import tagged

from .common import BoardCommon


@tagged('post_install', '-at_install')
class TestCollected(BoardCommon):
    """What customers pay of an overdue item counts for who works it, at its level."""

    def _collected(self, user=None):
        rows = self._read('collection.collected', user=user)
        return [(row.level_id.name, row.amount, row.closed_count) for row in rows.sorted('id')]

    def test_each_payment_counts_and_the_last_one_closes(self):
        invoice, item = self._overdue()
        item.activity_id.user_id = self.collector
        self._pay(invoice, 60.0)
        self._pay(invoice, 40.0)
        self.assertEqual(self._collected(), [("Final demand", 60.0, 0), ("Final demand", 40.0, 1)])
        rows = self._read('collection.collected')
        self.assertEqual(rows.user_id, self.collector)
        self.assertEqual(rows.mapped('days_overdue'), [35, 35])
        self.assertOpens('collection.collected', ['user_id', 'level_id'], 'amount')
        self.assertOpens('collection.collected', ['user_id', 'level_id'], 'closed_count')

    def test_the_level_is_that_of_the_day_on_which_the_item_was_closed(self):
        invoice, _item = self._overdue(due='2024-06-10')
        self._pay(invoice)
        with self.freeze('2024-08-01'):
            self._run('2024-07-31')
        self.assertEqual(self._collected(), [("Remind the customer", 100.0, 1)])

    def test_what_was_paid_before_the_item_was_opened_is_not_collected(self):
        invoice = self._invoice(100.0)
        self._pay_on(invoice, '2024-06-13', amount=60.0)
        self._run()
        self._pay(invoice)
        self.assertEqual(self._collected(), [("Final demand", 40.0, 1)])

    def test_credit_notes_and_payments_that_are_undone_bring_nothing(self):
        credited, _item = self._overdue()
        self._refund(credited)
        bounced, _item = self._overdue()
        self._pay(bounced).action_reject()
        self._commit()
        self.assertEqual(self._collected(), [])

    def test_of_a_payment_that_writes_off_the_rest_only_the_money_is_collected(self):
        invoice, _item = self._overdue()
        loss = self.company_data['default_account_expense']
        self._pay(
            invoice, 90.0, payment_difference_handling='reconcile', writeoff_account_id=loss.id
        )
        self.assertEqual(self._collected(), [("Final demand", 90.0, 1)])

    def test_of_a_bank_transaction_that_writes_off_the_rest_only_the_money_is_collected(self):
        invoice, _item = self._overdue()
        debt = self._receivable(invoice)
        transaction = self._statement_line(90.0)
        _liquidity, suspense, _other = transaction._seek_for_lines()
        move = transaction.move_id.with_context(force_delete=True, skip_readonly_check=True)
        loss = {'account_id': self.company_data['default_account_expense'].id, 'balance': 10.0}
        paid = {'account_id': debt.account_id.id, 'balance': -100.0, 'name': "paid"}
        move.line_ids = [
            Command.delete(suspense.id),
            Command.create({**paid, 'partner_id': self.customer.id}),
            Command.create(loss),
        ]
        (debt | self._receivable(move)).reconcile()
        self.assertEqual(self._collected(), [("Final demand", 90.0, 1)])

    def test_a_payment_in_another_currency_is_worth_what_it_took_off_the_debt(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0), ('2024-06-14', 4.0)])
        invoice, _item = self._overdue(currency_id=euro.id)
        self._pay(invoice, currency_id=euro.id)
        self.assertEqual(self._collected(), [("Final demand", 50.0, 1)])

    def test_who_has_own_cases_sees_own_success(self):
        salesperson = self._user('salesperson', 'sales_team.group_sale_salesman', self.company)
        theirs, item = self._overdue(partner=self.other_customer)
        item.activity_id.user_id = self.collector
        own, item = self._overdue(70.0)
        item.activity_id.user_id = salesperson
        self._pay(own)
        self._pay(theirs)
        self.assertEqual(self._collected(salesperson), [("Final demand", 70.0, 1)])
        self.assertEqual(len(self._collected()), 2)
