"""A trader's receivables lived again in Odoo, day by day, by an ordinary program from outside."""

from collections import Counter, defaultdict
from datetime import date
from statistics import mean

from .receivables import MonthEnd, describe, end_of_month, list_days

RUN_FIELDS = ['opened_count', 'closed_count', 'open_count']


class Ledger:
    """Sends the invoices of each day, registers the payments of that day, then runs collection."""

    def __init__(self, books, bills, report=lambda day, month: None):
        self.books = books
        self.bills = bills
        self.report = report
        self.moves = {}
        self.open_by_day = {}
        self.opened, self.closed = Counter(), Counter()
        self.months = {}
        self.foreseen = {}

    def replay(self):
        """Live all days and return the table of what Odoo made of them.

        Collection runs every day, until the first due date every month: nothing can be overdue.
        """
        self.open_books()
        issued, settled = defaultdict(list), defaultdict(list)
        for bill in self.bills:
            issued[bill.invoiced].append(bill)
            settled[bill.settled].append(bill)
        first_due = min(bill.due for bill in self.bills)
        for day in list_days(self.bills):
            self.send_invoices(issued[day])
            self.foresee(issued[day])
            self.take_payments(settled[day], day)
            if day >= first_due or day == end_of_month(day):
                self.collect(day)
        return self.describe()

    def open_books(self):
        """Create the customers, and have one task per invoice, opened by us and not by night."""
        self.books.set_policy(grouping='invoice', is_started=False)
        names = sorted({bill.customer for bill in self.bills})
        self.partners = dict(zip(names, self.books.add_customers(names), strict=True))

    def send_invoices(self, bills):
        if bills:
            ids = self.books.sell([self.prepare_invoice(bill) for bill in bills])
            self.moves.update(zip((bill.number for bill in bills), ids, strict=True))

    def foresee(self, bills):
        """Note when these invoices of today are expected to be paid.

        Whatever was settled until now was settled before today.
        """
        if bills:
            days = self.books.foresee([self.moves[bill.number] for bill in bills])
            self.foreseen.update(
                (bill.number, date.fromisoformat(days[self.moves[bill.number]])) for bill in bills
            )

    def prepare_invoice(self, bill):
        partner_id = self.partners[bill.customer]
        return self.books.prepare_invoice(
            partner_id, bill.cents, bill.invoiced, bill.due, ref=bill.number
        )

    def take_payments(self, bills, day):
        if bills:
            self.books.pay([self.moves[bill.number] for bill in bills], day)

    def collect(self, day):
        run_id = self.books.run(day)
        [run] = self.books.door.call('collection.run', 'read', [run_id], fields=RUN_FIELDS)
        month = end_of_month(day)
        self.open_by_day[day] = run['open_count']
        self.opened[month] += run['opened_count']
        self.closed[month] += run['closed_count']
        if day == month:
            self.months[day] = self.close_month(day)
            self.report(day, self.months[day])

    def close_month(self, day):
        items = self.books.read_items([('state', '=', 'open')])
        return MonthEnd(
            open=len(items),
            cents=sum(item['cents'] for item in items),
            opened=self.opened[day],
            closed=self.closed[day],
        )

    # === THE RESULT === #

    def describe(self):
        """Return the table of what was measured."""
        late = Counter(item['partner_id'][1] for item in self.books.read_items())
        return describe(sum(self.opened.values()), self.open_by_day, self.months, late)

    def measure_errors(self):
        """Return by how many days the expected date and the due date are wrong on average.

        :rtype: tuple[float, float]
        """
        expected = [abs((bill.settled - self.foreseen[bill.number]).days) for bill in self.bills]
        due = [abs((bill.settled - bill.due).days) for bill in self.bills]
        return mean(expected), mean(due)

    def find_leftovers(self):
        """Return a sentence for each thing that is not settled although every invoice is paid."""
        items = self.books.read_items()
        tasks = {item['activity_id'] and item['activity_id'][0] for item in items}
        live = [('id', 'in', list(tasks))]
        counts = {
            'items beside those opened': len(items) - sum(self.opened.values()),
            'items that do not have a task of their own': len(items) - len(tasks - {False}),
            'items not closed': sum(item['state'] != 'closed' for item in items),
            'items not closed as paid': sum(item['close_reason'] != 'paid' for item in items),
            'items with something owed': sum(bool(item['cents']) for item in items),
            'tasks still alive': self.books.door.call('mail.activity', 'search_count', domain=live),
        }
        return [f"{what}: expected 0, got {count}" for what, count in counts.items() if count]
