from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ...models.collection import collection_run_step
from .common import LAST_MONTH, TODAY, YESTERDAY, CollectionCommon


@tagged('post_install', '-at_install')
class TestRun(CollectionCommon):
    """A run opens an item and a task for every debt that is due, once."""

    def _outcomes(self, run):
        return {line.outcome: (line.count, line.amount) for line in run.line_ids}

    def test_a_run_opens_what_is_due_and_leaves_the_rest(self):
        overdue = self._invoice(100.0)
        due_yesterday = self._invoice(20.0, due=YESTERDAY)
        due_today = self._invoice(3.0, due=TODAY)
        run = self._run()
        self.assertChased(overdue | due_yesterday)
        self.assertFalse(self._items(due_today))
        self.assertRecordValues(
            run,
            [
                {
                    'state': 'done',
                    'checked_count': 2,
                    'opened_count': 2,
                    'closed_count': 0,
                    'reopened_count': 0,
                    'open_count': 2,
                }
            ],
        )
        self.assertEqual(self._outcomes(run), {'new': (2, 120.0)})

    def test_action_run_returns_true_for_programs(self):
        run = self.env['collection.run'].with_user(self.manager).create({'date': YESTERDAY})
        self.assertIs(run.action_run(), True)

    def test_a_run_sees_what_the_same_transaction_made(self):
        partner = self.env['res.partner'].create({'name': "Brand New Ltd"})
        invoice = self._invoice(partner=partner)
        run = self.env['collection.run'].with_user(self.manager).create({'date': YESTERDAY})
        # The company of a new contact is known to the ORM and not to the database yet.
        self.env.cr.execute(
            "UPDATE res_partner SET commercial_partner_id = NULL WHERE id = %s", [partner.id]
        )
        partner.invalidate_recordset(['commercial_partner_id'], flush=False)
        self.env.add_to_compute(partner._fields['commercial_partner_id'], partner)
        run.action_run()
        self.assertChased(invoice)

    def test_a_second_run_of_the_day_opens_nothing(self):
        invoice = self._invoice()
        self._run()
        task = self._items(invoice).activity_id
        run = self._run()
        self.assertEqual((run.opened_count, run.open_count), (0, 1))
        self.assertEqual(self._items(invoice).activity_id, task)
        self.assertEqual(self._outcomes(run), {'open': (1, 100.0)})

    def test_a_run_that_is_over_does_not_run_again(self):
        run = self._run()
        with self.assertRaises(UserError):
            run.with_user(self.manager).action_run()

    def test_a_future_date_is_refused(self):
        with self.assertRaises(ValidationError):
            self._run('2024-06-15')

    def test_a_run_as_of_an_earlier_day_takes_what_was_due_then(self):
        old, new = self._invoice(due='2024-03-01'), self._invoice(due='2024-04-01')
        run = self._run('2024-03-31')
        self.assertEqual(run.opened_count, 1)
        self.assertChased(old)
        self.assertFalse(self._items(new))

    def test_an_earlier_run_leaves_later_items_alone(self):
        invoice, item = self._overdue(due='2024-06-01')
        self._run('2024-03-31')
        self.assertChased(invoice)
        self.assertEqual(item.reopen_count, 0)

    def test_one_task_per_customer_with_the_level_of_the_oldest_debt(self):
        invoices = self._invoice(due='2024-06-10') | self._invoice(due='2024-05-25')
        self._run()
        items = self._items(invoices)
        self.assertEqual(len(items.activity_id), 1)
        case = items.case_id
        self.assertEqual(
            (items.activity_id.res_model, items.activity_id.res_id), (case._name, case.id)
        )
        self.assertEqual(items.activity_id.summary, "Second reminder")
        self.assertEqual(case.level_id.days, 14)
        self.assertEqual((case.open_item_count, case.amount_residual), (2, 200.0))

    def test_debts_are_sorted_summed_and_grouped_as_they_are_now(self):
        small = self._invoice(10.0, due='2024-06-01')
        large = self._invoice(90.0, due='2024-03-01', partner=self.other_customer)
        self._run()
        self._pay(large, 50.0)
        cases = self.env['collection.case'].with_user(self.collector)
        mine = [('partner_id', 'in', (self.customer | self.other_customer).ids)]
        ordered = cases.search(mine, order='amount_residual desc')
        self.assertEqual(ordered.partner_id, self.other_customer | self.customer)
        self.assertEqual(
            cases._read_group(mine, aggregates=['amount_residual:sum', 'open_item_count:sum']),
            [(50.0, 2)],
        )
        items = self.env['collection.item'].with_user(self.collector)
        ours = [('move_id', 'in', (small | large).ids)]
        self.assertEqual(
            items._read_group(ours, groupby=['ageing'], aggregates=['amount_residual_company:sum']),
            [('1_30', 10.0), ('91', 40.0)],
        )
        self.assertEqual(items.search([*ours, ('ageing', '=', '91')]).move_id, large)
        self.assertEqual(items.search([*ours, ('days_overdue', '<', 30)]).move_id, small)

    def test_one_task_per_invoice_on_the_invoice(self):
        self.policy.grouping = 'invoice'
        invoices = self._invoice() | self._invoice()
        self._run()
        tasks = self._items(invoices).activity_id
        self.assertEqual(set(tasks.mapped('res_model')), {'account.move'})
        self.assertEqual(set(tasks.mapped('res_id')), set(invoices.ids))

    def test_a_new_debt_joins_the_customers_live_task(self):
        _first, item = self._overdue()
        second = self._invoice(50.0)
        self._run()
        self.assertEqual(self._items(second).activity_id, item.activity_id)

    def test_a_task_is_raised_with_the_days(self):
        _invoice, item = self._overdue(due='2024-06-10')
        self.assertEqual(item.activity_id.summary, "Remind the customer")
        self.policy.level_ids.filtered(lambda level: level.days == 14).user_id = self.collector
        with self.freeze('2024-06-25'):
            self._run('2024-06-24')
        self.assertEqual(item.activity_id.summary, "Second reminder")
        self.assertEqual(item.activity_id.user_id, self.collector)
        self.assertEqual(item.activity_id.date_deadline, self._date('2024-06-25'))
        with self.freeze('2024-07-11'):
            self._run('2024-07-10')
        self.assertEqual(item.activity_id.summary, "Final demand")
        self.assertEqual(
            item.activity_id.activity_type_id,
            self.env.ref('crm_accounting.mail_activity_type_collection_letter'),
        )
        self.assertEqual(item.case_id.level_id.days, 30)

    def test_a_debt_that_grows_comes_to_who_takes_large_ones(self):
        final = self.policy.level_ids.filtered(lambda level: level.days == 30)
        final.write({'minimum_amount': 150.0, 'user_id': self.collector.id})
        invoice, item = self._overdue(100.0)
        task = item.activity_id
        self.assertNotEqual(task.user_id, self.collector)  # old enough, and too small
        self._overdue(60.0)
        self.assertEqual(item.activity_id, task)
        self.assertEqual((task.user_id, task.summary), (self.collector, "Final demand"))
        self._pay(invoice)
        self._run()
        self.assertEqual(task.user_id, self.collector)

    def test_two_customers_raised_in_one_run_get_each_their_own_level(self):
        first = self._invoice(due='2024-05-30')
        second = self._invoice(due='2024-05-14', partner=self.other_customer)
        self._run('2024-05-31')
        self._run()
        self.assertEqual(self._items(first).activity_id.summary, "Second reminder")
        self.assertEqual(self._items(second).activity_id.summary, "Final demand")
        self.assertEqual(self._items(second).case_id.level_id.days, 30)

    def test_a_payment_over_two_customers_leaves_each_task_its_own_level(self):
        first = self._invoice(due='2024-03-01') | self._invoice(due='2024-06-10')
        second = self._invoice(due='2024-03-01', partner=self.other_customer) | self._invoice(
            due='2024-05-25', partner=self.other_customer
        )
        self._run()
        for invoice in first[0] | second[0]:
            self._register_payment(invoice)
        self._commit()
        self.assertEqual(self._items(first[1]).activity_id.summary, "Remind the customer")
        self.assertEqual(self._items(second[1]).activity_id.summary, "Second reminder")

    def test_a_run_says_what_it_left_out_and_why(self):
        self.policy.level_ids.minimum_amount = 10.0
        self.policy.go_live_date = '2024-02-01'
        self._invoice(1.0, partner=self.partner_b)  # below the minimum
        self._invoice(20.0, due='2024-01-31')
        self._invoice(30.0).no_followup = True
        self._invoice(40.0).action_toggle_block_payment()
        self._invoice(50.0).action_collection_dispute()
        chased = self._invoice(60.0)
        self._entry_debt(70.0, partner=self.env['res.partner'])
        self._entry_debt(80.0, journal=self.company_data['default_journal_misc'])
        run = self._run()
        self.assertEqual(
            self._outcomes(run),
            {
                'below_minimum': (1, 1.0),
                'before_go_live': (1, 20.0),
                'no_followup': (2, 110.0),
                'blocked': (1, 40.0),
                'disputed': (1, 50.0),
                'new': (1, 60.0),
                'no_partner': (1, 70.0),
            },
        )
        self.assertEqual((run.checked_count, run.opened_count, run.open_count), (8, 1, 1))
        self.assertChased(chased)

    def test_the_minimum_counts_what_the_customer_owes_together(self):
        self.policy.level_ids.minimum_amount = 100.0
        invoices = self._invoice(60.0) | self._invoice(60.0)
        self._run()
        self.assertChased(invoices)

    def test_an_entry_that_two_customers_owe_counts_whole_in_every_portion(self):
        self.policy.grouping = 'invoice'
        self.policy.level_ids.minimum_amount = 150.0
        accounts = self.company_data
        debts = [
            {
                'account_id': accounts['default_account_receivable'].id,
                'partner_id': partner.id,
                'debit': 100.0,
                'date_maturity': LAST_MONTH,
            }
            for partner in (self.customer, self.other_customer)
        ]
        sale = {'account_id': accounts['default_account_revenue'].id, 'credit': 200.0}
        entry = self.env['account.move'].create({
            'move_type': 'entry',
            'date': LAST_MONTH,
            'journal_id': accounts['default_journal_sale'].id,  # others need no follow-up
            'line_ids': [Command.create(values) for values in (*debts, sale)],
        })
        entry.action_post()
        with patch.object(collection_run_step, 'CHUNK_SIZE', 1):
            run = self._run()
        self.assertEqual(run.opened_count, 2)
        self.assertEqual(len(self._items(entry).activity_id), 1)

    def test_the_days_before_the_first_level_are_grace(self):
        self.policy.level_ids.filtered(lambda level: level.days < 30).unlink()
        invoice = self._invoice(due='2024-06-01')
        self.assertEqual(self._outcomes(self._run()), {'grace': (1, 100.0)})
        self.assertFalse(self._items(invoice))

    def test_a_preview_opens_nothing(self):
        invoice = self._invoice()
        run = self.env['collection.run'].with_user(self.manager).create({'date': YESTERDAY})
        run.action_preview()
        self.assertEqual(self._outcomes(run), {'new': (1, 100.0)})
        self.assertEqual(run.state, 'draft')
        self.assertFalse(self._items(invoice))
        run.action_run()
        self.assertChased(invoice)

    def test_credit_that_covers_the_debt_asks_to_allocate(self):
        invoice = self._invoice(100.0)
        covered = self._invoice(40.0, partner=self.other_customer)
        for partner, amount in ((self.customer, 99.99), (self.other_customer, 40.0)):
            self.env['account.payment'].create({
                'payment_type': 'inbound',
                'partner_id': partner.id,
                'amount': amount,
            }).action_post()
        self._run()
        allocate = self.policy.allocation_activity_type_id
        self.assertEqual(self._items(covered).next_step, 'allocate')
        self.assertEqual(self._items(covered).activity_id.activity_type_id, allocate)
        self.assertEqual(self._items(covered).case_id.amount_credit, 40.0)
        self.assertEqual(self._items(invoice).next_step, 'collect')
        self.assertNotEqual(self._items(invoice).activity_id.activity_type_id, allocate)

    def test_a_debt_on_an_account_that_is_not_used_any_more_is_chased(self):
        invoice = self._invoice()
        self.company_data['default_account_receivable'].active = False
        self._run()
        self.assertChased(invoice)

    def test_credit_that_arrives_later_turns_the_task(self):
        _invoice, item = self._overdue()
        payment = self.env['account.payment'].create({
            'payment_type': 'inbound',
            'partner_id': self.customer.id,
            'amount': 100.0,
        })
        payment.action_post()
        self._run()
        allocate = self.policy.allocation_activity_type_id
        self.assertEqual(item.activity_id.activity_type_id, allocate)
        payment.action_reject()
        self._commit()
        self._run()
        self.assertNotEqual(item.activity_id.activity_type_id, allocate)

    def test_debts_of_contacts_belong_to_their_company(self):
        contact = self.env['res.partner'].create({'name': "Cashier", 'parent_id': self.customer.id})
        invoices = self._invoice() | self._invoice(partner=contact)
        self._run()
        self.assertEqual(self._items(invoices).partner_id, self.customer)
        self.assertEqual(len(self._items(invoices).case_id), 1)

    def test_a_debt_without_due_date_is_due_by_the_customers_term(self):
        self.other_customer.property_payment_term_id = self.env['account.payment.term'].create({
            'name': "20 days",
            'line_ids': [Command.create({'value_amount': 100, 'nb_days': 20})],
        })
        at_once = self._entry_debt(date=LAST_MONTH, date_maturity=False)
        by_term = self._entry_debt(
            date=LAST_MONTH, date_maturity=False, partner=self.other_customer
        )
        (at_once | by_term).line_ids.date_maturity = False
        self._run('2024-05-29')
        self.assertChased(at_once)
        self.assertFalse(self._items(by_term))
        self._run('2024-05-30')
        self.assertEqual(self._items(by_term).date_due, self._date('2024-05-30'))

    def test_the_counts_since_the_run_before(self):
        invoice, _item = self._overdue()
        payment = self._pay(invoice)
        run = self._run()
        self.assertEqual((run.closed_count, run.reopened_count, run.open_count), (1, 0, 0))
        payment.action_draft()
        self._commit()
        run = self._run()
        self.assertEqual((run.closed_count, run.reopened_count, run.open_count), (0, 1, 1))
        run = self._run()
        self.assertEqual((run.closed_count, run.reopened_count, run.open_count), (0, 0, 1))

    def test_a_run_with_nothing_new_takes_few_queries_however_many_debts_there_are(self):
        for number in (3, 20):
            self._overdue_many(number)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(34):
                run = self.env['collection.run'].with_user(self.manager).create({'date': YESTERDAY})
                run.action_run()
                self.env.flush_all()

    def _overdue_many(self, number):
        for amount in range(1, number):
            self._invoice(amount, partner=self.env['res.partner'].create({'name': str(amount)}))
        self._run()
