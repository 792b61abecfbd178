"""Two years of a trader's invoices: 2,466 bills of 100 customers, 877 of them paid late.

Every task that collection opens, and what is open at each month's end, is known to the cent. On the
day of each invoice the day of its payment is foretold, from nothing but what was settled before.
"""

import json
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / 'test_retail_full'))

from outside.books import Books
from outside.doors import knock
from outside.ledger import Ledger
from outside.receivables import FACTS, SAMPLE, compare, find_shared, read_bills, read_facts


def tell(line):
    sys.stdout.write(f'{line}\n')


def tell_month(day, month):
    tell(
        f"{day}: {month.open:3} open, {month.cents / 100:9.2f} owed,"
        f" {month.opened:3} opened and {month.closed:3} closed in the month"
    )


def main():
    sample = find_shared(SAMPLE)
    if not sample:
        sys.exit("SKIPPED: the data are not beside this clone (../shared/data/ibm_ar).")
    start = time.monotonic()
    ledger = Ledger(Books(knock()), read_bills(sample), tell_month)
    measured = ledger.replay()
    expected = read_facts(json.loads(find_shared(FACTS).read_text()))
    wrong = compare(expected, measured) + ledger.find_leftovers()
    for name in ('tasks opened in all', 'most open at once'):
        tell(f"{name}: {measured[name]}")
    expected, due = ledger.measure_errors()
    tell(f"Mean error of the due date: {due:.2f} days; of the date foretold: {expected:.2f} days")
    if expected >= due:
        wrong.append("The date foretold on the day of the invoice is no better than the due date.")
    tell(f"{len(ledger.bills)} invoices in {time.monotonic() - start:.0f} seconds")
    if wrong:
        sys.exit('\n'.join(wrong))
    tell("All as published, to the cent; nothing is left open.")


if __name__ == '__main__':
    main()
