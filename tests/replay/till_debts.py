"""Two cashiers at two tills, each at an Odoo process of its own, take payments of the same debts.

    till_debts [ROUNDS]

Of two who take the same debt at the same moment one is paid and the other one is told in words; an
attempt that is sent three times at once is booked once; a session that is closed meanwhile has the
money in its register or none is booked; and a process that is killed while it books leaves nothing
half done: the till asks again elsewhere, under the same number. The database keeps what they do.
"""

import random
import sys
import threading
import time
from datetime import date, timedelta
from functools import partial
from http.client import HTTPException
from uuid import uuid4

from _company import at_once, find_refusals, shorten
from _outside import Refused
from _people import Clerk
from _servers import Server, Witness, kill, serve, tell, tell_what_was_seen

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
OWED = 100.0
DUE = date.today() - timedelta(days=30)
PAID_ALREADY = ("paid already", "more than what is still owed")
CLOSED = "not open any more"
LONGEST_BOOKING = 0.6  # seconds after which a process is killed


class Till:
    """A point of sale where all is paid in cash, and a cashier who is nothing else."""

    def __init__(self, boss, server, number):
        self.boss = boss
        login = f'debts-{number}'
        boss.hire(login, 'point_of_sale.group_pos_user')
        self.cashier = server.knock(login, login)
        door = boss.door
        [journal] = door.add(
            'account.journal', [{'name': login, 'type': 'cash', 'code': f'DEB{number}'}]
        )
        [self.cash] = door.add('pos.payment.method', [{'name': "Cash", 'journal_id': journal}])
        methods = [[6, 0, [self.cash]]]
        [self.config] = door.add('pos.config', [{'name': login, 'payment_method_ids': methods}])
        self.open()

    def open(self):
        self.boss.door.call('pos.config', 'open_ui', [self.config])
        [self.session] = self.boss.door.call(
            'pos.session',
            'search',
            domain=[('config_id', '=', self.config), ('state', '!=', 'closed')],
        )
        self.boss.door.call(
            'pos.session', 'set_opening_control', [self.session], cashbox_value=0, notes=""
        )

    def prepare(self, customer, lines, amount):
        """Return an attempt: the same one may be sent again, by any door."""
        return {
            'partner_id': customer,
            'uuid': str(uuid4()),
            'payments': [{'method_id': self.cash, 'amount': amount}],
            'lines': lines,
        }

    def send(self, attempt, door=None):
        door = (door or self.cashier).again()
        return door.call('pos.session', 'take_debt_payment', [self.session], **attempt)

    def close(self):
        """Close without a count, as a manager may."""
        door = self.boss.door.again()
        return door.call('pos.session', 'close_session_from_ui', [self.session])


