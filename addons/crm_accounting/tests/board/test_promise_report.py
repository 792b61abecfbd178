from odoo.tests import tagged

from .common import BoardCommon

GROUPS = ('user_id', 'partner_id', 'date:month', 'channel', 'level_id')
RATES = ['__count', 'kept_count:sum', 'kept_rate:avg', 'amount:sum', 'amount_kept_rate:avg']


@tagged('post_install', '-at_install')
class TestPromiseReport(BoardCommon):
    """Promises whose day is over, and how many of them, and of their money, were kept."""

    def setUp(self):
        super().setUp()
        self.kept = self._promise(100.0, '2024-06-15')
        self.broken = self._promise(300.0, '2024-06-15')
        self.visited = self._promise(
            100.0, '2024-06-16', self.manager, partner=self.other_customer, channel='visit'
        )
        for promise in (self.kept, self.visited):
            self._pay_on(promise.line_ids.move_id, '2024-06-14')
        self.enterContext(self.freeze('2024-06-17'))

    def _promise(self, amount, until, user=None, channel='phone', due='2024-06-10', **values):
        """Return the promise to pay a new debt, as superuser."""
        _invoice, item = self._overdue(amount, due=due, **values)
        item = item.with_user(user or self.collector)
        promise_id = item.action_promise(until, channel=channel)
        return self.env['collection.promise'].sudo().browse(promise_id)

    def _read_over(self, user=None):
        return self._read('collection.promise.report', user=user)

    def _rates(self, groupby=()):
        return self._read_over()._read_group([], groupby, RATES)

    def _run_night(self):
        self._run('2024-06-16')
        self.env.invalidate_all()

    def test_rates_of_groups_are_of_the_group(self):
        self.assertEqual(self._rates(), [(3, 2, 2 / 3, 500.0, 0.4)])
        self.assertEqual(
            self._rates(['user_id']),
            [(self.collector, 2, 1, 0.5, 400.0, 0.25), (self.manager, 1, 1, 1.0, 100.0, 1.0)],
        )
        self.assertEqual(
            [(how, count, kept) for how, count, kept, *_rest in self._rates(['channel'])],
            [('phone', 2, 1), ('visit', 1, 1)],
        )

    def test_each_number_opens_its_promises(self):
        rows = self._read_over()
        for group in GROUPS:
            for found in rows.formatted_read_group([], [group], RATES):
                opened = rows.search(found['__extra_domain'])
                promises = self.env['collection.promise'].browse(opened.ids)
                kept = promises.filtered(lambda promise: promise.state == 'kept')
                promised = sum(promises.mapped('amount'))
                self.assertEqual(
                    [found[rate] for rate in RATES],
                    [
                        *(len(promises), len(kept), len(kept) / len(promises), promised),
                        sum(kept.mapped('amount')) / promised,
                    ],
                    group,
                )
        self.assertEqual(rows[0].action_open_promise()['res_id'], rows[0].id)

    def test_a_promise_counts_when_its_day_is_over_though_no_run_has_seen_it(self):
        with self.freeze('2024-06-15'):
            self.assertFalse(self._read_over())
        broken = self._read_over().filtered(lambda row: row.outcome == 'broken')
        self.assertEqual((self.broken.state, broken.id), ('open', self.broken.id))
        self._run_night()
        self.assertEqual(self.broken.state, 'broken')
        self.assertEqual(self._rates(), [(3, 2, 2 / 3, 500.0, 0.4)])

    def test_money_that_came_in_time_and_is_booked_later_counts(self):
        self._run_night()
        self._pay_on(self.broken.line_ids.move_id, '2024-06-15')
        self.assertEqual(self._rates(), [(3, 3, 1.0, 500.0, 1.0)])

    def test_what_was_replaced_before_its_day_was_over_does_not_count(self):
        with self.freeze('2024-06-14'):
            self.broken._get_items().with_user(self.collector).action_promise('2024-06-20')
        self.assertEqual(self._rates(), [(2, 2, 1.0, 200.0, 1.0)])

    def test_the_level_is_that_of_the_day_on_which_it_was_promised(self):
        level = self.broken.level_id
        self._run_night()
        self.assertGreater(self.broken._get_items().level_id.days, level.days)
        row = self._read_over().filtered(lambda row: row.id == self.broken.id)
        self.assertEqual((self.broken.level_id, row.level_id), (level, level))

    def test_amounts_are_in_the_currency_of_the_company_as_booked(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 3.0)])
        with self.freeze('2024-06-14'):
            promise = self._promise(100.0, '2024-06-15', currency_id=euro.id)
        row = self._read_over().filtered(lambda row: row.id == promise.id)
        self.assertEqual((promise.amount, row.amount, row.amount_kept), (100.0, 33.33, 0.0))

    def test_who_has_own_cases_sees_the_promises_of_these(self):
        salesperson = self._user('salesperson', 'sales_team.group_sale_salesman', self.company)
        self.assertFalse(self._read_over(salesperson))
        self.visited.case_id.user_id = salesperson
        self.assertEqual(self._read_over(salesperson).ids, self.visited.ids)
