"""Invoices with the day they fell due and the day they were settled, and what follows from them.

The truth about collection is plain arithmetic here: at the end of day D an invoice is overdue when
due <= D < settled, payments of a day counting before the evening's look.
"""

import csv
import os
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

CLONE = Path(__file__).resolve().parents[3]
SAMPLE = 'ibm_ar/WA_Fn-UseC_-Accounts-Receivable.csv'
FACTS = 'ibm_ar/facts.json'


@dataclass(frozen=True)
class Bill:
    number: str
    customer: str
    invoiced: date
    due: date
    settled: date
    cents: int

    @property
    def is_late(self):
        return self.settled > self.due

    def is_overdue(self, day):
        return self.due <= day < self.settled


@dataclass(frozen=True)
class MonthEnd:
    """What is open at the end of a month, and what was opened and closed during it."""

    open: int
    cents: int
    opened: int
    closed: int


def find_shared(name):
    """Return the path of a file of the data beside the clone, None if they are not there."""
    path = Path(os.environ.get('SHARED_DATA') or CLONE.parent / 'shared/data') / name
    return path if path.exists() else None


def read_bills(path):
    """Return the invoices of the CSV file of IBM's sample, oldest first."""
    with path.open(newline='') as file:
        bills = [read_bill(row) for row in csv.DictReader(file)]
    return sorted(bills, key=lambda bill: (bill.invoiced, bill.number))


def read_bill(row):
    return Bill(
        number=row['invoiceNumber'],
        customer=row['customerID'],
        invoiced=read_date(row['InvoiceDate']),
        due=read_date(row['DueDate']),
        settled=read_date(row['SettledDate']),
        cents=to_cents(row['InvoiceAmount']),
    )


def read_date(text):
    return datetime.strptime(text, '%m/%d/%Y').date()


def to_cents(amount):
    """Return a whole number of cents for an amount in text or as a float."""
    return round(Decimal(str(amount)) * 100)


def list_days(bills):
    """Return every day from the first invoice to the end of the month of the last settlement."""
    first = min(bill.invoiced for bill in bills)
    last = end_of_month(max(bill.settled for bill in bills))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def end_of_month(day):
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


# === THE TRUTH, AND HOW IT IS COMPARED === #


def describe(opened, open_by_day, months, late):
    """Return the result of a replay as a flat table, the same for expected and measured."""
    most = max(open_by_day.values())
    days = [str(day) for day, count in open_by_day.items() if count == most]
    table = {'tasks opened in all': opened, 'most open at once': (most, days)}
    for day, month in months.items():
        for name, value in vars(month).items():
            table[f'{day}: {name}'] = value
    table.update({
        f'late invoices of {customer}': count for customer, count in late.items() if count
    })
    return table


def compute(bills):
    """Return the table that the invoices themselves give."""
    days = list_days(bills)
    return describe(
        sum(bill.is_late for bill in bills),
        {day: sum(bill.is_overdue(day) for bill in bills) for day in days},
        {day: compute_month_end(bills, day) for day in days if day == end_of_month(day)},
        Counter(bill.customer for bill in bills if bill.is_late),
    )


def compute_month_end(bills, day):
    overdue = [bill for bill in bills if bill.is_overdue(day)]
    late = [bill for bill in bills if bill.is_late]
    return MonthEnd(
        open=len(overdue),
        cents=sum(bill.cents for bill in overdue),
        opened=sum(end_of_month(bill.due) == day for bill in late),
        closed=sum(end_of_month(bill.settled) == day for bill in late),
    )


def read_facts(facts):
    """Return the table that `facts.json` beside the data publishes."""
    most, days = facts['peak_simultaneous_activities']
    last = end_of_month(date.fromisoformat(facts['settled_range'][1]))
    months = {
        row['month_end']: MonthEnd(
            open=row['overdue_open_activities'],
            cents=to_cents(row['overdue_amount']),
            opened=row['activities_created'],
            closed=row['activities_closed'],
        )
        for row in facts['month_end_replay']
        if row['month_end'] <= str(last)
    }
    late = {customer: values['late'] for customer, values in facts['per_customer'].items()}
    return describe(facts['late'], dict.fromkeys(days, most), months, late)


def compare(expected, measured):
    """Return one sentence for each line in which the tables differ."""
    return [
        f"{name}: expected {expected.get(name)}, got {measured.get(name)}"
        for name in {**expected, **measured}
        if expected.get(name) != measured.get(name)
    ]
