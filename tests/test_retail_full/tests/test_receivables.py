import json

from odoo.tests import TransactionCase, tagged

from ..outside.books import Books
from ..outside.ledger import Ledger
from ..outside.receivables import (
    FACTS,
    SAMPLE,
    compare,
    compute,
    find_shared,
    read_bills,
    read_facts,
)
from .common import OutsideCase

# The first invoices of the file; 9 of them are paid late, all within two months.
SLICE = 20


def read_sample(test):
    """Return the real invoices, or skip the test where they do not lie beside the clone."""
    sample = find_shared(SAMPLE)
    if not sample:
        test.skipTest("The data of ../shared are not beside this clone")
    return read_bills(sample)


@tagged('post_install', '-at_install')
class TestSample(TransactionCase):
    def test_the_invoices_give_what_is_published_about_them(self):
        bills = read_sample(self)
        facts = read_facts(json.loads(find_shared(FACTS).read_text()))
        self.assertEqual(compare(facts, compute(bills)), [])
        self.assertEqual(facts['tasks opened in all'], 877)
        self.assertEqual(facts['most open at once'], (23, ['2012-09-03']))

    def test_a_replay_that_differs_is_told_line_by_line(self):
        self.assertEqual(
            compare({'opened': 877, 'closed': 1}, {'opened': 876, 'closed': 1, 'held': 2}),
            ["opened: expected 877, got 876", "held: expected None, got 2"],
        )


@tagged('post_install', '-at_install')
class TestReceivables(OutsideCase):
    """A slice of real invoices, day by day, by a clerk who is no administrator."""

    def test_tasks_open_and_close_as_the_invoices_say(self):
        bills = read_sample(self)[:SLICE]
        clerk = self._hire(
            'clerk',
            'account.group_account_invoice',
            'base.group_partner_manager',
            'crm_accounting.crm_accounting_group_manager',
        )
        ledger = Ledger(Books(self._xml_rpc(clerk)), bills)
        self.assertEqual(compare(compute(bills), ledger.replay()), [])
        self.assertEqual(ledger.find_leftovers(), [])
        self.assertEqual(sum(ledger.opened.values()), 9)
        # Of the first invoices nothing was settled before, so that they are foretold as due.
        expected, due = ledger.measure_errors()
        self.assertEqual(due, 9.1)
        self.assertEqual(expected, 9.1)
