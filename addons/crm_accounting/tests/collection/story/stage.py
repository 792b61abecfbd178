"""What every rule of a story uses: who acts, the facts, and the words for what happens."""

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.strategies._internal.featureflags import FeatureFlags

from odoo.tools import mute_logger

from .facts import Facts
from .oracle import Oracle

PICK = st.integers(0, 12)  # the how-manieth of what there is, counted round
CENTS = st.integers(1, 300_00)
SHARE = st.integers(1, 1500)  # per mille
DAYS_TO_DUE = st.integers(-45, 15)


class Stage(RuleBasedStateMachine):
    """The books of one company. A story is played in a savepoint that is rolled back."""

    def __init__(self, case):
        """
        :param StoryCase case: sets the scene and knows the people
        """
        super().__init__()
        if not case.swarm:
            self._rules_strategy.enabled_rules_strategy = st.just(
                FeatureFlags(disabled=case.untold)
            )
        self.case, self.env = case, case.env
        self.told = self.forecast = None
        self.may_open = self.is_stale = False
        self.agreements = {}  # by id of the payment plan, as remembered when it was agreed
        self.case.clock.move_to(self.case.FIRST_DAY)
        self.env.cr.flush()
        self.savepoint = self.env.cr.savepoint(flush=False)
        self.customer_ids = self.case.customers.ids
        self.user_ids = self.case.collectors.ids
        self.read_facts()

    def teardown(self):
        self.env.cr.clear()
        self.savepoint.close(rollback=True)
        self.case.forget_caches()

    def read_facts(self):
        """End the step as a request ends: precommit, and nothing remembered."""
        self.env.cr.flush()
        self.env.invalidate_all()
        self.facts = Facts(self.env, self.case.company)
        self.oracle = Oracle(self.facts, self.case.term_days, self.agreements)

    def tell(self, name, text):
        """Say in words what happens now; the story of a failure is told with it."""
        self.told = name
        note(f"    # {name}: {text}")

    def refuse(self, text):
        """Say that what was tried has been refused."""
        self.told += ' (refused)'
        note(f"    # refused: {text}")

    def is_refused(self, action, errors):
        """Do it as a request does: all or nothing. Return whether it was refused."""
        try:
            with mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                action()
        except errors as error:
            self.refuse(str(error).splitlines()[0])
            return True
        return False

    @property
    def today(self):
        return self.case.today()

    # === CHOOSING === #

    def pick(self, rows, number):
        """Return one of these rows."""
        return rows[number % len(rows)]

    def pick_customer(self, number):
        return self.env['res.partner'].browse(self.pick(self.customer_ids, number))

    def pick_user(self, number):
        return self.env['res.users'].browse(self.pick(self.user_ids, number))

    def browse(self, model, row):
        return self.env[model].browse(row.id)

    def name(self, line):
        return f"{self.facts.moves[line.move_id].name} ({line.amount_currency})"

    # === WHAT THERE IS === #

    def exchange_moves(self):
        return {partial.exchange_move_id for partial in self.facts.partials.values()}

    def debts(self):
        """Posted debts, settled or not, but for exchange differences."""
        return [
            line
            for line in self.facts.lines.values()
            if line.balance > 0 and line.amount_currency > 0 and line.parent_state == 'posted'
        ]

    def unpaid(self):
        """Debts that core takes a payment for."""
        return [line for line in self.debts() if line.amount_residual_currency > 0]

    def open_credits(self):
        return [
            line
            for line in self.facts.lines.values()
            if line.amount_residual_currency < 0
            and not line.reconciled
            and line.parent_state == 'posted'
        ]

    def allocations(self):
        """Pairs of a debt and a credit that core would match."""
        return [
            (debt, credit)
            for debt in self.unpaid()
            for credit in self.open_credits()
            if self.oracle.customer(debt) == self.oracle.customer(credit)
            and debt.account_id == credit.account_id
        ]

    def moves(self, types, states):
        return [
            move
            for move in self.facts.moves.values()
            if move.move_type in types
            and move.state in states
            and not move.origin_payment_id
            and not move.statement_line_id
            and move.id in self.moves_with_debts()
        ]

    def moves_with_debts(self):
        """Entries about customers, but for exchange differences and their reversals."""
        return {line.move_id for line in self.facts.lines.values() if line.amount_currency}

    def payments(self, *states):
        return [p for p in self.facts.payments.values() if p.state in states]

    def is_agreed_about(self, move_id):
        """Tell whether a payment plan that is no draft keeps an entry from being deleted."""
        return any(
            self.facts.plans[debt.plan_id].state != 'draft'
            and self.facts.lines[debt.move_line_id].move_id == move_id
            for debt in self.facts.plan_debts.values()
        )

    def live_items(self):
        return [item for item in self.facts.items.values() if item.state != 'closed']

    def live_tasks(self):
        return [task for task in self.facts.tasks.values() if task.active]