class Debts:
    """Each race returns what went wrong."""

    def __init__(self, servers):
        self.witness = Witness(servers)
        self.boss = Clerk(servers[0].knock())
        self.tills = [
            Till(self.boss, server, number) for number, server in enumerate(servers, start=1)
        ]
        [self.customer] = self.boss.add_customers(["Everybody's Customer"])

    def owe(self):
        """Return a new invoice, and its debt."""
        values = self.boss.prepare_invoice(self.customer, int(OWED * 100), DUE, DUE)
        [invoice] = self.boss.sell([values])
        return invoice, self.boss.find_lines([invoice])

    def check(self, invoice, paid, attempts):
        """Return what the books do not say of an invoice, and of the attempts to pay it."""
        [move] = self.boss.door.call('account.move', 'read', [invoice], fields=['amount_residual'])
        bookings = self.boss.door.call(
            'pos.debt.payment',
            'search_read',
            domain=[('uuid', 'in', [attempt['uuid'] for attempt in attempts])],
            fields=['amount'],
        )
        found = (OWED - move['amount_residual'], sum(one['amount'] for one in bookings))
        return [f"paid and booked {found}, not {paid}"] * (found != (paid, paid))

    # === RACES === #

    def take_the_same(self, amount=OWED):
        """Two tills take the same debt: one is refused in words."""
        invoice, lines = self.owe()
        attempts = [till.prepare(self.customer, lines, amount) for till in self.tills]
        results = at_once(*map(partial, [till.send for till in self.tills], attempts))
        refused = [result for result in results if isinstance(result, Refused)]
        wrong = [f"{len(refused)} were refused instead of one"] * (len(refused) != 1)
        return wrong + find_refusals(results, PAID_ALREADY) + self.check(invoice, amount, attempts)

    def take_most_of_the_same(self):
        """Both take more than half: the second one is told what is still owed."""
        return self.take_the_same(70.0)

    def take_a_part_each(self):
        """Both take less than half: both are booked."""
        invoice, lines = self.owe()
        attempts = [till.prepare(self.customer, lines, 40.0) for till in self.tills]
        results = at_once(*map(partial, [till.send for till in self.tills], attempts))
        return find_refusals(results) + self.check(invoice, 80.0, attempts)

    def send_three_times(self):
        """One attempt, sent three times at once: booked once, three times the same answer."""
        invoice, lines = self.owe()
        till = self.tills[0]
        attempt = till.prepare(self.customer, lines, 40.0)
        results = at_once(*[partial(till.send, attempt)] * 3)
        told = {result['number'] for result in results if not isinstance(result, Refused)}
        wrong = [f"told as {told}"] * (len(told) != 1)
        return wrong + find_refusals(results) + self.check(invoice, 40.0, [attempt])

    def close_meanwhile(self):
        """A session is closed: the money is in its register, or nothing is booked."""
        invoice, lines = self.owe()
        till = self.tills[1]
        before = self.count_register(till)
        attempt = till.prepare(self.customer, lines, OWED)

        def take_late():
            time.sleep(random.uniform(0, 0.4))
            return till.send(attempt)

        taken, closed = at_once(take_late, till.close)
        paid = 0.0 if isinstance(taken, Refused) else OWED
        in_register = self.count_register(till) - before
        wrong = find_refusals([taken], [CLOSED]) + find_refusals([closed])
        wrong += [f"{in_register} in the register, not {paid}"] * (in_register != paid)
        till.open()
        return wrong + self.check(invoice, paid, [attempt])

    def count_register(self, till):
        lines = self.boss.door.call(
            'account.bank.statement.line',
            'search_read',
            domain=[('pos_session_id', '=', till.session), ('pos_debt_payment_id', '!=', False)],
            fields=['amount'],
        )
        return sum(line['amount'] for line in lines)

    def die_while_booking(self):
        """A process is killed while it books; asked again elsewhere, it is booked once."""
        invoice, lines = self.owe()
        till = self.tills[0]
        attempt = till.prepare(self.customer, lines, OWED)
        victim = Server(9)
        try:
            victim.wait()
            door = victim.knock()
            thread = threading.Thread(target=self.send_in_vain, args=(till, attempt, door))
            thread.start()
            time.sleep(random.uniform(0, LONGEST_BOOKING))
        finally:
            kill(victim.process)
        thread.join()
        self.send_again(till, attempt)
        return self.check(invoice, OWED, [attempt])

    def send_in_vain(self, till, attempt, door):
        try:
            till.send(attempt, door)
        except (OSError, HTTPException) as error:
            tell(f"    no answer: {error!r}")

    def send_again(self, till, attempt):
        """Ask again, as the cashier does whose answer was lost."""
        answer = till.send(attempt)
        tell(f"    booked as {answer['number']}")


def run():
    wrong = []
    with serve(2) as servers:
        debts = Debts(servers)
        races = [
            debts.take_the_same,
            debts.take_most_of_the_same,
            debts.take_a_part_each,
            debts.send_three_times,
            debts.close_meanwhile,
            debts.die_while_booking,
        ]
        for race in races:
            tell(f"{race.__doc__.splitlines()[0]}")
            deadlocks = debts.witness.count_deadlocks()
            found = [sentence for _round in range(ROUNDS) for sentence in race()]
            found += [
                line for line in tell_what_was_seen(debts.witness, deadlocks) if 'given' in line
            ]
            wrong += [f"{race.__name__}: {shorten(sentence)}" for sentence in found]
    for sentence in wrong:
        tell(sentence)
    sys.exit(bool(wrong))


if __name__ == '__main__':
    run()
