"""Runs, payments and whatever else people do at the same moment: nothing is lost or doubled.

Three Odoo processes on one database, each with people of its own; after every round the promises
of collection are audited. What comes of it is printed per race: which process answered how often,
what PostgreSQL made the server repeat, and what is wrong.
"""

import sys
import time
from itertools import chain

from _company import DAY, Company, at_once, find_refusals, shorten
from _outside import Refused
from _promises import Promises
from _servers import Witness, serve, tell, tell_what_was_seen
from _takes import Takes

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 4
# A company has one night a day; moving it over the date line gives another.
ZONES = ['Etc/GMT+12', 'Pacific/Kiritimati']
NOTHING_IS_OWED = "A closed item cannot be held"
# Core refuses to delete a customer for whom somebody has begun a payment meanwhile.
PAYMENT_HAS_BEGUN = "(account.payment.register)"


def each(action, records, *arguments):
    """Return a function that does one thing to each record, as a person would, one by one."""
    return lambda: [action(record, *arguments) for record in records]


class Races(Takes, Promises, Company):
    """Each race returns what went wrong."""

    def __init__(self, servers):
        super().__init__(servers)
        self.witness = Witness(servers)
        self.zones = list(ZONES)

    def pay(self, person, invoices):
        return lambda: [person.pay([invoice], DAY) for invoice in invoices]

    def run(self):
        return self.runner.run(DAY)

    def sell_chased_and_new(self):
        """Return four invoices that a run knows and four that none has seen."""
        chased = self.sell(4)
        self.run()
        return chased + self.sell(4)

    def check_chased(self, invoices):
        """Return a sentence when not all are chased after another run."""
        self.run()
        chased = self.boss.read_items([('move_id', 'in', invoices), ('state', '=', 'open')])
        missing = len(invoices) - len(chased)
        return [f"{missing} debts are not chased"] * bool(missing)

    # === RUNS AND PAYMENTS === #

    def two_runs(self):
        """Two runs of one company and day: every line gets one item and one task."""
        self.sell(12)
        return find_refusals(at_once(self.run, lambda: self.chief.run(DAY)))

    def pay_while_a_run_opens(self):
        """Payments by two people while a run opens the items of what they pay."""
        invoices = self.sell(12)
        return find_refusals(
            at_once(
                self.run,
                self.pay(self.second, invoices[:5]),
                self.pay(self.third, invoices[5:10]),
            )
        )

    def pay_one_customer_by_two(self):
        """Two people pay the invoices that hang under one task, one each, while a run looks."""
        invoices = self.sell(8, per_customer=2)
        self.run()
        return find_refusals(
            at_once(
                self.pay(self.second, invoices[::2]),
                self.pay(self.third, invoices[1::2]),
                self.run,
            )
        )

    def pay_the_same_invoice(self):
        """Two people pay the same invoice: one of them may be refused, the task is closed."""
        [invoice] = self.sell(1)
        self.run()
        results = at_once(self.pay(self.second, [invoice]), self.pay(self.third, [invoice]))
        refused = [result for result in results if isinstance(result, Refused)]
        return ["both payments were refused"] * (len(refused) == 2)

    # === RUNS AND WHAT UNDOES PAYMENTS === #

    def reject_while_a_run_opens(self):
        """Payments are rejected, those of chased and of never chased debts, while a run looks."""
        return self.undo_while_a_run_opens(self.second.reject, self.boss.find_payments)

    def reset_while_a_run_opens(self):
        """Payments are reset to draft, which keeps their matchings, while a run looks."""
        return self.undo_while_a_run_opens(self.second.reset, self.boss.find_payments)

    def un_reconcile_while_a_run_opens(self):
        """Matchings are undone in the list of journal items while a run looks."""
        return self.undo_while_a_run_opens(self.second.un_reconcile)

    def un_reconcile_in_the_form_while_a_run_opens(self):
        """Matchings are undone by the widget of the invoice while a run looks."""
        return self.undo_while_a_run_opens(self.third.un_reconcile_one_by_one)

    def undo_while_a_run_opens(self, undo, find=lambda invoices: invoices):
        invoices = self.sell_chased_and_new()
        self.boss.pay(invoices, DAY)
        results = at_once(each(undo, find(invoices)), self.run)
        return find_refusals(results) + self.check_chased(invoices)

    def un_reconcile_while_another_pays(self):
        """Under one task: one debt is owed again while the last other one is paid."""
        invoices = self.sell(8, per_customer=2)
        self.run()
        paid, owed = invoices[::2], invoices[1::2]
        self.boss.pay(paid, DAY)
        results = at_once(
            each(self.second.un_reconcile, paid), self.pay(self.third, owed), self.run
        )
        return find_refusals(results) + self.check_chased(paid)

    # === RUNS AND WHAT ELSE CLOSES === #

    def credit_while_a_run_opens(self):
        """Credit notes for chased and never chased debts while a run looks."""
        invoices = self.sell_chased_and_new()
        results = at_once(each(self.second.credit, invoices, DAY), self.run)
        return find_refusals(results)

    def hold_while_another_pays(self):
        """Items are held while they are paid: a hold that comes too late is refused."""
        invoices = self.sell(6)
        self.run()
        items = self.boss.find_items(invoices)
        results = at_once(
            lambda: [self.try_hold(item) for item in items], self.pay(self.third, invoices[:4])
        )
        return find_refusals(results)

    def try_hold(self, item):
        try:
            self.second.hold([item])
        except Refused as refusal:
            if NOTHING_IS_OWED not in str(refusal):
                raise

    def write_off_while_another_pays(self):
        """Items are written off while they are paid, and a run looks."""
        invoices = self.sell(6)
        self.run()
        items = self.boss.find_items(invoices)
        results = at_once(
            each(self.runner.write_off, items), self.pay(self.third, invoices[:4]), self.run_too
        )
        return find_refusals(results)

    def run_too(self):
        return self.chief.run(DAY)

    # === CUSTOMERS AND COLLEAGUES === #

    def merge_while_a_run_opens(self):
        """Customers with and without items are merged while a run opens items for them."""
        sources, targets = self.add_customers(4), self.add_customers(4)
        self.sell_to(sources[:2] + targets[1:3])
        self.run()
        invoices = self.sell_to(sources + targets)
        merge = [lambda: [self.keeper.merge(*pair) for pair in zip(sources, targets, strict=True)]]
        results = at_once(*merge, self.run, self.run_too)
        return find_refusals(results) + self.check_chased(invoices)

    def merge_while_another_pays(self):
        """Customers are merged while their debts are paid."""
        sources, targets = self.add_customers(3), self.add_customers(3)
        invoices = self.sell_to(sources + targets)
        self.run()
        results = at_once(
            lambda: [self.keeper.merge(*pair) for pair in zip(sources, targets, strict=True)],
            self.pay(self.second, invoices),
        )
        return find_refusals(results, right=[PAYMENT_HAS_BEGUN])

    def leave_while_a_run_opens(self):
        """Somebody leaves while a run gives them the tasks of their invoices."""
        leaver = self.hire_leaver()
        self.sell(4, invoice_user_id=leaver)
        self.run()
        self.sell(4, invoice_user_id=leaver)
        return find_refusals(at_once(lambda: self.chief.archive(leaver), self.run))

    # === NIGHTS === #

    def two_nights_and_a_run(self):
        """The scheduled action twice, a run by hand and payments: one scheduled run, done."""
        invoices = self.sell(12)
        self.boss.set_time_zone(self.zones.pop(0))
        self.boss.set_policy(is_started=True)
        before = self.boss.find_nights()
        *nights, others, payments = at_once(
            self.boss.trigger_night,
            self.chief.trigger_night,
            self.run,
            self.pay(self.third, invoices[:4]),
        )
        self.boss.set_policy(is_started=False)
        waited = [r for r in nights if isinstance(r, Refused) and "already executing" in str(r)]
        wrong = [f"night: {shorten(r)}" for r in nights if r is not True and r not in waited]
        done = self.boss.find_nights() - before
        wrong += [f"{len(done)} scheduled runs of one night were done"] * (len(done) != 1)
        return wrong + find_refusals([others, payments])

    # === ALL OF THEM === #

    def hold(self, race, rounds=ROUNDS):
        """Run one race often, one task per invoice and per customer in turn; audit each round."""
        start = time.monotonic()
        self.witness.ask()
        deadlocks = self.witness.count_deadlocks()
        wrong = []
        for number in range(rounds):
            self.boss.set_policy(grouping=['invoice', 'customer'][number % 2])
            wrong += race() + self.audit()
        tell(f"{race.__doc__}\n    {rounds} rounds in {time.monotonic() - start:.0f} s")
        wrong += tell_what_was_seen(self.witness, deadlocks)
        tell(f"    {wrong or 'all well'}")
        return wrong

    def hold_all(self):
        races = (
            self.two_runs,
            self.pay_while_a_run_opens,
            self.pay_one_customer_by_two,
            self.pay_the_same_invoice,
            self.reject_while_a_run_opens,
            self.reset_while_a_run_opens,
            self.un_reconcile_while_a_run_opens,
            self.un_reconcile_in_the_form_while_a_run_opens,
            self.un_reconcile_while_another_pays,
            self.credit_while_a_run_opens,
            self.hold_while_another_pays,
            self.write_off_while_another_pays,
            self.merge_while_a_run_opens,
            self.merge_while_another_pays,
            self.leave_while_a_run_opens,
            self.take_the_same,
            self.take_most_of_the_same,
            self.take_a_part_each,
            self.take_and_use_the_same_credit,
            self.take_while_another_registers,
            self.press_three_times,
            self.die_while_taking,
            self.lose_the_connection_while_taking,
            self.die_between_payment_and_collection,
            self.promise_the_same,
            self.promise_by_phone_and_in_the_portal,
            self.promise_in_two_windows,
            self.promise_while_another_pays,
            self.promise_while_a_run_looks,
            self.withdraw_while_another_pays,
        )
        names = sys.argv[2:]
        chosen = [race for race in races if not names or race.__name__ in names]
        wrong = list(chain.from_iterable(self.hold(race) for race in chosen))
        return wrong + (self.hold(self.two_nights_and_a_run, len(ZONES)) if not names else [])


if __name__ == '__main__':
    with serve(3) as served:
        if Races(served).hold_all():
            sys.exit("Something was lost, doubled or refused.")
