"""Policy, time, previews and runs."""

from datetime import timedelta
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from ....models.collection import collection_quiet
from .stage import PICK, Stage

AGE = st.sampled_from([1, 0, 4])  # a run of yesterday, as by night, of today, or of days ago
DAYS = [0, 3, 7, 14, 21, 30, 60]
MINIMUMS = [0, 5, 50, 150]
CHANGES = ['grouping', 'days', 'minimum', 'person', 'go_live', 'team', 'levels']


class Runs(Stage):
    """Rules about the policy, the clock and the run."""

    # === TIME === #

    @rule(days=st.integers(1, 12))
    def time_passes(self, days):
        self.case.clock.move_to(self.today + timedelta(days=days))
        self.tell('time_passes', f"{self.today}")

    # === POLICY === #

    @rule(what=st.sampled_from(CHANGES), level=PICK, number=PICK)
    def change_policy(self, what, level, number):
        level = self.pick([*self.facts.levels.values()], level)
        text = getattr(self, f'_change_{what}')(level, number)
        self.tell(f'change_policy {what}', text)

    def _change_grouping(self, _level, number):
        self.case.policy.grouping = self.pick(['customer', 'invoice'], number)
        return self.case.policy.grouping

    def _change_days(self, level, number):
        taken = {other.days for other in self.facts.levels.values()}
        days = self.pick([days for days in DAYS if days not in taken] or [level.days], number)
        self.is_stale = True
        self.browse('collection.level', level).days = days
        return f"{level.days} to {days}"

    def _change_minimum(self, level, number):
        amount = self.pick(MINIMUMS, number)
        self.browse('collection.level', level).minimum_amount = amount
        return f"{level.days} days: {amount}"

    def _change_person(self, level, number):
        user = self.pick([self.env['res.users'], *map(self.pick_user, range(3))], number)
        self.browse('collection.level', level).user_id = user
        return f"{level.days} days: {user.login}"

    def _change_go_live(self, _level, number):
        age = self.pick([None, 10, 30, 60], number)
        self.case.policy.go_live_date = age and self.today - timedelta(days=age)
        return f"{self.case.policy.go_live_date}"

    def _change_team(self, _level, number):
        assignment, team = self.pick([('queue', True), ('turn', True), ('queue', False)], number)
        self.case.team.collection_assignment = assignment
        self.case.policy.team_id = team and self.case.team
        return f"{assignment}, {team}"

    def _change_levels(self, level, number):
        """Delete a level, or add one; one always stays."""
        if number % 2 and len(self.facts.levels) > 1:
            self.browse('collection.level', level).unlink()
            return f"{level.days} days deleted"
        taken = {other.days for other in self.facts.levels.values()}
        days = self.pick([days for days in DAYS if days not in taken] or [max(taken) + 1], number)
        self.browse('collection.level', level).copy({'days': days})
        return f"{days} days added"

    # === RUNS === #

    @rule()
    def a_night_passes(self):
        self.case.clock.move_to(self.today + timedelta(days=1))
        self._run('a_night_passes', 1)

    @rule()
    def a_week_passes(self):
        self.case.clock.move_to(self.today + timedelta(days=7))
        self._run('a_week_passes', 1)

    @rule(age=AGE)
    def run(self, age):
        self._run('run', age)

    @rule()
    def run_twice(self):
        """The second run finds nothing to open."""
        self._run('run_twice', 0)
        known = set(self.facts.items)
        self._run('run_twice', 0)
        self.case.assertEqual(set(self.facts.items), known)

    def _run(self, name, age):
        run = self._new_run(age)
        self.tell(name, f"of {run.date}")
        self.forecast = self.oracle.forecast(run.date)
        known = set(self.oracle.item_of)
        run.action_run()
        self._check_outcomes(run)
        self.may_open, self.is_stale = True, False
        self.read_facts()
        self.case.assertEqual(run.opened_count, len(set(self.oracle.item_of) - known))

    @precondition(lambda self: self.facts.lines)
    @rule(age=AGE)
    def preview(self, age):
        run = self._new_run(age)
        self.tell('preview', f"of {run.date}")
        self.forecast = self.oracle.forecast(run.date)
        run.action_preview()
        self._check_outcomes(run)
        self._check_quick_look(run.sudo())
        self.forecast = None

    def _new_run(self, age):
        date = self.today - timedelta(days=age)
        runs = self.env['collection.run'].with_user(self.case.manager)
        return runs.create({'date': date, 'company_id': self.case.company.id})

    def _check_quick_look(self, run):
        """Counting quiet customers apart finds what a look at everybody finds."""
        quick = self._summarize(run._look())
        with patch.object(collection_quiet, 'WORTH_SHARE', 2):
            self.case.assertEqual(quick, self._summarize(run._look()))

    @staticmethod
    def _summarize(outcomes):
        return {
            row['outcome']: (
                row['count'],
                row['amount'],
                row['sound_count'],
                sorted(row['partner_ids'] or ()),
            )
            for row in outcomes
        }

    def _check_outcomes(self, run):
        """What the run counts and sums is what the oracle does."""
        found = {line.outcome: (line.count, round(line.amount, 2)) for line in run.line_ids}
        expected = {
            outcome: (count, float(amount))
            for outcome, (count, amount) in self.forecast.outcomes.items()
        }
        self.case.assertEqual(found, expected, "outcomes of the run")
