"""Races of clerks who take payments of the same debts at once, and of clerks whose Odoo dies."""

import random
import threading
import time
from contextlib import closing
from functools import partial
from http.client import HTTPException
from pathlib import Path

from _company import ACCOUNTANT, DAY, at_once, find_refusals, shorten
from _outside import Refused
from _servers import Server, ask, connect, kill, tell

OWED = 100.0
CHANGED = ("has changed meanwhile",)
LONGEST_TAKING = 0.8  # seconds after which a process or its connection is killed
DIES = Path(__file__).with_name('_dies_in_sync.py')
END_CONNECTIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE application_name = %s AND state <> 'idle'
"""


class Takes:
    """For a `Company`: each race returns what went wrong."""

    def owe(self):
        """Return an overdue invoice of 100 that a run knows."""
        [invoice] = self.sell_to(self.add_customers(1), invoice_line_ids=self.prepare_line())
        self.run()
        return invoice

    @staticmethod
    def prepare_line():
        return [(0, 0, {'name': "Bread", 'price_unit': OWED, 'tax_ids': [(6, 0, [])]})]

    def prepare(self, person, invoice, amount, **values):
        """Return the question what is paid, as a person has it open."""
        [move] = self.boss.door.call('account.move', 'read', [invoice], fields=['partner_id'])
        [take] = person.door.add(
            'account.payment.take',
            [
                {
                    'partner_id': move['partner_id'][0],
                    'invoice_id': invoice,
                    'proposal': 'other',
                    'amount': amount,
                    **values,
                }
            ],
        )
        return take

    @staticmethod
    def take(door, take):
        return door.call('account.payment.take', 'action_take', [take])

    def take_by_two(self, invoice, amount, **values):
        """Return the answers to two people who take this amount at once."""
        people = (self.second, self.third)
        takes = [self.prepare(person, invoice, amount, **values) for person in people]
        return at_once(*map(partial, [self.take] * 2, [person.door for person in people], takes))

    def check_taken(self, invoice, payments, left, credit=0.0):
        """Return what the books do not say: payments, what is left, the customer's credit."""
        door = self.boss.door
        [move] = door.call('account.move', 'read', [invoice], fields=['partner_id'])
        customer = [('partner_id', '=', move['partner_id'][0])]
        taken = door.call('account.payment', 'search_read', domain=customer, fields=['amount'])
        lines = door.call(
            'account.move.line',
            'search_read',
            domain=[
                *customer,
                ('account_type', '=', 'asset_receivable'),
                ('parent_state', '=', 'posted'),
            ],
            fields=['amount_residual'],
        )
        residuals = [line['amount_residual'] for line in lines]
        found = (
            sorted(payment['amount'] for payment in taken),
            sum(amount for amount in residuals if amount > 0),
            -sum(amount for amount in residuals if amount < 0),
        )
        expected = (sorted(payments), left, credit)
        return [f"taken, left and credit {found}, not {expected}"] * (found != expected)

    @staticmethod
    def find_more_than_one(results):
        refused = [result for result in results if isinstance(result, Refused)]
        return [f"{len(refused)} were refused instead of one"] * (len(refused) != 1)

    # === TWO CLERKS === #

    def take_the_same(self, amount=OWED):
        """Two clerks take the same debt: one is told that it has changed."""
        invoice = self.owe()
        results = self.take_by_two(invoice, amount)
        wrong = self.find_more_than_one(results) + find_refusals(results, CHANGED)
        return wrong + self.check_taken(invoice, [amount], OWED - amount)

    def take_most_of_the_same(self):
        """Two clerks take more than half of the same debt: one is told that it has changed."""
        return self.take_the_same(70.0)

    def take_a_part_each(self):
        """Two clerks take less than half of the same debt: both are booked."""
        invoice = self.owe()
        results = self.take_by_two(invoice, 40.0)
        return find_refusals(results) + self.check_taken(invoice, [40.0, 40.0], 20.0)

    def take_and_use_the_same_credit(self):
        """Two clerks use one credit of the customer: it is used once."""
        first = self.owe()
        self.take(self.second.door, self.prepare(self.second, first, OWED + 30))
        [move] = self.boss.door.call('account.move', 'read', [first], fields=['partner_id'])
        customer = move['partner_id'][0]
        [invoice] = self.sell_to([customer], invoice_line_ids=self.prepare_line())
        results = self.take_by_two(invoice, 40.0, use_credit=True)
        wrong = self.find_more_than_one(results) + find_refusals(results, CHANGED)
        return wrong + self.check_taken(invoice, [OWED + 30, 40.0], 30.0)

    def take_while_another_registers(self):
        """One takes a payment, one registers it by core's own wizard, and a run looks."""
        invoice = self.owe()
        take = self.prepare(self.second, invoice, OWED)
        taken, registered, run = at_once(
            partial(self.take, self.second.door, take),
            lambda: self.third.pay([invoice], DAY),
            self.run,
        )
        wrong = find_refusals([taken], CHANGED) + find_refusals([run])
        both = not isinstance(taken, Refused) and not isinstance(registered, Refused)
        # Core's wizard keeps the amount that it showed: then it is the customer's, as a credit.
        payments, credit = ([OWED] * 2, OWED) if both else ([OWED], 0.0)
        return wrong + self.check_taken(invoice, payments, 0.0, credit)

    def press_three_times(self):
        """One question, answered three times at once: one payment, three times its receipt."""
        invoice = self.owe()
        take = self.prepare(self.second, invoice, 40.0)
        doors = [self.second.door.again() for _answer in range(3)]
        results = at_once(*(partial(self.take, door, take) for door in doors))
        receipts = {str(result) for result in results}
        wrong = [f"{len(receipts)} receipts"] * (len(receipts) != 1)
        return wrong + find_refusals(results) + self.check_taken(invoice, [40.0], 60.0)

    # === ODOO DIES === #

    def die_while_taking(self):
        """A process is killed while a payment is taken: asked again elsewhere, it is taken once."""
        return self.survive(lambda victim: kill(victim.process))

    def lose_the_connection_while_taking(self):
        """PostgreSQL ends the connection of a process while a payment is taken."""
        return self.survive(self.end_connections)

    def end_connections(self, victim):
        name = f'odoo-{victim.process.pid}'
        with closing(connect(victim.database)) as connection:
            ask(connection, END_CONNECTIONS, name)

    def survive(self, harm):
        invoice = self.owe()
        take, thread = None, None
        victim = Server('victim')
        try:
            victim.wait()
            person = self.hire(victim, *ACCOUNTANT)
            take = self.prepare(person, invoice, 40.0)
            thread = threading.Thread(target=self.take_in_vain, args=(person, take))
            thread.start()
            time.sleep(random.uniform(0, LONGEST_TAKING))
            harm(victim)
            thread.join()
        finally:
            kill(victim.process)
        return self.ask_again(person, take, invoice)

    def die_between_payment_and_collection(self):
        """A process dies between a payment and its collection: neither is booked."""
        invoice = self.owe()
        victim = Server('victim', program=[DIES])
        try:
            victim.wait()
            person = self.hire(victim, *ACCOUNTANT)
            take = self.prepare(person, invoice, 40.0)
            self.take_in_vain(person, take)
            victim.process.wait(10)
        finally:
            kill(victim.process)
        return self.check_taken(invoice, [], OWED) + self.ask_again(person, take, invoice)

    def take_in_vain(self, person, take):
        try:
            self.take(person.door, take)
        except (OSError, HTTPException, Refused) as error:
            tell(f"    no receipt: {shorten(repr(error))[-80:]}")

    def ask_again(self, person, take, invoice):
        """Ask as the same person does at another process."""
        [user] = self.boss.door.call('res.users', 'read', [person.uid], fields=['login'])
        door = self.servers[1].knock(user['login'], user['login'])
        door.call('account.payment.take', 'action_take', [take])
        return self.check_taken(invoice, [40.0], 60.0)
