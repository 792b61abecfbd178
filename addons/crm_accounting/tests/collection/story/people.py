"""What people decide: customers, users, items and tasks."""

from datetime import timedelta

import psycopg2
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .stage import PICK, Stage

ATTACKS = {
    'feedback': lambda task: task.action_feedback(),
    'delete': lambda task: task.unlink(),
    'archive': lambda task: task.action_archive(),
    'move to another document': lambda task: task.write({'res_id': task.res_id + 1}),
}


class People(Stage):
    """Rules about items, tasks, customers and users."""

    # === ITEMS === #

    @precondition(lambda self: self.live_items())
    @rule(
        number=PICK,
        reason=st.sampled_from(['dispute', 'other']),
        days=st.integers(1, 20),
    )
    def hold(self, number, reason, days):
        until = self.today + timedelta(days=days)
        item = self._pick_item(self.live_items(), number, 'hold', f"{reason} until {until}")
        item.with_user(self.case.collector).action_hold(reason, until)

    @precondition(lambda self: self._items_in('held'))
    @rule(number=PICK)
    def release(self, number):
        item = self._pick_item(self._items_in('held'), number, 'release')
        item.with_user(self.case.collector).action_release()

    @precondition(lambda self: self.live_items())
    @rule(number=PICK)
    def write_off(self, number):
        item = self._pick_item(self.live_items(), number, 'write_off')
        item.with_user(self.case.manager).action_write_off("given up")

    @precondition(lambda self: self._written_off())
    @rule(number=PICK)
    def chase_again(self, number):
        item = self._pick_item(self._written_off(), number, 'chase_again')
        item.with_user(self.case.manager).action_chase_again()

    def _items_in(self, state):
        return [item for item in self.facts.items.values() if item.state == state]

    def _written_off(self):
        return [i for i in self.facts.items.values() if i.close_reason == 'written_off']

    def _pick_item(self, rows, number, name, text=''):
        row = self.pick(rows, number)
        self.tell(name, f"{self.name(self.facts.lines[row.move_line_id])}, {row.state} {text}")
        return self.browse('collection.item', row)

    # === TASKS === #

    @precondition(lambda self: self.live_tasks())
    @rule(number=PICK, attack=st.sampled_from(sorted(ATTACKS)))
    def attack_a_task(self, number, attack):
        task = self.browse('mail.activity', self.pick(self.live_tasks(), number))
        self.tell('attack_a_task', attack)
        with self.case.assertRaisesRegex(UserError, "closed by the payment alone"):
            ATTACKS[attack](task)

    @precondition(lambda self: self._done_tasks())
    @rule(number=PICK)
    def delete_a_done_task(self, number):
        task = self.pick(self._done_tasks(), number)
        self.tell('delete_a_done_task', f"{task.res_model} {task.res_id}")
        self.browse('mail.activity', task).unlink()

    def _done_tasks(self):
        return [task for task in self.facts.tasks.values() if not task.active]

    @precondition(lambda self: self.live_tasks() and self._able_users())
    @rule(number=PICK, user=PICK)
    def give_a_task_away(self, number, user):
        task = self.browse('mail.activity', self.pick(self.live_tasks(), number))
        user = self.pick(self._able_users(), user)
        self.tell('give_a_task_away', f"{task.res_name} to {user.login}")
        task.with_user(self.case.manager).user_id = user.id

    # === CUSTOMERS === #

    @precondition(lambda self: len(self.customer_ids) < 5)
    @rule()
    def new_customer(self):
        partner = self.env['res.partner'].create({'name': f"Customer {len(self.customer_ids)}"})
        self.customer_ids = [*self.customer_ids, partner.id]
        self.tell('new_customer', partner.name)

    @precondition(lambda self: self._mergeable())
    @rule(number=PICK)
    def merge_customers(self, number):
        pair = self.pick(self._mergeable(), number)
        source, target = (self.env['res.partner'].browse(partner.id) for partner in pair)
        self.tell('merge_customers', f"{source.name} into {target.name}")
        # The books of a contact without a case of its own are healed by the next run.
        self.is_stale |= bool(source.parent_id or target.parent_id)
        self.customer_ids = [i for i in self.customer_ids if i != source.id]
        self.env['base.partner.merge.automatic.wizard']._merge((source | target).ids, target)

    def _mergeable(self):
        partners = self._customers()
        return [
            (source, target)
            for source in partners
            for target in partners
            if source != target
            and source.id not in self._family(target)
            and target.id not in self._family(source)
        ]

    def _customers(self):
        return [self.facts.partners[partner_id] for partner_id in self.customer_ids]

    def _family(self, partner):
        """Return the ids of the partner and those above it."""
        above = {partner.id}
        while partner.parent_id:
            partner = self.facts.partners[partner.parent_id]
            above.add(partner.id)
        return above

    @precondition(lambda self: self._mergeable())
    @rule(number=PICK)
    def customer_joins_another(self, number):
        child, parent = self.pick(self._mergeable(), number)
        self.tell('customer_joins_another', f"{child.name} to {parent.name}")
        self.is_stale = True
        self.browse('res.partner', child).parent_id = parent.id

    @precondition(lambda self: any(p.parent_id for p in self._customers()))
    @rule(number=PICK)
    def customer_leaves(self, number):
        children = [partner for partner in self._customers() if partner.parent_id]
        child = self.browse('res.partner', self.pick(children, number))
        self.tell('customer_leaves', child.name)
        self.is_stale = True
        child.parent_id = False

    @precondition(lambda self: len(self.customer_ids) > 1)
    @rule(number=PICK)
    def delete_a_customer(self, number):
        partner = self.pick_customer(number)
        self.tell('delete_a_customer', partner.name)
        has_history = partner.id in self._partners_with_history()
        has_children = any(p.parent_id == partner.id for p in self._customers())
        if not self.is_refused(partner.unlink, (UserError, psycopg2.errors.ForeignKeyViolation)):
            self.case.assertFalse(has_history, "the customer had a history")
            self.customer_ids = [i for i in self.customer_ids if i != partner.id]
            self.is_stale |= has_children  # they are customers of their own now

    def _partners_with_history(self):
        """Return whose debts or credits are in the books, and who has items."""
        return {line.partner_id for line in self.facts.lines.values()} | {
            item.partner_id for item in self.facts.items.values()
        }

    # === USERS === #

    def _able_users(self):
        """Who may collect now; the accountant, who books everything, may too."""
        users = [self.facts.users[user_id] for user_id in (*self.user_ids, self.env.uid)]
        return [user for user in users if user.active]

    @precondition(lambda self: len(self.user_ids) < 6)
    @rule()
    def hire(self):
        login = f'hired {self.names_counters["hired"]}'
        self.names_counters['hired'] += 1
        self.tell('hire', login)
        user = new_test_user(
            self.env(su=True),
            login,
            'crm_accounting.crm_accounting_group_user',
            company_id=self.case.company.id,
            company_ids=[Command.set(self.case.company.ids)],
        )
        self.user_ids = [*self.user_ids, user.id]

    @rule(number=PICK)
    def archive_a_user(self, number):
        user = self.pick_user(number)
        self.tell('archive_a_user', user.login)
        self._dismiss(user, user.action_archive)

    @precondition(lambda self: len(self.user_ids) > 3)
    @rule(number=PICK)
    def delete_a_user(self, number):
        hired = self.env['res.users'].browse(self.pick(self.user_ids[3:], number))
        self.tell('delete_a_user', hired.login)
        if self._dismiss(hired, hired.unlink):
            self.user_ids = [i for i in self.user_ids if i != hired.id]

    def _dismiss(self, user, action):
        """Archive or delete; that is refused when nobody can take the tasks over."""
        heirs = self._find_heirs(user)
        refused = self.is_refused(action, UserError)
        self.case.assertEqual(refused, not all(heirs), "tasks without an heir decide")
        return not refused

    def _find_heirs(self, user):
        """Return, for each team whose tasks the user has, those who could take them over."""
        able = {other.id for other in self._able_users()} - {user.id}
        teams = {
            self.facts.cases[item.case_id].team_id
            for item in self.live_items()
            if self.facts.tasks[item.activity_id].user_id == user.id
        }
        policy = self.facts.policy
        leaders = {team.id: team.user_id.id for team in self.case.team}
        return [{leaders.get(team or policy.team_id), policy.user_id} & able for team in teams]

    @rule(number=PICK)
    def bring_a_user_back(self, number):
        user = self.pick_user(number)
        self.tell('bring_a_user_back', user.login)
        user.action_unarchive()

    @precondition(lambda self: self.facts.cases)
    @rule(number=PICK, user=st.none() | PICK)
    def change_collector(self, number, user):
        case = self.browse('collection.case', self.pick([*self.facts.cases.values()], number))
        able = self._able_users()
        user = self.pick(able, user) if able and user is not None else None
        self.tell('change_collector', f"{case.partner_id.name}: {user and user.login}")
        case.with_user(self.case.manager).user_id = user and user.id

    @precondition(lambda self: self.moves(('out_invoice',), ('posted',)))
    @rule(number=PICK, user=PICK)
    def change_salesperson(self, number, user):
        row = self.pick(self.moves(('out_invoice',), ('posted',)), number)
        move, user = self.browse('account.move', row), self.pick_user(user)
        self.tell('change_salesperson', f"{move.name}: {user.login}")
        move.invoice_user_id = user
