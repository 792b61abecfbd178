"""The story of a company: everything that may happen, and what holds after each step."""

from collections import Counter
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from .books import Books
from .payments import Payments
from .people import People
from .plans import SHARES, Plans
from .runs import Runs
from .stage import CENTS


class CollectionStory(Books, Payments, Plans, People, Runs):
    """Whatever happens to invoices, money and people, items and tasks follow the facts."""

    @initialize(
        amounts=st.lists(CENTS, min_size=2, max_size=4),
        due=st.integers(-45, 0),
        shares=st.none() | SHARES,
        proof=st.sampled_from(['registered', 'bank']),
    )
    def there_are_tasks(self, amounts, due, shares, proof):
        """And perhaps a payment plan; surely where stories are about plans."""
        self.case.policy.proof = proof
        for number, cents in enumerate(amounts):
            self._invoice(number // 2, cents, due)
        self.read_facts()
        self._pay(self.unpaid()[:1], amount=self._share(self.unpaid()[0], 500))
        self.read_facts()
        if shares or self.case.untold:
            self._agree_on(self._pick_debts(0, several=True), shares or [1, 1, 1], first=5)
        self._run('there_are_tasks', 0)

    @invariant()
    def items_and_tasks_follow_the_facts(self):
        known = set(self.facts.items)
        self.read_facts()
        if not self.may_open:
            self.case.assertFalse(set(self.facts.items) - known, "only runs open items")
        for item in self.facts.items.values():
            self._check_item(item)
        for task in self.live_tasks():
            self._check_task(task)
        self._check_one_task_per_document()
        self._check_levels_of_cases()
        self._check_lists()
        self._check_plans()
        if self.forecast:
            self._check_forecast()
        if self.told:
            self.case.count_step(self.told)
        self.told = self.forecast = None
        self.may_open = False

    # === ITEMS === #

    def _check_item(self, item):
        line = self.facts.lines[item.move_line_id]
        where = f"{self.name(line)}, due {self.oracle.date_due(line)}, today {self.today}: {item}"
        self._check_life(item, line, where)
        self.case.assertEqual(item.move_id, line.move_id, where)
        self.case.assertEqual(item.currency_id, line.currency_id, where)
        if item.state != 'closed':
            self._check_task_of_item(item, where)
            self.case.assertEqual(item.date_due, self.oracle.date_due(line), where)
            if not self.is_stale and line.partner_id:
                self.case.assertEqual(item.partner_id, self.oracle.customer(line), where)
        self.case.assertEqual(self.facts.cases[item.case_id].partner_id, item.partner_id, where)

    def _check_life(self, item, line, where):
        """An item lives while its debt is owed and due, and nobody has written it off."""
        chased = self.oracle.is_owed(line) and item.close_reason != 'written_off'
        is_due = self.oracle.date_due(line) <= self.today
        if item.state != 'closed':
            self.case.assertTrue(chased and is_due, f"lives without reason: {where}")
        elif chased and is_due:
            # It was not due when it was closed, and became due by time alone: the next run's.
            self.case.assertLess(item.closed_on, self.oracle.date_due(line), f"is dead: {where}")

    def _check_task_of_item(self, item, where):
        task = self.facts.tasks.get(item.activity_id)
        self.case.assertTrue(task and task.active, f"no live task: {where}")
        documents = [('account.move', item.move_id), ('collection.case', item.case_id)]
        self.case.assertIn((task.res_model, task.res_id), documents, where)

    # === TASKS AND CASES === #

    def _check_task(self, task):
        items = [item for item in self.live_items() if item.activity_id == task.id]
        self.case.assertTrue(items, f"lives without an item: {task}")
        self.case.assertTrue(task.is_collection, f"{task}")
        if task.user_id:
            self.case.assertIn(task.user_id, [user.id for user in self._able_users()], f"{task}")
        kind = self._find_type(items)
        if kind and not self.is_stale:
            self.case.assertEqual(task.activity_type_id, kind, f"{task}, {items}")

    def _find_type(self, items):
        """Return what kind of task these items ask for; None when their level was deleted."""
        reached = [item for item in items if item.level_id]
        if not reached:
            return None
        if {item.next_step for item in items} == {'allocate'}:
            return self.facts.policy.allocation_activity_type_id
        highest = max(reached, key=lambda item: item.level_days)
        return self.facts.levels[highest.level_id].activity_type_id

    def _check_one_task_per_document(self):
        documents = Counter((task.res_model, task.res_id) for task in self.live_tasks())
        twins = {document for document, count in documents.items() if count > 1}
        self.case.assertFalse(twins, "two live tasks on one document")

    def _check_levels_of_cases(self):
        if self.is_stale:
            return
        for case in self.facts.cases.values():
            items = [item for item in self.live_items() if item.case_id == case.id]
            days = [item.level_days for item in items if item.level_days is not None]
            level = self.facts.levels.get(case.level_id)
            self.case.assertEqual(level and level.days, max(days, default=None), f"{case}")

    # === LISTS === #

    def _check_lists(self):
        """What lists, groups and the form of a case show is owed, to the cent."""
        shown = {i.id: self._shown(i) for i in self.facts.items.values()}
        items = self.env['collection.item'].with_user(self.case.manager)
        sums = ['amount_residual:sum', 'amount_residual_company:sum']
        for line, owed, company in items._read_group([], ['move_line_id'], sums):
            item = self.oracle.item_of[line.id]
            self.case.assertEqual((_cents(owed), _cents(company)), shown[item.id], f"{item}")
        for item in items.browse(shown):
            read = _cents(item.amount_residual), _cents(item.amount_residual_company)
            self.case.assertEqual(read, shown[item.id], f"{item}")
        for state, count, total in items._read_group([], ['state'], ['__count', sums[1]]):
            of_state = [i.id for i in self.facts.items.values() if i.state == state]
            self.case.assertEqual(count, len(of_state), state)
            self.case.assertEqual(_cents(total), sum(shown[i][1] for i in of_state), state)
        for case in self.env['collection.case'].browse(self.facts.cases):
            live = [shown[item.id][1] for item in self.live_items() if item.case_id == case.id]
            self.case.assertEqual(_cents(case.amount_residual), sum(live), case.partner_id.name)
            self.case.assertEqual(case.open_item_count, len(live), case.partner_id.name)

    def _shown(self, item):
        owed, company = self.oracle.shown(self.facts.lines[item.move_line_id])
        return _cents(owed), _cents(company)

    # === RUNS === #

    def _check_forecast(self):
        """After a run: due, unpaid by the policy and not written off if and only if it lives."""
        for line_id, verdict in self.forecast.verdicts.items():
            item = self.oracle.item_of.get(line_id)
            where = f"{self.name(self.facts.lines[line_id])}: {verdict}, {item}"
            self.case.assertEqual(self.oracle.is_live(item), verdict.lives, where)
            if verdict.lives:
                self.case.assertEqual(item.level_days, verdict.level_days, where)
                self.case.assertEqual(item.hold_reason, verdict.hold_reason, where)
                self.case.assertEqual(item.state, 'held' if verdict.hold_reason else 'open', where)
                if verdict.next_step:
                    self.case.assertEqual(item.next_step, verdict.next_step, where)


def _cents(amount):
    """Amounts have at most three decimals."""
    return round(Decimal(str(amount)), 3)
