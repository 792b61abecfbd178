from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import WorklistCommon


@tagged('post_install', '-at_install')
class TestWorklist(WorklistCommon):
    """Whom to call today: due tasks of one's own and of one's queues, the most worthwhile first."""

    def test_who_owes_most_with_the_best_chance_comes_first(self):
        small = self._chase("Small Ltd", 10.0)
        old = self._chase("Old Ltd", 300.0, due='2023-06-10')
        large = self._chase("Large Ltd", 5000.0)
        self.assertEqual(self._listed(), [large.id, self.case.id, old.id, small.id])
        self._pay(large.item_ids.move_id, 4950.0)
        self.assertEqual(self._listed(limit=2), [self.case.id, large.id], "what is left counts")

    def test_what_is_held_is_worth_no_call(self):
        other, part = self._chase("Other Ltd", 90.0), self._invoice(20.0, due='2024-06-10')
        self._run()
        self.assertEqual(self._listed(), [self.case.id, other.id])
        self.invoice.with_user(self.collector).action_collection_dispute()
        self.assertEqual(self._listed(limit=1), other.ids)
        row = self._worklist()['cases'][1]
        chance = self._items(part).chance
        self.assertEqual((row['amount_residual'], row['amount_held']), (120.0, 100.0))
        self.assertAlmostEqual(row['amount_likely'], 20.0 * chance, 2)
        self.assertEqual([item['is_disputed'] for item in self._sheet()['items']], [True, False])

    def test_what_is_owed_in_another_currency_counts_by_its_rate(self):
        currency = self.setup_other_currency('EUR', rates=[('2020-01-01', 0.5)])
        customers = self.env['res.partner'].create([{'name': "Foreign"}, {'name': "Less"}])
        for partner, amount in zip(customers, (60.0, 45.0), strict=True):
            invoice = {'due': '2024-06-10', 'partner': partner, 'currency_id': currency.id}
            self._invoice(amount, **invoice)
        self._run()
        foreign, less = customers.collection_case_ids
        (foreign | less).user_id = self.collector
        self.assertEqual(self._listed(), [foreign.id, self.case.id, less.id])
        self.assertEqual(self._listed(limit=1), foreign.ids)

    def test_each_row_says_what_the_case_says(self):
        self.customer.phone = '+1 555 0100'
        worklist = self._worklist()
        [row] = worklist['cases']
        case = self.case.with_user(self.collector)
        self.assertEqual(
            {name: row[name] for name in ('amount_residual', 'open_item_count', 'days_overdue')},
            {name: case[name] for name in ('amount_residual', 'open_item_count', 'days_overdue')},
        )
        self.assertAlmostEqual(row['amount_likely'], case.amount_likely, 2)
        self.assertAlmostEqual(row['chance'], self.item.chance, 4)
        self.assertEqual((worklist['count'], worklist['today']), (1, '2024-06-14'))
        self.assertEqual(row['next_action_date'], '2024-06-14')
        self.assertEqual((row['name'], row['phone']), ("Bakery Ltd", '+1 555 0100'))
        self.assertEqual(row['user_id'], [self.collector.id, self.collector.name])
        self.assertEqual((row['company'], row['calls_today']), (False, 0))

    def test_pages_follow_one_another_and_all_know_how_many_there_are(self):
        others = [self._chase(f"Customer {number}", 10.0 * number) for number in (1, 2, 3)]
        expected = [self.case.id, *(case.id for case in reversed(others))]
        pages = [self._worklist(limit=2, offset=offset) for offset in (0, 2, 4)]
        self.assertEqual([case['id'] for page in pages for case in page['cases']], expected)
        self.assertEqual({page['count'] for page in pages}, {4})

    def test_a_task_that_is_due_later_is_not_in_the_list(self):
        self.task.date_deadline = '2024-06-15'
        self.assertFalse(self._listed())
        with self.freeze('2024-06-15'):
            self.assertEqual(self._listed(), self.case.ids)

    def test_who_promised_or_disputes_is_not_called(self):
        self._log('promised', promise=self._promise_values('2024-06-14'))
        self.assertFalse(self._listed(), "the promise holds until the end of its day")
        self.case.promise_ids._withdraw("for the test")
        self.assertEqual(self._listed(), self.case.ids)
        self.invoice.with_user(self.collector).action_collection_dispute()
        self.assertFalse(self._listed())

    def test_who_has_paid_is_not_called(self):
        self._pay(self.invoice)
        self.assertEqual(self._worklist()['count'], 0)

    def test_a_payment_that_was_taken_back_is_owed_in_the_list_too(self):
        other = self._invoice(50.0, due='2024-06-10')
        self._run()
        payment = self._pay(self.invoice, 40.0)
        self.assertEqual(self._worklist()['cases'][0]['amount_residual'], 110.0)
        payment.action_draft()
        self._commit()
        self.assertEqual(self._worklist()['cases'][0]['amount_residual'], 150.0)
        self.assertTrue(other)

    def test_a_queue_is_worked_by_the_members_of_its_team(self):
        member, stranger = (
            self._new_user('member', COLLECTOR),
            self._new_user('stranger', COLLECTOR),
        )
        self.task.user_id = False
        self.assertEqual(self._listed(stranger), self.case.ids, "nobody's and no team's")
        self.case.team_id = self.env['crm.team'].create({
            'name': "Callers",
            'is_collection_team': True,
            'company_id': self.company.id,
            'member_ids': [Command.set(member.ids)],
        })
        self.assertEqual(self._listed(member), self.case.ids)
        self.assertFalse(self._listed(stranger))
        self.assertEqual(self._listed(stranger, user_id=False), self.case.ids, "asked for")
        self.policy.team_id, self.case.team_id = self.case.team_id, False
        self.assertEqual(self._listed(member), self.case.ids, "the queue of the policy")
        self.assertFalse(self._listed(stranger))

    def test_the_list_of_another_person_is_asked_for(self):
        self.assertFalse(self._listed(self.manager))
        self.assertEqual(self._listed(self.manager, user_id=self.collector.id), self.case.ids)
        for nonsense in ("1", True, [1], 1.5):
            with self.assertRaises(UserError):
                self._worklist(user_id=nonsense)
            with self.assertRaises(UserError):
                self._worklist(limit=nonsense)

    def test_it_says_whether_the_policy_runs_and_what_was_done_today(self):
        self.policy.is_started = False
        self.assertFalse(self._worklist()['is_started'])
        self.policy.is_started = True
        other = self._chase("Reached Ltd")
        self._log('will_look', case=other)
        self._log('promised', promise=self._promise_values(amount=60.0))
        self._log('not_reached')
        worklist = self._worklist()
        self.assertTrue(worklist['is_started'])
        self.assertEqual(
            worklist['done'],
            {
                'calls': 3,
                'reached': 2,
                'promised': [{'currency_id': self.company.currency_id.id, 'amount': 60.0}],
            },
        )

    def test_who_sees_own_cases_only_gets_only_these(self):
        own = self._new_user('own')
        self.assertFalse(self._listed(own))
        self.assertFalse(self._listed(own, user_id=self.collector.id))
        self.case.user_id = own
        self.assertEqual(self._listed(own), self.case.ids)

    def test_nobody_else_gets_a_list(self):
        foreigner = self._new_foreigner()
        for user_id in (None, False, self.collector.id):
            self.assertFalse(self._listed(foreigner, user_id=user_id))
        for group in ('base.group_user', 'base.group_portal'):
            with self.assertRaises(AccessError):
                self._listed(self._new_user(f'with {group}', group))

    def test_more_customers_take_no_more_queries(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._worklist()
            return self.env.cr.sql_log_count - before

        count()
        with_one = count()
        for number in range(4):
            self._chase(f"Customer {number}")
        self.assertEqual(count(), with_one)


COLLECTOR = 'crm_accounting.crm_accounting_group_user'


@tagged('post_install', '-at_install')
class TestTeamWorklist(WorklistCommon):
    """Who has how much to do: by person and queue, in the amounts of their lists."""

    def _team(self, user=None):
        self.env.invalidate_all()
        rows = self.env['collection.case'].with_user(user or self.manager).get_team_worklist()
        return {row['user_id'] and row['user_id'][0]: row for row in rows}

    def test_each_row_equals_the_list_that_it_opens(self):
        late = self._chase("Late Ltd", 40.0)
        late.item_ids.activity_id.date_deadline = '2024-06-12'
        everybodys, waiting = self._chase("Waiting Ltd", 7.0), self._chase("Callers' Ltd", 9.0)
        (everybodys | waiting).item_ids.activity_id.user_id = False
        waiting.team_id = self.env['crm.team'].create({'name': "Callers"})
        rows = self.env['collection.case'].with_user(self.manager).get_team_worklist()
        self.assertEqual(
            [(row['user_id'], row['team']) for row in rows[:1]],
            [([self.collector.id, self.collector.name], False)],
        )
        self.assertEqual([row['late'] for row in rows], [1, 0, 0])
        for row in rows:
            user_id, team_id = (pair and pair[0] for pair in (row['user_id'], row['team']))
            worklist = self._worklist(self.manager, user_id=user_id, team_id=team_id)
            self.assertEqual(row['due'], worklist['count'])
            for name, column in (('amount_residual', 'owed'), ('amount_likely', 'likely')):
                total = sum(case[name] for case in worklist['cases'])
                self.assertAlmostEqual(row[column][0]['amount'], total, 1)
            whose = {case['user_id'] and case['user_id'][0] for case in worklist['cases']}
            self.assertEqual(whose, {user_id}, "whose task it is, whoever the collector is")

    def test_it_says_who_has_called_today(self):
        self._log('promised', promise=self._promise_values())
        [row] = self._team().values()
        self.assertEqual((row['due'], row['calls_today'], row['promised_today']), (0, 1, 1))
        self.assertEqual(row['user_id'], [self.collector.id, self.collector.name])
        self.assertFalse(row['away'])

    def test_it_is_for_who_sees_all_cases(self):
        with self.assertRaises(AccessError):
            self._team(self._new_user('own'))
        self.assertFalse(self._team(self._new_foreigner()))
