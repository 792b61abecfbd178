from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import CollectionCommon


@tagged('post_install', '-at_install')
class TestHold(CollectionCommon):
    """A hold moves the deadline and ends no task; a write-off takes a manager and a reason."""

    def setUp(self):
        super().setUp()
        self.invoice, self.item = self._overdue()
        self.task = self.item.activity_id

    def test_a_hold_moves_the_deadline_of_the_task(self):
        self.item.with_user(self.collector).action_hold('promise', '2024-06-20', "by phone")
        self.assertEqual((self.item.state, self.item.hold_reason), ('held', 'promise'))
        self.assertEqual(self.task.date_deadline, self._date('2024-06-20'))
        self.assertTrue(self.task.active)
        self.assertIn("by phone", self.item.case_id.message_ids[0].body)
        self.assertEqual(self.item.case_id.message_ids[0].author_id, self.collector.partner_id)

    def test_a_hold_of_one_of_two_debts_leaves_the_deadline(self):
        self._overdue(50.0)
        deadline = self.task.date_deadline
        self.item.with_user(self.collector).action_hold('promise', '2024-06-20')
        self.assertEqual(self.task.date_deadline, deadline)

    def test_a_hold_ends_with_the_run_of_its_last_day(self):
        self.item.with_user(self.collector).action_hold('promise', '2024-06-20')
        with self.freeze('2024-06-20'):
            self._run('2024-06-19')
            self.assertEqual(self.item.state, 'held')
        with self.freeze('2024-06-21'):
            self._run('2024-06-20')
            self.assertEqual(self.item.state, 'open')
            self.assertEqual(self.task.date_deadline, self._date('2024-06-21'))

    def test_a_hold_can_be_ended_by_hand(self):
        self.item.with_user(self.collector).action_hold('promise', '2024-06-20')
        self.item.with_user(self.collector).action_release()
        self.assertChased(self.invoice)
        self.assertEqual(self.task.date_deadline, fields.Date.today())

    def test_a_held_debt_that_is_paid_closes(self):
        self.item.with_user(self.collector).action_hold('dispute', '2024-06-20')
        self._pay(self.invoice)
        self.assertSettled(self.invoice, 'paid')
        self.assertFalse(self.item.hold_reason)

    def test_an_unreasonable_hold_is_refused(self):
        item = self.item.with_user(self.collector)
        unreasonable = (
            ('promise', '2024-06-14'),
            ('promise', 'next week'),
            ('whim', '2024-06-20'),
            ('blocked', '2024-06-20'),
            ('other', None),
            ('promise', 12345),
            ('promise', '9999-12-31'),
        )
        for reason, until in unreasonable:
            with self.assertRaises(UserError):
                item.action_hold(reason, until)
        self._pay(self.invoice)
        with self.assertRaises(UserError):
            item.action_hold('other', '2024-06-20')

    def test_a_hold_of_one_of_two_debts_keeps_a_rescheduled_task(self):
        self._overdue(50.0)
        self.task.date_deadline = '2024-06-30'
        self.item.with_user(self.collector).action_hold('promise', '2024-06-20')
        self.assertEqual(self.task.date_deadline, self._date('2024-06-30'))

    def test_when_the_open_debt_is_paid_the_task_moves_to_the_hold_of_the_other(self):
        second, _item = self._overdue(50.0)
        self.item.with_user(self.collector).action_hold('promise', '2024-06-20')
        self._pay(second)
        self.assertEqual(self.task.date_deadline, self._date('2024-06-20'))

    def test_a_held_debt_paid_and_undone_is_due_today(self):
        self.item.with_user(self.collector).action_hold('other', '2024-06-20')
        self._pay(self.invoice).action_draft()
        self._commit()
        self.assertChased(self.invoice)
        self.assertEqual(self.task.date_deadline, fields.Date.today())

    def test_a_disputed_invoice_is_held_and_released_by_the_runs(self):
        self.invoice.action_collection_dispute()
        run = self._run()
        self.assertEqual((self.item.state, self.item.hold_reason), ('held', 'disputed'))
        self.assertEqual(run.open_count, 1)
        self.assertTrue(self.task.active)
        self.invoice.action_collection_settle_dispute()
        self._run()
        self.assertChased(self.invoice)

    def test_the_question_holds_what_was_ticked(self):
        action = self.item.with_user(self.collector).action_open_hold()
        model = self.env[action['res_model']].with_user(self.collector)
        with Form(model.with_context(**action['context'])) as form:
            form.until = '2024-06-20'
        form.record.action_apply()
        self.assertEqual(self.item.state, 'held')

    def test_a_write_off_closes_without_touching_the_books(self):
        self.item.with_user(self.manager).action_write_off("insolvent")
        self.assertSettled(self.invoice, 'written_off')
        self.assertEqual(self.item.amount_residual, 100.0)
        self.assertEqual(self.invoice.amount_residual, 100.0)
        self.assertIn("insolvent", self.item.case_id.message_ids[0].body)
        run = self._run()
        self.assertEqual(run.line_ids.mapped('outcome'), ['written_off'])
        self.assertSettled(self.invoice, 'written_off')

    def test_a_write_off_needs_a_manager_and_a_reason(self):
        with self.assertRaises(AccessError):
            self.item.with_user(self.collector).action_write_off("insolvent")
        with self.assertRaises(UserError):
            self.item.with_user(self.manager).action_write_off("  ")
        self.assertChased(self.invoice)

    def test_a_write_off_taken_back_after_the_payment_is_closed_as_paid(self):
        self.item.with_user(self.manager).action_write_off("mistake")
        self._pay(self.invoice)
        self.item.with_user(self.manager).action_chase_again()
        self.assertSettled(self.invoice, 'paid')

    def test_a_write_off_can_be_taken_back(self):
        self.item.with_user(self.manager).action_write_off("mistake")
        with self.assertRaises(AccessError):
            self.item.with_user(self.collector).action_chase_again()
        self.item.with_user(self.manager).action_chase_again()
        self.assertChased(self.invoice)
        self.assertEqual(self.item.activity_id, self.task)

    def test_a_write_off_taken_back_before_a_new_due_date_waits_for_it(self):
        self.item.with_user(self.manager).action_write_off("mistake")
        lines = self.invoice.line_ids
        lines.filtered('date_maturity').date_maturity = '2024-07-01'
        self._commit()
        self.item.with_user(self.manager).action_chase_again()
        self.assertSettled(self.invoice, 'cancelled')
        with self.freeze('2024-07-02'):
            self._run('2024-07-01')
        self.assertChased(self.invoice)
