from odoo.tests import tagged

from ..collection.common import TODAY, YESTERDAY
from .common import BoardCommon


@tagged('post_install', '-at_install')
class TestAgeing(BoardCommon):
    """Runs keep what was owed at the end of each day, by age and level."""

    def _ageing(self, day):
        rows = self._read('collection.ageing', ('date', '=', day))
        return sorted((row.ageing, row.level_id.name or "", row.amount, row.count) for row in rows)

    def test_a_run_keeps_what_is_owed_by_age_and_level(self):
        self._invoice(100.0)  # 34 days
        self._invoice(20.0, due='2024-06-03')  # 10 days
        self._invoice(30.0, due='2024-06-04')
        self._invoice(50.0, due='2024-07-01')
        self._run()
        self.assertEqual(
            self._ageing(YESTERDAY),
            [
                ('1_30', "Remind the customer", 50.0, 2),
                ('31_60', "Final demand", 100.0, 1),
                ('not_due', "", 50.0, 1),
            ],
        )
        self.assertOpens('collection.ageing', ['date:day', 'ageing'], 'amount')

    def test_the_day_is_what_the_books_say(self):
        self._invoice(100.0)
        invoice = self._invoice(50.0, due='2024-05-20')
        self._pay(invoice, 20.0)
        self._plan(self._invoice(90.0, due='2024-07-01'))
        self._run(TODAY)
        kept = self.env['collection.ageing']._read_group(
            [('company_id', '=', self.company.id)], ['ageing'], ['amount:sum']
        )
        owed = self.env['collection.forecast']._read_group(
            [('company_id', '=', self.company.id)], ['ageing'], ['amount_due:sum']
        )
        self.assertEqual(kept, [('1_30', 30.0), ('31_60', 100.0), ('not_due', 90.0)])
        self.assertEqual([(ageing, round(amount, 2)) for ageing, amount in owed], kept)

    def test_what_is_owed_later_in_the_day_changes_nothing_by_hand_and_once_by_night(self):
        self._invoice(100.0)
        self._run()
        self._invoice(20.0)
        self._run()
        self.assertEqual(self._ageing(YESTERDAY), [('31_60', "Final demand", 100.0, 1)])
        for _night in range(2):
            day = self._date(YESTERDAY)
            self.env['collection.ageing'].sudo()._note(self.company, day, is_night=True)
            self.assertEqual(self._ageing(YESTERDAY), [('31_60', "Final demand", 120.0, 2)])

    def test_a_day_that_is_over_is_not_made_up(self):
        self._invoice(100.0)
        self._run('2024-06-12')
        self.assertEqual(self._ageing('2024-06-12'), [])

    def test_days_are_kept_when_money_comes_and_month_ends_are_marked(self):
        invoice = self._invoice(100.0)
        with self.freeze('2024-07-01'):
            self._run('2024-06-30')
            self._pay(invoice)
            self._run('2024-07-01')
        self.assertEqual(self._ageing('2024-06-30'), [('31_60', "Final demand", 100.0, 1)])
        self.assertEqual(self._ageing('2024-07-01'), [])
        rows = self._read('collection.ageing', ('is_month_end', '=', True))
        self.assertEqual([str(row.date) for row in rows], ['2024-06-30'])
