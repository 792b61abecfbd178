"""What must be true of payment plans: from the facts, and from what the story agreed."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

LIVE = ('running', 'broken')


@dataclass
class Agreement:
    """What was agreed, as the story remembers it, and the state that followed from it so far."""

    owed: dict  # by line id
    instalments: list  # pairs of date and amount, oldest first
    grace_days: int
    state: str = 'running'

    @property
    def total(self):
        return sum(self.owed.values())


class PlanOracle:
    """The part of the oracle about plans; amounts are Decimals in the currency of the plan."""

    def owed_now(self, line_id):
        """What is owed on a debt of a plan: nothing when its entry is not posted or not real."""
        line = self.facts.lines[line_id]
        return self.owed(line) if self.is_debt(line) else Decimal(0)

    def paid(self, agreement):
        """What was paid since the plan was agreed; an older payment may be undone meanwhile."""
        if agreement.state == 'cancelled':
            return Decimal(0)
        owed = sum(map(self.owed_now, agreement.owed))
        return max(agreement.total - self.withdrawn(agreement) - owed, Decimal(0))

    def withdrawn(self, agreement):
        """What was agreed about entries that are not posted any more."""
        if agreement.state == 'cancelled':
            return Decimal(0)
        return sum(
            (
                amount
                for line_id, amount in agreement.owed.items()
                if self.facts.lines[line_id].parent_state != 'posted'
            ),
            Decimal(0),
        )

    def shares(self, agreement):
        """Return tuples of date, amount, paid and left of each instalment.

        What is paid fills the first ones, what is withdrawn empties the last ones.
        """
        paid = self.paid(agreement)
        left, shares = agreement.total - self.withdrawn(agreement) - paid, []
        for day, amount in agreement.instalments:
            filled = min(paid, amount)
            shares.append((day, amount, filled, min(left, amount - filled)))
            paid, left = paid - filled, left - shares[-1][3]
        return shares

    def is_kept(self, agreement, date):
        grace = timedelta(days=agreement.grace_days)
        return all(
            not left for day, _amount, _paid, left in self.shares(agreement) if day + grace <= date
        )

    def find_promised(self, date):
        """Return the ids of lines that a plan which is kept at the end of a day is about."""
        return {
            line_id
            for agreement in self.agreements.values()
            if agreement.state in LIVE and self.is_kept(agreement, date)
            for line_id in agreement.owed
        }

    def judge_plans(self, date):
        """Return the state that a run of a day must find for each plan that has not ended."""
        return {
            plan_id: 'running' if self.is_kept(agreement, date) else 'broken'
            for plan_id, agreement in self.agreements.items()
            if agreement.state in LIVE
        }

    def next_state(self, plan_id, run):
        """Return the state of a plan after a step.

        :param run: the `Forecast` of the run that was made in the step, or None
        """
        agreement = self.agreements[plan_id]
        if agreement.state == 'cancelled':
            return 'cancelled'
        paid = self.paid(agreement)
        if paid and paid + self.withdrawn(agreement) == agreement.total:
            return 'kept'
        state = 'running' if agreement.state == 'kept' else agreement.state
        return run.plans.get(plan_id, state) if run else state

    def lines_in_live_plans(self):
        return {
            debt.move_line_id
            for debt in self.facts.plan_debts.values()
            if self.facts.plans[debt.plan_id].state in LIVE
        }
