from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BoardCommon

MODELS = (
    'collection.ageing',
    'collection.dso',
    'collection.collected',
    'collection.promise.report',
)


@tagged('post_install', '-at_install')
class TestBoardAccess(BoardCommon):
    """Figures stay in their company; those of the whole company are not for single salespeople."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._invoice(30.0)
        invoice, item = cls._overdue()
        promise_id = item.with_user(cls.collector).action_promise('2024-06-14')
        # Its day is over, as the clock does not move in these tests.
        cls.env['collection.promise'].sudo().browse(promise_id).date = '2024-06-13'
        cls._pay(invoice)

    def test_a_collector_sees_the_figures_and_nobody_writes_them(self):
        for name in MODELS:
            self.assertTrue(self._read(name), name)
        for operation in ('write', 'create', 'unlink'):
            ageing = self.env['collection.ageing'].with_user(self.manager)
            self.assertFalse(ageing.has_access(operation))

    def test_a_foreigner_sees_nothing(self):
        theirs = self.env['res.company'].create({'name': "Apart"})
        manager = 'crm_accounting.crm_accounting_group_manager'
        foreigner = self._user('foreigner', manager, theirs)
        for name in MODELS:
            self.assertFalse(self._read(name, user=foreigner), name)

    def test_a_salesperson_does_not_see_the_figures_of_the_company(self):
        salesperson = self._user('salesperson', 'sales_team.group_sale_salesman', self.company)
        for name in ('collection.ageing', 'collection.dso'):
            with self.assertRaises(AccessError, msg=name):
                self._read(name, user=salesperson)
        for name in ('collection.collected', 'collection.promise.report'):
            self.assertFalse(self._read(name, user=salesperson), name)

    def test_an_employee_without_a_group_sees_nothing(self):
        stranger = self._user('stranger', 'base.group_user', self.company)
        for name in MODELS:
            with self.assertRaises(AccessError, msg=name):
                self._read(name, user=stranger)
