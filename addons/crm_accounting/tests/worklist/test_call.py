from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import WorklistCommon

NOT_NUMBERS = ("100", True, [100.0], float('nan'), float('inf'), -1.0, 0.0, 1e12)


@tagged('post_install', '-at_install')
class TestCall(WorklistCommon):
    """A call is logged once, whatever came of it, and the next step is planned."""

    def setUp(self):
        super().setUp()
        # A weekend and a holiday follow.
        self.env['resource.calendar.leaves'].create({
            'name': "Holiday",
            'calendar_id': self.company.resource_calendar_id.id,
            'company_id': self.company.id,
            'date_from': '2024-06-17 00:00:00',
            'date_to': '2024-06-17 23:59:59',
        })

    def test_the_next_step_is_on_a_working_day(self):
        for result, day in (
            ('not_reached', '2024-06-18'),
            ('wrong_number', '2024-06-18'),
            ('will_look', '2024-06-20'),
            ('says_paid', '2024-06-20'),
        ):
            self.assertEqual(self._sheet()['suggest']['next_dates'][result], day)
            answer = self._log(result)
            self.assertEqual(answer['next_date'], day, result)
            self.assertEqual(self.task.date_deadline, self._date(day))
            self.assertEqual(self._call(answer).next_date, self._date(day))

    def test_another_day_is_said(self):
        self.assertEqual(self._log(next_date='2024-07-01')['next_date'], '2024-07-01')
        self.assertEqual(self.task.date_deadline, self._date('2024-07-01'))

    def test_one_message_tells_it(self):
        before = self.case.message_ids
        answer = self._log('says_paid', note="paid <b>yesterday</b>")
        message = self.case.message_ids - before
        self.assertEqual(len(message), 1)
        self.assertIn("Says it is paid", message.body)
        self.assertIn("paid &lt;b&gt;yesterday&lt;/b&gt;", message.body)
        self.assertEqual(message.author_id, self.collector.partner_id)
        self.assertIn("Says it is paid", answer['text'])

    def test_a_promise_holds_what_it_is_about(self):
        before = self.case.message_ids
        answer = self._log('promised', promise=self._promise_values(amount=60.0), note="by bank")
        call = self._call(answer)
        self.assertEqual((call.promise_id.amount, call.promise_id.note), (60.0, "by bank"))
        self.assertEqual((self.item.state, self.item.hold_reason), ('held', 'promise'))
        self.assertEqual(
            (answer['next_date'], len(self.case.message_ids - before)), ('2024-06-20', 1)
        )

    def test_what_is_not_promised_is_asked_for_on_the_same_day(self):
        self._invoice(50.0, due='2024-06-11')
        self._run()
        answer = self._log('promised', promise=self._promise_values())
        self.assertEqual(answer['next_date'], '2024-06-20')
        self.assertEqual(sorted(self.case.item_ids.mapped('state')), ['held', 'open'])

    def test_without_choice_all_that_is_chased_is_promised(self):
        self._invoice(50.0, due='2024-06-11')
        self._run()
        call = self._call(self._log('promised', promise={'date': '2024-06-20'}))
        self.assertEqual(call.promise_id.amount, 150.0)

    def test_a_dispute_holds_the_invoice_until_it_is_settled(self):
        dispute = self._dispute_values(note="too dear", deadline='2024-06-21')
        answer = self._log('disputes', dispute=dispute)
        call = self._call(answer)
        self.assertEqual(
            (call.dispute_id.reason, call.dispute_id.description), ('price', "too dear")
        )
        self.assertEqual((self.item.state, answer['next_date']), ('held', '2024-06-21'))
        with self.assertRaisesRegex(UserError, "disputed already"):
            self._log('disputes', dispute=dispute, note="once more")
        call.dispute_id.with_user(self.collector).action_settle_for_us()
        self.assertEqual(self.task.date_deadline, self._date('2024-06-14'))

    def test_what_makes_no_sense_is_refused_and_changes_nothing(self):
        other = self._chase("Elsewhere Ltd")
        foreign = other.item_ids
        promise, dispute = self._promise_values, self._dispute_values
        for values in (
            {'result': 'paid'},
            {'result': None},
            {'result': ['not_reached']},
            {'note': {'html': "x"}},
            {'next_date': '2024-06-13'},
            {'next_date': '2025-07-01'},
            {'next_date': "tomorrow"},
            {'next_date': [1]},
            {'result': 'promised'},
            {'promise': promise()},
            {'result': 'promised', 'promise': promise(None)},
            {'result': 'promised', 'promise': promise('2024-06-13')},
            {'result': 'promised', 'promise': promise('2999-01-01')},
            {'result': 'promised', 'promise': promise(item_ids=foreign.ids)},
            {'result': 'promised', 'promise': promise(item_ids=[])},
            {'result': 'promised', 'promise': promise(item_ids=[True])},
            {'result': 'promised', 'promise': promise(item_ids="1")},
            {'result': 'promised', 'promise': promise(user_id=1)},
            {'result': 'promised', 'promise': "x"},
            *({'result': 'promised', 'promise': promise(amount=value)} for value in NOT_NUMBERS),
            {'result': 'disputes'},
            {'result': 'disputes', 'dispute': dispute(move_id=foreign.move_id.id)},
            {'result': 'disputes', 'dispute': dispute(move_id=None)},
            {'result': 'disputes', 'dispute': dispute(reason='fun')},
            {'result': 'disputes', 'dispute': dispute(deadline='2024-06-13')},
            {'result': 'disputes', 'dispute': dispute(state='us')},
        ):
            with self.assertRaises(UserError, msg=values), self.cr.savepoint():
                self._log(**{'result': 'not_reached', **values})
        self.assertFalse(self.case.with_context(active_test=False).call_ids)
        self.assertFalse(self.case.promise_ids or self.invoice.collection_dispute_ids)
        self.assertEqual(self.task.date_deadline, self._date('2024-06-14'))

    def test_what_is_held_without_end_is_asked_about_again(self):
        self.invoice.with_user(self.collector).action_collection_dispute()
        self.assertEqual(self._log('will_look')['next_date'], '2024-06-20')
        self.assertEqual(self.item.state, 'held')

    def test_a_key_pressed_twice_is_one_call(self):
        first = self._log(note="mailbox")
        self.assertEqual(self._log(note="mailbox"), first)
        promised = self._log('promised', promise=self._promise_values())
        self.assertEqual(self._log('promised', promise=self._promise_values()), promised)
        self.assertEqual(len(self.case.promise_ids), 1)
        self.assertNotEqual(self._log(note="mailbox"), first, "something was in between")
        self.assertNotEqual(self._log(note="at last"), first, "something else is said")
        self.assertEqual(len(self.case.call_ids), 4)

    def test_a_call_later_or_by_another_is_another_call(self):
        first = self._log()
        self.assertNotEqual(self._log(user=self.manager)['call_id'], first['call_id'])
        with self.freeze('2024-06-14 00:10:00'):
            again = self._log(user=self.manager)
        self.assertEqual(len(self.case.call_ids), 3)
        self.assertTrue(again['call_id'])

    def test_it_moves_the_callers_tasks_and_those_of_the_queue(self):
        self.policy.grouping = 'invoice'
        invoices = [self._invoice(due='2024-06-11') for _number in range(2)]
        self._run()
        theirs, free = (self._items(invoice).activity_id for invoice in invoices)
        theirs.user_id, free.user_id = self.manager, False
        self._log()
        self.assertGreater(self.task.date_deadline, self._date('2024-06-14'))
        self.assertGreater(free.date_deadline, self._date('2024-06-14'))
        self.assertFalse(free.user_id, "it stays in the queue")
        self.assertEqual(theirs.date_deadline, self._date('2024-06-14'))

    def test_who_calls_for_another_plans_for_them(self):
        self._log(user=self.manager)
        self.assertGreater(self.task.date_deadline, self._date('2024-06-14'))
        self.assertEqual(self.task.user_id, self.collector)

    def test_a_call_about_nothing_is_noted_and_plans_nothing(self):
        self._pay(self.invoice)
        answer = self._log('will_look')
        self.assertFalse(answer['next_date'])
        with self.assertRaises(UserError):
            self._log('promised', promise={'date': '2024-06-20'})

    def test_it_stays_with_the_case_when_customers_are_merged(self):
        answer = self._log()
        other = self._chase("Bakery Limited")
        self.env['collection.case']._merge_partners(self.customer, other.partner_id)
        self.assertEqual(self._call(answer).case_id, other)


