"""Runs, payments, rejections and nights at the same moment: nothing may be lost or doubled.

Many rounds with threads, each with a connection and a login of its own; after every round the
promises of collection are audited. What comes of it is printed per race.
"""

import sys
import threading
import time
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / 'test_retail_full'))

from outside.audit import audit
from outside.books import Books
from outside.doors import Refused, knock

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
DAY = date.today() - timedelta(days=1)
DUE = DAY - timedelta(days=5)
NUMBERS = count(1)
# A company has one night a day; moving it over the date line gives another.
ZONES = ['Etc/GMT+12', 'Pacific/Kiritimati']


def tell(line):
    sys.stdout.write(f'{line}\n')


def at_once(*actions):
    """Run the actions in threads that start together; return their results or refusals."""
    barrier = threading.Barrier(len(actions))
    results = [None] * len(actions)

    def act(position, action):
        barrier.wait()
        try:
            results[position] = action()
        except Refused as refusal:
            results[position] = refusal

    threads = [threading.Thread(target=act, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def find_refusals(results):
    """Return what was refused although nobody did anything wrong."""
    return [f"refused: {last_line(result)}" for result in results if isinstance(result, Refused)]


def last_line(text):
    return str(text).strip().splitlines()[-1][-300:]


class Races:
    """A company and three people who never wait for each other."""

    def __init__(self):
        self.door = knock()
        self.books, self.second, self.third = (Books(self.door.again()) for _ in range(3))
        self.zones = list(ZONES)

    def sell(self, number, per_customer=1):
        """Return new overdue invoices; so many go to one new customer."""
        partners = self.books.add_customers(
            f"Customer {next(NUMBERS)}" for _ in range(number // per_customer)
        )
        return self.books.sell([
            self.books.prepare_invoice(partner, 1000 + n, DUE - timedelta(days=30), DUE)
            for partner in partners
            for n in range(per_customer)
        ])

    def pay_one_by_one(self, books, invoices):
        return lambda: [books.pay([invoice], DAY) for invoice in invoices]

    # === RACES: each returns what went wrong === #

    def two_runs(self):
        """Two runs of one company and day: every line gets one item and one task."""
        self.sell(12)
        return find_refusals(at_once(lambda: self.books.run(DAY), lambda: self.second.run(DAY)))

    def pay_while_a_run_opens(self):
        """Payments by two people while a run opens the items of what they pay."""
        invoices = self.sell(12)
        return find_refusals(
            at_once(
                lambda: self.books.run(DAY),
                self.pay_one_by_one(self.second, invoices[:5]),
                self.pay_one_by_one(self.third, invoices[5:10]),
            )
        )

    def pay_one_customer_by_two(self):
        """Two people pay the invoices that hang under one task, one each."""
        self.books.set_policy(grouping='customer')
        invoices = self.sell(8, per_customer=2)
        self.books.run(DAY)
        results = at_once(
            self.pay_one_by_one(self.second, invoices[::2]),
            self.pay_one_by_one(self.third, invoices[1::2]),
            lambda: self.books.run(DAY),
        )
        self.books.set_policy(grouping='invoice')
        return find_refusals(results)

    def pay_the_same_invoice(self):
        """Two people pay the same invoice: one of them may be refused, the task is closed."""
        [invoice] = self.sell(1)
        self.books.run(DAY)
        results = at_once(
            self.pay_one_by_one(self.second, [invoice]), self.pay_one_by_one(self.third, [invoice])
        )
        refused = [result for result in results if isinstance(result, Refused)]
        return ["both payments were refused"] * (len(refused) == 2)

    def reject_while_a_run_opens(self):
        """Payments are rejected, those of chased and of never chased debts, while a run looks."""
        chased = self.sell(4)
        self.books.run(DAY)
        invoices = chased + self.sell(4)
        self.books.pay(invoices, DAY)
        payments = self.door.call(
            'account.payment', 'search', domain=[('invoice_ids', 'in', invoices)]
        )
        results = at_once(
            lambda: [
                self.second.door.call('account.payment', 'action_reject', [payment])
                for payment in payments
            ],
            lambda: self.books.run(DAY),
        )
        self.books.run(DAY)
        missing = 8 - len(
            self.books.read_items([('move_id', 'in', invoices), ('state', '=', 'open')])
        )
        return find_refusals(results) + [f"{missing} rejected debts are not chased"] * bool(missing)

    def two_nights_and_a_run(self):
        """The scheduled action twice, a run by hand and payments: one scheduled run, done."""
        invoices = self.sell(12)
        self.books.set_time_zone(self.zones.pop(0))
        self.books.set_policy(is_started=True)
        before = self.find_scheduled()
        results = at_once(
            lambda: self.trigger_night(self.books.door),
            lambda: self.trigger_night(self.door),
            lambda: self.second.run(DAY),
            self.pay_one_by_one(self.third, invoices[:4]),
        )
        self.books.set_policy(is_started=False)
        nights, others = results[:2], results[2:]
        waited = [r for r in nights if isinstance(r, Refused) and "already executing" in str(r)]
        wrong = [f"night: {last_line(r)}" for r in nights if r is not True and r not in waited]
        done = self.find_scheduled() - before
        wrong += [f"{len(done)} scheduled runs of one night were done"] * (len(done) != 1)
        return wrong + find_refusals(others)

    def trigger_night(self, door):
        name = [('cron_name', '=', "Collection: look for overdue invoices")]
        crons = door.call('ir.cron', 'search', domain=name)
        return door.call('ir.cron', 'method_direct_trigger', crons)

    def find_scheduled(self):
        domain = [('is_scheduled', '=', True), ('state', '=', 'done')]
        return set(self.door.call('collection.run', 'search', domain=domain))

    # === ALL OF THEM === #

    def hold(self, race, rounds=ROUNDS):
        """Run one race often, and audit after each round."""
        start = time.monotonic()
        wrong = []
        for _ in range(rounds):
            wrong += race()
            wrong += audit(self.books, DUE - timedelta(days=1))
            self.books.run(DAY)
            wrong += audit(self.books, DAY)
        tell(f"{race.__doc__}\n    {rounds} rounds in {time.monotonic() - start:.0f} s:")
        tell(f"    {wrong or 'all well'}")
        return wrong

    def hold_all(self):
        self.books.set_policy(grouping='invoice', is_started=False, use_working_days=False)
        races = (
            self.two_runs,
            self.pay_while_a_run_opens,
            self.pay_one_customer_by_two,
            self.pay_the_same_invoice,
            self.reject_while_a_run_opens,
        )
        wrong = list(chain.from_iterable(self.hold(race) for race in races))
        return wrong + self.hold(self.two_nights_and_a_run, len(ZONES))


if __name__ == '__main__':
    if Races().hold_all():
        sys.exit("Something was lost or doubled.")
