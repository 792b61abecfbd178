from odoo.tests import tagged

from .months import MonthsCase


@tagged('post_install', '-at_install')
class TestLetterMonths(MonthsCase):
    """Some weeks of letters; `scripts/replay dunning_months` lives months."""

    def test_every_letter_agrees_with_the_books_of_its_second(self):
        sent, dropped = self.live(20, seed=11)
        self.assertGreater(sent, 7)
        self.assertGreater(dropped, 0)
