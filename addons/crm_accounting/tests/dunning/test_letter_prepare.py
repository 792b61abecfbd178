from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SOON, DunningCommon


@tagged('post_install', '-at_install')
class TestLetterPrepare(DunningCommon):
    """Which letters a run prepares."""

    def test_a_customer_gets_one_letter_with_all_that_is_due(self):
        first, second = self._invoice(100.0), self._invoice(50.0, due='2024-06-13')
        self._run()
        letter = self._letters()
        self.assertEqual(len(letter), 1)
        self.assertEqual(self._told(letter), [(first.name, 100.0), (second.name, 50.0)])
        self.assertEqual(letter.level_id, self.levels[3])  # of the older one
        self.assertEqual(letter.amount, 150.0)
        self.assertEqual(letter.state, 'waiting')

    def test_nothing_is_prepared_where_no_level_writes(self):
        self.policy.level_ids.write({'mail_template_id': False, 'sms_template_id': False})
        self.policy.level_ids.is_letter_printed = False
        self.assertFalse(self._prepare()[1])

    def test_a_reminder_before_the_due_date_opens_nothing(self):
        invoice, letter = self._prepare(due=SOON)
        self.assertEqual(letter.level_id, self.levels[0])
        self.assertEqual(self._told(letter), [(invoice.name, 100.0)])
        self.assertFalse(self._items(invoice))
        self.assertFalse(letter.case_id.activity_ids)

    def test_what_falls_due_soon_is_no_part_of_a_letter_about_what_is_due(self):
        due = self._invoice(due='2024-06-10')
        self._invoice(due=SOON)
        self._run()
        self.assertEqual(self._told(self._letters()), [(due.name, 100.0)])

    def test_what_is_due_and_told_is_no_part_of_a_reminder_before_the_due_date(self):
        self._prepare(due='2024-06-13')
        self._work()
        soon = self._invoice(50.0, due='2024-06-22')
        self._run_on('2024-06-20')
        letter = self._letters()[-1]
        self.assertEqual(letter.level_id, self.levels[0])
        self.assertEqual(self._told(letter), [(soon.name, 50.0)])

    def test_what_falls_due_later_than_the_first_level_is_not_told(self):
        self.assertFalse(self._prepare(due='2024-06-18')[1])

    def test_what_was_told_is_told_again_only_at_the_next_level(self):
        self._prepare(due='2024-06-13')
        self._work()
        self._run_on('2024-06-25')
        self.assertEqual(len(self._letters()), 1)
        self._run_on('2024-06-28')
        letters = self._letters()
        self.assertEqual(letters.level_id, self.levels[1] | self.levels[2])

    def test_a_new_debt_brings_the_old_one_along_unmarked(self):
        old = self._prepare(due='2024-06-13')[0]
        self._work()
        new = self._invoice(70.0, due='2024-06-20')
        self._run_on('2024-06-21')
        lines = self._letters()[1].line_ids
        self.assertEqual(lines.mapped('is_new'), [False, True])
        self.assertEqual(lines.move_id, old | new)

    def test_two_letters_are_some_days_apart(self):
        self._prepare(due='2024-06-13')
        self._work()
        self._invoice(70.0, due='2024-06-14')
        self._run_on('2024-06-15')
        self.assertEqual(len(self._letters()), 1)
        self._run_on('2024-06-19')
        self.assertEqual(len(self._letters()), 2)

    def test_a_letter_waits_for_the_day_that_the_collector_has_set(self):
        self._prepare(due='2024-06-13')
        self._work()
        self._letters().case_id.with_user(self.collector).next_letter_date = '2024-07-10'
        self._run_on('2024-07-09')
        self.assertEqual(len(self._letters()), 1)
        self._run_on('2024-07-10')
        self.assertEqual(len(self._letters()), 2)

    def test_a_second_run_of_the_day_writes_no_second_letter(self):
        self._prepare()
        self._work()
        self._invoice(20.0)
        self._run()
        self.assertEqual(self._letters().mapped('state'), ['sent'])

    def test_a_run_about_days_long_ago_prepares_nothing(self):
        self._invoice()
        self._run('2024-06-01')
        self.assertFalse(self._letters())

    def test_what_was_paid_and_is_owed_again_is_told_again(self):
        invoice = self._prepare()[0]
        self._work()
        payment = self._pay(invoice)
        payment.action_draft()
        self._commit()
        self._run_on('2024-06-20')
        self.assertEqual(len(self._letters()), 2)

    def test_letters_follow_customers_who_are_merged(self):
        self._prepare()
        self._work()
        self._prepare(partner=self.other_customer)
        self.env['collection.case']._merge_partners(self.customer, self.other_customer)
        self.env.flush_all()
        letters = self._letters(self.other_customer)
        self.assertEqual(letters.mapped('state'), ['sent', 'waiting'])
        self._work()
        self.assertEqual(letters.mapped('state'), ['sent', 'sent'])

    # === PREVIEW AND BY HAND === #

    def test_nothing_goes_out_before_a_manager_has_started_it(self):
        self.policy.with_user(self.manager).action_stop_writing()
        letter = self._prepare()[1]
        self.assertEqual(letter.state, 'draft')
        self.assertFalse(self._work())
        with self.assertRaises(AccessError):
            self.policy.with_user(self.collector).action_start_writing()
        with self.assertRaisesRegex(UserError, "manager starts"):
            letter.with_user(self.collector).action_send()
        self.policy.with_user(self.manager).action_start_writing()
        self.assertEqual(self._work().recipient_ids, self.customer)

    def test_starting_wants_a_level_that_writes(self):
        self.policy.level_ids.unlink()
        with self.assertRaisesRegex(UserError, "which levels write"):
            self.policy.with_user(self.manager).action_start_writing()

    def test_stopping_keeps_back_what_waits(self):
        letter = self._prepare()[1]
        self.policy.with_user(self.manager).action_stop_writing()
        self.assertFalse(self._work())
        self.assertEqual(letter.state, 'draft')

    def test_by_hand_a_letter_waits_for_the_collector(self):
        self._prepare()[1].case_id.letter_mode = 'manual'
        self.policy.with_user(self.manager).action_stop_writing()
        self._run()
        self.policy.with_user(self.manager).action_start_writing()
        letter = self._letters()
        self.assertFalse(self._work())
        letter.with_user(self.collector).action_send()
        self.assertEqual(self._work().recipient_ids, self.customer)
        self.assertEqual(letter.state, 'sent')

    def test_what_nobody_has_sent_is_prepared_anew(self):
        self.policy.with_user(self.manager).action_stop_writing()
        invoice = self._prepare()[0]
        self._pay(invoice, 40.0)
        self._run()
        self.assertEqual(self._told(self._letters()), [(invoice.name, 60.0)])

    def test_what_the_collector_leaves_out_is_not_told_at_this_level(self):
        self.policy.with_user(self.manager).action_stop_writing()
        letter = self._prepare()[1]
        letter.with_user(self.collector).action_drop()
        self._run()
        self.assertEqual(self._letters().mapped('state'), ['dropped'])

    # === AMOUNT AND AGE === #

    def test_from_an_amount_on_a_level_is_given_to_somebody_else(self):
        final = self.levels[3]
        final.write({'minimum_amount': 1000.0, 'user_id': self.manager.id})
        small = self._invoice(999.99)
        large = self._invoice(1000.0, partner=self.other_customer)
        self._run()
        self.assertEqual(self._items(small).activity_id.user_id, self.env.user)
        self.assertEqual(self._items(large).activity_id.user_id, self.manager)
        self.assertEqual(self._letters().level_id, self.levels[2])
        self.assertEqual(self._letters(self.other_customer).user_id, self.manager)
