from odoo import Command
from odoo.tests import tagged

from .common import ForecastCommon


@tagged('post_install', '-at_install')
class TestExpected(ForecastCommon):
    """Debts are expected as agreed, else by habit, and never in the past; today is 14 June."""

    def _forecast(self, invoice, user=None):
        """Return day, amount and reason of what is expected of an invoice."""
        self._commit()
        self.env.invalidate_all()
        rows = (
            self
            .env['collection.forecast']
            .with_user(user or self.collector)
            .search([
                ('move_id', '=', invoice.id),
                ('amount_expected', '!=', 0),
            ])
        )
        return [(str(row.date), row.amount_expected, row.basis) for row in rows]

    def test_a_debt_is_expected_on_its_due_date_and_the_days_of_the_habit(self):
        self._settle_many(8, 8, 8)
        self._learn()
        invoice = self._invoice(100.0, due='2024-07-01')
        self.assertEqual(self._forecast(invoice), [('2024-07-09', 100.0, 'customer')])

    def test_who_has_no_history_pays_as_all_do(self):
        self._settle_many(8, 8, 8)
        self._learn()
        invoice = self._invoice(100.0, due='2024-07-01', partner=self.other_customer)
        self.assertEqual(self._forecast(invoice), [('2024-07-09', 100.0, 'company')])

    def test_without_any_history_the_due_date_counts(self):
        invoice = self._invoice(100.0, due='2024-07-01')
        self.assertEqual(self._forecast(invoice), [('2024-07-01', 100.0, 'company')])

    def test_what_is_past_its_usual_day_is_expected_in_five_days(self):
        self._settle_many(8, 8, 8)
        self._learn()
        today = self._invoice(100.0, due='2024-06-06')
        yesterday = self._invoice(100.0, due='2024-06-05')
        self.assertEqual(self._forecast(today), [('2024-06-14', 100.0, 'customer')])
        self.assertEqual(self._forecast(yesterday), [('2024-06-19', 100.0, 'late')])

    def test_a_debt_without_a_due_date_is_due_by_the_payment_term_of_its_customer(self):
        term = self.env['account.payment.term'].create({
            'name': "30 days",
            'line_ids': [Command.create({'value': 'percent', 'value_amount': 100, 'nb_days': 30})],
        })
        self.customer.with_company(self.company).property_payment_term_id = term
        entry = self._entry_debt(date='2024-06-01')  # as a till makes it
        other = self._entry_debt(date='2024-06-01', partner=self.other_customer)
        self.assertFalse((entry | other).line_ids.filtered('date_maturity'))
        self.assertEqual(self._forecast(entry), [('2024-07-01', 100.0, 'company')])
        self.assertEqual(self._forecast(other), [('2024-06-19', 100.0, 'late')])
        self._run()
        ageing = self.env['collection.ageing'].with_user(self.collector).search([])
        self.assertEqual(sorted(ageing.mapped('ageing')), ['1_30', 'not_due'])

    def test_a_promise_is_expected_on_its_day(self):
        invoice, item = self._overdue()
        item.with_user(self.collector).action_hold('promise', '2024-06-25')
        self.assertEqual(self._forecast(invoice), [('2024-06-25', 100.0, 'promise')])
        self.assertEqual(item.date_expected, self._date('2024-06-25'))

    def test_the_instalments_of_a_kept_plan_are_expected_on_their_dates(self):
        invoice, item = self._overdue(90.0)
        self._plan(invoice)
        self.assertEqual(
            self._forecast(invoice),
            [
                ('2024-07-01', 30.0, 'plan'),
                ('2024-08-01', 30.0, 'plan'),
                ('2024-09-01', 30.0, 'plan'),
            ],
        )
        self._pay(invoice, 40.0)
        self.assertEqual(
            self._forecast(invoice), [('2024-08-01', 20.0, 'plan'), ('2024-09-01', 30.0, 'plan')]
        )
        self.assertEqual(item.date_expected, self._date('2024-08-01'))

    def test_instalments_are_spread_over_the_debts_of_a_plan_oldest_first(self):
        first = self._invoice(50.0, due='2024-05-01')
        second = self._invoice(40.0, due='2024-05-02')
        self._plan(first | second)
        self.assertEqual(
            self._forecast(first), [('2024-07-01', 30.0, 'plan'), ('2024-08-01', 20.0, 'plan')]
        )
        self.assertEqual(
            self._forecast(second), [('2024-08-01', 10.0, 'plan'), ('2024-09-01', 30.0, 'plan')]
        )

    def test_a_broken_plan_says_nothing(self):
        invoice = self._invoice(90.0)
        self._plan(invoice, first='2024-06-01')
        self.assertEqual(self._forecast(invoice), [('2024-06-19', 90.0, 'late')])

    def test_a_partly_paid_debt_is_expected_with_what_is_left(self):
        invoice = self._invoice(100.0, due='2024-07-01')
        self._pay(invoice, 30.0)
        self.assertEqual(self._forecast(invoice), [('2024-07-01', 70.0, 'company')])

    def test_what_only_a_rejected_payment_has_settled_is_expected(self):
        invoice = self._invoice(100.0, due='2024-07-01')
        payment = self._pay(invoice)
        self.assertEqual(self._forecast(invoice), [])
        payment.action_reject()
        self.assertEqual(self._forecast(invoice), [('2024-07-01', 100.0, 'company')])

    def test_a_debt_of_another_currency_is_expected_in_the_companys(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0)])
        invoice = self._invoice(100.0, due='2024-07-01', currency_id=euro.id)
        self.assertEqual(self._forecast(invoice), [('2024-07-01', 50.0, 'company')])

    def test_a_case_expects_its_first_money_and_many_items_cost_as_much_as_one(self):
        self._overdue(due='2024-06-10')
        _invoice, item = self._overdue(due='2024-06-11')
        item.with_user(self.collector).action_hold('promise', '2024-06-17')
        self._commit()
        for _time in range(2):
            self.env.invalidate_all()
            case = item.case_id.with_user(self.collector)
            case.item_ids.mapped('company_id.name')
            with self.assertQueryCount(7):
                self.assertEqual(case.date_expected, self._date('2024-06-17'))
            for day in range(1, 8):
                self._invoice(10.0, due=f'2024-05-{day:02}')
            self._run()

    # === THE WEEKS === #

    def test_each_week_has_what_is_expected_beside_what_is_due_and_opens_its_debts(self):
        self._settle_many(8, 8, 8)
        self._learn()
        for due in ('2024-06-18', '2024-06-20', '2024-07-01'):
            self._invoice(100.0, due=due)
        Forecast = self.env['collection.forecast'].with_user(self.collector)
        weeks = Forecast._read_group(
            [('company_id', '=', self.company.id)],
            ['date:week'],
            ['amount_expected:sum', 'amount_due:sum'],
        )
        self.assertEqual(
            [(str(week), expected, due) for week, expected, due in weeks],
            [
                ('2024-06-16', 0.0, 200.0),
                ('2024-06-23', 200.0, 0.0),
                ('2024-06-30', 0.0, 100.0),
                ('2024-07-07', 100.0, 0.0),
            ],
        )
        rows = Forecast.search([('date', '>=', '2024-06-23'), ('date', '<', '2024-06-30')])
        self.assertEqual(sum(rows.mapped('amount_expected')), 200.0)

    def test_reports_are_not_compiled_for_longer_than_they_take(self):
        for model in ('collection.forecast', 'collection.collected'):
            self.env.cr.execute("SET LOCAL jit TO on")
            self.env[model].search([], limit=1)
            self.env.cr.execute("SHOW jit")
            self.assertEqual(self.env.cr.fetchone(), ('off',), model)

    # === THE CHANCE === #

    def test_the_chance_falls_from_the_usual_day_on(self):
        self._settle_many(4, 4, 4)
        self._learn()
        usual, later = self._overdue(due='2024-06-10')[1], self._overdue(due='2024-05-11')[1]
        self.assertEqual((usual.chance, later.chance), (1.0, 0.5))
        self.assertEqual(usual.case_id.amount_likely, 150.0)
        Item = self.env['collection.item'].with_user(self.collector)
        self.assertEqual(Item.search([], order='chance'), later | usual)
        cases = self.env['collection.case'].with_user(self.collector)
        self.assertEqual(cases.search([], order='amount_likely desc'), usual.case_id)

    # === THE TEXT === #

    def test_the_customer_says_how_it_pays(self):
        customer = self.customer.with_user(self.collector)
        self.assertEqual(customer.payment_habit, "")
        self._settle_many(8, 8)
        self._settle_many(-6, -6, -6, partner=self.other_customer)
        self._learn()
        self.env.invalidate_all()
        self.assertEqual(
            customer.payment_habit, "Usually pays 3 days late (last settled debts: 2)."
        )
        self.assertEqual(
            self.other_customer.with_user(self.collector).payment_habit,
            "Usually pays 6 days early (last settled debts: 3).",
        )
        nobody = self.env['res.partner'].create({'name': "New Ltd"}).with_user(self.collector)
        self.assertEqual(
            nobody.payment_habit, "Nothing settled yet. Others usually pay 6 days early."
        )

    def test_a_case_says_how_its_customer_pays(self):
        self._settle_many(8)
        _invoice, item = self._overdue()
        self.assertEqual(
            item.case_id.with_user(self.collector).payment_habit,
            "Usually pays 8 days late (last settled debts: 1).",
        )
