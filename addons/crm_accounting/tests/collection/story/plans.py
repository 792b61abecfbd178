"""Payment plans: agreed, cancelled, taken up again."""

from datetime import timedelta
from decimal import Decimal

import psycopg2
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from odoo import Command
from odoo.exceptions import UserError

from .plan_checks import PlanChecks
from .plan_oracle import LIVE, Agreement
from .stage import PICK

SHARES = st.lists(st.integers(1, 9), min_size=1, max_size=4)
FIRST = st.integers(-3, 20)  # days until the first instalment


class Plans(PlanChecks):
    """Rules about what customers agree to pay, and when."""

    # === AGREED === #

    @precondition(lambda self: self._plannable())
    @rule(number=PICK, several=st.booleans(), shares=SHARES, first=FIRST, grace=st.integers(0, 2))
    def agree_a_plan(self, number, several, shares, first, grace):
        """With instalments of any size, entered in any order."""
        lines = self._pick_debts(number, several)
        self.tell('agree_a_plan', ", ".join(map(self.name, lines)))
        self._agree_on(lines, shares, first, grace_days=grace)

    def _agree_on(self, lines, shares, first, **values):
        """Agree a plan of weekly instalments in these proportions, entered latest first."""
        plan = self._new_plan(lines, **values)
        amounts = self._split(plan, sum(map(self.oracle.owed, lines)), shares)
        pairs = [
            (self.today + timedelta(days=first + 7 * rank), amount)
            for rank, amount in enumerate(amounts)
        ]
        plan.line_ids = [
            Command.create({'date': day, 'amount': float(amount)})
            for day, amount in reversed(pairs)
        ]
        note(f"    # instalments: {', '.join(f'{amount} on {day}' for day, amount in pairs)}")
        self._agree(plan)

    @precondition(lambda self: self._plannable())
    @rule(number=PICK, several=st.booleans(), count=st.integers(1, 5), first=FIRST)
    def propose_a_plan(self, number, several, count, first):
        lines = self._pick_debts(number, several)
        day = self.today + timedelta(days=first)
        plan = self._new_plan(
            lines, instalment_count=count, instalment_date=day, instalment_interval='week'
        )
        plan.action_propose()
        self.tell('propose_a_plan', f"{', '.join(map(self.name, lines))}: {count} from {day}")

    @precondition(lambda self: self.plans('draft'))
    @rule(number=PICK)
    def agree_a_proposal(self, number):
        """Refused when something else is owed meanwhile, or by somebody else."""
        plan = self._pick_plan('draft', number, 'agree_a_proposal')
        agreeable = self._is_agreeable(plan.id)
        before = self._read_books()
        refused = self.is_refused(plan.action_confirm, (UserError, psycopg2.IntegrityError))
        self.case.assertEqual(refused, not agreeable, "what is owed meanwhile decides")
        if not refused:
            self._remember(plan, before)

    def _agree(self, plan):
        before = self._read_books()
        plan.action_confirm()
        self._remember(plan, before)

    def _remember(self, plan, books):
        """Remember what was agreed; the books must be as they were, and what is chased is held."""
        self.read_facts()
        self.case.assertEqual(self._read_books(), books, "a plan changed the books")
        agreement = Agreement(
            {
                debt.move_line_id: self.oracle.owed_now(debt.move_line_id)
                for debt in self._debts(plan.id)
            },
            self._instalments(plan.id),
            plan.grace_days,
        )
        yesterday = self.today - timedelta(days=1)
        agreement.state = 'running' if self.oracle.is_kept(agreement, yesterday) else 'broken'
        self.agreements[plan.id] = agreement
        for item in self.live_items():
            if item.move_line_id in agreement.owed and agreement.state == 'running':
                self.case.assertEqual(item.state, 'held', f"not held: {item}")

    def _read_books(self):
        """Return what no plan may change: receivable lines and matchings."""
        self.env.cr.flush()
        self.read_facts()
        return self.facts.lines, self.facts.partials, self.facts.moves

    # === KEPT OR NOT === #

    @precondition(lambda self: self._awaited())
    @rule(number=PICK)
    def an_instalment_is_looked_at(self, number):
        """The night after the last day on which the next instalment could come."""
        plan_id, day = self.pick(self._awaited(), number)
        grace = self.agreements[plan_id].grace_days
        self.case.clock.move_to(max(self.today, day + timedelta(days=grace + 1)))
        self._run('an_instalment_is_looked_at', 1)

    def _awaited(self):
        """Return pairs of a plan's id and the day of its next instalment."""
        following = {
            plan_id: next(
                (day for day, _amount, _paid, left in self.oracle.shares(plan) if left), None
            )
            for plan_id, plan in self.agreements.items()
            if plan.state in LIVE
        }
        return [(plan_id, day) for plan_id, day in following.items() if day]

    # === ENDED === #

    @precondition(lambda self: self.plans('draft', *LIVE))
    @rule(number=PICK)
    def cancel_a_plan(self, number):
        plan = self._pick_plan(('draft', *LIVE), number, 'cancel_a_plan')
        before = self._read_books()
        plan.action_cancel()
        self.case.assertEqual(self._read_books(), before, "a plan changed the books")
        if plan.id in self.agreements:
            self.agreements[plan.id].state = 'cancelled'

    @precondition(lambda self: self.plans('cancelled'))
    @rule(number=PICK)
    def take_up_a_cancelled_plan(self, number):
        plan = self._pick_plan('cancelled', number, 'take_up_a_cancelled_plan')
        plan.action_draft()
        self.agreements.pop(plan.id, None)

    @precondition(lambda self: self.plans('cancelled', 'draft'))
    @rule(number=PICK)
    def delete_a_plan(self, number):
        plan = self._pick_plan(('cancelled', 'draft'), number, 'delete_a_plan')
        plan.unlink()
        self.agreements.pop(plan.id, None)

    # === CHOOSING === #

    def plans(self, *states):
        return [plan for plan in self.facts.plans.values() if plan.state in states]

    def _pick_plan(self, states, number, name):
        row = self.pick(self.plans(*((states,) if isinstance(states, str) else states)), number)
        self.tell(name, f"{row.name}, {row.state}")
        return self.browse('payment.plan', row).with_user(self.case.collector)

    def _plannable(self):
        """Debts that are owed and in no plan that runs."""
        taken = self.oracle.lines_in_live_plans()
        return [
            line
            for line in self.debts()
            if line.partner_id and line.id not in taken and self.oracle.is_owed(line)
        ]

    def _pick_debts(self, number, several):
        first = self.pick(self._plannable(), number)
        key = self._get_kind(first)
        others = [line for line in self._plannable() if self._get_kind(line) == key]
        return others if several else [first]

    def _get_kind(self, line):
        return self.oracle.customer(line), line.currency_id

    def _new_plan(self, lines, **values):
        customer_id, currency_id = self._get_kind(lines[0])
        plans = self.env['payment.plan'].with_user(self.case.collector)
        return plans.create({
            'partner_id': customer_id,
            'company_id': self.case.company.id,
            'currency_id': currency_id,
            'debt_ids': [Command.create({'move_line_id': line.id}) for line in lines],
            **values,
        })

    def _split(self, plan, total, shares):
        """Return amounts in these proportions, none of them nothing, which sum up to the total."""
        unit = Decimal(str(plan.currency_id.rounding))
        left, amounts = int(total / unit), []
        for rank, share in enumerate(shares):
            rest = sum(shares[rank:])
            units = left * share // rest
            amounts.append(units * unit)
            left -= units
        return [amount for amount in amounts if amount]

    def _is_agreeable(self, plan_id):
        """Tell whether a draft fits what is owed now."""
        lines = [self.facts.lines[debt.move_line_id] for debt in self._debts(plan_id)]
        owed = [line for line in lines if self.oracle.is_owed(line)]
        plan = self.facts.plans[plan_id]
        spread = sum(amount for _day, amount in self._instalments(plan_id))
        customer = self.facts.partners[plan.partner_id].commercial_partner_id
        return (
            bool(owed)
            and sum(map(self.oracle.owed, owed)) == spread
            and {self.oracle.customer(line) for line in owed} == {customer}
            and {line.currency_id for line in owed} == {plan.currency_id}
            and not {line.id for line in owed} & self.oracle.lines_in_live_plans()
        )
