"""No difference between two runs of Odoo's suites stays unseen."""

import unittest

from test_difference import complain, count_suites, find_differences, read_outcomes
from test_log import TestLog

FILE = 'odoo.addons.sale.tests.test_order'
STOCK = {'sale.tests.test_order.TestOrder.test_price': 'passed'}


class TestDifference(unittest.TestCase):
    def complaints(self, ours, expected=None):
        return list(complain(find_differences(STOCK, ours), expected or {}))

    def test_outcomes_are_read_from_the_log(self):
        log = TestLog(
            started=[(FILE, 'TestOrder.test_price'), (FILE, 'TestOrder.test_tax')],
            failed=[
                (FILE, 'TestOrder.test_tax'),
                ('odoo.tests.suite', f'setUpClass ({FILE}.TestA)'),
            ],
            skipped={(FILE, 'TestOrder.test_tour'): "no browser"},
        )
        outcomes = read_outcomes(log)
        self.assertEqual(
            outcomes,
            {
                'odoo.tests.suite.setUpClass (odoo.addons.sale.tests.test_order.TestA)': 'failed',
                'sale.tests.test_order.TestOrder.test_price': 'passed',
                'sale.tests.test_order.TestOrder.test_tax': 'failed',
                'sale.tests.test_order.TestOrder.test_tour': 'skipped',
            },
        )
        self.assertEqual(count_suites(outcomes)['sale'], 2)

    def test_the_same_outcomes_are_no_difference(self):
        self.assertEqual(self.complaints(dict(STOCK)), [])

    def test_a_test_that_fails_with_the_addons_only_is_named(self):
        [test] = STOCK
        [complaint] = self.complaints({test: 'failed'})
        self.assertEqual(complaint, f"{test}: passed in stock, failed with the addons")

    def test_a_test_that_ran_on_one_side_only_is_named(self):
        [complaint] = self.complaints({})
        self.assertIn("passed in stock, not run with the addons", complaint)
        [complaint, _] = self.complaints({'sale.tests.test_order.TestNew.test_new': 'passed'})
        self.assertIn("not run in stock, passed with the addons", complaint)

    def test_an_expected_difference_is_none_and_must_be_there(self):
        [test] = STOCK
        self.assertEqual(self.complaints({test: 'failed'}, {test: "counts queries"}), [])
        [complaint] = self.complaints(dict(STOCK), {test: "counts queries"})
        self.assertIn("take it off the list", complaint)
