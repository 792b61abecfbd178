from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import PromiseCommon


@tagged('post_install', '-at_install')
class TestPromise(PromiseCommon):
    """A promise holds its items until its day is over, and the books say whether it was kept."""

    def test_a_promise_holds_at_once_and_the_task_moves_to_its_day(self):
        promise = self._promise(note="after the fair")
        self.assertHeld(self.item, 'promise')
        self.assertEqual(self.item.hold_until, self._date('2024-06-20'))
        self.assertEqual(self.task.date_deadline, self._date('2024-06-20'))
        self.assertEqual((promise.amount, promise.state), (100.0, 'open'))
        self.assertEqual(promise.user_id, self.collector)
        log = self.case.message_ids[0]
        self.assertIn("after the fair", log.body)
        self.assertEqual(log.author_id, self.collector.partner_id)

    def test_it_holds_through_the_runs_of_the_days_before(self):
        self._promise()
        self._run_after('2024-06-20', '2024-06-19')
        self.assertHeld(self.item, 'promise')

    def test_what_falls_due_later_is_chased(self):
        second = self._invoice(50.0, due='2024-06-15')
        self._promise()
        self._run_after('2024-06-17', '2024-06-16')
        self.assertChased(second)
        self.assertHeld(self.item, 'promise')

    def test_a_kept_promise_closes_by_the_money(self):
        promise = self._promise()
        self._pay(self.invoice)
        self.assertSettled(self.invoice, 'paid')
        self.assertEqual((promise.state, promise.amount_paid), ('kept', 100.0))

    def test_what_was_not_promised_is_chased_on_once_it_is_kept(self):
        promise = self._promise(amount=40.0)
        self._pay(self.invoice, 39.99)
        self.assertEqual(promise.state, 'open')
        self.assertHeld(self.item, 'promise')
        self._pay(self.invoice, 0.01)
        self.assertEqual(promise.state, 'kept')
        self.assertChased(self.invoice)
        self.assertEqual(self.task.date_deadline, self._date('2024-06-14'))

    def test_a_broken_promise_comes_back_one_level_higher_today(self):
        first = self.item.level_id
        self.assertEqual(first.days, 0)
        promise = self._promise()
        self._pay(self.invoice, 30.0)
        self._run_after('2024-06-21', '2024-06-20')
        self.assertEqual(promise.state, 'broken')
        self.assertChased(self.invoice)
        self.assertEqual(self.item.level_id.days, 14)
        self.assertEqual(self.case.level_id, self.item.level_id)
        self.assertEqual(self.task.activity_type_id, self.item.level_id.activity_type_id)
        self.assertEqual(self.task.date_deadline, self._date('2024-06-21'))
        self.assertIn("70.00", self.case.message_ids.sorted('id')[-1].body)

    def test_the_last_level_has_none_above_it(self):
        self.policy.level_ids.filtered(lambda level: level.days > 0).unlink()
        level = self.item.level_id
        promise = self._promise()
        self._run_after('2024-06-21', '2024-06-20')
        self.assertEqual((promise.state, self.item.level_id), ('broken', level))

    def test_the_level_reached_meanwhile_by_age_counts_first(self):
        self.policy.level_ids = [
            Command.clear(),
            *(
                Command.create({
                    'name': f"Day {days}",
                    'days': days,
                    'activity_type_id': self.env.ref('mail.mail_activity_data_call').id,
                })
                for days in (0, 5, 10, 15)
            ),
        ]
        self.item.level_id = self.policy.level_ids.sorted('days')[0]
        self._promise()
        self._run_after('2024-06-21', '2024-06-20')  # ten days overdue
        self.assertEqual(self.item.level_id.days, 15)

    def test_a_second_run_raises_nothing_more(self):
        self._promise()
        self._run_after('2024-06-21', '2024-06-20')
        level = self.item.level_id
        self._run_after('2024-06-21', '2024-06-20')
        self.assertEqual(self.item.level_id, level)

    def test_a_payment_that_bounces_opens_the_promise_again_while_its_day_is_not_over(self):
        promise = self._promise()
        payment = self._pay(self.invoice)
        payment.action_draft()
        self._commit()
        self.assertEqual(promise.state, 'open')
        self.assertHeld(self.item, 'promise')

    def test_a_payment_that_bounces_later_breaks_the_promise(self):
        level = self.item.level_id
        promise = self._promise()
        payment = self._pay(self.invoice)
        with self.freeze('2024-06-25'):
            payment.action_reject()
            self._commit()
        self.assertEqual(promise.state, 'broken')
        self.assertChased(self.invoice)
        self.assertGreater(self.item.level_id.days, level.days)

    def test_money_that_comes_late_keeps_nothing(self):
        promise = self._promise()
        self._run_after('2024-06-21', '2024-06-20')
        self._pay_on('2024-06-22', self.invoice)
        self.assertSettled(self.invoice, 'paid')
        self.assertEqual((promise.state, promise.amount_paid), ('broken', 0.0))

    def test_money_of_the_last_day_that_is_booked_late_keeps_it(self):
        promise = self._promise()
        self._run_after('2024-06-23', '2024-06-22')
        self.assertEqual(promise.state, 'broken')
        with self.freeze('2024-06-24'):
            self._register_payment(self.invoice, payment_date='2024-06-20')
            self._commit()
        self.assertEqual((promise.state, promise.amount_paid), ('kept', 100.0))

    def test_who_kept_it_after_all_gets_the_level_back(self):
        level = self.item.level_id
        self._promise(amount=40.0)
        payment = self._pay_on('2024-06-15', self.invoice, 40.0)
        with self.freeze('2024-06-25'):
            payment.action_draft()
            self._commit()
            self.assertGreater(self.item.level_id.days, level.days)
            self.assertEqual(self.case.level_id, self.item.level_id)
            payment.action_post()
            lines = payment.move_id.line_ids | self.invoice.line_ids
            lines.filtered(lambda line: line.account_type == 'asset_receivable').reconcile()
            self._commit()
        self.assertEqual(self.case.promise_ids.state, 'kept')
        self.assertEqual((self.item.level_id, self.case.level_id), (level, level))

    def _credit(self, amount):
        note = self._invoice(amount, move_type='out_refund', post=False)
        note.invoice_date = '2024-06-14'
        note.action_post()
        lines = note.line_ids | self.invoice.line_ids
        lines.filtered(lambda line: line.account_type == 'asset_receivable').reconcile()
        self._commit()

    def test_a_credit_note_is_no_money_and_leaves_less_to_pay(self):
        promise = self._promise()
        self._credit(40.0)
        self.assertEqual((promise.amount_paid, promise.amount_missing), (0.0, 60.0))
        self._pay(self.invoice, 60.0)
        self.assertEqual((promise.state, promise.amount_paid), ('kept', 60.0))

    def test_what_is_credited_in_full_is_neither_kept_nor_broken(self):
        promise = self._promise()
        self._credit(100.0)
        self.assertEqual(promise.state, 'withdrawn')

    def test_an_invoice_that_is_a_draft_for_a_while_stays_promised(self):
        promise = self._promise()
        self.invoice.button_draft()
        self._commit()
        self.assertEqual(promise.state, 'withdrawn')
        self.invoice.action_post()
        self._commit()
        self.assertEqual(promise.state, 'open')
        self.assertHeld(self.item, 'promise')

    def test_what_was_paid_before_is_not_what_was_promised(self):
        self._pay(self.invoice, 60.0)
        promise = self._promise()
        self.assertEqual(promise.amount, 40.0)
        self._run_after('2024-06-21', '2024-06-20')
        self.assertEqual((promise.state, promise.amount_paid), ('broken', 0.0))

    def test_a_new_promise_replaces_the_open_one(self):
        first = self._promise()
        second = self._promise('2024-06-28')
        self.assertEqual((first.state, second.state), ('withdrawn', 'open'))
        self.assertTrue(first.is_put_off)
        action = self.item.with_user(self.collector).action_open_promise()
        model = self.env[action['res_model']].with_user(self.collector)
        self.assertIn("1 put off", Form(model.with_context(**action['context'])).warning)
        self.assertEqual(self.item.hold_until, self._date('2024-06-28'))
        self._run_after('2024-06-22', '2024-06-21')
        self.assertHeld(self.item, 'promise')

    def test_a_replaced_promise_whose_day_is_over_is_broken(self):
        first = self._promise()
        with self.freeze('2024-06-21'):
            second = self._promise('2024-06-28')
        self.assertEqual((first.state, second.state), ('broken', 'open'))
        self.assertHeld(self.item, 'promise')

    def test_a_kept_promise_that_bounces_after_a_new_one_is_withdrawn(self):
        first = self._promise(amount=40.0)
        payment = self._pay(self.invoice, 40.0)
        second = self._promise('2024-06-28')
        payment.action_draft()
        self._commit()
        self.assertEqual((first.state, second.state), ('withdrawn', 'open'))

    def test_taking_it_back_ends_the_hold(self):
        promise = self._promise()
        promise.with_user(self.collector).action_withdraw()
        self.assertEqual(promise.state, 'withdrawn')
        self.assertChased(self.invoice)
        self.assertEqual(self.task.date_deadline, self._date('2024-06-14'))

    def test_ending_the_hold_takes_it_back(self):
        promise = self._promise()
        self.item.with_user(self.collector).action_release()
        self.assertEqual(promise.state, 'withdrawn')
        self._run()
        self.assertChased(self.invoice)

    def test_one_promise_for_two_debts_is_kept_by_what_is_paid_of_both(self):
        second, other = self._overdue(50.0)
        promise = self._promise(amount=120.0, items=self.item | other)
        self._pay(second)
        self.assertEqual((promise.state, promise.amount_missing), ('open', 70.0))
        self._pay(self.invoice, 70.0)
        self.assertEqual(promise.state, 'kept')
        self.assertChased(self.invoice)

    def test_a_promise_about_an_invoice_that_is_cancelled_is_withdrawn(self):
        promise = self._promise()
        self.invoice.button_draft()
        self.invoice.button_cancel()
        self._commit()
        self.assertEqual(promise.state, 'withdrawn')

    def test_the_day_is_that_of_the_company(self):
        self.company.partner_id.tz = 'Pacific/Honolulu'
        promise = self._promise('2024-06-14')
        with self.freeze('2024-06-15 09:00:00'):  # still the 14th there
            self._run('2024-06-13')
            self.assertEqual(promise.state, 'open')
        with self.freeze('2024-06-15 11:00:00'):
            self._run('2024-06-14')
            self.assertEqual(promise.state, 'broken')

    def test_a_preview_breaks_nothing_and_shows_it(self):
        promise = self._promise()
        with self.freeze('2024-06-21'):
            run = self.env['collection.run'].with_user(self.manager).create({'date': '2024-06-20'})
            run.action_preview()
        self.assertEqual(promise.state, 'open')
        self.assertHeld(self.item, 'promise')

    def test_an_impossible_promise_is_refused(self):
        impossible = (
            {'until': '2024-06-13'},
            {'until': '2025-06-15'},
            {'until': 'soon'},
            {'until': None},
            {'amount': 0},
            {'amount': -1},
            {'amount': 100.01},
            {'amount': float('nan')},
            {'amount': float('inf')},
            {'amount': 'all'},
            {'channel': 'pigeon'},
        )
        for values in impossible:
            with self.subTest(str(values)), self.assertRaises(UserError):
                self._promise(**values)
        self._pay(self.invoice)
        with self.assertRaises(UserError):
            self._promise()

    def test_debts_of_two_customers_are_not_promised_at_once(self):
        _invoice, other = self._overdue(50.0, partner=self.other_customer)
        with self.assertRaisesRegex(UserError, "one customer"):
            self._promise(items=self.item | other)
        (self.item | other).with_user(self.collector).action_hold('promise', '2024-06-20')
        self.assertEqual({self.item.hold_reason, other.hold_reason}, {'promise'})

    def test_the_question_of_a_case_is_about_all_that_is_open(self):
        self._overdue(50.0)
        action = self.case.with_user(self.collector).action_open_promise()
        model = self.env[action['res_model']].with_user(self.collector)
        with Form(model.with_context(**action['context'])) as form:
            self.assertEqual(form.amount, 150.0)
            self.assertFalse(form.warning)
            form.date = '2024-06-20'
            form.amount = 80.0
        form.record.action_apply()
        self.assertEqual(self.case.promise_ids.amount, 80.0)
        self.assertEqual(set(self.case.item_ids.mapped('state')), {'held'})

    def test_a_hold_by_hand_goes_before_and_the_promise_after_it(self):
        self._promise('2024-06-28')
        self.item.with_user(self.collector).action_hold('other', '2024-06-20')
        self.assertHeld(self.item, 'other')
        self._run_after('2024-06-21', '2024-06-20')
        self.assertHeld(self.item, 'promise')
        self.assertEqual(self.item.hold_until, self._date('2024-06-28'))

    def test_customers_that_are_merged_take_their_promises_along(self):
        promise = self._promise()
        self._overdue(50.0, partner=self.other_customer)
        both = self.customer | self.other_customer
        wizard = self.env['base.partner.merge.automatic.wizard']
        wizard._merge(both.ids, self.other_customer)
        self.assertEqual(promise.case_id.partner_id, self.other_customer)
        self.assertEqual(promise.state, 'open')
        self.assertHeld(self.item, 'promise')
