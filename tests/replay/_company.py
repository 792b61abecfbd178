"""A company with people at several Odoo processes, and what is audited whenever they pause."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count

from _outside import Refused, audit
from _people import Clerk

DAY = date.today() - timedelta(days=1)
DUE = DAY - timedelta(days=5)
ACCOUNTANT = ('account.group_account_invoice', 'crm_accounting.crm_accounting_group_user')
NUMBERS = count(1)


def at_once(*actions):
    """Run the actions in threads that start together; return their results or refusals."""
    barrier = threading.Barrier(len(actions))

    def act(action):
        barrier.wait()
        try:
            return action()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))


def find_refusals(results, right=()):
    """Return what was refused although nobody did anything wrong.

    :param right: texts of refusals that are right
    """
    refused = [str(result) for result in results if isinstance(result, Refused)]
    wrong = [text for text in refused if not any(reason in text for reason in right)]
    return [f"refused: {shorten(text)}" for text in wrong]


def shorten(text):
    return " / ".join(str(text).strip().splitlines())[-300:]


class Company:
    """The administrator, who sees and audits, and people with no more rights than they need."""

    def __init__(self, servers):
        self.servers = first, second, third = servers
        self.boss = Clerk(first.knock())
        self.boss.set_policy(
            grouping='invoice', is_started=False, use_working_days=False, user_id=self.boss.uid
        )
        self.runner = self.hire(first, 'crm_accounting.crm_accounting_group_manager')
        self.second = self.hire(second, *ACCOUNTANT)
        self.third = self.hire(third, *ACCOUNTANT)
        self.keeper = self.hire(third, 'base.group_user', 'base.group_partner_manager')
        self.chief = Clerk(second.knock())  # administrator at the second process

    def hire(self, server, *groups):
        """Return a new person with these groups at a process."""
        login = f'person-{next(NUMBERS)}'
        self.boss.hire(login, *groups)
        return Clerk(server.knock(login, login))

    def hire_leaver(self):
        """Return the id of a collector who will leave."""
        return self.hire(self.servers[0], 'crm_accounting.crm_accounting_group_user').uid

    def add_customers(self, number):
        return self.boss.add_customers(f"Customer {next(NUMBERS)}" for _ in range(number))

    def sell(self, number, per_customer=1, **values):
        """Return new overdue invoices; so many go to one new customer."""
        partners = self.add_customers(number // per_customer)
        return self.sell_to([p for p in partners for _ in range(per_customer)], **values)

    def sell_to(self, partners, by=None, **values):
        invoiced = DUE - timedelta(days=30)
        seller = by or self.boss
        return seller.sell([
            seller.prepare_invoice(partner, 1000 + n, invoiced, DUE) | values
            for n, partner in enumerate(partners)
        ])

    # === AUDIT === #

    def audit(self):
        """Return what is wrong now, and what is after the next run."""
        wrong = audit(self.boss, DUE - timedelta(days=1))
        self.runner.run(DAY)
        return wrong + audit(self.boss, DAY) + self.find_tasks_of_nobody()

    def find_tasks_of_nobody(self):
        """Return tasks of people who have left: the run gives them to somebody else."""
        domain = [
            ('collection_level_id', '!=', False),
            ('user_id.active', '=', False),
            ('user_id', '!=', False),
        ]
        tasks = self.boss.door.call('mail.activity', 'search', domain=domain)
        return [f"live tasks of people who have left: {tasks}"] * bool(tasks)
