"""What must hold of payment plans after each step."""

from decimal import Decimal

from .plan_oracle import LIVE
from .stage import Stage


class PlanChecks(Stage):
    """Plans follow the money, to the cent, and hold what they are about."""

    def _check_plans(self):
        for plan_id, agreement in self.agreements.items():
            agreement.state = self.oracle.next_state(plan_id, self.told and self.forecast)
            self._check_agreed(plan_id, agreement)
        for plan_id, plan in self.facts.plans.items():
            agreement = self.agreements.get(plan_id)
            self.case.assertEqual(
                plan.state, agreement.state if agreement else plan.state, f"{plan}"
            )
            self.case.assertTrue(agreement or plan.state in ('draft', 'cancelled'), f"{plan}")
            self._check_shown(plan_id, agreement)
        self._check_holds()

    def _check_agreed(self, plan_id, agreement):
        """What was agreed stays, and instalments are what was owed, to the cent."""
        owed = {debt.move_line_id: debt.amount for debt in self._debts(plan_id)}
        self.case.assertEqual(owed, agreement.owed)
        self.case.assertEqual(self._instalments(plan_id), agreement.instalments)
        agreed = sum(amount for _day, amount in agreement.instalments)
        self.case.assertEqual(agreed, agreement.total)

    def _check_shown(self, plan_id, agreement):
        """What a collector sees of the plan is what the oracle says."""
        plan = self.env['payment.plan'].with_user(self.case.collector).browse(plan_id)
        found = [
            (line.date, _decimal(line.amount), _decimal(line.amount_paid), line.state)
            for line in plan._get_in_order()
        ]
        shares = self._expect_shares(plan_id, agreement)
        self.case.assertEqual(found, [self._with_state(plan, *share) for share in shares])
        paid = sum(share[2] for share in shares)
        self.case.assertEqual(_decimal(plan.amount_paid), paid, plan.name)
        left = [share for share in shares if share[3]] if plan.state in LIVE else []
        overdue = sum(rest for day, _amount, _paid, rest in left if day < self.today)
        self.case.assertEqual(_decimal(plan.amount_overdue), overdue, plan.name)
        following = (left[0][0], left[0][3]) if left else (False, 0)
        self.case.assertEqual((plan.date_next, _decimal(plan.amount_next)), following, plan.name)

    def _expect_shares(self, plan_id, agreement):
        if agreement:
            return self.oracle.shares(agreement)
        return [(day, amount, Decimal(0), amount) for day, amount in self._instalments(plan_id)]

    def _with_state(self, plan, day, amount, paid, left):
        if not left:
            state = 'paid' if paid else 'withdrawn'
        elif plan.state in LIVE and day < self.today:
            state = 'overdue'
        else:
            state = 'part' if paid else 'open'
        return day, amount, paid, state

    def _check_holds(self):
        """Only a plan that has not ended holds anything."""
        planned = self.oracle.lines_in_live_plans()
        for item in self.facts.items.values():
            if item.hold_reason == 'plan':
                self.case.assertIn(item.move_line_id, planned, f"held by no plan: {item}")

    # === ROWS === #

    def _debts(self, plan_id):
        return [debt for debt in self.facts.plan_debts.values() if debt.plan_id == plan_id]

    def _instalments(self, plan_id):
        """Return pairs of date and amount, oldest first."""
        rows = [row for row in self.facts.instalments.values() if row.plan_id == plan_id]
        return [(row.date, row.amount) for row in sorted(rows, key=lambda r: (r.date, r.id))]


def _decimal(amount):
    return round(Decimal(str(amount)), 3)