@tagged('post_install', '-at_install')
class TestCallChange(WorklistCommon):
    """Who made the last call takes it back on the same day, as long as nothing has followed."""

    def _undo(self, answer, user=None):
        return self._call(answer).with_user(user or self.collector).action_undo()

    def test_the_task_is_due_again_as_before(self):
        self.task.date_deadline = '2024-06-12'
        self.assertTrue(self._undo(self._log()))
        self.assertEqual(self.task.date_deadline, self._date('2024-06-12'))
        self.assertFalse(self.case.call_ids)
        self.assertIn("taken back", self.case.message_ids[0].body)
        self.assertTrue(self._log()['next_date'], "the same is logged anew")

    def test_its_promise_is_withdrawn_and_the_one_before_holds_again(self):
        self.item.with_user(self.collector).action_promise('2024-06-18')
        answer = self._log('promised', promise=self._promise_values())
        first = self.case.promise_ids - self._call(answer).promise_id
        self.assertEqual(first.state, 'withdrawn')
        self._undo(answer)
        self.assertEqual(first.state, 'open')
        self.assertEqual(self.item.hold_until, self._date('2024-06-18'))
        self.assertEqual(self.task.date_deadline, self._date('2024-06-18'))

    def test_its_dispute_is_withdrawn(self):
        answer = self._log('disputes', dispute=self._dispute_values())
        self._undo(answer)
        self.assertEqual(self._call(answer).dispute_id.state, 'withdrawn')
        self.assertEqual(
            (self.item.state, self.task.date_deadline), ('open', self._date('2024-06-14'))
        )

    def test_what_somebody_else_holds_stays_held(self):
        answer = self._log()
        self.case.with_user(self.manager).action_stop_chasing('2024-07-01', "their holiday")
        with self.assertRaisesRegex(UserError, "Something has happened"):
            self._undo(answer)
        self.assertEqual(self.item.state, 'held')

    def test_a_promise_that_was_kept_or_taken_back_is_not_undone(self):
        answer = self._log('promised', promise=self._promise_values())
        self._pay(self.invoice)
        with self.assertRaises(UserError):
            self._undo(answer)

    def test_neither_another_persons_nor_an_earlier_call_nor_one_of_yesterday_is_changed(self):
        first = self._log()
        for change in (
            lambda: self._undo(first, self.manager),
            lambda: self._call(first).with_user(self.manager).action_other_day('2024-06-20'),
        ):
            with self.assertRaisesRegex(UserError, "Only the last call"):
                change()
        with self.freeze('2024-06-15'), self.assertRaisesRegex(UserError, "Only the last call"):
            self._undo(first)
        self._log('will_look')
        with self.assertRaisesRegex(UserError, "Only the last call"):
            self._undo(first)

    def test_a_call_is_taken_back_once(self):
        answer = self._log()
        self._undo(answer)
        with self.assertRaises(UserError):
            self._undo(answer)

    def test_another_day_is_chosen_after_the_call(self):
        answer = self._log()
        changed = self._call(answer).with_user(self.collector).action_other_day('2024-06-28')
        self.assertEqual(changed['next_date'], '2024-06-28')
        self.assertEqual(self.task.date_deadline, self._date('2024-06-28'))
        with self.assertRaises(UserError):
            self._call(answer).with_user(self.collector).action_other_day('2024-06-01')
        self._undo(answer)
        self.assertEqual(self.task.date_deadline, self._date('2024-06-14'))


