from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ForecastCommon

MODELS = ('collection.habit', 'collection.habit.change', 'collection.forecast')


@tagged('post_install', '-at_install')
class TestForecastAccess(ForecastCommon):
    """Habits and expectations are read in their company, own ones by salespeople; nobody writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        theirs = cls.env['res.company'].create({'name': "Apart"})
        cls.foreigner = cls._user(
            'foreigner', 'crm_accounting.crm_accounting_group_manager', theirs
        )
        cls.salesperson = cls._user('salesperson', 'sales_team.group_sale_salesman', cls.company)
        cls.stranger = cls._user('stranger', 'base.group_user', cls.company)
        cls._settle_many(8)
        cls._learn()
        cls._settle_many(13, first='2024-06-01')  # today: a note for tomorrow
        cls.invoice = cls._invoice(70.0, due='2024-07-01')
        cls._commit()

    def test_a_manager_of_the_company_sees_all_of_it(self):
        for name in MODELS:
            self.assertTrue(self.env[name].with_user(self.manager).search([]), name)

    def test_a_foreigner_sees_nothing(self):
        for name in MODELS:
            self.assertFalse(self.env[name].with_user(self.foreigner).search([]), name)
        self.assertEqual(self.customer.with_user(self.foreigner).payment_habit, "")

    def test_an_employee_without_a_group_sees_nothing(self):
        for name in MODELS:
            with self.assertRaises(AccessError, msg=name):
                self.env[name].with_user(self.stranger).search([])
        with self.assertRaises(AccessError):
            self.customer.with_user(self.stranger).read(['payment_habit'])

    def test_nobody_writes(self):
        for name in ('collection.habit', 'collection.habit.change'):
            records = self.env[name].with_user(self.manager).search([])
            for operation in ('write', 'create', 'unlink'):
                self.assertFalse(records.has_access(operation), (name, operation))

    def test_a_salesperson_expects_the_money_of_own_invoices(self):
        Forecast = self.env['collection.forecast'].with_user(self.salesperson)
        self.assertFalse(Forecast.search([]))
        self.invoice.invoice_user_id = self.salesperson
        self._commit()
        self.assertEqual(sum(Forecast.search([]).mapped('amount_expected')), 70.0)
