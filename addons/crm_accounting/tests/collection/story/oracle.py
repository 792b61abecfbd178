"""What must be true of items and tasks, from the facts alone, in plain Python.

It shares no code with the addon and does not ask Odoo: it would be wrong in the same way.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from .plan_oracle import PlanOracle

UNDONE = ('draft', 'canceled', 'rejected')
HOLDING = ('no_followup', 'blocked', 'disputed', 'plan')


@dataclass
class Verdict:
    """What a run has to do with one due line."""

    outcome: str
    lives: bool
    level_days: int | None = None
    hold_reason: str | None = None
    next_step: str | None = None


@dataclass
class Forecast:
    """What a run has to find and to do."""

    verdicts: dict = field(default_factory=dict)
    outcomes: dict = field(default_factory=dict)
    plans: dict = field(default_factory=dict)  # states by id


class Oracle(PlanOracle):
    """Reads one `Facts`."""

    def __init__(self, facts, term_days, agreements):
        """
        :param Facts facts: the books and the items
        :param dict term_days: days by payment term id, of terms with one instalment
        :param dict agreements: `Agreement` by id of the payment plan
        """
        self.facts, self.agreements = facts, agreements
        self.promised = set()  # line ids
        self.term_days = term_days
        self.paid_by, self.pays = defaultdict(list), defaultdict(list)
        for partial in facts.partials.values():
            self.paid_by[partial.debit_move_id].append(partial)
            self.pays[partial.credit_move_id].append(partial)
        self.item_of = {item.move_line_id: item for item in facts.items.values()}

    # === WHAT IS OWED === #

    def is_undone(self, move_id):
        move = self.facts.moves[move_id]
        return move.state != 'posted' or self._payment_is_undone(move)

    def _payment_is_undone(self, move):
        payment = self.facts.payments.get(move.origin_payment_id)
        return bool(payment) and payment.state in UNDONE

    def undone_partials(self, line):
        """What was matched with the line by an entry that was undone."""
        return [
            partial
            for partial in self.paid_by[line.id]
            if self.is_undone(self.facts.lines[partial.credit_move_id].move_id)
        ]

    def _uncounted_partials(self, line):
        undone = self.undone_partials(line)
        return undone + [
            partial
            for partial in self.paid_by[line.id]
            if partial not in undone and self._is_under_way(partial)
        ]

    def _is_under_way(self, partial):
        """The policy wants to see the money at the bank, and it is not there."""
        move = self.facts.moves[self.facts.lines[partial.credit_move_id].move_id]
        payment = self.facts.payments.get(move.origin_payment_id)
        return (
            self.facts.policy.proof == 'bank'
            and bool(payment)
            and payment.partner_type == 'customer'
            and not payment.is_matched
        )

    def owed(self, line):
        """What arrived for the line does not count any more when its payment was undone."""
        undone = self._uncounted_partials(line)
        paid = sum(p.debit_amount_currency for p in self.paid_by[line.id] if p not in undone)
        return line.amount_currency - paid

    def owed_in_company_currency(self, line):
        """An undone payment takes along the exchange difference that was booked for it."""
        undone = self._uncounted_partials(line)
        differences = {partial.exchange_move_id for partial in undone} - {None}
        paid = sum(
            partial.amount
            for partial in self.paid_by[line.id]
            if partial not in undone
            and self.facts.lines[partial.credit_move_id].move_id not in differences
        )
        given = sum(partial.amount for partial in self.pays[line.id])
        return line.balance - paid + given

    def is_debt(self, line):
        return (
            line.balance > 0
            and line.parent_state == 'posted'
            and not self._payment_is_undone(self.facts.moves[line.move_id])
        )

    def is_owed(self, line):
        rounding = self.facts.currencies[line.currency_id].rounding
        return self.is_debt(line) and self.owed(line) >= rounding / 2

    def shown(self, line):
        """What lists show as owed: nothing for an entry that is not posted."""
        if line.parent_state != 'posted':
            return Decimal(0), Decimal(0)
        return self.owed(line), self.owed_in_company_currency(line)

    def customer(self, line):
        partner = self.facts.partners.get(line.partner_id)
        return partner and partner.commercial_partner_id

    def date_due(self, line):
        """The date on the line, else the one its item was opened with, else the customer's term."""
        item = self.item_of.get(line.id)
        if line.date_maturity or item:
            return line.date_maturity or item.date_due
        term = self.customer(line) and self.facts.partners[self.customer(line)].payment_term_id
        return line.date + timedelta(days=self.term_days.get(term, 0))

    def is_live(self, item):
        return bool(item) and item.state != 'closed'

    # === WHAT A RUN MUST DO === #

    def forecast(self, date):
        """Return what a run of this day must do.

        :rtype: Forecast
        """
        lines = self.facts.lines.values()
        due = [line for line in lines if self.is_owed(line) and self.date_due(line) <= date]
        due.sort(key=lambda line: (self.date_due(line), line.id))
        self.promised = self.find_promised(date)
        sums, covered = self._sum_groups(due), self._find_covered(due)
        forecast = Forecast(plans=self.judge_plans(date))
        for line in due:
            verdict = self._judge(line, date, sums)
            if not self.left_out(line):
                verdict.next_step = 'allocate' if line.id in covered else 'collect'
            forecast.verdicts[line.id] = verdict
            count, amount = forecast.outcomes.get(verdict.outcome, (0, Decimal(0)))
            amount += self.owed_in_company_currency(line)
            forecast.outcomes[verdict.outcome] = count + 1, amount
        return forecast

    def _judge(self, line, date, sums):
        item, left_out = self.item_of.get(line.id), self.left_out(line)
        level = None if left_out else self._find_level(line, date, sums[self._group(line)])
        lives = self.is_live(item) or bool(level)
        outcome = left_out or (item.state if self.is_live(item) else None)
        outcome = outcome or ('new' if level else self._why_no_level(line, date))
        days = [level.days] if level else []
        if item and item.level_days is not None:
            days.append(item.level_days)
        return Verdict(outcome, lives, max(days, default=None), self._hold_reason(line, date))

    def left_out(self, line):
        """Why the line is not chased, or None."""
        item, move = self.item_of.get(line.id), self.facts.moves[line.move_id]
        go_live = self.facts.policy.go_live_date
        too_old = go_live and self.date_due(line) < go_live and not self.is_live(item)
        reasons = {
            'no_partner': not line.partner_id,
            'written_off': item and item.close_reason == 'written_off',
            'no_followup': line.no_followup,
            'blocked': move.payment_state in ('blocked', 'invoicing_legacy'),
            'disputed': move.is_collection_disputed,
            'plan': line.id in self.promised,
            'before_go_live': too_old,
        }
        return next((reason for reason, holds in reasons.items() if holds), None)

    def _hold_reason(self, line, date):
        item, left_out = self.item_of.get(line.id), self.left_out(line)
        if item and item.state == 'held' and item.hold_until and item.hold_until > date:
            return item.hold_reason
        return left_out if left_out in HOLDING else None

    def _group(self, line):
        by_invoice = self.facts.policy.grouping == 'invoice'
        return line.move_id if by_invoice else self.customer(line)

    def _sum_groups(self, due):
        sums = defaultdict(Decimal)
        for line in due:
            if not self.left_out(line):
                sums[self._group(line)] += self.owed_in_company_currency(line)
        return sums

    def _find_level(self, line, date, group_amount):
        reached = [
            level
            for level in self.facts.levels.values()
            if self.date_due(line) <= date - timedelta(days=level.days)
            and group_amount >= (level.minimum_amount or 0)
        ]
        return max(reached, key=lambda level: level.days, default=None)

    def _why_no_level(self, line, date):
        first = min(level.days for level in self.facts.levels.values())
        return 'below_minimum' if self.date_due(line) <= date - timedelta(days=first) else 'grace'

    def _find_covered(self, due):
        """Return the ids of due lines that the customer's unallocated credit covers."""
        credit = defaultdict(Decimal)
        for line in self.facts.lines.values():
            open_credit = not line.reconciled and line.amount_residual < 0
            if open_credit and line.partner_id and not self.is_undone(line.move_id):
                credit[self.customer(line)] -= line.amount_residual
        wanted, covered = defaultdict(Decimal), set()
        for line in due:
            if not self.left_out(line):
                customer = self.customer(line)
                wanted[customer] += self.owed_in_company_currency(line)
                if customer in credit and credit[customer] >= wanted[customer]:
                    covered.add(line.id)
        return covered
