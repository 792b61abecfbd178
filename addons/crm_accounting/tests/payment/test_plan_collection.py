from odoo.tests import tagged

from .common import PlanCommon


@tagged('post_install', '-at_install')
class TestPlanCollection(PlanCommon):
    """A plan that is kept holds the items of its debts; a broken one gives them back to the run."""

    def test_an_agreed_plan_holds_what_is_chased_at_once(self):
        invoice, item = self._overdue(90.0)
        plan = self._plan(invoice)
        self.assertEqual((item.state, item.hold_reason), ('held', 'plan'))
        self.assertEqual(item.activity_id.date_deadline, plan.date_next)

    def test_runs_leave_a_kept_plan_alone(self):
        invoice, item = self._overdue(90.0)
        self._plan(invoice)
        with self.freeze('2024-07-01'):
            run = self._run('2024-06-30')
        self.assertEqual((item.state, item.hold_reason), ('held', 'plan'))
        self.assertEqual(run.line_ids.mapped('outcome'), ['plan'])

    def test_a_debt_on_a_plan_gets_no_item(self):
        invoice = self._invoice(90.0)
        self._plan(invoice)
        self._run()
        self.assertFalse(self._items(invoice))

    def test_a_broken_instalment_brings_the_items_back_at_the_next_run(self):
        invoice, item = self._overdue(90.0)
        plan = self._plan(invoice)
        with self.freeze('2024-07-02'):
            self._run('2024-07-01')
            self.assertEqual((plan.state, item.state), ('broken', 'open'))
            self.assertIn("30.00", plan.message_ids.sorted('id')[-1].body)
            self.assertChased(invoice)
            self._pay(invoice, 30.0)
            self._run('2024-07-01')
            self.assertEqual((plan.state, item.state), ('running', 'held'))

    def test_a_plan_that_is_broken_when_it_is_agreed_holds_nothing(self):
        invoice, _item = self._overdue(90.0)
        plan = self._plan(invoice, first='2024-06-01')
        self.assertEqual(plan.state, 'broken')
        self.assertChased(invoice)
        self.assertIn("30.00", plan.message_ids.sorted('id')[-1].body)

    def test_an_instalment_may_come_some_days_late(self):
        invoice, item = self._overdue(90.0)
        plan = self._plan(invoice, grace_days=3)
        with self.freeze('2024-07-05'):
            self._run('2024-07-03')
            self.assertEqual((plan.state, item.state), ('running', 'held'))
            self._run('2024-07-04')
            self.assertEqual((plan.state, item.state), ('broken', 'open'))

    def test_a_cancelled_plan_holds_nothing(self):
        invoice, item = self._overdue(90.0)
        plan = self._plan(invoice)
        plan.action_cancel()
        self.assertChased(invoice)
        self.assertEqual(item.activity_id.date_deadline, self._date('2024-06-14'))
        self._run('2024-06-13')
        self.assertChased(invoice)

    def test_a_preview_breaks_nothing(self):
        invoice, _item = self._overdue(90.0)
        plan = self._plan(invoice)
        with self.freeze('2024-07-02'):
            run = self.env['collection.run'].with_user(self.manager).create({'date': '2024-07-01'})
            run.action_preview()
            self.assertEqual(plan.state, 'running')
            self.assertEqual(run.line_ids.mapped('outcome'), ['held'])

    def test_a_plan_that_is_paid_closes_the_items_and_undoing_it_holds_them_again(self):
        invoice, item = self._overdue(90.0)
        plan = self._plan(invoice)
        payment = self._pay(invoice)
        self.assertSettled(invoice, 'paid')
        payment.action_draft()
        self._commit()
        self.assertEqual((plan.state, item.state, item.hold_reason), ('running', 'held', 'plan'))

    def test_a_hold_by_hand_ends_and_the_plan_holds_on(self):
        invoice, item = self._overdue(90.0)
        item.with_user(self.collector).action_hold('promise', '2024-06-20')
        self._plan(invoice)
        self.assertEqual(item.hold_reason, 'promise')
        with self.freeze('2024-06-22'):
            self._run('2024-06-21')
            self.assertEqual((item.state, item.hold_reason), ('held', 'plan'))
