from odoo.tests import tagged

from .common import BoardCommon


@tagged('post_install', '-at_install')
class TestDso(BoardCommon):
    """Receivables at a month's end / its credit sales x its days; each sum opens its items."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(300.0, '2024-01-15')
        cls._sell(100.0, '2024-03-05')
        cls.refund = cls._sell(20.0, '2024-03-20', move_type='out_refund')
        cls._pay_on(cls._sell(200.0, '2024-04-02'), '2024-05-03')
        cls._commit()
        cls.months = cls.env['collection.dso'].with_user(cls.collector).search([]).sorted('date')

    @classmethod
    def _sell(cls, amount, day, **values):
        return cls._create_invoice_one_line(
            price_unit=amount,
            product_id=cls.product_a,
            tax_ids=[],
            partner_id=cls.customer,
            invoice_date=day,
            post=True,
            **values,
        )

    def test_each_month_has_its_number(self):
        self.assertEqual(self.refund.state, 'posted')
        self.assertEqual(
            [
                (str(m.date), m.amount_receivable, m.amount_sales, m.days, round(m.dso, 2))
                for m in self.months
            ],
            [
                ('2024-01-31', 300.0, 300.0, 31, 31.0),
                ('2024-02-29', 300.0, 0.0, 29, 0.0),  # no sales, no number
                ('2024-03-31', 380.0, 80.0, 31, 147.25),
                ('2024-04-30', 580.0, 200.0, 30, 87.0),
                ('2024-05-31', 380.0, 0.0, 31, 0.0),
                ('2024-06-14', 380.0, 0.0, 14, 0.0),
            ],
        )

    def test_months_without_sales_do_not_lower_the_average(self):
        [(average,)] = self.env['collection.dso']._read_group(
            [('company_id', '=', self.company.id)], [], ['dso:avg']
        )
        self.assertEqual(round(average, 4), 88.4167)

    def test_each_sum_opens_journal_items_that_make_it_up(self):
        for month in self.months:
            for action, total in (
                (month.action_view_receivables(), month.amount_receivable),
                (month.action_view_sales(), month.amount_sales),
            ):
                lines = self.env[action['res_model']].with_user(self.collector)
                balances = lines.search(action['domain']).mapped('balance')
                self.assertEqual(sum(balances), total)
