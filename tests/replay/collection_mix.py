"""Many people at several Odoo processes do whatever comes to their mind, and an audit at the end.

Everybody works on invoices of their own, so that whatever is refused is refused wrongly; but their
customers, and so cases, tasks, runs and nights, are shared.
"""

import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from _company import ACCOUNTANT, DAY, Company, find_refusals
from _outside import Refused
from _people import Clerk
from _servers import Witness, serve, tell, tell_what_was_seen

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 120
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
# Right, because a run or the own payment of a moment ago may come between seeing and doing.
RIGHT = ("A closed item cannot be held", "already executing")


class Worker:
    """Somebody who does any of their actions, in any order, until the time is over."""

    def __init__(self, name):
        self.random = random.Random(f'{SEED} {name}')
        self.did = Counter()
        self.refusals = []

    def work(self):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            action = self.random.choice(self.get_actions())
            self.did[action.__name__] += 1
            try:
                action()
            except Refused as refusal:
                self.refusals.append(refusal)


class Person(Worker):
    """Somebody who pays, undoes, credits, holds and writes off invoices of their own."""

    def __init__(self, company, clerk, customers):
        super().__init__(clerk.uid)
        self.clerk = clerk
        self.manager = Clerk(company.runner.door.again())
        self.sell_to = partial(company.sell_to, by=clerk)
        self.customers = customers
        self.owed, self.paid = self.sell_to(customers), []

    def get_actions(self):
        actions = [self.sell]
        actions += [self.pay, self.hold, self.credit, self.write_off] if self.owed else []
        return actions + ([self.un_reconcile, self.reset, self.reject] * 2 if self.paid else [])

    def take(self, invoices):
        return invoices.pop(self.random.randrange(len(invoices)))

    # === ACTIONS === #

    def sell(self):
        self.owed += self.sell_to(self.random.sample(self.customers, 2))

    def pay(self):
        invoice = self.take(self.owed)
        self.clerk.pay([invoice], DAY)
        self.paid.append(invoice)

    def un_reconcile(self):
        invoice = self.take(self.paid)
        undo = [self.clerk.un_reconcile, self.clerk.un_reconcile_one_by_one]
        self.random.choice(undo)(invoice)
        self.owed.append(invoice)

    def reset(self):
        self.undo_payment(self.clerk.reset)

    def reject(self):
        self.undo_payment(self.clerk.reject)

    def undo_payment(self, undo):
        """Its matching stays, so nobody can pay this invoice again: it stays owed."""
        invoice = self.take(self.paid)
        for payment in self.clerk.find_payments([invoice])[:1]:
            undo(payment)

    def credit(self):
        self.clerk.credit(self.take(self.owed), DAY)

    def hold(self):
        invoice = self.random.choice(self.owed)
        items = self.clerk.read_items([('move_id', '=', invoice), ('state', '!=', 'closed')])
        if items:
            self.clerk.hold([item['id'] for item in items])

    def write_off(self):
        for item in self.clerk.find_items([self.random.choice(self.owed)]):
            self.manager.write_off(item)


class Manager(Worker):
    """Somebody who runs collection, changes the grouping, merges customers and lets people go."""

    def __init__(self, company, couples):
        super().__init__('manager')
        self.company = company
        self.couples = list(couples)

    def get_actions(self):
        actions = [self.look, self.look, self.look_elsewhere, self.regroup, self.let_go]
        return actions + [self.merge] * bool(self.couples)

    def look(self):
        self.company.runner.run(DAY)

    def look_elsewhere(self):
        self.company.chief.run(DAY)

    def regroup(self):
        self.company.boss.set_policy(grouping=self.random.choice(['invoice', 'customer']))

    def merge(self):
        self.company.keeper.merge(*self.couples.pop())

    def let_go(self):
        leaver = self.company.hire_leaver()
        self.company.sell(2, invoice_user_id=leaver)
        self.look()
        self.company.chief.archive(leaver)


def gather(company):
    """Return the people, with invoices of their own to customers they share."""
    customers, couples = company.add_customers(12), company.add_customers(20)
    company.sell_to(couples)
    clerks = [company.second, company.third, company.hire(company.servers[0], *ACCOUNTANT)]
    people = [Person(company, clerk, customers) for clerk in clerks]
    return [*people, Manager(company, zip(couples[::2], couples[1::2], strict=True))]


def mix(servers):
    company = Company(servers)
    witness = Witness(servers)
    people = gather(company)
    before = witness.count_deadlocks()
    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(Worker.work, people))
    tell(f"seed {SEED}: {SECONDS} s")
    for person in people:
        tell(f"    {dict(person.did)}")
    refusals = [refusal for person in people for refusal in person.refusals]
    wrong = company.audit() + find_refusals(refusals, RIGHT)
    return wrong + tell_what_was_seen(witness, before)


if __name__ == '__main__':
    with serve(3) as served:
        if broken := mix(served):
            tell("\n".join(broken))
            sys.exit("Something was lost, doubled or refused.")
        tell("all well")