@tagged('post_install', '-at_install')
class TestCallAccess(WorklistCommon):
    """Calls are made by the action alone, and seen by who sees the case."""

    def test_nobody_writes_a_call(self):
        call = self._call(self._log()).with_user(self.manager)
        values = {
            'case_id': self.case.id,
            'result': 'not_reached',
            'date': '2024-06-14 10:00:00',
            'day': '2024-06-14',
        }
        for attempt in (
            lambda: call.write({'note': "x"}),
            lambda: call.write({'active': False}),
            call.unlink,
            lambda: call.create(values),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_no_default_of_a_client_gets_into_a_call(self):
        defaults = {
            'default_active': False,
            'default_user_id': self.manager.id,
            'default_day': '2020-01-01',
            'default_promise_id': 1,
        }
        case = self.case.with_user(self.collector).with_context(**defaults)
        call = self._call(case.action_log_call('not_reached'))
        self.assertTrue(call.active)
        self.assertEqual((call.user_id, call.day), (self.collector, self._date('2024-06-14')))
        self.assertFalse(call.promise_id)

    def test_who_may_not_see_the_case_neither_calls_nor_reads(self):
        call = self._call(self._log())
        own, stranger = self._new_user('own'), self._new_user('stranger', 'base.group_user')
        portal = self._new_user('portal', 'base.group_portal')
        for user in (own, stranger, portal, self._new_foreigner()):
            for attempt in (
                lambda user=user: self._log(user=user),
                lambda user=user: self._sheet(user),
                lambda user=user: call.with_user(user).action_undo(),
                lambda user=user: call.with_user(user).action_other_day('2024-06-20'),
                lambda user=user: call.with_user(user).read(['note']),
            ):
                with self.assertRaises(AccessError, msg=user.login):
                    attempt()
        self.case.user_id = own
        self.assertEqual(self.env['collection.call'].with_user(own).search([]), call)
        self.assertEqual(self._log(user=own)['next_date'], '2024-06-17')
        self.assertTrue(self._sheet(own))
